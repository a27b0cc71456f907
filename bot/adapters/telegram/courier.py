"""Taking replies from the outbox to Telegram.

Telegram does not tell whether it has seen a message before. So a message is marked before it is given to
Telegram; one whose arrival is unknown, over a broken line or because the program was killed, is sent again
with （重发） on it. A document is sent again only once.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.adapters.clock import dated
from bot.adapters.telegram.documents import Parcel, fetched
from bot.adapters.telegram.notes import owner_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.replies import Button, Message, messages_of
from bot.adapters.telegram.retrying import doubtful, pauses, wait_of
from bot.conversation import File, Outgoing
from bot.events import Sent
from bot.replies import Attachment, Listing, Reply, Say
from bot.store.faults import StoreError
from bot.store.outbox import Post
from bot.store.store import Store

FORGOTTEN = "这份稿子后来删除了，文件发不了。"
NOT_MADE = "文件没有做成，是程序出了错，稿子都还在。换一种格式试试，例：/export txt；还不行请告诉管理员。"
UNHEARD_OF = "文件发了两次都没有回音。没收到的话，请再发一次 /export。"
AGAIN = "（重发）"

MOST_SENDS = 3
"""How often a message is sent while it is unknown whether it arrived."""

MOST_DOCUMENTS = 2

_log = logging.getLogger(__name__)

Call = Callable[[int], Awaitable[None]]
"""A message to be sent; told how often it may have arrived, this time included."""


class GoneError(Exception):
    """A chat that takes no messages any more: the bot is blocked there, or the chat was deleted."""


class SilenceError(Exception):
    """No answer comes, and the message was sent often enough."""


class Courier:
    """Sends to any chat. Only one call for the same chat may be under way: that is what lanes are for."""

    def __init__(self, parts: Parts) -> None:
        self._bot = parts.bot
        self._conversation = parts.conversation
        self._store = parts.store
        self._sleep = parts.sleep
        self._pace = parts.pace
        self._gauges = parts.gauges
        self._through: set[int] = set()
        """What has arrived but could not be marked so, on a full disk: it is not sent again."""

    async def deliver(self, user: int) -> None:
        """Send all of a user's unsent replies in order, each marked before and after.

        What is left over a silent line or a full disk goes out with the next call.
        """
        owner = owner_of(user)
        try:
            for post in await self._store.perform(lambda t: t.outbox.unsent(owner)):
                await self._send_post(user, post)
        except GoneError:
            dropped = await self._store.perform(lambda t: t.outbox.drop(owner))
            self._gauges.gone += 1
            _log.warning("有人停用了机器人，%d 条回复不再发", dropped)
        except (SilenceError, StoreError) as error:
            _log.warning("有回复没有发完，随下一条再发：%s", error)

    async def tell(self, chat: int, text: str) -> None:
        """Send a sentence that is not kept, to a group or a stranger."""
        with suppress(GoneError, SilenceError):
            for message in messages_of(Say(text)):
                await self._send(chat, self._message(chat, message), _Doubts())

    async def fetch(self, parcel: Parcel) -> Sent:
        """Fetch and read a document that a user sent. Raises ``RefusedError``."""
        return await fetched(self._bot, parcel)

    async def answer(self, callback: str, text: str = "") -> None:
        """Release a pressed button, once; too late is no harm: Telegram gives up waiting by itself."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(callback, text or None)

    async def _send_post(self, user: int, post: Post) -> None:
        mark = _Mark(self._store, owner_of(user), post)
        if post.id not in self._through:
            *others, last = (await self._calls(user, post))[post.arrived :] or [_nothing]
            for call in others:
                await self._send(user, call, mark)
                await mark.arrived()
            await self._send(user, last, mark)
            self._through.add(post.id)
        await mark.sent()
        self._through.discard(post.id)

    async def _send(self, chat: int, call: Call, mark: "_Doubts") -> None:
        """Make a call until it is through, or until Telegram says that it will never take it.

        What certainly did not reach Telegram is tried again without end.
        """
        silent, waits = 0, pauses()
        while silent < MOST_SENDS:
            await self._pace.turn(chat)
            try:
                await mark.begin()
                await call(mark.count)
            except RetryAfter as error:
                self._gauges.too_many += 1
                self._pace.hold(chat, wait_of(error))
                await mark.failed()
            except (Forbidden, ChatMigrated) as error:
                raise GoneError from error
            except BadRequest as error:
                return _refused(error)
            except TelegramError as error:
                if doubtful(error):
                    silent += 1
                else:
                    await mark.failed()
                await self._sleep(next(waits))
            else:
                self._gauges.sent += 1
                return None
        raise SilenceError("没有回音")

    async def _calls(self, user: int, post: Post) -> list[Call]:
        reply: Reply = msgspec.json.decode(post.reply, type=Reply)
        if isinstance(reply, Attachment):
            await self._announce(user)
            found = await self._files(user, Outgoing(post.id, post.session, post.turn, reply), reply)
            if not isinstance(found, Say):
                return [self._document(user, file) for file in found]
            reply = found
        if isinstance(reply, Listing):
            reply = dated(reply)
        return [self._message(user, message) for message in messages_of(reply)]

    async def _files(self, user: int, outgoing: Outgoing, attachment: Attachment) -> tuple[File, ...] | Say:
        try:
            return await self._conversation.files(owner_of(user), outgoing, attachment) or Say(FORGOTTEN)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - a report that cannot be written must not hold up later replies
            _log.exception("回复 %d 的文件没有做成", outgoing.id)
            return Say(NOT_MADE)

    async def _announce(self, user: int) -> None:
        with suppress(TelegramError):
            await self._bot.send_chat_action(user, ChatAction.UPLOAD_DOCUMENT)

    def _message(self, chat: int, message: Message) -> Call:
        async def call(sends: int) -> None:
            text = f"{AGAIN}{message.text}" if sends > 1 else message.text
            await self._bot.send_message(chat, text, reply_markup=_keyboard(message.buttons))

        return call

    def _document(self, chat: int, file: File) -> Call:
        async def call(sends: int) -> None:
            if sends > MOST_DOCUMENTS:
                await self._bot.send_message(chat, UNHEARD_OF)
                return
            caption = AGAIN if sends > 1 else None
            await self._bot.send_document(chat, file.data, filename=file.name, caption=caption)

        return call


