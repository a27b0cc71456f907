"""Numbers of headings and points: in order, none twice, none left out, the levels one below the other.

Levels are 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3); the marks behind them: GB/T 15834-2011, appendix B.3.
"""

from collections.abc import Iterator

from msgspec import Struct

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from phrasebank.markers import LEVELS, Marker, read_marker

LAST = 99
"""The ordinal of 最后, which may follow any."""


class _Numbered(Struct, frozen=True):
    line: Line
    start: int
    marker: Marker
    level: int


def out_of_order(manuscript: Manuscript) -> Iterator[Finding]:
    """Find numbers that do not follow the one before them at their level."""
    before: dict[int, int] = {}
    for each in _numbered(manuscript):
        for deeper in [level for level in before if level > each.level]:
            del before[deeper]
        expected = before.get(each.level, 0) + 1
        if each.marker.ordinal not in {expected, LAST}:
            yield _finding(each, expected)
        before[each.level] = each.marker.ordinal


def _numbered(manuscript: Manuscript) -> Iterator[_Numbered]:
    """Give the numbers that lines begin with; 一是, 第一 and the like count within paragraphs, not here."""
    for line in manuscript.lines:
        text = line.text.lstrip("\u3000 \t")
        found = read_marker(text)
        if found and found.kind != "serial":
            yield _Numbered(line, len(line.text) - len(text), found, LEVELS[found.kind])


def _finding(each: _Numbered, expected: int) -> Finding:
    told = "重复了" if each.marker.ordinal < expected else "跳过了前面的"
    return Finding(
        rule="numbering.order",
        grade="warning",
        line=each.line.number,
        start=each.start,
        text=each.marker.text.strip(),
        suggest="",
        why=f"序号应是本级的第 {expected} 个，这里是第 {each.marker.ordinal} 个：{told}序号？",
        source="GB/T 9704—2012 7.3.3（通行公文格式）",
        tier="惯例",
    )
