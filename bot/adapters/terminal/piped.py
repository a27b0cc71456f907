"""Messages from a pipe or a file: one a line, whatever its line ends and encoding."""

from typing import BinaryIO


class InputError(Exception):
    """The input cannot be read (a folder, a terminal that went away); the message is one Chinese sentence."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"读不到输入（{error.strerror}），请检查接进来的文件。说过的都存着。")


MOST = 1_000_000
"""Bytes of a line that are read; no message may be as long, and the engine says so."""


def next_message(stdin: BinaryIO) -> str | None:
    """Read up to the next line that is not blank; ``None`` at the end. Raises ``InputError``."""
    while line := _line(stdin):
        text = _decoded(line).removeprefix("\ufeff").rstrip("\r\n")
        if text.strip():
            return text
    return None


def _line(stdin: BinaryIO) -> bytes:
    try:
        line = rest = stdin.readline(MOST)
        while len(rest) == MOST and not rest.endswith(b"\n"):
            rest = stdin.readline(MOST)
    except OSError as error:
        raise InputError(error) from error
    return line


def _decoded(line: bytes) -> str:
    """Read as UTF-8, else as GB18030, which Chinese Windows pipes; bytes that are neither become marks."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode(errors="replace")
