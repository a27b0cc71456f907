"""Where the next turn goes."""

from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from bot.desk import Desk
from bot.engine import ask
from bot.replies import Question
from bot.state import State
from bot.store.records import Head, Session, Turn, unpacked
from bot.store.transaction import Transaction
from phrasebank.remembering import Recent
from phrasebank.typed import from_json

ACTIVE = 256
"""Sessions whose newest state is remembered as it was read or written last."""

_STATES = Recent[str, tuple[bytes, State]](ACTIVE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a turn is carried out in: whose talk it is, and the key of the event."""

    transaction: Transaction
    desk: Desk
    owner: str
    key: str


class Place(Struct, frozen=True):
    """The session, the state after the turn, and the turn that it follows in meaning.

    ``repeats`` is the turn that made the state, ``None`` where this turn makes it; ``head`` the newest turn.
    """

    session: Session
    state: State
    parent: int | None
    repeats: int | None = None
    head: int | None = None


def decoded(state: bytes) -> State:
    """Read a stored state."""
    return from_json(state, State)


def remember(session: str, packed: bytes, state: State) -> None:
    """Remember the newest state of a session, for ``state_of``."""
    _STATES.put(session, (packed, state))


def state_of(session: str, head: Head | None) -> State:
    """Give the state that the next turn of a session begins from.

    What is remembered is given only for the same bytes: whoever wrote last, and whatever was taken back.
    """
    if head is None:
        return State()
    known = _STATES.get(session)
    return known[1] if known and known[0] == head.packed else decoded(unpacked(head.packed))


def made(turn: Head | Turn) -> int:
    """Give the turn that made the state: this one, or the one that it repeats."""
    return turn.repeats or turn.number


def after(scope: Scope, session: Session, state: State) -> Place:
    """Give the place of a state after the newest turn of a session.

    One that looks the same (the draft and the question) repeats that turn's: undo must not stop at it.
    """
    head = scope.transaction.head(scope.owner, session.id)
    before = decoded(head.state) if head else State()
    return follow(scope, session, state, head, before)


def follow(scope: Scope, session: Session, state: State, head: Head | Turn | None, before: State) -> Place:
    """Give that place where the newest turn is known, and the state that it left."""
    if head is None:
        return Place(session, state, None)
    if _looks_the_same(scope.desk, before, state):
        return Place(session, state, head.parent, made(head), head.number)
    return Place(session, state, head.number, None, head.number)


def _looks_the_same(desk: Desk, before: State, state: State) -> bool:
    if state.draft != before.draft or state.waiting != before.waiting:
        return False
    return state.focus == before.focus or _question(desk, state) == _question(desk, before)


def _question(desk: Desk, state: State) -> Question:
    return replace(ask(desk, state), revision=0)
