"""Which sections have sibling headings, how even they are, and what other sets they could have."""

from bot.compose.sections import Setting, title_key
from bot.compose.titles import headed, other_sets, present
from bot.desk import Desk
from bot.draft import Draft
from bot.outline import Outline, Section

LEVEL = 2
OFFERED = 3


def setting_of(desk: Desk, outline: Outline, draft: Draft, section: Section) -> Setting:
    """Give what a section's headings are made from."""
    return Setting(section, outline, draft, desk.bank, LEVEL)


def sections_headed(desk: Desk, outline: Outline, draft: Draft) -> tuple[Section, ...]:
    """Give the sections that have sibling headings, in order."""
    return tuple(leaf for leaf in outline.leaves() if headed(setting_of(desk, outline, draft, leaf)))


def has_headings(desk: Desk, outline: Outline, draft: Draft, section: str) -> bool:
    """Whether a section has sibling headings."""
    leaf = outline.leaf(section)
    return bool(leaf and headed(setting_of(desk, outline, draft, leaf)))


def uneven(desk: Desk, outline: Outline, draft: Draft) -> Section | None:
    """Give the first section whose headings are of several lengths and could be of one.

    One that the user wants to keep as it is does not count.
    """
    for leaf in outline.leaves():
        setting = setting_of(desk, outline, draft, leaf)
        passages = headed(setting)
        kept = put_off(leaf.id) in draft.skipped
        if passages and not kept and not present(passages).even and other_sets(setting, passages):
            return leaf
    return None


def put_off(section: str) -> str:
    """Name what stands in ``Draft.skipped`` for a section whose headings are to stay as they are."""
    return title_key(section, "headings")


def titles(desk: Desk, outline: Outline, draft: Draft) -> list[dict[str, object]]:
    """Give the sibling headings of each section, whether they are even, and the best of other even sets."""
    found: list[dict[str, object]] = []
    for leaf in outline.leaves():
        setting = setting_of(desk, outline, draft, leaf)
        passages = headed(setting)
        if passages:
            now = present(passages)
            others = [list(each.headings) for each in other_sets(setting, passages)[:OFFERED]]
            found.append(
                {"section": leaf.id, "headings": list(now.headings), "even": now.even, "others": others}
            )
    return found
