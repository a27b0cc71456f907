"""The log: ids, sizes and milliseconds. Never what a user wrote, nor the token."""

import logging
import sys
import traceback
from typing import TextIO

_OURS = "bot."
_CHATTY = ("httpx", "httpcore", "telegram")


class Redaction(logging.Formatter):
    """Leaves out whatever could be a user's words, at any level.

    The program's own lines hold none. From a library's only the bare template is shown, for the values are
    what is private; and of any exception the places it passed and its class, but not its message.
    """

    def __init__(self, token: str) -> None:
        super().__init__()
        self._secret = token.partition(":")[2]  # without the colon, which may be percent-encoded

    def format(self, record: logging.LogRecord) -> str:
        """Give one line, and the places of an exception below it."""
        own = record.name.startswith(_OURS)
        told = record.getMessage() if own else str(record.msg).encode("ascii", "ignore").decode()
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name} {told}"]
        if record.exc_info and record.exc_info[0]:
            kind, _, place = record.exc_info
            lines += ["".join(traceback.format_tb(place)) + kind.__name__]
        return "\n".join(lines).replace(self._secret, "***")


def handler(token: str, stream: TextIO) -> logging.Handler:
    """Make a handler that writes to a stream without giving anything away."""
    made = logging.StreamHandler(stream)
    made.setFormatter(Redaction(token))
    return made


def configure(token: str) -> None:
    """Log to standard error."""
    logging.basicConfig(level=logging.INFO, handlers=[handler(token, sys.stderr)], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
