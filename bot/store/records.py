"""What is kept, as the rest of the program sees it, and how a row becomes it."""

import re
import zlib
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
    """One event and the state after it, both as the caller's bytes.

    ``number`` grows over the whole database. ``parent`` is the turn that the state follows in meaning, not in
    time: undoing appends a turn with an ancestor's state *and* that ancestor's parent, so undoing again goes
    further back. ``repeats`` is the turn that made the state, ``None`` where this one did.
    """

    number: int
    parent: int | None
    key: str
    event: bytes
    state: bytes
    at: str
    repeats: int | None = None


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


def session_of(row: tuple[Any, ...]) -> Session:
    """Read a session's columns, in the order of its fields."""
    identity, *rest = row
    return Session(name_of(identity), *rest)


def turn_of(row: tuple[Any, ...]) -> Turn:
    """Read a turn's columns, in the order of its fields; its state is stored deflated."""
    number, parent, key, event, state, *rest = row
    return Turn(number, parent, key, event, zlib.decompress(state), *rest)
