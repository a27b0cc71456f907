"""A user's own corpus: the wording learnt from which files, and what the user decided about it.

All of it stays in one SQLite file. Documents themselves are not kept, only the frames mined from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Literal, Self

from msgspec import Struct

from phrasebank.corpus_error import CorpusError
from phrasebank.corpus_file import connect, explained, sqlite3
from phrasebank.entries import Kind, numbered
from phrasebank.index import Index
from phrasebank.mining import likeness
from phrasebank.patterns import Pattern, Source

Verdict = Literal["accepted", "rejected"]

UPSERT = """
INSERT INTO phrase (likeness, text, kind, genres, line, quality, file, documents)
VALUES (?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (likeness) DO UPDATE SET
    documents = documents + 1,
    genres = genres || iif({new_genre}, ' ' || excluded.genres, ''),
    quality = max(quality, excluded.quality),
    touched = touched OR {new_genre} OR excluded.quality > quality OR ((documents + 1) & documents) = 0
""".format(
    new_genre="(genres <> '' AND excluded.genres <> '' "
    "AND NOT instr(' ' || genres || ' ', ' ' || excluded.genres || ' '))"
)
"""One more document touches an entry only where it may move: documents count by their doublings."""


ERASE = """
CREATE INDEX sighting_likeness ON sighting (likeness);
UPDATE phrase SET documents = documents - (
    SELECT count(*) FROM sighting WHERE likeness = phrase.likeness AND file IN gone
) WHERE likeness IN (SELECT likeness FROM sighting WHERE file IN gone);
DELETE FROM sighting WHERE file IN gone;
DELETE FROM phrase WHERE documents = 0;
UPDATE phrase SET (file, line) = (
    SELECT file, line FROM sighting WHERE likeness = phrase.likeness ORDER BY file LIMIT 1
) WHERE file IN gone;
DELETE FROM file WHERE id IN gone;
DROP INDEX sighting_likeness
"""
"""Takes the files in ``gone`` out; what other files teach too is counted, and ascribed, to them."""


class Phrase(Struct, frozen=True, array_like=True):
    """A pattern as it is stored; near-duplicates have the same ``likeness``. ``quality`` is in hundredths."""

    likeness: int
    text: str
    kind: Kind
    genres: str
    line: int
    quality: int


class Reading(Struct, frozen=True):
    """What a file was found to hold: ``digest`` is the SHA-256 of its bytes."""

    name: str
    path: str
    digest: bytes
    phrases: tuple[Phrase, ...]


class Corpus:
    """An open corpus, for one thread. Every method may raise ``CorpusError``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = connect(path)
        self.index = Index(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def digests(self) -> frozenset[bytes]:
        """Give the hashes of the files that were taken."""
        with self._faults():
            return frozenset(digest for (digest,) in self._connection.execute("SELECT digest FROM file"))

    def take(self, readings: Sequence[Reading]) -> list[int | None]:
        """Store files in one transaction; gives how many phrases each adds, ``None`` for one known already.

        They are found once ``settle`` has run.
        """
        with self._transaction():
            kinds = numbered(
                self._connection, {phrase.kind for reading in readings for phrase in reading.phrases}
            )
            return [self._take(reading, kinds) for reading in readings]

    def settle(self) -> Iterator[tuple[int, int]]:
        """Index what is not yet, each chunk a transaction; gives the entries done, and all there are."""
        with self._faults():
            (total,) = self._connection.execute("SELECT count(*) FROM phrase WHERE touched").fetchone()
            steps = self.index.settle()
        done: int | None = 0
        while done is not None:
            with self._transaction():
                done = next(steps, None)
            if done is not None:
                yield done, total

    def candidate(self) -> Pattern | None:
        """Give the best phrase that nobody has decided about."""
        with self._faults():
            return next(self.index.undecided(), None)

    def undecided(self) -> int:
        """Count the phrases that nobody has decided about."""
        with self._faults():
            (count,) = self._connection.execute(
                "SELECT count(*) FROM phrase WHERE verdict IS NULL"
            ).fetchone()
        return int(count)

    def wanted(self) -> int:
        """Count the phrases that its user has not rejected."""
        with self._faults():
            query = "SELECT count(*) FROM phrase WHERE verdict IS NOT 'rejected'"
            (count,) = self._connection.execute(query).fetchone()
        return int(count)

    def decide(self, pattern: Pattern, verdict: Verdict, wording: str | None = None) -> None:
        """Keep a decision at once; ``wording`` takes the place of the text."""
        with self._transaction():
            self._connection.execute(
                "UPDATE phrase SET verdict = ?, wording = ?, touched = 1, "
                "decided = (SELECT coalesce(max(decided), 0) + 1 FROM phrase) WHERE id = ?",
                (verdict, wording, _number(pattern)),
            )
            list(self.index.settle())

    def undo(self) -> bool:
        """Take back the decision made last, in this run or an earlier one; whether there was any."""
        with self._transaction():
            undone = self._connection.execute(
                "UPDATE phrase SET verdict = NULL, wording = NULL, decided = NULL, touched = 1 "
                "WHERE decided = (SELECT max(decided) FROM phrase)"
            ).rowcount
            list(self.index.settle())
        return bool(undone)

    def files(self) -> list[Source]:
        """Give the paths of the files taken, each with the number of phrases seen in it as its line."""
        with self._faults():
            return [
                Source(path, seen)
                for path, seen in self._connection.execute(
                    "SELECT path, (SELECT count(*) FROM sighting WHERE file = file.id) FROM file ORDER BY id"
                )
            ]

    def forget(self, path: str | None = None) -> int:
        """Erase a file, or all, and what was learnt from nothing else; gives how many files went.

        Erased bytes are overwritten, in the index and the log too.
        """
        chosen = "SELECT id FROM file WHERE ? IS NULL OR path = ?"
        with self._faults():
            self._connection.execute("PRAGMA secure_delete = on")
        with self._transaction():
            self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS gone (file INTEGER PRIMARY KEY)")
            self._connection.execute("DELETE FROM gone")
            count = self._connection.execute(f"INSERT INTO gone {chosen}", (path, path)).rowcount
            if count:
                self._erase()
        if count:
            self._wipe()
        return count

    def firm(self) -> None:
        """Have all that was stored reach the disk, where a power cut takes nothing of it back."""
        with self._faults():
            self._connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()

    def _erase(self) -> None:
        for statement in ERASE.split(";"):
            self._connection.execute(statement)
        self.index.clear()
        list(self.index.settle())

    def _wipe(self) -> None:
        with self._faults():
            self._connection.execute("VACUUM")
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise CorpusError(
                "已经忘掉，但别的程序正读着语料库，痕迹还没擦净，请关掉它后再运行一次 add --forget。"
            )

    def _take(self, reading: Reading, kinds: Mapping[Kind, int]) -> int | None:
        row = self._connection.execute(
            "INSERT INTO file (name, path, digest) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
            (reading.name, reading.path, reading.digest),
        ).fetchone()
        if row is None:
            return None
        before = self._last()
        self._connection.executemany(
            UPSERT,
            (
                (each.likeness, each.text, kinds[each.kind], each.genres, each.line, each.quality, *row)
                for each in reading.phrases
            ),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO sighting (file, likeness, line) VALUES (?, ?, ?)",
            ((*row, phrase.likeness, phrase.line) for phrase in reading.phrases),
        )
        return self._last() - before

    def _last(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM phrase").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Hold the write lock from the first statement on; whatever goes wrong takes everything back."""
        with self._faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explained(error, self.path) from error


def phrase_of(pattern: Pattern) -> Phrase:
    """Make a mined pattern ready to be stored."""
    key = blake2b(likeness(pattern).encode(), digest_size=8).digest()
    return Phrase(
        int.from_bytes(key, signed=True),
        pattern.text,
        Kind(pattern.shape, pattern.section, pattern.move, pattern.topic or "", pattern.mould or ""),
        " ".join(pattern.genres),
        pattern.source.line,
        round(pattern.quality * 100),
    )


def _number(pattern: Pattern) -> int:
    return int(pattern.id.removeprefix("u-"))
