"""The engine: what is asked, and what an event does. Pure: no clock, no chance, no I/O.

``ask`` is computed afresh from the desk and the state each time, so that resuming after a crash, undoing,
jumping and showing a question again are all the same call.
"""

from msgspec.structs import replace

from bot.desk import Desk
from bot.events import Commanded, Edited, Event, Filled, Opened, Picked, Said, Sent, Unreadable
from bot.replies import Question, Say
from bot.state import Awaiting, ChoosingGenre, Confirming, Receiving, Resting, State, Stop
from bot.steps import asides
from bot.steps.checklist import current, outline_of
from bot.steps.genre import GenreStep
from bot.steps.step import Outcome, Step


def ask(desk: Desk, state: State) -> Question:
    """Give the one question that the state calls for, stamped with its revision."""
    return replace(step_of(desk, state).ask(), revision=state.revision)


def advance(desk: Desk, state: State, event: Event) -> Outcome:
    """Apply an event. Never raises for anything a user may send; the revision grows by one."""
    after, effects = _advance(desk, state, event)
    return replace(after, revision=state.revision + 1), effects


def step_of(desk: Desk, state: State) -> Step:
    """Give the step that the state stands at."""
    return _step_at(desk, state, current(desk, state))


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
        case _ if outline is None or isinstance(now, ChoosingGenre):
            return GenreStep(desk, state)
        case _:
            from bot.steps.outlined import outlined_step  # noqa: PLC0415 - likewise

            return outlined_step(desk, outline, state, now)


def _advance(desk: Desk, state: State, event: Event) -> Outcome:
    match event:
        case Opened():
            return asides.opened(desk, state)
        case Filled(draft):
            return replace(state, draft=draft, focus=None), ()
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
    from bot.filling import filled  # noqa: PLC0415 - likewise
    from bot.steps.amending import amended  # noqa: PLC0415 - likewise
    from bot.steps.hearing import heard, refusal, stamped  # noqa: PLC0415 - likewise
    from bot.steps.receiving import sent  # noqa: PLC0415 - likewise

    match event:
        case Said(text, message):
            now = current(desk, state)
            after, effects = heard(desk, state, now, _step_at(desk, state, now), text)
            return replace(after, draft=stamped(state.draft, after.draft, clean(text), message)), effects
        case Edited(text, message):
            refused = refusal(state, text)
            return (state, (refused,)) if refused else amended(desk, state, clean(text).strip(), message)
        case Sent():
            return filled(state, event) or sent(desk, state, event, current(desk, state))


def _picked(desk: Desk, state: State, key: str, revision: int) -> Outcome:
    if revision != state.revision:
        return state, (Say("这是之前那个问题的按钮，已经过期。请看下面最新的问题。"),)
    step = step_of(desk, state)
    if key not in {choice.key for choice in step.ask().choices}:
        return state, (Say("没有这个选项。请看下面的问题。"),)
    return step.picked(key)
