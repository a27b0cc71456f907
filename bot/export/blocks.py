"""The document model: a report as a sequence of blocks, before it becomes any file format."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

AUTHOR = "述职助手"
"""Who the notes on a report are by."""

BlockKind = Literal["title", "mark", "salutation", "heading", "paragraph", "signature", "date"]


class Block(Struct, frozen=True, kw_only=True):
    """One paragraph of the finished report.

    ``level`` is that of the heading, 1 to 4 for 一、（一）1. and （1）; for a paragraph it is that of its
    ``lead``. ``marker`` is the number as printed, such as ``（一）``; ``lead`` is a run-in heading, without
    marker, ending in its own 。 that the body text follows on the same line.
    ``facts`` are the ids of the facts told in the block; ``section`` is the id of its section in the outline.
    A ``mark`` stands under the title, such as （讨论稿）.
    """

    id: str
    kind: BlockKind
    text: str
    level: int = 0
    marker: str = ""
    lead: str = ""
    section: str = ""
    facts: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The block as one line of plain text."""
        return f"{self.marker}{self.lead}{self.text}"


def level_of(block: Block) -> int:
    """Give how high a line stands on the page: 1 for the title, 2 to 5 for headings, 0 for text."""
    if block.kind == "title":
        return 1
    return block.level + 1 if block.kind == "heading" else 0


def characters_of(blocks: Iterable[Block]) -> int:
    """Count characters without blanks; the mark of a discussion draft is no part of the text."""
    return sum(len("".join(block.line.split())) for block in blocks if block.kind != "mark")


class Table(Struct, frozen=True):
    """An appendix: a title, the names of its columns, and rows of as many cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Note(Struct, frozen=True):
    """A remark on a stretch of a block, from ``start`` to before ``end`` of its line; of several lines."""

    block: str
    start: int
    end: int
    text: str


class Report(Struct, frozen=True):
    """A finished sequence of blocks. ``final`` tells a signed-off text from a discussion draft.

    ``appendices`` follow the text, each on a new page (GB/T 9704-2012, 7.3.7). ``layout`` is how it is to
    be set, in words (``bot.export.layout_words``). ``notes`` are written as comments where a format has them.
    """

    title: str
    blocks: tuple[Block, ...]
    final: bool = False
    appendices: tuple[Table, ...] = ()
    layout: str = ""
    notes: tuple[Note, ...] = ()
