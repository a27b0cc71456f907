"""The checklist: what is asked now, computed afresh from the draft, and how far the draft has come."""

from typing import get_args

from bot.desk import Desk
from bot.draft import Draft
from bot.outline import Outline, Section
from bot.state import (
    AskingField,
    AskingSection,
    ChoosingGenre,
    Confirming,
    Editing,
    Field,
    Finished,
    Going,
    Resting,
    ReviewingPoint,
    Rewriting,
    State,
    Stop,
)

FIELDS: tuple[Field, ...] = get_args(Field)


def current(desk: Desk, state: State) -> Stop:
    """Tell what is asked now. Asides come first, then the gaps of the draft in their order."""
    draft, focus = state.draft, state.focus
    match focus:
        case Rewriting(point) if draft.point(point):
            return focus
        case Editing(section) if draft.in_section(section):
            return focus
        case Confirming() | Resting() | ChoosingGenre():
            return focus
    outline = outline_of(desk, draft)
    if outline is None:
        return ChoosingGenre()
    if isinstance(focus, AskingField | Going):
        return focus
    field = next((field for field in FIELDS if field not in draft.asked), None)
    if field:
        return AskingField(field)
    return _in_outline(outline, draft, focus)


def _in_outline(outline: Outline, draft: Draft, focus: Stop | None) -> Stop:
    """Put what is undecided in the section in hand first, then that section, then the first gap of all."""
    undecided = pending(draft)
    if isinstance(focus, ReviewingPoint) and focus.point in undecided:
        return focus
    if isinstance(focus, AskingSection) and outline.leaf(focus.section):
        here = (each for each in draft.in_section(focus.section) if each.id in undecided)
        return next((ReviewingPoint(each.id) for each in here), focus)
    if undecided:
        return ReviewingPoint(undecided[0])
    section = next((leaf for leaf in outline.leaves() if is_open(draft, leaf)), None)
    return AskingSection(section.id) if section else Finished()


def outline_of(desk: Desk, draft: Draft) -> Outline | None:
    """Give the outline of the draft's genre, once one is chosen."""
    return desk.outlines.get(draft.genre) if draft.genre else None


def pending(draft: Draft) -> tuple[str, ...]:
    """Give the ids of the points whose sentence is not agreed on."""
    return tuple(point.id for point in draft.points if point.sentence is None)


def is_open(draft: Draft, section: Section) -> bool:
    """Whether a section still has to be asked for."""
    return section.id not in (*draft.settled, *draft.absent, *draft.skipped)


def is_missing(draft: Draft, section: Section) -> bool:
    """Whether the report has a gap where this section should be."""
    match section.kind:
        case "opening" | "closing":
            return False
        case "signature":
            return not draft.profile.date
        case _:
            return section.required and section.id not in draft.absent and not draft.in_section(section.id)


def missing(outline: Outline, draft: Draft) -> tuple[Section, ...]:
    """Give the sections that the report lacks."""
    return tuple(leaf for leaf in outline.leaves() if is_missing(draft, leaf))


def progress(outline: Outline, section: Section) -> str:
    """Say how far along a section is: 第 3/9 项."""
    leaves = [leaf.id for leaf in outline.leaves()]
    return f"第 {leaves.index(section.id) + 1}/{len(leaves)} 项"


def stops(outline: Outline) -> tuple[Stop, ...]:
    """Give everything that is asked for, in order, for going back and forth."""
    return (
        ChoosingGenre(),
        *(AskingField(field) for field in FIELDS),
        *(AskingSection(leaf.id) for leaf in outline.leaves()),
    )
