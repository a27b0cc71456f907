"""Taking what was forgotten off the disk, so that no copy of it stays behind."""

from bot.store import schema
from bot.store.corpora import erase_corpora
from bot.store.driver import sqlite3


def traces_due(connection: sqlite3.Connection) -> bool:
    """Tell whether something was forgotten whose traces are not known to be gone."""
    return schema.version(connection) > 0 and bool(connection.execute("SELECT 1 FROM erasure").fetchall())


def erase_traces(connection: sqlite3.Connection) -> bool:
    """Take what was forgotten off the disk; outside any transaction.

    Deleting overwrites a row where it stands, but not the copies that stay behind where rows were moved from
    one page to another: building the file anew does. The log, which has them all, is then cut to nothing.
    False where a reader in the middle of something, or a full disk, prevents it.
    """
    try:
        gone = erase_corpora(connection)
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if gone and not busy:
            connection.execute("DELETE FROM erasure")
    except (sqlite3.Error, OSError):
        return False
    return gone and not busy
