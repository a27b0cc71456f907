"""Kills of the program itself, talked to through a pipe: what it has shown as said is in its database."""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.store.driver import sqlite3

MOST_LINES = 30
MOST_BYTES = 16_000
BEGINNING = ("/new", "2", "区委编办党支部", "党支部书记", "李明", "2025", "1")


def lost_by_a_kill(chance: random.Random) -> int:
    """Kill a talk at a random moment; give the number of answered messages not stored in order."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "drafts.db"
        said = [f"走访群众{number}户" for number in range(1000, 1000 + MOST_LINES)]
        command = [sys.executable, "-m", "bot", "--db", str(database)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(command, **pipes, cwd=folder, env=_environment()) as talk:  # type: ignore[call-overload]  # the pipes are plain integers
            talk.stdin.write("\n".join([*BEGINNING, *said]).encode())
            talk.stdin.flush()
            printed = talk.stdout.read(chance.randrange(1, MOST_BYTES))
            talk.send_signal(signal.SIGKILL)
            printed += talk.stdout.read()
        answered = set(re.findall(r"您说：走访群众(\d+)户", printed.decode(errors="ignore")))
        kept = _stored(database)
        in_order = kept == [text[4:8] for text in said][: len(kept)]
        return len(answered - set(kept)) if in_order else len(said)


def _stored(database: Path) -> list[str]:
    """Give the numbers of the visits that a database left behind holds, in the order of their turns."""
    connection = sqlite3.connect(database)
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'turn'").fetchall()
    events = connection.execute("SELECT event FROM turn ORDER BY number").fetchall() if tables else []
    connection.close()
    return [number for (event,) in events for number in re.findall(r"走访群众(\d+)户", event.decode())]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
