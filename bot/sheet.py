"""Answer sheets: a whole draft as YAML, read and written so that the same sheet gives the same report."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct
from msgspec.structs import replace

from bot.compose.material import Material
from bot.compose.tidy import tidy
from bot.draft import Draft, Point, Profile
from bot.outline import Outline, Section, outlines
from bot.steps.answers import NOTHING
from bot.steps.checklist import FIELDS
from bot.steps.profile import FIRST_YEAR, LAST_YEAR
from bot.steps.review import verbatim
from bot.steps.signature import in_full
from bot.steps.taking import add, placed, settled, split
from phrasebank.loading import load
from phrasebank.reading import read_lines
from phrasebank.terms import TOPICS, Topic

Scalar = str | int | float | bool | None


class SheetError(Exception):
    """A sheet that cannot be drafted from; the message is one Chinese sentence naming the place."""


class SheetProfile(Struct, frozen=True, forbid_unknown_fields=True):
    """Who reports; a date may be 2025-12-20 or 2025年12月20日."""

    organization: Scalar = ""
    post: Scalar = ""
    author: Scalar = ""
    year: Scalar = None
    date: Scalar = ""
    salutation: Scalar = ""


class Item(Struct, frozen=True, omit_defaults=True):
    """A point kept whole, with the wording agreed on."""

    text: str
    sentence: str | None = None
    source: str = ""
    topic: Topic | None = None


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer sheet as written.

    ``sections`` goes by section id or name; an answer is text, a list of texts and items, or nothing.
    ``materials`` are texts or files (``file: minutes.txt``), relative to the sheet. ``chosen`` goes by id.
    """

    genre: str
    profile: SheetProfile | None = None
    notice: Any = None
    last_year: Any = None
    materials: Any = None
    sections: dict[str, Any] | None = None
    absent: list[str] | None = None
    chosen: dict[str, str] | None = None


class Read(Struct, frozen=True):
    """A draft read from a sheet, and what in the sheet is not used, each as a sentence."""

    draft: Draft
    unused: tuple[str, ...] = ()


def read(path: Path) -> Read:
    """Read a sheet as a draft.

    Direct answers come first; of the materials, what they say already is left out.
    Raises ``SheetError``, ``BrokenFileError`` and ``UnreadableError``.
    """
    sheet = load(path, Sheet)
    outline = outlines().get(sheet.genre)
    if outline is None:
        raise SheetError(f"文件 {path} 里的文种“{sheet.genre}”没有。可以写：{'、'.join(outlines())}。")
    profile = _profile(sheet.profile or SheetProfile(), path)
    draft = Draft(genre=sheet.genre, profile=profile, asked=FIELDS, chosen=sheet.chosen or {})
    for name, answer in (sheet.sections or {}).items():
        draft = _answered(draft, _leaf(outline, name, path), _items(answer, path))
    draft = _declared_absent(draft, outline, sheet.absent or [], path)
    taken = placed(draft, outline, _materials(sheet.materials, path))
    later = [name for name in ("notice", "last_year") if getattr(sheet, name)]
    unused = [f"“{name}”这一版还不会读，没有用上。" for name in later]
    unused += [f"没有用上：{text}" for text in taken.left_out]
    return Read(taken.draft, tuple(unused))


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
    topic = point.topic if point.topic in TOPICS else None
    return msgspec.to_builtins(Item(point.text, point.sentence, point.source, topic))


def _profile(given: SheetProfile, path: Path) -> Profile:
    said = {name: _text(getattr(given, name)) for name in given.__struct_fields__}
    year, date = said.pop("year").removesuffix("度").removesuffix("年"), said.pop("date")
    if year and not (year.isdecimal() and FIRST_YEAR <= int(year[:6]) <= LAST_YEAR):
        raise SheetError(f"文件 {path} 里的年度“{year}”不对，应是四位数字，例如 2025。")
    if date and in_full(date) is None:
        raise SheetError(f"文件 {path} 里的日期“{date}”看不懂，请写成 2025-12-20 这样。")
    texts = {name: tidy(text) for name, text in said.items()}
    return Profile(**texts, year=int(year) if year else None, date=in_full(date) or "")


