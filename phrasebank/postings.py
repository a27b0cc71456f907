"""Where each gram stands: the row numbers of its entries as a compressed bitmap, the best of them apart.

Row numbers rise as wording gets worse. So the first few thousand of each gram usually hold the best ten
matches of a query; the rest is read only where they do not.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial, reduce
from itertools import chain, takewhile
from operator import and_, attrgetter
from typing import TYPE_CHECKING

from pyroaring import BitMap

from phrasebank.corpus_error import CorpusError
from phrasebank.index_terms import Grams

if TYPE_CHECKING:
    from phrasebank.corpus_file import sqlite3

SCHEMA = """
CREATE TABLE gram (
    id INTEGER PRIMARY KEY,
    best BLOB NOT NULL,  -- a roaring bitmap of the lowest row numbers
    rest BLOB  -- another of all above them
) STRICT;
"""
BEST = 4096
FEW = 16
"""So many row numbers are sooner looked at one by one than compared with another bitmap."""

KEPT = 1024
"""Grams of which the bitmaps are kept for the next look-up: some tens of megabytes in the largest corpus."""

HEADS = "SELECT id, best, length(rest) FROM gram WHERE "
REST = "SELECT rest FROM gram WHERE id = ?"
WHOLE = "SELECT best, rest FROM gram WHERE id = ?"
PUT = "INSERT INTO gram VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET best = excluded.best, rest = excluded.rest"


class Listed:
    """Some rows, rising: ``best`` is all of them up to ``bound``, where ``None`` sets no bound.

    ``size`` tells how much there is to read, in bytes; ``rest`` reads what is above the bound.
    """

    def __init__(
        self, best: BitMap, bound: int | None = None, size: int = 0, rest: Callable[[], BitMap] = BitMap
    ) -> None:
        self.best = best
        self.bound = bound
        self.size = size
        self._rest = rest

    @cached_property
    def whole(self) -> BitMap:
        """All rows, read when first asked for."""
        return self.best if self.bound is None else self.best | self._rest()


class Postings:
    """The bitmaps of a corpus; the connection is the caller's. Raises ``CorpusError`` for a damaged one."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection
        self._kept: dict[int, Listed] = {}
        self._version = 0

    def add(self, found: Mapping[int, "array[int]"]) -> None:
        """Take in rows by gram; what stands there already stays."""
        self._kept.clear()
        for gram in sorted(found):
            row = self._connection.execute(WHOLE, (gram,)).fetchone()
            rows = BitMap(found[gram])
            for blob in row or ():
                rows |= _bitmap(blob)
            best = BitMap(rows[:BEST]) if len(rows) > BEST else rows
            rest = _blob(rows - best) if best is not rows else None
            self._connection.execute(PUT, (gram, _blob(best), rest))

    def clear(self) -> None:
        """Forget every row."""
        self._kept.clear()
        self._connection.execute("DELETE FROM gram")

    def lists(self, wanted: Sequence[Sequence[Grams]]) -> list[Listed]:
        """Give for each of the wanted the rows that have any of its grams."""
        self._freshen()
        single = [each[0][0] for each in wanted if len(each) == 1 and each[0][0] == each[0][1]]
        if new := [gram for gram in single if gram not in self._kept]:
            places = ", ".join("?" * len(new))
            self._kept.update(self._read(f"id IN ({places})", new))
        if len(single) == len(wanted):
            return [self._kept.get(gram, NONE) for gram in single]
        return [self._any_of(grams) for grams in wanted]

    def _any_of(self, several: Sequence[Grams]) -> Listed:
        found = [listed for grams in several for listed in self._read("id BETWEEN ? AND ?", grams).values()]
        bounds = [listed.bound for listed in found if listed.bound is not None]
        return Listed(
            BitMap().union(*(listed.best for listed in found)),
            min(bounds, default=None),
            sum(listed.size for listed in found),
            lambda: BitMap().union(*(listed.whole for listed in found)),
        )

    def _read(self, condition: str, values: Sequence[int]) -> dict[int, Listed]:
        found = {}
        for gram, blob, more in self._connection.execute(HEADS + condition, values):
            best = _bitmap(blob)
            found[gram] = Listed(
                best, best.max() if more else None, len(blob) + (more or 0), partial(self._rest, gram)
            )
        return found

    def _rest(self, gram: int) -> BitMap:
        return _bitmap(*self._connection.execute(REST, (gram,)).fetchone())

    def _freshen(self) -> None:
        """Let go of what was kept where another program has written since, or where it gets too much."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version or len(self._kept) > KEPT:
            self._kept.clear()
            self._version = version


NONE = Listed(BitMap())


def common(lists: Sequence[Listed]) -> Iterator[int]:
    """Give all rows that are in each of the lists, rising; where few are left, perhaps others too."""
    sure = reduce(and_, [listed.best for listed in lists])
    bounds = [listed.bound for listed in lists if listed.bound is not None]
    if not bounds:
        return iter(sure)
    bound = min(bounds)
    return chain(takewhile(bound.__ge__, sure), _beyond(bound, lists))


def _beyond(bound: int, lists: Sequence[Listed]) -> Iterator[int]:
    """Go through the rows above a bound, the shortest list first: what it leaves may be few."""
    if not all(listed.best for listed in lists):
        return
    shortest, *others = sorted(lists, key=attrgetter("size"))
    rows = shortest.whole
    for listed in others:
        if len(rows) <= FEW:
            break
        rows = rows & listed.whole
    yield from rows.iter_equal_or_larger(bound + 1)


def _bitmap(blob: bytes | None) -> BitMap:
    try:
        return BitMap.deserialize(blob) if blob else BitMap()
    except (ValueError, IndexError) as error:
        raise CorpusError("语料库的索引已损坏，请用 add --forget-all 清空后重新学习。") from error


def _blob(rows: BitMap) -> bytes:
    rows.run_optimize()
    blob: bytes = rows.serialize()
    return blob
