"""Wherever the program is killed: each reply arrives, in order, and one that comes again says so."""

import asyncio
import re
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest

from bot.store.store import Store, T
from bot.store.transaction import Transaction
from tests.driving_telegram import serving
from tests.telegram_fake import Answer, FakeTelegram, Params, Person

BEFORE = ("/start", "2", "区委编办党支部", "党支部书记", "李明", "2025", "1", "走访群众10户18人")
LINES = ("/preview", "/export txt", "/drafts")
FIRST = 100
"""The number of the first update after those that began the talk."""

AGAIN = "（重发）"
SENDING = frozenset({"sendMessage", "sendRichMessage", "sendDocument"})
PATIENCE = 30
MOMENT = re.compile(r"(?:\d+-)*\d+-\d+ \d+:\d+")
"""When a draft was written on: the minute may change between two runs."""


class Killed(FakeTelegram):
    """A line at whose n-th message the program dies: before Telegram has it, or after."""

    def __init__(self, at: int, *, after: bool) -> None:
        super().__init__()
        self._left = at
        self._after = after
        self.dead = asyncio.Event()

    async def do_request(self, url: str, method: str, *given: object, **named: object) -> Answer:
        self._left -= url.rpartition("/")[2] in SENDING
        now = not self._left and url.rpartition("/")[2] in SENDING
        if now and not self._after:
            self._die()
        answer = await super().do_request(url, method, *given, **named)  # type: ignore[arg-type]  # as above
        if now:
            self._die()
        return answer

    def _die(self) -> None:
        self.dead.set()
        raise asyncio.CancelledError


class Mortal(Store):
    """A store at whose n-th unit of work the program dies: before it is committed, or after."""

    left: ClassVar[int] = 0
    after: ClassVar[bool] = False
    dead: ClassVar[asyncio.Event]

    async def perform(self, work: Callable[[Transaction], T]) -> T:
        Mortal.left -= 1
        last = not Mortal.left
        if last and not self.after:
            self._die()
        found = await super().perform(work)
        if last:
            self._die()
        return found

    def _die(self) -> None:
        self.dead.set()
        raise asyncio.CancelledError


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which a talk is under way."""
    path = tmp_path_factory.mktemp("base") / "drafts.db"
    asyncio.run(talked(path, FakeTelegram(), BEFORE))
    return path


async def talked(db: Path, fake: FakeTelegram, lines: tuple[str, ...], keep: type[Store] = Store) -> None:
    """Say the lines and wait until all is answered, or the program is dead."""
    first = FIRST if lines is LINES else 1
    for number, line in enumerate(lines, first):
        fake.pending.append({"update_id": number, "message": Person(fake, written=number).message(text=line)})
    dead = getattr(fake, "dead", None) or getattr(keep, "dead", None) or asyncio.Event()
    async with serving(db, fake, keep=keep) as server:
        done = asyncio.create_task(server.settle())
        dying = asyncio.create_task(dead.wait())
        await asyncio.wait((done, dying), timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        done.cancel()
        dying.cancel()
        await asyncio.gather(done, dying, return_exceptions=True)


def seen(fake: FakeTelegram) -> list[str]:
    """Give what was sent in order, files by their captions."""
    return [told(name, params) for name, params in fake.calls if name in SENDING]


def told(name: str, params: Params) -> str:
    if name == "sendRichMessage":
        return "\n".join(block["text"] for block in params["rich_message"]["blocks"])
    text = str(params["text"] if name == "sendMessage" else params["caption"])
    return MOMENT.sub("", text)


async def survived(db: Path, tmp_path: Path, fake: FakeTelegram, keep: type[Store] = Store) -> list[str]:
    """Kill the program in a talk, start it again, and give all that was sent."""
    copied = tmp_path / "drafts.db"
    shutil.copy(db, copied)
    await talked(copied, fake, LINES, keep)
    unconfirmed = list(fake.pending)
    again = FakeTelegram()
    again.pending.extend(unconfirmed)
    async with serving(copied, again) as server:
        again.empty_answers = not unconfirmed
        await server.settle()
        assert await server.store.perform(lambda t: t.outbox.owners()) == ()
    return seen(fake) + seen(again)


def plain(text: str) -> str:
    return text.removeprefix(AGAIN).removeprefix("\n")


def complete(sent: list[str], expected: list[str]) -> bool:
    """Tell whether everything came in order, and each text at most once without a word of its being there."""
    once = [text for text in sent if not text.startswith(AGAIN)]
    firsts = list(dict.fromkeys(map(plain, sent)))
    return firsts == expected and len(set(once)) == len(once)


async def undisturbed(db: Path, tmp_path: Path) -> list[str]:
    fake = FakeTelegram()
    (tmp_path / "calm").mkdir()
    found = await survived(db, tmp_path / "calm", fake)
    assert len(found) == len(set(found)) == 5
    return found


@pytest.mark.parametrize("after", [False, True])
async def test_a_kill_at_any_message_loses_nothing(after: bool, db: Path, tmp_path: Path) -> None:  # noqa: FBT001 - the case
    expected = await undisturbed(db, tmp_path)
    for at in range(1, len(expected) + 1):
        (tmp_path / str(at)).mkdir()
        fake = Killed(at, after=after)
        sent = await survived(db, tmp_path / str(at), fake)
        assert fake.dead.is_set()
        assert complete(sent, expected), at


@pytest.mark.parametrize("after", [False, True])
async def test_a_kill_at_any_unit_of_work_loses_nothing(after: bool, db: Path, tmp_path: Path) -> None:  # noqa: FBT001 - the case
    expected = await undisturbed(db, tmp_path)
    for at in count(1):
        (tmp_path / str(at)).mkdir()
        Mortal.left, Mortal.after, Mortal.dead = at + 1, after, asyncio.Event()
        try:
            sent = await survived(db, tmp_path / str(at), FakeTelegram(), Mortal)
        except asyncio.CancelledError:  # while the adapter was starting
            continue
        assert complete(sent, expected), at
        if not Mortal.dead.is_set():
            assert at > 2 * len(expected)
            return
