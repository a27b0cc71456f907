"""Facts: a user's statement with its numbers and what they count, its dates, documents, people and place."""

import re

from msgspec import Struct

from bot.draft import Draft, Point
from bot.facts.counting import counted
from bot.facts.dates import dates
from bot.facts.naming import activity, place, who
from bot.facts.numerals import numerals
from phrasebank.remembering import remembered


class Number(Struct, frozen=True):
    """A figure as written, its measure word, and what it counts in the user's words."""

    value: str
    unit: str
    counts: str


class Fact(Struct, frozen=True):
    """A verifiable statement; ``id`` is that of its point with ``f`` for ``p``.

    ``documents`` keep their 《》, ``brands`` are the words in “” without the marks; ``activity`` and
    ``place`` are empty where the words name none. Everything is as written.
    """

    id: str
    text: str
    numbers: tuple[Number, ...]
    dates: tuple[str, ...]
    documents: tuple[str, ...]
    section: str
    source: str
    brands: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    activity: str = ""
    place: str = ""


def facts_of(draft: Draft) -> tuple[Fact, ...]:
    """Give the facts of a draft, one for every point, in the order in which they were said."""
    return tuple(fact_of(point) for point in draft.points)


def fact_id(point: str) -> str:
    """Give the id of the fact that a point tells: ``f7`` for ``p7``."""
    return "f" + point.removeprefix("p")


def fact_of(point: Point) -> Fact:
    """Read one point as a fact."""
    text = point.text.strip()
    return Fact(
        id=fact_id(point.id),
        text=text,
        numbers=numbers_of(text),
        dates=dates(text),
        documents=tuple(re.findall(r"《[^《》]+》", text)),
        section=point.section,
        source=point.source,
        brands=tuple(dict.fromkeys(re.findall(r"“([^“”]+)”", text))),
        who=who(text),
        activity=activity(text),
        place=place(text),
    )


@remembered(4096)
def numbers_of(text: str) -> tuple[Number, ...]:
    """Give the numbers of a statement with what each counts."""
    found = numerals(text)
    return tuple(
        Number(number.value, number.unit, counts)
        for number, counts in zip(found, counted(text, found), strict=True)
    )
