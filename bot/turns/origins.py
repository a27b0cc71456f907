"""Origins: in which turn of its talk each point of a draft first appeared."""

from msgspec import Struct

from bot.events import Event, Filled
from bot.store.transaction import Transaction
from bot.turns.place import decoded
from phrasebank.typed import from_json

ALL = 1 << 31


class Origin(Struct, frozen=True):
    """``turn`` counts those of the session from 1; ``at`` is UTC, ISO 8601; ``sheet`` for an answer sheet."""

    turn: int
    at: str
    sheet: bool = False


def origins(transaction: Transaction, owner: str, session: str, last: int | None = None) -> dict[str, Origin]:
    """Give the origin of every point by its id, up to the turn ``last``.

    A point that was taken back and said anew, which may bear the same id, comes from where it was said anew.
    """
    turns = [
        turn
        for turn in reversed(transaction.history(owner, session, ALL))
        if last is None or turn.number <= last
    ]
    found: dict[str, Origin] = {}
    for place, turn in enumerate(turns, 1):
        ids = {point.id for point in decoded(turn.state).draft.points}
        event = from_json(turn.event, Event)
        found = {point: origin for point, origin in found.items() if point in ids}
        for point in ids - found.keys():
            found[point] = Origin(place, turn.at, isinstance(event, Filled))
    return found
