"""Read a document in a child process, so that a hostile one harms nothing but the child.

The child has no more memory and processor time than ``limits`` gives it, no secrets in its environment, and
is ended when it takes too long. On systems without such limits the time-out and the readers' own counts
remain.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from phrasebank.formats.refusal import BROKEN, TOO_MUCH, RefusedError
from phrasebank.typed import from_json

LONGEST_SECONDS: Final = 15
ROOT: Final = Path(__file__).parents[2]
NEEDED: Final = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "PYTHONHOME", "TMPDIR", "TEMP", "TMP")
"""All that the child sees of the environment: a token has no place there."""
OUT_OF_TIME: Final = -24
"""The exit code of a process that SIGXCPU ended; a child out of memory says so itself, or crashes."""


class Answer(Struct, frozen=True):
    """What the child says: the lines, or why there are none."""

    lines: list[str] = []
    refused: str = ""


def read_apart(kind: str, data: bytes) -> list[str]:
    """Read a document of a kind (``docx``, ``html``, ``mhtml``, ``pdf``). Raises ``RefusedError``."""
    answer = _answer(_run([sys.executable, "-P", "-X", "utf8", "-m", "phrasebank.formats", kind], data))
    if answer.refused:
        raise RefusedError(answer.refused)
    return answer.lines


def _run(command: list[str], data: bytes) -> bytes:
    try:
        run = subprocess.run(  # noqa: S603 - our own module, and the document only on its standard input
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(TOO_MUCH) from error
    except OSError as error:
        raise RefusedError("现在读不了，系统太忙，请稍后再试。") from error
    if run.returncode:
        raise RefusedError(TOO_MUCH if run.returncode == OUT_OF_TIME else BROKEN)
    return run.stdout


def _answer(reply: bytes) -> Answer:
    try:
        return from_json(reply, Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError(BROKEN) from error


def _environment() -> dict[str, str]:
    path = [str(ROOT), *(entry for entry in sys.path if entry)]
    kept = {name: os.environ[name] for name in NEEDED if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(path))}
