"""Fetching updates.

Telegram takes an update for received once a higher offset is asked for. The library's own updater does that
before the update is handled, and loses it when the process is killed; here the offset follows the commit.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.lock import RunningError
from bot.adapters.telegram.retrying import Sleep, pauses, unless, wait_of
from bot.adapters.telegram.updates import KINDS, Raw, numbered
from bot.store.faults import StoreError

LONG_POLL = 50
"""Seconds for which Telegram may keep a request waiting for news."""

MOST_CONFLICTS = 6
"""Requests in a row that end because somebody else asks too: the pauses come to a minute by then."""

WEBHOOK = "有人给这个机器人设过 webhook，收不到消息，现在去掉它。不想用轮询，请设 SHUZHI_WEBHOOK_URL。"
TWO = "另有程序在用同一个令牌收消息，这个就停了。请只留一个；找不到那个，就向 BotFather 换一个令牌。"

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
        self._conflicts = 0

    async def run(self, offset: int) -> None:
        """Go on until it is time to stop, from an offset: the number after the newest stored, or 0.

        Raises ``RunningError`` where another program fetches the same updates, and will not let go of it.
        """
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
            if isinstance(error, Conflict):
                await self._give_way(error)
            await self._pause(next(self._pauses))
        else:
            self._pauses = pauses()
            self._conflicts = 0

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

    async def _give_way(self, conflict: Conflict) -> None:
        """Take away a webhook that somebody set, or stop where another program goes on fetching."""
        self._conflicts += 1
        if self._conflicts > MOST_CONFLICTS:
            raise RunningError(TWO) from conflict
        if _calls(conflict):
            with suppress(TelegramError):
                await self._bot.delete_webhook()

    async def _pause(self, seconds: float) -> None:
        async def wait() -> None:
            await self._sleep(seconds)

        await unless(self._stopping, wait())


def _calls(conflict: Conflict) -> bool:
    """Tell whether updates cannot be fetched because Telegram was told to call with them."""
    return "webhook" in conflict.message.lower()


def _told(error: TelegramError | StoreError) -> str:
    match error:
        case StoreError():
            return str(error)
        case Conflict() if _calls(error):
            return WEBHOOK
        case Conflict():
            return "还有一个程序在用同一个令牌收消息：请只留一个。"
        case InvalidToken() | EndPointNotFound():  # 401 and 404 alike
            return "Telegram 不认这个令牌了：在 BotFather 那里换过的，把新的填进设置，再重启。"
        case _:
            told = f"收不到 Telegram 的消息（{type(error).__name__}），稍后再试"
            return f"{told}；一直这样，就看网络和代理（SHUZHI_PROXY）。"
