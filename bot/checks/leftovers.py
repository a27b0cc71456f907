"""Leftover marks: gaps not yet filled and masks that stand for something nobody has put in."""

import re
from collections.abc import Iterable, Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript
from bot.names import TOKEN
from phrasebank.document import Noise

GAP = re.compile(r"【待补[^】]*】")
MASK = re.compile(
    r"[*＊]{2,}|[*＊](?=[年月日个名次人户元万件项%％])|_{2,}|＿+|#{2,}|[×✕]+(?=[\u4e00-\u9fff%％])|(?<![A-Za-z])[XxＸｘ]+(?=[\u4e00-\u9fff%％])"
    r"|[XxＸｘ]{2,}(?=[”》]|\s*$)|[×✕]{2,}|(?<=人：)\s*[*＊×✕XxＸｘ]+|某某+"
    rf"|〔(?!\d{{4}}〕)(?!{TOKEN.pattern[1:]})[^〕]*〕"
)


def leftovers(lines: Iterable[str]) -> tuple[Finding, ...]:
    """Find the marks in a text given line by line."""
    return tuple(finding for number, line in enumerate(lines, 1) for finding in _in_line(number, line))


def leftovers_in(manuscript: Manuscript) -> Iterator[Finding]:
    """Find the marks in a manuscript, and what a website has left in it."""
    yield from leftovers(line.text for line in manuscript.lines)
    for first in _stamps(manuscript):
        text = first.text.strip()
        start = max(manuscript.lines[first.line - 1].text.find(text), 0)
        yield Finding(
            rule="leftover.site",
            grade="warning" if first.kind == "junk" else "error",
            line=first.line,
            start=start,
            text=text,
            why="像是从网页带来的广告、水印或声明，请删去。",
            source="网络转载中常见的残留",
        )


def _stamps(manuscript: Manuscript) -> Iterator[Noise]:
    """Give what stands within lines, and of lines of nothing else in a row the first; page marks are none."""
    last = -1
    for noise in sorted(manuscript.noise, key=lambda noise: noise.line):
        whole = not manuscript.lines[noise.line - 1].text.strip()
        if noise.kind != "page" and noise.text.strip():
            if not whole or noise.line > last + 1:
                yield noise
            last = noise.line if whole else last


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
        why=why,
        source="惯例",
    )
