"""Taking replies from the outbox to Telegram."""

import logging
from contextlib import suppress
from functools import partial

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.adapters.telegram.replies import Button, Message, messages_of
from bot.adapters.telegram.retrying import Call, Sleep, insist
from bot.conversation import Conversation, File, Outgoing
from bot.replies import Attachment, Say
from bot.store.faults import StoreError

FORGOTTEN = "这份稿子后来删除了，文件发不了。"
NOT_MADE = "文件没有做成，是程序出了错，稿子都还在。换一种格式试试，例：/export txt；还不行请告诉管理员。"

_log = logging.getLogger(__name__)


def owner_of(user: int) -> str:
    """Give the name under which the store keeps a Telegram user's drafts."""
    return f"tg:{user}"


class Courier:
    """Sends to any chat. Only one call for the same chat may be under way: that is what lanes are for."""

    def __init__(self, bot: Bot, conversation: Conversation, sleep: Sleep) -> None:
        self._bot = bot
        self._conversation = conversation
        self._sleep = sleep
        self._through: dict[int, int] = {}
        """Of replies not marked as sent yet, how many messages have arrived: these are not sent again."""

    async def deliver(self, user: int) -> None:
        """Send all of a user's unsent replies in order and mark them one by one.

        Raises ``UnreachableError`` and ``StoreError``; what is left then goes out with the next call.
        """
        for outgoing in await self._conversation.unsent(owner_of(user)):
            arrived = self._through.get(outgoing.id, 0)
            for call in (await self._calls(user, outgoing))[arrived:]:
                await insist(call, self._sleep)
                self._through[outgoing.id] = self._through.get(outgoing.id, 0) + 1
            await self._conversation.sent(owner_of(user), outgoing.id)
            self._through.pop(outgoing.id, None)

    async def tell(self, chat: int, text: str) -> None:
        """Send a sentence that belongs to no talk. Raises ``UnreachableError``."""
        for message in messages_of(Say(text)):
            await insist(self._message(chat, message), self._sleep)

    async def answer(self, callback: str, text: str = "") -> None:
        """Release a pressed button, once; too late is no harm: Telegram gives up waiting by itself."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(callback, text or None)

    async def _calls(self, user: int, outgoing: Outgoing) -> list[Call]:
        reply = outgoing.reply
        if isinstance(reply, Attachment):
            await self._announce(user)
            found = await self._file(user, outgoing, reply)
            if isinstance(found, File):
                return [partial(self._bot.send_document, user, found.data, filename=found.name)]
            reply = found
        return [self._message(user, message) for message in messages_of(reply)]

    async def _file(self, user: int, outgoing: Outgoing, attachment: Attachment) -> File | Say:
        try:
            return await self._conversation.file(owner_of(user), outgoing, attachment) or Say(FORGOTTEN)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - a report that cannot be written must not hold up later replies
            _log.exception("回复 %d 的文件没有做成", outgoing.id)
            return Say(NOT_MADE)

    async def _announce(self, user: int) -> None:
        with suppress(TelegramError):
            await self._bot.send_chat_action(user, ChatAction.UPLOAD_DOCUMENT)

    def _message(self, chat: int, message: Message) -> Call:
        return partial(self._bot.send_message, chat, message.text, reply_markup=_keyboard(message.buttons))


def _keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(button.label, callback_data=button.data)] for button in buttons]
    return InlineKeyboardMarkup(rows) if rows else None
