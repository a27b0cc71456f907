"""The log: ids, sizes and milliseconds. Never what a user wrote, nor the token."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

from bot.adapters.telegram.settings import Settings

_OURS = "bot."
_CHATTY = ("httpx", "httpcore", "telegram", "tornado")

_log = logging.getLogger(__name__)


class Redaction(logging.Formatter):
    """Leaves out whatever could be a user's words, at any level.

    The program's own lines hold none. From a library's only the bare template is shown, for the values are
    what is private; and of any exception the places it passed and its class, but not its message.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._secrets = [settings.token.partition(":")[2]]  # without the colon, which may be percent-encoded
        self._secrets += [settings.webhook.secret] if settings.webhook else []
        self._json = settings.log == "json"

    def format(self, record: logging.LogRecord) -> str:
        """Give one line, and the places of an exception below it."""
        shown = self._object(record) if self._json else self._line(record)
        for secret in self._secrets:
            shown = shown.replace(secret, "***")
        return shown

    def _line(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {_told(record)}"
        return "\n".join([line, *_places(record)])

    def _object(self, record: logging.LogRecord) -> str:
        """Give an object; ``fields`` are numbers and names of kinds, given by the program's own lines."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": _told(record)}
        line |= getattr(record, "fields", {}) if record.name.startswith(_OURS) else {}
        places = "\n".join(_places(record))
        return json.dumps(line | ({"exception": places} if places else {}), ensure_ascii=False)


def _told(record: logging.LogRecord) -> str:
    own = record.name.startswith(_OURS)
    return record.getMessage() if own else str(record.msg).encode("ascii", "ignore").decode()


def _places(record: logging.LogRecord) -> list[str]:
    if not record.exc_info or not record.exc_info[0]:
        return []
    kind, _, place = record.exc_info
    return ["".join(traceback.format_tb(place)) + kind.__name__]


def handler(settings: Settings, stream: TextIO) -> logging.Handler:
    """Make a handler that writes to a stream without giving anything away."""
    made = logging.StreamHandler(stream)
    made.setFormatter(Redaction(settings))
    return made


def tell(settings: Settings, sentence: str) -> None:
    """Say why the program ends: bare to a person, and as a line like all others to what reads those."""
    if settings.log == "json":
        _log.critical("%s", sentence)
    else:
        sys.stderr.write(f"{sentence}\n")


def configure(settings: Settings) -> None:
    """Log to standard error."""
    logging.basicConfig(level=logging.INFO, handlers=[handler(settings, sys.stderr)], force=True)
    logging.captureWarnings(capture=True)  # which would be written past the handler, values and all
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
