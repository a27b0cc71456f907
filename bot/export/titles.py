"""Break a title into balanced lines at sensible places (GB/T 9704-2012, 7.3.1: 词意完整，排列对称)."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import ceil
from pathlib import Path

from msgspec import Struct

from bot.export.layout import width
from phrasebank.loading import load

LONGEST = 20  # 字 of 22 pt on the 156 mm of a line
MOST_LINES = 5  # what needs more is no title, and left to the word processor

YEAR = r"\d{4}年度?"
# Read as one word if it fits a line: a book title, a quotation, a bracket, a gap to be filled, a Latin word.
ENCLOSED = r"《[^《》]{0,18}》|“[^“”]{0,18}”|（[^（）]{0,18}）|【[^【】]{0,18}】|[!-~]{1,40}"

# What a cut costs, next to the squared differences of the lines from their mean, in 字.
FORBIDDEN, BAD, GOOD, ANOTHER_LINE = 1000.0, 24.0, -16.0, 24.0
NEVER_FIRST = frozenset("的和与及之、，。；：！？》”）】」』…—·")
NEVER_LAST = frozenset("《“（【「『")


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that titles are made of, as ``titles.yaml`` explains them."""

    whole: frozenset[str]
    clinging: frozenset[str]
    reaching: frozenset[str]
    endings: frozenset[str]


@cache
def _words() -> _Words:
    return load(Path(__file__).with_name("titles.yaml"), _Words)


@cache
def _word() -> re.Pattern[str]:
    words = _words()
    known = words.whole | words.clinging | words.reaching | words.endings
    longest_first = sorted(known, key=lambda word: (-len(word), word))
    return re.compile(f"{YEAR}|{ENCLOSED}|{'|'.join(map(re.escape, longest_first))}|.", re.DOTALL)


def lines(title: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Break a title into lines of at most ``longest``, as few and as even as its words allow.

    Joined, the lines give the title again.
    """
    fewest = ceil(width(title) / longest)
    if not 1 < fewest <= MOST_LINES:
        return (title,)
    pieces: list[str] = _word().findall(title)
    # No piece is wider than a usual line, so that some way is found before twice as many lines.
    ways = [way for count in range(fewest, 2 * fewest + 1) if (way := _cheapest(pieces, count, longest))]
    if not ways:
        return (title,)
    _, cuts = min(ways)
    return tuple("".join(pieces[a:b]) for a, b in zip((0, *cuts), cuts, strict=False))


def _cheapest(pieces: Sequence[str], count: int, longest: int) -> tuple[float, tuple[int, ...]] | None:
    """Find the cheapest way to set the pieces in ``count`` lines: its cost and where each line ends.

    Dynamic programming: ``best[end]`` is the cheapest way to set all pieces before ``end`` in the lines so
    far. ``None`` when a line would be too long.
    """
    ends = (0.0, *accumulate(width(piece) for piece in pieces))
    mean = ends[-1] / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (count * ANOTHER_LINE, ())}
    for _ in range(count):
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, cuts) in best.items():
            for end in range(start + 1, len(pieces) + 1):
                if (length := ends[end] - ends[start]) > longest:
                    break
                way = (cost + (length - mean) ** 2 + _cut_cost(pieces, end), (*cuts, end))
                longer[end] = min(way, longer.get(end, way))
        best = longer
    return best.get(len(pieces))


def _cut_cost(pieces: Sequence[str], end: int) -> float:
    if end == len(pieces):
        return 0.0
    before, after, words = pieces[end - 1], pieces[end], _words()
    if after[0] in NEVER_FIRST or before[-1] in NEVER_LAST:
        return FORBIDDEN
    if before[-1] in "的、" or re.fullmatch(YEAR, before):
        return GOOD
    if after in words.clinging or before in words.reaching:
        return BAD
    inside_a_name = len(before) == len(after) == 1 and before not in words.endings
    return BAD if inside_a_name else 0.0
