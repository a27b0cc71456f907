"""The talk, in the terminal or on Telegram."""

import os
from argparse import Namespace
from pathlib import Path


def chat(options: Namespace) -> int:
    """Talk in the terminal; exported files go to the current folder."""
    from bot.adapters import terminal  # noqa: PLC0415 - an adapter loads only when it speaks

    return terminal.run(options.db, Path())


def telegram(options: Namespace) -> int:
    """Talk on Telegram."""
    from bot.adapters import telegram as adapter  # noqa: PLC0415 - likewise

    return adapter.run(os.environ, options.db)
