"""The child process: ``python -m phrasebank.formats KIND``, a document in, an answer out."""

import sys
from collections.abc import Callable
from importlib import import_module

import msgspec

from phrasebank.formats.isolation import Answer
from phrasebank.formats.limits import confine
from phrasebank.formats.refusal import EMPTY, LONGEST_TEXT, TOO_MUCH, RefusedError

READERS = {"docx": "docx", "html": "webpage", "mhtml": "mhtml", "pdf": "pdf", "remarks": "remarks"}


def answer_to(kind: str, data: bytes) -> Answer:
    """Read a document and check what came out of it."""
    read: Callable[[bytes], list[str]] = import_module(f"phrasebank.formats.{READERS[kind]}").lines
    try:
        lines = read(data)
    except RefusedError as refused:
        return Answer(refused=str(refused))
    except (MemoryError, RecursionError):
        return Answer(refused=TOO_MUCH)
    if sum(map(len, lines)) > LONGEST_TEXT:
        return Answer(refused=TOO_MUCH)
    return Answer(lines) if any(line.strip() for line in lines) else Answer(refused=EMPTY)


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(msgspec.json.encode(answer_to(sys.argv[1], sys.stdin.buffer.read())))
