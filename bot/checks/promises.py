"""Promised counts: as many as were announced, in the words that the ledger's check does not know.

做到“三个到位”：一是…二是… and 反馈的3个问题已全部整改。一是…二是…
"""

import re
from collections.abc import Iterator, Sequence

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript

HAN = "零一二三四五六七八九十"
NUMBER = r"([二两三四五六七八九十]|\d{1,2})"
ANNOUNCED = re.compile(
    rf"{NUMBER}(?:个[\u4e00-\u9fff]{{1,6}}|方面[\u4e00-\u9fff]{{0,4}}|点[\u4e00-\u9fff]{{0,4}}|[条项][\u4e00-\u9fff]{{1,6}})”?[：:，。]$"
)
EARLIER = re.compile(
    rf"{NUMBER}[个条项](?:方面)?(?:的?(?:主要|突出|具体))?(?:问题|意见|不足|短板|差距)[^。\d]{{0,16}}[。：，]?$"
)
INLINE = tuple(f"{each}" for each in HAN[1:])
FIRST = re.compile(r"一(?:是|要|定要)|第一，|首先，|1\.|（1）|1、")
BELOW = re.compile(
    r"^[\s\u3000]*(?:([一二三四五六七八九十])(?:是|要)|第([一二三四五六七八九十])，|(\d{1,2})[.．、](?!\d)|（(\d{1,2})）|（([一二三四五六七八九十])）)"
)
FEWEST = 2


def unkept(manuscript: Manuscript) -> Iterator[Finding]:
    """Find announcements that more or fewer items follow than they say."""
    lines = [line for line in manuscript.lines if line.text.strip()]
    for place, line in enumerate(lines):
        yield from _within(line)
        said = ANNOUNCED.search(line.text.rstrip())
        listed = _below(lines[place + 1 :]) if said else 0
        if said and listed >= FEWEST and listed != _number(said[1]):
            yield _finding(line, said, listed)


def _within(line: Line) -> Iterator[Finding]:
    """Look at a list within a line, and at what stands right before its first item."""
    for sign in ("是", "要"):
        start = line.text.find(f"一{sign}")
        if start <= 0 or line.text[start - 1] not in "。：，；;:":
            continue
        said = ANNOUNCED.search(line.text[:start]) or EARLIER.search(line.text[:start])
        listed = _inline(line.text[start:], sign)
        if said and listed >= FEWEST and listed != _number(said[1]):
            yield _finding(line, said, listed)


def _inline(text: str, sign: str) -> int:
    place = 0
    for count, each in enumerate(HAN[1:]):
        found = text.find(each + sign, place)
        if found < 0:
            return count
        place = found + 2
    return len(HAN) - 1


def _below(lines: Sequence[Line]) -> int:
    """Count the items of the list that begins on the next line, inline ones among them."""
    first = BELOW.match(lines[0].text) if lines else None
    if first is None or _number(next(filter(None, first.groups()))) != 1:
        return 0
    if first[1]:
        inline = _inline(lines[0].text.lstrip(), lines[0].text.lstrip()[1])
        if inline >= FEWEST:
            return inline
    count, shape = 0, first.lastindex
    for line in lines:
        item = BELOW.match(line.text)
        if item and item.lastindex == shape:
            if _number(next(filter(None, item.groups()))) != count + 1:
                return count
            count += 1
        elif line.heading:
            return count
    return count


def _number(written: str) -> int:
    return int(written) if written.isdigit() else 2 if written == "两" else HAN.index(written)


def _finding(line: Line, said: re.Match[str], listed: int) -> Finding:
    words = said[0].rstrip("：:。，”")
    return Finding(
        rule="agreement.announced",
        grade="warning",
        line=line.number,
        start=said.start(),
        text=words,
        why=f"前面说“{words}”，后面列了{listed}条。",
        source="全文口径一致",
    )
