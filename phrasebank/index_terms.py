"""What the index knows a text by: its pairs of neighbouring characters, and the pairs of its pinyin initials.

A text is looked at as runs of letters and digits, in one width and case; whatever stands between runs
(punctuation, quotation marks, gaps) is no part of it. So nothing typed can be the syntax of a query.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from operator import add

from msgspec import Struct

from phrasebank.initials import initials
from phrasebank.patterns import SLOT

LONGEST = 64
"""Characters of a query that are looked at."""

SHORTEST_SLIP, LONGEST_SLIP = 3, 16
"""A slip is forgiven in a word of this many characters: in a shorter one, anything is one slip away."""

RUN = re.compile(r"[^\W_]+")
ONE_AT_MOST = "[^ ]?"


class Wanted(Struct, frozen=True):
    """A way of meeting a query: ``matches`` are parts of an FTS5 expression that all must hold.

    They may let through too much where there is more than one; ``written`` then tells the hits from the rest.
    """

    word: str
    matches: tuple[str, ...]
    written: re.Pattern[str]


def plain(text: str) -> str:
    """Give the runs of a text with a space between them; a frame's gaps part runs too."""
    return " ".join(RUN.findall(unicodedata.normalize("NFKC", SLOT.sub("…", text)).casefold()))


def letters(text: str) -> str:
    """Give the pinyin initials of ``plain`` text; spaces, digits and letters stay as they are."""
    return "".join(
        letter if letter != " " else char for char, letter in zip(text, initials(text), strict=True)
    )


def pairs(text: str) -> Iterator[str]:
    """Give the pairs of ``plain`` text, and the last of each run: every character begins something."""
    for run in text.split():
        yield from map(add, run, run[1:])
        yield run[-1]


def triples(text: str) -> Iterator[str]:
    """Give the pairs and the threes of ``letters``."""
    for run in text.split():
        yield from map(add, run, run[1:])
        yield from (run[at : at + 3] for at in range(len(run) - 2))


def terms(query: str) -> tuple[str, ...]:
    """Give what a query asks for: all of it must be found, each part as it is written."""
    return tuple(dict.fromkeys(plain(query[:LONGEST]).split()))


def quoted(token: str) -> str:
    """Write a token as FTS5 reads one: without any meaning of its own."""
    return f'"{token}"'


def exactly(word: str) -> Wanted:
    """Ask for a word as it is written; one character alone begins some pair, or ends its run."""
    matches = _inner(word) if len(word) > 1 else (f"{quoted(word)} *",)
    return Wanted(word, matches, re.compile(re.escape(word)))


def spelt(word: str) -> Wanted:
    """Ask for two pinyin initials or more; by threes where there are three, for there are few letters."""
    threes = dict.fromkeys(quoted(word[at : at + 3]) for at in range(len(word) - 2))
    matches = tuple(threes) or (quoted(word),)
    return Wanted(word, matches, re.compile(re.escape(word)))


def slips(word: str) -> tuple[Wanted, ...]:
    """Ask for a word in which one character was mistyped, left out or added, or two changed places."""
    if not SHORTEST_SLIP <= len(word) <= LONGEST_SLIP:
        return ()
    ways: dict[str, Wanted] = {}
    for at in range(len(word) + 1):
        before, after = word[:at], word[at + 1 :]
        ways[f"{at} changed"] = _split(before, after)  # one other character, or none where one was added
        ways[f"{at} missing"] = _split(before, word[at:])
        if 0 < at < len(word):
            ways[f"{at} swapped"] = exactly(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])
    return tuple(way for way in ways.values() if way.matches)


def _split(before: str, after: str) -> Wanted:
    gap = ONE_AT_MOST if before and after else ""
    written = re.compile(re.escape(before) + gap + re.escape(after))
    return Wanted(before + after, (*_inner(before), *_inner(after)), written)


def _inner(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quoted(one + other) for one, other in pairwise(word)))
