"""What was acknowledged outlives any end of the process, and two processes do not disturb each other."""

import random
import subprocess
import sys
from pathlib import Path

from bot.store.driver import sqlite3
from bot.store.store import Store

TALKERS = 4

TALKING = f"""
import asyncio, os, sys
from pathlib import Path
from bot.store.store import Store

async def talk(store, owner):
    session = await store.perform(lambda t: t.active(owner) or t.create(owner))
    for _ in range(int(sys.argv[2])):
        def turn(t):
            head = t.head(owner, session.id)
            number = int(head.key) + 1 if head else 1
            parent = head and head.number
            said = str(number).encode()
            return t.append(owner, session.id, key=str(number), parent=parent,
                            event=said, state=said * 3000, replies=(said, said))
        told = (await store.perform(turn)).key
        os.write(1, f"{{owner}} {{told}}\\n".encode())

async def main():
    store = await Store.open(Path(sys.argv[1]))
    await asyncio.gather(*(talk(store, f"{{sys.argv[3]}}{{n}}") for n in range({TALKERS})))
    await store.close()

asyncio.run(main())
"""


def talking(path: Path, turns: int, name: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", TALKING, str(path), str(turns), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def acknowledged(process: "subprocess.Popen[str]", most: int) -> dict[str, int]:
    """The last turn that each owner was told of; kills the process after so many in all."""
    last: dict[str, int] = {}
    with process:
        for count, line in enumerate(process.stdout or (), 1):
            owner, key = line.split()
            last[owner] = int(key)
            if count == most:
                process.kill()
    return last


def sound(path: Path) -> dict[str, int]:
    """The last turn that each owner has, after every one before it, each with its replies."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    found = connection.execute(
        "SELECT owner, count(*), max(CAST(key AS INTEGER)), count(DISTINCT ifnull(parent, 0))"
        " FROM turn GROUP BY owner"
    ).fetchall()
    replies = dict(connection.execute("SELECT owner, count(*) FROM outgoing GROUP BY owner").fetchall())
    connection.close()
    assert all(count == last == parents for _, count, last, parents in found)
    assert replies == {owner: 2 * count for owner, count, _, _ in found}
    return {owner: last for owner, _, last, _ in found}


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(20)  # noqa: S311 - moments, not secrets
    path = tmp_path / "drafts.db"
    before: dict[str, int] = {}
    for _ in range(20):
        told = acknowledged(talking(path, 10_000, "o"), chance.randrange(1, 60))
        after = sound(path)
        for owner, last in (before | told).items():
            assert after[owner] >= last
        before = after
    assert len(before) == TALKERS


def test_two_processes_on_one_file_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    processes = [talking(path, 30, name) for name in "ab"]
    for process in processes:
        assert set(acknowledged(process, 10_000).values()) == {30}
        assert process.returncode == 0
    assert set(sound(path).values()) == {30}
    assert len(sound(path)) == 2 * TALKERS


INTERRUPTED = """
import asyncio, signal, sys, threading
from pathlib import Path
from bot.store.store import Store

interrupted = threading.Event()

def late(t):
    interrupted.wait()
    t.append("me", t.active("me").id, key="1", parent=None, event=b"", state=b"", replies=())

async def main():
    store = await Store.open(Path(sys.argv[1]))
    await store.perform(lambda t: t.create("me"))
    given = asyncio.create_task(store.perform(late))
    await asyncio.sleep(0)
    signal.raise_signal(signal.SIGINT)
    await given

try:
    asyncio.run(main())
except KeyboardInterrupt:
    interrupted.set()
"""


async def test_an_interrupt_does_not_lose_what_was_given(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    command = [sys.executable, "-c", INTERRUPTED, str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: ASYNC221 - runs alone
    assert ran.stderr == ""
    store = await Store.open(path)
    assert await store.perform(lambda t: t.seen("me", "1"))
    await store.close()
