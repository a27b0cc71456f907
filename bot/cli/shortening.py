"""The options ``--minutes``, ``--characters`` and ``--one-page``: how long a report is wanted."""

import sys
from argparse import Namespace

from bot.abridging import PAGE, Abridged
from bot.steps.shortening import characters_in, version_told


def length_of(options: Namespace) -> int | None:
    """Give the length asked for in characters; ``None`` for the whole report."""
    minutes: float | None = options.minutes
    characters: float | None = options.characters
    if minutes:
        return characters_in(minutes)
    if characters:
        return round(characters)
    return PAGE if options.one_page else None


def explain(short: Abridged | None, characters: int | None) -> None:
    """Say on standard error what a shorter version leaves out, and where it is still too long."""
    if short and characters and (short.left_out or short.characters > characters):
        print(version_told(short, characters), file=sys.stderr)
