"""Answer sheets: a whole draft as YAML, read and written so that the same sheet gives the same report."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct
from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Draft, Point, Profile
from bot.outline import Outline, Section, outlines
from bot.steps.answers import NOTHING
from bot.steps.checklist import FIELDS
from bot.steps.profile import FIRST_YEAR, LAST_YEAR
from bot.steps.review import verbatim
from bot.steps.signature import in_full
from bot.steps.taking import add, placed, settled
from phrasebank.loading import load
from phrasebank.reading import read_lines


class SheetError(Exception):
    """A sheet that cannot be drafted from; the message is one Chinese sentence naming the place."""


class SheetProfile(Struct, frozen=True, forbid_unknown_fields=True):
    """Who reports; a date may be 2025-12-20 or 2025年12月20日."""

    organization: str = ""
    post: str = ""
    author: str = ""
    year: int | None = None
    date: str = ""
    salutation: str = ""


class Item(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A point with the wording agreed on."""

    text: str
    sentence: str | None = None
    source: str = ""


class Material(Struct, frozen=True, forbid_unknown_fields=True):
    """Raw material in a file; the path is relative to the sheet."""

    file: str


Answer = str | list[str | int | float | Item] | None


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An answer sheet as written; ``sections`` and ``chosen`` go by section id."""

    genre: str
    profile: SheetProfile = SheetProfile()
    notice: str = ""
    last_year: str = ""
    materials: list[str | int | float | Material] = []
    sections: dict[str, Answer] = {}
    absent: list[str] = []
    chosen: dict[str, str] = {}


def read(path: Path) -> tuple[Draft, tuple[str, ...]]:
    """Read a sheet as a draft, and give what in it is not used, each as a sentence.

    Direct answers come first; of the materials, what they say already is left out.
    Raises ``SheetError``, ``BrokenFileError`` and ``UnreadableError``.
    """
    sheet = load(path, Sheet)
    outline = outlines().get(sheet.genre)
    if outline is None:
        raise SheetError(f"文件 {path} 里的文种“{sheet.genre}”没有。可以写：{'、'.join(outlines())}。")
    draft = Draft(genre=sheet.genre, profile=_profile(sheet.profile, path), asked=FIELDS, chosen=sheet.chosen)
    for name, answer in sheet.sections.items():
        draft = _answered(draft, _leaf(outline, name, path), answer)
    draft = _declared_absent(draft, outline, sheet.absent, path)
    for text, source in _materials(sheet, path):
        draft = _with_material(draft, outline, text, source)
    return draft, tuple(
        f"“{name}”这一版还不会读，没有用上。" for name in ("notice", "last_year") if getattr(sheet, name)
    )


def write(draft: Draft) -> str:
    """Write a draft as a sheet: drafting from it gives the same report."""
    profile = msgspec.to_builtins(draft.profile)
    data: dict[str, object] = {"genre": draft.genre, "profile": {k: v for k, v in profile.items() if v}}
    sections: dict[str, list[object]] = {}
    for point in draft.points:
        sections.setdefault(point.section, []).append(_item(point))
    data |= {"sections": sections, "absent": list(draft.absent), "chosen": dict(draft.chosen)}
    kept = {key: value for key, value in data.items() if value}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10_000)


def _item(point: Point) -> object:
    if point.sentence is None and not point.source:
        return point.text
    return msgspec.to_builtins(Item(point.text, point.sentence, point.source))


def _profile(given: SheetProfile, path: Path) -> Profile:
    if given.year is not None and not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise SheetError(f"文件 {path} 里的年度 {given.year} 不对，应是四位数字，例如 2025。")
    date = in_full(given.date)
    if given.date and date is None:
        raise SheetError(f"文件 {path} 里的日期“{given.date}”看不懂，请写成 2025-12-20 这样。")
    texts = {name: tidy(getattr(given, name)) for name in ("organization", "post", "author", "salutation")}
    return Profile(**texts, year=given.year, date=date or "")


def _leaf(outline: Outline, name: str, path: Path) -> Section:
    leaf = outline.leaf(name)
    if leaf is None:
        known = "、".join(f"{each.id}（{each.name}）" for each in outline.leaves())
        raise SheetError(f"文件 {path} 里的部分“{name}”在《{outline.name}》里没有。可以写：{known}。")
    return leaf


def _answered(draft: Draft, section: Section, answer: Answer) -> Draft:
    items = _items(answer)
    if section.kind == "signature":
        return _dated(draft, items, section)
    if (
        section.may_be_absent
        and all(item.text.strip(" 。") in NOTHING for item in items)
        and answer is not None
    ):
        return replace(draft, absent=tuple(dict.fromkeys((*draft.absent, section.id))))
    for item in items:
        before = len(draft.points)
        draft = add(draft, section.id, (item.text,), item.source)
        sentence = item.sentence
        if section.kind in {"opening", "closing"} and sentence is None:
            sentence = verbatim(item.text)
        if len(draft.points) > before and sentence is not None:
            draft = draft.with_point(replace(draft.points[-1], sentence=sentence))
    return settled(draft, section.id) if draft.in_section(section.id) else draft


def _dated(draft: Draft, items: list[Item], section: Section) -> Draft:
    dates = [in_full(item.text) for item in items]
    if len(dates) != 1 or dates[0] is None:
        raise SheetError(f"答卷里的“{section.name}”只写一个日期，例如 2025-12-20。")
    return settled(replace(draft, profile=replace(draft.profile, date=dates[0])), section.id)


def _items(answer: Answer) -> list[Item]:
    match answer:
        case None:
            return []
        case str():
            return [Item(line) for line in answer.splitlines()]
        case _:
            return [item if isinstance(item, Item) else Item(str(item)) for item in answer]


def _declared_absent(draft: Draft, outline: Outline, names: Iterable[str], path: Path) -> Draft:
    for name in names:
        leaf = _leaf(outline, name, path)
        if not leaf.may_be_absent:
            raise SheetError(f"文件 {path} 里把“{leaf.name}”写在 absent 里，可这一部分是必写的。")
        draft = replace(draft, absent=tuple(dict.fromkeys((*draft.absent, name))))
    return draft


def _materials(sheet: Sheet, path: Path) -> Iterable[tuple[str, str]]:
    for material in sheet.materials:
        if isinstance(material, Material):
            lines = read_lines(path.parent / material.file)
            yield from ((line, f"{material.file}:{number}") for number, line in enumerate(lines, 1))
        else:
            yield str(material), "materials"


def _with_material(draft: Draft, outline: Outline, text: str, source: str) -> Draft:
    known = {tidy(point.text) for point in draft.points}
    after = placed(draft, outline, text, source)
    fresh = [point for point in after.points[len(draft.points) :] if tidy(point.text) not in known]
    return replace(after, points=(*draft.points, *fresh))
