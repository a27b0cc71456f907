"""Taking points into a draft: cutting a message, leaving out repetitions, finding the section."""

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.material import Material, Statement, statements_in
from bot.compose.placing import kind_of, kind_under, place
from bot.compose.splitting import lines_of, statements_of
from bot.compose.tidy import HAN, tidy
from bot.draft import Card, Draft
from bot.outline import Outline, Section
from bot.steps.talk import FRANK, is_talk
from phrasebank.terms import SECTION_NAMES, Topic
from phrasebank.topics import topic_of, topics_by_weight

SHORTEST_PART = 6


class Taken(Struct, frozen=True):
    """A draft with raw material in it, and what of the material says nothing for a report."""

    draft: Draft
    left_out: tuple[str, ...] = ()


class Known:
    """What a draft says already, in points and cards, for recognising a repetition."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._said: list[str] = []
        self._whole: set[str] = set()
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Take note of a statement."""
        self._said.append(_bare(text))
        self._whole.add(_bare(text))

    def has(self, text: str) -> bool:
        """Whether a statement, but for punctuation, was said before, alone or as a part of another."""
        bare = _bare(text)
        if not bare or bare in self._whole:
            return True
        return len(bare) >= SHORTEST_PART and any(bare in said and _apart(bare, said) for said in self._said)


def split(text: str, section: Section) -> tuple[str, ...]:
    """Cut a message as the section needs it: work done by subject, anything else by line only.

    What has no Chinese character in it (asdf, ？？？) tells nothing for a report, nor what speaks with the
    program.
    """
    found = statements_of(text, topic_of) if section.items == "topics" else lines_of(text)
    left_out = talk_in(text, section)
    return tuple(each for each in found if re.search(f"[{HAN}]", each) and tidy(each) not in left_out)


def talk_in(text: str, section: Section) -> tuple[str, ...]:
    """Give the lines of a message that speak with the program; a single one was heard as that before."""
    lines = lines_of(text)
    talk = (tidy(line) for line in lines if is_talk(line, frank=section.kind in FRANK))
    return tuple(talk) if len(lines) > 1 else ()


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
            section = place(each.text, outline, each.label.kind, each.label.topic, each.label.board)
            draft = add(draft, section.id, (each.text,), each.source, each.label.topic)
    return Taken(draft, left_out)


def carded(draft: Draft, outline: Outline | None, statements: Iterable[Statement]) -> Draft:
    """Lay statements out as cards for the user to decide on; what was said already is left out.

    Without an outline a card has the kind of its section only: choosing the genre gives it one.
    """
    known = Known(each.text for each in draft.entries)
    cards, number = list(draft.cards), draft.next_number
    for each in statements:
        if not known.has(each.text):
            known.add(each.text)
            section = (
                place(each.text, outline, each.label.kind, each.label.topic, each.label.board)
                if outline
                else None
            )
            cue = cue_of(each, section)
            home = section.id if section else kind_under(each.text, each.label.kind)
            cards.append(Card(f"c{number}", each.text, home, cue, each.source, each.label.topic))
            number += 1
    return replace(draft, cards=tuple(cards), next_number=number)


def cue_of(statement: Statement, section: Section | None) -> str:
    """Say what in a statement, or else above it, points to its section; empty where nothing does."""
    kind, cue = kind_of(statement.text)
    if cue and (section is None or section.kind == kind):
        return f"有“{cue}”" if cue in tidy(statement.text) else "说的是点出过的问题怎么改的"
    if statement.label.kind and statement.label.beside:
        return f"和前后的“{SECTION_NAMES[statement.label.kind]}”写在一起"
    if statement.label.kind:
        return f"写在“{SECTION_NAMES[statement.label.kind]}”一类的小标题下"
    topics = topics_by_weight(statement.text)
    return f"说到“{topics[0].cue}”" if topics else ""


def settled(draft: Draft, section: str) -> Draft:
    """Mark a section as complete."""
    return replace(reopened(draft, section), settled=tuple(dict.fromkeys((*draft.settled, section))))


def reopened(draft: Draft, section: str) -> Draft:
    """Take back that a section was put off or declared absent."""
    absent = tuple(each for each in draft.absent if each != section)
    return replace(draft, absent=absent, skipped=tuple(each for each in draft.skipped if each != section))


def _bare(text: str) -> str:
    """Drop punctuation, but for what stands within a figure: 1.2万 is not 12万."""
    return re.sub(r"(?<!\d)[\W_]|[\W_](?!\d)", "", tidy(text))


def _apart(part: str, whole: str) -> bool:
    """Whether a part does not begin or end within a figure: 2次 is no part of 12次."""
    at = whole.index(part)
    begins = re.search(r"\d\.?$", whole[:at]) and part[0].isdigit()
    ends = re.match(r"\.?\d", whole[at + len(part) :]) and part[-1].isdigit()
    return not begins and not ends
