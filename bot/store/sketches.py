"""Sketches of texts that were handed over: they recognise a text again and give none back."""

from msgspec import Struct

from bot.store.records import known, row_of
from bot.store.statements import Statements

NEWEST = 400
"""As many sketches are compared with: those of the texts handed over last."""


class Sketched(Struct, frozen=True):
    """The sketch of a text: ``own`` and named where it is the asking owner's; nothing names another's."""

    own: bool
    name: str
    data: bytes


class Sketches:
    """Sketches and the key that they are made with, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._rows = statements.rows
        self._statements = statements

    def key(self) -> bytes:
        """Give this database's key, made when first asked for; without it no guess can be compared."""
        rows = self._rows("SELECT key FROM sketching")
        if rows:
            return bytes(rows[0][0])
        import secrets  # noqa: PLC0415 - the first prompt needs none of this

        key = secrets.token_bytes(32)
        self._rows("INSERT INTO sketching (key) VALUES (:key)", key=key)
        return key

    def keep(self, owner: str, session: str, name: str, data: bytes) -> None:
        """Keep the sketch of a text in place of the last of its name, empty for the session's report."""
        self._rows(
            "INSERT INTO sketch (owner, session, name, data, at)"
            " SELECT owner, id, :name, :data, :now FROM session WHERE owner = :owner AND id = :session"
            " ON CONFLICT (session, name) DO UPDATE SET data = :data, at = :now",
            owner=owner,
            session=row_of(session),
            name=name,
            data=data,
            now=self._statements.now(),
        )

    def others(self, owner: str, session: str) -> tuple[Sketched, ...]:
        """Give the sketches of all other texts: of other sessions, and what was handed into this one."""
        rows = self._rows(
            "SELECT sketch.owner = :owner, iif(sketch.owner = :owner, iif(name = '', title, name), ''), data"
            " FROM sketch JOIN session ON session = session.id"
            " WHERE (session <> :session OR name <> '') AND (sketch.owner = :owner OR name = '')"
            " ORDER BY at DESC LIMIT :most",
            owner=owner,
            session=known(row_of(session)),
            most=NEWEST,
        )
        return tuple(Sketched(bool(own), name, data) for own, name, data in rows)
