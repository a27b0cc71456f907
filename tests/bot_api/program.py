"""The program itself, as its operator runs it, against the Bot API of the tests."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.store.driver import sqlite3
from tests.bot_api.server import TOKEN, BotApi

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
        return True
    return False


def outside() -> dict[str, str]:
    """Give this process's environment, but for what it says of proxies, in which the program can be run."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | {"PYTHONPATH": str(ROOT)}


def environ_of(api: BotApi, db: Path, **settings: str) -> dict[str, str]:
    """Give the environment of a program over a Bot API and a database."""
    return outside() | {
        "SHUZHI_TELEGRAM_TOKEN": TOKEN,
        "SHUZHI_TELEGRAM_API": api.root,
        "SHUZHI_ACCESS": "open",
        "SHUZHI_METRICS": "",
        "SHUZHI_DB": str(db),
        **settings,
    }


class Program:
    """``python -m bot telegram``; leaving the block kills it."""

    def __init__(self, api: BotApi, db: Path, **settings: str) -> None:
        self.environ = environ_of(api, db, **settings)
        command = [sys.executable, "-W", "error", "-m", "bot", "telegram"]
        self.process = subprocess.Popen(
            command, cwd=db.parent, env=self.environ, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> str:
        """End it as a power cut would; gives what it had complained of."""
        self.process.kill()
        return self.process.communicate(timeout=PATIENCE)[1]

    def stop(self) -> tuple[int, str]:
        """Ask it to end; gives its exit code and what it had complained of."""
        self.process.send_signal(signal.SIGTERM)
        complaints = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, complaints


def applied(db: Path) -> dict[str, list[str]]:
    """Give what each owner is stored to have said, in the order of the turns."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for owner, event in connection.execute("SELECT owner, event FROM turn ORDER BY number"):
            said = json.loads(event)
            if said["type"] == "said":
                found.setdefault(owner, []).append(said["text"])
    return found


def finished(db: Path) -> bool:
    """Tell whether every update is applied, and every reply sent."""
    with closing(sqlite3.connect(db)) as connection:
        (open_,) = connection.execute(
            "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
            " + (SELECT count(*) FROM outgoing WHERE sent IS NULL) + (SELECT count(*) FROM note)"
        ).fetchone()
    return bool(open_ == 0)
