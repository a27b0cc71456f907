"""Look up wording by words, pinyin initials, section, move, genre and topic, in the bank and the own corpus.

The bank has some thousand short frames, which are compared one by one in a few milliseconds; of a corpus, its
index gives the candidates. All of them are then graded alike: how much of the query stands in the text, and,
among equals, what serves a writer best. Every input is plain characters, so nothing typed can be a
query syntax.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from phrasebank.bank import Bank
from phrasebank.index_terms import RUN, slips
from phrasebank.initials import initials
from phrasebank.loading import load
from phrasebank.patterns import SLOT, Pattern, Slot, Source, fill
from phrasebank.terms import (
    MOVE_NAMES,
    SECTION_NAMES,
    SLOT_NAMES,
    TOPIC_NAMES,
    Move,
    SectionKind,
    Shape,
    Topic,
)

if TYPE_CHECKING:
    from phrasebank.index import Index

LONGEST = 100
"""Characters of a query that are looked at; what follows adds nothing to a look-up of frames."""

LEAST = 0.34
"""Share of a query's weight that a hit must reach: below it, only a chance pair of characters is shared."""

MEANT = 0.2
"""Strength of wording of which no word stands in the query, but whose section the query is for."""

SLIPPED = 0.6
"""Strength of a word that is met but for one slip of typing."""

BRIEF = 60
"""Characters up to which a text counts in full; a word says the less of a text the longer that is."""

MATCH = 9.0
"""What a full match is worth; the rest of the ten points tells equal matches apart."""

SHAPES: dict[Shape, float] = {"sentence": 0.3, "clause": 0.22, "heading": 0.15, "lead": 0.1, "title": 0.0}
"""What a writer can use whole comes first."""

MOST_GAPS, MANY = 3, 3
"""With more gaps wording is a form rather than a phrase; in more documents, it is no better known."""

GRADED = 3
"""Times as many entries of a corpus as are wanted are graded."""

DIGITS = re.compile(r"\d+")


class Hit(Struct, frozen=True):
    """A pattern found, with an example whose gaps are filled with visible placeholders such as 〔数字〕."""

    id: str
    text: str
    section: SectionKind
    move: Move
    slots: tuple[Slot, ...]
    example: str
    source: Source
    score: float


class _Fields(Struct, frozen=True):
    """What a query is compared with, each weaker than the one before."""

    text: str
    reads: str
    names: str
    initials: str


class _Intents(Struct, frozen=True, forbid_unknown_fields=True):
    """``intents.yaml``: words of a query that tell which section it is for."""

    sections: dict[SectionKind, tuple[str, ...]]


STRENGTHS = (("text", 1.0), ("reads", 0.8), ("names", 0.5), ("initials", 0.5))


def find(  # noqa: PLR0913 - one argument for each way of narrowing a look-up
    bank: Bank,
    query: str,
    section: SectionKind | None = None,
    move: Move | None = None,
    limit: int = 10,
    *,
    genre: str | None = None,
    topic: Topic | None = None,
    year: int | None = None,
    corpus: "Index | None" = None,
) -> tuple[Hit, ...]:
    """Give at most ``limit`` hits, best first; scores lie between 0 and 10.

    A blank query gives whatever the filters let through, in rank order; a query without a readable
    character (quotation marks, emoji) gives nothing. ``genre`` lets wording through that names none.
    """
    patterns = bank.select(section=section, move=move, topic=topic, genre=genre, year=year)
    fields = [_fields(bank)[pattern.id] for pattern in patterns]
    if corpus:
        own = _own(corpus, query, (section, move, genre, topic), limit, patterns)
        patterns, fields = (*patterns, *own), [*fields, *map(_fields_of, own)]
    scores = _scores(patterns, fields, query)
    ranked = sorted(
        ((score, pattern) for score, pattern in zip(scores, patterns, strict=True) if score is not None),
        key=lambda pair: (-pair[0], -SHAPES[pair[1].shape]),
    )
    return tuple(_hit(pattern, score) for score, pattern in ranked[: max(limit, 0)])


def _own(
    corpus: "Index",
    query: str,
    narrowed: tuple[SectionKind | None, Move | None, str | None, Topic | None],
    limit: int,
    known: Iterable[Pattern],
) -> tuple[Pattern, ...]:
    """Give the candidates of a corpus, without what the bank has word for word."""
    from phrasebank.index import Filters  # noqa: PLC0415 - only a corpus needs it

    filters, many = Filters(*narrowed), GRADED * max(limit, 0)
    found = corpus.exact(query, filters, many) or corpus.by_initials(query, filters, many)
    found = found or corpus.nearly(query, filters, many)
    texts = {pattern.text for pattern in known}
    return tuple(pattern for pattern in found if pattern.text not in texts)


