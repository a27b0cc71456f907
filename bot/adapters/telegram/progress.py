"""What is being done for a user, shown while it takes more than a moment.

All of it is only for show: it is kept nowhere, waits for nothing, and gives way to messages that matter. One
clock ticks for all chats while something is being done, so that showing nothing costs nothing.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.retrying import Sleep
from bot.store.faults import StoreError

TICK = 1.0
"""Seconds between looks at what is being done."""

FIRST, RENEWED = 2, 4
"""Ticks after which an action is shown, and shown again: Telegram lets it stand for about five seconds."""

PATIENCE = 3
"""Ticks after which a work with stages is told of in a message."""

MOST = 20
"""Actions shown in one tick; when more chats than that have to wait, all have other worries."""


class Stages:
    """A work as a message tells of it: the newest stage, and the one that the message shows."""

    def __init__(self) -> None:
        self.stage = self.shown = ""
        self.message: int | None = None
        self.saying = False
        self.over = False


class _Doing:
    def __init__(self, chat: int, action: ChatAction, due: int, stages: Stages | None = None) -> None:
        self.chat = chat
        self.action = action
        self.due = due
        """The tick at which the action is to be shown."""
        self.stages = stages
        self.ticks = 0


class Progress:
    """Shows what is being done in any chat. ``tick`` waits so many seconds."""

    def __init__(self, bot: Bot, pace: Pace, tick: Sleep) -> None:
        self._bot = bot
        self._pace = pace
        self._tick = tick
        self._doings: dict[int, _Doing] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticking = False

    @contextmanager
    def shown(self, chat: int, action: ChatAction) -> Iterator[None]:
        """Show an action in the chat while something is done, if that takes a while."""
        with self._registered(_Doing(chat, action, FIRST)):
            yield

    @contextmanager
    def told(self, chat: int, action: ChatAction) -> Iterator[Stages]:
        """Show an action at once, and tell of a long work's stages in one message that is edited.

        Whoever does the work sets ``stage`` as it goes on; what it is at the end is shown last.
        """
        stages = Stages()
        self.beside(self._act(chat, action))
        try:
            with self._registered(_Doing(chat, action, RENEWED, stages)):
                yield stages
        finally:
            stages.over = True
            if stages.message and not stages.saying:
                self.beside(self._say(chat, stages))

    def close(self) -> None:
        """Show nothing more."""
        for task in self._tasks:
            task.cancel()

    @contextmanager
    def _registered(self, doing: _Doing) -> Iterator[None]:
        self._doings[id(doing)] = doing
        if not self._ticking:
            self._ticking = True
            self.beside(self._watch())
        try:
            yield
        finally:
            del self._doings[id(doing)]

    async def _watch(self) -> None:
        try:
            while self._doings:
                await self._tick(TICK)
                self._look()
        finally:
            self._ticking = False

    def _look(self) -> None:
        for doing in self._doings.values():
            doing.ticks += 1
        due = (doing for doing in self._doings.values() if doing.ticks >= doing.due)
        for doing in islice(due, MOST):
            doing.due = doing.ticks + RENEWED
            self.beside(self._act(doing.chat, doing.action))
        for doing in self._doings.values():
            if doing.stages and doing.ticks >= PATIENCE and not doing.stages.saying:
                self.beside(self._say(doing.chat, doing.stages))

    async def _act(self, chat: int, action: ChatAction) -> None:
        if not self._pace.held(chat):
            with self._pace.obeying(chat):
                await self._bot.send_chat_action(chat, action)

    async def _say(self, chat: int, stages: Stages) -> None:
        """Show the newest stage where there is room for it; the last one in any case."""
        if stages.saying:
            return
        stages.saying = True
        try:
            while (stage := stages.stage) != stages.shown and (self._pace.spare(chat) or stages.over):
                with self._pace.obeying(chat):
                    await self._show(chat, stages, stage)
        finally:
            stages.saying = False

    async def _show(self, chat: int, stages: Stages, stage: str) -> None:
        if stages.message is None:
            sent = await self._bot.send_message(chat, stage, disable_notification=True)
            stages.message = sent.message_id
        else:
            await self._bot.edit_message_text(stage, chat, stages.message)
        stages.shown = stage

    def beside(self, work: Coroutine[None, None, None]) -> None:
        """Do something for show; whether Telegram takes it does not matter."""
        task = asyncio.create_task(_for_show(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _for_show(work: Coroutine[None, None, None]) -> None:
    # InvalidToken is a TelegramError too: it stands for 404, a server's answer to a call unknown to it.
    with suppress(TelegramError, StoreError):
        await work
