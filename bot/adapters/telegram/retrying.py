"""Calling Telegram over a bad line."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import timedelta
from itertools import chain, repeat
from typing import Any, TypeVar

import httpx
from telegram.error import BadRequest, RetryAfter, TelegramError

T = TypeVar("T")

Sleep = Callable[[float], Awaitable[None]]

_UNHEARD = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def pauses() -> Iterator[float]:
    """Give the seconds to wait before each new try, without end."""
    return chain((1, 2, 4, 8, 16, 32), repeat(60))


def wait_of(error: RetryAfter) -> float:
    """Give the seconds that Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def doubtful(error: TelegramError) -> bool:
    """Tell whether a call may have been carried out although its answer did not come.

    Not where there was no connection, or where Telegram answered that something is wrong.
    """
    cause = error.__cause__
    unreadable = type(error) is TelegramError  # an answer, but none of Telegram's
    return unreadable or (isinstance(cause, httpx.HTTPError) and not isinstance(cause, _UNHEARD))


def gone(error: BadRequest) -> bool:
    """Tell whether a call was refused because its chat was deleted."""
    return "chat not found" in error.message.lower()


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
