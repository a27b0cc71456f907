"""Finding the wording that rules speak of."""

import re
from collections.abc import Iterable, Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from bot.checks.rules import Rule, compiled

STOPS = "。！？；\n"


def found_by(rules: Iterable[Rule], manuscript: Manuscript) -> Iterator[Finding]:
    """Give what the rules find, rule by rule."""
    text = manuscript.text
    for rule in rules:
        if rule.bodies and manuscript.body not in rule.bodies:
            continue
        for match in compiled(rule.pattern).finditer(text):
            line, start = manuscript.place(match.start())
            if match[0] and _holds(rule, manuscript, line, match):
                yield _finding(rule, line, start, match)


def _holds(rule: Rule, manuscript: Manuscript, line: Line, match: re.Match[str]) -> bool:
    if rule.sections and line.section not in rule.sections:
        return False
    if rule.kind != "dated" and rule.since and not _in_force(rule.since, manuscript.year, line):
        return False
    if rule.unless and compiled(rule.unless).search(_sentence(match)):
        return False
    return rule.kind != "dated" or _out_of_date(rule, manuscript.year, line)


def _sentence(match: re.Match[str]) -> str:
    text = match.string
    start = max(text.rfind(stop, 0, match.start()) for stop in STOPS) + 1
    ends = [end for stop in STOPS if (end := text.find(stop, match.end())) >= 0]
    return text[start : min(ends, default=len(text))]


def _in_force(since: str, year: int | None, line: Line) -> bool:
    """Whether a wording had been replaced by the end of the year that its line speaks of."""
    return year is None or since <= f"{_spoken_of(year, line)}-12-31"[: len(since)]


def _spoken_of(year: int, line: Line) -> int:
    return year + 1 if line.section == "plans" else year


def _out_of_date(rule: Rule, year: int | None, line: Line) -> bool:
    """Compare a formulation's years with the year that its line speaks of: a plan speaks of the next."""
    if year is None:
        return False
    spoken_of = _spoken_of(year, line)
    began, ended = f"{spoken_of}-01-01", f"{spoken_of}-12-31"
    return bool(rule.until and rule.until < began[: len(rule.until)]) or bool(
        rule.since and rule.since > ended[: len(rule.since)]
    )


def _finding(rule: Rule, line: Line, start: int, match: re.Match[str]) -> Finding:
    return Finding(
        rule=rule.id,
        grade=rule.grade,
        line=line.number,
        start=start,
        text=match[0],
        suggest=match.expand(rule.suggest) if rule.suggest else "",
        why=rule.why,
        source=rule.source,
        tier=rule.tier,
        fix=rule.fix,
    )
