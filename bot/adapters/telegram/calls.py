"""The calls that bring a reply to a chat: one for each message."""

import struct
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Bot, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, NetworkError

from bot.adapters.telegram.keyboard import keyboard
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.preview import Part, Preview
from bot.adapters.telegram.replies import Button, Message
from bot.adapters.telegram.retrying import gone
from bot.adapters.telegram.splitting import split
from bot.rendering import File
from bot.replies import APPENDIX_NAMES, Attachment

UNHEARD_OF = "文件发了两次都没有回音。没收到的话，请再发一次 /export。"
NOT_TAKEN = "文件做好了，但 Telegram 不收。换一种格式试试，例：/export txt；还不行请告诉管理员。"
AGAIN = "（重发）"

MOST_DOCUMENTS = 2
"""How often a document is sent while it is unknown whether it arrived."""

MOST_TOGETHER = 10
"""Pictures of an album."""

LARGEST_PHOTO = 10_000_000
LONGEST_SIDES = 10_000
MOST_UNEVEN = 20
HEADER = 24
"""Bytes of a PNG up to its width and height."""

CAPTIONS = {
    "docx": "Word {stage}",
    "md": "Markdown {stage}",
    "txt": "纯文字{stage}",
    "pdf": "PDF {stage}",
    "png": "排好的页面（{stage}）",
    "yaml": "答卷",
    "zip": "存着的关于您的一切，里面的说明.txt 说明各是什么",
}

Call = Callable[[int], Awaitable[None]]
"""Brings a message to a chat; told how often it may have arrived, this time included."""


class Calls:
    """Makes calls; nothing is sent before they are made."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace
        self.preview = Preview(bot, pace.clock)

    def message(self, chat: int, message: Message) -> Call:
        """Send a message with its buttons, or where Telegram refuses those, with what they say below it."""

        async def call(sends: int) -> None:
            text = f"{again(sends)}{message.text}"
            try:
                await self._say(chat, text, keyboard(message.buttons))
            except BadRequest as error:
                if gone(error) or not message.buttons:
                    raise
                await self._say(chat, _typed(text, message.buttons))

        return call

    async def _say(self, chat: int, text: str, below: InlineKeyboardMarkup | None = None) -> None:
        """Send a message past the library's own method, which takes most of its time for the answer."""
        message = {"chat_id": chat, "text": text} | ({"reply_markup": below} if below else {})
        await self._bot.do_api_request("sendMessage", api_kwargs=message)

    def part(self, chat: int, part: Part) -> Call:
        """Send a part of a report that is shown in the chat."""

        async def call(sends: int) -> None:
            await self.preview.send(chat, part, again(sends))

        return call

    def rich(self, chat: int, blocks: list[dict[str, str | int]]) -> Call:
        """Send a report as a rich message; the call raises ``UnknownError`` where that will not do."""

        async def call(sends: int) -> None:
            await self.preview.send_rich(chat, blocks, again(sends))

        return call

    def files(self, chat: int, files: tuple[File, ...], attachment: Attachment) -> list[Call]:
        """Send files: pages as albums that show in the chat, else documents one by one."""
        told = caption_of(attachment)
        if attachment.format != "png":
            return [self._heard(chat, partial(self._document, chat, file, told)) for file in files]
        starts = range(0, len(files), MOST_TOGETHER)
        albums = ((start, files[start : start + MOST_TOGETHER]) for start in starts)
        return [
            self._heard(chat, partial(self._album, chat, pages, f"{told}{_places(start, pages, files)}"))
            for start, pages in albums
        ]

    def _heard(self, chat: int, send: Callable[[str], Awaitable[None]]) -> Call:
        """Send files, or say that they were sent often enough without an answer, or are not taken."""

        async def call(sends: int) -> None:
            if sends > MOST_DOCUMENTS:
                await self._bot.send_message(chat, UNHEARD_OF)
                return
            try:
                await send(again(sends))
            except NetworkError as error:  # BadRequest among them
                if not _turned_down(error):
                    raise
                await self._bot.send_message(chat, NOT_TAKEN)

        return call

    async def _document(self, chat: int, file: File, told: str, before: str) -> None:
        await self._bot.send_document(chat, file.data, filename=file.name, caption=f"{before}{told}")

    async def _album(self, chat: int, pages: tuple[File, ...], told: str, before: str) -> None:
        """Send pages as pictures, or as documents where Telegram takes them as nothing else."""
        caption = f"{before}{told}"
        if all(shows(page.data) for page in pages):
            try:
                await self._together(chat, pages, caption, InputMediaPhoto)
            except BadRequest as error:
                if gone(error):
                    raise
            else:
                return
        await self._together(chat, pages, caption, InputMediaDocument)

    async def _together(
        self,
        chat: int,
        pages: tuple[File, ...],
        caption: str,
        kind: type[InputMediaPhoto | InputMediaDocument],
    ) -> None:
        first, *others = pages
        if others:
            media = [kind(page.data, filename=page.name) for page in pages]
            await self._bot.send_media_group(chat, media, caption=caption)
            self._pace.more(chat, len(others))
        elif kind is InputMediaPhoto:
            await self._bot.send_photo(chat, first.data, filename=first.name, caption=caption)
        else:
            await self._document(chat, first, caption, "")


def _turned_down(error: NetworkError) -> bool:
    """Tell whether a file would be refused again: a server may say 413 to what is larger than it takes."""
    if isinstance(error, BadRequest):
        return not gone(error)
    return "too large" in error.message.lower()


def shows(picture: bytes) -> bool:
    """Tell whether Telegram takes a PNG as a picture, by its size and the sides in its header."""
    width, height = struct.unpack(">II", picture[16:24]) if len(picture) >= HEADER else (0, 0)
    even = 0 < max(width, height) <= MOST_UNEVEN * min(width, height)
    return even and width + height <= LONGEST_SIDES and len(picture) <= LARGEST_PHOTO


def caption_of(attachment: Attachment) -> str:
    """Say what a file is, beside its name."""
    stage = "定稿" if attachment.final else "送审稿" if attachment.review else "讨论稿"
    told = [CAPTIONS.get(attachment.format, "{stage}").format(stage=stage)]
    if attachment.characters:
        told.append(f"压到 {attachment.characters} 字")
    if attachment.appendices:
        told.append(f"附{'、'.join(APPENDIX_NAMES[each] for each in attachment.appendices)}")
    return "，".join(told)


def _places(start: int, pages: tuple[File, ...], files: tuple[File, ...]) -> str:
    """Say which pages an album holds, those after the first ``start`` of all."""
    if len(pages) == len(files):
        return f"，共 {len(files)} 页"
    first, last = start + 1, start + len(pages)
    which = f"{first}—{last}" if first < last else f"{last}"
    return f"，第 {which} 页，共 {len(files)} 页"


def again(sends: int) -> str:
    """Say that a message may have come before, where that was sent so often."""
    return AGAIN if sends > 1 else ""


def _typed(text: str, buttons: tuple[Button, ...]) -> str:
    """Write under a text what can be typed instead of pressing a button, where it does not say so already."""
    labels = [button.label for button in buttons if button.label not in text]
    return split("\n".join([text, *labels]))[0]
