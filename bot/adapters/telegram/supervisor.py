"""Telling systemd how the program is: that it is ready, and from time to time that it still works."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress


class Supervisor:
    """What started the program, if it wants to be told; otherwise nothing happens."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        within = environ.get("WATCHDOG_USEC", "")
        mine = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._within = int(within) / 1_000_000 if within.isdecimal() and mine else 0

    def tell(self, state: str) -> None:
        """Send a line such as ``READY=1``."""
        if not self._address:
            return
        name = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.connect(name)
            channel.sendall(state.encode())

    async def watch(self, alive: Callable[[], Awaitable[object]]) -> None:
        """Say again and again that the program works, as long as it does: ``alive`` must return."""
        while self._within:
            with suppress(Exception):  # a full disk is no reason to be restarted: what counts is an answer
                await alive()
            self.tell("WATCHDOG=1")
            await asyncio.sleep(self._within / 3)
