"""Copies of the database: whole while it is written to, private, never over another file, and a way back."""

import asyncio
import stat
from pathlib import Path

import pytest

from bot.cli import main
from bot.conversation import Conversation
from bot.desk import Desk
from bot.events import Commanded, Said
from bot.store.backup import back_up, check, restore
from bot.store.driver import sqlite3
from bot.store.faults import DamagedError, ForeignDatabaseError, InUseError, NoDatabaseError, TakenError
from bot.store.store import Store

OWNER = "测试"
SAID = "区委编办党支部"


async def _talk(database: Path, *texts: str) -> Store:
    store = await Store.open(database)
    conversation = Conversation(Desk(), store)
    for number, text in enumerate(texts):
        event = Commanded(text[1:]) if text.startswith("/") else Said(text)
        await conversation.handle(OWNER, f"{database}-{number}", event)
    return store


async def _sayings(database: Path) -> tuple[str, ...]:
    store = await Store.open(database)
    try:
        return await Conversation(Desk(), store).sayings(OWNER, 20)
    finally:
        await store.close()


def test_a_copy_made_while_the_store_is_open_holds_what_was_said_last(tmp_path: Path) -> None:
    database, copy = tmp_path / "drafts.db", tmp_path / "copy.db"

    async def run() -> None:
        store = await _talk(database, "/new", "1", SAID)
        try:
            assert back_up(database, copy) == copy.stat().st_size
        finally:
            await store.close()

    asyncio.run(run())
    assert asyncio.run(_sayings(copy)) == asyncio.run(_sayings(database))
    assert SAID in asyncio.run(_sayings(copy))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_copy_overwrites_nothing_and_leaves_no_half(tmp_path: Path) -> None:
    database, copy = tmp_path / "drafts.db", tmp_path / "copy.db"
    asyncio.run(_closed(database))
    copy.write_text("别的文件", encoding="utf-8")
    with pytest.raises(TakenError):
        back_up(database, copy)
    assert copy.read_text("utf-8") == "别的文件"
    with pytest.raises(NoDatabaseError):
        back_up(tmp_path / "没有.db", tmp_path / "new.db")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".", "new"))) == []


async def _closed(database: Path) -> None:
    store = await _talk(database, "/new", "1", SAID)
    await store.close()


def test_a_copy_is_put_back_and_the_old_file_kept(tmp_path: Path) -> None:
    database, copy = tmp_path / "drafts.db", tmp_path / "copy.db"
    asyncio.run(_closed(database))
    back_up(database, copy)

    async def more() -> None:
        store = await _talk(database, "/undo")
        await store.close()

    asyncio.run(more())
    aside = restore(copy, database)
    assert aside is not None
    assert aside.exists()
    assert asyncio.run(_sayings(database)) == asyncio.run(_sayings(copy))


def test_nothing_is_put_back_while_a_talk_has_the_file_open(tmp_path: Path) -> None:
    database, copy = tmp_path / "drafts.db", tmp_path / "copy.db"
    asyncio.run(_closed(database))
    back_up(database, copy)

    async def run() -> None:
        store = await _talk(database, "/start")
        try:
            with pytest.raises(InUseError):
                restore(copy, database)
        finally:
            await store.close()

    asyncio.run(run())
    assert SAID in asyncio.run(_sayings(database))


def test_what_is_no_whole_database_of_ours_is_not_put_back(tmp_path: Path) -> None:
    database, bad = tmp_path / "drafts.db", tmp_path / "bad.db"
    asyncio.run(_closed(database))
    bad.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    with pytest.raises(DamagedError):
        restore(bad, database)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE somebody (id)")
    other.close()
    with pytest.raises(ForeignDatabaseError):
        check(tmp_path / "other.db")
    assert SAID in asyncio.run(_sayings(database))


def test_the_commands_say_what_they_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database, copy = tmp_path / "drafts.db", tmp_path / "copy.db"
    asyncio.run(_closed(database))
    assert main(["backup", str(copy), "--db", str(database)]) == 0
    assert "已备份并核对" in capsys.readouterr().out
    assert main(["backup", str(copy), "--db", str(database)]) == 2
    assert "换一个文件名" in capsys.readouterr().err
    assert main(["restore", str(copy), "--db", str(database)]) == 0
    assert "已恢复到" in capsys.readouterr().out
