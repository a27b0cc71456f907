"""A step: one thing asked, and what the answers to it do. Pure, and drawn from the state alone."""

from typing import Protocol

from bot.effects import Effect
from bot.replies import Question
from bot.state import State

Outcome = tuple[State, tuple[Effect, ...]]


class Step(Protocol):
    """What every step can do. ``picked`` is only called with a key that ``ask`` offers."""

    def ask(self) -> Question:
        """Give the question, with its choices and an example."""

    def said(self, text: str) -> Outcome:
        """Take a message that is no choice; it is clean and not empty."""

    def picked(self, key: str) -> Outcome:
        """Take a choice."""

    def skipped(self) -> Outcome:
        """Leave it open."""
