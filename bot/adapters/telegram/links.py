"""Deep links: ``https://t.me/BOT?start=…`` opens the private chat and says there what for.

Telegram sends what follows as ``/start PAYLOAD``: at most 64 letters, digits, ``_`` and ``-``. A link may be
passed on by anybody, so what it carries is never a secret that outlives its use.
"""

import re
from typing import Literal, get_args

from msgspec import Struct

from bot.events import Commanded

Purpose = Literal["approve", "draft", "review", "write"]
"""Let somebody in, open a draft, review somebody's draft, or just come to write."""

_PAYLOAD = re.compile(rf"({'|'.join(get_args(Purpose))})(?:_([A-Za-z0-9-]{{1,50}}))?", re.ASCII)


class Link(Struct, frozen=True):
    """What a link is for, and the code or number that it carries."""

    purpose: Purpose
    value: str = ""

    @property
    def payload(self) -> str:
        """What Telegram sends behind ``/start``."""
        return "_".join(filter(None, (self.purpose, self.value)))

    def address(self, name: str) -> str:
        """Give its address at the bot of that user name."""
        return f"https://t.me/{name}?start={self.payload}"


def meant(command: Commanded) -> Commanded:
    """Give the command that a link stands for; the code of a review stays with ``/start``, as do all others.

    A payload that no link of ours carries is dropped.
    """
    if command.name != "start":
        return command
    match link_of(command.argument):
        case Link("approve", code) if code:
            return Commanded("approve", code)
        case Link("draft", number) if number.isdecimal():
            return Commanded("resume", number)
        case Link("review", code) if code:
            return command
        case _:
            return Commanded("start")


def link_of(payload: str) -> Link | None:
    """Read what followed ``/start``; ``None`` for what no link of ours carries."""
    found = _PAYLOAD.fullmatch(payload)
    if not found:
        return None
    purpose: Purpose = next(each for each in get_args(Purpose) if each == found[1])
    return Link(purpose, found[2] or "")
