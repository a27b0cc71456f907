"""Rows within a paragraph: 一是…二是…, 第一，…第二，…, 首先…其次…, （一）…（二）…."""

import re
from collections.abc import Iterator

from msgspec import Struct

from phrasebank.markers import DIGITS

INLINE = re.compile(
    rf"第?([{DIGITS}])(?:是|要)|第([{DIGITS}])[，、]|其([{DIGITS}])[，、]|（([{DIGITS}])）"
    "|(首先|其次|再次|最后|一方面|另一方面)[，,]?"
)
MAY_MARK = re.compile(rf"[{DIGITS}首其再最](?:(?<=[{DIGITS}])[是要，、）方]|(?<=[首其再最])[先次后])")
WORDS = (("首先", "其次", "再次", "最后"), ("一方面", "另一方面"))
BEFORE_INLINE = "。；：，！？"


class Item(Struct, frozen=True):
    """An item of a row within a paragraph: its marker, and where its text lies."""

    marker: str
    start: int
    end: int


def inline_items(text: str) -> list[Item]:
    """Find the items of rows within a paragraph; a row begins with the first and rises one by one."""
    marks: list[re.Match[str]] = []
    expected = 1
    family: int | None = None
    for match in _marks(text):
        if match.start() and text[match.start() - 1] not in BEFORE_INLINE:
            continue
        found, ordinal = _rank_in_row(match)
        if ordinal == 1 or (found == family and (ordinal == expected or match[0].startswith("最后"))):
            marks.append(match)
            expected, family = ordinal + 1, found
    stops = [mark.start() for mark in marks[1:]] + [len(text)]
    return [Item(mark[0].rstrip("，,、"), mark.end(), stop) for mark, stop in zip(marks, stops, strict=False)]


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Give what ``INLINE`` finds; only where a marker may be is looked at closely."""
    end = 0
    for place in MAY_MARK.finditer(text):
        starts = (start for start in (place.start() - 1, place.start()) if start >= end)
        match = next((found for start in starts if (found := INLINE.match(text, start))), None)
        if match:
            end = match.end()
            yield match


def _rank_in_row(match: re.Match[str]) -> tuple[int, int]:
    """Give what kind of row a marker belongs to, and its place there, from 1."""
    word = match[0].rstrip("，,")
    for kind, words in enumerate(WORDS):
        if word in words:
            return -kind, words.index(word) + 1
    kind = match.lastindex or 0
    return kind, DIGITS.index(match[kind]) + 1
