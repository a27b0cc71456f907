"""Kills at random moments of the Telegram adapter, while it talks in many chats over real HTTP.

What Telegram was told is received is stored; in the end all that was written is applied once and in order,
the turns are those of talks never disturbed, and each chat has got every reply in order: a message that comes
twice says so, and nothing else comes twice.
"""

import asyncio
import random
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.adapters.telegram.bundles import bundles
from bot.adapters.telegram.calls import AGAIN
from bot.adapters.telegram.replies import messages_of
from bot.adapters.telegram.updates import Talk, incoming_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.replies import Question, Say
from bot.store.driver import sqlite3
from bot.store.outbox import Post
from bot.store.store import Store
from tests.bot_api.program import applied, finished, free_port
from tests.bot_api.server import FIRST, BotApi
from tests.bot_api.side import Params
from tests.soak.at_work import work
from tests.soak.kill import turns_of
from tests.soak.talks import lines

USERS = tuple(range(101, 109))
LIFE = 12
"""Kills that one database sees."""

MOST_WRITTEN = 4
MOST_CALLS = 40
LONGEST_WAIT = 0.004
PATIENCE = 60.0
ELSEWHERE = ("/export", "/preview", "/check", "/phrase")
"""Commands whose answers are files, or no plain text, or are not those of the talk."""


@dataclass
class Heard:
    """What the kills came to; nothing should ever be in ``faults``."""

    kills: int = 0
    confirmed: int = 0
    messages: int = 0
    repeated: int = 0
    faults: list[str] = field(default_factory=list)


def kills(number: int, seed: int, mode: str) -> Heard:
    """Kill so many times."""
    chance, heard = random.Random(f"{seed}-{mode}"), Heard()  # noqa: S311 - moments, not secrets
    while heard.kills < number:
        with tempfile.TemporaryDirectory() as folder:
            _Life(Path(folder) / "drafts.db", mode, chance, heard).live(min(LIFE, number - heard.kills))
    return heard


