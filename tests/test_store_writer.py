"""The single writer: units are whole, in order, and acknowledged once they are on the disk."""

import asyncio
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from bot.store.driver import sqlite3
from bot.store.opening import connect, default_path
from bot.store.records import Turn
from bot.store.store import Store
from bot.store.transaction import Transaction

ME = "我"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def said(transaction: Transaction, key: str) -> Turn:
    return transaction.append(ME, "s1", key=key, parent=None, event=b"", state=b"{}", replies=(b"r",))


async def test_an_answer_is_on_the_disk_when_perform_returns(store: Store) -> None:
    await store.perform(lambda t: t.create(ME))
    await store.perform(partial(said, key="1"))
    reader = sqlite3.connect(store.path)
    assert reader.execute("SELECT key FROM turn").fetchall() == [("1",)]
    reader.close()


async def test_a_unit_that_fails_takes_back_its_own_writes_alone(store: Store) -> None:
    await store.perform(lambda t: t.create(ME))

    def failing(transaction: Transaction) -> None:
        said(transaction, key="lost")
        raise KeyError("说错了")

    units = [partial(said, key=str(number)) for number in range(20)]
    outcomes = await asyncio.gather(
        *map(store.perform, units[:10]),
        store.perform(failing),
        *map(store.perform, units[10:]),
        return_exceptions=True,
    )
    (error,) = [outcome for outcome in outcomes if not isinstance(outcome, Turn)]
    assert isinstance(error, KeyError)
    turns = await store.perform(lambda t: t.history(ME, "s1", 99))
    assert [turn.key for turn in reversed(turns)] == [str(number) for number in range(20)]
    assert len(await store.perform(lambda t: t.unsent(ME))) == 20


async def test_text_that_is_no_unicode_is_refused_whole(store: Store) -> None:
    def untitled(transaction: Transaction) -> None:
        said(transaction, key="1")
        transaction.rename(ME, "s1", "\ud800")

    await store.perform(lambda t: t.create(ME))
    with pytest.raises(UnicodeEncodeError):
        await store.perform(untitled)
    assert not await store.perform(lambda t: t.seen(ME, "1"))


async def test_a_first_unit_that_fails_leaves_the_database_blank(store: Store) -> None:
    def failing(transaction: Transaction) -> None:
        transaction.create(ME)
        raise ValueError("中途出错")

    with pytest.raises(ValueError, match="中途出错"):
        await store.perform(failing)
    assert await store.perform(lambda t: t.active(ME)) is None
    assert (await store.perform(lambda t: t.create(ME))).number == 1


async def test_whatever_waits_shares_one_commit(tmp_path: Path) -> None:
    statements: list[str] = []

    def traced(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.set_trace_callback(statements.append)
        return connection

    store = await Store.open(tmp_path / "drafts.db", connect=traced)
    await store.perform(lambda t: t.create(ME))
    statements.clear()
    gate = Event()
    first = asyncio.create_task(store.perform(lambda _: gate.wait()))
    others = [asyncio.create_task(store.perform(partial(said, key=str(number)))) for number in range(50)]
    await asyncio.sleep(0)  # every task has handed its unit over
    gate.set()
    await asyncio.gather(first, *others)
    assert statements.count("COMMIT") <= 2
    assert statements.count("RELEASE unit") == 51
    await store.close()


async def test_a_units_stop_iteration_reaches_its_caller(store: Store) -> None:
    def exhausted(_: Transaction) -> object:
        return next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.perform(exhausted)
    assert await store.perform(lambda t: t.active(ME)) is None


async def test_a_cancelled_caller_takes_nobody_along(store: Store) -> None:
    await store.perform(lambda t: t.create(ME))
    gate = Event()

    def slow(transaction: Transaction) -> Turn:
        gate.wait()
        return said(transaction, key="1")

    task = asyncio.create_task(store.perform(slow))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.set()
    assert await store.perform(lambda t: t.seen(ME, "1"))


async def test_closing_finishes_what_was_given(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    await store.perform(lambda t: t.create(ME))
    given = [asyncio.create_task(store.perform(partial(said, key=str(number)))) for number in range(9)]
    await asyncio.sleep(0)
    await store.close()
    await store.close()
    await asyncio.gather(*given)
    with pytest.raises(RuntimeError):
        await store.perform(lambda t: t.active(ME))
    assert names(tmp_path) == ["drafts.db"]


async def test_two_stores_on_one_file_see_each_others_turns(tmp_path: Path) -> None:
    one, two = [await Store.open(tmp_path / "drafts.db") for _ in range(2)]
    session = (await one.perform(lambda t: t.create(ME))).id
    for number in range(10):
        await (one, two)[number % 2].perform(partial(said, key=str(number)))
    assert len(await one.perform(lambda t: t.history(ME, session, 99))) == 10
    await one.close()
    await two.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
async def test_only_the_user_can_read_the_files(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "新" / "文件夹" / "drafts.db")
    await store.perform(lambda t: t.create(ME))
    files = sorted(store.path.parent.iterdir())
    assert [path.name for path in files] == ["drafts.db", "drafts.db-shm", "drafts.db-wal"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert store.path.parent.stat().st_mode & 0o777 == 0o700
    await store.close()


def test_every_setting_that_durability_rests_on_is_in_force(tmp_path: Path) -> None:
    connection = connect(tmp_path / "drafts.db")
    names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
    values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    connection.close()
    assert values == ["wal", 2, 1, 1, 5000]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder's name in the registry")
async def test_without_a_path_the_platforms_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    store = await Store.open(None)
    assert store.path == default_path()
    assert store.path.is_relative_to(tmp_path)
    assert store.path.parent.name == "shuzhi"
    await store.close()


def test_opening_a_store_imports_nothing_heavy(tmp_path: Path) -> None:
    program = """
import asyncio, sys
from pathlib import Path
from bot.store.store import Store

async def main():
    store = await Store.open(Path(sys.argv[1]))
    await store.perform(lambda t: t.active("me"))
    print({"sqlite_utils", "click", "platformdirs", "sqlite3"} & set(sys.modules))
    await store.perform(lambda t: t.create("me"))
    print("sqlite_utils" in sys.modules)
    await store.close()

asyncio.run(main())
"""
    command = [sys.executable, "-c", program, str(tmp_path / "drafts.db")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["set()", "True"]
