"""What is kept, as the rest of the program sees it, and how a row becomes it."""

import re
import zlib
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

NAME = re.compile("s([1-9][0-9]{0,17})")


class Session(Struct, frozen=True):
    """One person's talk. ``number`` counts 1, 2, 3 … per owner; the times are UTC, ISO 8601."""

    id: str
    number: int
    title: str
    started: str
    touched: str


class Turn(Struct, frozen=True):
    """One event and the state after it, both as the caller's bytes; the state is ``packed`` as it is stored.

    ``number`` grows over the whole database. ``parent`` is the turn that the state follows in meaning, not in
    time: undoing appends a turn with an ancestor's state *and* that ancestor's parent, so undoing again goes
    further back. ``repeats`` is the turn that made the state, ``None`` where this one did.
    """

    number: int
    parent: int | None
    key: str
    event: bytes
    packed: bytes
    at: str
    repeats: int | None = None

    @property
    def state(self) -> bytes:
        """The state as it was given."""
        return unpacked(self.packed)


class Head(Struct, frozen=True):
    """The newest turn of a session, as far as the next one needs it; the fields are those of ``Turn``."""

    number: int
    parent: int | None
    repeats: int | None
    packed: bytes


class Standing(Struct, frozen=True):
    """Where an owner stands: the active session, its newest turn, and whether an event was ``seen``.

    Of the newest turn only what the next one follows: its number, what it follows and repeats, its state.
    """

    seen: bool = False
    session: Session | None = None
    head: Head | None = None


class Outgoing(Struct, frozen=True):
    """A reply that was decided on in ``turn`` and is not known to have arrived."""

    id: int
    session: str
    turn: int
    reply: bytes


def name_of(row: int) -> str:
    """Give the id of the session in a row."""
    return f"s{row}"


def row_of(name: str) -> int:
    """Give the row that a session's id names; 0, which no row has, for anything that is no such id."""
    match = NAME.fullmatch(name)
    return int(match[1]) if match else 0


def known(number: int) -> int:
    """Keep a number that SQLite cannot hold from being one."""
    return number if 0 < number < 1 << 63 else 0


def session_of(row: Sequence[Any]) -> Session:
    """Read a session's columns, in the order of its fields."""
    identity, *rest = row
    return Session(name_of(identity), *rest)


def turn_of(row: tuple[Any, ...]) -> Turn:
    """Read a turn's columns, in the order of its fields."""
    return Turn(*row)


def packed(state: bytes) -> bytes:
    """Deflate a state."""
    return zlib.compress(state, _LEVEL)


def unpacked(packed: bytes) -> bytes:
    """Give a state back."""
    return zlib.decompress(packed)


_LEVEL = 1
"""Of deflate: a state of 30 KB becomes 7 KB in 0.2 ms; level 6 takes three times as long for a tenth less."""
