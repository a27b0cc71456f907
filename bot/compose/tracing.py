"""Tracing: where in a composed paragraph each point is told, and which patterns its wording has."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bot.compose.frames import read_by
from bot.compose.headings import split_lead
from bot.compose.paragraphs import Sentence
from bot.compose.sections import Setting, proposed
from bot.compose.tidy import tidy
from bot.compose.verbs import ADJUNCT
from bot.compose.wording import CLAUSE_END, said_for
from bot.draft import Point
from phrasebank.bank import Bank
from phrasebank.patterns import Pattern, fill
from phrasebank.terms import SectionKind

ENDING = "。；，、：;,"


class Span(Struct, frozen=True):
    """Where a point is told: from ``start`` to before ``end`` in the line of a block."""

    point: str
    start: int
    end: int


def told_in(setting: Setting) -> tuple[Sentence, ...]:
    """Give the sentences that tell the points of a section, in the order in which they are told."""
    if setting.section.kind in {"opening", "closing"}:
        points = setting.draft.in_section(setting.section.id)
        return tuple(Sentence(point.sentence or tidy(point.text), point.id) for point in points)
    return proposed(setting)


def located(line: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Find sentences in the line that tells them, one behind the other; what is not there is left out."""
    found: list[Span] = []
    at = 0
    for sentence in sentences:
        span = _located(line, sentence, at)
        if span:
            found.append(span)
            at = span.end
    return tuple(found)


def _located(line: str, sentence: Sentence, at: int) -> Span | None:
    for words in _forms(sentence.text):
        start = line.find(words, at) if words else -1
        if start >= 0:
            return Span(sentence.point, start, start + len(words))
    return None


def _forms(text: str) -> Iterator[str]:
    """Give the forms in which a sentence may stand: whole, cut by its own run-in heading, or without it."""
    plain = text.rstrip(ENDING)
    yield plain
    cut = split_lead(plain)
    if cut:
        yield f"{cut[0]}。{cut[1]}"
        yield cut[1]


def patterns_of(
    point: Point, sentence: str, kind: SectionKind, bank: Bank, year: int | None
) -> tuple[Pattern, ...]:
    """Give the patterns that a point's sentence was worded by, in order; none for the user's own words."""
    said = (ADJUNCT.sub("", clause) for clause in CLAUSE_END.split(said_for(kind, point.text)))
    reworded = [clause for clause in said if len(clause) > 1 and clause not in sentence]
    patterns = _clauses(bank, kind, year) if reworded else ()
    found = (_pattern(clause, sentence, patterns) for clause in reworded)
    return tuple(dict.fromkeys(pattern for pattern in found if pattern))


def heading_pattern(lead: str, kind: SectionKind, bank: Bank, year: int | None) -> Pattern | None:
    """Give the pattern that a heading was taken from."""
    plain = lead.rstrip(ENDING)
    headings = bank.select(shape="heading", section=kind, year=year)
    return next((each for each in headings if read_by(each.text, plain) is not None), None)


def _clauses(bank: Bank, kind: SectionKind, year: int | None) -> tuple[Pattern, ...]:
    own = bank.select(shape="clause", section=kind, year=year)
    return (
        own
        if kind == "achievements"
        else own + bank.select(shape="clause", section="achievements", year=year)
    )


def _pattern(clause: str, sentence: str, patterns: tuple[Pattern, ...]) -> Pattern | None:
    for pattern in patterns:
        for frame in (*pattern.reads, pattern.text):
            values = read_by(frame, clause)
            if values is not None:
                made = fill(pattern.text, values)
                if made != clause and made in sentence:
                    return pattern
    return None
