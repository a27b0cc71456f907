"""A folder of copies, one a day or so: each named by its moment, and gone when it is too old."""

import re
import shutil
from datetime import datetime
from pathlib import Path

from bot.store.backup import back_up
from bot.store.beside import ENDING, folder_of
from bot.store.faults import UnkeptError

_NAME = re.compile(r"drafts-(\d{8}-\d{6})\.db", re.ASCII)
_MOMENT = "%Y%m%d-%H%M%S"
_HALF = ".drafts-*.db.*"
_HALF_BESIDE = f".drafts-*{ENDING}.*"
"""What a copying that was killed has left."""


def put_on(shelf: Path, database: Path, now: datetime) -> tuple[Path, int]:
    """Add a copy; gives where it is and its size in bytes. Raises a ``StoreError``."""
    copy = shelf / f"drafts-{now.strftime(_MOMENT)}.db"
    return copy, back_up(database, copy)


def clear(shelf: Path, before: datetime) -> int:
    """Delete the copies made before a moment, and nothing else; the newest stays. Gives how many those were.

    What was forgotten in the meantime is still in them: they must not be kept for ever.
    """
    try:
        copies = sorted((at, each) for each in shelf.iterdir() if (at := _made(each)))
        gone = [each for at, each in copies[:-1] if at < before]
        for each in (*gone, *shelf.glob(_HALF)):
            each.unlink()
        for each in (*map(folder_of, gone), *shelf.glob(_HALF_BESIDE)):
            shutil.rmtree(each, ignore_errors=not each.exists())
    except OSError as error:
        raise UnkeptError(shelf) from error
    return len(gone)


def _made(copy: Path) -> datetime | None:
    found = _NAME.fullmatch(copy.name)
    try:
        return datetime.strptime(found[1], _MOMENT).astimezone() if found else None
    except ValueError:
        return None
