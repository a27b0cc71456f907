"""The index of a corpus: SQLite's FTS5 over pairs of neighbouring characters, read in an order made before.

An entry's row number says how good its wording is, so that a look-up reads matches in that order and stops
at the tenth. This is *not* bm25, which weighs how often a word stands in a text of what length, and has to
score every match to find the best: in phrases a word stands once, and what a writer wants first is the
wording of the best quality. Pairs of characters alone decide nothing: a match is compared with the query
before it is given, so that every query of two characters or more is answered exactly.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from phrasebank.index_terms import (
    Wanted,
    exactly,
    letters,
    pairs,
    plain,
    quoted,
    slips,
    spelt,
    terms,
    triples,
)
from phrasebank.patterns import SLOT, Pattern, Source
from phrasebank.terms import Move, SectionKind, Shape, Topic

if TYPE_CHECKING:
    from phrasebank.corpus_file import sqlite3

BUCKET = 32
"""Bits of a row number below the quality: they hold the entry's own number."""

NUMBER = (1 << BUCKET) - 1
WORST = 63
CHUNK = 20_000
SCANNED = 2_000
"""Entries that a slip is looked for in, best first, before the look-up is given up."""

MARK = "\ue000"
"""What no ``plain`` text holds: it begins the tokens that tell an entry's section, move and so on."""

SCHEMA = """
CREATE TABLE phrase (
    id INTEGER PRIMARY KEY,
    likeness INTEGER NOT NULL UNIQUE,  -- a hash: near-duplicates are one phrase
    text TEXT NOT NULL,
    shape TEXT NOT NULL,
    section TEXT NOT NULL,
    move TEXT NOT NULL,
    topic TEXT,
    genres TEXT NOT NULL,  -- with spaces between them
    mould TEXT,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    verdict TEXT,  -- accepted or rejected; NULL where nobody has looked at it
    wording TEXT,  -- what the user made of it
    decided INTEGER,  -- the order of decisions, for undoing them
    rank INTEGER,  -- the row number under which it is indexed
    touched INTEGER NOT NULL DEFAULT 1  -- not indexed yet as it is now
) STRICT;
CREATE INDEX phrase_touched ON phrase (id) WHERE touched;
CREATE INDEX phrase_decided ON phrase (decided) WHERE decided IS NOT NULL;
CREATE VIRTUAL TABLE pair USING fts5 (
    tokens, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '_'"
);
CREATE VIRTUAL TABLE letter USING fts5 (
    tokens, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '_'"
);
"""

ENTRY = (
    "phrase.id, coalesce(phrase.wording, phrase.text), shape, section, move, topic, genres, mould, "
    "file.name, phrase.line, phrase.documents, phrase.verdict"
)
SHAPES: dict[Shape, int] = {"sentence": 2, "clause": 2, "heading": 1, "lead": 1, "title": 0}
HANDY = range(8, 31)
MOST_DOUBLINGS = 6


class Filters(Struct, frozen=True):
    """What a look-up is narrowed to; ``genre`` keeps wording that names no genre."""

    section: SectionKind | None = None
    move: Move | None = None
    genre: str | None = None
    topic: Topic | None = None

    def conditions(self) -> Iterator[str]:
        """Give them as conditions on the tokens that every entry carries."""
        for kind, value in (("s", self.section), ("m", self.move), ("t", self.topic)):
            if value:
                yield quoted(f"{MARK}{kind}{value}")
        if self.genre:
            yield f"({quoted(f'{MARK}g{_token(self.genre)}')} OR {quoted(f'{MARK}g')})"


