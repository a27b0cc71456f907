"""对仗: headings of one rank below one heading, of which one is built or measured unlike its fellows.

A habit of good officials' prose, not a rule: everything here is a hint.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from phrasebank.markers import LEVELS, read_marker

FEWEST = 3
LONGEST = 24
FURTHER = 6
"""By how many characters a heading may be longer or shorter than the middle one of its fellows."""

SOURCE = "公文标题的通行写法：同级标题字数相近、结构一致"
MARKS = re.compile("，")


def unbalanced(manuscript: Manuscript) -> Iterator[Finding]:
    """Find the odd one among sibling headings."""
    for siblings in _families(manuscript.lines):
        texts = [text for _, _, text in siblings]
        middle = median(map(len, texts))
        parts = [len(MARKS.findall(text)) for text in texts]
        usual = max(set(parts), key=parts.count)
        for (line, start, text), count in zip(siblings, parts, strict=True):
            if abs(len(text) - middle) > max(FURTHER, middle * 0.6):
                yield _finding(line, start, text, f"同级标题一般 {middle:g} 字左右，这一条 {len(text)} 字。")
            elif count != usual and parts.count(usual) == len(parts) - 1:
                told = "不分句" if usual == 0 else f"分成 {usual + 1} 段"
                yield _finding(line, start, text, f"同级的其他标题都{told}，这一条不一样。")


def _families(lines: Sequence[Line]) -> Iterator[list[tuple[Line, int, str]]]:
    """Give the headings of one level in a row, without what stands deeper, three or more of them."""
    found = list(filter(None, map(_heading, lines)))
    for level in sorted({level for level, *_ in found if level > 1}):
        parted = [(number, each) for number, each in enumerate(found) if each[0] <= level]
        runs = groupby(parted, key=lambda pair: pair[1][0] == level)
        for same, run in runs:
            family = [each[1:] for _, each in run]
            if same and len(family) >= FEWEST and all(2 < len(text) <= LONGEST for _, _, text in family):  # noqa: PLR2004 - a word is no heading
                yield family


def _heading(line: Line) -> tuple[int, Line, int, str] | None:
    """Give a heading's level, where its words begin, and them; of a run-in one what precedes its stop."""
    text = line.text.lstrip("\u3000 \t")
    marker = read_marker(text)
    if not line.heading or marker is None or marker.kind == "serial":
        return None
    words = text[len(marker.text) :].lstrip()
    head = re.split(r"[。：]", words)[0]
    return LEVELS[marker.kind], line, line.text.index(head), head


def _finding(line: Line, start: int, text: str, why: str) -> Finding:
    return Finding(
        rule="balance.heading",
        grade="hint",
        line=line.number,
        start=start,
        text=text,
        why=why,
        source=SOURCE,
    )
