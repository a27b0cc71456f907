"""Fetching updates.

Telegram takes an update for received once a higher offset is asked for. The library's own updater does that
before the update is handled, and loses it when the process is killed; here the offset follows the commit.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.retrying import Sleep, pauses, unless, wait_of
from bot.adapters.telegram.updates import KINDS, Raw, numbered
from bot.store.faults import StoreError

LONG_POLL = 50
"""Seconds for which Telegram may keep a request waiting for news."""

_GRACE = 15

_log = logging.getLogger(__name__)


class Polling:
    """Fetches updates and gives them to ``take``, which stores them."""

    def __init__(
        self,
        bot: Bot,
        take: Callable[[list[Raw]], Awaitable[None]],
        sleep: Sleep,
        stopping: asyncio.Event,
        gauges: Gauges,
    ) -> None:
        self._bot = bot
        self._take = take
        self._sleep = sleep
        self._stopping = stopping
        self._gauges = gauges
        self._offset = 0
        """0 where nothing is to be confirmed: after a quiet week Telegram begins to count somewhere else."""
        self._pauses = pauses()

    async def run(self, offset: int) -> None:
        """Go on until it is time to stop, from an offset: the number after the newest stored, or 0."""
        self._offset = offset
        while not self._stopping.is_set():
            await self.step()

    async def step(self) -> None:
        """Fetch once, and take what came; after trouble, wait."""
        try:
            found = await unless(self._stopping, self._fetched()) or []
            self._offset = self._offset if found else 0
            if found:
                await self._take(found)
                self._offset = max(raw["update_id"] for raw in found) + 1
        except RetryAfter as error:
            await self._pause(wait_of(error))
        except (TelegramError, StoreError) as error:
            _log.error("%s", _told(error))
            await self._pause(next(self._pauses))
        else:
            self._pauses = pauses()

    async def _fetched(self) -> list[Raw]:
        """Ask for the updates as they are: the library would refuse all because of one it cannot read."""
        asked = {"offset": self._offset, "timeout": LONG_POLL, "allowed_updates": KINDS}
        found: Any = await self._bot.do_api_request(
            "getUpdates", api_kwargs=asked, read_timeout=LONG_POLL + _GRACE
        )
        self._gauges.heard()
        usable = [each for each in found or () if numbered(each)]
        if found and not usable:  # nothing here can be confirmed, so that it would all come again at once
            raise TelegramError("getUpdates")
        return usable

    async def _pause(self, seconds: float) -> None:
        async def wait() -> None:
            await self._sleep(seconds)

        await unless(self._stopping, wait())


def _told(error: TelegramError | StoreError) -> str:
    match error:
        case StoreError():
            return str(error)
        case Conflict():
            return "还有一个程序在用同一个令牌收消息：请只留一个。"
        case _:
            return f"收不到 Telegram 的消息（{type(error).__name__}），稍后再试。"
