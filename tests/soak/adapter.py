"""Fuzzing of the Telegram adapter: many people's hostile updates, taken in, stored, applied and answered."""

import asyncio
import json
import logging
import random
import re
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from bot.adapters.telegram.settings import Settings
from bot.store.driver import sqlite3
from tests import oracle
from tests.driving_telegram import Server, serving
from tests.soak.hostile import MARKS, OWNERS, mark_of
from tests.soak.tally import Tally
from tests.soak.updates import CIRCLE, Raw, Writers, owner_of, user_of
from tests.telegram_fake import TOKEN, FakeTelegram

BATCH = 100
STRANGERS = 8
"""Of the owners the last, who are never let in."""

MEMBERS = frozenset(user_of(owner) for owner in range(OWNERS - STRANGERS))
SETTINGS = Settings(TOKEN, access="allowlist", users=MEMBERS, metrics=None)
KEPT_CODES = 20

HARMLESS = {"a callback is answered once", "an inline query is answered once"}
"""What is not kept is answered again when it is delivered again, and Telegram then says no."""

_CODE = re.compile(r"/review ([A-Z0-9]{6,})")


def through_adapter(count: int, seed: int) -> Tally:
    """Run so many updates of interleaved owners through the adapter, its store and its outbox."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_through_adapter(Path(folder) / "drafts.db", count, seed))


async def _through_adapter(db: Path, count: int, seed: int) -> Tally:
    chance, tally = random.Random(seed), Tally(seed)  # noqa: S311 - reproducible, not secret
    writers, fake, began = Writers(chance), FakeTelegram(), perf_counter()
    fake.files = writers.files
    asked: dict[str, int] = {}
    with _heard(tally):
        async with serving(db, fake, SETTINGS) as server:
            while tally.events < count:
                updates = [writers.update() for _ in range(BATCH)]
                asked = {_query_of(each): owner for owner, each in updates}
                await _taken(server, tally, chance, [raw for _, raw in updates])
                tally.events += len(updates)
                look(tally, writers, fake, asked)
    tally.seconds = perf_counter() - began
    _stored(tally, db)
    return tally


def _query_of(raw: Raw) -> str:
    """Give Telegram's name for an inline query; empty for anything else."""
    match raw:
        case {"inline_query": {"id": str(query)}}:
            return query
        case _:
            return ""


async def _taken(server: Server, tally: Tally, chance: random.Random, raws: list[Raw]) -> None:
    """Have updates delivered, some of them twice."""
    again = [raw for raw in raws if chance.random() < 0.05]
    try:
        for each in (raws, again):
            await server.office.reception.take(json.loads(json.dumps(each)))
        await server.office.drain()
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        tally.blame(tally.events, traceback.format_exc(limit=-6))


def look(tally: Tally, writers: Writers, fake: FakeTelegram, asked: dict[str, int]) -> None:
    """See that nobody was told another's words, and that Telegram would take every call; then forget them."""
    for method, params in fake.calls:
        told = str({name: value for name, value in params.items() if name != "files"})
        owner = asked.get(params.get("inline_query_id", "?"))
        owner = owner_of(int(params.get("chat_id", 0))) if owner is None else owner
        if owner is not None and (others := _foreign(told, owner)):
            tally.blame(tally.events, f"{method} tells {owner} words of {others}: {told[:300]}")
        writers.codes += _CODE.findall(told)[: int(owner in CIRCLE)]
    for chat, shown in fake.chats.items():
        found = [data for each in shown for data in each.buttons.values()]
        writers.buttons[chat] = (writers.buttons.get(chat, []) + found)[-30:]
    del writers.codes[:-KEPT_CODES]
    for each in fake.violations:
        if each not in HARMLESS:
            tally.blame(tally.events, each)
    tally.files += sum(map(len, fake.documents.values()))
    for kept in (fake.calls, fake.chats, fake.documents, fake.albums, fake.answers, fake.results):
        kept.clear()
    fake.violations.clear()
    oracle.objections.clear()


def _foreign(told: str, owner: int) -> list[int]:
    """Give whose words those are, but for the owner's own, and those of one another in the circle."""
    owners = {each for each in range(OWNERS) if mark_of(each) in set(MARKS.findall(told))} - {owner}
    return sorted(owners - CIRCLE if owner in CIRCLE else owners)


def _stored(tally: Tally, db: Path) -> None:
    """See that nothing of a stranger's is in the database, neither under their name nor as it came in."""
    data = b"".join(path.read_bytes() for path in db.parent.glob("drafts.db*"))
    connection = sqlite3.connect(db)
    for owner in range(OWNERS - STRANGERS, OWNERS):
        name, raw = f"tg:{user_of(owner)}", json.dumps(mark_of(owner))[1:-1]
        tables = ("owner", "session", "turn", "outgoing", "inbox", "note", "sending")
        queries = (f"SELECT 1 FROM {table} WHERE owner = ?" for table in tables)  # noqa: S608 - the names above
        if raw.encode() in data or any(connection.execute(query, (name,)).fetchall() for query in queries):
            tally.blame(tally.events, f"something of the stranger {owner}'s is stored")
    connection.close()


class _Ear(logging.Handler):
    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.ERROR)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            told = logging.Formatter().formatException(record.exc_info)
            self._tally.blame(self._tally.events, f"{record.getMessage()}\n{told[-900:]}")


@contextmanager
def _heard(tally: Tally) -> Iterator[None]:
    """Count whatever the program says is its own fault."""
    ear, log = _Ear(tally), logging.getLogger("bot")
    log.addHandler(ear)
    try:
        yield
    finally:
        log.removeHandler(ear)
