"""Inline mode: ``@bot 意识形态`` typed in any chat offers phrases to send there.

A query is worth nothing after a second, and there is a new one with every pause in typing. So none is stored,
of those that wait only a person's newest is answered, and nothing else waits for that. No draft is looked at.
"""

import asyncio
import re
from contextlib import suppress
from functools import partial

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.error import TelegramError

from bot.adapters.telegram.access import Doorkeeper
from bot.adapters.telegram.lanes import Lanes
from bot.adapters.telegram.links import Link
from bot.adapters.telegram.notes import owner_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.splitting import LONGEST, units
from bot.adapters.telegram.updates import Inquiry
from bot.compose.tidy import clean
from bot.store.faults import StoreError
from phrasebank.finding import Hit
from phrasebank.patterns import fill, readable
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES

STRANGER = "先到私聊里登记，才能查句式"
WHAT = "打词语或拼音首字母，例：意识形态"
NOTHING = "没有找到，换个词试试"

SHOWN = 20
"""Results at a time, of which Telegram takes fifty; the next come when the list is scrolled."""

MOST = 100
LONGEST_ID = 64

CACHED = 10
"""Seconds for which Telegram may give the same person the same answer: what is learnt soon shows."""

REST = 0.3
"""Seconds between two answers to one person."""

MOST_WAITING = 1000
"""People whose queries wait; what comes then is dropped, and typed on."""

MOST_AT_ONCE = 2

_OFFSET = re.compile(r"\d{1,3}", re.ASCII)


class Inline:
    """Answers inline queries as well as may be."""

    def __init__(self, parts: Parts, doorkeeper: Doorkeeper) -> None:
        self.lanes = Lanes()
        self._bot = parts.bot
        self._conversation = parts.conversation
        self._store = parts.store
        self._sleep = parts.sleep
        self._doorkeeper = doorkeeper
        self._newest: dict[int, Inquiry] = {}
        self._free = asyncio.Semaphore(MOST_AT_ONCE)

    def take(self, inquiry: Inquiry) -> None:
        """Have a query answered, instead of an older one of the same person that still waits."""
        waits = inquiry.user in self._newest
        if waits or len(self._newest) < MOST_WAITING:
            self._newest[inquiry.user] = inquiry
        if not waits and inquiry.user in self._newest:
            self.lanes.put(inquiry.user, partial(self._serve, inquiry.user))

    async def _serve(self, user: int) -> None:
        inquiry = self._newest.pop(user)
        with suppress(StoreError, TelegramError):  # an answer that comes too late is refused, too
            await self._answer(inquiry)
        await self._sleep(REST)

    async def _answer(self, inquiry: Inquiry) -> None:
        user = inquiry.user
        if not await self._store.perform(lambda t: self._doorkeeper.admits(t, user)):
            await self._send(inquiry, (), 0, STRANGER)
            return
        words = clean(inquiry.text).strip()
        first = int(inquiry.offset) if _OFFSET.fullmatch(inquiry.offset) else 0
        found: tuple[Hit, ...] = ()
        if words:
            async with self._free:
                found = await self._conversation.phrases(words, MOST, owner_of(user))
        shown = tuple(hit for hit in found[first : first + SHOWN] if _sendable(hit))
        told = "" if found else NOTHING if words else WHAT
        await self._send(inquiry, shown, first + SHOWN if first + SHOWN < len(found) else 0, told)

    async def _send(self, inquiry: Inquiry, hits: tuple[Hit, ...], following: int, told: str) -> None:
        """Send results, where the next begin, and a button to the private chat that says something."""
        button = InlineQueryResultsButton(told, start_parameter=Link("write").payload) if told else None
        await self._bot.answer_inline_query(
            inquiry.query,
            [_article(hit) for hit in hits],
            cache_time=CACHED,
            is_personal=True,
            next_offset=str(following or ""),
            button=button,
        )


def _sendable(hit: Hit) -> bool:
    return len(hit.id.encode()) <= LONGEST_ID and 0 < units(fill(hit.text, {})) <= LONGEST


def _article(hit: Hit) -> InlineQueryResultArticle:
    own = "，您的材料" if hit.own else ""
    return InlineQueryResultArticle(
        hit.id,
        readable(hit.text),
        InputTextMessageContent(fill(hit.text, {})),
        description=f"{SECTION_NAMES[hit.section]}·{MOVE_NAMES[hit.move]}{own}",
    )
