"""Replies on their way: those of turns, and notes, which belong to no turn; and how far each has come."""

from datetime import timedelta

from msgspec import Struct

from bot.store.records import known, name_of, row_of
from bot.store.statements import Statements


class Post(Struct, frozen=True):
    """A reply not known to have arrived. A note has a negative ``id``, and neither session nor turn.

    Of its messages the first ``arrived`` are known to have arrived, and the one after them was given to the
    transport ``begun`` times without a word on whether it did.
    """

    id: int
    session: str
    turn: int
    reply: bytes
    begun: int
    arrived: int


class Backlog(Struct, frozen=True):
    """How many replies wait; the oldest one's moment, UTC, ISO 8601, or empty."""

    waiting: int
    oldest: str


class Outbox:
    """What goes out, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._rows = statements.rows
        self._statements = statements

    def note(self, owner: str, reply: bytes, session: str = "") -> None:
        """Have something told that belongs to no turn, after all that waits for its owner now.

        What shows somebody else's draft goes with that draft's ``session``.
        """
        self._statements.furnish()
        self._rows(
            "INSERT INTO note (owner, place, reply, at, session)"
            " SELECT :owner, ifnull(max(id), 0), :reply, :now, nullif(:session, 0) FROM outgoing",
            owner=owner,
            session=row_of(session),
            reply=reply,
            now=self._statements.now(),
        )

    def unsent(self, owner: str) -> tuple[Post, ...]:
        """Give what is not known to have arrived, in the order it was decided on."""
        rows = self._rows(_UNSENT, owner=owner)
        return tuple(Post(row, name_of(session), *rest) for row, session, *rest in rows)

    def owners(self) -> tuple[str, ...]:
        """Give everybody for whom something waits."""
        rows = self._rows("SELECT owner FROM outgoing WHERE sent IS NULL UNION SELECT owner FROM note")
        return tuple(owner for (owner,) in rows)

    def unbegun(self) -> tuple[str, ...]:
        """Give everybody for whom a note waits, and nothing that has been given to the transport before."""
        rows = self._rows("SELECT DISTINCT owner FROM note WHERE owner NOT IN (SELECT owner FROM sending)")
        return tuple(owner for (owner,) in rows)

    def begin(self, owner: str, post: int) -> None:
        """Note that a message of it is being given to the transport, from where it may arrive unheard of."""
        self._rows(
            "INSERT INTO sending (owner, post, begun, arrived) VALUES (:owner, :post, 1, 0)"
            " ON CONFLICT DO UPDATE SET begun = begun + 1",
            owner=owner,
            post=post,
        )

    def failed(self, owner: str, post: int) -> None:
        """Note that the message begun last has certainly not arrived."""
        self._rows(
            "UPDATE sending SET begun = max(begun - 1, 0) WHERE owner = :owner AND post = :post",
            owner=owner,
            post=post,
        )

    def arrived(self, owner: str, post: int) -> None:
        """Note that the message begun last has arrived, and that others of the same reply follow."""
        self._rows(
            "UPDATE sending SET begun = 0, arrived = arrived + 1 WHERE owner = :owner AND post = :post",
            owner=owner,
            post=post,
        )

    def sent(self, owner: str, post: int) -> None:
        """Note that all of it has arrived, or never will; nothing happens where it is not the owner's."""
        if post < 0:
            self._rows("DELETE FROM note WHERE owner = :owner AND id = :note", owner=owner, note=known(-post))
        else:
            self._rows(
                "UPDATE outgoing SET sent = :now WHERE owner = :owner AND id = :post",
                owner=owner,
                post=known(post),
                now=self._statements.now(),
            )
        self._rows("DELETE FROM sending WHERE owner = :owner AND post = :post", owner=owner, post=post)

    def drop(self, owner: str) -> int:
        """Let go of all that waits for an owner who cannot be reached; gives how much that was."""
        waiting = self.unsent(owner)
        for post in waiting:
            self.sent(owner, post.id)
        return len(waiting)

    def backlog(self, prefix: str) -> Backlog:
        """Tell how much waits for owners whose name begins so."""
        rows = self._rows(_BACKLOG, prefix=f"{prefix}*")
        return Backlog(*rows[0]) if rows else Backlog(0, "")

    def forget(self, owner: str) -> int:
        """Keep nothing of an owner's notes."""
        rows = self._rows("DELETE FROM note WHERE owner = :owner RETURNING id", owner=owner)
        self._rows("DELETE FROM sending WHERE owner = :owner", owner=owner)
        return len(rows)

    def prune(self) -> None:
        """Drop notes that could not be delivered for a month, and how far they had come."""
        since = self._statements.now(ago=timedelta(days=30))
        self._rows("DELETE FROM note WHERE at < :since", since=since)
        self._rows("DELETE FROM sending WHERE post < 0 AND -post NOT IN (SELECT id FROM note)")


_UNSENT = """
    SELECT post, session, turn, reply, ifnull(begun, 0), ifnull(arrived, 0) FROM (
        SELECT outgoing.owner, id AS post, session, turn, reply, id AS place
        FROM outgoing JOIN turn ON turn = number WHERE outgoing.owner = :owner AND sent IS NULL
        UNION ALL
        SELECT owner, -id, 0, 0, reply, place FROM note WHERE owner = :owner
    ) LEFT JOIN sending USING (owner, post) ORDER BY place, post < 0, abs(post)"""

_BACKLOG = """
    SELECT count(*), ifnull(min(at), '') FROM (
        SELECT at FROM outgoing JOIN turn ON turn = number
        WHERE outgoing.owner GLOB :prefix AND sent IS NULL
        UNION ALL
        SELECT at FROM note WHERE owner GLOB :prefix
    )"""
