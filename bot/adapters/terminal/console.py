"""The three streams of a process, as the talk uses them."""

import io
import os
import sys
from typing import BinaryIO, TextIO

from msgspec import Struct


class Console(Struct, frozen=True):
    """Where messages come from, as bytes, and where replies and complaints go.

    ``interactive`` means that a person sits there: lines are edited, and what is typed is shown.
    """

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO
    interactive: bool = False

    @property
    def coloured(self) -> bool:
        """Whether colours may be used. Conventions: no-color.org, and a dumb terminal has none.

        An old Windows console shows the codes as they are; only the newer one names itself.
        """
        modern = sys.platform != "win32" or "WT_SESSION" in os.environ
        return (
            self.interactive
            and modern
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )

    def complain(self, sentence: str) -> None:
        """Write to standard error, if anybody is there."""
        try:
            self.stderr.write(f"{sentence}\n")
            self.stderr.flush()
        except (OSError, ValueError):
            return

    def abandon(self) -> None:
        """Give up a closed pipe: what is left in its buffer must not be complained about at the exit."""
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())
        except (OSError, ValueError):
            return


def of_process() -> Console:
    """Give the streams of this process, writing UTF-8; one that it was started without is empty."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    stdin: TextIO | None = sys.stdin  # None where the program was started without, despite what its type says
    stdout: TextIO | None = sys.stdout
    return Console(
        stdin.buffer if stdin else io.BytesIO(),
        stdout or io.StringIO(),
        sys.stderr or io.StringIO(),
        interactive=bool(stdin and stdout and stdin.isatty() and stdout.isatty()),
    )
