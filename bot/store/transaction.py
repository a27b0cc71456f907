"""Every question that the program asks its database, and everything that it writes there.

Each method takes the owner first and each statement is held to it: another's session, turn or reply cannot
be told from one that never was.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from bot.store import schema
from bot.store.driver import sqlite3

Clock = Callable[[], datetime]


class Session(Struct, frozen=True):
    """One person's talk. ``number`` counts 1, 2, 3 … per owner; the times are UTC, ISO 8601."""

    id: str
    number: int
    title: str
    started: str
    touched: str


class Turn(Struct, frozen=True):
    """One event and the state after it, both as the caller's bytes.

    ``number`` grows over the whole database. ``parent`` is the turn that the state follows in meaning, not in
    time: undoing appends a turn with an ancestor's state *and* that ancestor's parent, so undoing again goes
    further back.
    """

    number: int
    parent: int | None
    key: str
    event: bytes
    state: bytes
    at: str


class Outgoing(Struct, frozen=True):
    """A reply that was decided on in ``turn`` and is not known to have arrived."""

    id: int
    session: str
    turn: int
    reply: bytes


class Transaction:
    """What a unit of work may do; valid only while that unit runs, in the thread that runs it.

    A database that holds nothing yet answers every question with nothing; ``create`` makes its tables.
    """

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._blank = schema.version(connection) == 0
        self.erasing = False
        """Whether something was forgotten whose traces have to go once this is committed."""

    def active(self, owner: str) -> Session | None:
        """Give the session that the owner is in."""
        query = f"{_SESSION} JOIN owner USING (owner) WHERE owner = :owner AND id = active"
        return next(map(_session, self._rows(query, owner=owner)), None)

    def create(self, owner: str) -> Session:
        """Begin a session, which becomes the active one."""
        if self._blank:
            schema.migrate(self._connection)
            self._blank = False
        now = self._now()
        ((number,),) = self._rows(
            "INSERT INTO owner (owner, sessions) VALUES (:owner, 1)"
            " ON CONFLICT (owner) DO UPDATE SET sessions = sessions + 1 RETURNING sessions",
            owner=owner,
        )
        (row,) = self._rows(
            "INSERT INTO session (owner, number, started, touched) VALUES (:owner, :number, :now, :now)"
            " RETURNING id, number, title, started, touched",
            owner=owner,
            number=number,
            now=now,
        )
        created = _session(row)
        self.activate(owner, created.id)
        return created

    def activate(self, owner: str, session: str) -> Session | None:
        """Make a session the active one; ``None``, and no change, where the owner has no such session."""
        own = {"owner": owner, "session": _row(session)}
        rows = self._rows(f"{_SESSION} WHERE owner = :owner AND id = :session", **own)
        if rows:
            self._rows("UPDATE owner SET active = :session WHERE owner = :owner", **own)
        return next(map(_session, rows), None)

    def sessions(self, owner: str) -> tuple[Session, ...]:
        """Give all sessions, the one begun last first."""
        return tuple(
            map(_session, self._rows(f"{_SESSION} WHERE owner = :owner ORDER BY id DESC", owner=owner))
        )

    def rename(self, owner: str, session: str, title: str) -> None:
        """Give a session its title; nothing happens where the owner has no such session."""
        self._rows(
            "UPDATE session SET title = :title WHERE owner = :owner AND id = :session",
            owner=owner,
            session=_row(session),
            title=title,
        )

    def head(self, owner: str, session: str) -> Turn | None:
        """Give the newest turn, whose state is the present one."""
        return next(iter(self.history(owner, session, 1)), None)

    def turn(self, owner: str, session: str, number: int) -> Turn | None:
        """Give one turn of one session."""
        rows = self._rows(
            f"{_TURN} WHERE owner = :owner AND session = :session AND number = :number",
            owner=owner,
            session=_row(session),
            number=_known(number),
        )
        return next(map(_turn, rows), None)

    def history(self, owner: str, session: str, limit: int) -> tuple[Turn, ...]:
        """Give the newest turns of a session, the newest first, at most ``limit`` of them."""
        rows = self._rows(
            f"{_TURN} WHERE owner = :owner AND session = :session ORDER BY number DESC LIMIT max(:limit, 0)",
            owner=owner,
            session=_row(session),
            limit=limit,
        )
        return tuple(map(_turn, rows))

    def seen(self, owner: str, key: str) -> bool:
        """Tell whether the incoming event of that key has been applied."""
        return bool(
            self._rows("SELECT 1 FROM turn WHERE owner = :owner AND key = :key", owner=owner, key=key)
        )

    def append(  # noqa: PLR0913 - a turn is all of these, committed together
        self,
        owner: str,
        session: str,
        *,
        key: str,
        parent: int | None,
        event: bytes,
        state: bytes,
        replies: Sequence[bytes],
    ) -> Turn:
        """Add a turn and queue its replies, in their order.

        Raises ``LookupError`` where the owner has no such session, or the session no such parent, and the
        driver's ``IntegrityError`` for a key that was applied before: ask ``seen`` first.
        """
        own = {"owner": owner, "session": _row(session), "now": self._now()}
        rows = self._rows(
            _APPEND,
            **own,
            parent=parent and _known(parent),
            key=key,
            event=event,
            state=zlib.compress(state, _LEVEL),
        )
        if not rows:
            raise LookupError("the owner has no such session, or the session no such turn")
        ((number, at),) = rows
        for reply in replies:
            self._rows(
                "INSERT INTO outgoing (owner, turn, reply) VALUES (:owner, :turn, :reply)",
                owner=owner,
                turn=number,
                reply=reply,
            )
        self._rows("UPDATE session SET touched = :now WHERE owner = :owner AND id = :session", **own)
        return Turn(number, parent, key, event, state, at)

    def unsent(self, owner: str) -> tuple[Outgoing, ...]:
        """Give the replies not yet marked as sent, in the order they were decided on."""
        rows = self._rows(
            "SELECT id, session, turn, reply FROM outgoing JOIN turn ON turn = number"
            " WHERE outgoing.owner = :owner AND sent IS NULL ORDER BY id",
            owner=owner,
        )
        return tuple(Outgoing(row, _name(session), turn, reply) for row, session, turn, reply in rows)

    def mark_sent(self, owner: str, outgoing: int) -> None:
        """Note that a reply has arrived; nothing happens where it is not the owner's."""
        self._rows(
            "UPDATE outgoing SET sent = :now WHERE owner = :owner AND id = :outgoing",
            owner=owner,
            outgoing=_known(outgoing),
            now=self._now(),
        )

    def forget(self, owner: str, session: str | None) -> int:
        """Erase one session, or with ``None`` whatever is known of the owner, numbering included.

        Gives the number of sessions erased. Their turns' keys go with them.
        """
        if session is None:
            erased = len(self.sessions(owner))
            self._rows("DELETE FROM owner WHERE owner = :owner", owner=owner)  # the rest goes by cascade
        else:
            query = "DELETE FROM session WHERE owner = :owner AND id = :session RETURNING id"
            erased = len(self._rows(query, owner=owner, session=_row(session)))
        if erased:
            self._rows("INSERT OR IGNORE INTO erasure VALUES (1)")
        self.erasing = traces_due(self._connection)
        return erased

    def _rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        return [] if self._blank else self._connection.execute(statement, values).fetchall()

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")


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
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            connection.execute("DELETE FROM erasure")
    except sqlite3.Error:
        return False
    return not busy


