"""Copies of the file: one that is whole while the bot runs, and a way back from it.

A plain copy of the file is not one: what was last written still lies in the write-ahead log beside it.
"""

import os
from pathlib import Path
from secrets import token_hex

from bot.store import schema
from bot.store.driver import sqlite3
from bot.store.faults import DamagedError, ForeignDatabaseError, InUseError, TakenError, explained, refused


def back_up(database: Path, copy: Path) -> int:
    """Write a checked copy, readable by its owner alone; gives its size in bytes.

    The copy is whole or not there at all. Raises a ``StoreError``: ``TakenError`` where the copy's name is
    in use.
    """
    check(database)
    if copy.exists():
        raise TakenError(copy)
    written = copy.with_name(f".{copy.name}.{token_hex(4)}")
    try:
        written.touch(mode=0o600)
        _copy(database, written)
        check(written)
        os.replace(written, copy)  # noqa: PTH105 - atomic, and not renamed onto a folder
    except sqlite3.Error as error:
        raise explained(error, copy) from error
    except OSError as error:
        raise refused(error, copy) from error
    finally:
        written.unlink(missing_ok=True)
    return copy.stat().st_size


def restore(copy: Path, database: Path) -> Path | None:
    """Put a copy in the place of the file; gives where the old file now lies, if there was one.

    Raises ``InUseError`` while a program has the old file open, and what ``check`` raises.
    """
    check(copy)
    aside = None
    try:
        if database.exists():
            _let_go(database)
            aside = database.with_name(f"{database.name}.before-{token_hex(4)}")
            os.replace(database, aside)  # noqa: PTH105 - likewise
        back_up(copy, database)
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


def _copy(database: Path, target: Path) -> None:
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("VACUUM INTO ?", (str(target.absolute()),))
    finally:
        connection.close()


def _let_go(database: Path) -> None:
    """Take everything out of the log; that needs the file to oneself."""
    connection = sqlite3.connect(database.absolute(), timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = exclusive")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise InUseError(database) from error
    finally:
        connection.close()
