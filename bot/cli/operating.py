"""Running the bot and looking after it: its health, whom it lets in, copies of its database."""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.telegram.lock import RunningError, alone
from bot.adapters.telegram.settings import SettingsError
from bot.adapters.telegram.settings_file import merged
from bot.cli.database import database_of
from bot.store.faults import DamagedError, InUseError, NoDatabaseError, StoreError

if TYPE_CHECKING:
    from bot.store.members import Role
    from bot.store.transaction import Transaction

KILOBYTE = 1024


def telegram(options: Namespace) -> int:
    """Talk on Telegram."""
    from bot.adapters import telegram as adapter  # noqa: PLC0415 - loads only when it speaks

    return _carried_out(options, lambda environ: adapter.run(environ, options.db))


def health(options: Namespace) -> int:
    """Tell whether the bot is well, or show its figures."""
    from bot.adapters.telegram.health import check, figures  # noqa: PLC0415 - likewise

    if options.metrics:
        return _carried_out(options, figures)
    return _carried_out(options, lambda environ: check(environ, _database(options, environ)))


def pair(options: Namespace) -> int:
    """Let in whoever was given a code; the bot may be running."""
    return _carried_out(options, lambda environ: _paired(options, _database(options, environ)))


def backup(options: Namespace) -> int:
    """Write a checked copy, while the bot runs if it does."""
    return _carried_out(options, lambda environ: _copied(options, _database(options, environ)))


def restored(options: Namespace) -> int:
    """Put a copy in the place of the database, keeping what was there under another name."""
    return _carried_out(options, lambda environ: _put_back(options, _database(options, environ)))


def _carried_out(options: Namespace, work: Callable[[Mapping[str, str]], int]) -> int:
    try:
        return work(merged(os.environ, options.settings))
    except (SettingsError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2


def _database(options: Namespace, environ: Mapping[str, str]) -> Path:
    return database_of(options, environ).absolute()


async def _approved(database: Path, code: str, role: "Role") -> str | None:
    from bot.adapters.telegram.notes import WELCOME, Told, note, user_of  # noqa: PLC0415 - likewise
    from bot.store.store import Store  # noqa: PLC0415 - likewise

    def work(transaction: "Transaction") -> str | None:
        owner = transaction.members.approve(code, role)
        if owner is not None:  # the bot sends it, within seconds where it runs
            note(transaction, Told(user_of(owner), WELCOME))
        return owner

    store = await Store.open(database)
    try:
        return await store.perform(work)
    finally:
        await store.close()


def _paired(options: Namespace, database: Path) -> int:
    if not database.is_file():  # a new one would know of no code
        raise NoDatabaseError(database)
    owner = asyncio.run(_approved(database, options.code, "admin" if options.admin else "user"))
    if owner is None:
        print("没有这个配对码，或者已经用过、过期了（一小时）。请对方再发 /start 换一个。", file=sys.stderr)
        return 1
    role = "（管理员）" if options.admin else ""
    print(f"登记好了：{owner.removeprefix('tg:')}{role}。机器人会在聊天里告诉他；没在运行的，启动以后告诉。")
    return 0


def _copied(options: Namespace, database: Path) -> int:
    from bot.store.backup import back_up  # noqa: PLC0415 - likewise
    from bot.store.beside import folder_of, keep  # noqa: PLC0415 - likewise
    from bot.store.shelf import clear, put_on  # noqa: PLC0415 - likewise

    if options.keep and not options.copy.is_dir():
        print(f"--keep 要和文件夹一起用：没有 {options.copy} 这个文件夹，请先建好再备份。", file=sys.stderr)
        return 2
    now = datetime.now().astimezone()
    if options.copy.is_dir():
        copy, size = put_on(options.copy, database, now)
    else:
        copy, size = options.copy, back_up(database, options.copy)
    print(f"已备份并核对：{copy}（{size // KILOBYTE} KB）。里面是草稿原文，请妥善保管。")
    count, damaged = keep(database, copy)
    if count:
        print(f"句式库和自己加的提法 {count} 个文件在 {folder_of(copy)}。")
    for name in damaged:
        print(f"{database.with_name(name)} 已损坏，没有备份它，别的都备份好了。", file=sys.stderr)
    gone = clear(options.copy, now - timedelta(days=options.keep)) if options.keep else 0
    if gone:
        print(f"超过 {options.keep} 天的旧备份删了 {gone} 份。")
    return int(bool(damaged))


def _put_back(options: Namespace, database: Path) -> int:
    from bot.store.backup import belong, restore  # noqa: PLC0415 - likewise
    from bot.store.beside import put_back  # noqa: PLC0415 - likewise

    if not options.copy.is_file():
        print(f"没有 {options.copy} 这个备份文件，请核对文件夹和文件名；什么都没有动。", file=sys.stderr)
        return 2
    try:
        with alone(database) as lock:
            belong(lock)
            aside = restore(options.copy, database)
            said = f"原来的库改名为 {aside}，核对无误后请自行删除。" if aside else ""
            print(f"已恢复到 {database}。{said}")
            count, there = put_back(options.copy, database)
    except RunningError as error:
        raise InUseError(database) from error
    except DamagedError:
        print(f"{options.copy} 已损坏或不是备份，请换一份更早的备份；原来的库没有动。", file=sys.stderr)
        return 2
    if count:
        print(f"句式库和自己加的提法放回了 {count} 个文件。")
    if there:
        print(f"{'、'.join(there)} 已经有了，没有动；要换成备份里的，先移开再恢复一次。", file=sys.stderr)
    return 0
