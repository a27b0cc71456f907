"""From the rows of pages to paragraphs: page numbers and running heads go, wrapped rows are joined.

A row goes on with the paragraph above where it stands at the left margin, in the same size, at the usual
distance, and where its first word had no room at the end of the row above.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from phrasebank.formats.layout import Row

PAGE_NUMBER = re.compile(
    r"[-—–－·~ ]*\d{1,4}[-—–－·~ ]*|第 ?\d{1,4} ?页(?:[ ，,/]*共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}"
)
DIGITS = re.compile(r"\d+")
EDGE = 2
NEAR = 4.0
SAME_SIZE = 0.08
INDENT, DEEPEST = 1.0, 3.0
CENTRED = 1.0
FAR = 1.3
SLACK, MORE_SLACK = 0.4, 3.0
LEAST_SHARE = 10
MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)"
)
TERMINAL = ("。", "！", "？", "；", "：", "”", "）")


class Page(Struct, frozen=True):
    """The measures of a text: its margins, its size of type and the distance of its rows.

    ``marked`` tells a text whose paragraphs begin with an indent or after a gap; in others only how far a row
    reaches tells where one ends.
    """

    left: float
    right: float
    size: float
    pitch: float
    marked: bool


def paragraphs(pages: Sequence[Sequence[Row]]) -> list[str]:
    """Join the rows of pages, top to bottom, into paragraphs."""
    kept = without_furniture(pages)
    rows = [(number, row) for number, page in enumerate(kept) for row in page]
    if not rows:
        return []
    page = _measured(kept)
    texts: list[str] = []
    before: tuple[int, Row] | None = None
    for number, row in rows:
        if before and _goes_on(before[1], row, page, same_page=before[0] == number):
            texts[-1] = _joined(texts[-1], row.text)
        else:
            texts.append(row.text)
        before = number, row
    return texts


def without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Drop page numbers, and rows that stand at the head or the foot of most pages in the same place."""
    seen = Counter(mark for page in pages for mark in {_mark(row) for row in _edges(page)})
    often = max(2, len(pages) / 2)
    kept: list[list[Row]] = []
    for page in pages:
        often_seen = {row for row in _edges(page) if seen[_mark(row)] >= often}
        rest = [row for row in page if row not in often_seen]
        if not any(_is_number(row) for row in often_seen):
            outermost = {*rest[:1], *rest[-1:]}
            rest = [row for row in rest if row not in outermost or not _is_number(row)]
        kept.append(rest)
    return kept


def _is_number(row: Row) -> bool:
    return PAGE_NUMBER.fullmatch(row.text) is not None


def _edges(page: Sequence[Row]) -> list[Row]:
    return [*page[:EDGE], *page[-EDGE:]]


def _mark(row: Row) -> tuple[str, int]:
    return DIGITS.sub("0", row.text), round(row.base / NEAR)


def _measured(pages: Sequence[Sequence[Row]]) -> Page:
    """Measure a text by its commonest size; the left margin is the leftmost place where rows often begin."""
    rows = [row for page in pages for row in page]
    size = _commonest((row.size for row in rows for _ in row.text), 10)
    body = [row for row in rows if abs(row.size - size) <= SAME_SIZE * size] or rows
    starts = Counter(round(row.left / NEAR) for row in body)
    common = [start for start, times in starts.items() if times * LEAST_SHARE >= len(body)]
    near = min(common or starts)
    left = min(row.left for row in body if round(row.left / NEAR) == near)
    ends = sorted(row.right for row in body)
    falls = [above.base - below.base for page in pages for above, below in pairwise(page)]
    pitch = _commonest(falls, 2)
    indented = sum(INDENT * size < row.left - left < DEEPEST * size for row in body)
    spaced = sum(fall > FAR * max(pitch, size) for fall in falls)
    return Page(
        left=left,
        right=ends[-1 - len(ends) // 50],
        size=size,
        pitch=pitch,
        marked=max(indented, spaced) * LEAST_SHARE >= len(body),
    )


def _commonest(numbers: Iterable[float], precision: int) -> float:
    counts = Counter(round(each * precision) for each in numbers)
    return counts.most_common(1)[0][0] / precision if counts else 0.0


def _goes_on(above: Row, row: Row, page: Page, *, same_page: bool) -> bool:
    """Tell whether a row goes on with the paragraph of the row above."""
    if abs(above.size - row.size) > SAME_SIZE * page.size:
        return False
    if same_page and above.base - row.base > FAR * max(page.pitch, row.size):
        return False
    if _is_centred(above, page) and _is_centred(row, page):
        # A title of several rows; the text of the body is never centred by accident.
        return row.size > page.size * (1 + SAME_SIZE)
    if row.left > page.left + INDENT * page.size:
        return False
    if MARKER.match(row.text) and above.text.endswith(TERMINAL):
        return False
    slack = MORE_SLACK if page.marked else SLACK
    return page.right - above.right < row.first + slack * page.size


def _is_centred(row: Row, page: Page) -> bool:
    middle = (row.left + row.right) / 2 - (page.left + page.right) / 2
    return abs(middle) < CENTRED * page.size and row.left > page.left + INDENT * page.size


def _joined(text: str, more: str) -> str:
    is_word = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if is_word else text + more
