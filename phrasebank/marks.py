"""Markers within a text that lost its line breaks, or some of them, in the order in which they count."""

import re
from collections.abc import Sequence

from msgspec import Struct

from phrasebank.markers import DIGITS, FORMAL_DIGITS, MEASURED, chinese_number

PART, CHINESE, BRACKETED, ARABIC, ITEM = range(5)
MARKS = tuple(
    (level, re.compile(written))
    for level, written in (
        (0, rf"第([{DIGITS}]{{1,3}})部分(?=\s*\S)"),
        (1, rf"(?<![{DIGITS}第])([{DIGITS}]{{1,3}})\s*(?:、|．|\.(?!\d))(?=\s*\S)"),
        (1, f"([{FORMAL_DIGITS}])(?=[、．])."),
        (1, rf"(?<=[。！？；”\n])([{DIGITS}]{{1,2}})[ \u3000](?=[\u4e00-\u9fff]{{2}})"),
        (2, rf"[（(〔]\s*([{DIGITS}]{{1,3}})\s*[）)〕]"),
        (2, "([\u3220-\u3229])"),
        (3, r"(?<![\d.．（(第])(\d{1,2})\s*(?:、|[．.](?!\d))(?=\s*\S)"),
        (3, rf"(?<![\d.．（(第])(\d{{1,2}}[.．]\d{{1,2}})(?=\s*[\u4e00-\u9fff“])(?!\s*{MEASURED})"),
        (4, r"[（(]\s*(\d{1,2})\s*[）)](?=\s*[\u4e00-\u9fff“])"),
    )
)
COUNTED = re.compile(rf"(?<=[。！？；”\n])第([{DIGITS}])[件个项步条]?(?:实?事|好事|方面|变化|问题)[：，、]")
BULLET = re.compile("(?:(?<=[。！？；：\n])|^)[●■◆★▲►➤◇○☆▶•] ?(?=[“\u4e00-\u9fff])")
CLOSED = "。！？；：”）》】］}｝>#\n"


class Mark(Struct, frozen=True):
    """A marker with its level (0 for 第一部分, 1 for 一、 to 4 for （1）), its number and where it lies."""

    level: int
    ordinal: int
    start: int
    end: int


def marks_in(text: str) -> list[Mark]:
    """Give the markers that count on from one another; a higher one begins a new count below it.

    One that begins a line counts whatever stands above it.
    """
    found = [
        Mark(level, _ordinal(match[1]), match.start(), match.end())
        for level, pattern in MARKS
        for match in pattern.finditer(text)
    ]
    fit = [mark for mark in found if _may_begin(text, mark) and not _is_inline(text, mark)]
    if not any(mark.level <= CHINESE for mark in fit):
        fit += [
            Mark(CHINESE, _ordinal(match[1]), match.start(), match.end()) for match in COUNTED.finditer(text)
        ]
        bullets = enumerate(BULLET.finditer(text), start=1)
        fit += [Mark(CHINESE, number, match.start(), match.end()) for number, match in bullets]
    return _in_order(text, sorted(fit, key=lambda mark: (mark.start, -mark.end)))


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


def _is_inline(text: str, mark: Mark) -> bool:
    """Tell an item of a row within a paragraph, where other lines of the text are whole."""
    return mark.level > CHINESE and text[mark.start - 1] in "：；" and "\n" in text


def _in_order(text: str, marks: Sequence[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    count = dict.fromkeys((PART, CHINESE, BRACKETED, ARABIC, ITEM), 0)
    for mark in marks:
        if kept and mark.start < kept[-1].end:
            continue
        fits = mark.ordinal == count[mark.level] + 1 or (mark.level > CHINESE and mark.ordinal == 1)
        fits = fits or text[mark.start - 1 : mark.start] == "\n"
        # One may be hidden by what was stuck in before it.
        fits = fits or (mark.level == CHINESE and bool(kept) and mark.ordinal == count[CHINESE] + 2)
        if not fits:
            continue
        count[mark.level] = mark.ordinal
        for level in range(mark.level + 1, ITEM + 1):
            count[level] = 0
        kept.append(mark)
    return kept
