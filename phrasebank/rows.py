"""Rows within a paragraph: 一是…二是…, 第一，…第二，…, 首先…其次…, （1）…（2）…, ①…②…, 一个是…再一个是…."""

import re
from collections.abc import Iterator

from msgspec import Struct

from phrasebank.markers import DIGITS

INLINE = re.compile(
    rf"第?([{DIGITS}])(?:是|要|[者则来](?=[，、]))|第([{DIGITS}])[件步点条项个]?[，、：]|其([{DIGITS}])[，、]|（([{DIGITS}])）"
    rf"|(?:问题|原因|任务|措施|举措)([{DIGITS}])[：、]|([\u2460-\u2469])|（(\d{{1,2}})）|(\d)[.．、](?!\d)"
    "|(首先|其次|再次|最后|一方面|另一方面)[，,]?|((?:再|另|还有)?一个是)[，,]?"
)
# One set of characters first, then what must stand about each: so that text without them is passed over fast.
MAY_MARK = re.compile(
    rf"[{DIGITS}首其再最\u2460-\u24690-9](?:(?<=[{DIGITS}])[是要者则来，、）方件步点条项个：]|(?<=[首其再最])[先次后]"
    r"|(?<=[\u2460-\u2469])|(?:(?<=[：；。]\d)|(?<=^\d))[.．、](?!\d)|(?<=（\d)\d?）)"
)
FARTHEST = 2
"""Characters of a marker before the one that ``MAY_MARK`` finds."""
WORDS = (("首先", "其次", "再次", "最后"), ("一方面", "另一方面"))
CIRCLED, ONE_MORE = 6, 10
"""Groups of ``INLINE``: ①, and 一个是, of which each counts one more than the last."""
BEFORE_INLINE = "。；：，！？"
SERIAL = frozenset({1, 2, 3, 0, -1})
"""Kinds of rows that headings also begin with: 一是, 第一，, 其一, 首先 and 一方面."""


class Item(Struct, frozen=True):
    """An item of a row within a paragraph: its marker, where its text lies, and of what kind the row is."""

    marker: str
    start: int
    end: int
    kind: int = 0


def inline_items(text: str) -> list[Item]:
    """Find the items of rows within a paragraph; a row begins with the first and rises one by one.

    A row may stand within an item of another kind of row: what comes behind it goes on with the outer one.
    """
    marks: list[tuple[re.Match[str], int]] = []
    expected: dict[int, int] = {}
    for match in _marks(text):
        if match.start() and text[match.start() - 1] not in BEFORE_INLINE:
            continue
        kind, ordinal = _rank_in_row(match, expected)
        last = match[0].startswith("最后") and kind in expected
        if ordinal == 1 or expected.get(kind) == ordinal or last:
            marks.append((match, kind))
            expected[kind] = ordinal + 1
    stops = [mark.start() for mark, _ in marks[1:]] + [len(text)]
    return [
        Item(mark[0].rstrip("，,、：.．"), mark.end(), stop, kind)
        for (mark, kind), stop in zip(marks, stops, strict=False)
    ]


def is_row(text: str) -> bool:
    """Tell whether a paragraph holds a whole row of the kind that it may itself be an item of."""
    return sum(item.kind in SERIAL for item in inline_items(text)) > 1


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Give what ``INLINE`` finds; only where a marker may be is looked at closely."""
    end = 0
    for place in MAY_MARK.finditer(text):
        starts = range(max(place.start() - FARTHEST, end), place.start() + 1)
        match = next((found for start in starts if (found := INLINE.match(text, start))), None)
        if match:
            end = match.end()
            yield match


def _rank_in_row(match: re.Match[str], expected: dict[int, int]) -> tuple[int, int]:
    """Give what kind of row a marker belongs to, and its place there, from 1."""
    word = match[0].rstrip("，,")
    for kind, words in enumerate(WORDS):
        if word in words:
            return -kind, words.index(word) + 1
    kind = match.lastindex or 0
    if kind == ONE_MORE:
        return kind, 1 if word == "一个是" else expected.get(kind, 0)
    written = match[kind]
    if kind == CIRCLED:
        return kind, ord(written) - 0x245F
    return kind, int(written) if written.isdecimal() else DIGITS.index(written) + 1
