"""Look up wording by words, pinyin initials, section and move.

Scores are computed in memory: at some thousand short frames this takes a few milliseconds, needs no index
on disk, and treats every input as plain characters, so that nothing typed can be a query syntax.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import log

from msgspec import Struct

from phrasebank.bank import Bank
from phrasebank.initials import initials
from phrasebank.patterns import SLOT, Pattern, Slot, Source, fill
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES, SLOT_NAMES, TOPIC_NAMES, Move, SectionKind, Shape

LONGEST = 100
"""Characters of a query that are looked at; what follows adds nothing to a look-up of frames."""

LEAST = 0.25
"""Share of a query's weight that a hit must reach: below it, only a chance pair of characters is shared."""

BRIEF = 60
"""Characters up to which a text counts in full; a word says the less of a text the longer that is."""

OFFERED: tuple[Shape, ...] = ("sentence", "clause", "lead", "heading", "title")
"""Among equal hits, what a writer can use whole comes first."""

RUN = re.compile(r"[^\W_]+")


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


STRENGTHS = (("text", 1.0), ("reads", 0.8), ("names", 0.5), ("initials", 0.5))


def find(  # noqa: PLR0913 - one argument for each way of narrowing a look-up
    bank: Bank,
    query: str,
    section: SectionKind | None = None,
    move: Move | None = None,
    limit: int = 10,
    *,
    genre: str | None = None,
    year: int | None = None,
) -> tuple[Hit, ...]:
    """Give at most ``limit`` hits, best first; scores lie between 0 and 10.

    A blank query gives whatever the filters let through, in rank order; a query without a readable
    character (quotation marks, emoji) gives nothing.
    """
    patterns = bank.select(section=section, move=move, genre=genre, year=year)
    scores = _scores([_fields(bank)[pattern.id] for pattern in patterns], query)
    ranked = sorted(
        ((score, pattern) for score, pattern in zip(scores, patterns, strict=True) if score is not None),
        key=lambda pair: (-pair[0], OFFERED.index(pair[1].shape)),
    )
    return tuple(_hit(pattern, score) for score, pattern in ranked[: max(limit, 0)])


def _scores(fields: Sequence[_Fields], query: str) -> list[float | None]:
    """Give each its score, ``None`` where it is no hit."""
    if not query.strip():
        return [0.0] * len(fields)
    total, sums = 0.0, [0.0] * len(fields)
    for unit in _units(query):
        found = [_strength(unit, field) for field in fields]
        holders = sum(map(bool, found))
        weight = len(unit) * log(1 + len(fields) / holders) if holders else 0.0
        total += weight
        sums = [old + weight * strength for old, strength in zip(sums, found, strict=True)]
    return [
        10 * got / total * min(1, BRIEF / len(field.text)) if got and got >= LEAST * total else None
        for got, field in zip(sums, fields, strict=True)
    ]


def _units(query: str) -> tuple[str, ...]:
    """Give runs of letters, and the pairs of neighbours in Chinese ones: near wording is found too."""
    runs = RUN.findall(unicodedata.normalize("NFKC", query[:LONGEST]).casefold())
    pairs = [run[at : at + 2] for run in runs if not run.isascii() for at in range(len(run) - 1)]
    return tuple(dict.fromkeys([*runs, *pairs]))


def _strength(unit: str, fields: _Fields) -> float:
    return next((strength for name, strength in STRENGTHS if unit in getattr(fields, name)), 0.0)


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
