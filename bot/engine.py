"""The engine: what is asked, and what an event does. Pure: no clock, no chance, no I/O.

``ask`` is computed afresh from the desk and the state each time, so that resuming after a crash, undoing,
jumping and showing a question again are all the same call.
"""

from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Draft
from bot.events import Commanded, Edited, Event, Filled, Opened, Picked, Remarked, Said, Sent, Unreadable
from bot.replies import Question, Say
from bot.state import (
    Awaiting,
    BrowsingPhrases,
    Checking,
    ChoosingGenre,
    Confirming,
    Receiving,
    Resting,
    State,
    Stop,
)
from bot.steps import asides
from bot.steps.checklist import current, outline_of
from bot.steps.genre import GenreStep
from bot.steps.step import Outcome, Step
from phrasebank.remembering import Recent

REMEMBERED = 256
"""Questions kept from one turn to the next, which begins by hearing the answer to them."""


class _Asked(Struct, frozen=True):
    """What a draft calls for where the user turned to ``focus``: the stop, and the question put there."""

    draft: Draft
    focus: Stop | None
    stop: Stop
    question: Question


_ASKED = Recent[int, _Asked](REMEMBERED)
"""By the identity of the draft, which stays in memory for as long as its entry does."""


def ask(desk: Desk, state: State) -> Question:
    """Give the one question that the state calls for, stamped with its revision."""
    return replace(_asked(desk, state).question, revision=state.revision)


def advance(desk: Desk, state: State, event: Event) -> Outcome:
    """Apply an event. Never raises for anything a user may send; the revision grows by one."""
    after, effects = _advance(desk, state, event)
    if after.focus is None and after.waiting:
        after = replace(after, focus=after.waiting[0], waiting=after.waiting[1:])
    if after.held and after.held == state.held:
        after = replace(after, held="")
    return replace(after, revision=state.revision + 1), effects


def step_of(desk: Desk, state: State) -> Step:
    """Give the step that the state stands at."""
    return _step_at(desk, state, current(desk, state))


def _asked(desk: Desk, state: State) -> _Asked:
    """Give what is asked, worked out once: the next turn begins from the very draft that this one left.

    What a check-up and a look-up show hangs on other texts too, which may have changed meanwhile.
    """
    known = _put_before(state)
    if known:
        return known
    now = current(desk, state)
    asked = _Asked(state.draft, state.focus, now, _step_at(desk, state, now).ask())
    if not isinstance(now, Checking | BrowsingPhrases):
        _ASKED.put(id(state.draft), asked)
    return asked


def _put_before(state: State) -> _Asked | None:
    known = _ASKED.get(id(state.draft))
    return known if known and known.draft is state.draft and known.focus == state.focus else None


def _step_at(desk: Desk, state: State, now: Stop) -> Step:
    outline = outline_of(desk, state.draft)
    match now:
        case Confirming(everything, draft):
            return asides.ConfirmingStep(state, everything, draft)
        case Resting():
            return asides.RestingStep(state)
        case Awaiting(purpose):
            from bot.steps.receiving import AwaitingStep  # noqa: PLC0415 - the first prompt needs none of this

            return AwaitingStep(desk, state, purpose)
        case Receiving():
            from bot.steps.receiving import ReceivingStep  # noqa: PLC0415 - likewise

            return ReceivingStep(desk, state, now)
        case BrowsingPhrases():
            from bot.steps.phrases import BrowsingStep  # noqa: PLC0415 - likewise

            return BrowsingStep(desk, state, now)
        case _ if outline is None or isinstance(now, ChoosingGenre):
            return GenreStep(desk, state)
        case _:
            from bot.steps.outlined import outlined_step  # noqa: PLC0415 - likewise

            return outlined_step(desk, outline, state, now)


def _advance(desk: Desk, state: State, event: Event) -> Outcome:
    match event:
        case Opened() | Commanded("start", _):
            return asides.opened(desk, state.beneath)
        case Filled(draft):
            return replace(state, draft=draft, focus=None), ()
        case Remarked(tasks):
            from bot.steps.noting import noted  # noqa: PLC0415 - only who lets others read the draft needs it

            return replace(state, draft=noted(state.draft, tasks)), ()
        case Picked(key, revision):
            return _picked(desk, state, key, revision)
        case Commanded("skip", _):
            return step_of(desk, state).skipped()
        case Commanded(name, argument):
            from bot.steps.commands import commanded  # noqa: PLC0415 - the first prompt needs none of this

            return commanded(desk, state, name, argument)
        case Unreadable(kind):
            return state, (asides.unreadable(kind),)
        case _:
            return _told(desk, state, event)


def _told(desk: Desk, state: State, event: Said | Edited | Sent) -> Outcome:
    """Take what the user says, changes or sends."""
    from bot.compose.tidy import clean  # noqa: PLC0415 - the first prompt needs none of this
    from bot.steps.hearing import heard, refusal, stamped  # noqa: PLC0415 - likewise

    match event:
        case Said(text, message):
            now, step = _standing(desk, state)
            if isinstance(now, BrowsingPhrases):
                from bot.steps.phrases import meant  # noqa: PLC0415 - few turns look wording up

                if meant(step.ask(), text):
                    return heard(desk, state, now, step, text)
                return _told(desk, state.beneath, event)
            after, effects = heard(desk, state, now, step, text)
            return replace(after, draft=stamped(state.draft, after.draft, clean(text), message)), effects
        case Edited(text, message):
            from bot.steps.amending import amended  # noqa: PLC0415 - few messages are edited

            refused = refusal(state, text) if text else None  # words taken away are gone from the draft too
            return (state, (refused,)) if refused else amended(desk, state, clean(text).strip(), message)
        case Sent():
            from bot.filling import filled  # noqa: PLC0415 - few turns bring a file
            from bot.steps.receiving import sent  # noqa: PLC0415 - likewise

            state = state.beneath
            return filled(state, event) or sent(desk, state, event, current(desk, state))


def _standing(desk: Desk, state: State) -> tuple[Stop, Step]:
    """Give the stop of a state and its step; a question that was put there is not worked out again."""
    known = _put_before(state)
    if known is None:
        now = current(desk, state)
        return now, _step_at(desk, state, now)
    return known.stop, _Answered(_step_at(desk, state, known.stop), known.question)


@dataclass(frozen=True, slots=True)
class _Answered:
    """A step whose question was put before."""

    step: Step
    question: Question

    def ask(self) -> Question:
        return self.question

    def said(self, text: str) -> Outcome:
        return self.step.said(text)

    def picked(self, key: str) -> Outcome:
        return self.step.picked(key)

    def skipped(self) -> Outcome:
        return self.step.skipped()


def _picked(desk: Desk, state: State, key: str, revision: int) -> Outcome:
    if revision != state.revision:
        return state, (Say("这是之前那个问题的按钮，已经过期。请看下面最新的问题。"),)
    _, step = _standing(desk, state)
    if key not in {choice.key for choice in step.ask().choices}:
        return state, (Say("没有这个选项。请看下面的问题。"),)
    return step.picked(key)
