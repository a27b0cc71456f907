"""Answer sheets: a whole draft as YAML, read and written so that the same sheet gives the same report."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct
from msgspec.structs import replace

from bot.compose.material import Material
from bot.compose.tidy import tidy
from bot.draft import Card, Draft, LastYear, Notice, Point, Preferences, Profile
from bot.last_year.keeping import KeptYear, answers_kept, answers_linked, from_kept, kept
from bot.last_year.matching import linked
from bot.last_year.placing import with_place, with_rectification
from bot.last_year.standing import is_questionable
from bot.notice import keeping
from bot.notice.adapting import adapted
from bot.outline import Outline, Section, outlines
from bot.sheet_form import Item, Origin, Scalar, Sheet, SheetError, SheetProfile
from bot.steps.answers import NOTHING
from bot.steps.checklist import FIELDS
from bot.steps.measures import in_order
from bot.steps.noting import as_new, noted
from bot.steps.profile import FIRST_YEAR, LAST_YEAR
from bot.steps.review import verbatim
from bot.steps.signature import in_full
from bot.steps.taking import add, placed, settled, split
from phrasebank.loading import load, loads
from phrasebank.terms import TOPICS
from phrasebank.typed import converted


class Read(Struct, frozen=True):
    """A draft read from a sheet, and what in the sheet is not used, each as a sentence."""

    draft: Draft
    unused: tuple[str, ...] = ()


def read(path: Path) -> Read:
    """Read a sheet as a draft.

    Direct answers come first; of the materials, what they say already is left out.
    Raises ``SheetError``, ``BrokenFileError`` and ``UnreadableError``.
    """
    return _read(load(path, Sheet), Origin(str(path), path.parent))


def read_sent(lines: Iterable[str], name: str) -> Read:
    """Read a sheet that was sent by itself; raises as ``read`` does, also where it names files."""
    return _read(loads("\n".join(lines), Sheet, name), Origin(name))


def _read(sheet: Sheet, path: Origin) -> Read:
    outline = outlines().get(sheet.genre)
    if outline is None:
        raise SheetError(f"文件 {path} 里的文种“{sheet.genre}”没有。可以写：{'、'.join(outlines())}。")
    profile = _profile(sheet.profile or SheetProfile(), path)
    chosen = sheet.chosen or {}
    draft = Draft(genre=sheet.genre, name=sheet.name, profile=profile, asked=FIELDS, chosen=chosen)
    notice, own = _notice(sheet.notice, outline, path), outline
    draft = replace(draft, notice=notice, preferences=_preferences(sheet.preferences, path))
    outline = adapted(outline, notice)
    draft = with_place(outline, replace(draft, last_year=_last_year(sheet.last_year, path)))
    outline = with_rectification(outline, draft)
    for name, answer in (sheet.sections or {}).items():
        leaf = _leaf(outline, name, path)
        draft = _answered(draft, own.leaf(leaf.id) or leaf, _items(answer, path))
    draft = _declared_absent(draft, with_rectification(own, draft), sheet.absent or [], path)
    taken = placed(draft, outline, _materials(sheet.materials, path))
    unused = [f"没有用上：{text}" for text in taken.left_out]
    if notice:
        unused += [f"{notice.source}：{each}" for each in _of_notice(notice, own, draft)]
    draft = in_order(linked(answers_linked(_with_cards(taken.draft, sheet.cards)), outline), outline)
    return Read(noted(draft, as_new(sheet.tasks)), (*unused, *_doubts(draft)))


def write(draft: Draft) -> str:
    """Write a draft as a sheet: drafting from it gives the same report."""
    profile = {k: v for k, v in msgspec.to_builtins(draft.profile).items() if v}
    data: dict[str, object] = {"genre": draft.genre, "name": draft.name, "profile": profile}
    sections: dict[str, list[object]] = {}
    for point in draft.points:
        sections.setdefault(point.section, []).append(_item(draft, point))
    data |= {"sections": sections, "absent": list(draft.absent), "chosen": dict(draft.chosen)}
    if draft.last_year:
        data["last_year"] = kept(draft.last_year)
    if draft.notice:
        data["notice"] = keeping.kept(draft.notice)
    if draft.cards:
        data["cards"] = [{k: v for k, v in msgspec.to_builtins(card).items() if v} for card in draft.cards]
    if draft.tasks:
        tasks = (msgspec.to_builtins(replace(task, message="")) for task in draft.tasks)
        data["tasks"] = [{k: v for k, v in task.items() if v} for task in tasks]
    if draft.preferences != Preferences():
        data["preferences"] = msgspec.to_builtins(draft.preferences)
    filled = {key: value for key, value in data.items() if value}
    return yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=10_000)


def _with_cards(draft: Draft, cards: tuple[Card, ...]) -> Draft:
    """Lay out the material that waits; ids are the draft's own."""
    first = draft.next_number
    numbered = tuple(replace(card, id=f"c{number}") for number, card in enumerate(cards, first))
    return replace(draft, cards=numbered, next_number=first + len(cards))


