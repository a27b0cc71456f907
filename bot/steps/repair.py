"""Repair: what people say that answers no question but mends the talk.

They ask back, correct what they said, change the subject, put off, say who they are, or leave it open. Every
kind of question understands every such move: it takes effect, or a sentence says what to do.
"""

from msgspec.structs import replace

from bot.desk import Desk
from bot.replies import Say
from bot.state import (
    AskingField,
    AskingSection,
    Awaiting,
    FollowingUp,
    ReviewingPoint,
    Rewriting,
    State,
    Stop,
)
from bot.steps import asides, asking_back
from bot.steps.changing import change, postpones
from bot.steps.checklist import outline_of
from bot.steps.correcting import correct
from bot.steps.formulas import as_given
from bot.steps.introducing import introduced, told_of, with_fields
from bot.steps.signature import in_full
from bot.steps.step import Outcome, Step
from bot.steps.taking import settled
from bot.steps.unsure import settle

LONGEST = 80


def mended(desk: Desk, state: State, stop: Stop, step: Step, words: str) -> Outcome | None:
    """Carry out a repair; ``None`` where the words are an answer or material."""
    if isinstance(stop, Awaiting) and "\n" in words:
        return None
    introduction = _introduced(state, stop, words)
    if introduction or len(words) > LONGEST:
        return introduction
    told = asking_back.reply(desk, state, stop, step.ask(), words) or asides.courtesy(words)
    if told:
        return state, (told,)
    plain = words.strip(" 。！!？?")
    dated = _dated(desk, state, stop, plain)
    if dated:
        return dated
    if postpones(plain):
        return step.skipped()
    return (
        _corrected(desk, state, stop, plain) or change(desk, state, plain) or settle(stop, step, state, words)
    )


def _corrected(desk: Desk, state: State, stop: Stop, words: str) -> Outcome | None:
    outcome, outline = correct(state, stop, words), outline_of(desk, state.draft)
    return (as_given(outline, outcome[0]), outcome[1]) if outcome and outline else outcome


def _introduced(state: State, stop: Stop, words: str) -> Outcome | None:
    """Take who reports, but for words that are to stand in the report as they are."""
    if isinstance(stop, Rewriting | ReviewingPoint):
        return None
    asked = stop.field if isinstance(stop, AskingField) else None
    fields = introduced(words, asked)
    if not fields or state.draft.genre is None:
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
    if signature is None or date is None or asked or isinstance(stop, Awaiting | FollowingUp):
        return None
    draft = settled(state.draft, signature.id)
    draft = replace(draft, profile=replace(draft.profile, date=date))
    return replace(state, draft=draft), (Say(f"落款日期记为{date}。不对发 /undo。"),)


def _left(state: State, stop: Stop) -> State:
    """Leave a field that is answered; any other question stays in hand."""
    return replace(state, focus=None) if isinstance(stop, AskingField) else state
