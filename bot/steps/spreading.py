"""Spreading: a long answer to one question may answer others; what is strongly cued for them goes there."""

from collections.abc import Sequence

from msgspec import Struct

from bot.draft import Draft
from bot.outline import Outline, Section
from bot.replies import Say
from bot.steps.pouring import foreign
from bot.steps.taking import add


class Spread(Struct, frozen=True):
    """A draft with an answer in it; ``count`` tells how many statements it did not have before."""

    draft: Draft
    count: int
    says: tuple[Say, ...] = ()


def spread(
    draft: Draft, outline: Outline, section: Section, texts: Sequence[str], *, asked: bool = True
) -> Spread:
    """Add the statements of an answer: to the section asked for, but for those that speak for another.

    Where the section was ``asked`` about, a single statement is always taken for what was asked, and so are
    statements that all seem to be astray.
    """
    astray = {text: foreign(text, outline, section) for text in texts} if len(texts) > 1 or not asked else {}
    if asked and all(astray.values()):
        astray = {}
    after, moved = draft, list[str]()
    for text in texts:
        leaf = astray.get(text) or section
        before = len(after.points)
        after = add(after, leaf.id, (text,))
        if leaf is not section and len(after.points) > before:
            moved.append(leaf.name)
    count = len(after.points) - len(draft.points)
    return Spread(after, count, _told(section, moved))


def _told(section: Section, moved: list[str]) -> tuple[Say, ...]:
    if not moved:
        return ()
    where = "、".join(f"“{name}”{moved.count(name)} 条" for name in dict.fromkeys(moved))
    return (
        Say(f"更像别的部分的，记到了{where}；要留在“{section.name}”，发 /undo，到那一部分再一条一条发。"),
    )
