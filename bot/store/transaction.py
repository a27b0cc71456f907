"""Every question that the program asks its database, and everything that it writes there.

Each method takes the owner first and each statement is held to it: another's session, turn or reply cannot
be told from one that never was.
"""

from collections.abc import Sequence

from bot.desk import corpus_name
from bot.store.belongings import Belongings
from bot.store.corpora import mark_of
from bot.store.driver import sqlite3
from bot.store.errands import Errands
from bot.store.inbox import Inbox
from bot.store.members import Members
from bot.store.outbox import Outbox
from bot.store.records import (
    Head,
    Outgoing,
    Session,
    Standing,
    Turn,
    known,
    name_of,
    packed,
    row_of,
    session_of,
    turn_of,
)
from bot.store.reviews import Reviews
from bot.store.sketches import Sketches
from bot.store.statements import Clock, Statements
from bot.store.traces import traces_due

__all__ = ["Clock", "Transaction"]


class Transaction:
    """What a unit of work may do; valid only while that unit runs, in the thread that runs it.

    A database that holds nothing yet answers every question with nothing; ``create`` makes its tables.
    ``blank`` tells whether it does, where that is known.
    """

    def __init__(self, connection: sqlite3.Connection, clock: Clock, *, blank: bool | None = None) -> None:
        self._connection = connection
        self._statements = Statements(connection, clock, blank=blank)
        self._rows = self._statements.rows
        self._now = self._statements.now
        self.inbox = Inbox(self._statements)
        self.outbox = Outbox(self._statements)
        self.members = Members(self._statements)
        self.sketches = Sketches(self._statements)
        self.erasing = False
        """Whether something was forgotten whose traces have to go once this is committed."""

    @property
    def errands(self) -> Errands:
        """Errands among the replies."""
        return Errands(self._statements)

    @property
    def belongings(self) -> Belongings:
        """All that is kept about somebody."""
        return Belongings(self._statements)

    @property
    def reviews(self) -> Reviews:
        """Who may read a draft that is not theirs."""
        return Reviews(self._statements)

    def furnish(self) -> None:
        """Make the tables if there are none."""
        self._statements.furnish()

    def standing(self, owner: str, key: str) -> Standing:
        """Give all that a turn begins from, asked in one statement."""
        found = self._rows(_STANDING, owner=owner, key=key)
        if not found:
            return Standing()
        seen, *rest = found[0]
        session = session_of(rest[:5]) if rest[0] is not None else None
        return Standing(bool(seen), session, Head(*rest[5:]) if rest[5] is not None else None)

    def active(self, owner: str) -> Session | None:
        """Give the session that the owner is in."""
        query = f"{_SESSION} JOIN owner USING (owner) WHERE owner = :owner AND id = active"
        return next(map(session_of, self._rows(query, owner=owner)), None)

    def create(self, owner: str) -> Session:
        """Begin a session, which becomes the active one."""
        self._statements.furnish()
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
        created = session_of(row)
        self.activate(owner, created.id)
        return created

    def activate(self, owner: str, session: str) -> Session | None:
        """Make a session the active one; ``None``, and no change, where the owner has no such session."""
        own = {"owner": owner, "session": row_of(session)}
        rows = self._rows(f"{_SESSION} WHERE owner = :owner AND id = :session", **own)
        if rows:
            self._rows("UPDATE owner SET active = :session WHERE owner = :owner", **own)
        return next(map(session_of, rows), None)

    def sessions(self, owner: str) -> tuple[Session, ...]:
        """Give all sessions, the one begun last first."""
        return tuple(
            map(session_of, self._rows(f"{_SESSION} WHERE owner = :owner ORDER BY id DESC", owner=owner))
        )

    def rename(self, owner: str, session: str, title: str) -> None:
        """Give a session its title; nothing happens where the owner has no such session."""
        self._rows(
            "UPDATE session SET title = :title WHERE owner = :owner AND id = :session",
            owner=owner,
            session=row_of(session),
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
            session=row_of(session),
            number=known(number),
        )
        return next(map(turn_of, rows), None)

    def history(self, owner: str, session: str, limit: int) -> tuple[Turn, ...]:
        """Give the newest turns of a session, the newest first, at most ``limit`` of them."""
        rows = self._rows(
            f"{_TURN} WHERE owner = :owner AND session = :session ORDER BY number DESC LIMIT max(:limit, 0)",
            owner=owner,
            session=row_of(session),
            limit=limit,
        )
        return tuple(map(turn_of, rows))

    def since_change(self, owner: str, session: str) -> tuple[Turn, ...]:
        """Give the newest turn that made its state and all after it, oldest first."""
        rows = self._rows(
            f"{_TURN} WHERE owner = :owner AND session = :session AND number >= ({_NEWEST}) ORDER BY number",
            owner=owner,
            session=row_of(session),
        )
        return tuple(map(turn_of, rows))

    def nth(self, owner: str, session: str, place: int) -> Turn | None:
        """Give the turn at a place among those of its session, counted from 1."""
        rows = self._rows(
            f"{_TURN} WHERE owner = :owner AND session = :session AND :place > 0"
            " ORDER BY number LIMIT 1 OFFSET :place - 1",
            owner=owner,
            session=row_of(session),
            place=known(place),
        )
        return next(map(turn_of, rows), None)

    def place(self, owner: str, session: str, number: int) -> int:
        """Give the place of a turn among those of its session, from 1."""
        ((place,),) = self._rows(
            "SELECT count(*) FROM turn WHERE owner = :owner AND session = :session AND number <= :number",
            owner=owner,
            session=row_of(session),
            number=number,
        ) or [(0,)]
        return int(place)

    def replies(self, owner: str, session: str, since: int = 0) -> tuple[tuple[int, bytes], ...]:
        """Give the replies of a session's turns from a turn on, each with its turn, the newest first."""
        rows = self._rows(
            "SELECT turn, reply FROM outgoing JOIN turn ON turn = number"
            " WHERE turn.owner = :owner AND session = :session AND number >= :since ORDER BY id DESC",
            owner=owner,
            session=row_of(session),
            since=since,
        )
        return tuple((turn, reply) for turn, reply in rows)

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
        repeats: int | None = None,
    ) -> Turn:
        """Add a turn and queue its replies, in their order.

        Raises ``LookupError`` where the owner has no such session, or the session no such parent, and the
        driver's ``IntegrityError`` for a key that was applied before: ask ``seen`` first.
        """
        own = {"owner": owner, "session": row_of(session), "now": self._now()}
        kept = packed(state)
        rows = self._rows(
            _APPEND,
            **own,
            parent=parent and known(parent),
            repeats=repeats,
            key=key,
            event=event,
            state=kept,
        )
        if not rows:
            raise LookupError("the owner has no such session, or the session no such turn")
        ((number, at),) = rows
        self.queue(owner, number, replies)
        self._rows("UPDATE session SET touched = :now WHERE owner = :owner AND id = :session", **own)
        return Turn(number, parent, key, event, kept, at, repeats)

    def queue(self, owner: str, turn: int, replies: Sequence[bytes]) -> tuple[int, ...]:
        """Queue replies of a turn in their order; gives their ids."""
        statement = "INSERT INTO outgoing (owner, turn, reply) VALUES (:owner, :turn, :reply) RETURNING id"
        return tuple(self._rows(statement, owner=owner, turn=turn, reply=each)[0][0] for each in replies)

    def unsent(self, owner: str) -> tuple[Outgoing, ...]:
        """Give the replies not yet marked as sent, in the order they were decided on."""
        rows = self._rows(
            "SELECT id, session, turn, reply FROM outgoing JOIN turn ON turn = number"
            " WHERE outgoing.owner = :owner AND sent IS NULL ORDER BY id",
            owner=owner,
        )
        return tuple(Outgoing(row, name_of(session), turn, reply) for row, session, turn, reply in rows)

    def mark_sent(self, owner: str, outgoing: int) -> None:
        """Note that a reply has arrived; nothing happens where it is not the owner's."""
        self._rows(
            "UPDATE outgoing SET sent = :now WHERE owner = :owner AND id = :outgoing",
            owner=owner,
            outgoing=known(outgoing),
            now=self._now(),
        )

    def forget(self, owner: str, session: str | None) -> int:
        """Erase one session, or with ``None`` whatever is known of the owner, numbering and corpus included.

        Gives the number of sessions erased. Their turns' keys go with them; the numbers in the inbox stay.
        """
        if session is None:
            erased = len(self.sessions(owner))
            self._rows("DELETE FROM owner WHERE owner = :owner", owner=owner)  # the rest goes by cascade
            self.members.withdraw(owner)
            self.reviews.forget(owner)
            self._rows("INSERT OR IGNORE INTO erasure VALUES (:mark)", mark=mark_of(corpus_name(owner)))
        else:
            query = "DELETE FROM session WHERE owner = :owner AND id = :session RETURNING id"
            erased = len(self._rows(query, owner=owner, session=row_of(session)))
        kept = self.inbox.forget(owner) + self.outbox.forget(owner)
        if erased or kept:
            self._rows("INSERT OR IGNORE INTO erasure VALUES (1)")
        self.erasing = traces_due(self._connection)
        return erased


_SESSION = "SELECT id, number, title, started, touched FROM session"
_TURN = "SELECT number, parent, key, event, state, at, repeats FROM turn"
_NEWEST = "SELECT max(number) FROM turn WHERE owner = :owner AND session = :session AND repeats IS NULL"
_STANDING = """
    SELECT EXISTS (SELECT 1 FROM turn WHERE owner = :owner AND key = :key),
        session.id, session.number, title, started, touched, turn.number, parent, repeats, state
    FROM (SELECT 1)
    LEFT JOIN owner ON owner.owner = :owner
    LEFT JOIN session ON session.id = active AND session.owner = :owner
    LEFT JOIN turn ON turn.number = (SELECT max(number) FROM turn WHERE session = session.id)"""
_APPEND = """
    INSERT INTO turn (owner, session, parent, repeats, key, event, state, at)
    SELECT owner, id, :parent, :repeats, :key, :event, :state, :now FROM session
    WHERE owner = :owner AND id = :session AND (:parent IS NULL OR EXISTS (
        SELECT 1 FROM turn WHERE owner = :owner AND session = :session AND number = :parent))
    RETURNING number, at"""
