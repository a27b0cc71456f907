"""Coherent shorter versions of one report: the same facts, fewer of them, every required section kept.

What is left out is the least of what is told, whole points at a time, so that headings, counts and joints are
composed anew around what stays. Nothing is reworded, and every fact left out is named.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from bot.draft import Draft, Point
from bot.export.blocks import characters_of
from bot.facts.extraction import numbers_of
from bot.outline import Outline, Section
from bot.report import assemble
from phrasebank.bank import Bank
from phrasebank.terms import SectionKind
from phrasebank.topics import topic_of

PAGE = 22 * 28
"""Characters on a page of 22 lines of 28 (GB/T 9704-2012, 5.2.3)."""

KEPT: frozenset[SectionKind] = frozenset({"opening", "closing", "signature"})


class Abridged(Struct, frozen=True):
    """A draft cut to a length, what was left out in the order of the draft, and how long the report is now.

    ``characters`` is more than was allowed where nothing more could go without losing a required section.
    """

    draft: Draft
    left_out: tuple[Point, ...]
    characters: int


def abridged(draft: Draft, outline: Outline, bank: Bank, characters: int) -> Abridged:
    """Leave out as few points as bring the report down to ``characters``, blanks not counted.

    Each required section keeps a point and as many as the notice wants, each topic that must be spoken of and
    each item of last year's keeps one, and a problem that stays keeps its measure.
    """
    spare = _spare(draft, outline)
    low, high = 0, len(spare)
    while low < high:
        middle = (low + high) // 2
        fits = length(_without(draft, spare[:middle]), outline, bank) <= characters
        low, high = (low, middle) if fits else (middle + 1, high)
    short = _without(draft, spare[:low])
    gone = {point.id for point in spare[:low]}
    left_out = tuple(point for point in draft.points if point.id in gone)
    return Abridged(short, left_out, length(short, outline, bank))


def length(draft: Draft, outline: Outline, bank: Bank) -> int:
    """Count the characters of the report, title and signature among them, blanks not."""
    return characters_of(assemble(draft, outline, bank, final=True).blocks)


def _without(draft: Draft, points: list[Point]) -> Draft:
    gone = {point.id for point in points}
    return replace(draft, points=tuple(point for point in draft.points if point.id not in gone))


def _spare(draft: Draft, outline: Outline) -> list[Point]:
    """Give the points that may go, the one to go first in front: every section gives up the same share.

    A measure goes with its problem, and not before it.
    """
    shares: list[tuple[float, Point]] = []
    for leaf in outline.leaves():
        if leaf.kind not in KEPT:
            spare = sorted(_spare_in(draft, leaf), key=lambda point: bool(numbers_of(point.text)))
            shares += [(place / len(spare), point) for place, point in enumerate(spare, 1)]
    order = [point for _, point in sorted(shares, key=lambda share: share[0])]
    measures = {point.id: point for point in order if draft.point(point.answers)}
    return [
        each
        for point in order
        if point.id not in measures
        for each in (point, *(one for one in measures.values() if one.answers == point.id))
    ]


def _spare_in(draft: Draft, section: Section) -> Iterator[Point]:
    """Give a section's points from the last but those that it needs.

    It needs one, as many as the notice wants, one for each of its topics and for each of last year's items;
    what is needed is told with a figure where there is one.
    """
    points = draft.in_section(section.id)
    needed: dict[object, Point] = {}
    for point in sorted(points, key=lambda point: not numbers_of(point.text)):
        subject = _subject(draft, point, section)
        if len(needed) < max(section.least, 1):
            needed.setdefault(subject or point.id, point)
        elif subject is not None:
            needed.setdefault(subject, point)
    yield from (point for point in reversed(points) if point not in needed.values())


def _subject(draft: Draft, point: Point, section: Section) -> object:
    """Tell what that has to be spoken of a point speaks of: an item of last year's, a required aspect."""
    if draft.last_year and draft.last_year.item(point.answers):
        return point.answers
    topic = topic_of(point.text) or point.topic
    return topic if topic in {aspect.topic for aspect in section.aspects} else None