def _text(value: Scalar) -> str:
    return "" if value is None or isinstance(value, bool) else str(value).strip()


def _leaf(outline: Outline, name: str, path: Path) -> Section:
    leaf = outline.leaf(name) or next((each for each in outline.leaves() if each.name == name), None)
    if leaf is None:
        known = "、".join(f"{each.id}（{each.name}）" for each in outline.leaves())
        raise SheetError(f"文件 {path} 里的部分“{name}”在《{outline.name}》里没有。可以写：{known}。")
    return leaf


def _answered(draft: Draft, section: Section, items: list[str | Item]) -> Draft:
    if section.kind == "signature" and items:
        return _dated(draft, items, section)
    said = [item for item in items if isinstance(item, Item) or item.strip(" 。！/-—") not in {*NOTHING, ""}]
    if items and not said and section.may_be_absent:
        return replace(draft, absent=tuple(dict.fromkeys((*draft.absent, section.id))))
    formula = section.kind in {"opening", "closing"}
    for plain, run in groupby(said, key=lambda item: isinstance(item, str) and not formula):
        if (
            plain
        ):  # texts one after the other are one message, as in the talk: 其中… belongs to the line above
            draft = add(draft, section.id, split("\n".join(map(str, run)), section))
        else:
            for item in run:
                draft = _with_item(draft, section.id, _whole(item))
    return settled(draft, section.id) if draft.in_section(section.id) else draft


def _whole(item: str | Item) -> Item:
    return item if isinstance(item, Item) else Item(item, verbatim(item))


def _with_item(draft: Draft, section: str, item: Item) -> Draft:
    after = add(draft, section, (item.text,), item.source, item.topic)
    if len(after.points) == len(draft.points) or item.sentence is None:
        return after
    return after.with_point(replace(after.points[-1], sentence=item.sentence))


def _dated(draft: Draft, items: list[str | Item], section: Section) -> Draft:
    dates = [in_full(item.text if isinstance(item, Item) else item) for item in items]
    if len(dates) != 1 or dates[0] is None:
        raise SheetError(f"答卷里的“{section.name}”只写一个日期，例如 2025-12-20。")
    return settled(replace(draft, profile=replace(draft.profile, date=dates[0])), section.id)


def _items(answer: object, path: Path) -> list[str | Item]:
    """Take an answer in any of the ways people write one; ``问题: 不深入`` is a text that YAML took apart."""
    if isinstance(answer, str):
        return [line for line in answer.splitlines() if line.strip()]
    if isinstance(answer, list):
        return [_entry(each, path) for each in answer if each is not None]
    return [] if answer is None else [_entry(answer, path)]


def _entry(value: object, path: Path) -> str | Item:
    match value:
        case {"text": str(text)}:
            try:
                return msgspec.convert(value, Item)
            except msgspec.ValidationError as error:
                raise SheetError(f"文件 {path} 里的一条要点写得不对，请检查“{text[:20]}”那几行。") from error
        case dict():
            return "；".join(f"{key}：{each}" for key, each in value.items())
        case str() | int() | float():
            return str(value)
        case _:
            raise SheetError(f"文件 {path} 里有一条内容套了列表，请每条写成一行文字。")


def _declared_absent(draft: Draft, outline: Outline, names: Iterable[str], path: Path) -> Draft:
    for name in names:
        leaf = _leaf(outline, name, path)
        if not leaf.may_be_absent:
            raise SheetError(f"文件 {path} 里把“{leaf.name}”写在 absent 里，可这一部分是必写的。")
        draft = replace(draft, absent=tuple(dict.fromkeys((*draft.absent, name))))
    return draft


def _materials(given: object, path: Path) -> Iterator[Material]:
    for value in given if isinstance(given, list) else [given]:
        match value:
            case None:
                continue
            case {"file": str(name)}:
                lines = read_lines(path.parent / name)
                yield from (Material(line, f"{name}:{number}") for number, line in enumerate(lines, 1))
            case _:
                entry = _entry(value, path)
                yield Material(entry.text if isinstance(entry, Item) else entry, "materials")
