"""What comes into a talk, in every adapter."""

from msgspec import Struct

from bot.draft import Draft


class Opened(Struct, frozen=True, tag="opened"):
    """The user comes (back) to the talk: a program start, or ``/start``."""


class Said(Struct, frozen=True, tag="said"):
    """A message of plain text."""

    text: str


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


class Filled(Struct, frozen=True, tag="filled"):
    """A whole draft given at once, from an answer sheet."""

    draft: Draft


Event = Opened | Said | Picked | Commanded | Unreadable | Filled
