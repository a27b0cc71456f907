"""Documents that a user sends: fetched from Telegram and read."""

import asyncio
from io import BytesIO

from msgspec import Struct
from telegram import Bot
from telegram.error import TelegramError

from bot.events import Commanded, Purpose, Said, Sent
from phrasebank.reading import LARGEST, UnreadableError, lines_of, printable, remarks_of

TOO_LARGE = f"文件太大（超过 {LARGEST // 1_000_000} MB），没有收。请拆开后再发。"
NOT_FETCHED = "文件没有下载成，可能网络不好。请再发一次；还不行就把文字粘贴过来。"
LONGEST_NAME = 80


class Parcel(Struct, frozen=True):
    """A document before it is fetched; ``size`` in bytes, where Telegram tells it."""

    file: str
    name: str
    size: int
    caption: Said | Commanded


class RefusedError(Exception):
    """A document that cannot be taken; the message is one Chinese sentence for its sender."""


async def fetched(bot: Bot, parcel: Parcel) -> Sent:
    """Fetch and read a document. Raises ``RefusedError``.

    Telegram lets bots fetch up to 20 MB; what is read is less.
    """
    if parcel.size > LARGEST:
        raise RefusedError(TOO_LARGE)
    name = printable(parcel.name)[:LONGEST_NAME] or "文件"
    held = BytesIO()
    try:
        file = await bot.get_file(parcel.file)
        await file.download_to_memory(held)
    except TelegramError as error:
        raise RefusedError(NOT_FETCHED) from error
    try:
        lines = await asyncio.to_thread(lines_of, held.getvalue(), name)
        remarks = await asyncio.to_thread(remarks_of, held.getvalue(), name)
    except UnreadableError as error:
        raise RefusedError(str(error)) from error
    return Sent(name, tuple(lines), purpose_of(parcel.caption), remarks)


def purpose_of(caption: Said | Commanded) -> Purpose | None:
    """Read what the words under a document say that it is for."""
    match caption:
        case Commanded("notice"):
            return "notice"
        case Said(text) if "通知" in text:
            return "notice"
        case Said(text) if any(word in text for word in ("去年", "上年", "上一年")):
            return "last_year"
        case _:
            return None
