"""A database of any earlier release opens, and no row of it changes."""

import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.store import schema
from bot.store.driver import sqlite3
from bot.store.opening import connect
from bot.store.records import Turn, packed
from bot.store.store import Store

ME = "我"

VERSION_1 = Path(__file__).with_name("store_version_1.sql").read_text(encoding="utf-8")


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    path = tmp_path / "drafts.db"
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1)
    connection.close()
    return path


def rows(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    tables = ("owner", "session", "turn", "outgoing")
    return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}  # noqa: S608 - our own four names


async def test_a_database_of_the_first_release_is_read_as_it_stands(version_1: Path) -> None:
    store = await Store.open(version_1)
    active = await store.perform(lambda t: t.active(ME))
    assert active
    assert (active.id, active.title) == ("s7", "旧稿")
    head = await store.perform(lambda t: t.head(ME, "s7"))
    assert head == Turn(42, 41, "k2", b"f", packed(b"b"), "2025-01-02T00:00:00.000+00:00")
    assert [w.reply for w in await store.perform(lambda t: t.unsent(ME))] == [b"r"]
    await store.close()


def test_the_first_releases_tables_are_those_made_now(version_1: Path, tmp_path: Path) -> None:
    def tables(connection: sqlite3.Connection) -> list[str]:
        found = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name"
        ).fetchall()
        connection.close()
        return [re.sub(r"--.*|\s|\"|;", "", sql) for (sql,) in found]

    fresh = connect(tmp_path / "fresh.db")
    schema.migrate(fresh)
    assert tables(connect(version_1)) == tables(fresh)


def test_a_migration_changes_no_row_and_runs_once(version_1: Path) -> None:
    before = sqlite3.connect(version_1)
    expected = rows(before)
    before.close()

    def noted(database: Database) -> None:
        database.table("session").add_column("note", str)
        database.table("turn").transform()  # remakes the table, which nothing may cascade from

    for _ in range(2):
        connection = connect(version_1, migrations=(*schema.MIGRATIONS, noted))
        assert schema.version(connection) == schema.LATEST + 1
        added = {table: [(*row, None) for row in expected[table]] for table in ("session", "turn")}
        assert rows(connection) == expected | added
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()


def test_a_migration_that_fails_changes_nothing(version_1: Path) -> None:
    def failing(database: Database) -> None:
        database.table("turn").drop()
        raise ValueError("迁移出错")

    with pytest.raises(ValueError, match="迁移出错"):
        connect(version_1, migrations=(*schema.MIGRATIONS, failing))
    connection = connect(version_1, migrations=schema.MIGRATIONS[:1])
    assert schema.version(connection) == 1
    assert len(rows(connection)["turn"]) == 2
    connection.close()


def test_what_repeats_a_state_is_told_apart_from_what_made_one(version_1: Path) -> None:
    connection = sqlite3.connect(version_1)
    # 42 made a state; 43 changed nothing; 44 made one; 45 undid it; 46 changed nothing; 47 made one.
    for number, parent in ((43, 41), (44, 43), (45, 41), (46, 41), (47, 46)):
        values = (number, parent, f"k{number}")
        connection.execute("INSERT INTO turn VALUES (?, '我', 7, ?, ?, x'65', x'65', '')", values)
    connection.commit()
    connection.close()
    connection = connect(version_1)
    found = connection.execute("SELECT number, repeats FROM turn ORDER BY number").fetchall()
    assert found == [(41, None), (42, None), (43, 42), (44, None), (45, 42), (46, 42), (47, None)]
    connection.close()


def test_a_note_of_an_earlier_release_stays_and_belongs_to_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    connection = connect(path, migrations=schema.MIGRATIONS[:4])
    schema.migrate(connection, schema.MIGRATIONS[:4])
    connection.execute("INSERT INTO note (owner, place, reply, at) VALUES ('我', 0, x'65', '')")
    connection.close()
    connection = connect(path)
    assert connection.execute("SELECT owner, reply, session FROM note").fetchall() == [("我", b"e", None)]
    assert connection.execute("SELECT count(*) FROM review").fetchone() == (0,)
    connection.close()
