"""What the index knows a text by: its pairs of neighbouring characters, and threes of its pinyin initials.

A text is looked at as runs of letters and digits, in one width and case; whatever stands between runs
(punctuation, quotation marks, gaps) is no part of it. So nothing typed can be the syntax of a query.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from operator import add
from typing import TypeAlias

from msgspec import Struct

from phrasebank.initials import initials
from phrasebank.patterns import SLOT

LONGEST = 64
"""Characters of a query that are looked at."""

SHORTEST_SLIP, LONGEST_SLIP = 3, 16
"""A slip is forgiven in a word of this many characters: in a shorter one, anything is one slip away."""

RUN = re.compile(r"[^\W_]+")
END = "\0"
"""Follows the last character of a run, so that every character begins a gram."""

BITS = 21
"""Bits that hold any character: a pair is a number below 2**42, a three one above it."""

Grams: TypeAlias = tuple[int, int]
"""The first and the last of the grams that will do: one gram, or all that begin alike."""


class Wanted(Struct, frozen=True):
    """A way of meeting a query: the ``parts`` stand side by side, with at most one character between them.

    Every text in which they do has all the ``grams``; not every text that has those is one.
    """

    parts: tuple[str, ...]
    grams: tuple[Grams, ...]

    def stands_in(self, text: str) -> bool:
        """Whether a ``plain`` text meets it."""
        first, *others = self.parts
        at = text.find(first)
        while others and at >= 0:
            end = at + len(first)
            if text.startswith(others[0], end) or (
                text.startswith(others[0], end + 1) and text[end : end + 1] != " "
            ):
                return True
            at = text.find(first, at + 1)
        return at >= 0


def plain(text: str) -> str:
    """Give the runs of a text with a space between them; a frame's gaps part runs too."""
    fixed = SLOT.sub("…", text) if "{" in text else text
    return " ".join(RUN.findall(unicodedata.normalize("NFKC", fixed).casefold()))


def letters(text: str) -> str:
    """Give the pinyin initials of ``plain`` text; spaces, digits and letters stay as they are."""
    return initials(text, keeping=True)


def pairs(text: str) -> Iterator[str]:
    """Give the pairs of ``plain`` text."""
    for run in text.split():
        yield from map(add, run, run[1:])
        yield run[-1] + END


def threes(text: str) -> Iterator[str]:
    """Give the threes of ``letters``."""
    for run in text.split():
        ended = run + END if len(run) > 1 else run + END + END
        yield from map(add, map(add, ended, ended[1:]), ended[2:])


def terms(query: str) -> tuple[str, ...]:
    """Give what a query asks for: all of it must be found, each part as it is written."""
    return tuple(dict.fromkeys(plain(query[:LONGEST]).split()))


def number(gram: str) -> int:
    """Give the number of a pair or a three."""
    value = 0
    for char in gram:
        value = value << BITS | ord(char)
    return value


def exactly(word: str) -> Wanted:
    """Ask for a word as it is written."""
    return Wanted((word,), _inner(word) or (_begun_by(word),))


def spelt(word: str) -> Wanted:
    """Ask for two pinyin initials or more."""
    grams = dict.fromkeys(_one(word[at : at + 3]) for at in range(len(word) - 2))
    return Wanted((word,), tuple(grams) or (_begun_by(word),))


def slips(word: str) -> tuple[Wanted, ...]:
    """Ask for a word in which one character was mistyped, left out or added, or two changed places."""
    if not SHORTEST_SLIP <= len(word) <= LONGEST_SLIP:
        return ()
    ways: dict[tuple[str, ...], Wanted] = {}
    for at in range(len(word) + 1):
        before, after = word[:at], word[at + 1 :]
        for way in (
            _split(before, after),  # one other character, or none where one was added
            _split(before, word[at:]),
            exactly(word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :]) if at else None,
        ):
            if way and way.grams:
                ways.setdefault(way.parts, way)
    ways.pop((word,), None)
    return tuple(ways.values())


def _split(before: str, after: str) -> Wanted:
    parts = tuple(part for part in (before, after) if part)
    return Wanted(parts, tuple(dict.fromkeys((*_inner(before), *_inner(after)))))


def _inner(word: str) -> tuple[Grams, ...]:
    codes = [*map(ord, word)]
    grams = (one << BITS | other for one, other in pairwise(codes))
    return tuple((gram, gram) for gram in dict.fromkeys(grams))


def _one(gram: str) -> Grams:
    return (only := number(gram)), only


def _begun_by(start: str) -> Grams:
    low = number(start) << BITS
    return low, low | (1 << BITS) - 1
