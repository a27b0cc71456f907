"""Tell a text that has lost some of its line breaks: headings stand in a line with paragraphs."""

import re
from collections.abc import Sequence

from phrasebank.below import breaks_below
from phrasebank.labels import LABELLED, TWO, Sisters, is_labelled
from phrasebank.markers import DIGITS, FORMAL_DIGITS
from phrasebank.marks import BRACKETED, CHINESE, Mark, marks_in
from phrasebank.sisters import common_shapes, rows_of
from phrasebank.unnumbered import run_on_heads

TOP = rf"(?:[{DIGITS}{FORMAL_DIGITS}]{{1,3}}(?:[、.．,，。]| (?=[一-鿿]{{2}}))|第[{DIGITS}]部分)"
NUMBER = rf"(?:{TOP}|[（(][{DIGITS}]{{1,3}}[）)])"
NUMBERED = re.compile(rf"(?:^|[。！？”）]){NUMBER}", re.MULTILINE)
GLUED = re.compile(rf"[。！？”）](?:{NUMBER}|\d{{1,2}}[.．、])")
LONG_HEADING = re.compile(rf"^{TOP}.{{40}}", re.MULTILINE)
RUN_ON = re.compile(
    rf"^[（(]?[{DIGITS}\d]{{1,3}}[）)、.．][^。！？；：\n]{{2,34}}?(?:[（(][{DIGITS}\d]{{1,2}}[）)]|\d{{1,2}}[、.．](?!\d))",
    re.MULTILINE,
)
STOPS = re.compile("[。！？；：]")


def is_glued(text: str) -> bool:
    """Tell a text in some of whose lines a heading goes on into a paragraph, or stands behind one.

    The lines are joined by line feeds.
    """
    numbered = NUMBERED.search(text) is not None
    if numbered and not (GLUED.search(text) or LONG_HEADING.search(text) or RUN_ON.search(text)):
        return False
    marks = marks_in(text)
    if any(_is_broken(text, row) for row in rows_of(marks)):
        return True
    return _run_ons(text, marks) + (0 if numbered else run_on_heads(text)) > 1


def _is_broken(text: str, row: Sequence[Mark]) -> bool:
    """Tell a row of which some members begin lines and others do not; a row within one paragraph is none."""
    begin = [text[mark.start - 1 : mark.start] in {"", "\n"} for mark in row]
    least = max(0, min(TWO, row[0].level - CHINESE))
    return not all(begin) and sum(begin) >= least


def _run_ons(text: str, marks: Sequence[Mark]) -> int:
    """Count the signs that headings of the higher levels go on into something else."""
    shapes = common_shapes(text, marks)
    top = max(BRACKETED, min((mark.level for mark in marks), default=BRACKETED))
    stops = (*(mark.start for mark in marks[1:]), len(text))
    return sum(
        _run_on(text, mark, stop, shapes.get(mark.start))
        for mark, stop in zip(marks, stops, strict=False)
        if mark.level <= top
    )


def _run_on(text: str, mark: Mark, stop: int, sisters: Sisters | None) -> int:
    """Count signs, 0 to 2, that a heading stands in a line with the next marker, or with its own text."""
    end = text.find("\n", mark.end, stop)
    if end < 0:
        end = stop
        if stop < min(len(text), mark.end + LABELLED) and not STOPS.search(text, mark.end, stop):
            return 2
    cut = next(breaks_below(text, mark, stop, sisters), end) if mark.level <= CHINESE else end
    return (cut < end) * (1 + is_labelled(text[mark.end : cut]))
