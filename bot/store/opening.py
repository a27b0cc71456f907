"""Where the file lies, and how it is opened so that what is acknowledged stays and what is forgotten goes."""

import os
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep

from bot.store import schema
from bot.store.driver import OLDEST, immediate, sqlite3
from bot.store.faults import (
    DamagedError,
    ForeignDatabaseError,
    NewerVersionError,
    NotWritableError,
    OutdatedLibraryError,
    PathIsFolderError,
    UnsafePlaceError,
    refused,
)
from bot.store.traces import erase_traces, traces_due

PATIENCE = 5.0
"""Seconds to wait for another program to let go of the file."""

_PAUSE = 0.01

_SMALLEST = 512
"""Bytes of a database's first page, at least."""

_DEMANDS = (
    ("journal_mode", "wal"),  # readers and the writer do not wait for one another
    ("synchronous", 2),  # FULL: a commit is on the disk, not in the system's cache, before it is acknowledged
    ("secure_delete", 1),  # what is deleted is overwritten with zeros
    ("temp_store", 2),  # in memory: no copies of the user's words in temporary files
)


def default_path() -> Path:
    """Give the file in the platform's data folder."""
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed where the caller names a file

    return user_data_path("shuzhi", appauthor=False) / "drafts.db"


def connect(
    path: Path,
    *,
    patience: float = PATIENCE,
    migrations: Sequence[schema.Migration] = schema.MIGRATIONS,
) -> sqlite3.Connection:
    """Open the file, and make it if it is not there: readable by its owner alone, and still without tables.

    The connection belongs to the calling thread and is in autocommit mode. Raises a ``StoreError`` or the
    driver's own error, which ``faults.explained`` translates.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise OutdatedLibraryError(path)
    _make_private(path)
    _inspect(path)
    # Made absolute, so that no name means anything special to SQLite, as ``:memory:`` and ``file:`` do.
    connection = sqlite3.connect(path.absolute(), timeout=patience, isolation_level=None)
    try:
        _recognise(connection, path, len(migrations))
        _keep_log(connection, patience)
        configure(connection, path)
        _update(connection, migrations)
        connection.execute("PRAGMA foreign_keys = on")
        _clear_up(connection, patience)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """Make the file before SQLite does, which would let everybody read it; -wal and -shm take its mode."""
    try:
        if path.is_dir():
            raise PathIsFolderError(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise refused(error, path) from error


def _inspect(path: Path) -> None:
    """Refuse what SQLite would open all the same, to overwrite it or to fail at the first answer."""
    if not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise NotWritableError(path)
    if 0 < path.stat().st_size < _SMALLEST:  # taken for an empty database
        raise DamagedError(path)


def _recognise(connection: sqlite3.Connection, path: Path, latest: int) -> None:
    """Look before anything is written: not even the header of a file that is not ours may change."""
    if schema.foreign(connection):
        raise ForeignDatabaseError(path)
    if schema.version(connection) > latest:
        raise NewerVersionError(path)


def _keep_log(connection: sqlite3.Connection, patience: float) -> None:
    """Switch a new file to a write-ahead log.

    Two programs that make the same file at once stand in each other's way here, and SQLite gives up at once.
    """
    deadline = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(_PAUSE)
        else:
            return


def configure(connection: sqlite3.Connection, path: Path) -> None:
    """Make each setting and read it back: SQLite passes over in silence what it cannot do."""
    for name, value in _DEMANDS:
        connection.execute(f"PRAGMA {name} = {value}")
        (given,) = connection.execute(f"PRAGMA {name}").fetchone()
        if given != value:
            raise UnsafePlaceError(path)


def _update(connection: sqlite3.Connection, migrations: Sequence[schema.Migration]) -> None:
    if 0 < schema.version(connection) < len(migrations):
        with immediate(connection):  # another program may have been faster: migrate() looks again
            schema.migrate(connection, migrations)


def _clear_up(connection: sqlite3.Connection, patience: float) -> None:
    """Erase what was forgotten last time, if that was cut short; without waiting for anybody."""
    if traces_due(connection):
        connection.execute("PRAGMA busy_timeout = 0")
        erase_traces(connection)
        connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
