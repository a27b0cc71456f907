"""What goes out of a talk, in every adapter. A turn ends in exactly one ``Question``."""

from typing import Literal

from msgspec import Struct

Appendix = Literal["requirements", "evidence", "ledger"]

APPENDIX_NAMES: dict[Appendix, str] = {"requirements": "对标表", "evidence": "佐证清单", "ledger": "口径表"}
"""In the order in which they are appended."""

FORMATS = ("docx", "md", "txt", "pdf", "yaml")
"""What a report, or its sheet, can be exported as."""

FINDINGS = "体检结果"
"""The appendix of a copy for review."""

CUT = "…"
"""What stands for the rest of words that were clipped."""


def clipped(words: str, longest: int) -> str:
    """Give words to be quoted, no more characters than that; the last is ``CUT`` where there were more."""
    return words if len(words) <= longest else words[: longest - 1] + CUT


class Choice(Struct, frozen=True, omit_defaults=True):
    """An offered answer: ``key`` comes back in ``Picked``; a number typed picks by place, from 1.

    ``words`` are other things people type to mean it; ``copy`` is a text that one tap is to copy.
    """

    key: str
    label: str
    words: tuple[str, ...] = ()
    copy: str = ""


AGREED = (
    *("行", "可以", "好", "好的", "嗯", "是", "是的", "对", "用", "ok"),
    *("同意", "采用", "就这样", "就用这个", "没问题", "没意见", "没错", "没毛病"),
    *("嗯嗯", "对对", "成", "中", "要得", "还行", "凑合", "差不多", "差不多就行"),
)
"""What people type to agree with what is shown."""


class Say(Struct, frozen=True, tag="say", omit_defaults=True):
    """Text that needs no answer.

    ``levels`` tells of each line of a report shown whole what it is: 1 for its title, 2 to 5 for headings
    from 一、 down, 0 for text. What stands ``apart`` is a message of its own, so that it can be replied to.
    """

    text: str
    levels: tuple[int, ...] = ()
    apart: bool = False


class Question(Struct, frozen=True, tag="question"):
    """The one thing asked now. ``revision`` makes the buttons of older questions recognisable."""

    text: str
    choices: tuple[Choice, ...] = ()
    revision: int = 0


class Attachment(Struct, frozen=True, tag="attachment"):
    """A report to be written from the draft as it stood after the turn it belongs to, as a file.

    ``characters`` is the length to cut it to, ``None`` for the whole. ``review`` adds where each sentence
    comes from and what the check-up finds; ``encoding`` is that of plain text, empty for UTF-8. The format
    ``png`` is the pages as pictures, and ``zip`` everything that is kept about the user.
    """

    format: str
    final: bool = False
    appendices: tuple[Appendix, ...] = ()
    characters: int | None = None
    review: bool = False
    encoding: str = ""


class Dated(Struct, frozen=True):
    """A line and the moment it is of: UTC, ISO 8601; ``draft`` is the number of a draft to open."""

    at: str
    text: str
    draft: int = 0


class Listing(Struct, frozen=True, tag="listing"):
    """Lines with a time each, shown as the reader's clock tells it, and what to say below them."""

    lines: tuple[Dated, ...]
    ending: str = ""


class Lesson(Struct, frozen=True, tag="lesson"):
    """A document to learn wording from, once; what is told, and kept in its place, is what was learnt."""

    name: str
    lines: tuple[str, ...]


class Unlearning(Struct, frozen=True, tag="unlearning"):
    """A document of the user's corpus to forget, by its path there, or all; told is that it is gone."""

    path: str = ""
    name: str = ""


class Rejection(Struct, frozen=True, tag="rejection"):
    """A pattern of the user's corpus that they do not want, by its id there, and how it reads."""

    pattern: str
    text: str


Errand = Lesson | Unlearning | Rejection
"""A reply that is carried out where the turn is done, so that no other turn waits for it."""

Reply = Say | Question | Attachment | Listing | Errand
