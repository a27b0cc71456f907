"""The step for each stop of a talk that has an outline.

Apart from the engine because it needs most of the program, and the first prompt of a new talk does not.
"""

from bot.desk import Desk
from bot.outline import Outline
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    Checking,
    ConfirmingNotice,
    Editing,
    FollowingUp,
    Going,
    Pairing,
    Recounting,
    ReviewingPoint,
    Revising,
    Rewriting,
    Sorting,
    State,
    Stop,
    Tasking,
    Titling,
)
from bot.steps.answers import EditingStep, SectionStep
from bot.steps.carryover import carryover_step
from bot.steps.filling_in import FillingStep, gaps_in
from bot.steps.finished import FinishedStep
from bot.steps.following import following_step
from bot.steps.formulas import FormulaStep
from bot.steps.ledger import recounting_step
from bot.steps.pairing import PairingStep
from bot.steps.profile import FieldStep
from bot.steps.review import ReviewStep, RewritingStep
from bot.steps.signature import SignatureStep
from bot.steps.sorting import SortingStep
from bot.steps.step import Step
from bot.steps.titling import titling_step
from bot.steps.turning import GoingStep


def outlined_step(desk: Desk, outline: Outline, state: State, now: Stop) -> Step:
    """Give the step for a stop; what no longer stands in the draft leads to the end of the checklist."""
    match now:
        case AskingField(field):
            return FieldStep(outline, state, field)
        case Going():
            return GoingStep(outline, state)
        case AskingSection(section):
            return _section_step(desk, outline, state, section)
        case ReviewingPoint(point) | Rewriting(point):
            return _point_step(desk, outline, state, point, rewriting=isinstance(now, Rewriting))
        case Sorting():
            return SortingStep(desk, outline, state, now)
        case Editing(section):
            return EditingStep(state, outline.leaf(section) or outline.leaves()[0])
        case _:
            return (
                _due_step(desk, outline, state, now)
                or _rare_step(desk, outline, state, now)
                or FinishedStep(desk, outline, state)
            )


def _due_step(desk: Desk, outline: Outline, state: State, now: Stop) -> Step | None:
    """Give the step for what may be gone by now: an item of last year, a problem, headings, a figure."""
    match now:
        case AnsweringCarryover(item):
            return carryover_step(outline, state, item)
        case FollowingUp():
            return following_step(outline, state, now)
        case Pairing(point):
            problem = state.draft.point(point)
            return PairingStep(outline, state, problem) if problem else None
        case Recounting(entry):
            return recounting_step(outline, state, entry)
        case Titling():
            return titling_step(desk, outline, state, now)
        case _:
            return None


def _rare_step(desk: Desk, outline: Outline, state: State, now: Stop) -> Step | None:
    """Give a step whose means are not loaded before somebody asks for it."""
    match now:
        case Checking():
            from bot.steps.checkup import CheckupStep  # noqa: PLC0415 - as said above

            return CheckupStep(desk, outline, state)
        case ConfirmingNotice():
            from bot.steps.notice import ConfirmingNoticeStep  # noqa: PLC0415 - likewise

            return ConfirmingNoticeStep(desk, outline, state, now)
        case Revising():
            from bot.steps.revising import revising_step  # noqa: PLC0415 - likewise

            return revising_step(outline, state, now)
        case Tasking():
            from bot.steps.tasks import tasks_step  # noqa: PLC0415 - likewise

            return tasks_step(desk, outline, state, now)
        case _:
            return None


def _section_step(desk: Desk, outline: Outline, state: State, section_id: str) -> Step:
    section = outline.leaf(section_id) or outline.leaves()[0]
    match section.kind:
        case "opening" | "closing":
            return FormulaStep(desk, outline, state, section)
        case "signature":
            return SignatureStep(outline, state, section)
        case _:
            return SectionStep(outline, state, section)


def _point_step(desk: Desk, outline: Outline, state: State, point_id: str, *, rewriting: bool) -> Step:
    point = state.draft.point(point_id)
    section = outline.leaf(point.section) if point else None
    if point is None or section is None:
        return FinishedStep(desk, outline, state)
    if rewriting and gaps_in(point.text):
        return FillingStep(outline, state, section, point)
    return RewritingStep(state, point) if rewriting else ReviewStep(desk, outline, state, section, point)
