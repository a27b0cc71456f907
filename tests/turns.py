"""Turns as they are said to the store, without a file and a thread where there are thousands of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.store.driver import sqlite3
from bot.store.records import Turn
from bot.store.transaction import Transaction

ME, OTHER = "我", "别人"
NOON = datetime(2025, 12, 20, 12, tzinfo=UTC)


@contextmanager
def in_memory() -> Iterator[Transaction]:
    """The same statements without file and thread, for thousands of examples."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = on")
    yield Transaction(connection, lambda: NOON)
    connection.close()


def said(  # noqa: PLR0913 - a turn is all of these
    transaction: Transaction,
    *,
    key: str,
    owner: str = ME,
    session: str = "s1",
    parent: int | None = None,
    state: bytes = b"{}",
    replies: tuple[bytes, ...] = (),
) -> Turn:
    return transaction.append(
        owner, session, key=key, parent=parent, event=b"said", state=state, replies=replies
    )
