"""Amending: the user has changed the words of a message sent earlier, and the draft follows."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.material import statements_in
from bot.compose.tidy import tidy
from bot.desk import Desk
from bot.draft import Card, Draft, Point
from bot.outline import Outline
from bot.replies import Say, clipped
from bot.state import Field, State
from bot.steps.answers import says_nothing
from bot.steps.checklist import FIELDS, outline_of
from bot.steps.correcting import reworded
from bot.steps.formulas import as_given
from bot.steps.introducing import Fields, changed, introduced, told_of, valued, with_fields
from bot.steps.pouring import materials_of
from bot.steps.profile import NAMES
from bot.steps.review import alike
from bot.steps.signature import in_full
from bot.steps.step import Outcome
from bot.steps.taking import add, split

NOT_FOUND = "那条消息没有写进稿子，改了也不动稿子。要改某一处，直接说“前面的…应该是…”，或发 /goto。"
SHOWN = 20

Entry = Point | Card


class Difference(Struct, frozen=True):
    """What an edit changes: entries with their new words, entries that are gone, words that are new."""

    changed: tuple[tuple[Entry, str], ...]
    gone: tuple[Entry, ...]
    fresh: tuple[str, ...]


def amended(desk: Desk, state: State, text: str, message: str) -> Outcome:
    """Put the new words of a message in the place of what the draft has from it."""
    draft, outline = state.draft, outline_of(desk, state.draft)
    points = tuple(point for point in draft.points if message and point.message == message)
    cards = tuple(card for card in draft.cards if message and card.message == message)
    fields = tuple(field for field in FIELDS if message and draft.said_in.get(field) == message)
    if fields:
        return _profile(state, fields, text)
    if message and draft.said_in.get("date") == message:
        return _date(state, text)
    if outline is None or not (points or cards):
        return state, (Say(NOT_FOUND),)
    difference = _difference((*points, *cards), _statements(outline, points, text))
    after = _applied(draft, difference)
    after = _added(after, difference.fresh, points, cards, message)
    return as_given(outline, replace(state, draft=after)), (Say(_told(difference)),)


def _profile(state: State, fields: tuple[Field, ...], text: str) -> Outcome:
    wish = changed(text)
    values: Fields = introduced(text, fields[0]) or {}
    if wish and wish[1] is not None:
        values = {wish[0]: wish[1]}
    alone = valued(fields[0], text) if len(fields) == 1 and not values else None
    if alone is not None:
        values = {fields[0]: alone}
    if not values:
        names = "、".join(NAMES[field] for field in fields)
        return state, (Say(f"改过的这条看不出{names}，没有动。请直接说，例如“姓名改成李明”。"),)
    return with_fields(state, values), (Say(f"跟着改了：{told_of(values)}。改回来发 /undo。"),)


def _date(state: State, text: str) -> Outcome:
    date = in_full(text)
    if date is None:
        return state, (Say("改过的日期看不懂，没有动。请写成 2025年12月20日 这样。"),)
    profile = replace(state.draft.profile, date=date)
    draft = replace(state.draft, profile=profile)
    return replace(state, draft=draft), (Say(f"落款日期跟着改成了{date}。改回来发 /undo。"),)


def _statements(outline: Outline, points: tuple[Point, ...], text: str) -> tuple[str, ...]:
    """Cut the new words as the old ones were cut."""
    section = outline.leaf(points[0].section) if points else None
    if says_nothing(text):
        return ()
    if section and section.kind in {"opening", "closing"}:
        return (text,)
    if section and not points[0].source:
        return split(text, section)
    found, _ = statements_in(materials_of(text.split("\n")))
    return tuple(each.text for each in found)


def _difference(old: tuple[Entry, ...], new: tuple[str, ...]) -> Difference:
    """Match entries with words: the same ones first, then like ones, then those at the same place."""
    said = [tidy(entry.text) for entry in old]
    fresh = [text for text in new if tidy(text) not in said]
    words = {tidy(text) for text in new}
    open_entries = [entry for entry in old if tidy(entry.text) not in words]
    pairs: list[tuple[Entry, str]] = []
    for entry in list(open_entries):
        text = next((text for text in fresh if alike(text, entry.text)), None)
        if text is not None:
            pairs.append((entry, text))
            open_entries.remove(entry)
            fresh.remove(text)
    if len(open_entries) == len(fresh):
        pairs += zip(open_entries, fresh, strict=True)
        open_entries, fresh = [], []
    return Difference(tuple(pairs), tuple(open_entries), tuple(fresh))


def _applied(draft: Draft, difference: Difference) -> Draft:
    for entry, text in difference.changed:
        if isinstance(entry, Point):
            draft = draft.with_point(reworded(entry, text))
        else:
            draft = _with_card(draft, replace(entry, text=text))
    gone = {entry.id for entry in difference.gone}
    return replace(
        draft,
        points=tuple(point for point in draft.points if point.id not in gone),
        cards=tuple(card for card in draft.cards if card.id not in gone),
    )


def _with_card(draft: Draft, card: Card) -> Draft:
    return replace(draft, cards=tuple(card if each.id == card.id else each for each in draft.cards))


def _added(
    draft: Draft, texts: Iterable[str], points: tuple[Point, ...], cards: tuple[Card, ...], message: str
) -> Draft:
    """Add what the edit has brought beside the first of what the message had said."""
    if points:
        before = len(draft.points)
        draft = add(draft, points[0].section, texts, points[0].source)
        for point in draft.points[before:]:
            draft = draft.with_point(replace(point, message=message))
        return draft
    number = draft.next_number
    fresh = [replace(cards[0], id=f"c{place}", text=text, cue="") for place, text in enumerate(texts, number)]
    return replace(draft, cards=(*draft.cards, *fresh), next_number=number + len(fresh))


def _told(difference: Difference) -> str:
    if not (difference.changed or difference.gone or difference.fresh):
        return "改过的这条和记下的一样，稿子不用动。"
    told = [f"“{_short(entry.text)}”改成“{_short(text)}”" for entry, text in difference.changed]
    told += [f"去掉“{_short(entry.text)}”" for entry in difference.gone]
    told += [f"添上“{_short(text)}”" for text in difference.fresh]
    return f"跟着您改的消息改了：{'；'.join(told)}。改回来发 /undo。"


def _short(text: str) -> str:
    return clipped(tidy(text), SHOWN)
