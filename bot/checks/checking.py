"""The check-up: every check on one manuscript, the findings in the order of the text."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from bot.checks import (
    agreement,
    balance,
    collocations,
    counted,
    gravity,
    growth,
    length,
    marks,
    masking,
    numbering,
    overlap,
    promises,
    repetition,
    retold,
    sets,
    spelling,
    structure,
    times,
    voice,
    wording,
)
from bot.checks.finding import Finding, Grade
from bot.checks.leftovers import leftovers_in
from bot.checks.manuscript import Manuscript, readable
from bot.checks.overlap import Known
from bot.checks.rules import Rule, rules

WEIGHT: dict[Grade, int] = {"error": 0, "warning": 1, "hint": 2}


def _asked(manuscript: Manuscript) -> Iterator[Finding]:
    """Ask what the parser could not decide, such as a word that seems to have been taken out."""
    for question in manuscript.questions:
        text = manuscript.lines[question.line - 1].text
        yield Finding(
            rule="reading.question",
            grade="warning",
            line=question.line,
            start=max(text.find(question.text), 0),
            text=question.text,
            why=f"{question.why}，请核对原文。",
            source="网络转载中常见的删除和替换",
        )


CHECKS: tuple[Callable[[Manuscript], Iterable[Finding]], ...] = (
    leftovers_in,
    marks.unpaired,
    numbering.out_of_order,
    numbering.points_out_of_order,
    agreement.disagreeing,
    growth.ungrown,
    counted.miscounted,
    promises.unkept,
    sets.misordered,
    collocations.ill_matched,
    spelling.misspelt,
    spelling.doubled,
    spelling.stuttered,
    times.overdue,
    structure.promised,
    structure.required,
    gravity.ungrave,
    balance.unbalanced,
    length.unfitting,
    repetition.repeated,
    retold.retold,
    voice.mixed,
    masking.names_left,
    _asked,
)
"""Checks that are code."""


def check(
    manuscript: Manuscript, others: Iterable[Known] = (), more: tuple[Rule, ...] = ()
) -> tuple[Finding, ...]:
    """Find everything; ``others`` are texts not to be copied, ``more`` rules that somebody has added.

    Of findings that overlap, the gravest stays, and of equals the shortest, which says most exactly what is
    meant; a finding about a whole sentence stands beside those within it.
    """
    manuscript = readable(manuscript)
    found = [*wording.found_by((*rules(), *more), manuscript)]
    for each in CHECKS:
        found += each(manuscript)
    copied = overlap.shared(manuscript, others)
    return tuple(sorted((*_apart(found), *copied), key=lambda finding: (finding.line, finding.start)))


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    taken: dict[int, list[tuple[int, int]]] = {}
    for finding in sorted(found, key=lambda finding: (WEIGHT[finding.grade], len(finding.text))):
        start, stop = finding.start, finding.start + max(len(finding.text), 1)
        here = taken.setdefault(finding.line, [])
        place = bisect_left(here, (stop, 0))  # those before it begin before this one ends
        if not place or here[place - 1][1] <= start:
            here.insert(place, (start, stop))
            yield finding
