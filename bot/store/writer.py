"""The single writer: one thread, one connection, and one commit for all the units that are waiting.

A commit costs the same for one turn as for a hundred: the disk has to confirm it. While one is under way,
whatever is given collects, and goes together into the next; but where that would take long, as much as is
done is committed in between, since those who were first need not wait for the last.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic, thread_time
from typing import Any, Generic, TypeVar

from bot.store import schema
from bot.store.driver import immediate, sqlite3
from bot.store.faults import NewerVersionError, TracesRemainError, explained
from bot.store.traces import erase_traces
from bot.store.transaction import Clock, Transaction
from phrasebank.remembering import wipe

T = TypeVar("T")

Connect = Callable[[Path], sqlite3.Connection]

LONGEST = 0.01
"""Seconds of work, waiting not counted, after which a commit is due: some thirty times what one takes.

On a slow disk a commit takes longer than that; then it is due after as much work as the last took time.
"""


class Unit(Generic[T]):
    """Work that is committed whole or not at all, and how it came out.

    The outcome is kept here and not in the future, which could not carry every exception (``StopIteration``).
    """

    value: T

    def __init__(self, work: Callable[[Transaction], T], ready: asyncio.Future[None]) -> None:
        self.work = work
        self.ready = ready
        self.error: BaseException | None = None
        self.erasing = False

    async def outcome(self) -> T:
        """Wait for the commit; give what the work gave, or raise what it raised."""
        await self.ready
        if self.error is not None:
            raise self.error
        return self.value


class Writer:
    """Runs units in the order they are given. Belongs to the event loop that is running when it is made.

    The thread ends by itself at the program's end, after the last unit given, whether ``close`` was called or
    not: an interrupted program loses nothing that it had handed over.
    """

    def __init__(self, path: Path, connect: Connect, clock: Clock) -> None:
        self._path = path
        self._connect = connect
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._lock = Lock()
        self._waiting: list[Unit[Any]] = []
        self._connection: sqlite3.Connection | None = None
        self._closed: asyncio.Future[None] | None = None
        self._longest = LONGEST

    async def perform(self, work: Callable[[Transaction], T]) -> T:
        """Run one unit and wait until it is committed."""
        unit = Unit(work, self._loop.create_future())
        with self._lock:
            if not self._waiting:  # otherwise a flush is on its way already, and takes this one along
                self._thread.submit(self._flush)
            self._waiting.append(unit)
        return await unit.outcome()

    async def close(self) -> None:
        """Finish what was given, and close the file."""
        if self._closed is None:
            self._closed = self._loop.create_future()
            self._thread.submit(self._finish, self._closed)
            self._thread.shutdown(wait=False)
        await asyncio.shield(self._closed)

    def _flush(self) -> None:
        batch = self._with_all_that_waits([])
        while batch:
            taken: list[Unit[Any]] = []
            try:
                self._commit(batch, taken)
            except BaseException as error:  # noqa: BLE001 - each unit's caller is told, in its own task
                taken = taken or batch
                for unit in taken:
                    unit.error = unit.error or explained(error, self._path)
            self._wake(unit.ready for unit in taken)
            batch = self._with_all_that_waits(batch[len(taken) :])

    def _with_all_that_waits(self, rest: list[Unit[Any]]) -> list[Unit[Any]]:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return rest + waiting

    def _commit(self, batch: list[Unit[Any]], taken: list[Unit[Any]]) -> None:
        """Commit the first units of a batch, as many as there is time for, and note which were taken."""
        if self._connection is None:
            self._connection = self._connect(self._path)
        with immediate(self._connection):
            version = schema.version(self._connection)
            if version > schema.LATEST:  # a newer release was started meanwhile
                raise NewerVersionError(self._path)
            blank = False if version else None  # once there are tables, they stay
            began = thread_time()
            for unit in batch:
                taken.append(unit)
                self._attempt(self._connection, unit, blank=blank)
                if thread_time() - began > self._longest:
                    break
            done = monotonic()
        self._longest = max(LONGEST, monotonic() - done)
        erasing = [unit for unit in taken if unit.erasing]
        if erasing:
            wipe()
        if erasing and not erase_traces(self._connection):
            for unit in erasing:
                unit.error = TracesRemainError(self._path)

    def _attempt(self, connection: sqlite3.Connection, unit: Unit[Any], *, blank: bool | None) -> None:
        """Run one unit so that its failure takes back its own writes and nobody else's."""
        transaction = Transaction(connection, self._clock, blank=blank)
        connection.execute("SAVEPOINT unit")
        try:
            unit.value = unit.work(transaction)
            unit.erasing = transaction.erasing
        except BaseException as error:
            if not connection.in_transaction:  # SQLite itself has taken back the whole transaction
                raise
            unit.error = explained(error, self._path)
            connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")

    def _finish(self, ready: asyncio.Future[None]) -> None:
        try:
            if self._connection is not None:
                self._connection.close()
        finally:
            self._wake([ready])

    def _wake(self, futures: Iterable[asyncio.Future[None]]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is waiting any more
            self._loop.call_soon_threadsafe(_resolve, list(futures))


def _resolve(futures: Iterable[asyncio.Future[None]]) -> None:
    for future in futures:
        if not future.done():  # its caller may have been cancelled
            future.set_result(None)
