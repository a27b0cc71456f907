"""Name an exported file and put it on the disk, whole or not at all."""

import errno
import os
import re
import unicodedata
from pathlib import Path
from secrets import token_hex

from bot.export.blocks import Report
from bot.export.clean import clean

LONGEST = 80
# Most file systems take 255 bytes; the rest is left for a number such as （12）.
MOST_BYTES = 240
STAMP = "（讨论稿）"

FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)

NO_RIGHT = "没有在“{folder}”里写文件的权限，请换一个文件夹再导出。"
NO_ROOM = "磁盘已满，“{name}”没有写成；草稿还在，腾出空间后请再导出一次。"
NO_FOLDER = "“{folder}”不是文件夹，请换一个位置再导出。"
REASONS = {
    errno.EISDIR: "“{name}”是一个文件夹，请换一个文件名再导出。",
    errno.EEXIST: NO_FOLDER,
    errno.ENOTDIR: NO_FOLDER,
    errno.EACCES: NO_RIGHT,
    errno.EPERM: NO_RIGHT,
    errno.EROFS: NO_RIGHT,
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EFBIG: NO_ROOM,
    errno.ENAMETOOLONG: "文件名太长，请起一个短一些的名字再导出。",
}


class ExportError(Exception):
    """An export that cannot be made; the message is one Chinese sentence that says what to do next."""


def file_name(report: Report, extension: str) -> str:
    """Name a report's file after its title, a discussion draft with its stamp; ``extension`` has its dot.

    The name is at most 80 characters long and good on Windows, macOS and Linux alike: without path
    separators, control or bidirectional formatting characters and the names that Windows keeps to itself.
    """
    stem = _bare(clean(report.title)) or "述职报告"
    stem = f"{stem}_" if RESERVED.fullmatch(stem) else stem
    mark = next((clean(block.text) for block in report.blocks if block.kind == "mark"), "")
    stamp = "" if report.final else mark or STAMP
    return _shortened(stem, stamp + extension) + stamp + extension


def _bare(title: str) -> str:
    visible = "".join(character for character in title if unicodedata.category(character) not in {"Cc", "Cf"})
    return re.sub(r"\s+", " ", FORBIDDEN.sub("-", visible)).strip(" .-_")


def _shortened(stem: str, ending: str) -> str:
    stem = stem[: LONGEST - len(ending)]
    while len((stem + ending).encode()) > MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .")


def write(path: Path, data: bytes) -> Path:
    """Write a file in one step and give the path it has got.

    Nobody's file is overwritten: where ``path`` is taken, （2）, （3） … is added to the name, unless the
    file there holds the very same bytes. Missing folders are made. Raises ``ExportError``.
    """
    try:
        return _write(path, data)
    except (OSError, ValueError) as error:
        raise ExportError(explain(error, path)) from error


def _write(path: Path, data: bytes) -> Path:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return _place(temporary, path, data)
    finally:
        temporary.unlink(missing_ok=True)


def _place(temporary: Path, path: Path, data: bytes) -> Path:
    number, target = 1, path
    while not _claim(target):
        if target.is_file() and target.read_bytes() == data:
            return target
        number += 1
        target = path.with_name(f"{path.stem}（{number}）{path.suffix}")
    try:
        return temporary.replace(target)
    except OSError:
        target.unlink()
        raise


def _claim(target: Path) -> bool:
    """Take a name by creating an empty file, so that nothing but one's own is replaced afterwards."""
    try:
        target.open("xb").close()
    except FileExistsError:
        return False
    return True


def explain(error: OSError | ValueError, path: Path) -> str:
    """Say in one Chinese sentence why a file could not be written and what to do."""
    if isinstance(error, OSError):
        sentence = REASONS.get(error.errno or 0, "“{name}”没有写成（{reason}），请换一个位置再导出。")
        return sentence.format(name=clean(str(path)), folder=clean(str(path.parent)), reason=error.strerror)
    return "文件名里有不能用的字符，请换一个名字再导出。"