class _Life:
    """One database, and all who write to it."""

    def __init__(self, db: Path, mode: str, chance: random.Random, heard: Heard) -> None:
        self._db = db
        self._chance = chance
        self._heard = heard
        self._api = BotApi()
        self._port = free_port() if mode == "webhook" else 0
        self._said: dict[int, list[Params]] = {user: [] for user in USERS}
        self._lines = {user: _lines(user, chance.random()) for user in USERS}

    def live(self, number: int) -> None:
        """Be killed so many times; then finish, and see what has come of it."""
        pump = threading.Thread(target=self._api.pump, daemon=True)
        if self._port:
            pump.start()
        for _ in range(number):
            self._killed()
        process = self._started()
        done = self._api.until(self._finished, PATIENCE + number)
        process.kill()
        process.join()
        self._api.stop()
        heard = self._heard
        heard.confirmed += sum(map(len, self._said.values())) if done else 0
        heard.faults += self._api.violations if done else ["the work is never finished"]
        heard.faults += asyncio.run(self._differences())
        for user in USERS:
            heard.faults += self._misheard(user)

    def _killed(self) -> None:
        process, before = self._started(), len(self._api.calls)
        for user in self._chance.sample(USERS, len(USERS)):
            for line in islice(self._lines[user], self._chance.randrange(MOST_WRITTEN)):
                message = self._api.message(user, text=line)
                self._api.push(message=message)
                self._said[user].append({"message": message})
        most = before + self._chance.randrange(MOST_CALLS)
        self._api.until(lambda: len(self._api.calls) > most, 5)
        time.sleep(self._chance.uniform(0, LONGEST_WAIT))
        process.kill()
        process.join()
        self._heard.kills += 1
        self._heard.faults += self._forgotten()

    def _started(self) -> ForkServerProcess:
        context = get_context("forkserver")
        context.set_forkserver_preload(["tests.soak.warm"])
        process = context.Process(target=work, args=(self._api.root, self._db, self._port))
        process.start()
        return process

    def _finished(self) -> bool:
        said = sum(map(len, self._said.values()))
        return self._kept(1) >= said and finished(self._db)

    def _kept(self, since: int) -> int:
        """Count the updates that are stored, from one on."""
        if not self._db.exists():
            return 0
        connection = sqlite3.connect(self._db)
        try:
            tables = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'inbox'").fetchall()
            query = "SELECT count(*) FROM inbox WHERE number >= ?"
            return int(connection.execute(query, (since,)).fetchone()[0]) if tables else 0
        finally:
            connection.close()

    def _forgotten(self) -> list[str]:
        """Tell of updates that Telegram will not deliver again and that are not stored."""
        confirmed = max(0, self._api.delivered - FIRST + 1)
        missing = confirmed - self._kept(FIRST)
        return [f"{missing} confirmed updates are not stored"] if missing > 0 else []

    async def _differences(self) -> list[str]:
        """Tell whose turns are not those of the same talk undisturbed."""
        faults, written = [], applied(self._db)
        with tempfile.TemporaryDirectory() as folder:
            ours, other = await Store.open(self._db), await Store.open(Path(folder) / "undisturbed.db")
            conversation = Conversation(Desk(), other)
            for user, said in self._said.items():
                owner = f"tg:{user}"
                for number, raw in enumerate(said):
                    incoming = incoming_of(raw, "shuzhi_bot")
                    assert isinstance(incoming, Talk)
                    await conversation.handle(owner, str(number), incoming.event)
                turns = [await store.perform(partial(turns_of, owner=owner)) for store in (ours, other)]
                mine, theirs = ([(turn.event, turn.state) for turn in each] for each in turns)
                if mine != theirs:
                    faults.append(f"{owner}'s turns are not as undisturbed: {written.get(owner)}")
            await ours.close()
            await other.close()
        return faults

    def _misheard(self, user: int) -> list[str]:
        """Tell whether a chat lacks a reply, has one out of order, or one twice that does not say so."""
        messages = self._api.texts[user]
        self._heard.messages += len(messages)
        self._heard.repeated += sum(text.startswith(AGAIN) for text in messages)
        return heard_otherwise(user, "".join(self._replies(user)), messages)

    def _replies(self, user: int) -> Iterator[str]:
        connection = sqlite3.connect(self._db)
        query = "SELECT reply FROM outgoing WHERE owner = ? ORDER BY id"
        rows = connection.execute(query, (f"tg:{user}",)).fetchall()
        connection.close()
        for (reply,) in rows:
            for bundle in bundles([Post(1, "", 0, reply, 0, 0)]):
                if isinstance(bundle.reply, Say | Question):
                    yield from (message.text for message in messages_of(bundle.reply))


def heard_otherwise(user: int, told: str, messages: list[str]) -> list[str]:
    """Tell where messages are not what was told to somebody, cut anywhere, with marked pieces again.

    Blanks do not count: replies that go out as one message are put together with some.
    """
    whole, places = _bare(told), {0}
    for text in messages:
        words, before = _bare(text.removeprefix(AGAIN)), places
        if text.startswith(AGAIN):
            starts = {at.start() for at in re.finditer(f"(?={re.escape(words)})", whole)}
            places = {
                max(place, at + len(words)) for place in before for at in starts if at <= place <= len(whole)
            }
        else:
            places = {place + len(words) for place in before if whole.startswith(words, place)}
        if not places:
            return [f"{user} got at {sorted(before)}: {text[:60]}"]
    return [] if len(whole) in places else [f"{user} never got: {whole[max(places) :][:60]}"]


def _bare(text: str) -> str:
    return "".join(text.split())


def _lines(user: int, seed: float) -> Iterator[str]:
    return (line for line in lines(f"{user} {seed}") if not line.startswith(ELSEWHERE))
