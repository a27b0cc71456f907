"""The index of a corpus: pairs of neighbouring characters, read in an order made before.

An entry's row number says how good its wording is, so that a look-up reads matches in that order and stops
at the tenth. This is *not* bm25, which weighs how often a word stands in a text of what length, and has to
score every match to find the best: in phrases a word stands once, and what a writer wants first is the
wording of the best quality. Bitmaps only narrow the search: every entry is compared with the query
before it is given, so that every query of one character or more is answered exactly.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING

from msgspec import Struct

from phrasebank.entries import (
    BUCKET,
    GENRES,
    KIND,
    NUMBER,
    TEXT,
    UNPLACED,
    VERDICT,
    WORST,
    Entries,
    Kind,
)
from phrasebank.index_terms import (
    Grams,
    exactly,
    letters,
    number,
    pairs,
    plain,
    slips,
    spelt,
    terms,
    threes,
)
from phrasebank.patterns import SLOT, Pattern
from phrasebank.postings import Postings, common
from phrasebank.terms import Move, SectionKind, Shape, Topic

if TYPE_CHECKING:
    from phrasebank.corpus_file import sqlite3

CHUNK = 250_000
"""Entries indexed in one transaction: each rewrites the bitmaps of every common pair."""

SCANNED = 600
"""Entries that a slip is looked for in, best first, before the look-up is given up."""

PLACED = "SELECT coalesce(wording, text), kind, genres FROM phrase WHERE id = ?"
TOUCHED = """
SELECT id, coalesce(wording, text), kind, documents, verdict, quality FROM phrase
WHERE touched AND verdict IS NOT 'rejected'
"""
REJECTED = "UPDATE phrase SET grade = ?, touched = 0 WHERE touched AND verdict = 'rejected'"
SHAPES: dict[Shape, int] = {"sentence": 2, "clause": 2, "heading": 1, "lead": 1, "title": 0}
HANDY = range(8, 31)
ACCEPTED, FLAWLESS, DOUBLING, MOST_DOUBLINGS = 16, 15, 3, 7


class Filters(Struct, frozen=True):
    """What a look-up is narrowed to; ``genre`` keeps wording that names no genre."""

    section: SectionKind | None = None
    move: Move | None = None
    genre: str | None = None
    topic: Topic | None = None

    def grams(self) -> Iterator[tuple[Grams, ...]]:
        """Give the marks of the entries let through: one of each."""
        for kind, value in (("s", self.section), ("m", self.move), ("t", self.topic)):
            if value:
                yield (_mark(kind + value),)
        if self.genre:
            yield _mark(f"g{self.genre}"), _mark("g")

    def let_through(self, kind: Kind, genres: str) -> bool:
        """Whether an entry is let through."""
        return (
            self.section in {None, kind.section}
            and self.move in {None, kind.move}
            and self.topic in {None, kind.topic}
            and (not self.genre or not genres or self.genre in genres.split())
        )


class Index:
    """Look-ups in a corpus, and the keeping of its order; the connection is the caller's."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection
        self._entries = Entries(connection)
        self._postings = Postings(connection)

    def exact(self, query: str, filters: Filters, limit: int) -> list[Pattern]:
        """Give the best entries that hold every part of the query; a blank query is held by all."""
        words = terms(query)
        if query.strip() and not words:
            return []
        grams = [(grams,) for word in words for grams in exactly(word).grams]
        return self._search(grams, _held(words), filters, limit)

    def by_initials(self, query: str, filters: Filters, limit: int) -> list[Pattern]:
        """Give the best entries whose pinyin initials run as the letters of the query do."""
        words = terms(query)
        if not words or not all(word.isascii() and len(word) > 1 for word in words):
            return []
        grams = [(grams,) for word in words for grams in spelt(word).grams]
        return self._search(grams, lambda text: _all_in(words, letters(plain(text))), filters, limit)

    def nearly(self, query: str, filters: Filters, limit: int) -> list[Pattern]:
        """Give entries that hold the query but for one slip of typing in its longest word."""
        words = terms(query)
        longest = max(words, key=len, default="")
        others = tuple(word for word in words if word != longest)
        needed = [*((grams,) for word in others for grams in exactly(word).grams), *filters.grams()]
        ways = slips(longest)

        def holds(text: str) -> bool:
            shown = plain(text)
            return any(way.stands_in(shown) for way in ways) and _all_in(others, shown)

        lists = ([*((grams,) for grams in way.grams), *needed] for way in ways)
        found = merge(*(common(self._postings.lists(each)) for each in lists))
        ranks = islice((rank for rank, _ in groupby(found)), SCANNED)
        return self._first(ranks, holds, filters, limit)

    def undecided(self) -> Iterator[Pattern]:
        """Give the entries that nobody has decided about, best first."""
        rows = self._entries.rows(common(self._postings.lists([EVERY])))
        return (self._entries.pattern(row) for row in rows if row[VERDICT] is None)

    def settle(self) -> Iterator[int]:
        """Index what was touched, best first; gives the number of entries done, chunk by chunk.

        The caller commits, at best after each chunk: what is done then stays done.
        """
        self._connection.execute(REJECTED, (UNPLACED,))
        kind = self._entries.kind
        ranks = array(
            "I",
            sorted(
                _grade(text, kind(own).shape, *rest) << BUCKET | entry
                for entry, text, own, *rest in self._connection.execute(TOUCHED)
            ),
        )
        for start in range(0, len(ranks), CHUNK):
            self._place(ranks[start : start + CHUNK])
            yield min(start + CHUNK, len(ranks))

    def clear(self) -> None:
        """Empty the index of what was deleted too; ``settle`` then indexes everything anew."""
        self._postings.clear()
        self._connection.execute("UPDATE phrase SET grade = ?, touched = 1", (UNPLACED,))

    def _place(self, ranks: Sequence[int]) -> None:
        """Put entries where their ranks say; row numbers that they had before are left, and mean nothing."""
        found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        marked: defaultdict[Grams, array[int]] = defaultdict(lambda: array("I"))
        for rank in ranks:
            text, kind, genres = self._connection.execute(PLACED, (rank & NUMBER,)).fetchone()
            shown = plain(text)
            for gram in (*pairs(shown), *threes(letters(shown))):
                found[gram].append(rank)
            for mark in _marks(self._entries.kind(kind), genres):
                marked[_mark(mark)].append(rank)
        self._postings.add({number(gram): rows for gram, rows in found.items()})
        self._postings.add({gram: rows for (gram, _), rows in marked.items()})
        grades = ((rank >> BUCKET, rank & NUMBER) for rank in ranks)
        self._connection.executemany("UPDATE phrase SET grade = ?, touched = 0 WHERE id = ?", grades)

    def _search(
        self, grams: Sequence[tuple[Grams, ...]], holds: Callable[[str], bool], filters: Filters, limit: int
    ) -> list[Pattern]:
        ranks = common(self._postings.lists([*grams, *filters.grams()] or [EVERY]))
        return self._first(ranks, holds, filters, limit)

    def _first(
        self, ranks: Iterable[int], holds: Callable[[str], bool], filters: Filters, limit: int
    ) -> list[Pattern]:
        """Give the first entries that are what was asked for; bitmaps may let others through."""
        rows = (row for row in self._entries.rows(ranks) if holds(row[TEXT]))
        if filters != NO_FILTERS:
            kind = self._entries.kind
            rows = (row for row in rows if filters.let_through(kind(row[KIND]), row[GENRES]))
        return [self._entries.pattern(row) for row in islice(rows, max(limit, 0))]


