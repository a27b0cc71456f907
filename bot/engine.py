"""The engine: what is asked, and what an event does. Pure: no clock, no chance, no I/O.

``ask`` is computed afresh from the desk and the state each time, so that resuming after a crash, undoing,
jumping and showing a question again are all the same call.
"""

from msgspec.structs import replace

from bot.compose.tidy import clean
from bot.desk import Desk
from bot.events import Commanded, Edited, Event, Filled, Opened, Picked, Said, Sent, Unreadable
from bot.filling import filled
from bot.outline import Outline
from bot.replies import Question, Say
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    Awaiting,
    Checking,
    ChoosingGenre,
    Confirming,
    ConfirmingNotice,
    Editing,
    FollowingUp,
    Going,
    Pairing,
    Receiving,
    Recounting,
    Resting,
    ReviewingPoint,
    Rewriting,
    Sorting,
    State,
    Stop,
    Titling,
)
from bot.steps import asides, commands
from bot.steps.amending import amended
from bot.steps.answers import EditingStep, SectionStep
from bot.steps.carryover import carryover_step
from bot.steps.checklist import current, outline_of
from bot.steps.checkup import CheckupStep
from bot.steps.finished import FinishedStep
from bot.steps.following import following_step
from bot.steps.formulas import FormulaStep
from bot.steps.genre import GenreStep
from bot.steps.hearing import heard, refusal, stamped
from bot.steps.ledger import recounting_step
from bot.steps.pairing import PairingStep
from bot.steps.profile import FieldStep
from bot.steps.receiving import AwaitingStep, ReceivingStep, sent
from bot.steps.review import ReviewStep, RewritingStep
from bot.steps.signature import SignatureStep
from bot.steps.sorting import SortingStep
from bot.steps.step import Outcome, Step
from bot.steps.titling import titling_step
from bot.steps.turning import GoingStep


def ask(desk: Desk, state: State) -> Question:
    """Give the one question that the state calls for, stamped with its revision."""
    return replace(step_of(desk, state).ask(), revision=state.revision)


def advance(desk: Desk, state: State, event: Event) -> Outcome:
    """Apply an event. Never raises for anything a user may send; the revision grows by one."""
    after, effects = _advance(desk, state, event)
    return replace(after, revision=state.revision + 1), effects


def step_of(desk: Desk, state: State) -> Step:
    """Give the step that the state stands at."""
    now, outline = current(desk, state), outline_of(desk, state.draft)
    match now:
        case Confirming(everything, draft):
            return asides.ConfirmingStep(state, everything, draft)
        case Resting():
            return asides.RestingStep(state)
        case Awaiting(purpose):
            return AwaitingStep(desk, state, purpose)
        case Receiving():
            return ReceivingStep(desk, state, now)
        case _ if outline is None or isinstance(now, ChoosingGenre):
            return GenreStep(desk, state)
        case ConfirmingNotice():
            from bot.steps.notice import ConfirmingNoticeStep  # noqa: PLC0415 - for those with a notice

            return ConfirmingNoticeStep(desk, outline, state, now)
        case _:
            return _outline_step(desk, outline, state, now)


def _outline_step(desk: Desk, outline: Outline, state: State, now: Stop) -> Step:
    match now:
        case AskingField(field):
            return FieldStep(outline, state, field)
        case Going():
            return GoingStep(outline, state)
        case AskingSection(section):
            return _section_step(desk, outline, state, section)
        case ReviewingPoint(point) | Rewriting(point):
            return _point_step(desk, outline, state, point, rewriting=isinstance(now, Rewriting))
        case Recounting(entry):
            return recounting_step(outline, state, entry) or FinishedStep(desk, outline, state)
        case Checking():
            return CheckupStep(desk, outline, state)
        case Titling():
            return titling_step(desk, outline, state, now) or FinishedStep(desk, outline, state)
        case AnsweringCarryover() | Pairing() | FollowingUp():
            return _due_step(outline, state, now) or FinishedStep(desk, outline, state)
        case Sorting():
            return SortingStep(desk, outline, state, now)
        case Editing(section):
            return EditingStep(state, outline.leaf(section) or outline.leaves()[0])
        case _:
            return FinishedStep(desk, outline, state)


def _section_step(desk: Desk, outline: Outline, state: State, section_id: str) -> Step:
    section = outline.leaf(section_id) or outline.leaves()[0]
    match section.kind:
        case "opening" | "closing":
            return FormulaStep(desk, outline, state, section)
        case "signature":
            return SignatureStep(outline, state, section)
        case _:
            return SectionStep(outline, state, section)


def _due_step(outline: Outline, state: State, now: AnsweringCarryover | Pairing | FollowingUp) -> Step | None:
    """Give the step for an item of last year's, a problem that wants a measure, or words to follow up."""
    if isinstance(now, FollowingUp):
        return following_step(outline, state, now)
    if isinstance(now, AnsweringCarryover):
        return carryover_step(outline, state, now.item)
    problem = state.draft.point(now.point)
    return PairingStep(outline, state, problem) if problem else None


def _point_step(desk: Desk, outline: Outline, state: State, point_id: str, *, rewriting: bool) -> Step:
    point = state.draft.point(point_id)
    section = outline.leaf(point.section) if point else None
    if point is None or section is None:
        return FinishedStep(desk, outline, state)
    return RewritingStep(state, point) if rewriting else ReviewStep(desk, outline, state, section, point)


def _advance(desk: Desk, state: State, event: Event) -> Outcome:
    match event:
        case Opened():
            return asides.opened(desk, state)
        case Filled(draft):
            return replace(state, draft=draft, focus=None), ()
        case Said(text, message):
            after, effects = heard(desk, state, current(desk, state), step_of(desk, state), text)
            return replace(after, draft=stamped(state.draft, after.draft, clean(text), message)), effects
        case Edited(text, message):
            refused = refusal(state, text)
            return (state, (refused,)) if refused else amended(desk, state, clean(text).strip(), message)
        case Sent():
            return filled(state, event) or sent(desk, state, event, current(desk, state))
        case Picked(key, revision):
            return _picked(desk, state, key, revision)
        case Commanded("skip", _):
            return step_of(desk, state).skipped()
        case Commanded(name, argument):
            return commands.commanded(desk, state, name, argument)
        case Unreadable(kind):
            return state, (asides.unreadable(kind),)


def _picked(desk: Desk, state: State, key: str, revision: int) -> Outcome:
    if revision != state.revision:
        return state, (Say("这是之前那个问题的按钮，已经过期。请看下面最新的问题。"),)
    step = step_of(desk, state)
    if key not in {choice.key for choice in step.ask().choices}:
        return state, (Say("没有这个选项。请看下面的问题。"),)
    return step.picked(key)
