"""What is forgotten is gone from the disk: not one byte of it is left in any file of the store."""

import json
import random
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.store.driver import sqlite3
from bot.store.faults import TracesRemainError
from bot.store.opening import connect
from bot.store.store import Store
from bot.store.transaction import Transaction
from tests.traces import empty_log, forms, traces
from tests.turns import ME, OTHER

MINE = "张三同志在青石镇开展走访慰问三十七户，帮助解决饮水难题。"
THEIRS = "李四同志在白河乡组织义务植树一百二十亩，补栽行道树。"
NOISE = random.Random(2025).randbytes(9_000)  # noqa: S311 - bytes to be found again, not a secret
"""Deflate cannot shorten it, so it stands in the files in long runs."""


def noise(data: bytes) -> list[bytes]:
    return [data[start : start + 16] for start in range(0, len(data) - 15, 16)]


def talk(transaction: Transaction, owner: str, session: str, number: int, words: str) -> None:
    """One turn that holds the words in every column that can hold any."""
    transaction.rename(owner, session, f"{words}·{number}")
    transaction.append(
        owner,
        session,
        key=f"{session}-{number}",
        parent=None,
        event=words.encode(),
        state=json.dumps({"turn": number, "text": words}).encode(),
        replies=(words.encode(), json.dumps(words).encode()),
    )


async def talked(path: Path) -> Store:
    """Two people's talks, turn about, so that their rows share pages; one with long rows in between."""
    store = await Store.open(path, connect=partial(connect, patience=0))
    await store.perform(lambda t: (t.create(ME), t.create(OTHER)))
    for number in range(60):
        await store.perform(partial(talk, owner=ME, session="s1", number=number, words=MINE))
        await store.perform(partial(talk, owner=OTHER, session="s2", number=number, words=THEIRS))
    await store.perform(
        lambda t: t.append(ME, "s1", key="n", parent=None, event=NOISE, state=NOISE, replies=(NOISE,))
    )
    return store


@pytest.mark.parametrize("session", ["s1", None])
async def test_no_byte_of_what_is_forgotten_is_left(tmp_path: Path, session: str | None) -> None:
    store = await talked(tmp_path / "drafts.db")
    for sought in (forms(MINE), forms(THEIRS), noise(NOISE)):
        assert traces(store.path, sought) > len(sought) * 0.9  # the search does find what is there

    assert await store.perform(lambda t: t.forget(ME, session)) == 1

    assert traces(store.path, forms(MINE) + noise(NOISE)) == 0
    assert traces(store.path, forms(THEIRS)) == len(forms(THEIRS))
    assert len(await store.perform(lambda t: t.history(OTHER, "s2", 99))) == 60
    await store.close()
    assert traces(store.path, forms(MINE) + noise(NOISE)) == 0


def retitle(transaction: Transaction, seed: int) -> list[bytes]:
    """Give two people's sessions ever other titles, which pushes rows to and fro between pages."""
    chance = random.Random(seed)  # noqa: S311 - a workload, not a secret
    sessions = [(owner, transaction.create(owner).id) for owner in (ME, OTHER) for _ in range(15)]
    mine = b""
    for _ in range(60):
        owner, session = chance.choice(sessions)
        title = chance.randbytes(chance.randrange(10, 450)).hex()
        transaction.rename(owner, session, title)
        mine += title.encode() if owner == ME else b""
    return noise(mine)


@pytest.mark.parametrize("seed", range(12))
async def test_no_copy_stays_behind_where_rows_were_moved(tmp_path: Path, seed: int) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    sought = await store.perform(partial(retitle, seed=seed))
    await store.perform(lambda t: t.forget(ME, None))
    assert traces(store.path, sought) == 0
    await store.close()


