"""Erasing a user's own corpus, which lies in a file of its own beside the database.

That it is due is committed together with forgetting all else, as a mark made from the file's name; so it is
finished at the next start where it was cut short.
"""

import os
from contextlib import suppress
from pathlib import Path

from bot.store.driver import sqlite3

DATABASE = 1
"""The mark of the database itself; those of corpora are larger."""

CORPORA = "corpus*.db"
BESIDE = ("-wal", "-shm", "-journal")
PIECE = 1 << 20


def mark_of(corpus: str) -> int:
    """Give the mark of a corpus by its file's name, which cannot be read back from it."""
    from hashlib import blake2b  # noqa: PLC0415 - the first prompt needs none of this

    return int.from_bytes(blake2b(corpus.encode(), digest_size=7).digest()) + DATABASE + 1


def erase_corpora(connection: sqlite3.Connection) -> bool:
    """Overwrite and delete the corpora that are due; False where one cannot be deleted now.

    Whoever still has one open reads zeros, and finds that it is no corpus any more.
    """
    marks = {mark for (mark,) in connection.execute("SELECT due FROM erasure") if mark != DATABASE}
    if not marks:
        return True
    ((_, _, path), *_) = connection.execute("PRAGMA database_list").fetchall()
    gone = True
    for corpus in Path(path).parent.glob(CORPORA):
        if mark_of(corpus.name) in marks:
            gone &= _erased(corpus)
    return gone


def _erased(corpus: Path) -> bool:
    """Delete the log first: without the database it would be nothing that anybody reads."""
    try:
        for file in (*(corpus.with_name(corpus.name + end) for end in BESIDE), corpus):
            with suppress(FileNotFoundError):
                _overwrite(file)
                file.unlink()
    except OSError:
        return False
    return True


def _overwrite(file: Path) -> None:
    with file.open("r+b", buffering=0) as opened:
        left = os.fstat(opened.fileno()).st_size
        while left > 0:
            left -= opened.write(bytes(min(left, PIECE)))
        os.fsync(opened.fileno())
