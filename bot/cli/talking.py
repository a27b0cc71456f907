"""The talk, in the terminal or on Telegram."""

import asyncio
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.members import Role


def chat(options: Namespace) -> int:
    """Talk in the terminal; exported files go to the current folder."""
    from bot.adapters import terminal  # noqa: PLC0415 - an adapter loads only when it speaks

    return terminal.run(options.db, Path())


def telegram(options: Namespace) -> int:
    """Talk on Telegram."""
    from bot.adapters import telegram as adapter  # noqa: PLC0415 - likewise

    return adapter.run(os.environ, options.db)


def health(options: Namespace) -> int:
    """Tell whether the bot is well."""
    from bot.adapters.telegram.health import check  # noqa: PLC0415 - likewise

    return check(os.environ, options.db)


def pair(options: Namespace) -> int:
    """Let in whoever was given a code; the bot may be running."""
    from bot.store.faults import StoreError  # noqa: PLC0415 - likewise
    from bot.store.store import Store  # noqa: PLC0415 - likewise

    given = os.environ.get("SHUZHI_DB", "").strip()

    async def approved() -> str | None:
        store = await Store.open(options.db or (Path(given) if given else None))
        try:
            role: Role = "admin" if options.admin else "user"
            return await store.perform(lambda t: t.members.approve(options.code, role))
        finally:
            await store.close()

    try:
        owner = asyncio.run(approved())
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    if owner is None:
        print("没有这个配对码，或者已经用过、过期了（一小时）。请对方再发 /start 换一个。", file=sys.stderr)
        return 1
    print(f"登记好了：{owner.removeprefix('tg:')}{'（管理员）' if options.admin else ''}。请他发 /start。")
    return 0
