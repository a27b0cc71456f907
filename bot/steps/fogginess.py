"""Which point is to be followed up next, if any."""

from bot.draft import Draft, Point
from bot.facts.fog import is_foggy, self_accusation
from bot.outline import Outline, Section
from bot.state import FollowingUp
from phrasebank.terms import SectionKind

FOLLOWED: tuple[SectionKind, ...] = ("problems", "causes")
ACCUSED: tuple[SectionKind, ...] = (*FOLLOWED, "integrity", "plans")


def follow_up_due(outline: Outline, draft: Draft, section: str = "") -> FollowingUp | None:
    """Give the follow-up that is due in a section, or in any; its points must have been decided on."""
    leaves = [leaf for leaf in outline.leaves() if section in ("", leaf.id)]
    points = ((leaf, point) for leaf in leaves for point in draft.in_section(leaf.id))
    return next((FollowingUp(point.id) for leaf, point in points if _is_due(draft, leaf, point)), None)


def causes_of(outline: Outline, problems: Section) -> Section | None:
    """Give the section for the causes of the problems of another: the next of that kind after it."""
    leaves = outline.leaves()
    behind = leaves[leaves.index(problems) + 1 :] if problems in leaves else ()
    return next((leaf for leaf in behind if leaf.kind == "causes"), None)


def _is_due(draft: Draft, section: Section, point: Point) -> bool:
    """Whether the user should be asked: once, about their own words, while the section is open."""
    if point.followed or point.id in draft.skipped:
        return False
    if section.kind in ACCUSED and self_accusation(point.text):
        return True
    asked = draft.preferences.follow_ups and section.kind in FOLLOWED and section.id not in draft.settled
    return asked and not point.source and is_foggy(point.text)
