"""Drafts written through Telegram, on the server itself: whose they are, and names for their tokens."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from bot.adapters.terminal.glance import OWNER
from bot.draft import Draft
from bot.names import Names, changed, strings_in, tokens_in

SHOWN = 5


def owner_of(options: Namespace) -> str:
    """Give whose drafts are meant: the terminal's, or a Telegram user's."""
    return OWNER if options.user is None else f"tg:{options.user}"


def put_back(options: Namespace, draft: Draft) -> Draft:
    """Put names for the tokens of a draft, and say which tokens stay. Raises ``BrokenFileError``."""
    given = options.names or os.environ.get("SHUZHI_NAMES", "").strip()
    tokens = tokens_in(strings_in(draft))
    if not tokens:
        return draft
    names = _read(Path(given)) if given else Names()
    left = [token for token in tokens if names.restored(token) == token]
    if left:
        shown = "".join(left[:SHOWN]) + ("等" if len(left) > SHOWN else "")
        why = "名单里没有" if given else "没有给名单（SHUZHI_NAMES 或 --names）"
        print(f"{len(left)} 个代号原样留着：{shown}，{why}。", file=sys.stderr)
    return changed(draft, names.restored)


def _read(path: Path) -> Names:
    from bot.names_file import exposed, read  # noqa: PLC0415 - few drafts have tokens

    names, warning = read(path), exposed(path)
    if warning:
        print(warning, file=sys.stderr)
    return names
