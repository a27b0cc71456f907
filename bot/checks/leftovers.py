"""Leftover marks: gaps not yet filled and masks that stand for something nobody has put in."""

import re
from collections.abc import Iterable, Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript

GAP = re.compile(r"【待补[^】]*】")
MASK = re.compile(
    r"[*＊]{2,}|#{2,}|[×✕]+(?=[\u4e00-\u9fff%％])|(?<![A-Za-z])[XxＸｘ]+(?=[\u4e00-\u9fff%％])"
    r"|[XxＸｘ]{2,}(?=[”》])|某某+|〔(?!\d{4}〕)[^〕]*〕"
)


def leftovers(lines: Iterable[str]) -> tuple[Finding, ...]:
    """Find the marks in a text given line by line."""
    return tuple(finding for number, line in enumerate(lines, 1) for finding in _in_line(number, line))


def leftovers_in(manuscript: Manuscript) -> tuple[Finding, ...]:
    """Find the marks in a manuscript."""
    return leftovers(line.text for line in manuscript.lines)


def _in_line(number: int, line: str) -> Iterator[Finding]:
    for match in GAP.finditer(line):
        yield _finding("leftover.gap", number, match, "这里还缺内容，补上才能定稿。")
    for match in MASK.finditer(line):
        yield _finding("leftover.mask", number, match, "像是没有填的占位符，请换成真实内容。")


def _finding(rule: str, number: int, match: re.Match[str], why: str) -> Finding:
    return Finding(
        rule=rule,
        grade="error",
        line=number,
        start=match.start(),
        text=match[0],
        suggest="",
        why=why,
        source="惯例",
    )
