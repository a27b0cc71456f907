"""What can go wrong with the file, each as one sentence that tells the user what to do next."""

import errno
from pathlib import Path
from typing import ClassVar

from bot.store.driver import sqlite3


class StoreError(Exception):
    """The store could not do what it was asked to; ``str()`` is one Chinese sentence for the user.

    Whatever ``Store.perform`` gave an answer for before is still there.
    """

    sentence: ClassVar[str]

    def __init__(self, path: Path) -> None:
        # A path from the command line may hold lone surrogates, which no terminal can print.
        shown = str(path).encode(errors="replace").decode()
        super().__init__(self.sentence.format(path=shown))


class NotWritableError(StoreError):
    """No right, or no way, to write the file or its folder."""

    sentence = "草稿库写不进去（{path}），请放开这个位置的写权限，或用 --db 换一个能写入的文件后再试。"


class PathIsFolderError(StoreError):
    """The path names a folder."""

    sentence = "{path} 是一个文件夹，请用 --db 指定一个文件，例如在后面加上 drafts.db。"


class DiskFullError(StoreError):
    """No space left; the unit is not stored, and the store goes on as soon as there is space."""

    sentence = "磁盘已满，刚才这一条没有存上（之前的都还在），请腾出一些空间后再发一次（草稿库：{path}）。"


class DiskTroubleError(StoreError):
    """The disk refused to read or write."""

    sentence = "读写磁盘时出错，刚才这一条没有存上（之前的都还在），请检查磁盘后再发一次（草稿库：{path}）。"


class LockedError(StoreError):
    """Another program held the file for longer than the store waits."""

    sentence = "草稿库正被另一个程序占用，请关掉占用它的窗口后再试一次（{path}）。"


class NewerVersionError(StoreError):
    """Written by a later release, whose tables this one cannot know."""

    sentence = "草稿库 {path} 是更新版本的程序写的，请先升级本程序再打开，或用 --db 另指定一个文件。"


class InUseError(StoreError):
    """A program has the file open."""

    sentence = "{path} 正被使用，请先停下机器人和打开着的对话，再恢复备份。"


class NoDatabaseError(StoreError):
    """There is no file, where a command is about one that the bot has made."""

    sentence = "还没有草稿库 {path}：机器人没有启动过，或者它用的是另一个文件，请用 --db 或 --settings 指明。"


class NoDraftsError(StoreError):
    """There is no file, where a command is about drafts written before."""

    sentence = (
        "没有草稿库 {path}：写过草稿的，请核对 --db 或 SHUZHI_DB 指的位置；还没写过，运行 shuzhi 开始写。"
    )


class UnkeptError(StoreError):
    """A backup could not be written."""

    sentence = "备份写不进 {path}，请换一个能写、有空间的位置（或放开它的写权限）后再备份。"


class TakenError(StoreError):
    """A backup would overwrite a file."""

    sentence = "{path} 已经有了，为免覆盖没有写，请换一个文件名。"


class DamagedError(StoreError):
    """No database, or one whose pages contradict each other."""

    sentence = "草稿库 {path} 已损坏或不是草稿库，请换上备份，或把它改名移开后重新启动（会另建一个空库）。"


class ForeignDatabaseError(StoreError):
    """A sound database that belongs to some other program."""

    sentence = "{path} 是别的程序的数据库，为免弄坏它没有打开，请用 --db 指定另一个文件。"


class UnsafePlaceError(StoreError):
    """The place cannot give what durability rests on (usually a network drive without shared memory)."""

    sentence = "{path} 所在的位置（常见于网络盘）不能保证断电不丢失，请用 --db 指定本机磁盘上的文件。"


class OutdatedLibraryError(StoreError):
    """SQLite is older than ``driver.OLDEST``."""

    sentence = "本机的 SQLite 太旧，可能弄坏草稿库 {path}，请先运行 pip install --upgrade pysqlite3 再启动。"


class TracesRemainError(StoreError):
    """Forgotten for good, but a reader elsewhere, or a full disk, keeps the old pages as they are for now."""

    sentence = "草稿已删除，但 {path} 正被别的程序读着或磁盘已满，痕迹还没擦净，请排除后再执行一次 /forget。"


_BY_RESULT: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_PERM: NotWritableError,
    sqlite3.SQLITE_READONLY: NotWritableError,
    sqlite3.SQLITE_CANTOPEN: NotWritableError,
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_IOERR: DiskTroubleError,
    sqlite3.SQLITE_BUSY: LockedError,
    sqlite3.SQLITE_LOCKED: LockedError,
    sqlite3.SQLITE_CORRUPT: DamagedError,
    sqlite3.SQLITE_NOTADB: DamagedError,
}


def explained(error: BaseException, path: Path) -> BaseException:
    """Give the ``StoreError`` that a fault of SQLite means; any other exception comes back as it is."""
    if not isinstance(error, sqlite3.Error):
        return error
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the upper bits say where, the lowest byte what
    kind = _BY_RESULT.get(primary)
    return kind(path) if kind else error


def refused(error: OSError, path: Path) -> StoreError:
    """Give the ``StoreError`` for a file or folder that could not be made."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return DiskFullError(path) if full else NotWritableError(path)
