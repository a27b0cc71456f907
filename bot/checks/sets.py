"""Formulations that are lists: their members, their order, and whether one may be left out.

A kind of rule: the lists are data in ``sets.yaml``. Members that follow one another closely within a sentence
are told in the wrong order, or all but one of them are told.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from bot.checks.finding import Finding, Grade, Tier
from bot.checks.manuscript import Line, Manuscript
from phrasebank.loading import load_own

JOINED = re.compile(r"[^。！？；\n]{0,7}")
PLAIN = re.compile(r"[、，和与及”“]{0,3}")
FEWEST_WHOLE = 3
MORE = re.compile(r"^[”、，和及]{0,3}(?:等|[\u4e00-\u9fff]{2,4}(?:意识|自信|纪律|建设))")


class Series(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One list. ``whole`` tells that leaving one member out of it is a mistake, ``fix`` that order alone is.

    ``bad`` texts are found, ``good`` ones are not.
    """

    id: str
    members: tuple[str, ...]
    why: str
    source: str
    grade: Grade = "warning"
    tier: Tier = "提法"
    whole: bool = False
    fix: bool = False
    bad: tuple[str, ...]
    good: tuple[str, ...]


class _Stretch(Struct, frozen=True):
    """Members told one after the other; ``plain`` where nothing but 、 and the like stands between."""

    start: int
    end: int
    told: tuple[int, ...]
    plain: bool


@cache
def series() -> tuple[Series, ...]:
    """Read the lists. Raises ``BrokenFileError``."""
    return load_own(Path(__file__).with_name("sets.yaml"), tuple[Series, ...])


def misordered(manuscript: Manuscript, known: tuple[Series, ...] | None = None) -> Iterator[Finding]:
    """Find members told in the wrong order, or with one of them left out."""
    for each in series() if known is None else known:
        form = _form(each.members)
        for line in manuscript.lines:
            if any(member in line.text for member in each.members):
                for stretch in _stretches(form, each, line.text):
                    yield from _judged(each, line, stretch)


@cache
def _form(members: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, members)))


def _stretches(form: re.Pattern[str], each: Series, text: str) -> Iterator[_Stretch]:
    told: list[re.Match[str]] = []
    for match in form.finditer(text):
        if told and not JOINED.fullmatch(text[told[-1].end() : match.start()]):
            yield _stretch(each, told, text)
            told = []
        told.append(match)
    if told:
        yield _stretch(each, told, text)


def _stretch(each: Series, told: list[re.Match[str]], text: str) -> _Stretch:
    between = (text[one.end() : other.start()] for one, other in pairwise(told))
    return _Stretch(
        told[0].start(),
        told[-1].end(),
        tuple(each.members.index(match[0]) for match in told),
        all(PLAIN.fullmatch(gap) for gap in between),
    )


def _judged(each: Series, line: Line, stretch: _Stretch) -> Iterator[Finding]:
    told = stretch.told
    if len(set(told)) != len(told) or len(told) < 2:  # noqa: PLR2004 - one alone is no list
        return
    text = line.text[stretch.start : stretch.end]
    right = _in_order(each, stretch, text)
    lacking = [member for place, member in enumerate(each.members) if place not in told]
    whole = each.whole and stretch.plain and len(each.members) >= FEWEST_WHOLE
    if list(told) != sorted(told):
        yield _finding(each, line, stretch, right, each.why, fix=each.fix and bool(right))
    elif whole and len(lacking) == 1 and len(told) > 1 and not MORE.match(line.text[stretch.end :]):
        full = len(each.members) > FEWEST_WHOLE or text.endswith(each.members[-1])
        if full:
            yield _finding(each, line, stretch, "", f"像是漏了“{lacking[0]}”。{each.why}", fix=False)


def _in_order(each: Series, stretch: _Stretch, text: str) -> str:
    """Put the members right where only marks stand between them."""
    if not stretch.plain:
        return ""
    marks = _form(each.members).split(text)
    members = [each.members[place] for place in sorted(stretch.told)]
    return "".join(part for pair in zip(marks, (*members, ""), strict=True) for part in pair)


def _finding(  # noqa: PLR0913 - a finding is all of these
    each: Series, line: Line, stretch: _Stretch, suggest: str, why: str, *, fix: bool
) -> Finding:
    return Finding(
        rule=each.id,
        grade=each.grade,
        line=line.number,
        start=stretch.start,
        text=line.text[stretch.start : stretch.end],
        suggest=suggest,
        why=why,
        source=each.source,
        tier=each.tier,
        fix=fix,
    )
