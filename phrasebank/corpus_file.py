"""The file of a corpus: made for its owner's eyes alone, and opened so that a killed program loses nothing.

Its SQLite is the one that pysqlite3 brings, as the drafts' is: Python's own may lack what the index needs.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from phrasebank.corpus_error import CorpusError
from phrasebank.entries import SCHEMA as ENTRIES
from phrasebank.postings import SCHEMA as POSTINGS
from phrasebank.reading import printable

if TYPE_CHECKING:  # pysqlite3 is the standard module under another name, but ships no types
    import sqlite3
else:
    import pysqlite3 as sqlite3

__all__ = ["connect", "explained", "sqlite3"]

APPLICATION = int.from_bytes(b"shzc")
VERSION = 2
PATIENCE = 10.0
"""Seconds to wait for another program that is writing."""

FILE = """
CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given out again: whoever reads remembers names by it
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE  -- SHA-256 of its bytes
) STRICT;
"""
SIGHTING = """
CREATE TABLE sighting (
    file INTEGER NOT NULL,
    likeness INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (file, likeness)
) STRICT, WITHOUT ROWID;
"""
NEW = FILE + SIGHTING + ENTRIES + POSTINGS
UPGRADE = f"""
DROP TABLE pair;
DROP TABLE letter;
DROP INDEX phrase_touched;
DROP INDEX phrase_decided;
ALTER TABLE phrase RENAME TO old_phrase;
ALTER TABLE file RENAME TO old_file;
{FILE + ENTRIES + POSTINGS}
INSERT INTO file SELECT id, name, path, digest FROM old_file;
INSERT INTO kind (shape, section, move, topic, mould)
    SELECT DISTINCT shape, section, move, coalesce(topic, ''), coalesce(mould, '') FROM old_phrase;
INSERT INTO phrase
    (id, likeness, kind, file, line, documents, quality, genres, text, verdict, wording, decided)
    SELECT old.id, likeness, kind.id, file, line, documents, 0, genres, text, verdict, wording, decided
    FROM old_phrase AS old JOIN kind USING (shape, section, move)
    WHERE kind.topic = coalesce(old.topic, '') AND kind.mould = coalesce(old.mould, '');
DROP TABLE old_phrase;
DROP TABLE old_file;
"""  # noqa: S608 - texts of this package
"""Makes a file of version 1 one of version 2; it is then indexed anew."""

SETTINGS = (
    "PRAGMA journal_mode = wal",
    "PRAGMA synchronous = normal",  # a power cut may take back the last files: they are then taken again
    "PRAGMA temp_store = memory",
    "PRAGMA cache_size = -65536",
    "PRAGMA mmap_size = 4294967296",
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
    if version < VERSION:
        connection.executescript(
            f"BEGIN IMMEDIATE; {UPGRADE if version else NEW} PRAGMA application_id = {APPLICATION}; "
            f"PRAGMA user_version = {VERSION}; COMMIT;"
        )
