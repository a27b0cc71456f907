"""口径: figures, dates, names and promised counts that contradict one another anywhere in the text."""

from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript
from bot.facts.consistency import disagreements


def disagreeing(manuscript: Manuscript) -> Iterator[Finding]:
    """Find what does not agree, at the place that comes later or claims more."""
    lines = [line.text for line in manuscript.lines]
    kinds = [line.section for line in manuscript.lines]
    for each in disagreements(lines, kinds, manuscript.year, manuscript.organization):
        yield Finding(
            rule=f"agreement.{each.rule}",
            grade="warning",
            line=manuscript.lines[each.at.line].number,
            start=each.at.start,
            text=lines[each.at.line][each.at.start : each.at.end],
            why=each.why,
            source="全文口径一致",
        )
