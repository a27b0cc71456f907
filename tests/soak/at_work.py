"""The adapter at work in a process of its own, as fast as it can, to be killed."""

import asyncio
import os
from pathlib import Path
from time import monotonic

from bot.adapters.telegram.app import serve
from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.pace import Pace, Rate, Rates
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.settings import Settings, Webhook
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.store.store import Store

SECRET = "0123456789abcdef"  # noqa: S105 - opens nothing
FREE = Rates(Rate(0), Rate(0), Rate(0))


def work(token: str, root: str, db: Path, port: int) -> None:
    """Serve until killed; called at ``port`` of this machine, or fetching where that is 0."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # a line that is cut off is told of at length
    asyncio.run(_work(token, root, db, port))


async def _work(token: str, root: str, db: Path, port: int) -> None:
    webhook = Webhook(f"http://127.0.0.1:{port}/hook", ("127.0.0.1", port), SECRET) if port else None
    settings = Settings(token, root, access="open", metrics=None, webhook=webhook)
    store = await Store.open(db)
    pace = Pace(_soon, monotonic, FREE)
    conversation = Conversation(Desk(), store)
    await serve(
        Parts(bot_of(settings), conversation, store, settings, _soon, pace, Gauges()), asyncio.Event()
    )


async def _soon(_: float) -> None:
    await asyncio.sleep(0.01)
