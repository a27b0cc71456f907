"""Deep links: ``https://t.me/BOT?start=…`` opens the private chat and says there what for.

Telegram sends what follows as ``/start PAYLOAD``: at most 64 letters, digits, ``_`` and ``-``. A link may be
passed on by anybody, so what it carries is never a secret that outlives its use.
"""

import re
from typing import Literal, get_args

from msgspec import Struct

Purpose = Literal["approve", "draft", "review", "write"]
"""Let somebody in, open a draft, review somebody's draft, or just come to write."""

_PAYLOAD = re.compile(rf"({'|'.join(get_args(Purpose))})(?:_([A-Za-z0-9-]{{1,50}}))?", re.ASCII)


class Link(Struct, frozen=True):
    """What a link is for, and the code or number that it carries."""

    purpose: Purpose
    value: str = ""

    def address(self, name: str) -> str:
        """Give its address at the bot of that user name."""
        return f"https://t.me/{name}?start={'_'.join(filter(None, (self.purpose, self.value)))}"


def link_of(payload: str) -> Link | None:
    """Read what followed ``/start``; ``None`` for what no link of ours carries."""
    found = _PAYLOAD.fullmatch(payload)
    if not found:
        return None
    purpose: Purpose = next(each for each in get_args(Purpose) if each == found[1])
    return Link(purpose, found[2] or "")
