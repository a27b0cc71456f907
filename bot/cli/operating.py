"""Looking after the database: copies of it, and the way back from one."""

import sys
from argparse import Namespace
from pathlib import Path

from bot.store.backup import back_up, restore
from bot.store.faults import StoreError
from bot.store.opening import default_path

KILOBYTE = 1024


def backup(options: Namespace) -> int:
    """Write a checked copy, while the bot runs if it does."""
    try:
        size = back_up(_database(options), options.copy)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"已备份并核对：{options.copy}（{size // KILOBYTE} KB）。里面是草稿原文，请妥善保管。")
    return 0


def restored(options: Namespace) -> int:
    """Put a copy in the place of the database, keeping what was there under another name."""
    database = _database(options)
    try:
        aside = restore(options.copy, database)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"已恢复到 {database}。" + (f"原来的库改名为 {aside}，核对无误后请自行删除。" if aside else ""))
    return 0


def _database(options: Namespace) -> Path:
    return options.db or default_path()
