"""A lane for each chat: what is done there is done in order, and no chat waits for another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from heapq import heappop, heappush
from itertools import count

Work = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)


class Lanes:
    """One task for each chat that has something to be done, and none for the others."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[tuple[int, int, Work]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._count = count()
        self._closed = False

    def put(self, chat: int, work: Work, place: int = 0) -> None:
        """Have something done after all that waits in this chat's lane with the same or a lower place."""
        entry = (place, next(self._count), work)
        if chat in self._waiting:
            heappush(self._waiting[chat], entry)
            return
        self._waiting[chat] = [entry]
        task = asyncio.create_task(self._run(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def busy(self, chat: int) -> bool:
        """Tell whether something is being done or waits in a chat's lane."""
        return chat in self._waiting

    async def drain(self) -> None:
        """Wait until all is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, patience: float) -> None:
        """Finish what is being done, within so many seconds, and drop what waits."""
        self._closed = True
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, chat: int) -> None:
        waiting = self._waiting[chat]
        while waiting and not self._closed:
            _, _, work = heappop(waiting)
            try:
                await work()
            except Exception:  # noqa: BLE001 - a fault of the program's own must not silence the chat for good
                _log.exception("出错，接着做下一件")
        del self._waiting[chat]
