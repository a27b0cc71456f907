"""The drafts kept: listing, exporting and forgetting them."""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.adapters.clock import local
from bot.adapters.terminal.glance import OWNER
from bot.cli.database import database_of, existing
from bot.cli.drafting import gap_or_wrong, laid_out
from bot.cli.serving import owner_of, put_back
from bot.cli.shortening import explain, length_of
from bot.conversation import Conversation
from bot.desk import Desk, corpus_path
from bot.export.naming import ExportError, write
from bot.rendering import rendered
from bot.replies import Attachment
from bot.steps.checklist import outline_of
from bot.steps.shortening import shortened
from bot.store.faults import StoreError
from bot.store.records import Session
from bot.store.store import Store
from bot.turns.keeping import named


def drafts(options: Namespace) -> int:
    """List the drafts, newest first."""
    return _with_store(options, _drafts)


def export(options: Namespace) -> int:
    """Write a draft as a file."""
    return _with_store(options, _export)


def forget(options: Namespace) -> int:
    """Erase a draft, or all of them, after asking."""
    if bool(options.draft) == options.all:
        print("请写明删除哪一份（编号见 drafts），或用 --all 删除全部。", file=sys.stderr)
        return 2
    return _with_store(options, _forget)


def _with_store(options: Namespace, work: Callable[[Namespace, Conversation], Awaitable[int]]) -> int:
    async def run() -> int:
        database = _place(options)
        store = await Store.open(database)
        try:
            return await work(options, Conversation(Desk(database.parent), store))
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except (StoreError, ExportError) as error:
        print(error, file=sys.stderr)
        return 2


def _place(options: Namespace) -> Path:
    """Give the file of drafts; all is to be forgotten also where wording was learnt and no draft written."""
    database = database_of(options)
    taught = getattr(options, "all", False) and corpus_path(database.parent, OWNER).is_file()
    return database if taught else existing(options)


async def _drafts(options: Namespace, conversation: Conversation) -> int:
    found = await conversation.sessions(owner_of(options))
    if options.json:
        listed = [
            {"draft": each.id, "number": each.number, "title": each.title, "touched": each.touched}
            for each in found
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        lines = [f"{each.number}　{each.title}　{local(each.touched)}" for each in found]
        print("\n".join(lines) or "还没有草稿。")
    return 0


async def _export(options: Namespace, conversation: Conversation) -> int:
    owner = owner_of(options)
    session = await _named(options.draft, conversation, owner)
    draft = await conversation.draft(owner, session.id) if session else None
    if session is None or draft is None:
        return _unknown(options)
    draft = put_back(options, draft)
    desk = conversation.desk
    outline = outline_of(desk, draft)
    characters = length_of(options)
    short = shortened(desk, outline, draft, characters) if outline and characters else None
    written = short.draft if short else draft
    why_not = gap_or_wrong(desk, outline, written) if options.final and outline else ""
    if why_not:
        print(f"{why_not}，不能出定稿；去掉 --final 可以出讨论稿。", file=sys.stderr)
        return 1
    explain(short, characters)
    attachment = Attachment(
        options.format, options.final, options.appendices, characters, options.review, options.encoding
    )
    draft = laid_out(draft, options.layout)
    file = rendered(desk, draft, attachment, await conversation.origins(owner, session.id))
    print(f"已导出：{write(options.out or Path(file.name), file.data)}")
    await conversation.hand_over(owner, session.id, draft)
    return 0


async def _forget(options: Namespace, conversation: Conversation) -> int:
    session = None if options.all else await _named(options.draft, conversation, OWNER)
    if session is None and not options.all:
        return _unknown(options)
    what = "全部草稿" if options.all else f"草稿 {options.draft}"
    if not options.yes and not _agreed(f"确定要彻底删除{what}吗？删了找不回来。输入 yes 删除："):
        print("没有删除。", file=sys.stderr)
        return 1
    taught = options.all and corpus_path(database_of(options).parent, OWNER).is_file()
    count = await conversation.forget(OWNER, session.id if session else None)
    print(f"已彻底删除 {count} 份。{'您的句式库也删了，不留痕迹。' if taught else ''}")
    return 0


async def _named(name: str, conversation: Conversation, owner: str) -> Session | None:
    """Give the one draft of that id, number or name."""
    found = named(await conversation.sessions(owner), name)
    return found[0] if len(found) == 1 else None


def _unknown(options: Namespace) -> int:
    user = _user_of(options)
    look = "drafts " if user is None else f"drafts --user {user} "
    print(f"编号或名字是“{options.draft}”的草稿没有，或者不止一份。用 {look}看全部草稿。", file=sys.stderr)
    return 2


def _user_of(options: Namespace) -> int | None:
    """Give whose drafts on Telegram are meant; not every command is about those."""
    user: int | None = getattr(options, "user", None)
    return user


def _agreed(question: str) -> bool:
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"yes", "y", "是", "确定"}
