"""Marks that come in pairs: quotation marks, book-title marks and brackets (GB/T 15834-2011, 4.8 to 4.15)."""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript

PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕", "(": ")", "[": "]"}
NUMBER = re.compile(r"(?:^|[，。；：、\s])[\dA-Za-z一二三四五六七八九十]{1,3}$")
CLOSING = {close: opening for opening, close in PAIRS.items()}


def unpaired(manuscript: Manuscript) -> Iterator[Finding]:
    """Find marks that are opened and not closed within their paragraph, or closed and not opened."""
    for line in manuscript.lines:
        for start in _unpaired(line.text):
            yield _finding(line, start)


def _unpaired(text: str) -> list[int]:
    """Give the places of single marks; a half-width bracket may be closed by a full-width one."""
    waiting: list[int] = []
    single: list[int] = []
    for place, char in enumerate(text):
        if char in PAIRS:
            waiting.append(place)
        elif char in CLOSING and not _numbers(text, place):
            opened = next(
                (
                    at
                    for at in range(len(waiting) - 1, -1, -1)
                    if _wide(text[waiting[at]]) == _wide(CLOSING[char])
                ),
                None,
            )
            if opened is None:
                single.append(place)
            else:
                single += waiting[opened + 1 :]
                del waiting[opened:]
    return sorted(single + waiting)


def _wide(mark: str) -> str:
    return "（" if mark == "(" else mark


def _numbers(text: str, place: int) -> bool:
    """Whether a closing bracket only ends a number, as in ``1)``."""
    return bool(text[place] in ")）" and NUMBER.search(text[:place]))


def _finding(line: Line, start: int) -> Finding:
    mark = line.text[start]
    missing = PAIRS.get(mark) or CLOSING[mark]
    return Finding(
        rule="mark.unpaired",
        grade="error",
        line=line.number,
        start=start,
        text=mark,
        why=f"“{mark}”没有配对的“{missing}”，请看看是漏了还是多了。",
        source="GB/T 15834—2011《标点符号用法》",
        tier="国标",
    )
