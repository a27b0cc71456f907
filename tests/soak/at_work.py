"""The adapter at work in a process of its own, as fast as it can, to be killed."""

import asyncio
import os
from pathlib import Path

from bot.adapters.telegram.app import serve
from bot.store.store import Store
from tests.bot_api.adapter import parts_over


def work(root: str, db: Path, port: int) -> None:
    """Serve until killed; called at ``port`` of this machine, or fetching where that is 0."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # a line that is cut off is told of at length
    asyncio.run(_work(root, db, port))


async def _work(root: str, db: Path, port: int) -> None:
    await serve(parts_over(root, await Store.open(db), port), asyncio.Event())
