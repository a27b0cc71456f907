"""Repair: what people say that answers no question but mends the talk.

They ask back, correct what they said, change the subject, put off, say who they are, or leave it open. Every
kind of question understands every such move: it takes effect, or a sentence says what to do.
"""

from msgspec.structs import replace

from bot.desk import Desk
from bot.last_year.standing import standing_said
from bot.replies import Say
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    Awaiting,
    Finished,
    FollowingUp,
    Pairing,
    Receiving,
    ReviewingPoint,
    Rewriting,
    Sorting,
    State,
    Stop,
)
from bot.steps import asides, asking_back
from bot.steps.answers import says_nothing
from bot.steps.changing import change, postpones
from bot.steps.checklist import outline_of
from bot.steps.correcting import correct
from bot.steps.formulas import as_given
from bot.steps.introducing import introduced, renames, told_of, with_fields
from bot.steps.moving import moved
from bot.steps.profile import NAMES, is_name
from bot.steps.signature import in_full, yearless
from bot.steps.spoken import spoken
from bot.steps.step import Outcome, Step
from bot.steps.taking import settled
from bot.steps.talk import COMPLAINING, FRANK, is_talk
from bot.steps.unsure import heeded, settle
from phrasebank.terms import SectionKind

LONGEST = 80
INSISTING = "这句没有写进稿子；真要写进去，把这句原样再发一遍。"
TELLING = (
    *(AskingField, AskingSection, ReviewingPoint, Rewriting, FollowingUp, Pairing, AnsweringCarryover),
    *(Sorting, Finished, Awaiting, Receiving),
)
"""Questions that take what is said for the report; the others read short words in ways of their own."""


def mended(desk: Desk, state: State, stop: Stop, step: Step, words: str) -> Outcome | None:
    """Carry out a repair; ``None`` where the words are an answer or material."""
    if isinstance(stop, Awaiting) and "\n" in words:
        return None
    introduction = _introduced(state, stop, words)
    if introduction or len(words) > LONGEST:
        return introduction
    plain = words.strip(" 。！!？?")
    command = spoken(desk, state, plain)
    if command:
        return command
    told = asking_back.reply(desk, state, stop, step.ask(), words)
    if told:
        frank = _is_frank(desk, state, stop, words)
        return _held(state, stop, words, (state, (told,))) if frank else (state, (told,))
    told = asides.courtesy(words)
    if told:
        return state, (told, *_as_name(stop, plain))
    dated = _dated(desk, state, stop, plain)
    if dated:
        return dated
    if postpones(plain):
        return step.skipped()
    outcome = (
        _moved(desk, state, stop, plain)
        or _corrected(desk, state, stop, plain)
        or change(desk, state, plain)
        or settle(stop, step, state, words)
        or _talked(desk, state, stop, step, words)
    )
    return _held(state, stop, words, outcome) if outcome else None


def _as_name(stop: Stop, words: str) -> tuple[Say, ...]:
    """Say how to give a name that people nod with: 好的, 谢谢."""
    if not isinstance(stop, AskingField) or stop.field == "year":
        return ()
    return (Say(f"真叫“{words}”，就说“{NAMES[stop.field]}是{words}”。"),)


def _held(state: State, stop: Stop, words: str, outcome: Outcome) -> Outcome:
    """Keep words that were not written down, and changed nothing, in mind: said again, they are an answer."""
    after, says = outcome
    if after != state or not isinstance(stop, TELLING) or says_nothing(words):
        return outcome
    return replace(state, held=words), (*says, Say(INSISTING))


def _moved(desk: Desk, state: State, stop: Stop, words: str) -> Outcome | None:
    outline = outline_of(desk, state.draft)
    outcome = moved(outline, state, stop, words) if outline and isinstance(stop, TELLING) else None
    return (as_given(outline, outcome[0]), outcome[1]) if outcome and outline else outcome


def _talked(desk: Desk, state: State, stop: Stop, step: Step, words: str) -> Outcome | None:
    """Put nothing down of words that only speak with the program; 没有 and how an item stands are answers."""
    if (
        not isinstance(stop, TELLING)
        or says_nothing(words)
        or (isinstance(stop, AnsweringCarryover) and standing_said(words))
    ):
        return None
    formal = isinstance(stop, Rewriting) or _kind(desk, state, stop) in {"opening", "closing"}
    if isinstance(stop, AskingField) and is_name(stop.field, words):
        return None
    frank = _is_frank(desk, state, stop, words)
    talk = all(is_talk(line, formal=formal, frank=frank) for line in words.split("\n"))
    return (state, (heeded(stop, step.ask(), words),)) if talk else None


def _is_frank(desk: Desk, state: State, stop: Stop, words: str) -> bool:
    """Whether what is wrong, why, or what is done about it is asked for, or words that stand as sent."""
    if isinstance(stop, ReviewingPoint) and COMPLAINING.match(words):
        return False
    own = (Rewriting, FollowingUp, Pairing, AnsweringCarryover)
    return isinstance(stop, own) or _kind(desk, state, stop) in FRANK


def _kind(desk: Desk, state: State, stop: Stop) -> SectionKind | None:
    outline = outline_of(desk, state.draft)
    point = state.draft.point(stop.point) if isinstance(stop, ReviewingPoint) else None
    name = stop.section if isinstance(stop, AskingSection) else point.section if point else ""
    section = outline.leaf(name) if outline else None
    return section.kind if section else None


def _corrected(desk: Desk, state: State, stop: Stop, words: str) -> Outcome | None:
    outcome, outline = correct(state, stop, words), outline_of(desk, state.draft)
    return (as_given(outline, outcome[0]), outcome[1]) if outcome and outline else outcome


def _introduced(state: State, stop: Stop, words: str) -> Outcome | None:
    """Take who reports, but for words that are to stand in the report as they are."""
    if isinstance(stop, Rewriting | ReviewingPoint):
        return None
    asked = stop.field if isinstance(stop, AskingField) else None
    fields = introduced(words, asked)
    if not fields or state.draft.genre is None or (asked is None and not renames(state, fields, words)):
        return None
    if fields.keys() == {asked} and isinstance(stop, AskingField):
        return with_fields(_left(state, stop), fields), ()
    after = with_fields(_left(state, stop), fields)
    return after, (Say(f"记下了：{told_of(fields)}。不对发 /undo。"),)


def _dated(desk: Desk, state: State, stop: Stop, words: str) -> Outcome | None:
    """Take a bare date, which answers nothing else, as that of the report, whatever is asked."""
    outline, date = outline_of(desk, state.draft), in_full(words)
    signature = (
        next((leaf for leaf in outline.leaves() if leaf.kind == "signature"), None) if outline else None
    )
    asked = isinstance(stop, AskingSection) and signature and stop.section == signature.id
    if signature is None or asked or isinstance(stop, Awaiting | FollowingUp):
        return None
    told = yearless(words, state.draft.profile.year)
    if date is None:
        return (state, (Say(told),)) if told else None
    draft = settled(state.draft, signature.id)
    draft = replace(draft, profile=replace(draft.profile, date=date))
    return replace(state, draft=draft), (Say(f"落款日期记为{date}。不对发 /undo。"),)


def _left(state: State, stop: Stop) -> State:
    """Leave a field that is answered; any other question stays in hand."""
    return replace(state, focus=None) if isinstance(stop, AskingField) else state