def _scores(patterns: Sequence[Pattern], fields: Sequence[_Fields], query: str) -> list[float | None]:
    """Give each its score, ``None`` where it is no hit."""
    if not query.strip():
        return [0.0] * len(fields)
    section = _intended(query)
    shares = _shares(fields, query)
    if not any(shares):
        shares = _slipped(fields, query)
    if not any(shares) and section:
        shares = [MEANT * (pattern.section == section) for pattern in patterns]
    return [
        MATCH * share * min(1, sqrt(BRIEF / len(each.text))) + _quality(pattern, section) if share else None
        for share, each, pattern in zip(shares, fields, patterns, strict=True)
    ]


def _shares(fields: Sequence[_Fields], query: str) -> list[float]:
    """Give the share of the query's weight that each text meets, 0 where that is too little.

    A rare unit weighs more than a common one. A whole run that nothing holds adds no weight: its pairs say
    how near a text comes to it.
    """
    total, sums = 0.0, [0.0] * len(fields)
    runs, pairs = _units(query)
    for unit in dict.fromkeys([*runs, *pairs]):
        found = [_strength(unit, each) for each in fields]
        holders = sum(map(bool, found))
        if not holders and unit not in pairs and len(runs) + len(pairs) > 1:
            continue
        weight = len(unit) * log(1 + len(fields) / (holders or 1))
        total += weight
        sums = [old + weight * strength for old, strength in zip(sums, found, strict=True)]
    return [got / total if got and got >= LEAST * total else 0.0 for got in sums]


def _slipped(fields: Sequence[_Fields], query: str) -> list[float]:
    """Forgive one slip of typing in the longest word."""
    longest = max(_units(query)[0], key=len, default="")
    ways = () if longest.isascii() else slips(longest)
    return [SLIPPED * any(way.written.search(each.text) for way in ways) for each in fields]


def _units(query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give runs of letters, and the pairs of neighbours in Chinese ones; figures are gaps in a frame."""
    plain = DIGITS.sub(" ", unicodedata.normalize("NFKC", query[:LONGEST]).casefold())
    runs = RUN.findall(plain) or RUN.findall(unicodedata.normalize("NFKC", query[:LONGEST]).casefold())
    pairs = (run[at : at + 2] for run in runs if not run.isascii() for at in range(len(run) - 1))
    return tuple(dict.fromkeys(runs)), tuple(dict.fromkeys(pairs))


def _strength(unit: str, fields: _Fields) -> float:
    return next((strength for name, strength in STRENGTHS if unit in getattr(fields, name)), 0.0)


def _quality(pattern: Pattern, section: SectionKind | None) -> float:
    """Grade wording between 0 and 1: of the section meant, usable whole, with gaps to fill, often met."""
    gaps = len(pattern.slots)
    return (
        0.35 * (section == pattern.section if section else pattern.section == "achievements")
        + SHAPES[pattern.shape]
        + 0.1 * (0 < gaps <= MOST_GAPS)
        + 0.05 * min(pattern.documents, MANY)
        + 0.04 * pattern.pinned
    )


def _intended(query: str) -> SectionKind | None:
    words = _intents().sections
    return next((section for section, cues in words.items() if any(cue in query for cue in cues)), None)


@cache
def _intents() -> _Intents:
    return load(Path(__file__).with_name("intents.yaml"), _Intents)


@lru_cache(maxsize=2)
def _fields(bank: Bank) -> dict[str, _Fields]:
    return {pattern.id: _fields_of(pattern) for pattern in bank.patterns}


def _fields_of(pattern: Pattern) -> _Fields:
    text = SLOT.sub("…", pattern.text).casefold()
    names = [SECTION_NAMES[pattern.section], MOVE_NAMES[pattern.move]]
    names += [TOPIC_NAMES[pattern.topic]] if pattern.topic else []
    return _Fields(text, SLOT.sub("…", " ".join(pattern.reads)), " ".join(names), initials(text))


def _hit(pattern: Pattern, score: float) -> Hit:
    return Hit(
        id=pattern.id,
        text=pattern.text,
        section=pattern.section,
        move=pattern.move,
        slots=pattern.slots,
        example=fill(pattern.text, {slot.name: f"〔{SLOT_NAMES[slot.kind]}〕" for slot in pattern.slots}),
        source=pattern.source,
        score=round(score, 1),
    )
