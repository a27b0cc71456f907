"""Moving and dropping what people point at: 第3条放到原因, 第2、5条不要, 这条放到存在问题."""

import re

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Card, Draft, Point
from bot.outline import Outline, Section
from bot.replies import Say, clipped
from bot.state import FollowingUp, Pairing, ReviewingPoint, Rewriting, Sorting, State, Stop
from bot.steps.changing import BARE, section_named
from bot.steps.step import Outcome
from bot.steps.taking import reopened

FIXED = ("opening", "closing", "signature")
DIGITS = "一二三四五六七八九十"
NUMBER = rf"(?:\d{{1,3}}|[{DIGITS}]{{1,3}})"
NUMBERED = rf"第\s*(?P<numbers>{NUMBER}(?:[、，,和\s]+第?{NUMBER})*)\s*[条句项个]?"
THIS = r"(?P<this>[这那该此]一?[条句个]|刚才[这那]?一?[条句个]?|上一[条句个])"
NAMED = r"(?P<named>.{2,40}?)的?[那这]一?[条句项个]"
WHICH = rf"(?:请|麻烦)?(?:把|将)?(?:{NUMBERED}|{THIS}|{NAMED})(?:都|也|给我)?"
INTO = (
    r"(?:[，,]?(?:应该|应当|应|要|还是)?(?:(?:移动?|挪|放|归|调|搬|换|改|写|列|算)(?:到|进|入|在|为|成)|算是?|属于)"
    r"(?P<target>.{1,14}?)(?:里面?|中|下面|去|那?一?(?:部分|块|类))?(?:吧|去|了)?)"
)
CARRY = re.compile(r"[，,]?(?:应该|应当|应|要|还是)?(?:移动?|挪|搬|换|[放归](?!在))")
"""What moves something where nothing is pointed at: 列入计划, 算进工作, 改为月会 may be deeds and plans."""
MOVE = re.compile(rf"(?:{WHICH})?{INTO}")
DROP = re.compile(rf"{WHICH}(?:就)?(?:不要|删掉|删除|删去|删|去掉|拿掉|不用|不用写|不写|别写|不算)(?:了|吧)*")
SHOWN = 20

Entry = Point | Card


def moved(outline: Outline, state: State, stop: Stop, words: str) -> Outcome | None:
    """Move or drop the entries that words point at; ``None`` where they do neither.

    Numbers are those of the cards that wait.
    """
    match = MOVE.fullmatch(words)
    if match and not (match["numbers"] or match["this"] or match["named"]) and not _carries(outline, match):
        return None
    leaf = section_named(match["target"], outline, state.draft) if match else None
    if match and isinstance(stop, Sorting) and stop.card and not (match["numbers"] or match["named"]):
        return None if leaf else _no_section(outline, state)
    if match and leaf and leaf.kind not in FIXED:
        entries = _meant(state.draft, stop, match)
        return _put(state, leaf, entries) if entries else _not_found(state)
    drop = DROP.fullmatch(words)
    if drop and not drop["named"]:
        entries = _meant(state.draft, stop, drop)
        return _dropped(state, entries) if entries else _not_found(state)
    pointed = match and (match["numbers"] or match["this"])
    return _no_section(outline, state) if pointed and leaf is None else None


def _carries(outline: Outline, match: re.Match[str]) -> bool:
    """Whether bare words move what is in hand: 明年, 计划, 工作 are more than names of sections."""
    named = match["target"] in BARE or match["target"] in {leaf.name for leaf in outline.leaves()}
    return bool(CARRY.match(match[0])) and (named or not match[0].startswith(("放", "归")))


def number_of(card: Card) -> int:
    """Give the number that a card is shown under, the same for as long as it waits."""
    return int(card.id[1:])


def target_of(words: str) -> str:
    """Give what words call the section that something is to go to; all of them where they say no more."""
    match = MOVE.fullmatch(words)
    return match["target"] if match else words


def _meant(draft: Draft, stop: Stop, match: re.Match[str]) -> tuple[Entry, ...]:
    """Give the entries meant, none where it is not plain which."""
    if match["numbers"]:
        shown = {number_of(card): card for card in draft.cards}
        numbers = [_value(each) for each in re.findall(NUMBER, match["numbers"])]
        return tuple(shown[number] for number in numbers) if shown.keys() >= set(numbers) else ()
    if match["named"]:
        named = [each for each in draft.entries if match["named"] in tidy(each.text)]
        return tuple(named) if len(named) == 1 else ()
    hand = _in_hand(draft, stop)
    return (hand,) if hand else ()


def _in_hand(draft: Draft, stop: Stop) -> Entry | None:
    match stop:
        case ReviewingPoint(point) | Rewriting(point) | FollowingUp(point) | Pairing(point):
            return draft.point(point)
        case Sorting(card):
            return next((each for each in draft.cards if each.id == card), None)
        case _:
            return None


def _put(state: State, leaf: Section, entries: tuple[Entry, ...]) -> Outcome:
    draft = state.draft
    for each in entries:
        if isinstance(each, Card):
            cards = tuple(
                replace(card, section=leaf.id, cue="") if card.id == each.id else card for card in draft.cards
            )
            draft = replace(draft, cards=cards)
        else:
            draft = draft.without_point(each.id)
            fresh = replace(each, section=leaf.id, sentence=None, variant=0, answers="", followed=False)
            draft = reopened(replace(draft, points=(*draft.points, fresh)), leaf.id)
    told = Say(f"{_named(entries)}放进“{leaf.name}”了。不对发 /undo。")
    return replace(state, draft=draft, focus=_left(state, entries)), (told,)


def _dropped(state: State, entries: tuple[Entry, ...]) -> Outcome:
    gone = {each.id for each in entries}
    draft = replace(
        state.draft,
        points=tuple(point for point in state.draft.points if point.id not in gone),
        cards=tuple(card for card in state.draft.cards if card.id not in gone),
    )
    told = Say(f"去掉了{_named(entries)}。发 /undo 可以找回。")
    return replace(state, draft=draft, focus=_left(state, entries)), (told,)


def _left(state: State, entries: tuple[Entry, ...]) -> Stop | None:
    """Leave the question about an entry that has gone elsewhere; the others stay."""
    about = {getattr(state.focus, "point", ""), getattr(state.focus, "card", "")} - {""}
    if about & {each.id for each in entries}:
        return Sorting() if isinstance(state.focus, Sorting) and len(state.draft.cards) > 1 else None
    return state.focus


def _not_found(state: State) -> Outcome:
    return state, (
        Say(
            "没有找到您说的那一条，没有动。请说清是哪一条，例：走访群众那条放到存在问题；列出来有序号的，说“第3条放到存在问题”也行。"
        ),
    )


def _no_section(outline: Outline, state: State) -> Outcome:
    names = "、".join(leaf.name for leaf in outline.leaves() if leaf.kind not in FIXED)
    return state, (Say(f"没有这一部分，没有动。可以放：{names}。"),)


def _named(entries: tuple[Entry, ...]) -> str:
    return "、".join(f"“{clipped(tidy(each.text), SHOWN)}”" for each in entries)


def _value(words: str) -> int:
    if words.isdecimal():
        return int(words)
    tens, _, ones = words.rpartition("十")
    return (DIGITS.find(tens) + 1 or 1) * 10 * ("十" in words) + (DIGITS.find(ones) + 1 if ones else 0)
