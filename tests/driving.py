"""Ways to talk to the program in tests: in this process, and in a real terminal of its own."""

import io
import os
import select
import signal
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from types import TracebackType
from typing import Self

from bot.adapters.terminal import run
from bot.adapters.terminal.console import Console

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds without a sign of life after which a test fails instead of waiting on."""


class Paper(io.StringIO):
    """A standard output that keeps what was written, one entry for each reply."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[str] = []

    def write(self, text: str) -> int:
        self.entries.append(text)
        return len(text)


def run_terminal(lines: Iterable[str], db: Path, out: Path) -> list[str]:
    """Talk through a pipe and give each reply as shown, questions with their numbered choices."""
    piped = "".join(f"{line}\n" for line in lines).encode(errors="surrogatepass")
    code, replies, complaints = run_piped(piped, db, out)
    assert (code, complaints) == (0, "")
    return replies


def run_piped(piped: bytes, db: Path, out: Path) -> tuple[int, list[str], str]:
    """Talk through a pipe of bytes; give the exit code, the replies, and what was on standard error."""
    stdout, stderr = Paper(), io.StringIO()
    code = run(db, out, Console(io.BytesIO(piped), stdout, stderr))
    return code, stdout.entries, stderr.getvalue()


# A terminal sends signals such as Ctrl-C only to programs that it controls.
_CONTROLLED = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, sys.argv[1:])
"""


class Terminal:
    """The program in a terminal of its own, 24 lines of 80 columns; leaving the block kills it."""

    def __init__(self, db: Path, *, environment: Mapping[str, str] | None = None) -> None:
        import pty  # noqa: PLC0415 - there is none on Windows, where only these tests are left out

        self._ours, theirs = pty.openpty()
        self.process = Popen(
            [sys.executable, "-c", _CONTROLLED, sys.executable, "-m", "bot", "--db", str(db)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=db.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **(environment or {})},
        )
        os.close(theirs)
        self.seen = ""
        self._bytes = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        os.close(self._ours)

    def type(self, keys: str) -> None:
        """Press keys; Enter is ``\\r``, Ctrl-C ``\\x03``, Ctrl-D ``\\x04``."""
        os.write(self._ours, keys.encode())

    def until(self, text: str) -> str:
        """Wait for text that has not been waited for yet; give everything up to and with it."""
        while text not in self.seen:
            more = self._read()
            assert more, f"{text!r} never came, but: {self.seen[-600:]!r}"
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def rest(self) -> str:
        """Wait for the end of the program and give what it still wrote."""
        while self._read():
            pass
        rest, self.seen = self.seen, ""
        return rest

    def exit_code(self) -> int:
        """Wait for the end of the program."""
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        assert ready, f"nothing came any more after: {self.seen[-600:]!r}"
        try:
            self._bytes += os.read(self._ours, 65536)
        except OSError:  # EIO: nobody has the other end open
            return b""
        text = self._bytes.decode(errors="ignore")
        rest = self._bytes[len(text.encode()) :]
        self.seen, self._bytes = self.seen + text, rest
        return text.encode() or rest
