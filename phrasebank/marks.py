"""Markers within a text that has no line breaks left, in the order in which they count."""

import re
from collections.abc import Sequence

from msgspec import Struct

from phrasebank.markers import DIGITS, MEASURED, chinese_number

CHINESE, BRACKETED, ARABIC, ITEM = 1, 2, 3, 4
MARKS = tuple(
    (level, re.compile(written))
    for level, written in (
        (1, rf"第([{DIGITS}]{{1,3}})部分(?=\s*\S)"),
        (1, rf"(?<![{DIGITS}第])([{DIGITS}]{{1,3}})\s*(?:、|．|\.(?!\d))(?=\s*\S)"),
        (2, rf"[（(〔]\s*([{DIGITS}]{{1,3}})\s*[）)〕]"),
        (2, "([\u3220-\u3229])"),
        (3, r"(?<![\d.．（(第])(\d{1,2})\s*(?:、|[．.](?!\d))(?=\s*\S)"),
        (3, rf"(?<![\d.．（(第])(\d{{1,2}}[.．]\d{{1,2}})(?=\s*[\u4e00-\u9fff“])(?!\s*{MEASURED})"),
        (4, r"[（(]\s*(\d{1,2})\s*[）)](?=\s*[\u4e00-\u9fff“])"),
    )
)
CLOSED = "。！？；：”）》】］}｝>#\n"


class Mark(Struct, frozen=True):
    """A marker with its level, 1 to 4, its number and where it lies."""

    level: int
    ordinal: int
    start: int
    end: int


def marks_in(text: str) -> list[Mark]:
    """Give the markers that count on from one another; a higher one begins a new count below it."""
    found = [
        Mark(level, _ordinal(match[1]), match.start(), match.end())
        for level, pattern in MARKS
        for match in pattern.finditer(text)
    ]
    fit = (mark for mark in found if _may_begin(text, mark))
    return _in_order(sorted(fit, key=lambda mark: (mark.start, -mark.end)))


def _ordinal(written: str) -> int:
    if "\u3220" <= written <= "\u3229":
        return ord(written) - 0x3220 + 1
    if written[0].isdecimal():
        return int(re.split("[.．]", written)[-1])
    return chinese_number(written)


def _may_begin(text: str, mark: Mark) -> bool:
    before = text[: mark.start].rstrip()[-1:]
    if mark.level == BRACKETED or not before or before in CLOSED or text[mark.start - 1].isspace():
        return True
    if text.startswith("第", mark.start):
        return True  # 第二部分 is plain enough
    if mark.level == CHINESE and before.isascii() and before.isalpha():
        return True  # behind an address that was stuck in
    # Behind a heading without a full stop; 三、四季度 and 二中、三中 are none.
    return before not in "，、（(-—～~《“" and (mark.ordinal == 1 or mark.level == ARABIC)


def _in_order(marks: Sequence[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    count = dict.fromkeys((CHINESE, BRACKETED, ARABIC, ITEM), 0)
    for mark in marks:
        if kept and mark.start < kept[-1].end:
            continue
        fits = mark.ordinal == count[mark.level] + 1 or (mark.level > 1 and mark.ordinal == 1)
        # One may be hidden by what was stuck in before it.
        fits = fits or (mark.level == CHINESE and bool(kept) and mark.ordinal == count[CHINESE] + 2)
        if not fits:
            continue
        count[mark.level] = mark.ordinal
        for level in range(mark.level + 1, ITEM + 1):
            count[level] = 0
        kept.append(mark)
    return kept
