"""Where a report tells what became of last year's problems, when its genre has no section for it."""

from msgspec.structs import replace

from bot.draft import Draft
from bot.last_year.matching import rectification_of
from bot.last_year.standing import of_kind
from bot.outline import Outline, Section, questions

ADDED = "rectification"
NOWHERE = "none"


def with_rectification(outline: Outline, draft: Draft) -> Outline:
    """Add the section behind the opening where the user wants one and the genre has none."""
    wanted = draft.last_year is not None and draft.last_year.section == ADDED
    if not wanted or rectification_of(outline):
        return outline
    wording = questions()["rectification"]
    section = Section(
        id=ADDED,
        kind="rectification",
        name="上年度问题整改",
        heading="上年度问题整改情况",
        ask=wording.ask,
        example=wording.example,
        items="paragraphs",
        may_be_absent=True,
    )
    place = next((n for n, each in enumerate(outline.sections, 1) if each.kind == "opening"), 0)
    sections = (*outline.sections[:place], section, *outline.sections[place:])
    return replace(outline, sections=sections)


def place_of(outline: Outline, draft: Draft) -> Section | None:
    """Give the section that answers to last year's problems go to; ``None`` for nowhere, or not yet known."""
    return rectification_of(outline) or (
        outline.leaf(draft.last_year.section) if draft.last_year and draft.last_year.section else None
    )


def with_place(outline: Outline, draft: Draft) -> Draft:
    """Choose a section of its own where the genre has none and nobody can be asked."""
    if draft.last_year is None or not is_unplaced(outline, draft):
        return draft
    return replace(draft, last_year=replace(draft.last_year, section=ADDED))


def is_unplaced(outline: Outline, draft: Draft) -> bool:
    """Whether the user has to be asked where the answers go."""
    chosen = draft.last_year is not None and bool(draft.last_year.section)
    return bool(of_kind(draft, "problem")) and not chosen and rectification_of(outline) is None
