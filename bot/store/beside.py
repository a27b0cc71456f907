"""What lies beside the database and is kept with its copies: users' own corpora, and the formulations added.

A copy of the database has them in a folder of its own, named after it; where there are none, there is none.
"""

import os
import shutil
from contextlib import closing, suppress
from pathlib import Path
from secrets import token_hex

from bot.store.backup import belong
from bot.store.corpora import CORPORA
from bot.store.driver import sqlite3
from bot.store.faults import UnkeptError, refused

ENDING = ".files"
KEPT = (CORPORA, "formulations.yaml")


def folder_of(copy: Path) -> Path:
    """Give the folder of what belongs to a copy of the database."""
    return copy.with_name(copy.stem + ENDING)


def keep(database: Path, copy: Path) -> tuple[int, tuple[str, ...]]:
    """Copy what lies beside the database; gives how many files, and the names of those that are damaged.

    The folder is whole or not there at all, readable by its owner alone. Raises ``UnkeptError``.
    """
    files = _files(database.parent)
    if not files:
        return 0, ()
    folder = folder_of(copy)
    written = folder.with_name(f".{folder.name}.{token_hex(4)}")
    try:
        written.mkdir(mode=0o700)
        damaged = tuple(file.name for file in files if not _copied(file, written / file.name))
        written.rename(folder)
    except OSError as error:
        raise UnkeptError(folder) from error
    finally:
        shutil.rmtree(written, ignore_errors=True)
    return len(files) - len(damaged), damaged


def put_back(copy: Path, database: Path) -> tuple[int, tuple[str, ...]]:
    """Put what belongs to a copy back beside the database, but in the place of nothing.

    Gives how many files, and the names of those that stay as they are there. Raises a ``StoreError``.
    """
    files = _files(folder_of(copy))
    there = tuple(file.name for file in files if database.with_name(file.name).exists())
    try:
        for file in files:
            if file.name not in there:
                _put(file, database.with_name(file.name))
    except OSError as error:
        raise refused(error, database.parent) from error
    return len(files) - len(there), there


def _put(file: Path, target: Path) -> None:
    written = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        shutil.copyfile(file, written)
        written.chmod(0o600)
        belong(written)
        os.replace(written, target)  # noqa: PTH105 - atomic, and not renamed onto a folder
    finally:
        written.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return sorted(file for form in KEPT for file in folder.glob(form) if file.is_file())


def _copied(file: Path, target: Path) -> bool:
    """Copy a file as it is now, also one that is being written; False for a damaged one."""
    target.touch(mode=0o600)
    if file.suffix != ".db":
        shutil.copyfile(file, target)
        return True
    with suppress(sqlite3.Error):
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(target.absolute()),))
        return True
    target.unlink(missing_ok=True)
    return False
