"""The health check: asked by Docker and by people, in a process of its own."""

import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.adapters.telegram.settings import metrics
from bot.store.driver import immediate, sqlite3
from bot.store.faults import NoDatabaseError, StoreError, explained
from bot.store.opening import connect

PATIENCE = 4.0
"""Seconds for the database, and for the bot's answer: together less than Docker waits."""

UNASKED = "SHUZHI_METRICS 留空了，没法问机器人本身。"


def check(environ: Mapping[str, str], path: Path) -> int:
    """Tell whether the database can be written and the bot hears Telegram; 0 if so, 1 if not.

    Raises ``SettingsError``.
    """
    place = metrics(environ)
    try:
        _write(path)
    except (StoreError, sqlite3.Error) as error:
        sys.stderr.write(f"{explained(error, path)}\n")
        return 1
    if place is None:
        sys.stdout.write(f"草稿库能写；{UNASKED}\n")
        return 0
    sound, told = _asked(*place, "/health")
    (sys.stdout if sound else sys.stderr).write(told)
    return 0 if sound else 1


def figures(environ: Mapping[str, str]) -> int:
    """Show what the bot counts, in Prometheus' text format; 1 where it cannot be asked.

    Raises ``SettingsError``.
    """
    place = metrics(environ)
    sound, told = _asked(*place, "/metrics") if place else (False, f"{UNASKED}\n")
    (sys.stdout if sound else sys.stderr).write(told)
    return 0 if sound else 1


def _write(path: Path) -> None:
    """Take the write lock, which a full or read-only disk and another program's grip refuse."""
    if not path.is_file():
        raise NoDatabaseError(path)
    connection = connect(path, patience=PATIENCE)
    try:
        with immediate(connection):
            connection.execute(f"PRAGMA user_version = {_version(connection)}")
    finally:
        connection.close()


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _asked(host: str, port: int, page: str) -> tuple[bool, str]:
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        return answer.status == 200, answer.read().decode(errors="replace")  # noqa: PLR2004 - HTTP's own number
    except (OSError, HTTPException) as error:
        told = f"机器人没有运行，或没有回音（{host}:{port}，{type(error).__name__}）"
        return False, f"{told}：请启动它，或看它的日志。\n"
    finally:
        connection.close()
