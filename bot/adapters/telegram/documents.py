"""Documents that a user sends: fetched from Telegram and read."""

import asyncio
from io import BytesIO

from msgspec import Struct
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram.progress import Stages
from bot.events import Commanded, Purpose, Said, Sent
from phrasebank.reading import LARGEST, UnreadableError, is_misnamed, lines_of, printable, remarks_of

LIMIT = LARGEST // 1_000_000
TOO_LARGE = f"文件太大（超过 {LIMIT} MB），没有收。请删掉里面的图片、另存后再发，或者只把文字粘贴过来。"
MISNAMED = (
    "这个文件的名字像是 Word、表格或 PDF，里面其实是纯文字或网页，照文字收了。"
    "要是和您看到的不一样，请打开它另存为 .docx 再发。"
)
NOT_FETCHED = "文件没有下载成，可能网络不好。请再发一次；还不行就把文字粘贴过来。"
LONGEST_NAME = 80

PATIENCE = 180
"""Seconds for a download: each holds a place that others wait for, and a line may drip without end."""


class Parcel(Struct, frozen=True):
    """A document before it is fetched; ``size`` in bytes, where Telegram tells it."""

    file: str
    name: str
    size: int
    caption: Said | Commanded


class RefusedError(Exception):
    """A document that cannot be taken; the message is one Chinese sentence for its sender."""


async def fetched(bot: Bot, parcel: Parcel, stages: Stages, patience: float = PATIENCE) -> tuple[Sent, str]:
    """Fetch a document within so many seconds and read it, telling the stages. Raises ``RefusedError``.

    Gives what its sender is to be told about it, too, which may be nothing.
    """
    if parcel.size > LARGEST:
        raise RefusedError(TOO_LARGE)
    name = printable(parcel.name)[:LONGEST_NAME] or "文件"
    stages.stage = f"正在下载《{name}》……"
    try:
        data = await _downloaded(bot, parcel.file, patience)
        stages.stage = f"下载好了，正在读《{name}》……"
        lines = await asyncio.to_thread(lines_of, data, name)
        remarks = await asyncio.to_thread(remarks_of, data, name)
    except UnreadableError as error:
        stages.stage = f"《{name}》没有读成。"
        raise RefusedError(str(error)) from error
    except RefusedError:
        stages.stage = f"《{name}》没有下载成。"
        raise
    stages.stage = f"《{name}》读好了。"
    aside = MISNAMED if is_misnamed(data, name) else ""
    return Sent(name, tuple(lines), purpose_of(parcel.caption), remarks), aside


async def _downloaded(bot: Bot, file: str, patience: float) -> bytes:
    held = BytesIO()
    try:
        async with asyncio.timeout(patience):
            found = await bot.get_file(file)
            await found.download_to_memory(held)
    except TelegramError as error:
        # Telegram lets bots fetch up to 20 MB, and does not always tell the size beforehand.
        large = isinstance(error, BadRequest) and "too big" in error.message.lower()
        raise RefusedError(TOO_LARGE if large else NOT_FETCHED) from error
    except TimeoutError as error:
        raise RefusedError(NOT_FETCHED) from error
    return held.getvalue()


def purpose_of(caption: Said | Commanded) -> Purpose | None:
    """Read what the words under a document say that it is for."""
    match caption:
        case Commanded("notice"):
            return "notice"
        case Commanded("corpus"):
            return "corpus"
        case Said(text) if any(word in text for word in ("入库", "句式库", "学它的句式")):
            return "corpus"
        case Said(text) if "通知" in text:
            return "notice"
        case Said(text) if any(word in text for word in ("去年", "上年", "上一年")):
            return "last_year"
        case Said(text) if any(word in text for word in ("材料", "素材", "台账", "记录")):
            return "material"
        case _:
            return None
