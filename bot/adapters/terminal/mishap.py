"""Something that should not happen: told to the user as a number, and to the log without a word of theirs."""

import logging
from secrets import token_hex

_LOG = logging.getLogger(__name__)


def noted(error: Exception) -> str:
    """Log the type and the place of an error under a number, and give the number."""
    number = token_hex(3)
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    module = place.tb_frame.f_globals.get("__name__", "?") if place else "?"
    _LOG.error("%s: %s at %s:%d", number, type(error).__name__, module, place.tb_lineno if place else 0)
    return number
