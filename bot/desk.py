"""The desk: the outlines and the bank that every step works from, read-only."""

from bot.outline import Outline, outlines
from phrasebank import bank as phrasebank


class Desk:
    """What the program knows. The bank is read when first used: the first prompt must not wait for it."""

    @property
    def outlines(self) -> dict[str, Outline]:
        """The genres by id, in the order offered."""
        return outlines()

    @property
    def bank(self) -> phrasebank.Bank:
        """The phrasebank."""
        return phrasebank.load()
