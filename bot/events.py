"""What comes into a talk, in every adapter."""

from typing import Literal

from msgspec import Struct

from bot.draft import Draft, Task
from phrasebank.remarks import Remark

Purpose = Literal["material", "notice", "last_year", "corpus"]


FORWARDED = "转发的消息"
"""The name under which words of somebody else's are sent; whose they were is not kept."""


class Opened(Struct, frozen=True, tag="opened"):
    """The user comes (back) to the talk: a program start, or ``/start``."""


class Said(Struct, frozen=True, tag="said", omit_defaults=True):
    """A message of plain text; ``message`` is the adapter's name of it, where it can be edited later.

    ``to`` are the words of another message that it replies to, which are not kept.
    """

    text: str
    message: str = ""
    to: str = ""


class Edited(Struct, frozen=True, tag="edited"):
    """The user has changed the words of a message sent earlier."""

    text: str
    message: str


class Sent(Struct, frozen=True, tag="sent"):
    """A file, read: its name, its lines, what the user said it is for, if they did, and its comments."""

    name: str
    lines: tuple[str, ...]
    purpose: Purpose | None = None
    remarks: tuple[Remark, ...] = ()


class Picked(Struct, frozen=True, tag="picked"):
    """A button or menu entry. ``revision`` is that of the question it was offered with."""

    key: str
    revision: int


class Commanded(Struct, frozen=True, tag="commanded"):
    """A command without its slash, and what stood behind it."""

    name: str
    argument: str = ""


class Unreadable(Struct, frozen=True, tag="unreadable"):
    """Something that is no text: ``kind`` is ``photo``, ``sticker``, ``voice``, ``document`` and the like."""

    kind: str


class Remarked(Struct, frozen=True, tag="remarked"):
    """Somebody whom the user let read the draft has remarked on it; a task with an id is put otherwise."""

    tasks: tuple[Task, ...]


class Filled(Struct, frozen=True, tag="filled"):
    """A whole draft given at once, from an answer sheet."""

    draft: Draft


Event = Opened | Said | Edited | Sent | Picked | Commanded | Unreadable | Filled | Remarked
