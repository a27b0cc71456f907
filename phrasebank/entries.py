"""The entries of a corpus as they are stored, and the reading of them, some at a time.

Columns that take few values together are a ``kind``, stored once. Kinds and file names are read once and
remembered: neither ever changes, and no number of theirs is given out again.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct
from msgspec.structs import astuple

from phrasebank.patterns import Pattern, Source
from phrasebank.terms import Move, SectionKind, Shape, Topic

if TYPE_CHECKING:
    from phrasebank.corpus_file import sqlite3

BUCKET = 26
"""Bits of a row number below the grade: they hold the entry's own number."""

NUMBER = (1 << BUCKET) - 1
WORST, UNPLACED = 63, 64
"""An entry of no grade is not indexed. It takes as much room as one that is, so that nothing moves later."""

SCHEMA = f"""
CREATE TABLE kind (
    id INTEGER PRIMARY KEY,
    shape TEXT NOT NULL,
    section TEXT NOT NULL,
    move TEXT NOT NULL,
    topic TEXT NOT NULL,  -- empty for none, as the mould
    mould TEXT NOT NULL,
    UNIQUE (shape, section, move, topic, mould)
) STRICT;
CREATE TABLE phrase (
    id INTEGER PRIMARY KEY,
    likeness INTEGER NOT NULL UNIQUE,  -- a hash: near-duplicates are one phrase
    grade INTEGER NOT NULL DEFAULT {UNPLACED},  -- how good its wording is, and so where it is indexed
    kind INTEGER NOT NULL,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    quality INTEGER NOT NULL,  -- in hundredths
    genres TEXT NOT NULL,  -- with spaces between them
    text TEXT NOT NULL,
    verdict TEXT,  -- accepted or rejected; NULL where nobody has looked at it
    wording TEXT,  -- what the user made of it
    decided INTEGER,  -- the order of decisions, for undoing them
    touched INTEGER NOT NULL DEFAULT 1  -- not indexed yet as it is now
) STRICT;
CREATE INDEX phrase_touched ON phrase (id) WHERE touched;
CREATE INDEX phrase_decided ON phrase (decided) WHERE decided IS NOT NULL;
"""

AT_ONCE = 10
ENTRY = f"""
SELECT grade << {BUCKET} | id, coalesce(wording, text), kind, genres, verdict, file, line, documents, quality
FROM phrase WHERE id IN ({", ".join("?" * AT_ONCE)})
"""  # noqa: S608 - numbers and question marks
KINDS = "SELECT id, shape, section, move, topic, mould FROM kind"
Row: TypeAlias = Any  # of the driver's, with the columns of ENTRY
TEXT, KIND, GENRES, VERDICT = range(1, 5)


class Kind(Struct, frozen=True):
    """What the entries of one kind have in common; ``topic`` and ``mould`` are empty where there is none."""

    shape: Shape
    section: SectionKind
    move: Move
    topic: Topic | str
    mould: str


class Entries:
    """The entries; the connection is the caller's."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection
        self._kinds: dict[int, Kind] = {}
        self._files: dict[int, str] = {}

    def rows(self, ranks: Iterable[int]) -> Iterator[Row]:
        """Read entries by their row numbers; a number under which none is indexed any more gives none."""
        left = iter(ranks)
        while some := list(islice(left, AT_ONCE)):
            numbers = [rank & NUMBER for rank in some]
            numbers += [0] * (AT_ONCE - len(some))
            found = {row[0]: row for row in self._connection.execute(ENTRY, numbers)}
            yield from (found[rank] for rank in some if rank in found)

    def kind(self, number: int) -> Kind:
        """Give a kind by its number."""
        if number not in self._kinds:
            self._kinds = {own: Kind(*rest) for own, *rest in self._connection.execute(KINDS)}
        return self._kinds[number]

    def pattern(self, row: Row) -> Pattern:
        """Make a pattern of a row."""
        rank, text, kind, genres, verdict, file, line, documents, quality = row
        common = self._kinds.get(kind) or self.kind(kind)
        return Pattern(
            id=f"u-{rank & NUMBER}",
            text=text,
            shape=common.shape,
            section=common.section,
            move=common.move,
            topic=common.topic or None,  # type: ignore[arg-type]  # empty or a topic
            genres=tuple(genres.split()) if genres else (),
            mould=common.mould or None,
            source=Source(self._files.get(file) or self._file(file), line),
            documents=documents,
            quality=quality / 100,
            pinned=verdict == "accepted",
        )

    def _file(self, number: int) -> str:
        if number not in self._files:
            (name,) = self._connection.execute("SELECT name FROM file WHERE id = ?", (number,)).fetchone()
            self._files[number] = name
        return self._files[number]


def numbered(connection: "sqlite3.Connection", kinds: Iterable[Kind]) -> dict[Kind, int]:
    """Give the numbers of kinds, stored if they are new, in the caller's transaction."""
    connection.executemany(
        "INSERT OR IGNORE INTO kind (shape, section, move, topic, mould) VALUES (?, ?, ?, ?, ?)",
        map(astuple, kinds),
    )
    return {Kind(*rest): number for number, *rest in connection.execute(KINDS)}
