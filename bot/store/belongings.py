"""All that the database keeps about one person, to be handed over to them.

Which tables those are is read from the database itself: whatever has an owner, or was written by somebody,
belongs to what they are given, a table of tomorrow too.
"""

from typing import Any

from msgspec import Struct

from bot.store.records import row_of
from bot.store.statements import Statements

TALKS = frozenset({"turn", "outgoing", "session"})
"""What belongs to talks, which are given turn by turn."""

PERSON = ("owner", "reviewer")
"""Columns that name whose a row is."""


class Spoken(Struct, frozen=True):
    """One turn as it was kept, without its state; ``replies`` in their order."""

    number: int
    event: bytes
    at: str
    replies: tuple[bytes, ...]


class Belongings:
    """What is kept about somebody, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._rows = statements.rows

    def spoken(self, owner: str, session: str, after: int, most: int) -> tuple[Spoken, ...]:
        """Give the turns of a session that follow the turn ``after``, the oldest first."""
        own = {"owner": owner, "session": row_of(session), "after": after}
        turns = self._rows(
            "SELECT number, event, at FROM turn WHERE owner = :owner AND session = :session"
            " AND number > :after ORDER BY number LIMIT :most",
            **own,
            most=most,
        )
        last = turns[-1][0] if turns else after
        replies: dict[int, list[bytes]] = {}
        for turn, reply in self._rows(
            "SELECT turn, reply FROM outgoing JOIN turn ON turn = number WHERE turn.owner = :owner"
            " AND session = :session AND number > :after AND number <= :last ORDER BY id",
            **own,
            last=last,
        ):
            replies.setdefault(turn, []).append(reply)
        return tuple(Spoken(number, event, at, tuple(replies.get(number, ()))) for number, event, at in turns)

    def others(self, owner: str) -> dict[str, list[dict[str, Any]]]:
        """Give the rows about somebody in every other table, by the table's name."""
        found: dict[str, list[dict[str, Any]]] = {}
        tables = self._rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        for (table,) in tables:
            columns = [
                name for (name,) in self._rows("SELECT name FROM pragma_table_info(:table)", table=table)
            ]
            own = " OR ".join(f"{column} = :owner" for column in PERSON if column in columns)
            if own and table not in TALKS:
                rows = self._rows(f'SELECT * FROM "{table}" WHERE {own}', owner=owner)  # noqa: S608 - our tables
                found[table] = [_of(owner, dict(zip(columns, row, strict=True))) for row in rows]
        return found


def _of(owner: str, row: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a row who else is in it."""
    return {name: None if name in PERSON and value != owner else value for name, value in row.items()}
