"""Taking points into a draft: cutting a message, leaving out repetitions, finding the section."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.material import Material, statements_in
from bot.compose.placing import place
from bot.compose.splitting import lines_of, statements_of
from bot.compose.tidy import tidy
from bot.draft import Draft
from bot.outline import Outline, Section
from phrasebank.terms import Topic
from phrasebank.topics import topic_of


class Taken(Struct, frozen=True):
    """A draft with raw material in it, and what of the material says nothing for a report."""

    draft: Draft
    left_out: tuple[str, ...] = ()


def split(text: str, section: Section) -> tuple[str, ...]:
    """Cut a message as the section needs it: work done by subject, anything else by line only."""
    return statements_of(text, topic_of) if section.items == "topics" else lines_of(text)


def add(
    draft: Draft, section: str, texts: Iterable[str], source: str = "", topic: Topic | None = None
) -> Draft:
    """Add the points that the section does not have yet; the section is then no longer absent or put off."""
    known = {tidy(point.text) for point in draft.in_section(section)}
    fresh = {tidy(text): text for text in texts if tidy(text) and tidy(text) not in known}
    if not fresh:
        return draft
    return reopened(draft.with_points(section, fresh.values(), source, topic), section)


def placed(draft: Draft, outline: Outline, materials: Iterable[Material]) -> Taken:
    """Add raw material: each statement goes where its words point, or else the label above it.

    What the draft says already in any section is left out.
    """
    known = {tidy(point.text) for point in draft.points}
    found, left_out = statements_in(materials)
    for each in found:
        if tidy(each.text) not in known:
            known.add(tidy(each.text))
            section = place(each.text, outline, each.label.kind, each.label.topic)
            draft = add(draft, section.id, (each.text,), each.source, each.label.topic)
    return Taken(draft, left_out)


def settled(draft: Draft, section: str) -> Draft:
    """Mark a section as complete."""
    return replace(reopened(draft, section), settled=tuple(dict.fromkeys((*draft.settled, section))))


def reopened(draft: Draft, section: str) -> Draft:
    """Take back that a section was put off or declared absent."""
    absent = tuple(each for each in draft.absent if each != section)
    return replace(draft, absent=absent, skipped=tuple(each for each in draft.skipped if each != section))
