"""Whatever befalls the disk, the clock or the process during a talk: nothing acknowledged is lost."""

import asyncio
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.desk import Desk
from bot.events import Event
from bot.store.faults import DiskFullError, NotWritableError
from bot.store.store import Store
from tests.soak import kill
from tests.soak.talks import script

ME = kill.OWNERS[0]
MEGABYTE = 1 << 20


def said(number: int) -> list[Event]:
    return list(islice(script(ME), number))


async def say(conversation: Conversation, events: list[Event], stored: list[int]) -> None:
    """Say what is not stored yet."""
    for number in range(len(stored), len(events)):
        await conversation.handle(ME, str(number), events[number])
        stored.append(number)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, most of which a file called 占着 takes."""
    disk = tmp_path / "盘"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    (disk / "占着").write_bytes(bytes(MEGABYTE // 2))
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 - mounted by its sibling


async def test_a_disk_that_fills_up_during_a_talk_loses_only_what_it_told_of(small_disk: Path) -> None:
    path, events, stored = small_disk / "drafts.db", said(500), list[int]()
    told = f"磁盘已满，刚才这一条没有存上（之前的都还在），请腾出一些空间后再发一次（草稿库：{path}）。"
    store = await Store.open(path)
    conversation = Conversation(Desk(), store)
    with pytest.raises(DiskFullError, match=re.escape(told)):
        await say(conversation, events, stored)
    assert kill.sound(path, {ME: len(stored)}) == []
    (small_disk / "占着").unlink()
    await say(conversation, events[: len(stored) + 2], stored)
    await store.close()
    assert kill.sound(path, {ME: len(stored)}) == []


async def test_a_database_on_a_disk_that_is_read_only_is_told_at_once(small_disk: Path) -> None:
    path, number = small_disk / "drafts.db", 5
    store = await Store.open(path)
    await say(Conversation(Desk(), store), said(number), [])
    await store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)  # noqa: S607, ASYNC221 - nothing else runs
    with pytest.raises(NotWritableError, match="请放开这个位置的写权限"):
        await Store.open(path)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)  # noqa: S607, ASYNC221 - likewise
    assert kill.sound(path, {ME: number}) == []


async def test_a_clock_that_jumps_changes_neither_order_nor_answers(tmp_path: Path) -> None:
    chance = random.Random(6)  # noqa: S311 - wrong times, not secrets
    now = datetime(2025, 12, 20, tzinfo=UTC)

    def jumping() -> datetime:
        return now + timedelta(days=chance.randrange(-9000, 9000), seconds=chance.random())

    stores = [await Store.open(tmp_path / "乱.db", clock=jumping), await Store.open(tmp_path / "准.db")]
    kept, unsent = [], []
    for store in stores:
        conversation = Conversation(Desk(), store)
        await say(conversation, said(50), [])
        kept.append(await kill.kept(store, ME))
        unsent.append([each.turn for each in await conversation.unsent(ME)])
        await store.close()
    assert kill.differences(ME, *kept) == []
    assert unsent[0] == unsent[1] == sorted(unsent[0])


def test_two_programs_on_one_database_apply_each_event_once(tmp_path: Path) -> None:
    path, number = tmp_path / "drafts.db", 7
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.soak.warm"])
    processes = [context.Process(target=kill.talked, args=(path, number)) for _ in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert kill.sound(path, dict.fromkeys(kill.OWNERS, number)) == []
    faults: list[str] = []
    assert asyncio.run(kill.as_undisturbed(path, faults)) == number * len(kill.OWNERS)
    assert faults == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
async def test_a_stop_with_work_under_way_keeps_all_that_was_handed_over(tmp_path: Path) -> None:
    path, told = tmp_path / "drafts.db", dict.fromkeys(kill.OWNERS, 0)
    store = await Store.open(path)
    conversation = Conversation(Desk(), store)

    def tell(owner: str, number: int) -> None:
        told[owner] = number + 1
        if sum(told.values()) == 40:
            os.kill(os.getpid(), signal.SIGTERM)

    talking = asyncio.create_task(kill.talks(conversation, dict.fromkeys(kill.OWNERS, range(1000)), tell))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, talking.cancel)
    with pytest.raises(asyncio.CancelledError):
        await talking
    asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
    await store.close()
    assert sum(told.values()) >= 40
    assert kill.sound(path, told) == []
