"""Threads for what would hold up all chats: reading and writing files, and looking things up.

The program ends without waiting for them: what they are at is stored, and begun anew at the next start.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

MOST = 16
"""More than can be busy with documents, files and look-ups at a time: host names are looked up here too."""


class Threads(ThreadPoolExecutor):
    """An event loop's executor, which has to be of that class; no thread of it keeps the program alive."""

    def __init__(self) -> None:
        super().__init__(MOST)
        self._given: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        self._begun = 0

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have something done as soon as a thread is free."""
        future = Future[T]()
        self._given.put((future, partial(work, *args, **kwargs)))
        if self._begun < MOST:
            self._begun += 1
            Thread(target=self._serve, name=f"beside-{self._begun}", daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the class has it
        """Wait for nothing, whatever is asked."""

    def _serve(self) -> None:
        while True:
            future, work = self._given.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
                    future.set_exception(error)
