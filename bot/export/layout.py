"""How the blocks of a report lie on a page, whatever the file format.

Widths are in full-width characters (字): a Chinese character or mark counts 1, a Latin letter or digit ½.
"""

import unicodedata
from dataclasses import dataclass
from itertools import takewhile

from bot.export.blocks import Block, BlockKind

TITLE_BLOCK = frozenset({"title", "mark"})
SIGNATURE_BLOCK = frozenset({"signature", "date"})

LINE = 28  # 字 a line (GB/T 9704-2012, 5.2.3)
MARGIN = 2  # 字 free at the right of the signature block
SHIFT = 2  # 字 by which the date stands further right than the signature


@dataclass(frozen=True)
class Parts:
    """The three stretches of a report that one blank line each stands between."""

    head: tuple[Block, ...]
    body: tuple[Block, ...]
    foot: tuple[Block, ...]


def parts(blocks: tuple[Block, ...]) -> Parts:
    """Split off the title block at the beginning and the signature block at the end (GB/T 9704-2012, 7.3)."""
    head = tuple(takewhile(lambda block: block.kind in TITLE_BLOCK, blocks))
    rest = blocks[len(head) :]
    foot = tuple(takewhile(lambda block: block.kind in SIGNATURE_BLOCK, reversed(rest)))[::-1]
    return Parts(head, rest[: len(rest) - len(foot)], foot)


def width(text: str) -> float:
    """Measure a line in full-width characters; “ ” — … count 1 because they come in the Chinese font."""
    return sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def starts(foot: tuple[Block, ...], line: int = LINE) -> tuple[float, ...]:
    """Give for each line of a signature block how many full-width characters stay free at its left.

    ``line`` is how many a line takes.

    GB/T 9704-2012, 7.3.5.2: the signature keeps two characters free at its right and the date begins two
    characters further right than the signature; where the date is the longer, it keeps two free and the
    signature moves left. Several lines of signature begin below one another.
    """
    signature, date = _widest(foot, "signature"), _widest(foot, "date")
    if date >= signature:
        date_start = line - MARGIN - date
        signature_start = date_start - SHIFT
    else:
        signature_start = line - MARGIN - signature
        date_start = signature_start + SHIFT
    return tuple(max(0, signature_start if block.kind == "signature" else date_start) for block in foot)


def _widest(foot: tuple[Block, ...], kind: BlockKind) -> float:
    return max((width(block.line) for block in foot if block.kind == kind), default=0)
