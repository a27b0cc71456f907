"""Numbers of headings and points: in order, none twice, none left out, the levels one below the other.

Points within paragraphs (一是……二是……) follow one another too, and begin again with 一是.

Levels are 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3); the marks behind them: GB/T 15834-2011, appendix B.3.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from phrasebank.markers import LEVELS, Marker, read_marker

ORDINALS = "一二三四五六七八九十"
POINT = re.compile(rf"(?:^[\u3000 ]*|(?<=[，。；：,.;:]))([{ORDINALS}])是(?!\1)")

LAST = 99
"""The ordinal of 最后, which may follow any."""


class _Numbered(Struct, frozen=True):
    line: Line
    start: int
    marker: Marker
    level: int


def out_of_order(manuscript: Manuscript) -> Iterator[Finding]:
    """Find numbers that do not follow the one before them at their level.

    After a wrong number the next may go on from it or from what it should have been: one slip is told once.
    """
    before: dict[int, tuple[int, int]] = {}
    for each in _numbered(manuscript):
        for deeper in [level for level in before if level > each.level]:
            del before[deeper]
        told, meant = before.get(each.level, (0, 0))
        if each.marker.ordinal in {told + 1, meant + 1, LAST}:
            meant = each.marker.ordinal
        else:
            meant += 1
            yield _finding(each, meant)
        before[each.level] = each.marker.ordinal, meant


def points_out_of_order(manuscript: Manuscript) -> Iterator[Finding]:
    """Find points within paragraphs that do not follow the one before; those after a heading stand alone."""
    told, meant = 0, 0
    for line in manuscript.lines:
        if line.heading and not POINT.match(line.text):
            told, meant = 0, 0
        for match in POINT.finditer(line.text):
            ordinal = ORDINALS.index(match[1]) + 1
            if ordinal == 1 or not told or ordinal in {told + 1, meant + 1}:
                meant = ordinal
            else:
                meant += 1
                yield _told(line, match.start(1), f"{match[1]}是", ordinal, meant)
            told = ordinal


def _numbered(manuscript: Manuscript) -> Iterator[_Numbered]:
    """Give the numbers that lines begin with; 一是, 第一 and the like count within paragraphs, not here."""
    for line in manuscript.lines:
        text = line.text.lstrip("\u3000 \t")
        found = read_marker(text)
        if found and found.kind != "serial":
            yield _Numbered(line, len(line.text) - len(text), found, LEVELS[found.kind])


def _finding(each: _Numbered, expected: int) -> Finding:
    return _told(each.line, each.start, each.marker.text.strip(), each.marker.ordinal, expected)


def _told(line: Line, start: int, text: str, ordinal: int, expected: int) -> Finding:
    slip = "重复了" if ordinal < expected else "跳过了前面的"
    return Finding(
        rule="numbering.order",
        grade="warning",
        line=line.number,
        start=start,
        text=text,
        why=f"序号应是本级的第 {expected} 个，这里是第 {ordinal} 个：{slip}序号？",
        source="GB/T 9704—2012 7.3.3（通行公文格式）",
        tier="惯例",
    )
