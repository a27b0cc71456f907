"""A layout in words, as typed and as a draft keeps it: 28磅 windows, 国标；左3；行距28.5；正文=仿宋/16.

Items stand apart by ； or blanks: a profile, a set of fonts, a margin in centimetres (or millimetres from 10
on), 行距 in points, where the page number stands, and faces as 部分=字体/字号/加粗.
"""

import re

import msgspec
from msgspec.structs import replace

from bot.export.naming import ExportError
from bot.export.profiles import (
    PAPER,
    POINT,
    TWIPS,
    Face,
    Faces,
    NumberPlace,
    Page,
    PageLayout,
    known,
    standard,
)
from phrasebank.remembering import remembered
from phrasebank.typed import converted

LONGEST = 400
SHOWN = 20
FEWEST_CHARACTERS, FEWEST_LINES = 10, 5
CENTIMETRES = 10  # a margin below so much is meant in centimetres: nobody leaves less than a centimetre free

MARGINS = {"上": "top", "下": "bottom", "左": "left", "右": "right"}
MARGIN = re.compile(r"([上下左右])(?:边距|页边距|白边)?[:：]?(\d{1,3}(?:\.\d{1,3})?)(厘米|毫米|cm|mm)?")
PITCH = re.compile(r"行距(?:固定值)?[:：]?(\d{1,3}(?:\.\d{1,2})?)(?:磅|pt)?")
FOOTER = re.compile(r"页脚(\d{1,3}(?:\.\d{1,3})?)")
NUMBER_PLACES: dict[str, NumberPlace] = {
    "页码外侧": "outer",
    "页码居中": "center",
    "页码居左": "left",
    "页码居右": "right",
    "无页码": "none",
}
PARTS = ("标题", "副题", "正文", "一级", "二级", "三级", "四级", "页码")
FACE = re.compile(rf"({'|'.join(PARTS)})=(.+)")
FONT_NAME = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff .+()（）-]{0,39}")
BOLD = "加粗"


@remembered(64)
def layout_named(words: str) -> PageLayout:
    """Read a layout; what the words leave out is as in the first profile. Raises ``ExportError``."""
    layout = standard()
    if len(words) > LONGEST:
        raise ExportError(f"版式写得太长了，最多 {LONGEST} 个字。{_examples()}")
    for item in _items(words):
        layout = _with(layout, item)
    try:
        layout = converted(msgspec.to_builtins(layout), PageLayout)
    except msgspec.ValidationError as error:
        raise ExportError(
            "页边距请在 0 到 9 厘米之间，行距在 8 到 100 磅之间，字号在 5 到 72 磅之间。"
        ) from error
    height = (PAPER[1] - layout.page.top - layout.page.bottom) * POINT
    if layout.characters < FEWEST_CHARACTERS or height < FEWEST_LINES * layout.page.pitch:
        raise ExportError("这样一页排不下几行字，请把页边距或者字号改小些。")
    return layout


def told(layout: PageLayout) -> str:
    """Write a layout down so that ``layout_named`` gives it again: what differs from the first profile."""
    for profile in known().profiles:
        for fonts in known().font_sets:
            if (layout.page, layout.faces) == (profile.page, fonts.faces):
                return profile.name if fonts == known().font_sets[0] else f"{profile.name} {fonts.name}"
    return "；".join([*_page_told(layout.page), *_faces_told(layout.faces)])


def named(layout: PageLayout) -> str:
    """Say a layout to a person: its page and how many lines and characters it has."""
    page = layout.page
    lines = int((PAPER[1] - page.top - page.bottom) * POINT * TWIPS / layout.pitch_twips)
    margins = "、".join(f"{name} {getattr(page, field) / 10:.3g}" for name, field in MARGINS.items())
    place = next(words for words, place in NUMBER_PLACES.items() if place == page.number)
    return (
        f"{layout.name}（页边距{margins} 厘米，行距 {page.pitch:g} 磅，"
        f"每页 {lines} 行、每行 {layout.characters} 字，{place}；"
        f"正文{_face_told(layout.faces.body)}，标题{_face_told(layout.faces.title)}）"
    )


def _items(words: str) -> list[str]:
    pieces = re.split(r"[；;，,、\n]", words)
    whole = [[piece.strip()] if "=" in piece else piece.split() for piece in pieces]
    return [item for items in whole for item in items if item]


