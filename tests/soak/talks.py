"""Talks of many owners, the same each time: which event is an owner's n-th never changes."""

import random
from collections.abc import Iterator
from functools import cache

from bot.adapters.incoming import event_of
from bot.events import Event
from tests.golden import NAMES, talk

ASIDES = (
    "/undo",
    "/undo 3",
    "/redo",
    "/history",
    "/changes",
    "/back",
    "/skip",
    "/copy",
    "/resume 1",
    "/drafts",
    "/facts",
    "/goto 1",
)
ASIDE = 0.12
"""How often something else is wanted in between."""


def script(owner: str) -> Iterator[Event]:
    """Give what an owner says, as it is understood, without an end."""
    return map(event_of, lines(owner))


def lines(owner: str) -> Iterator[str]:
    """Give what an owner types, without an end."""
    chance = random.Random(owner)  # noqa: S311 - the same each time, not secret
    while True:
        for line in chance.choice(_talks()):
            yield line
            if chance.random() < ASIDE:
                yield chance.choice(ASIDES)
        yield "/new"


@cache
def _talks() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(talk(name)) for name in NAMES)
