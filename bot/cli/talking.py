"""The talk, in the terminal."""

from argparse import Namespace
from pathlib import Path

from bot.cli.database import database_of


def chat(options: Namespace) -> int:
    """Talk in the terminal; exported files go to the current folder."""
    from bot.adapters import terminal  # noqa: PLC0415 - an adapter loads only when it speaks

    return terminal.run(database_of(options), Path())
