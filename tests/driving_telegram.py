"""The Telegram adapter put together in the test's own process, over the real engine and store."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from telegram import Bot

from bot.adapters.telegram.courier import Courier
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.reception import Reception
from bot.adapters.telegram.retrying import Sleep
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.store.store import Store
from tests.telegram_fake import BOT, TOKEN, FakeTelegram, Person

DESK = Desk()
OPEN = Settings(TOKEN, access="open")


class Waiting:
    """A sleep that takes no time and is remembered; one of ``endless`` seconds never ends."""

    def __init__(self, endless: float = 0) -> None:
        self.slept: list[float] = []
        self._endless = endless

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        if seconds == self._endless:
            await asyncio.Event().wait()


@dataclass
class Server:
    """The adapter at work, one step at a time."""

    fake: FakeTelegram
    bot: Bot
    conversation: Conversation
    store: Store
    reception: Reception
    polling: Polling
    stopping: asyncio.Event

    async def settle(self) -> None:
        """Fetch and handle what was written, and wait until all is sent."""
        await self.polling.step()
        await self.reception.lanes.close(None)

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait for messages until something is the case."""
        async with asyncio.timeout(60):
            while not reached():
                self.fake.arrived.clear()
                await self.fake.arrived.wait()


@asynccontextmanager
async def serving(
    db: Path,
    fake: FakeTelegram,
    settings: Settings = OPEN,
    sleep: Sleep | None = None,
    make: type[Conversation] = Conversation,
) -> AsyncIterator[Server]:
    """Start the adapter on a database, anew as after a restart; whatever is still being sent is cut off."""
    bot = bot_of(settings, fake, fake)
    await bot.initialize()
    store = await Store.open(db)
    waiting = sleep or Waiting()
    conversation = make(DESK, store)
    reception = Reception(conversation, Courier(bot, conversation, waiting), settings, str(BOT["username"]))
    stopping = asyncio.Event()
    polling = Polling(bot, reception.take, waiting, stopping)
    try:
        yield Server(fake, bot, conversation, store, reception, polling, stopping)
    finally:
        await reception.lanes.close(0)
        await store.close()
    assert fake.violations == []


def run_telegram(lines: Iterable[str], db: Path) -> tuple[list[str], list[tuple[str, bytes]]]:
    """Talk through a transcript, one message a line; give the texts seen and the files received, in order.

    The talk begins as every talk on Telegram does, with a press on START.
    """

    async def talk() -> tuple[list[str], list[tuple[str, bytes]]]:
        fake = FakeTelegram()
        person = Person(fake)
        async with serving(db, fake) as server:
            for line in ("/start", *lines):
                person.say(line)
                await server.settle()
        return person.seen, person.documents

    return asyncio.run(talk())
