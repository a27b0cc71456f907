"""What goes out of a talk, in every adapter. A turn ends in exactly one ``Question``."""

from typing import Literal

from msgspec import Struct

Appendix = Literal["requirements", "evidence", "ledger"]

APPENDIX_NAMES: dict[Appendix, str] = {"requirements": "对标表", "evidence": "佐证清单", "ledger": "口径表"}
"""In the order in which they are appended."""

FINDINGS = "体检结果"
"""The appendix of a copy for review."""


class Choice(Struct, frozen=True):
    """An offered answer: ``key`` comes back in ``Picked``; a number typed picks by place, from 1.

    ``words`` are other things people type to mean it.
    """

    key: str
    label: str
    words: tuple[str, ...] = ()


AGREED = (
    *("行", "可以", "好", "好的", "嗯", "是", "是的", "对", "用", "ok"),
    *("同意", "采用", "就这样", "就用这个", "没问题"),
)
"""What people type to agree with what is shown."""


class Say(Struct, frozen=True, tag="say"):
    """Text that needs no answer."""

    text: str


class Question(Struct, frozen=True, tag="question"):
    """The one thing asked now. ``revision`` makes the buttons of older questions recognisable."""

    text: str
    choices: tuple[Choice, ...] = ()
    revision: int = 0


class Attachment(Struct, frozen=True, tag="attachment"):
    """A report to be written from the draft as it stood after the turn it belongs to, as a file.

    ``characters`` is the length to cut it to, ``None`` for the whole. ``review`` adds where each sentence
    comes from and what the check-up finds; ``encoding`` is that of plain text, empty for UTF-8. The format
    ``png`` is the pages as pictures.
    """

    format: str
    final: bool = False
    appendices: tuple[Appendix, ...] = ()
    characters: int | None = None
    review: bool = False
    encoding: str = ""


class Dated(Struct, frozen=True):
    """A line and the moment it is of: UTC, ISO 8601."""

    at: str
    text: str


class Listing(Struct, frozen=True, tag="listing"):
    """Lines with a time each, shown as the reader's clock tells it, and what to say below them."""

    lines: tuple[Dated, ...]
    ending: str = ""


Reply = Say | Question | Attachment | Listing