def _held(words: tuple[str, ...]) -> Callable[[str], bool]:
    """Compare a text with what was asked for; Chinese as it stands needs no second look."""
    if any(word.isascii() for word in words):
        return lambda text: _all_in(words, plain(text))
    return lambda text: _all_in(words, text) or _all_in(words, plain(text))


def _all_in(words: tuple[str, ...], text: str) -> bool:
    return all(map(text.__contains__, words))


def _grade(text: str, shape: Shape, documents: int, verdict: str | None, quality: int) -> int:
    """Grade an entry, 0 the best: accepted, of good quality, in several documents, easily fitted in.

    Documents count by their doublings alone, so that an entry seen once more seldom has to move.
    """
    gaps = len(SLOT.findall(text))
    points = ACCEPTED * (verdict == "accepted") + FLAWLESS * quality // 100
    points += DOUBLING * min((documents or 1).bit_length() - 1, MOST_DOUBLINGS)
    points += 3 * (gaps in {1, 2}) + (gaps == 0) + 2 * (len(text) in HANDY) + SHAPES[shape]
    return max(WORST - points, 0)


def _marks(kind: Kind, genres: str) -> Iterator[str]:
    yield from ("", f"s{kind.section}", f"m{kind.move}", f"t{kind.topic}")
    yield from (f"g{genre}" for genre in genres.split() or [""])


@cache
def _mark(name: str) -> Grams:
    """Give what tells an entry's section, move and so on: below zero, where no pair and no three is."""
    gram = -1 - int.from_bytes(blake2b(name.encode(errors="replace"), digest_size=7).digest())
    return gram, gram


EVERY = (_mark(""),)
NO_FILTERS = Filters()
