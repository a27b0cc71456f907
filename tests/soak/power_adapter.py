"""Loss of power while the Telegram adapter takes updates in: what may be confirmed is applied in the end.

As in ``power``, but what is acknowledged is that updates are taken, whether or not they are applied yet.
"""

import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from time import monotonic

from telegram.request import BaseRequest, RequestData

from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.office import Office
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.updates import Raw
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.store.driver import sqlite3
from bot.store.opening import connect
from bot.store.store import Store
from tests.bot_api.server import BOT, TOKEN
from tests.driving_telegram import FREE
from tests.soak.power import (
    Acknowledged,
    Cuts,
    Disk,
    careless,
    connecting,
    database_after_a_cut,
    recorded,
    tell,
)
from tests.soak.talks import lines

SETTINGS = Settings(TOKEN, access="open", metrics=None)
USERS = tuple(range(101, 107))
ELSEWHERE = ("/export", "/preview", "/check")
"""Commands whose answers take long to write."""

BATCH = 7
PATIENCE = 20
"""Seconds in which all is applied after a cut."""


class Telephone(BaseRequest):
    """Telegram, which takes everything and says nothing."""

    read_timeout = None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        assert method == "POST"
        chat = request_data.parameters.get("chat_id", 0) if request_data else 0
        message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
        result = BOT if url.endswith("getMe") else message if "/send" in url else True
        return 200, json.dumps({"ok": True, "result": result}).encode()


def updates() -> Iterator[Raw]:
    """Give what all users write, always the same, each update with its number."""
    chance = random.Random(6)  # noqa: S311 - the same each time, not secret
    typed = {user: (line for line in lines(str(user)) if not line.startswith(ELSEWHERE)) for user in USERS}
    for number in count(1):
        user = chance.choice(USERS)
        where = {"from": {"id": user}, "chat": {"id": user, "type": "private"}}
        yield {"update_id": number, "message": {"message_id": number, "text": next(typed[user]), **where}}


def cuts(number: int, seed: int, written: int, *, synchronous: bool = True) -> Cuts:
    """Record how so many updates are taken in, and cut the power so many times."""
    chance, came = random.Random(seed), Cuts()  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as folder:
        steps = recorded(Path(folder).resolve(), written, synchronous=synchronous, talker=__name__)
    moments = sorted(chance.randrange(len(steps) + 1) for _ in range(number))
    disk, taken, at = Disk(), 0, 0
    for moment in moments:
        for step in steps[at:moment]:
            disk.take(step)
            if isinstance(step, Acknowledged):
                taken = max(taken, step.number)
        at = moment
        came.faults += [f"cut {moment}: {fault}" for fault in _faults(disk, taken, chance)]
    came.cuts, came.steps = number, len(steps)
    came.acknowledged = sum(isinstance(step, Acknowledged) for step in steps)
    return came


def _faults(disk: Disk, taken: int, chance: random.Random) -> list[str]:
    """Start again after a cut, and see that all that was taken is applied, once and in order."""
    with database_after_a_cut(disk, chance) as database:
        try:
            asyncio.run(_resumed(database))
        except Exception as error:  # noqa: BLE001 - whatever it is, the work does not go on
            return [f"cannot go on: {error!r}"]
        return [fault for user in USERS for fault in _misapplied(database, user, taken)]


def _misapplied(database: Path, user: int, taken: int) -> list[str]:
    connection = sqlite3.connect(database)
    tables = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'turn'").fetchall()
    query = "SELECT key FROM turn WHERE owner = ? ORDER BY number"
    keys = [key for (key,) in connection.execute(query, (f"tg:{user}",))] if tables else []
    connection.close()
    applied = [int(key.removeprefix("tg:")) for key in keys if "/" not in key]
    sent = (each["update_id"] for each in updates() if each["message"]["from"]["id"] == user)
    meant = list(islice(sent, len(applied)))
    lost = [] if applied == meant else [f"{user}'s updates were lost, doubled or misplaced: {applied}"]
    last = [each["update_id"] for each in islice(updates(), taken) if each["message"]["from"]["id"] == user]
    return lost + ([] if set(last) <= set(applied) else [f"{user}'s updates were taken and lost"])


async def _resumed(database: Path) -> None:
    store = await Store.open(database, connect=connect)
    office = await _office(store)
    try:
        async with asyncio.timeout(PATIENCE):  # what cannot be stored is tried again without end
            await office.resume()
            await office.drain()
    finally:
        await office.close(0)
        await store.close()


async def _office(store: Store) -> Office:
    bot = bot_of(SETTINGS, Telephone(), Telephone())
    await bot.initialize()
    pace = Pace(asyncio.sleep, monotonic, FREE)
    parts = Parts(bot, Conversation(Desk(), store), store, SETTINGS, asyncio.sleep, pace, Gauges())
    return Office(parts, str(BOT["username"]))


async def _record(database: Path, written: int, *, synchronous: bool) -> None:
    """Take updates in, batch by batch, and apply them meanwhile."""
    store = await Store.open(database, connect=connecting if synchronous else careless)
    office, given = await _office(store), islice(updates(), written)
    while batch := list(islice(given, BATCH)):
        await office.reception.take(batch)
        tell("taken", batch[-1]["update_id"])
        if batch[-1]["update_id"] % 5 == 0:
            await office.drain()
    await office.drain()
    await office.close(0)
    await store.close()


if __name__ == "__main__":
    asyncio.run(_record(Path(sys.argv[1]), int(sys.argv[2]), synchronous=sys.argv[3] == "1"))
