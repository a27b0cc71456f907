"""What a talk opens with, found without storing anything.

The first prompt waits neither for a database to be made nor for the event loop to be loaded: the turn that
belongs to it is stored afterwards, and shows nothing.
"""

from datetime import UTC, datetime
from pathlib import Path

from bot.desk import Desk
from bot.engine import advance, ask
from bot.events import Opened
from bot.replies import Question, Say
from bot.state import State
from bot.store.faults import explained
from bot.store.opening import connect
from bot.store.transaction import Transaction
from bot.turns.place import decoded

OWNER = "local"
"""Whose talk it is: whoever sits at the terminal."""


def opening(path: Path, desk: Desk, owner: str) -> tuple[tuple[Say, ...], Question]:
    """Give the greeting and the question that coming (back) to the talk leads to.

    Raises ``StoreError``, and ``BrokenFileError`` for an outline.
    """
    state, effects = advance(desk, _state(path, owner), Opened())
    return tuple(effect for effect in effects if isinstance(effect, Say)), ask(desk, state)


def _state(path: Path, owner: str) -> State:
    try:
        connection = connect(path)
        try:
            transaction = Transaction(connection, lambda: datetime.now(UTC))
            session = transaction.active(owner)
            head = transaction.head(owner, session.id) if session else None
        finally:
            connection.close()
    except Exception as error:
        raise explained(error, path) from error
    return decoded(head.state) if head else State()
