"""The words in ``cues.yaml`` by which the parser decides, validated once."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct, field

from phrasebank.alternatives import any_of
from phrasebank.loading import load
from phrasebank.terms import Move, SectionKind

FILE = Path(__file__).with_name("cues.yaml")


class NoiseCues(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of advertising: a ``strong`` one nearly decides, ``weak`` ones lean, ``starts`` begin a line."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    starts: tuple[str, ...]


class TitleCues(Struct, frozen=True, forbid_unknown_fields=True):
    """What a title ends with, and what it holds somewhere."""

    ends: tuple[str, ...]
    holds: tuple[str, ...]


class SectionCues(Struct, frozen=True, forbid_unknown_fields=True):
    """Words in headings; ``weak`` ones count at the top level only."""

    section: SectionKind
    strong: tuple[str, ...]
    weak: tuple[str, ...]


class BodyCues(Struct, frozen=True, forbid_unknown_fields=True):
    """Words in the text below a heading that does not tell its section itself."""

    section: SectionKind
    holds: tuple[str, ...]


class TurnCues(Struct, frozen=True, forbid_unknown_fields=True):
    """How a sentence begins that leads from one section to the next without a heading."""

    origins: tuple[SectionKind, ...] = field(name="from")
    to: SectionKind
    starts: tuple[str, ...]


class MoveCues(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell what a sentence does."""

    move: Move
    holds: tuple[str, ...]


class GenreCues(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a genre's title; where given, one of ``with`` or of ``headings`` must be found as well."""

    genre: str
    title: tuple[str, ...]
    also: tuple[str, ...] = field(default=(), name="with")
    headings: tuple[str, ...] = ()


class Cues(Struct, frozen=True, forbid_unknown_fields=True):
    """All of ``cues.yaml``."""

    noise: NoiseCues
    title: TitleCues
    sections: tuple[SectionCues, ...]
    bodies: tuple[BodyCues, ...]
    turns: tuple[TurnCues, ...]
    moves: tuple[MoveCues, ...]
    closing: tuple[str, ...]
    farewells: tuple[str, ...]
    salutations: tuple[str, ...]
    genres: tuple[GenreCues, ...]
    counted: tuple[str, ...]
    common: str


@cache
def cues() -> Cues:
    """Read the cue file. Raises ``BrokenFileError``."""
    return load(FILE, Cues)


@cache
def rarely(words: tuple[str, ...]) -> re.Pattern[str]:
    """Join words into an expression that is quick where none of them is found.

    It looks for the rarest character of each word first; what it matches is the end of a word.
    """
    anchors: dict[str, dict[str, list[str]]] = {}
    for word in words:
        place = max(range(len(word)), key=lambda place: _rank(word[place]))
        before = anchors.setdefault(word[place], {})
        before.setdefault(word[: place + 1], []).append(word[place + 1 :])
    return re.compile("|".join(_anchored(anchor, before) for anchor, before in anchors.items()) or "(?!)")


def _anchored(anchor: str, before: dict[str, list[str]]) -> str:
    ways = (f"(?<={re.escape(start)})(?:{'|'.join(map(re.escape, ends))})" for start, ends in before.items())
    return f"{re.escape(anchor)}(?:{'|'.join(ways)})"


def _rank(character: str) -> int:
    place = cues().common.find(character)
    return len(cues().common) if place < 0 else place


def first_in(text: str, words: tuple[str, ...]) -> str | None:
    """Give the first of the words that the text holds."""
    if not any_of(words).search(text):
        return None
    return next(word for word in words if word in text)
