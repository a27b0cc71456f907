"""The health check: asked by Docker and by people, in a process of its own."""

import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.adapters.telegram.settings import SettingsError, metrics
from bot.store.driver import immediate, sqlite3
from bot.store.faults import StoreError, explained
from bot.store.opening import connect, default_path

PATIENCE = 5.0


def check(environ: Mapping[str, str], db: Path | None) -> int:
    """Tell whether the database can be written and the bot hears Telegram; 0 if so, 1 if not, 2 settings."""
    try:
        place = metrics(environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    path = (db or Path(environ.get("SHUZHI_DB", "").strip() or default_path())).absolute()
    if not path.is_file():
        sys.stderr.write(f"还没有草稿库 {path}：机器人没有启动过，或者它用的是另一个文件（SHUZHI_DB）。\n")
        return 1
    try:
        _write(path)
    except (StoreError, sqlite3.Error) as error:
        sys.stderr.write(f"{explained(error, path)}\n")
        return 1
    if place is None:
        sys.stdout.write("草稿库能写；SHUZHI_METRICS 留空了，没法问机器人本身。\n")
        return 0
    sound, told = _asked(*place)
    (sys.stdout if sound else sys.stderr).write(told)
    return 0 if sound else 1


def _write(path: Path) -> None:
    """Take the write lock, which a full or read-only disk and another program's grip refuse."""
    connection = connect(path, patience=PATIENCE)
    try:
        with immediate(connection):
            connection.execute(f"PRAGMA user_version = {_version(connection)}")
    finally:
        connection.close()


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _asked(host: str, port: int) -> tuple[bool, str]:
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        return answer.status == 200, answer.read().decode(errors="replace")  # noqa: PLR2004 - HTTP's own number
    except (OSError, HTTPException) as error:
        return False, f"机器人没有运行，或没有回音（{host}:{port}，{type(error).__name__}）。\n"
    finally:
        connection.close()
