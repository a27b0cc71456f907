"""The checklist: what is asked now, computed afresh from the draft, and how far the draft has come."""

from typing import get_args

from bot.desk import Desk
from bot.draft import Draft
from bot.facts.ledger import ledger
from bot.last_year.placing import with_rectification
from bot.notice.adapting import adapted
from bot.notice.telling import told_by
from bot.outline import Outline, Section
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
    Field,
    Finished,
    FollowingUp,
    Going,
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
from bot.steps.budget import section_told
from bot.steps.carrying import carryover_due
from bot.steps.fogginess import follow_up_due
from bot.steps.pairing import pairing_due

FIELDS: tuple[Field, ...] = get_args(Field)


def current(desk: Desk, state: State) -> Stop:
    """Tell what is asked now. Asides come first, then the gaps of the draft in their order."""
    draft, focus = state.draft, state.focus
    match focus:
        case Rewriting(point) if draft.point(point):
            return focus
        case Editing(section) if draft.in_section(section):
            return focus
        case Confirming() | Resting() | ChoosingGenre() | Awaiting():
            return focus
    outline = outline_of(desk, draft)
    if outline is None:
        return ChoosingGenre()
    if isinstance(focus, AskingField | Checking | Titling | Going | Receiving | ConfirmingNotice):
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


def outline_of(desk: Desk, draft: Draft) -> Outline | None:
    """Give the outline of the draft's genre, once one is chosen."""
    outline = desk.outlines.get(draft.genre) if draft.genre else None
    return with_rectification(adapted(outline, draft.notice), draft) if outline else None


def pending(draft: Draft) -> tuple[str, ...]:
    """Give the ids of the points whose sentence is not agreed on."""
    return tuple(point.id for point in draft.points if point.sentence is None)


def undecided(draft: Draft) -> tuple[str, ...]:
    """Give those of them that the user has not put off."""
    return tuple(each for each in pending(draft) if each not in draft.skipped)


def is_open(draft: Draft, section: Section) -> bool:
    """Whether a section still has to be asked for."""
    return section.id not in (*draft.settled, *draft.absent, *draft.skipped) and not told(draft, section)


def told(draft: Draft, section: Section) -> bool:
    """Whether material has told all that a section needs, so that asking for it would be asking twice."""
    poured = any(point.source for point in draft.in_section(section.id))
    return poured and not unmet_aspects(draft, section)


def unmet_aspects(draft: Draft, section: Section) -> tuple[str, ...]:
    """Name the aspects that a section must speak of and does not, and how many points it lacks."""
    points = draft.in_section(section.id)
    unmet = tuple(aspect.text for aspect in section.aspects if not told_by(aspect.text, points))
    lacking = section.least - len(points)
    return (*unmet, f"再有 {lacking} 条（通知要求不少于 {section.least} 条）") if lacking > 0 else unmet


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


def remaining(outline: Outline, draft: Draft) -> tuple[Section, ...]:
    """Give the sections that are still to be asked for."""
    return tuple(leaf for leaf in outline.leaves() if is_open(draft, leaf))


def announced(outline: Outline, draft: Draft, section: Section) -> str:
    """Say which section is asked for, why, and how much is left: （存在问题，文种必写，还差 4 项）."""
    count = len(remaining(outline, draft))
    left = f"还差 {count} 项" if count else "别的都有了"
    share = section_told(outline, draft, section)
    return f"（{'，'.join(filter(None, (section.name, reason(draft, section), left, share)))}）"


def reason(draft: Draft, section: Section) -> str:
    """Say in a few words why a section is asked for."""
    demands = draft.notice.demands if draft.notice else ()
    lines = [str(demand.line) for demand in demands if demand.section == section.id and demand.line]
    if lines:
        return f"通知第 {'、'.join(dict.fromkeys(lines))} 行要求"
    if section.kind == "rectification" and draft.last_year and draft.last_year.items:
        return "去年的问题要有交代"
    return "报告的格式" if section.kind in {"opening", "closing", "signature"} else "文种必写"


def stops(outline: Outline) -> tuple[Stop, ...]:
    """Give everything that is asked for, in order, for going back and forth."""
    return (
        ChoosingGenre(),
        *(AskingField(field) for field in FIELDS),
        *(AskingSection(leaf.id) for leaf in outline.leaves()),
    )
