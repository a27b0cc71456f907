"""Taking replies from the outbox to Telegram.

Telegram does not tell whether it has seen a message before. So a message is marked before it is given to
Telegram; one whose arrival is unknown, over a broken line or because the program was killed, is sent again
with （重发） on it. A document is sent again only once.
"""

import logging
from contextlib import AbstractContextManager, suppress

from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.adapters.telegram.bundles import Bundle, bundles
from bot.adapters.telegram.calls import Call, Calls
from bot.adapters.telegram.documents import Parcel, fetched
from bot.adapters.telegram.errands import without_errands
from bot.adapters.telegram.marks import Doubts, Mark
from bot.adapters.telegram.notes import owner_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.preview import UnknownError, blocks_of, parts_of
from bot.adapters.telegram.progress import Progress
from bot.adapters.telegram.replies import messages_of
from bot.adapters.telegram.retrying import doubtful, gone, pauses, wait_of
from bot.conversation import Outgoing
from bot.events import Sent
from bot.export.naming import ExportError
from bot.rendering import File
from bot.replies import Attachment, Question, Say
from bot.store.faults import StoreError
from bot.store.outbox import Post

FORGOTTEN = "这份稿子后来删除了，文件发不了。"
NOT_MADE = "文件没有做成，是程序出了错，稿子都还在。换一种格式试试，例：/export txt；还不行请告诉管理员。"

MAKING = "正在做文件，请稍等……"
SENDING = "文件做好了，正在发……"
MADE = "文件发好了。"

MOST_SENDS = 3
"""How often a message is sent while it is unknown whether it arrived."""

UNSENDABLE = "有一条回复没有发成，是程序出了错，稿子都还在。请发 /start 看现在的问题；还不行请告诉管理员。"

LONGEST_ANSWER = 200
"""Characters of what is shown on top of a chat when a button is pressed."""

BRIEFLY = 5.0
"""Seconds for answering a press: the reply to it waits in the same lane, and matters more."""

UPLOADING = ChatAction.UPLOAD_DOCUMENT
ACTIONS = {"png": ChatAction.UPLOAD_PHOTO}

_log = logging.getLogger(__name__)


class GoneError(Exception):
    """A chat that takes no messages any more: the bot is blocked there, or the chat was deleted."""


class SilenceError(Exception):
    """No answer comes, and the message was sent often enough."""


