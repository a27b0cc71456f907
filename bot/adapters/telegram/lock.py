"""One bot a database: two of them would answer everything twice."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.faults import refused


class RunningError(Exception):
    """Another bot works on the same database, or for the same token; ``str()`` is Chinese, and says which."""


@contextmanager
def alone(database: Path) -> Iterator[Path]:
    """Hold the lock file beside the database, which is given; it goes with the process, however that ends.

    Raises ``RunningError``, and ``StoreError`` where the file cannot be made.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise refused(error, path) from error
    try:
        try:
            _take(file)
        except OSError as error:
            told = f"已经有一个机器人在用这个草稿库（{database}），这个就不启动了。"
            raise RunningError(f"{told}要换成这个，先停下那个。") from error
        yield path
    finally:
        os.close(file)


def _take(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