async def _nothing(_: int) -> None:
    """Do nothing: the program ended after the last message had arrived and before that was noted."""


class _Doubts:
    """Counts how often a message was begun without word of it; keeps it nowhere."""

    count = 0

    async def begin(self) -> None:
        self.count += 1

    async def failed(self) -> None:
        self.count -= 1


class _Mark(_Doubts):
    """Counts that in the outbox."""

    def __init__(self, store: Store, owner: str, post: Post) -> None:
        self.count = post.begun
        self._perform = store.perform
        self._owner = owner
        self._post = post.id

    async def begin(self) -> None:
        await super().begin()
        await self._perform(lambda t: t.outbox.begin(self._owner, self._post))

    async def failed(self) -> None:
        await super().failed()
        await self._perform(lambda t: t.outbox.failed(self._owner, self._post))

    async def arrived(self) -> None:
        self.count = 0
        await self._perform(lambda t: t.outbox.arrived(self._owner, self._post))

    async def sent(self) -> None:
        await self._perform(lambda t: t.outbox.sent(self._owner, self._post))


def _refused(error: BadRequest) -> None:
    """Let a call go that would be refused again; its text is Telegram's own, and never the user's."""
    if "chat not found" in error.message.lower():
        raise GoneError from error
    _log.warning("Telegram 不收这一条，不再重发：%s", error.message)


def _keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(button.label, callback_data=button.data)] for button in buttons]
    return InlineKeyboardMarkup(rows) if rows else None