class Courier:
    """Sends to any chat. Only one call for the same chat may be under way: that is what lanes are for."""

    def __init__(self, parts: Parts) -> None:
        self._bot = parts.bot
        self._calls = Calls(parts.bot, parts.pace)
        self.progress = Progress(parts.bot, parts.pace, parts.tick)
        self._conversation = parts.conversation
        self._store = parts.store
        self._sleep = parts.sleep
        self._pace = parts.pace
        self._gauges = parts.gauges
        self._through: set[int] = set()
        """What has arrived but could not be marked so, on a full disk: it is not sent again."""

    async def deliver(self, user: int) -> None:
        """Send all of a user's unsent replies in order, each marked before and after.

        What is left over a silent line or a full disk goes out with the next call, within five minutes.
        """
        owner = owner_of(user)
        try:
            posts = await self._store.perform(lambda t: t.outbox.unsent(owner))
            with self.composing(user):  # an errand may take a minute
                posts = await without_errands(self._conversation, owner, posts)
            for bundle in bundles(posts):
                await self._send_bundle(user, bundle)
        except GoneError:
            dropped = await self._store.perform(lambda t: t.outbox.drop(owner))
            self._gauges.gone += 1
            _log.warning("有人停用了机器人，%d 条回复不再发", dropped)
        except (SilenceError, StoreError) as error:
            _log.warning("有回复没有发完，过几分钟或随下一条再发：%s", error)

    async def tell(self, chat: int, text: str) -> None:
        """Send a sentence that is not kept, to a stranger."""
        for message in messages_of(Say(text)):
            await self.make(chat, self._calls.message(chat, message))

    async def make(self, chat: int, call: Call) -> None:
        """Make a call that is not kept."""
        with suppress(GoneError, SilenceError):
            await self._send(chat, call, Doubts())

    def composing(self, user: int) -> AbstractContextManager[None]:
        """Show that an answer is being written, should that take a while."""
        return self.progress.shown(user, ChatAction.TYPING)

    async def fetch(self, user: int, parcel: Parcel) -> tuple[Sent, str]:
        """Fetch and read what a user sent; gives too what to tell them of it. Raises ``RefusedError``."""
        with self.progress.told(user, ChatAction.TYPING) as stages:
            return await fetched(self._bot, parcel, stages)

    def retire(self, chat: int, message: int) -> None:
        """Take the buttons off a message, one of which was pressed: the next question has its own."""
        if message and self._pace.spare(chat):
            self.progress.beside(self._unbuttoned(chat, message))

    async def _unbuttoned(self, chat: int, message: int) -> None:
        with self._pace.obeying(chat):
            await self._bot.edit_message_reply_markup(chat, message)

    async def answer(self, callback: str, text: str = "") -> None:
        """Release a pressed button, once; too late is no harm: Telegram gives up waiting by itself."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(
                callback, text[:LONGEST_ANSWER] or None, connect_timeout=BRIEFLY, read_timeout=BRIEFLY
            )

    async def _send_bundle(self, user: int, bundle: Bundle) -> None:
        mark = Mark(self._store, owner_of(user), bundle.posts)
        ids = {post.id for post in bundle.posts}
        if not ids <= self._through:
            await self._sent(user, bundle, mark)
            self._through |= ids
        await mark.sent()
        self._through -= ids

    async def _sent(self, user: int, bundle: Bundle, mark: Mark) -> None:
        """Send a bundle; one that the program cannot send must not hold up later replies for ever."""
        try:
            await self._send_all(user, bundle, mark)
        except (GoneError, SilenceError, StoreError):
            raise
        except Exception:  # noqa: BLE001 - the program's own fault, which the reply would meet again for ever
            _log.exception("回复 %d 发不出去，不再发", bundle.post.id)
            await self.tell(user, UNSENDABLE)

    async def _send_all(self, user: int, bundle: Bundle, mark: Mark) -> None:
        """Make all calls for a bundle but those that are known to have arrived."""
        reply = bundle.reply
        match reply:
            case Attachment(format):
                with self.progress.told(user, ACTIONS.get(format, UPLOADING)) as stages:
                    stages.stage = MAKING
                    calls = await self._handed_over(user, bundle.post, reply)
                    stages.stage = SENDING
                    await self._send_calls(user, calls, bundle, mark)
                    stages.stage = MADE
            case Say(_, levels) if levels and not await self._shown(user, reply, bundle.post, mark):
                parts = [self._calls.part(user, part) for part in parts_of(reply)]
                await self._send_calls(user, parts, bundle, mark)
            case Say(_, ()) | Question():
                calls = [self._calls.message(user, message) for message in messages_of(reply)]
                await self._send_calls(user, calls, bundle, mark)

    async def _send_calls(self, user: int, calls: list[Call], bundle: Bundle, mark: Mark) -> None:
        *others, last = calls[bundle.post.arrived :] or [_nothing]
        for call in others:
            await self._send(user, call, mark)
            await mark.arrived()
        await self._send(user, last, mark)

    async def _shown(self, user: int, report: Say, post: Post, mark: Mark) -> bool:
        """Send a report as a rich message, if the server takes it and no part has arrived otherwise."""
        blocks = blocks_of(report) if self._calls.preview.rich and not post.arrived else None
        if blocks is None:
            return False
        try:
            await self._send(user, self._calls.rich(user, blocks), mark)
        except UnknownError:
            await mark.failed()
            return False
        return True

    async def _send(self, chat: int, call: Call, mark: Doubts) -> None:
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
                self._gauges.limited()
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

    async def _handed_over(self, user: int, post: Post, attachment: Attachment) -> list[Call]:
        found = await self._files(user, Outgoing(post.id, post.session, post.turn, attachment), attachment)
        if isinstance(found, Say):
            return [self._calls.message(user, message) for message in messages_of(found)]
        return self._calls.files(user, found, attachment)

    async def _files(self, user: int, outgoing: Outgoing, attachment: Attachment) -> tuple[File, ...] | Say:
        try:
            return await self._conversation.files(owner_of(user), outgoing, attachment) or Say(FORGOTTEN)
        except StoreError:
            raise
        except ExportError as error:  # nothing is wrong with the program: no font has a character, for one
            return Say(str(error))
        except Exception:  # noqa: BLE001 - a report that cannot be written must not hold up later replies
            _log.exception("回复 %d 的文件没有做成", outgoing.id)
            return Say(NOT_MADE)


async def _nothing(_: int) -> None:
    """Do nothing: the program ended after the last message had arrived and before that was noted."""


def _refused(error: BadRequest) -> None:
    """Let a call go that would be refused again; its text is Telegram's own, and never the user's."""
    if gone(error):
        raise GoneError from error
    _log.warning("Telegram 不收这一条，不再重发：%s", error.message)
