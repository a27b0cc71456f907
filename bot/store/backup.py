"""Copies of the file: one that is whole while the bot runs, and a way back from it.

A plain copy of the file is not one: what was last written still lies in the write-ahead log beside it.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from bot.store import schema
from bot.store.driver import sqlite3
from bot.store.faults import (
    DamagedError,
    ForeignDatabaseError,
    InUseError,
    NoDatabaseError,
    TakenError,
    UnkeptError,
    explained,
    refused,
)


def back_up(database: Path, copy: Path) -> int:
    """Write a checked copy, readable by its owner alone; gives its size in bytes.

    The copy is whole or not there at all. Raises a ``StoreError``: ``TakenError`` where the copy's name is
    in use.
    """
    if not database.is_file():
        raise NoDatabaseError(database)
    check(database)
    if copy.exists():
        raise TakenError(copy)
    try:
        written = _written(database, copy)
        os.replace(written, copy)  # noqa: PTH105 - atomic, and not renamed onto a folder
    except OSError as error:
        raise UnkeptError(copy) from error
    return copy.stat().st_size


def restore(copy: Path, database: Path) -> Path | None:
    """Put a copy in the place of the file; gives where the old file now lies, if there was one.

    The old file may be damaged. Nothing is touched before the new one stands beside it, whole. Raises
    ``InUseError`` while a program has the old file open, and what ``check`` raises.
    """
    check(copy)
    try:
        written = _written(copy, database)
        try:
            belong(written)
            aside = _put_aside(database) if database.exists() else None
            os.replace(written, database)  # noqa: PTH105 - likewise
        finally:
            written.unlink(missing_ok=True)
    except OSError as error:
        raise refused(error, database) from error
    return aside


def check(database: Path) -> None:
    """Look whether a file is a whole database of ours. Raises a ``StoreError``."""
    if not database.is_file():
        raise DamagedError(database)
    try:
        connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
            if sound != "ok":
                raise DamagedError(database)
            if schema.foreign(connection):
                raise ForeignDatabaseError(database)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise DamagedError(database) from error


def belong(file: Path) -> None:
    """Give a file that root has made to the owner of its folder: the bot runs as somebody else."""
    if sys.platform != "win32" and os.geteuid() == 0:
        folder = file.parent.stat()
        with suppress(OSError):  # a volume may know no owners
            os.chown(file, folder.st_uid, folder.st_gid)


def _written(database: Path, beside: Path) -> Path:
    """Write a checked copy to a hidden file in the folder of another; it is gone where that fails."""
    written = beside.with_name(f".{beside.name}.{token_hex(4)}")
    try:
        written.touch(mode=0o600)
        _copy(database, written)
        check(written)
    except BaseException as error:
        written.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise explained(error, beside) from error
        raise
    return written


def _put_aside(database: Path) -> Path:
    """Rename the file, and its log where that is left: the new file must never meet it."""
    _let_go(database)
    aside = database.with_name(f"{database.name}.before-{token_hex(4)}")
    for ending in ("-wal", "-shm", ""):
        if (old := Path(f"{database}{ending}")).exists():
            os.replace(old, f"{aside}{ending}")  # noqa: PTH105 - likewise
    return aside


def _copy(database: Path, target: Path) -> None:
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("VACUUM INTO ?", (str(target.absolute()),))
    finally:
        connection.close()


def _let_go(database: Path) -> None:
    """Take everything out of the log, unless the file is damaged; that needs the file to oneself."""
    connection = sqlite3.connect(database.absolute(), timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = exclusive")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise InUseError(database) from error
    finally:
        connection.close()
