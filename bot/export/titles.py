"""Break a title into balanced lines at sensible places (GB/T 9704-2012, 7.3.1: 词意完整，排列对称)."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from math import ceil

from bot.export.layout import width

LONGEST = 20  # 字 of 22 pt on the 156 mm of a line

Words = Callable[[str], tuple[str, ...]]

# Read as one word: a year, a book title, a quotation, a bracket, a gap to be filled, the names of duties.
YEAR = re.compile(r"\d{4}年度?")
WHOLE = re.compile(
    YEAR.pattern
    + r"|《[^《》]*》|“[^“”]*”|（[^（）]*）|【[^【】]*】|[!-~]+|全面从严治党|基层党建|党风廉政|意识形态"
)

# What a cut costs, next to the squared differences of the lines from their mean, in 字.
FORBIDDEN, BAD, GOOD, ANOTHER_LINE = 1000.0, 24.0, -16.0, 24.0
NEVER_FIRST = frozenset("的和与及之、，。；：！？》”）】」』…—·")
NEVER_LAST = frozenset("《“（【「『")
CLINGING = frozenset({"工作", "建设", "责任", "主体责任", "职责", "情况", "书记", "制度", "体系"})
REACHING = frozenset(
    {"和", "与", "及", "在", "对", "向", "抓", "关于", "履行", "落实", "贯彻", "推进", "加强"}
)


def lines(title: str, words: Words) -> tuple[str, ...]:
    """Break a title into lines of at most ``LONGEST``, as few and as even as its words allow.

    ``words`` cuts text into words; it is called only where a title needs more than one line. Joined, the
    lines give the title again.
    """
    if width(title) <= LONGEST:
        return (title,)
    pieces = tuple(_pieces(title, words))
    fewest = ceil(width(title) / LONGEST)
    for count in range(fewest, len(pieces)):
        ways = [way for way in (_cheapest(pieces, count), _cheapest(pieces, count + 1)) if way]
        if ways:
            cuts = min(ways)[1]
            return tuple("".join(pieces[a:b]) for a, b in zip((0, *cuts), cuts, strict=False))
    return pieces


def _pieces(title: str, words: Words) -> Iterator[str]:
    end = 0
    for whole in WHOLE.finditer(title):
        yield from _short(words(title[end : whole.start()]))
        yield from (whole[0],) if width(whole[0]) <= LONGEST else _short(words(whole[0]))
        end = whole.end()
    yield from _short(words(title[end:]))


def _short(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield from (word,) if width(word) <= LONGEST else word


def _cheapest(pieces: Sequence[str], count: int) -> tuple[float, tuple[int, ...]] | None:
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
                if (length := ends[end] - ends[start]) > LONGEST:
                    break
                way = (cost + (length - mean) ** 2 + _cut_cost(pieces, end), (*cuts, end))
                longer[end] = min(way, longer.get(end, way))
        best = longer
    return best.get(len(pieces))


def _cut_cost(pieces: Sequence[str], end: int) -> float:
    if end == len(pieces):
        return 0.0
    before, after = pieces[end - 1], pieces[end]
    if after[0] in NEVER_FIRST or before[-1] in NEVER_LAST:
        return FORBIDDEN
    if after in CLINGING or before in REACHING:
        return BAD
    return GOOD if before[-1] in "的、" or YEAR.fullmatch(before) else 0.0
