"""What follows a heading in a text without line breaks: its text, and the items of a row below it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from phrasebank.labels import FIGURES, LABELLED, LEAST_SCORE, STOP, Sisters, open_end
from phrasebank.markers import DIGITS
from phrasebank.marks import BRACKETED, CHINESE, Mark

SERIAL = re.compile(
    rf"第?([{DIGITS}])(?:是|要)|([第])([{DIGITS}])[件步点条项个]?[，,、]|(一方面|另一方面)|其([{DIGITS}])(?![生时代刀声身部分])"
    rf"|(?:问题|原因|任务|措施|举措)([{DIGITS}])(?=[：、])"
)
FIRST = re.compile(r"[（(]1[）)]|①")
INLINE = re.compile(r"(?<=[。：])第?一(?:[是要]|[件步点条项个]?[，、])|(?<=[。：])首先")
BROKEN_ROW = re.compile("(?<=\n)一(?:是|方面)")
HEADED = re.compile(
    rf"(?:第?[{DIGITS}](?:是|要)|第[{DIGITS}][件步点条项个]?[，、]|首先|其次)(?:[^，。；：]{{3,20}}|(?<=[，、])[^，。；：]{{2,12}}，[^，。；：]{{2,12}})。[^。]{{12,}}"
)
DECIMAL = re.compile(r"\d[.．]\d")
LEAST_OF_ITEM, LEAST_WITH_FIGURES = 3.0, 0.0


def breaks_below(text: str, mark: Mark, stop: int, sisters: Sisters | None = None) -> Iterator[int]:
    """Find where the heading behind a mark ends that no full stop closes, and the items that follow it."""
    end = STOP.search(text, mark.end, stop)
    close = end.start() if end else stop
    serial = SERIAL.search(text, mark.end, min(close, mark.end + LABELLED))
    if serial and text[serial.start() - 1] not in "。，；：、" and serial.start() > mark.end:
        yield from _series(text, serial.start(), stop)
        return
    first = FIRST.search(text, mark.end, min(close, mark.end + LABELLED))
    if first and text[first.start() - 1] not in "。，；：、" and first.start() > mark.end:
        yield first.start()
        return
    heads = mark.level <= BRACKETED or DECIMAL.search(text, mark.start, mark.end)
    least = LEAST_SCORE if heads else LEAST_OF_ITEM
    if heads and FIGURES.search(text, mark.end, min(close, mark.end + LABELLED)):
        least = LEAST_WITH_FIGURES
    led = text[mark.end : stop].rstrip().endswith("：")
    cut = open_end(text, mark.end, close, least, sisters) if end or led else None
    if cut:
        yield cut
    if mark.level <= CHINESE and (cut or end):
        items = list(headed_items(text, cut or (end.end() if end else stop), stop))
        # Under a heading with a full stop, 一是 may count within a paragraph too.
        yield from items if cut or (items and text[items[0]] == "第") else ()


def headed_items(text: str, start: int, stop: int) -> Iterator[int]:
    """Find the items of a row that short sentences head: 一是党建引领更有力。推动…二是…."""
    row = SERIAL.match(text, start) or INLINE.search(text, start, stop)
    items = list(_series(text, row.start(), stop)) if row else []
    headed = [HEADED.match(text, *item) is not None for item in pairwise([*items, stop])]
    if len(items) > 1 and all(headed[: len(items)]):
        yield from items


def broken_rows(text: str) -> Iterator[int]:
    """Find the items of rows that short sentences head, where some of them begin a line and others do not."""
    starts = [row.start() for row in BROKEN_ROW.finditer(text)]
    for start, stop in pairwise([*starts, len(text)]):
        items = list(headed_items(text, start, stop))
        if any(text[item - 1] == "\n" for item in items[1:]):
            yield from items


def _series(text: str, start: int, stop: int) -> Iterator[int]:
    """Find the items of a row that begins right behind a heading, each at the end of a sentence."""
    expected = 1
    for match in SERIAL.finditer(text, start, stop):
        first = match.start() == start
        if not first and text[match.start() - 1] not in "。；！？）】\n":
            continue
        ordinal = (
            {"一方面": 1, "另一方面": 2}[match[4]]
            if match[4]
            else DIGITS.index(match[1] or match[3] or match[5] or match[6]) + 1
        )
        if ordinal == expected:
            yield match.start()
            expected += 1
