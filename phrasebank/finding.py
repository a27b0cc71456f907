"""Look up wording by words, pinyin initials, section, move, genre and topic, in the bank and the own corpus.

The bank has some thousand short frames, which are compared one by one in a few milliseconds; of a corpus, its
index gives the candidates. All of them are then graded alike: how much of the query stands in the text, and,
among equals, what serves a writer best. Every input is plain characters, so nothing typed can be a
query syntax.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from phrasebank.bank import Bank
from phrasebank.matching import SHAPES, Fields, fields_of, scores
from phrasebank.patterns import Pattern, Slot, Source, fill
from phrasebank.terms import SLOT_NAMES, Move, SectionKind, Shape, Topic

if TYPE_CHECKING:
    from phrasebank.index import Index

GRADED = 3
"""Times as many entries of a corpus as are wanted are graded."""


class Hit(Struct, frozen=True):
    """A pattern found, with an example whose gaps are filled with visible placeholders such as 〔数字〕.

    ``own`` is what was learnt from the user's own documents; the rest is as in ``Pattern``.
    """

    id: str
    text: str
    shape: Shape
    section: SectionKind
    move: Move
    topic: Topic | None
    slots: tuple[Slot, ...]
    example: str
    source: Source
    score: float
    documents: int
    quality: float
    own: bool


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
    own = _own(corpus, query, (section, move, genre, topic), limit, patterns) if corpus else ()
    fields = [_fields(bank)[pattern.id] for pattern in patterns] + [*map(fields_of, own)]
    patterns = (*patterns, *own)
    ranked = sorted(
        (
            (score, pattern)
            for score, pattern in zip(scores(patterns, fields, query), patterns, strict=True)
            if score is not None
        ),
        key=lambda pair: (-pair[0], -SHAPES[pair[1].shape]),
    )
    mine = {pattern.id for pattern in own}
    return tuple(_hit(pattern, score, own=pattern.id in mine) for score, pattern in ranked[: max(limit, 0)])


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


@lru_cache(maxsize=2)
def _fields(bank: Bank) -> dict[str, Fields]:
    return {pattern.id: fields_of(pattern) for pattern in bank.patterns}


def _hit(pattern: Pattern, score: float, *, own: bool) -> Hit:
    return Hit(
        id=pattern.id,
        text=pattern.text,
        shape=pattern.shape,
        section=pattern.section,
        move=pattern.move,
        topic=pattern.topic,
        slots=pattern.slots,
        example=fill(pattern.text, {slot.name: f"〔{SLOT_NAMES[slot.kind]}〕" for slot in pattern.slots}),
        source=pattern.source,
        score=round(score, 1),
        documents=pattern.documents,
        quality=pattern.quality,
        own=own,
    )