def _item(draft: Draft, point: Point) -> object:
    topic = point.topic if point.topic in TOPICS else None
    answers = answers_kept(draft, point)
    return msgspec.to_builtins(Item(point.text, point.sentence, point.source, topic, answers, point.followed))


def _notice(given: object, outline: Outline, path: Origin) -> Notice | None:
    """Read the notice from its file, or as a sheet holds its demands."""
    if not given:
        return None
    try:
        return keeping.from_kept(given, outline, path.lines)
    except msgspec.ValidationError as error:
        raise SheetError(f"文件 {path} 里的 notice 应是通知的文件名，例如 notice.txt。") from error


def _of_notice(notice: Notice, outline: Outline, draft: Draft) -> tuple[str, ...]:
    """Say what about the notice only the user can tell."""
    if not notice.demands:
        return ("里面没有读出对报告的要求，请确认是通知。",)
    from bot.notice.conflicts import conflicts  # noqa: PLC0415 - most sheets have no notice

    return conflicts(notice, outline, draft, 0)


def _preferences(given: object, path: Origin) -> Preferences:
    try:
        return converted(given or {}, Preferences)
    except msgspec.ValidationError as error:
        raise SheetError(f"文件 {path} 里的 preferences 不对，例如 limit: {{characters: 3000}}。") from error


def _last_year(given: object, path: Origin) -> LastYear | None:
    """Read last year's report from its file, or as a sheet holds its items."""
    if not given:
        return None
    try:
        told = converted({"file": given} if isinstance(given, str) else given, KeptYear)
    except msgspec.ValidationError as error:
        raise SheetError(f"文件 {path} 里的 last_year 应是去年报告的文件名，例如 last.docx。") from error
    if not told.file:
        return from_kept(told)
    from bot.last_year.reading import read_last_year  # noqa: PLC0415 - few sheets need the parser

    return replace(read_last_year(path.lines(told.file), told.file), section=told.section)


def _doubts(draft: Draft) -> list[str]:
    """Say what about last year's report only the user can tell."""
    last_year = draft.last_year
    if last_year and not last_year.items:
        return [f"{last_year.source} 里没有读出问题和打算，请确认是去年的述职报告。"]
    if last_year and is_questionable(draft):
        return [f"{last_year.source} 是{last_year.year}年的，请确认是去年的报告。"]
    return []


def _profile(given: SheetProfile, path: Origin) -> Profile:
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


def _leaf(outline: Outline, name: str, path: Origin) -> Section:
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
    if len(after.points) == len(draft.points):
        return after
    point = replace(after.points[-1], sentence=item.sentence, answers=item.answers)
    return after.with_point(replace(point, followed=item.followed))


def _dated(draft: Draft, items: list[str | Item], section: Section) -> Draft:
    dates = [in_full(item.text if isinstance(item, Item) else item) for item in items]
    if len(dates) != 1 or dates[0] is None:
        raise SheetError(f"答卷里的“{section.name}”只写一个日期，例如 2025-12-20。")
    return settled(replace(draft, profile=replace(draft.profile, date=dates[0])), section.id)


def _items(answer: object, path: Origin) -> list[str | Item]:
    """Take an answer in any of the ways people write one; ``问题: 不深入`` is a text that YAML took apart."""
    if isinstance(answer, str):
        return [line for line in answer.splitlines() if line.strip()]
    if isinstance(answer, list):
        return [_entry(each, path) for each in answer if each is not None]
    return [] if answer is None else [_entry(answer, path)]


def _entry(value: object, path: Origin) -> str | Item:
    match value:
        case {"text": str(text)}:
            try:
                return converted(value, Item)
            except msgspec.ValidationError as error:
                raise SheetError(f"文件 {path} 里的一条要点写得不对，请检查“{text[:20]}”那几行。") from error
        case dict():
            return "；".join(f"{key}：{each}" for key, each in value.items())
        case str() | int() | float():
            return str(value)
        case _:
            raise SheetError(f"文件 {path} 里有一条内容套了列表，请每条写成一行文字。")


def _declared_absent(draft: Draft, outline: Outline, names: Iterable[str], path: Origin) -> Draft:
    for name in names:
        leaf = _leaf(outline, name, path)
        if not leaf.may_be_absent:
            raise SheetError(f"文件 {path} 里把“{leaf.name}”写在 absent 里，可这一部分是必写的。")
        draft = replace(draft, absent=tuple(dict.fromkeys((*draft.absent, name))))
    return draft


def _materials(given: object, path: Origin) -> Iterator[Material]:
    for value in given if isinstance(given, list) else [given]:
        match value:
            case None:
                continue
            case {"file": str(name)}:
                lines = path.lines(name)
                yield from (Material(line, f"{name}:{number}") for number, line in enumerate(lines, 1))
            case _:
                entry = _entry(value, path)
                yield Material(entry.text if isinstance(entry, Item) else entry, "materials")
