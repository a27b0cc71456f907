"""Running statements within a unit of work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.store import schema
from bot.store.driver import sqlite3

Clock = Callable[[], datetime]


class Statements:
    """One connection while one unit of work runs on it.

    A database that holds nothing yet answers every question with nothing; ``furnish`` makes its tables.
    ``blank`` tells whether it does, where that is known.
    """

    def __init__(self, connection: sqlite3.Connection, clock: Clock, *, blank: bool | None = None) -> None:
        self._connection = connection
        self._clock = clock
        self._blank = schema.version(connection) == 0 if blank is None else blank

    def rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """Run a statement with its named values, and give all rows."""
        return [] if self._blank else self._connection.execute(statement, values).fetchall()

    def furnish(self) -> None:
        """Make the tables if there are none."""
        if self._blank:
            schema.migrate(self._connection)
            self._blank = False

    def now(self, *, ago: timedelta = timedelta()) -> str:
        """Give the moment, or one so long ago, as it is kept: UTC, ISO 8601."""
        return (self._clock() - ago).astimezone(UTC).isoformat(timespec="milliseconds")
