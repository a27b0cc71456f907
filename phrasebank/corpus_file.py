"""The file of a corpus: made for its owner's eyes alone, and opened so that a killed program loses nothing.

Its SQLite is the one that pysqlite3 brings, as the drafts' is: Python's own may lack what the index needs.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from phrasebank.corpus_error import CorpusError
from phrasebank.index import SCHEMA
from phrasebank.reading import printable

if TYPE_CHECKING:  # pysqlite3 is the standard module under another name, but ships no types
    import sqlite3
else:
    import pysqlite3 as sqlite3

__all__ = ["connect", "explained", "sqlite3"]

APPLICATION = int.from_bytes(b"shzc")
VERSION = 1
PATIENCE = 10.0
"""Seconds to wait for another program that is writing."""

FILES = """
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE  -- SHA-256 of its bytes
) STRICT;
CREATE TABLE sighting (
    file INTEGER NOT NULL,
    likeness INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (file, likeness)
) STRICT, WITHOUT ROWID;
"""
SETTINGS = (
    "PRAGMA journal_mode = wal",
    "PRAGMA synchronous = normal",  # a power cut may take back the last files: they are then taken again
    "PRAGMA temp_store = memory",
    "PRAGMA cache_size = -65536",
    "PRAGMA mmap_size = 268435456",
)


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, made if it is not there. In autocommit mode. Raises ``CorpusError``."""
    _make_private(path)
    try:
        connection = sqlite3.connect(path.absolute(), timeout=PATIENCE, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return connection


def explained(error: sqlite3.Error, path: Path) -> CorpusError:
    """Put a fault of SQLite's in a sentence."""
    name = printable(str(path))
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return CorpusError(f"语料库 {name} 正被另一个程序占用，请等它结束后再试。")
        case sqlite3.SQLITE_FULL:
            return CorpusError("磁盘已满，已学过的都还在，请腾出一些空间后再运行一次，会接着学。")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return CorpusError(f"{name} 已损坏或不是语料库，请用 --db 指定另一个文件，或把它移开后重新学习。")
        case _:
            return CorpusError(f"语料库 {name} 打不开或写不进去，请检查权限，或用 --db 换一个位置。")


def _make_private(path: Path) -> None:
    """Make the file before SQLite does, which would let everybody read it; -wal and -shm take its mode."""
    name = printable(str(path))
    try:
        if path.is_dir():
            raise CorpusError(f"{name} 是一个文件夹，请用 --db 指定一个文件，例如在后面加上 corpus.db。")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except (OSError, ValueError) as error:
        raise CorpusError(f"语料库 {name} 建不起来，请检查权限，或用 --db 换一个位置。") from error
    if not os.access(path, os.R_OK | os.W_OK):
        raise CorpusError(f"语料库 {name} 不能读写，请放开它的权限，或用 --db 换一个文件。")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Look before anything is written: a file that is not ours may not change."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if tables and application != APPLICATION:
        raise CorpusError(
            f"{printable(str(path))} 是别的程序的数据库，为免弄坏它没有打开，请用 --db 指定另一个文件。"
        )
    if version > VERSION:
        raise CorpusError(f"语料库 {printable(str(path))} 是更新版本的程序写的，请先升级本程序再打开。")
    for setting in SETTINGS:
        connection.execute(setting)
    if not version:
        connection.executescript(
            f"BEGIN IMMEDIATE; {FILES} {SCHEMA} PRAGMA application_id = {APPLICATION}; "
            f"PRAGMA user_version = {VERSION}; COMMIT;"
        )
