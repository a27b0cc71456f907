"""Messages from a pipe or a file: one a line, whatever its line ends and encoding."""

from typing import BinaryIO

MOST = 1_000_000
"""Bytes of a line that are read; no message may be as long, and the engine says so."""


def next_message(stdin: BinaryIO) -> str | None:
    """Read up to the next line that is not blank; ``None`` at the end. Raises ``OSError``."""
    while line := stdin.readline(MOST):
        rest = line
        while len(rest) == MOST and not rest.endswith(b"\n"):
            rest = stdin.readline(MOST)
        text = _decoded(line).removeprefix("\ufeff").rstrip("\r\n")
        if text.strip():
            return text
    return None


def _decoded(line: bytes) -> str:
    """Read as UTF-8, else as GB18030, which Chinese Windows pipes; bytes that are neither become marks."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode(errors="replace")
