"""Which SQLite the store runs on, and the only kind of transaction that it opens there.

The library is the one that pysqlite3 carries: Python's own is often older than 3.51.3, the release that
fixed a WAL reset which could corrupt a database that two programs have open. sqlite-utils picks pysqlite3 up
by itself, so migrations and talk run on the same one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pysqlite3 is the standard module under another name, but ships no types
    import sqlite3
else:
    import pysqlite3 as sqlite3

OLDEST = (3, 51, 3)

__all__ = ["OLDEST", "immediate", "sqlite3"]


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock from the first statement on, and commit; an exception takes everything back.

    A transaction that begins with a read and then wants to write is refused at once where another program
    wrote in between, however long it would wait; one that asks for the lock first waits its turn.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself may have rolled back, on a full disk for one
            connection.execute("ROLLBACK")
        raise
