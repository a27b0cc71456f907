"""The talk in the terminal, with line editing, or through a pipe, one message a line."""

from bot.adapters.terminal.program import run

__all__ = ["run"]
