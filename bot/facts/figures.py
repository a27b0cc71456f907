"""Figures: the numbers of a sentence with what they count, and what to say where two do not agree."""

from decimal import Decimal

from msgspec import Struct

from bot.facts.amounts import amount
from bot.facts.counting import counted
from bot.facts.numerals import Numeral, numerals


class Place(Struct, frozen=True):
    """A stretch of a text: the line, from 0, and where in it."""

    line: int
    start: int
    end: int


class Discrepancy(Struct, frozen=True):
    """Two places that do not agree, and a sentence in Chinese that says why; ``rule`` names the kind."""

    rule: str
    at: Place
    other: Place
    why: str


class Figure(Struct, frozen=True):
    """A number of a sentence with what it counts; ``exact`` is ``None`` where it is approximate."""

    numeral: Numeral
    counts: str
    exact: Decimal | None

    @property
    def told(self) -> str:
        """The number as written, with its unit."""
        return f"{self.numeral.value}{self.numeral.unit}"


Sentence = tuple[str, tuple[Figure, ...]]
Doubt = tuple[str, Figure, Figure, str]
"""A rule, two figures that do not agree (or one twice), and why."""


def figures_of(text: str) -> tuple[Figure, ...]:
    """Give the figures of a sentence in order."""
    found = numerals(text)
    return tuple(
        Figure(number, counts, _exact(number))
        for number, counts in zip(found, counted(text, found), strict=True)
    )


def _exact(number: Numeral) -> Decimal | None:
    read = amount(number.value, number.unit)
    return read.low if read and read.exact else None


def dimension(figure: Figure) -> str:
    """Give the measure as it is counted: sums of money in 元, 名 and 位 as people."""
    unit = figure.numeral.unit
    return {"万元": "元", "亿元": "元", "名": "人", "位": "人"}.get(unit, unit)
