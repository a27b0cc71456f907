"""The words by which facts are read: verbs around numbers, titles of people, endings of names."""

from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """``waiting``, ``leads``, ``tails`` stand before a number, ``verbs`` (expressions) behind what it counts.

    ``changes`` tell how a figure moved. ``bodies``, ``places`` and ``activities`` are endings of names,
    ``titles`` stand beside the names of people; ``bare`` activities say nothing by themselves.
    """

    waiting: tuple[str, ...]
    verbs: tuple[str, ...]
    changes: tuple[str, ...]
    leads: tuple[str, ...]
    tails: tuple[str, ...]
    titles: tuple[str, ...]
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    activities: tuple[str, ...]
    not_in_names: tuple[str, ...]
    bare: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """Read the words."""
    return load(Path(__file__).with_suffix(".yaml"), Vocabulary)
