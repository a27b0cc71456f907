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

from bot.adapters.telegram.retrying import Sleep, pauses, unless, wait_of
from bot.adapters.telegram.updates import KINDS, Raw
from bot.store.faults import StoreError

LONG_POLL = 50
"""Seconds for which Telegram may keep a request waiting for news."""

_GRACE = 15

_log = logging.getLogger(__name__)


class Polling:
    """Fetches updates and gives them to ``take`` one by one, in Telegram's order."""

    def __init__(
        self,
        bot: Bot,
        take: Callable[[int, Raw], Awaitable[None]],
        sleep: Sleep,
        stopping: asyncio.Event,
    ) -> None:
        self._bot = bot
        self._take = take
        self._sleep = sleep
        self._stopping = stopping
        self._offset = 0
        """0 where nothing is to be confirmed: after a quiet week Telegram begins to count somewhere else."""
        self._pauses = pauses()

    async def run(self) -> None:
        """Go on until it is time to stop, and then only finish the update in hand."""
        while not self._stopping.is_set():
            await self.step()

    async def step(self) -> None:
        """Fetch once, and take what came; after trouble, wait."""
        try:
            found = await unless(self._stopping, self._fetched()) or []
            self._offset = self._offset if found else 0
            for raw in found:
                if self._stopping.is_set():
                    return
                await self._one(raw)
        except RetryAfter as error:
            await self._pause(wait_of(error))
        except (TelegramError, StoreError) as error:
            _log.error("%s", _told(error))
            await self._pause(next(self._pauses))
        else:
            self._pauses = pauses()

    async def _one(self, raw: Raw) -> None:
        number = raw["update_id"]
        await self._take(number, raw)
        self._offset = number + 1

    async def _fetched(self) -> list[Raw]:
        """Ask for the updates as they are: the library would refuse all because of one it cannot read."""
        asked = {"offset": self._offset, "timeout": LONG_POLL, "allowed_updates": KINDS}
        found: Any = await self._bot.do_api_request(
            "getUpdates", api_kwargs=asked, read_timeout=LONG_POLL + _GRACE
        )
        numbered = [each for each in found or () if _numbered(each)]
        if found and not numbered:  # nothing here can be confirmed, so that it would all come again at once
            raise TelegramError("getUpdates")
        return numbered

    async def _pause(self, seconds: float) -> None:
        async def wait() -> None:
            await self._sleep(seconds)

        await unless(self._stopping, wait())


def _numbered(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _told(error: TelegramError | StoreError) -> str:
    match error:
        case StoreError():
            return str(error)
        case Conflict():
            return "还有一个程序在用同一个令牌收消息：请只留一个。"
        case _:
            return f"收不到 Telegram 的消息（{type(error).__name__}），稍后再试。"
