"""Updates as they came in: kept from before they are confirmed until they are applied; then their numbers.

``source`` is whose numbering it is: another bot on the same database counts on its own.
"""

from datetime import timedelta

from msgspec import Struct

from bot.store.statements import Statements

KEPT = timedelta(days=8)
"""How long a number is known: Telegram delivers again for a day, and may count anew after a quiet week."""

COUNTING = timedelta(days=6)
"""How long the numbering is sure to go on from the newest number."""


class Stored(Struct, frozen=True):
    """An update that is not applied yet; ``raw`` as it came."""

    number: int
    raw: bytes


class Depth(Struct, frozen=True):
    """How many updates are open and set aside; the oldest open one's moment, UTC, ISO 8601, or empty."""

    open: int
    aside: int
    oldest: str


class Inbox:
    """What came in, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._rows = statements.rows
        self._statements = statements

    def put(self, source: int, number: int, owner: str, raw: bytes) -> bool:
        """Keep an update; False where its number is known already, and nothing changes."""
        return self._put(source, number, owner, raw, state="new")

    def put_aside(self, source: int, number: int, owner: str, raw: bytes, release: str) -> bool:
        """Keep an update that this release of the program cannot read, for a later one that can."""
        return self._put(source, number, owner, raw, state="aside", release=release)

    def refuse(self, source: int, number: int) -> bool:
        """Keep nothing but the number of an update that is not to be applied."""
        return self._put(source, number, "", None, state="done")

    def open(self, source: int) -> tuple[Stored, ...]:
        """Give the updates that wait to be applied, by number."""
        rows = self._rows(
            "SELECT number, raw FROM inbox WHERE source = :source AND state = 'new' ORDER BY number",
            source=source,
        )
        return tuple(Stored(*row) for row in rows)

    def try_again(self, source: int, number: int) -> int:
        """Count a try at an update that was open when the program started; gives how many there were."""
        rows = self._rows(
            "UPDATE inbox SET tries = tries + 1 WHERE source = :source AND number = :number RETURNING tries",
            source=source,
            number=number,
        )
        return int(rows[0][0]) if rows else 0

    def settle(self, source: int, number: int) -> None:
        """Keep nothing of an update but its number: it is applied."""
        self._rows(
            "UPDATE inbox SET state = 'done', raw = NULL, owner = ''"
            " WHERE source = :source AND number = :number",
            source=source,
            number=number,
        )

    def set_aside(self, source: int, number: int, release: str) -> None:
        """Let an update wait for another release of the program, since this one cannot apply it."""
        self._rows(
            "UPDATE inbox SET state = 'aside', release = :release"
            " WHERE source = :source AND number = :number",
            source=source,
            number=number,
            release=release,
        )

    def reopen(self, source: int, release: str) -> tuple[Stored, ...]:
        """Let what other releases had set aside, not too long ago, wait to be applied; gives it by number."""
        rows = self._rows(
            "UPDATE inbox SET state = 'new', tries = 0 WHERE source = :source AND state = 'aside'"
            " AND release IS NOT :release AND at > :since RETURNING number, raw",
            source=source,
            release=release,
            since=self._statements.now(ago=KEPT),
        )
        return tuple(Stored(*row) for row in sorted(rows))

    def next(self, source: int) -> int:
        """Give the number that follows the newest; 0 where the numbering may have begun anew."""
        rows = self._rows(
            "SELECT number + 1 FROM inbox WHERE source = :source AND at > :since"
            " ORDER BY number DESC LIMIT 1",
            source=source,
            since=self._statements.now(ago=COUNTING),
        )
        return int(rows[0][0]) if rows else 0

    def depth(self, source: int) -> Depth:
        """Tell how much waits."""
        rows = self._rows(
            "SELECT count(*) FILTER (WHERE state = 'new'), count(*) FILTER (WHERE state = 'aside'),"
            " ifnull(min(at) FILTER (WHERE state = 'new'), '')"
            " FROM inbox WHERE source = :source AND state <> 'done'",
            source=source,
        )
        return Depth(*rows[0]) if rows else Depth(0, 0, "")

    def prune(self) -> None:
        """Drop numbers that will not be delivered again, and what was set aside for as long."""
        self._rows(
            "DELETE FROM inbox WHERE state <> 'new' AND at < :since", since=self._statements.now(ago=KEPT)
        )

    def forget(self, owner: str) -> int:
        """Keep nothing of an owner's updates but their numbers, save those still to be applied."""
        rows = self._rows(
            "UPDATE inbox SET state = 'done', raw = NULL, owner = ''"
            " WHERE owner = :owner AND state <> 'new' RETURNING number",
            owner=owner,
        )
        return len(rows)

    def _put(  # noqa: PLR0913 - a row has so many columns
        self, source: int, number: int, owner: str, raw: bytes | None, *, state: str, release: str = ""
    ) -> bool:
        self._statements.furnish()
        rows = self._rows(
            "INSERT INTO inbox (source, number, owner, raw, state, release, at)"
            " VALUES (:source, :number, :owner, :raw, :state, :release, :now)"
            " ON CONFLICT DO NOTHING RETURNING number",
            source=source,
            number=number,
            owner=owner,
            raw=raw,
            state=state,
            release=release,
            now=self._statements.now(),
        )
        return bool(rows)
