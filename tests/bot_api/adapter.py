"""The adapter as fast as it can be over real HTTP, polling and called by webhook, and talks with it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.adapters.telegram.app import serve
from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.settings import Settings, Webhook
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.store.store import Store
from tests.bot_api.program import PATIENCE, free_port, listens
from tests.bot_api.server import TOKEN
from tests.bot_api.side import Side
from tests.driving_telegram import FREE

MODES = ("polling", "webhook")
SECRET = "0123456789abcdef"  # noqa: S105 - opens nothing


async def soon(_: float) -> None:
    """Sleep for no more than a moment: the lines here are short."""
    await asyncio.sleep(0.01)


def parts_over(root: str, store: Store, port: int) -> Parts:
    """Put the parts together: called at ``port`` of this machine, or fetching where that is 0."""
    webhook = Webhook(f"http://127.0.0.1:{port}/hook", ("127.0.0.1", port), SECRET) if port else None
    settings = Settings(TOKEN, root, access="open", metrics=None, webhook=webhook)
    pace, conversation = Pace(soon, time.monotonic, FREE), Conversation(Desk(), store)
    return Parts(bot_of(settings), conversation, store, settings, soon, pace, Gauges())


@asynccontextmanager
async def working(api: Side, db: Path, mode: str = "polling") -> AsyncIterator[Parts]:
    """Run the adapter in this process."""
    port = free_port() if mode == "webhook" else 0
    store, stopping = await Store.open(db), asyncio.Event()
    parts = parts_over(api.root, store, port)
    work = asyncio.create_task(serve(parts, stopping))
    try:
        if port:
            await reached(api, lambda: bool(api.webhook["url"]) and listens(port))
        yield parts
    finally:
        stopping.set()
        await work
        await store.close()
        await parts.bot.shutdown()


async def reached(api: Side, predicate: Callable[[], bool]) -> None:
    assert await asyncio.to_thread(api.until, predicate)


async def answered(api: Side, parts: Parts, updates: int) -> None:
    """Wait until so many updates have been dealt with."""
    await reached(api, lambda: parts.gauges.done >= updates)


async def said(api: Side, parts: Parts, user: int, *lines: str) -> None:
    """Say one line after the other, each when the one before was answered."""
    for line in lines:
        more = parts.gauges.done + 1
        await asyncio.to_thread(api.write, user, text=line)
        await answered(api, parts, more)
    await settled(api, parts)


async def settled(api: Side, parts: Parts) -> None:
    """Wait until all is sent."""
    async with asyncio.timeout(PATIENCE):
        while await parts.store.perform(lambda t: t.outbox.owners()):
            await asyncio.to_thread(api.until, lambda: False, 0.02)
