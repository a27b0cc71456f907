"""Taking points into a draft: cutting a message, leaving out repetitions, finding the section."""

from msgspec.structs import replace

from bot.compose.placing import kind_of, place
from bot.compose.splitting import is_label, lines_of, statements_of
from bot.compose.tidy import tidy
from bot.draft import Draft
from bot.outline import Outline, Section
from phrasebank.topics import topic_of


def split(text: str, section: Section) -> tuple[str, ...]:
    """Cut a message as the section needs it: work done by subject, anything else by line only."""
    return statements_of(text, topic_of) if section.items == "topics" else lines_of(text)


def add(draft: Draft, section: str, texts: tuple[str, ...], source: str = "") -> Draft:
    """Add the points that the section does not have yet; the section is then no longer absent or put off."""
    known = {tidy(point.text) for point in draft.in_section(section)}
    fresh = {tidy(text): text for text in texts if tidy(text) and tidy(text) not in known}
    return reopened(draft.with_points(section, fresh.values(), source), section) if fresh else draft


def placed(draft: Draft, outline: Outline, text: str, source: str = "") -> Draft:
    """Add raw material: each statement goes where its words point; a mere heading says nothing to add."""
    for statement in statements_of(text, _subject):
        if is_label(statement):
            continue
        draft = add(draft, place(statement, outline).id, (statement,), source)
    return draft


def settled(draft: Draft, section: str) -> Draft:
    """Mark a section as complete."""
    return replace(reopened(draft, section), settled=tuple(dict.fromkeys((*draft.settled, section))))


def reopened(draft: Draft, section: str) -> Draft:
    """Take back that a section was put off or declared absent."""
    absent = tuple(each for each in draft.absent if each != section)
    return replace(draft, absent=absent, skipped=tuple(each for each in draft.skipped if each != section))


def _subject(text: str) -> object:
    kind, cue = kind_of(text)
    topic = topic_of(text)
    return (kind, topic) if cue or topic else None
