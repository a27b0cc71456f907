"""A whole report in the chat: one rich message where the server knows them, else texts with bold headings.

A rich message is given as blocks of plain strings (Bot API 10.2, ``InputRichMessage.blocks``) and bold type
as places in the text, so that there is no markup for anything in a report to break.
"""

import logging
from collections.abc import Callable
from math import inf
from typing import Any

from msgspec import Struct
from telegram import Bot, MessageEntity
from telegram.error import BadRequest, EndPointNotFound

from bot.adapters.telegram.retrying import gone
from bot.adapters.telegram.splitting import LONGEST, split, units
from bot.replies import Say
from phrasebank.reading import printable

LONGEST_RICH = 32_000
"""Characters of a rich message, of the 32,768 that it may have."""

UPGRADED = 3600.0
"""Seconds until a server that knew no rich messages is asked again: it may be another by then."""

MOST_BLOCKS = 480
MOST_BOLD = 100
SPARE = 16

_log = logging.getLogger(__name__)

Block = dict[str, str | int]


class UnknownError(Exception):
    """The server takes no rich message, or not this one."""


class Part(Struct, frozen=True):
    """A part of a report that fits one message; ``bold`` are stretches in UTF-16 units, start and length."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()

    def entities(self, before: str) -> tuple[MessageEntity, ...]:
        """Give the bold stretches as Telegram takes them where so much text stands before the part."""
        start = units(before)
        found = (MessageEntity(MessageEntity.BOLD, start + place, length) for place, length in self.bold)
        return tuple(found)[:MOST_BOLD]


def blocks_of(say: Say) -> list[Block] | None:
    """Give a report as the blocks of a rich message; ``None`` where one does not hold it."""
    text = printable(say.text)
    lines = zip(text.split("\n"), say.levels, strict=False)
    blocks = [_block(line.strip(), level) for line, level in lines if line.strip()]
    fits = 0 < len(blocks) <= MOST_BLOCKS and len(text) <= LONGEST_RICH
    return blocks if fits and len(say.levels) == text.count("\n") + 1 else None


def _block(line: str, level: int) -> Block:
    if level:
        return {"type": "heading", "text": line, "size": min(level, 6)}
    return {"type": "paragraph", "text": line}


def parts_of(say: Say) -> tuple[Part, ...]:
    """Give a report as messages in order, its headings in bold; blank parts are left out."""
    text, stretches, place = printable(say.text), list[tuple[int, int]](), 0
    for line, level in zip(text.split("\n"), say.levels, strict=False):
        if level and line.strip():
            stretches.append((place, place + len(line)))
        place += len(line) + 1
    parts, start = [], 0
    for part in split(text, LONGEST - SPARE):
        inside = ((max(a - start, 0), min(b - start, len(part))) for a, b in stretches)
        bold = tuple((units(part[:a]), units(part[a:b])) for a, b in inside if a < b)
        parts.append(Part(part, bold))
        start += len(part)
    return tuple(part for part in parts if part.text.strip()) or (Part("…"),)


class Preview:
    """Sends reports to be read in the chat. ``clock`` gives seconds, from whatever moment."""

    def __init__(self, bot: Bot, clock: Callable[[], float]) -> None:
        self._bot = bot
        self._clock = clock
        self._unknown_until = -inf

    @property
    def rich(self) -> bool:
        """Whether the server is thought to know rich messages: not for a while after it did not."""
        return self._clock() >= self._unknown_until

    async def send_rich(self, chat: int, blocks: list[Block], before: str) -> None:
        """Send a report as one rich message. Raises ``UnknownError`` where that will not do."""
        told: list[Block] = [{"type": "paragraph", "text": before}, *blocks] if before else blocks
        content: dict[str, Any] = {"blocks": told, "skip_entity_detection": True}
        try:
            await self._bot.do_api_request(
                "sendRichMessage", api_kwargs={"chat_id": chat, "rich_message": content}
            )
        except (EndPointNotFound, BadRequest) as error:
            if isinstance(error, BadRequest) and gone(error):
                raise
            _log.info("服务器不收带小标题的全文，改发纯文字：%s", type(error).__name__)
            if isinstance(error, EndPointNotFound):
                self._unknown_until = self._clock() + UPGRADED
            raise UnknownError from error

    async def send(self, chat: int, part: Part, before: str) -> None:
        """Send a part of a report as text, without bold where Telegram will not have it."""
        text, entities = f"{before}{part.text}", part.entities(before)
        try:
            await self._bot.send_message(chat, text, entities=entities or None)
        except BadRequest as error:
            if gone(error) or not entities:
                raise
            await self._bot.send_message(chat, text)
