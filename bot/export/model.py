"""The layout of a model: a user's own Word document, whose page and fonts a report is to have.

What counts is what Word shows: direct formatting before styles before the defaults of the document. Which
paragraph is a title, a heading or body text is told by where it stands and how it begins.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information
from msgspec import Struct
from msgspec.structs import replace

from bot.export.layout_words import FONT_NAME, layout_named, told
from bot.export.naming import ExportError
from bot.export.profiles import POINT, TWIPS, Face, Faces, NumberPlace, Page, PageLayout, standard
from phrasebank.formats.markup import child, children, flag, name, number, value
from phrasebank.formats.package import Package
from phrasebank.formats.refusal import RefusedError
from phrasebank.formats.styles import chain
from phrasebank.reading import read_bytes

FIRST_PARAGRAPHS = 12  # among which a title is looked for
LONGEST_LEAD = 45
SINGLE = 240  # of w:line where it counts lines
SAME_PLACE = 0.2  # mm
MODELS = (".docx", ".dotx")
NATURAL = 1.3  # height of a line of Chinese type, in its size
NOTHING = "没有几行字，看不出版式。请给一份写好的、格式满意的 .docx。"
MARKERS = tuple(
    re.compile(form)
    for form in (
        r"[一二三四五六七八九十]{1,3}、",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"\d{1,2}[.．](?!\d)",
        r"[（(]\d{1,2}[）)]",
    )
)
"""How headings of the four levels begin (GB/T 9704-2012, 7.3.3)."""


class _Look(Struct, frozen=True):
    """A paragraph as shown: the face it begins with, that of most of it, its pitch in points."""

    text: str
    first: Face
    face: Face
    pitch: float | None
    centred: bool


def layout_of(data: bytes, name: str) -> PageLayout:
    """Read the layout of a .docx; ``name`` stands for it in messages. Raises ``ExportError``."""
    try:
        document = _Document(Package(data))
    except RefusedError as refused:
        raise ExportError(f"文件 {name} {refused}") from refused
    looks = [look for look in document.looks() if look.text.strip()]
    if not looks:
        raise ExportError(f"文件 {name} 里{NOTHING}")
    body = _body(looks)
    page = document.page(_pitch(looks, body))
    usual = PageLayout(name="自定", page=replace(page, footer=None), faces=_faces(looks, body))
    as_usual = page.footer is None or abs(page.footer - usual.footer_mm) < SAME_PLACE
    layout = usual if as_usual else replace(usual, page=page)
    return layout_named(told(layout))  # whose limits hold for what a file asks for too


def wished(words: str) -> str:
    """Give a layout in words; where they name a .docx file, the layout of that model.

    Raises ``ExportError``, and ``UnreadableError`` for a file that is not there.
    """
    if not words.strip().lower().endswith(MODELS):
        return told(layout_named(words))
    path = Path(words.strip()).expanduser()
    return told(layout_of(read_bytes(path), path.name))


def _body(looks: list[_Look]) -> Face:
    counted: Counter[Face] = Counter()
    for look in looks:
        counted[look.face] += len(look.text)
    return counted.most_common(1)[0][0]


def _pitch(looks: list[_Look], body: Face) -> float | None:
    counted: Counter[float] = Counter()
    for look in looks:
        if look.face == body and look.pitch:
            counted[look.pitch] += len(look.text)
    return counted.most_common(1)[0][0] if counted else None


def _faces(looks: list[_Look], body: Face) -> Faces:
    usual = standard().faces
    centred = [place for place, look in enumerate(looks[:FIRST_PARAGRAPHS]) if look.centred]
    title = max(centred, key=lambda place: looks[place].face.size, default=None)
    after = [looks[place] for place in centred if title is not None and place > title]
    mark = next((look.face for look in after if look.face != looks[title or 0].face), usual.mark)
    headings = [_heading(looks, level) for level in range(len(MARKERS))]
    return Faces(
        title=looks[title].face if title is not None else usual.title,
        mark=mark,
        body=body,
        headings=(
            headings[0] or usual.headings[0],
            headings[1] or usual.headings[1],
            headings[2] or body,
            headings[3] or body,
        ),
        number=usual.number,
        table=usual.table,
        table_head=usual.table_head,
    )


def _heading(looks: list[_Look], level: int) -> Face | None:
    """Give the face that most headings of a level begin with; one that runs into text counts too."""
    found = Counter(
        look.first
        for look in looks
        if MARKERS[level].match(look.text.strip())
        and (len(look.text) <= LONGEST_LEAD or look.first != look.face)
    )
    return found.most_common(1)[0][0] if found else None


class _Document:
    """The parts of a document that say how it looks."""

    def __init__(self, package: Package) -> None:
        root = package.xml()
        self._body = child(root, "body")
        self._section = child(self._body, "sectPr")
        styles = package.xml("styles")
        self._styles = {value(style, "styleId") or "": style for style in children(styles, "style")}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}
            ),
            "",
        )
        self._defaults = child(styles, "docDefaults")
        self._theme = _theme_fonts(package.xml("theme"))
        self._footer = package.xml("footer")
        self._odd_and_even = flag(child(package.xml("settings"), "evenAndOddHeaders")) or False

    def looks(self) -> Iterator[_Look]:
        """Give the paragraphs of the body, those of tables left out."""
        for paragraph in children(self._body, "p"):
            yield self._look(paragraph)

    def page(self, pitch: float | None) -> Page:
        """Give the measures of the last section; what it does not say is as in the standard."""
        usual, margins = standard().page, child(self._section, "pgMar")
        sizes = {
            side: (number(margins, side) or 0) / TWIPS / POINT if number(margins, side) is not None else own
            for side, own in (
                ("top", usual.top),
                ("right", usual.right),
                ("bottom", usual.bottom),
                ("left", usual.left),
            )
        }
        gutter = (number(margins, "gutter") or 0) / TWIPS / POINT
        footer = number(margins, "footer")
        return Page(
            top=round(sizes["top"], 1),
            right=round(sizes["right"], 1),
            bottom=round(sizes["bottom"], 1),
            left=round(sizes["left"] + gutter, 1),
            pitch=pitch or usual.pitch,
            number=self._number_place(),
            footer=None if footer is None else round(footer / TWIPS / POINT, 1),
        )

    def _number_place(self) -> NumberPlace:
        """Tell where the page number stands: by the paragraph, or the frame or box, that has the field."""
        for paragraph in () if self._footer is None else self._footer.iter():
            if name(paragraph) != "p" or "PAGE" not in _codes(paragraph):
                continue
            frame = value(child(paragraph, "pPr", "framePr"), "xAlign")
            anchors = (child(each, "align") for each in paragraph.iter() if name(each) == "positionH")
            box = next((each.text for each in anchors if each is not None), None)
            place = frame or box or self._property(paragraph, "jc") or "left"
            if place in {"outside", "inside"} or (self._odd_and_even and place in {"left", "right", "end"}):
                return "outer"
            places: dict[str, NumberPlace] = {"center": "center", "right": "right", "end": "right"}
            return places.get(place, "left")
        return "none"

    def _look(self, paragraph: etree._Element) -> _Look:
        runs = [
            ("".join(each.text or "" for each in children(run, "t")), self._face(paragraph, run))
            for run in paragraph.iter()
            if name(run) == "r"
        ]
        shown = [(text, face) for text, face in runs if text.strip()]
        counted: Counter[Face] = Counter()
        for text, face in shown:
            counted[face] += len(text)
        face = counted.most_common(1)[0][0] if counted else standard().faces.body
        return _Look(
            text="".join(text for text, _ in runs),
            first=shown[0][1] if shown else face,
            face=face,
            pitch=self._pitch(paragraph, face),
            centred=self._property(paragraph, "jc") == "center",
        )

    def _pitch(self, paragraph: etree._Element, face: Face) -> float | None:
        """Give the distance of lines in points: exact, or as many times that of the grid, or of the type."""
        spacing = next(
            (
                found
                for each in self._paragraph_properties(paragraph)
                if value(found := child(each, "spacing"), "line")
            ),
            None,
        )
        line = number(spacing, "line") or SINGLE
        if value(spacing, "lineRule") in {"exact", "atLeast"}:
            return round(line / TWIPS, 2)
        grid = child(self._section, "docGrid")
        on_grid = value(grid, "type") in {"lines", "linesAndChars", "snapToChars"}
        single = (number(grid, "linePitch") or 0) / TWIPS if on_grid else face.size * NATURAL
        return round(single * line / SINGLE, 2) or None

    def _face(self, paragraph: etree._Element, run: etree._Element) -> Face:
        usual = standard().faces.body
        properties = list(self._run_properties(paragraph, run))
        font = next(
            (found for each in properties if (found := self._font(child(each, "rFonts")))), usual.font
        )
        sizes = (number(child(each, "sz")) for each in properties)
        bolds = (flag(child(each, "b")) for each in properties)
        return Face(
            font if FONT_NAME.fullmatch(font) else usual.font,
            next((size / 2 for size in sizes if size), 10.0),
            bold=next((bold for bold in bolds if bold is not None), False),
        )

    def _font(self, fonts: etree._Element | None) -> str:
        themed = value(fonts, "eastAsiaTheme")
        return (self._theme.get(themed[:5], "") if themed else "") or value(fonts, "eastAsia") or ""

    def _property(self, paragraph: etree._Element, wanted: str) -> str:
        found = (value(child(each, wanted)) for each in self._paragraph_properties(paragraph))
        return next((each for each in found if each), "")

    def _paragraph_properties(self, paragraph: etree._Element) -> Iterator[etree._Element | None]:
        yield child(paragraph, "pPr")
        style = value(child(paragraph, "pPr", "pStyle")) or self._default
        yield from (child(each, "pPr") for each in chain(self._styles, style))
        yield child(self._defaults, "pPrDefault", "pPr")

    def _run_properties(
        self, paragraph: etree._Element, run: etree._Element
    ) -> Iterator[etree._Element | None]:
        yield child(run, "rPr")
        yield from (
            child(each, "rPr") for each in chain(self._styles, value(child(run, "rPr", "rStyle")) or "")
        )
        style = value(child(paragraph, "pPr", "pStyle")) or self._default
        yield from (child(each, "rPr") for each in chain(self._styles, style))
        yield child(self._defaults, "rPrDefault", "rPr")


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """Give the Chinese fonts of a theme, by ``major`` and ``minor``."""
    fonts = child(theme, "themeElements", "fontScheme")
    found = {}
    for part in ("major", "minor"):
        group = child(fonts, f"{part}Font")
        simplified = (each for each in children(group, "font") if value(each, "script") == "Hans")
        found[part] = value(child(group, "ea"), "typeface") or value(next(simplified, None), "typeface") or ""
    return found


def _codes(paragraph: etree._Element) -> str:
    complex_fields = (each.text or "" for each in paragraph.iter() if name(each) == "instrText")
    simple_fields = (value(each, "instr") or "" for each in paragraph.iter() if name(each) == "fldSimple")
    return " ".join((*complex_fields, *simple_fields))