def _with(layout: PageLayout, item: str) -> PageLayout:
    profile = next((each for each in known().profiles if item.lower() in {each.name, *each.words}), None)
    if profile:
        return replace(layout, name=profile.name, page=profile.page)
    fonts = next((each for each in known().font_sets if item.lower() in {each.name, *each.words}), None)
    if fonts:
        return replace(layout, faces=fonts.faces)
    page, face = _page(layout.page, item), FACE.fullmatch(item)
    if page:
        return replace(layout, name="自定", page=page)
    if face:
        return replace(layout, name="自定", faces=_faces(layout.faces, face[1], face[2]))
    raise ExportError(f"没看懂版式里的“{item[:SHOWN]}”。{_examples()}")


def _page(page: Page, item: str) -> Page | None:
    if margin := MARGIN.fullmatch(item):
        value = float(margin[2])
        centimetres = margin[3] in {"厘米", "cm"} or (not margin[3] and value < CENTIMETRES)
        changed = {MARGINS[margin[1]]: value * 10 if centimetres else value}
        return msgspec.structs.replace(page, **changed, compensated=False)
    if pitch := PITCH.fullmatch(item):
        return replace(page, pitch=float(pitch[1]), compensated=False)
    if footer := FOOTER.fullmatch(item):
        return replace(page, footer=float(footer[1]))
    if item in NUMBER_PLACES:
        return replace(page, number=NUMBER_PLACES[item])
    return None


def _faces(faces: Faces, part: str, words: str) -> Faces:
    font, *rest = words.split("/")
    size, bold = _size(rest[0]) if rest and rest[0] != BOLD else None, BOLD in rest
    if not FONT_NAME.fullmatch(font) or (rest and size is None and rest != [BOLD]) or set(rest[1:]) - {BOLD}:
        raise ExportError(
            f"没看懂“{part}={words[:SHOWN]}”，请写成 {part}=仿宋_GB2312/16 这样，字号用磅或三号。"
        )
    place = PARTS.index(part)
    old = (faces.title, faces.mark, faces.body, *faces.headings, faces.number)[place]
    face = Face(font, size or old.size, bold)
    if part in {"一级", "二级", "三级", "四级"}:
        headings = list(faces.headings)
        headings[PARTS.index(part) - PARTS.index("一级")] = face
        return replace(faces, headings=tuple(headings))
    field = {"标题": "title", "副题": "mark", "正文": "body", "页码": "number"}[part]
    return msgspec.structs.replace(faces, **{field: face})


def _size(words: str) -> float | None:
    plain = words.removesuffix("磅").removesuffix("pt").replace("3号", "三号")
    if plain in known().sizes:
        return known().sizes[plain]
    return float(plain) if re.fullmatch(r"\d{1,2}(?:\.\d)?", plain) else None


def _page_told(page: Page) -> list[str]:
    usual = standard().page
    items = [
        f"{name}{getattr(page, field):g}毫米"
        for name, field in MARGINS.items()
        if getattr(page, field) != getattr(usual, field)
    ]
    items += [f"行距{page.pitch:g}"] if page.pitch != usual.pitch else []
    items += [f"页脚{page.footer:g}"] if page.footer is not None else []
    place = next(words for words, place in NUMBER_PLACES.items() if place == page.number)
    return [*items, place] if page.number != usual.number else items


def _faces_told(faces: Faces) -> list[str]:
    usual = standard().faces
    pairs = zip(
        PARTS,
        (faces.title, faces.mark, faces.body, *faces.headings, faces.number),
        (usual.title, usual.mark, usual.body, *usual.headings, usual.number),
        strict=True,
    )
    return [f"{part}={_face_told(face)}" for part, face, old in pairs if face != old]


def _face_told(face: Face) -> str:
    return f"{face.font}/{face.size:g}" + (f"/{BOLD}" if face.bold else "")


def _examples() -> str:
    profiles = "、".join(each.name for each in known().profiles)
    fonts = "、".join(each.name for each in known().font_sets)
    return f"可以写 {profiles}，字体 {fonts}，或者自己定，例：左3；行距28；页码居中；正文=仿宋/16。"
