"""The store as the rest of the program sees it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.store.opening import connect, default_path
from bot.store.transaction import Clock, Transaction
from bot.store.writer import Connect, Writer

T = TypeVar("T")


class Store:
    """Everybody's sessions, in one file. Made by ``open``, and belongs to the event loop that opened it."""

    def __init__(self, path: Path, writer: Writer) -> None:
        self.path = path
        self._writer = writer

    @classmethod
    async def open(
        cls,
        path: Path | None = None,
        *,
        connect: Connect = connect,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> "Store":
        """Open the file, or make it; ``None`` is the one in the platform's data folder.

        Raises ``StoreError``. A new file gets its tables with the first session that is begun.
        """
        path = (path or default_path()).absolute()  # the program may turn to another folder later
        writer = Writer(path, connect, clock)
        try:
            await writer.perform(_nothing)
        except BaseException:
            await writer.close()
            raise
        return cls(path, writer)

    async def perform(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in the writer's thread, as a whole or not at all; answers only once it is on the disk.

        Whatever ``work`` raises is raised here, after its writes were taken back; a fault of the file as a
        ``StoreError``. Units run in the order they were given. One whose caller is cancelled may be committed
        all the same. ``TracesRemainError`` alone is raised *after* the commit.
        """
        return await self._writer.perform(work)

    async def close(self) -> None:
        """Finish what was given and close the file; calling it again does nothing."""
        await self._writer.close()


def _nothing(_: Transaction) -> None:
    """Do nothing: the writer opens the file before its first unit."""