class Index:
    """Look-ups in a corpus, and the keeping of its order; the connection is the caller's."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection

    def exact(self, query: str, filters: Filters, limit: int) -> list[Pattern]:
        """Give the best entries that hold every part of the query; a blank query is held by all."""
        words = terms(query)
        if query.strip() and not words:
            return []
        return self._search("pair", [exactly(word) for word in words], (), filters, limit)

    def by_initials(self, query: str, filters: Filters, limit: int) -> list[Pattern]:
        """Give the best entries whose pinyin initials run as the letters of the query do."""
        words = terms(query)
        if not words or not all(word.isascii() and len(word) > 1 for word in words):
            return []
        return self._search("letter", [spelt(word) for word in words], (), filters, limit)

    def nearly(self, query: str, filters: Filters, limit: int) -> list[Pattern]:
        """Give entries that hold the query but for one slip of typing in its longest word."""
        words = terms(query)
        longest = max(words, key=len, default="")
        ways = slips(longest)
        others = [exactly(word) for word in words if word != longest]
        return self._search("pair", others, ways, filters, limit) if ways else []

    def settle(self) -> Iterator[int]:
        """Index what was touched, best first; gives the number of entries done, chunk by chunk.

        The caller commits, at best after each chunk: what is done then stays done.
        """
        rows = self._connection.execute(
            "SELECT id, coalesce(wording, text), shape, documents, verdict FROM phrase WHERE touched"
        )
        ranks = sorted(_bucket(*row) << BUCKET | number for number, *row in rows)
        for start in range(0, len(ranks), CHUNK):
            self._place(ranks[start : start + CHUNK])
            if start + CHUNK >= len(ranks) > CHUNK:
                self._tighten()
            yield min(start + CHUNK, len(ranks))

    def _tighten(self) -> None:
        """Make one piece of what FTS5 wrote in many, so that a look-up reads in one place."""
        for table in ("pair", "letter"):
            self._connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - a name from the line above

    def clear(self) -> None:
        """Empty the index of what was deleted too; ``settle`` then indexes everything anew."""
        for table in ("pair", "letter"):
            self._connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608 - a name from the line above
        self._connection.execute("UPDATE phrase SET rank = NULL, touched = 1")

    def _place(self, ranks: Sequence[int]) -> None:
        """Put entries where their ranks say; FTS5 takes row numbers fast only while they rise."""
        old: list[tuple[int]] = []
        new: list[tuple[int, str, str]] = []
        for rank in ranks:
            before, text, verdict, *marked = self._connection.execute(
                "SELECT rank, coalesce(wording, text), verdict, section, move, topic, genres FROM phrase "
                "WHERE id = ?",
                (rank & NUMBER,),
            ).fetchone()
            old += [(before,)] if before is not None else []
            new += [(rank, plain(text), _marks(*marked))] if verdict != "rejected" else []
        for table, tokens in (("pair", pairs), ("letter", lambda text: triples(letters(text)))):
            self._connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", sorted(old))  # noqa: S608 - a name from the line above
            self._connection.executemany(
                f"INSERT INTO {table} (rowid, tokens) VALUES (?, ?)",  # noqa: S608 - likewise
                ((rank, f"{' '.join(tokens(text))} {marks}") for rank, text, marks in new),
            )
        placed = {rank for rank, *_ in new}
        self._connection.executemany(
            "UPDATE phrase SET rank = ?, touched = 0 WHERE id = ?",
            ((rank if rank in placed else None, rank & NUMBER) for rank in ranks),
        )

    def _search(
        self, table: str, wanted: Sequence[Wanted], ways: Sequence[Wanted], filters: Filters, limit: int
    ) -> list[Pattern]:
        """Give entries that meet all that is wanted, and one of the ways where there are any."""
        conditions = [match for one in wanted for match in one.matches]
        if ways:
            conditions.append(f"({' OR '.join(_all_of(way.matches) for way in ways)})")
        conditions += filters.conditions()
        rows = self._connection.execute(
            f"SELECT {ENTRY} FROM {table} CROSS JOIN phrase ON phrase.id = {table}.rowid & {NUMBER} "  # noqa: S608 - names of this module
            f"JOIN file ON file.id = phrase.file {f'WHERE {table} MATCH ?' if conditions else ''} "
            f"ORDER BY {table}.rowid LIMIT {SCANNED if ways else -1}",
            (_all_of(conditions),) if conditions else (),
        )
        unsure = [one for one in wanted if len(one.matches) > 1]
        if unsure or ways:
            view = letters if table == "letter" else str
            rows = (row for row in rows if _stands(row[1], view, unsure, ways))  # type: ignore[assignment]  # rows all the same
        return [entry(row) for row in islice(rows, max(limit, 0))]


def _all_of(matches: Sequence[str]) -> str:
    return f"({' AND '.join(matches)})"


def _stands(text: str, view: Callable[[str], str], unsure: Sequence[Wanted], ways: Sequence[Wanted]) -> bool:
    """Compare a text with what was asked for; Chinese as it stands needs no second look."""
    if not ways and view is str and all(one.word in text and not one.word.isascii() for one in unsure):
        return True
    shown = view(plain(text))
    written = all(one.written.search(shown) for one in unsure)
    return written and (not ways or any(way.written.search(shown) for way in ways))


def _bucket(text: str, shape: Shape, documents: int, verdict: str | None) -> int:
    """Grade an entry, 0 the best: accepted, in several documents, with a gap or two, of a handy length."""
    gaps = len(SLOT.findall(text))
    points = 8 * (verdict == "accepted") + 4 * min((documents or 1).bit_length() - 1, MOST_DOUBLINGS)
    points += 2 * (gaps in {1, 2}) + (gaps == 0) + 2 * (len(text) in HANDY) + SHAPES[shape]
    return WORST - points


def _marks(section: str, move: str, topic: str | None, genres: str) -> str:
    marks = [f"{MARK}s{section}", f"{MARK}m{move}", *([f"{MARK}t{topic}"] if topic else [])]
    return " ".join([*marks, *(f"{MARK}g{genre}" for genre in genres.split() or [""])])


def _token(genre: str) -> str:
    """Leave of a name what is one token, for no name may mean anything to FTS5."""
    return "".join(char for char in genre if char.isalnum() or char == "_")


def entry(row: Any) -> Pattern:  # noqa: ANN401 - a row of the driver's
    """Read a row of the columns ``ENTRY``."""
    number, text, shape, section, move, topic, genres, mould, file, line, documents, verdict = row
    return Pattern(
        id=f"u-{number}",
        text=text,
        shape=shape,
        section=section,
        move=move,
        topic=topic,
        genres=tuple(genres.split()),
        mould=mould,
        source=Source(file, line),
        documents=documents,
        pinned=verdict == "accepted",
    )