async def test_forgetting_everything_leaves_not_even_the_name(tmp_path: Path) -> None:
    store = await talked(tmp_path / "drafts.db")
    assert await store.perform(lambda t: t.forget(ME, None)) == 1
    assert traces(store.path, [ME.encode()]) == 0
    assert await store.perform(lambda t: t.active(ME)) is None
    assert await store.perform(lambda t: t.unsent(ME)) == ()
    assert not await store.perform(lambda t: t.seen(ME, "s1-1"))
    assert (await store.perform(lambda t: t.create(ME))).number == 1
    await store.close()


async def test_forgetting_one_session_keeps_the_others(tmp_path: Path) -> None:
    store = await talked(tmp_path / "drafts.db")
    second = await store.perform(lambda t: t.create(ME))
    await store.perform(partial(talk, owner=ME, session=second.id, number=1, words=THEIRS))
    assert await store.perform(lambda t: t.forget(ME, "s1")) == 1
    assert await store.perform(lambda t: t.active(ME)) == (await store.perform(lambda t: t.sessions(ME)))[0]
    assert await store.perform(lambda t: len(t.history(ME, second.id, 9))) == 1
    await store.close()


async def test_nothing_is_left_while_a_second_reader_has_the_file_open(tmp_path: Path) -> None:
    store = await talked(tmp_path / "drafts.db")
    reader = connect(store.path)
    assert reader.execute("SELECT count(*) FROM turn").fetchone() == (121,)
    await store.perform(lambda t: t.forget(ME, None))
    assert traces(store.path, forms(MINE) + noise(NOISE)) == 0
    assert reader.execute("SELECT count(*) FROM turn").fetchone() == (60,)
    reader.close()
    await store.close()


async def test_a_reader_in_the_middle_is_told_of_and_forgetting_again_finishes(tmp_path: Path) -> None:
    store = await talked(tmp_path / "drafts.db")
    reader = connect(store.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turn").fetchone()
    with pytest.raises(TracesRemainError):
        await store.perform(lambda t: t.forget(ME, None))
    assert await store.perform(lambda t: t.sessions(ME)) == ()  # it is forgotten, though not yet erased
    reader.execute("COMMIT")
    assert await store.perform(lambda t: t.forget(ME, None)) == 0
    assert traces(store.path, forms(MINE) + noise(NOISE)) == 0
    reader.close()
    await store.close()


async def test_traces_that_a_reader_kept_go_with_the_next_start(tmp_path: Path) -> None:
    store = await talked(tmp_path / "drafts.db")
    reader = sqlite3.connect(store.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turn").fetchone()
    with pytest.raises(TracesRemainError):
        await store.perform(lambda t: t.forget(ME, None))
    await store.close()
    assert traces(store.path, forms(MINE)) > 0
    reader.execute("COMMIT")
    again = await Store.open(store.path)  # the reader still has the file open, so closing did not clear up
    assert traces(store.path, forms(MINE) + noise(NOISE)) == 0
    await again.close()
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_a_full_disk_is_told_of_and_forgetting_again_finishes(tmp_path: Path) -> None:
    import resource  # noqa: PLC0415 - not there on Windows

    store = await talked(tmp_path / "drafts.db")
    await store.perform(
        lambda t: t.append(OTHER, "s2", key="n", parent=None, event=bytes(1_000_000), state=b"", replies=())
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    empty_log(store.path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))  # enough to delete, not to build the file anew
    try:
        with pytest.raises(TracesRemainError):
            await store.perform(lambda t: t.forget(ME, None))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert await store.perform(lambda t: t.forget(ME, None)) == 0
    assert traces(store.path, forms(MINE) + noise(NOISE)) == 0
    await store.close()


async def test_forgetting_in_a_unit_that_fails_forgets_nothing(tmp_path: Path) -> None:
    store = await talked(tmp_path / "drafts.db")

    def failing(transaction: Transaction) -> None:
        transaction.forget(ME, None)
        raise ValueError("改了主意")

    with pytest.raises(ValueError, match="改了主意"):
        await store.perform(failing)
    assert len(await store.perform(lambda t: t.history(ME, "s1", 99))) == 61
    await store.close()
