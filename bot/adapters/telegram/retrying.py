"""Calling Telegram over a bad line."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import timedelta
from itertools import chain, repeat
from typing import Any, TypeVar

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

T = TypeVar("T")

Sleep = Callable[[float], Awaitable[None]]
Call = Callable[[], Awaitable[object]]

MOST_DOUBTS = 3
"""How often a call is made whose answer does not come; each time it may have been carried out."""

_DOUBTFUL = (httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError)

_log = logging.getLogger(__name__)


class UnreachableError(Exception):
    """A chat takes no messages now: it is blocked or deleted, or no answer comes; ``str()`` says which."""


def pauses() -> Iterator[float]:
    """Give the seconds to wait before each new try, without end."""
    return chain((1, 2, 4, 8, 16, 32), repeat(60))


def wait_of(error: RetryAfter) -> float:
    """Give the seconds that Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


async def insist(call: Call, sleep: Sleep) -> None:
    """Make a call until it is through, or until Telegram says that it will never take it.

    Raises ``UnreachableError``. What never reached Telegram is tried again without end; what may have been
    carried out, though its answer did not come, only ``MOST_DOUBTS`` times.
    """
    doubts, waits = 0, pauses()
    while True:
        try:
            await call()
        except RetryAfter as error:
            await sleep(wait_of(error))
        except BadRequest as error:
            return _refused(error)
        except NetworkError as error:
            doubts += isinstance(error.__cause__, _DOUBTFUL)
            if doubts >= MOST_DOUBTS:
                raise UnreachableError(type(error.__cause__).__name__) from error
            await sleep(next(waits))
        except TelegramError as error:  # blocked by the user, moved, or the token was revoked meanwhile
            raise UnreachableError(type(error).__name__) from error
        else:
            return None


def _refused(error: BadRequest) -> None:
    """Let a call go that would be refused again; its text is Telegram's own, and never the user's."""
    if "chat not found" in error.message.lower():
        raise UnreachableError("chat not found") from error
    _log.warning("Telegram 不收这一条，不再重发：%s", error.message)


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Wait for work, but only until it is time to stop: then it is cancelled, and the answer is ``None``."""
    task, stop = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stop.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)
