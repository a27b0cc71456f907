"""The word lists that composing goes by, read from ``words.yaml``."""

from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load
from phrasebank.terms import Move, SectionKind


class Fillers(Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand in an ``activity`` slot: how the words must end and must not begin."""

    activity_ends: tuple[str, ...]
    not_at_start: tuple[str, ...]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Cue words. ``openings`` gives verbs other ways to open a sentence that say nothing more."""

    enumerators: tuple[str, ...]
    openings: dict[str, tuple[str, ...]]
    moves: dict[Move, tuple[str, ...]]
    deepening: tuple[str, ...]
    continuing: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: dict[SectionKind, tuple[str, ...]]
    fillers: Fillers


@cache
def words() -> Words:
    """Read the lists. Raises ``BrokenFileError``."""
    return load(Path(__file__).with_name("words.yaml"), Words)
