"""The checklist: what is asked now, computed afresh from the draft, and how far the draft has come."""

from typing import get_args

from bot.desk import Desk
from bot.draft import Draft
from bot.outline import Outline, Section
from bot.state import (
    AskingField,
    AskingSection,
    Awaiting,
    BrowsingPhrases,
    ChoosingGenre,
    Confirming,
    Editing,
    Field,
    Resting,
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
        case Confirming() | Resting() | ChoosingGenre() | Awaiting() | BrowsingPhrases():
            return focus
    outline = outline_of(desk, draft)
    if outline is None:
        return ChoosingGenre()
    from bot.steps.due import due  # noqa: PLC0415 - the first prompt of a new talk needs none of this

    return due(desk, outline, state)


def outline_of(desk: Desk, draft: Draft) -> Outline | None:
    """Give the outline of the draft's genre, once one is chosen."""
    outline = desk.outlines.get(draft.genre) if draft.genre else None
    if outline and draft.notice:
        from bot.notice.adapting import adapted  # noqa: PLC0415 - for those with a notice

        outline = adapted(outline, draft.notice)
    if outline and draft.last_year:
        from bot.last_year.placing import with_rectification  # noqa: PLC0415 - for those with last year's report

        outline = with_rectification(outline, draft)
    return outline


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
    from bot.notice.telling import told_by  # noqa: PLC0415 - the first prompt needs none of this

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
    from bot.steps.budget import section_told  # noqa: PLC0415 - the first prompt needs none of this

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
    if section.demand:
        return "通知要求"
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
