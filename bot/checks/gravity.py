"""辣味与分寸: problems that are merits in disguise or say nothing, and verdicts that nobody should sign.

A problem that names no person, event, figure, time or place is hollow; the other extreme condemns oneself in
words that only an organisation may use.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.checks.finding import Finding, Grade
from bot.checks.manuscript import Line, Manuscript
from bot.facts.fog import is_foggy, self_accusation
from phrasebank.loading import load_own
from phrasebank.terms import SectionKind

ADMITTING: tuple[SectionKind, ...] = ("problems", "causes")
ACCUSED: tuple[SectionKind, ...] = (*ADMITTING, "integrity", "plans")
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
ITEM = re.compile(r"(?=[一二三四五六七八九]是)|(?<=。)(?=第[一二三四五六七八九]，)")
LEAST = 12
FEW = 4
"""Hollow problems that are told one by one: enough to see what is meant."""
SOURCE = "述职报告的分寸：问题见人见事，责任不推不夸"


class Manner(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that spoil a problem: a regular expression, and what is wrong with it."""

    id: str
    pattern: str
    grade: Grade
    why: str


@cache
def manners() -> tuple[Manner, ...]:
    """Read the words."""
    return load_own(Path(__file__).with_name("gravity.yaml"), tuple[Manner, ...])


def ungrave(manuscript: Manuscript) -> Iterator[Finding]:
    """Find problems that are none, say nothing, or say too much."""
    for line in manuscript.lines:
        if line.section in ADMITTING:
            yield from _spoilt(line)
        if line.section in ACCUSED:
            yield from _condemning(line)
    hollow = [line for line in manuscript.lines if line.section == "problems" and _hollow(line)]
    told = [line for line in manuscript.lines if line.section == "problems" and _substance(line)]
    for line in hollow[:FEW] if len(hollow) > 1 and len(hollow) * 2 > len(told) else ():
        yield _finding(
            line, 0, _opening(line), "gravity.foggy", "hint", "这一条没有具体的人、事、数或时间，像是套话。"
        )


def _spoilt(line: Line) -> Iterator[Finding]:
    for manner in manners():
        for match in re.finditer(manner.pattern, line.text):
            hollow = manner.id == "gravity.hollow" and not is_foggy(_sentence(line.text, match.start()))
            if not hollow:
                yield _finding(line, match.start(), match[0], manner.id, manner.grade, manner.why)


def _condemning(line: Line) -> Iterator[Finding]:
    for sentence in SENTENCE.finditer(line.text):
        accusation = self_accusation(sentence[0])
        if accusation:
            at = line.text.index(accusation.verdict, sentence.start())
            why = f"“{accusation.verdict}”是组织才能下的结论，不要自己写；写清做了什么、没做什么。"
            yield _finding(line, at, accusation.verdict, "gravity.verdict", "warning", why)


def _sentence(text: str, place: int) -> str:
    return next((each[0] for each in SENTENCE.finditer(text) if each.start() <= place < each.end()), text)


def _substance(line: Line) -> bool:
    return len(line.text.strip()) >= LEAST and not (line.heading and "。" not in line.text.rstrip("。"))


def _hollow(line: Line) -> bool:
    """Whether no item of a line names anything that can be seen."""
    return _substance(line) and all(is_foggy(item) for item in ITEM.split(line.text) if len(item) >= LEAST)


def _opening(line: Line) -> str:
    found = re.match(r"[^，。；：]+", line.text)
    return found[0] if found else line.text[:LEAST]


def _finding(  # noqa: PLR0913, PLR0917 - a finding is all of these
    line: Line, start: int, text: str, rule: str, grade: Grade, why: str
) -> Finding:
    return Finding(rule=rule, grade=grade, line=line.number, start=start, text=text, why=why, source=SOURCE)
