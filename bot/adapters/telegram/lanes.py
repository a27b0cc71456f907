"""A lane for each chat: what is done there is done in order, and no chat waits for another."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from bot.adapters.telegram.retrying import UnreachableError
from bot.store.faults import StoreError

Work = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)


class Lanes:
    """One task for each chat that has something to be done, and none for the others."""

    def __init__(self) -> None:
        self._waiting: dict[int, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, chat: int, work: Work) -> None:
        """Have something done after all that was put into this chat's lane before."""
        if chat in self._waiting:
            self._waiting[chat].append(work)
            return
        self._waiting[chat] = deque([work])
        task = asyncio.create_task(self._run(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, patience: float | None) -> None:
        """Wait until all is done, at most so many seconds (``None``: without end), and drop the rest."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, chat: int) -> None:
        waiting = self._waiting[chat]
        while waiting:
            await _carried_out(waiting.popleft())
        del self._waiting[chat]


async def _carried_out(work: Work) -> None:
    try:
        await work()
    except (UnreachableError, StoreError) as error:
        _log.warning("有回复没有发完，随下一条再发：%s", error)
    except Exception:  # noqa: BLE001 - a fault of the program's own must not silence the chat for good
        _log.exception("发送时出错")
