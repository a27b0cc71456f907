"""What is due in a draft that has an outline.

Apart from the rest of the checklist because it needs most of the steps, and the first prompt of a new talk
needs none.
"""

from bot.desk import Desk
from bot.draft import Draft
from bot.facts.ledger import ledger
from bot.outline import Outline
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    Checking,
    ConfirmingNotice,
    Finished,
    FollowingUp,
    Going,
    Receiving,
    Recounting,
    ReviewingPoint,
    Revising,
    Sorting,
    State,
    Stop,
    Tasking,
    Titling,
)
from bot.steps.carrying import carryover_due
from bot.steps.checklist import FIELDS, is_open, undecided
from bot.steps.fogginess import follow_up_due
from bot.steps.headed import has_headings
from bot.steps.pairing import pairing_due


def due(desk: Desk, outline: Outline, state: State) -> Stop:
    """Tell what is asked now: what the user turned to while it stands, then the gaps in their order."""
    draft, focus = state.draft, state.focus
    if isinstance(focus, AskingField | Checking | Going | Receiving | ConfirmingNotice):
        return focus
    if isinstance(focus, Tasking) and draft.tasks:
        return focus
    if isinstance(focus, Revising):
        from bot.steps.revising import revising_step  # noqa: PLC0415 - for a report that comes back

        if revising_step(outline, state, focus):
            return focus
    if isinstance(focus, Titling) and has_headings(desk, outline, draft, focus.section):
        return focus
    if isinstance(focus, Recounting) and any(each.id == focus.entry for each in ledger(draft, outline)):
        return focus
    if isinstance(focus, Sorting) and draft.cards:
        return focus if focus.card in ("", *(card.id for card in draft.cards)) else Sorting()
    field = next((field for field in FIELDS if field not in draft.asked), None)
    if field and not isinstance(focus, AskingSection | ReviewingPoint):
        return AskingField(field)
    return _in_outline(outline, draft, focus)


def _in_outline(outline: Outline, draft: Draft, focus: Stop | None) -> Stop:
    """Put what is undecided in the section in hand first, then that section, then the first gap of all."""
    open_points = undecided(draft)
    if isinstance(focus, AnsweringCarryover) and draft.last_year:
        return focus
    if isinstance(focus, ReviewingPoint) and focus.point in open_points:
        return focus
    if isinstance(focus, FollowingUp) and draft.point(focus.point):
        return focus
    if isinstance(focus, AskingSection) and outline.leaf(focus.section):
        here = (each for each in draft.in_section(focus.section) if each.id in open_points)
        first = next((ReviewingPoint(each.id) for each in here), None)
        return first or follow_up_due(outline, draft, focus.section) or focus
    if draft.cards:
        return Sorting()
    if open_points:
        return ReviewingPoint(open_points[0])
    follow_up = follow_up_due(outline, draft)
    if follow_up:
        return follow_up
    section = next((leaf for leaf in outline.leaves() if is_open(draft, leaf)), None)
    due = carryover_due(outline, draft, section) or pairing_due(outline, draft, section)
    return due or (AskingSection(section.id) if section else Finished())
