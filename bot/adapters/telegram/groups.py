"""Groups: phrases are looked up there, in the bank alone; whoever wants to write is led to the private chat.

A group sees everything, so nothing of anybody's drafts or documents is shown in it, and nothing said in it is
kept. An answer has no state: its buttons copy, or lead away.
"""

from collections import Counter
from contextlib import suppress
from functools import partial

from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest

from bot.adapters.telegram.access import Doorkeeper
from bot.adapters.telegram.calls import Call, again
from bot.adapters.telegram.courier import Courier
from bot.adapters.telegram.keyboard import copying, linked
from bot.adapters.telegram.lanes import Lanes
from bot.adapters.telegram.links import Link
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.retrying import gone
from bot.adapters.telegram.updates import Summons
from bot.compose.tidy import clean
from bot.store.faults import StoreError
from phrasebank.patterns import fill, readable
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES

PRIVATE_ONLY = "写稿请到私聊里来，免得稿子被全群看见。登记过的人在群里可以查句式，例：/phrase 意识形态"
WHAT = "要查什么？在后面写词语或拼音首字母，例：/phrase 意识形态"
NOTHING = "没有找到和“{query}”有关的句式。换个词试试，例：/phrase 意识形态"
MORE = "翻页、按部分挑、写进稿子，请到私聊里发 /phrase。"

SHOWN = 5
LONGEST = 40
"""Characters of what is looked for."""

MOST_WAITING = 5
"""Look-ups of a group that wait; what comes then is passed over. A group gets twenty messages a minute."""


class Groups:
    """Answers those who speak to the bot in a group. ``name`` is the bot's user name."""

    def __init__(
        self, parts: Parts, doorkeeper: Doorkeeper, courier: Courier, sending: Lanes, name: str
    ) -> None:
        self._bot = parts.bot
        self._conversation = parts.conversation
        self._store = parts.store
        self._doorkeeper = doorkeeper
        self._courier = courier
        self._sending = sending
        self._address = Link("write").address(name)
        self._waiting = Counter[int]()

    def take(self, summons: Summons) -> None:
        """Have a summons answered; of refusals one at a time is enough for everybody in the group."""
        chat = summons.chat
        most = 1 if summons.query is None else MOST_WAITING
        if self._waiting[chat] < most:
            self._waiting[chat] += 1
            self._sending.put(chat, partial(self._serve, summons))

    async def _serve(self, summons: Summons) -> None:
        try:
            with suppress(StoreError):
                text, keyboard = await self._answered(summons)
                await self._courier.make(summons.chat, _call(self._bot, summons, text, keyboard))
        finally:
            self._waiting[summons.chat] -= 1
            self._waiting += Counter()  # forgets the groups in which nothing waits

    async def _answered(self, summons: Summons) -> tuple[str, InlineKeyboardMarkup]:
        private = linked(self._address)
        if summons.query is None:
            return PRIVATE_ONLY, private
        if not await self._store.perform(lambda t: self._doorkeeper.admits(t, summons.user)):
            return PRIVATE_ONLY, private
        query = " ".join(clean(summons.query).split())[:LONGEST]
        if not query:
            return WHAT, private
        hits = await self._conversation.phrases(query, SHOWN)
        if not hits:
            return NOTHING.format(query=query), private
        lines = [
            f"{place}. {readable(hit.text)}（{SECTION_NAMES[hit.section]}·{MOVE_NAMES[hit.move]}）"
            for place, hit in enumerate(hits, 1)
        ]
        told = "\n".join([f"“{query}”的句式：", *lines, MORE])
        return told, copying([fill(hit.text, {}) for hit in hits], self._address)


def _call(bot: Bot, summons: Summons, text: str, keyboard: InlineKeyboardMarkup) -> Call:
    """Send an answer below what it answers; without buttons, where Telegram refuses them."""
    below = ReplyParameters(summons.message, allow_sending_without_reply=True) if summons.message else None

    async def call(sends: int) -> None:
        told = f"{again(sends)}{text}"
        try:
            await bot.send_message(summons.chat, told, reply_markup=keyboard, reply_parameters=below)
        except BadRequest as error:
            if gone(error):
                raise
            await bot.send_message(summons.chat, told)

    return call
