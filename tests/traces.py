"""What is left on the disk: in a database, in its log and beside them."""

import json
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from bot.store.driver import sqlite3


def bytes_in(folder: Path) -> bytes:
    """Give all that is in the files of a folder: the database, its log and what lies beside them."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def forms(words: str) -> list[bytes]:
    """Every way in which the words, or four characters of them, may stand in a file."""
    pieces = [words[start : start + 4] for start in range(0, len(words) - 3, 4)]
    return [form for piece in pieces for form in (piece.encode(), json.dumps(piece)[1:-1].encode())]


def inflated(data: bytes) -> Iterator[bytes]:
    """Whatever the bytes hold when deflated streams in them are opened, as far as they reach."""
    yield data
    start = data.find(b"\x78\x01")
    while start >= 0:
        with suppress(zlib.error):  # two bytes may merely look like the head of a stream
            yield zlib.decompressobj().decompress(data[start:], 100_000)
        start = data.find(b"\x78\x01", start + 1)


def traces(store: Path, sought: list[bytes]) -> int:
    """How many of the pieces are found in the database, its log and whatever else lies beside it."""
    files = [file.read_bytes() for file in store.parent.iterdir()]
    texts = [text for data in files for text in inflated(data)]
    return sum(any(piece in text for text in texts) for piece in sought)


def empty_log(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)


def rows(db: Path) -> dict[str, int]:
    """Count the rows of each table that has any, but for SQLite's own."""
    with closing(sqlite3.connect(db)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith("sqlite")
        ]
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608 - our own names
    return {name: count for name, count in counts.items() if count and name != "sketching"}
