"""The words in ``cues.yaml`` by which the parser decides, validated once."""

from functools import cache
from pathlib import Path

from msgspec import Struct, field

from phrasebank.loading import load
from phrasebank.terms import Move, SectionKind

FILE = Path(__file__).with_name("cues.yaml")


class NoiseCues(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of advertisements: one ``strong`` is enough; ``weak`` ones add up; ``starts`` begin a line."""

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
    turns: tuple[TurnCues, ...]
    moves: tuple[MoveCues, ...]
    closing: tuple[str, ...]
    salutations: tuple[str, ...]
    genres: tuple[GenreCues, ...]
    counted: tuple[str, ...]


@cache
def cues() -> Cues:
    """Read the cue file. Raises ``BrokenFileError``."""
    return load(FILE, Cues)


def first_in(text: str, words: tuple[str, ...]) -> str | None:
    """Give the first of the words that the text holds."""
    return next((word for word in words if word in text), None)
