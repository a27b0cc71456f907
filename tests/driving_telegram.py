"""The Telegram adapter put together in the test's own process, over the real engine and store."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.office import Office
from bot.adapters.telegram.pace import Pace, Rate, Rates
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.progress import TICK
from bot.adapters.telegram.retrying import Sleep
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.draft import Draft
from bot.store.store import Store
from tests.telegram_fake import BOT, TOKEN, FakeTelegram, Person

OPEN = Settings(TOKEN, access="open", metrics=None)
PAIRING = Settings(TOKEN, admins=frozenset({7}), metrics=None)
"""Only the person of the chat 7, its administrator, is let in without a code."""

ME, OTHER = "tg:7", "tg:8"
"""Owners, those of the chats 7 and 8."""

FREE = Rates(Rate(0), Rate(0), Rate(0))


class Waiting:
    """A sleep that takes no time and is remembered; one of ``endless`` seconds never ends."""

    def __init__(self, endless: float = 0) -> None:
        self.slept: list[float] = []
        self.now = 1000.0
        self._endless = endless
        self._news = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._news.set()
        if seconds == self._endless:
            await asyncio.Event().wait()
        self.now += seconds
        await asyncio.sleep(0)

    async def until(self, seconds: float) -> None:
        """Wait until somebody sleeps so long."""
        while seconds not in self.slept:
            self._news.clear()
            await self._news.wait()

    def clock(self) -> float:
        return self.now


@dataclass
class Server:
    """The adapter at work, one step at a time."""

    fake: FakeTelegram
    parts: Parts
    office: Office
    polling: Polling
    stopping: asyncio.Event

    @property
    def conversation(self) -> Conversation:
        return self.parts.conversation

    @property
    def store(self) -> Store:
        return self.parts.store

    async def draft(self, user: int = 7, session: str = "") -> Draft:
        """Give a person's draft: the one in hand, or that of a session."""
        owner = f"tg:{user}"
        where = await self.conversation.session(owner)
        assert where
        draft = await self.conversation.draft(owner, session or where[0])
        assert draft
        return draft

    async def settle(self) -> None:
        """Fetch and handle what was written, and wait until all is sent."""
        await self.polling.step()
        await self.office.drain()

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait for messages until something is the case."""
        async with asyncio.timeout(60):
            while not reached():
                self.fake.arrived.clear()
                await self.fake.arrived.wait()


def parts_of(  # noqa: PLR0913 - what may differ from test to test
    fake: FakeTelegram,
    store: Store,
    settings: Settings = OPEN,
    waiting: Waiting | None = None,
    make: type[Conversation] = Conversation,
    *,
    tick: Sleep | None = None,
) -> Parts:
    """Put the adapter's parts together over a Bot API that lives in the test."""
    waiting, tick = waiting or Waiting(), tick or Waiting(endless=TICK)
    pace = Pace(waiting, waiting.clock, FREE)
    bot = bot_of(settings, fake, fake)
    conversation = make(Desk(store.path.parent), store, settings.names)
    return Parts(bot, conversation, store, settings, waiting, pace, Gauges(), tick)


@asynccontextmanager
async def serving(  # noqa: PLR0913 - what may differ from test to test
    db: Path,
    fake: FakeTelegram,
    settings: Settings = OPEN,
    *,
    waiting: Waiting | None = None,
    make: type[Conversation] = Conversation,
    keep: type[Store] = Store,
    tick: Sleep | None = None,
) -> AsyncIterator[Server]:
    """Start the adapter on a database, anew as after a restart; whatever is still being sent is cut off."""
    store = await keep.open(db)
    parts = parts_of(fake, store, settings, waiting, make, tick=tick)
    await parts.bot.initialize()
    office, stopping = Office(parts, str(BOT["username"])), asyncio.Event()
    polling = Polling(parts.bot, office.reception.take, parts.sleep, stopping, parts.gauges)
    await office.resume()
    try:
        yield Server(fake, parts, office, polling, stopping)
    finally:
        await office.close(0)
        await store.close()
    assert fake.violations == []


async def sent(server: Server, person: Person, **content: object) -> list[str]:
    """Send a message, wait for what comes of it, and give the messages that came."""
    before = len(person.messages)
    person.send(**content)
    await server.settle()
    return person.messages[before:]


async def replies(server: Server, person: Person, *lines: str) -> list[str]:
    """Say each line, wait for what comes of it, and give the replies to the last."""
    before = 0
    for line in lines:
        before = len(person.seen)
        await sent(server, person, text=line)
    return person.seen[before:]


async def said(server: Server, person: Person, *lines: str) -> str:
    """Say each line, wait for what comes of it, and give the replies to the last as one text."""
    return "\n".join(await replies(server, person, *lines))


def at_the_time(now: list[datetime]) -> type[Store]:
    """Give a store by whose clock it is the moment that stands in a list of one."""

    class Timed(Store):
        @classmethod
        async def open(cls, path: Path | None = None, **_: object) -> "Timed":
            return await super().open(path, clock=lambda: now[0])  # type: ignore[return-value] # it gives cls

    return Timed


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
