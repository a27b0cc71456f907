"""What becomes of an errand that was carried out: what was told of it takes its place, and its text goes."""

from bot.store.records import known, packed, row_of
from bot.store.statements import Statements


class Errands:
    """Errands among the replies, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._rows = statements.rows

    def waits(self, owner: str, post: int) -> bool:
        """Tell whether a reply is still to be sent: what was forgotten meanwhile is not."""
        query = "SELECT 1 FROM outgoing WHERE owner = :owner AND id = :post AND sent IS NULL"
        return bool(self._rows(query, owner=owner, post=known(post)))

    def done(self, owner: str, post: int, reply: bytes) -> bool:
        """Put another reply in the place of one still to be sent; False where it is there no more."""
        rows = self._rows(
            "UPDATE outgoing SET reply = :reply WHERE owner = :owner AND id = :post AND sent IS NULL"
            " RETURNING id",
            owner=owner,
            post=known(post),
            reply=reply,
        )
        return bool(rows)

    def redact(self, owner: str, session: str, turn: int, *, event: bytes, state: bytes) -> None:
        """Keep less of a turn than was kept of it: what is overwritten is gone from its place."""
        self._rows(
            "UPDATE turn SET event = :event, state = :state"
            " WHERE owner = :owner AND session = :session AND number = :turn",
            owner=owner,
            session=row_of(session),
            turn=known(turn),
            event=event,
            state=packed(state),
        )