_SESSION = "SELECT id, number, title, started, touched FROM session"
_TURN = "SELECT number, parent, key, event, state, at FROM turn"
_APPEND = """
    INSERT INTO turn (owner, session, parent, key, event, state, at)
    SELECT owner, id, :parent, :key, :event, :state, :now FROM session
    WHERE owner = :owner AND id = :session AND (:parent IS NULL OR EXISTS (
        SELECT 1 FROM turn WHERE owner = :owner AND session = :session AND number = :parent))
    RETURNING number, at"""

_LEVEL = 1
"""Of deflate: a state of 30 KB becomes 7 KB in 0.2 ms; level 6 takes three times as long for a tenth less."""

_NAME = re.compile("s([1-9][0-9]{0,17})")


def _name(row: int) -> str:
    return f"s{row}"


def _row(name: str) -> int:
    """Give the row that a session's id names; 0, which no row has, for anything that is no such id."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else 0


def _known(number: int) -> int:
    """Keep a number that SQLite cannot hold from being one."""
    return number if 0 < number < 1 << 63 else 0


def _session(row: tuple[Any, ...]) -> Session:
    identity, *rest = row
    return Session(_name(identity), *rest)


def _turn(row: tuple[Any, ...]) -> Turn:
    number, parent, key, event, state, at = row
    return Turn(number, parent, key, event, zlib.decompress(state), at)
