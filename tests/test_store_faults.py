"""Whatever is wrong with the file or the disk is one sentence, and nothing acknowledged is lost by it."""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import sqlite_utils  # noqa: F401 - once a test has given up its rights, it may not be able to read it

from bot.store import faults, schema
from bot.store.driver import sqlite3
from bot.store.opening import configure, connect
from bot.store.records import Turn
from bot.store.store import Store
from bot.store.transaction import Transaction

ME = "我"

KINDS = faults.StoreError.__subclasses__()


def said(transaction: Transaction, key: str, state: bytes = b"{}") -> Turn:
    session = transaction.active(ME) or transaction.create(ME)
    return transaction.append(ME, session.id, key=key, parent=None, event=b"", state=state, replies=())


async def opened(path: Path) -> None:
    await (await Store.open(path)).close()


async def kept(store: Store) -> list[str]:
    turns = await store.perform(lambda t: t.history(ME, "s1", 999))
    return [turn.key for turn in reversed(turns)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_one_sentence_that_says_what_to_do(kind: type[faults.StoreError]) -> None:
    told = str(kind(Path("/数据/drafts.db")))
    assert told.count("。") == 1
    assert told.endswith("。")
    assert "请" in told
    assert "/数据/drafts.db" in told
    assert "\n" not in told


def test_a_path_that_no_terminal_can_print_is_still_told() -> None:
    str(faults.NotWritableError(Path("/tmp/\udcff.db"))).encode()  # noqa: S108 - nothing is written there


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(faults.PathIsFolderError):
        await Store.open(tmp_path)


async def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    with pytest.raises(faults.NotWritableError):
        await Store.open(tmp_path / "文件" / "drafts.db")


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder to work in, for somebody whom file modes bind: root gives up being root meanwhile."""
    folder = Path(tempfile.mkdtemp())
    root = os.geteuid() == 0
    folder.chmod(0o777)
    if root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o777)
        shutil.rmtree(folder)


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@posix
async def test_a_folder_that_may_not_be_written_is_told_at_once() -> None:
    with without_rights() as folder:
        (folder / "只读").mkdir(mode=0o500)
        for path in (folder / "只读" / "drafts.db", folder / "只读" / "新" / "drafts.db"):
            with pytest.raises(faults.NotWritableError):
                await Store.open(path)


@posix
async def test_a_folder_that_takes_no_log_is_told_at_once() -> None:
    with without_rights() as folder:
        path = folder / "旧" / "drafts.db"
        await opened(path)
        path.parent.chmod(0o500)
        with pytest.raises(faults.NotWritableError):
            await Store.open(path)
        path.parent.chmod(0o700)


@posix
async def test_a_file_that_may_not_be_written_is_told_at_once() -> None:
    with without_rights() as folder:
        path = folder / "drafts.db"
        await opened(path)
        path.chmod(0o400)
        with pytest.raises(faults.NotWritableError):
            await Store.open(path)


@posix
async def test_a_file_that_may_not_be_read_is_told_at_once() -> None:
    with without_rights() as folder:
        path = folder / "drafts.db"
        await opened(path)
        path.chmod(0)
        with pytest.raises(faults.NotWritableError):
            await Store.open(path)


@pytest.fixture
async def stored(tmp_path: Path) -> Path:
    """A database with one turn in it, whose state fills many pages."""
    path = tmp_path / "drafts.db"
    store = await Store.open(path)
    await store.perform(partial(said, key="1", state=os.urandom(100_000)))
    await store.close()
    return path


def exists(path: Path) -> bool:
    return path.exists()


def content(path: Path) -> bytes:
    return path.read_bytes()


def altered(path: Path, statement: str) -> Path:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    return path


async def test_a_newer_releases_database_is_left_alone(stored: Path) -> None:
    altered(stored, f"PRAGMA user_version = {schema.LATEST + 1}")
    before = content(stored)
    with pytest.raises(faults.NewerVersionError):
        await Store.open(stored)
    assert content(stored) == before


async def test_a_newer_release_started_meanwhile_stops_the_older_one(stored: Path) -> None:
    store = await Store.open(stored)
    altered(stored, f"PRAGMA user_version = {schema.LATEST + 1}")
    with pytest.raises(faults.NewerVersionError):
        await store.perform(partial(said, key="2"))
    await store.close()


@pytest.mark.parametrize("statement", ["CREATE TABLE turn (number)", "PRAGMA user_version = 1"])
async def test_another_programs_database_is_left_alone(tmp_path: Path, statement: str) -> None:
    path = altered(tmp_path / "别的.db", statement)
    before = content(path)
    with pytest.raises(faults.ForeignDatabaseError):
        await Store.open(path)
    assert content(path) == before


@pytest.mark.parametrize("content", ["x", "x" * 511, "x" * 512, "这是一篇述职报告。" * 300])
async def test_a_text_is_no_database(tmp_path: Path, content: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(faults.DamagedError):
        await Store.open(path)
    assert path.read_text(encoding="utf-8") == content


async def test_a_file_cut_short_is_told(stored: Path) -> None:
    stored.write_bytes(content(stored)[:60_000])  # noqa: ASYNC240 - nothing else is running
    with pytest.raises(faults.DamagedError):
        await opened(stored)


async def test_damage_further_in_is_told_when_it_is_met(stored: Path) -> None:
    first_pages = content(stored)[: 32 * 4096]  # those of the tables, without the long rows
    stored.write_bytes(first_pages.ljust(len(content(stored)), b"\xff"))  # noqa: ASYNC240 - nothing else is running
    store = await Store.open(stored)
    with pytest.raises(faults.DamagedError):
        await kept(store)
    await store.close()


async def test_a_file_that_another_program_holds_is_told(stored: Path) -> None:
    holder = sqlite3.connect(stored, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(faults.LockedError):
        await Store.open(stored, connect=partial(connect, patience=0))
    holder.execute("ROLLBACK")
    holder.close()
    await opened(stored)


async def test_a_unit_refused_by_a_lock_can_be_given_again(stored: Path) -> None:
    store = await Store.open(stored, connect=partial(connect, patience=0))
    holder = sqlite3.connect(stored, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(faults.LockedError):
        await store.perform(partial(said, key="2"))
    holder.execute("ROLLBACK")
    holder.close()
    await store.perform(partial(said, key="2"))
    assert await kept(store) == ["1", "2"]
    await store.close()


async def test_a_full_disk_loses_one_answer_and_no_other(stored: Path) -> None:
    connections = []

    def remembered(path: Path) -> sqlite3.Connection:
        connections.append(connect(path))
        return connections[0]

    def pages(_: Transaction, most: int) -> None:
        connections[0].execute(f"PRAGMA max_page_count = {most}")

    store = await Store.open(stored, connect=remembered)
    await store.perform(partial(pages, most=1))  # SQLite takes what there is for the least
    with pytest.raises(faults.DiskFullError):
        await store.perform(partial(said, key="2", state=os.urandom(100_000)))
    assert await kept(store) == ["1"]
    await store.perform(partial(pages, most=1 << 30))
    await store.perform(partial(said, key="2", state=os.urandom(100_000)))
    await store.close()
    again = await Store.open(stored)
    assert await kept(again) == ["1", "2"]
    await again.close()


@posix
async def test_a_write_that_fails_at_the_commit_loses_one_answer_and_no_other(stored: Path) -> None:
    import resource  # noqa: PLC0415 - not there on Windows

    store = await Store.open(stored)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises((faults.DiskTroubleError, faults.DiskFullError)):
            await store.perform(partial(said, key="2", state=os.urandom(100_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert await kept(store) == ["1"]
    await store.perform(partial(said, key="2"))
    await store.close()
    again = await Store.open(stored)
    assert await kept(again) == ["1", "2"]
    await again.close()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, faults.DiskFullError),
        (errno.EDQUOT, faults.DiskFullError),
        (errno.EROFS, faults.NotWritableError),
        (errno.ENAMETOOLONG, faults.NotWritableError),
    ],
)
def test_a_file_that_cannot_be_made_is_told(number: int, kind: type[faults.StoreError]) -> None:
    assert isinstance(faults.refused(OSError(number, "!"), Path("drafts.db")), kind)


def test_a_callers_own_mistake_stays_what_it_is() -> None:
    for error in (ValueError("1"), OSError(errno.ENOSPC, "!"), sqlite3.IntegrityError("2")):
        assert faults.explained(error, Path("drafts.db")) is error


async def test_an_outdated_library_is_refused_before_the_file_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(faults.OutdatedLibraryError):
        await Store.open(tmp_path / "drafts.db")
    assert not exists(tmp_path / "drafts.db")


@pytest.mark.parametrize("name", [":memory:", "file:drafts.db?mode=memory"])
@posix
def test_no_name_means_anything_special(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    connection = connect(Path(name))
    schema.migrate(connection)
    connection.close()
    assert exists(tmp_path / name)
    assert content(tmp_path / name).startswith(b"SQLite format 3")


def test_a_place_without_a_log_is_refused() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(faults.UnsafePlaceError):
        configure(connection, Path("drafts.db"))
    connection.close()
