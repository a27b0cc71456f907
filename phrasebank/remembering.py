"""What is remembered of users' words so as not to work it out twice, and how all of it is let go at once.

Whoever remembers something that depends on what a user wrote does it here, within bounds, so that nothing
of it is left in memory once somebody's words are erased. Of the program's own words nothing needs erasing.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from threading import Lock
from typing import Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_KEPT: list[tuple[Callable[[], int], Callable[[], None]]] = []
"""Of everything that remembers: how much it does, and how it lets go of it."""


MOST_CHARACTERS = 1_000_000
"""Of the texts that one function remembers something of: a message may be a hundred thousand long."""


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember the ``most`` newest results of a function that is pure, by its arguments.

    Once they are of ``MOST_CHARACTERS``, all are let go of, and remembering begins anew.
    """

    def kept(function: Callable[P, T]) -> Callable[P, T]:
        characters = 0

        @wraps(function)
        def worked_out(*args: P.args, **named: P.kwargs) -> T:
            nonlocal characters
            characters += sum(len(each) for each in args if isinstance(each, str))
            if characters > MOST_CHARACTERS:
                known.cache_clear()
                characters = 0
            return function(*args, **named)

        known = lru_cache(maxsize=most)(worked_out)
        _KEPT.append((lambda: known.cache_info().currsize, known.cache_clear))
        return cast("Callable[P, T]", known)  # the type of a cache forgets the arguments

    return kept


class Recent(Generic[K, T]):
    """The ``most`` values that were put or asked for last, by key; for use in several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, T] = {}
        self._lock = Lock()
        _KEPT.append((lambda: len(self._values), self._values.clear))

    def get(self, key: K) -> T | None:
        """Give the value of a key, if it is still known."""
        with self._lock:
            value = self._values.pop(key, None)
            if value is not None:
                self._values[key] = value
            return value

    def put(self, key: K, value: T) -> None:
        """Remember a value in place of the last one of its key."""
        with self._lock:
            self._values.pop(key, None)
            self._values[key] = value
            if len(self._values) > self._most:
                del self._values[next(iter(self._values))]


def wipe() -> None:
    """Let go of everything. What is being worked out at this moment may be remembered after it."""
    for _, let_go in _KEPT:
        let_go()


def held() -> int:
    """Count what is remembered."""
    return sum(count() for count, _ in _KEPT)
