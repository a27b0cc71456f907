"""The turns of one talk: a message in, the replies shown, files written, and what to say when that fails."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from itertools import count
from pathlib import Path
from secrets import token_hex

from bot.adapters.clock import dated
from bot.adapters.incoming import event_of
from bot.adapters.terminal.files import with_file
from bot.adapters.terminal.mishap import noted
from bot.adapters.terminal.screen import GoneError, Screen
from bot.conversation import Conversation, Outgoing
from bot.events import Event, Opened
from bot.export.naming import ExportError, write
from bot.rendering import File
from bot.replies import Attachment, Errand, Lesson, Listing, Question, Rejection, Unlearning
from bot.store.faults import StoreError, TracesRemainError
from phrasebank.loading import BrokenFileError
from phrasebank.reading import UnreadableError

NOT_TAKEN = "出了意外（编号 {number}），刚才这句没有记上，之前的都在。请再发一次；还不行就把编号告诉管理员。"
NOT_WRITTEN = (
    "出了意外（编号 {number}），文件没有写成，草稿都在。请换一种格式再导，例如 /export txt；"
    "还不行就把编号告诉管理员。"
)
FORGOTTEN = "这份草稿已经删除，没有可导出的了。"


class Talk:
    """One owner's talk, shown on one screen. ``question`` is the one asked last."""

    def __init__(
        self, conversation: Conversation, owner: str, screen: Screen, out: Path, question: Question
    ) -> None:
        self.question = question
        self._conversation = conversation
        self._owner = owner
        self._screen = screen
        self._out = out
        self._process = token_hex(8)
        self._numbers = count(1)
        self._opening = asyncio.Lock()
        self._opened = False
        self._shown = set[int]()

    async def begin(self) -> None:
        """Store that the user came to the talk, once; done before the first message is taken.

        Whatever is on its way by then is old, or was shown already, and counts as sent, but for errands.
        Raises ``StoreError``.
        """
        async with self._opening:
            if not self._opened:
                await self._conversation.handle(self._owner, self._key(), Opened())
                stale = await self._conversation.unsent(self._owner)
                self._shown.update(each.id for each in stale if not isinstance(each.reply, Errand))
                self._opened = True
                await self._mark_shown()

    async def take(self, text: str) -> None:
        """Take a message and show what comes of it.

        Raises ``GoneError`` where nothing can be shown, and ``BrokenFileError`` where the program's own files
        are damaged. Where the message could not be stored, that is shown instead.
        """
        await self._safely(self._heard(text))

    async def catch_up(self) -> None:
        """Show what an interrupted turn left to be shown; raises as ``take`` does."""
        await self._safely(self._rest())

    async def _safely(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except StoreError as error:
            self._screen.tell(str(error))
        except (GoneError, BrokenFileError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the talk goes on
            self._screen.tell(NOT_TAKEN.format(number=noted(error)))

    async def _heard(self, text: str) -> None:
        try:
            event = await with_file(event_of(text))
        except UnreadableError as error:
            self._screen.tell(str(error))
            return
        await self._turn(event)

    async def _turn(self, event: Event) -> None:
        await self.begin()
        try:
            await self._conversation.handle(self._owner, self._key(), event)
        except TracesRemainError as error:  # raised after the turn was stored
            self._screen.tell(str(error))
        await self._deliver()

    async def _rest(self) -> None:
        await self.begin()  # before that, what is unsent is another process's
        await self._deliver()

    async def _deliver(self) -> None:
        for outgoing in await self._conversation.unsent(self._owner):
            if outgoing.id not in self._shown:
                await self._show(outgoing)
                self._shown.add(outgoing.id)
        await self._mark_shown()

    async def _show(self, outgoing: Outgoing) -> None:
        match outgoing.reply:
            case Attachment() as attachment:
                self._screen.tell(await self._exported(outgoing, attachment))
            case Question() as question:
                self.question = question
                self._screen.show(question)
            case Listing() as listing:
                self._screen.show(dated(listing))
            case Lesson() | Unlearning() | Rejection() as errand:
                told = await self._conversation.carried_out(self._owner, outgoing, errand)
                if told:
                    self._screen.show(told)
            case say:
                self._screen.show(say)

    async def _exported(self, outgoing: Outgoing, attachment: Attachment) -> str:
        try:
            files = await self._conversation.files(self._owner, outgoing, attachment)
            paths = await asyncio.to_thread(_written, self._out.absolute(), files)
        except (StoreError, ExportError, BrokenFileError) as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the talk goes on
            return NOT_WRITTEN.format(number=noted(error))
        if len(paths) > 1 and attachment.format == "zip":
            return f"太大，分成了 {len(paths)} 个压缩包，在文件夹里：{paths[0].parent}"
        if len(paths) > 1:
            return f"{len(paths)} 页都画好了，在文件夹里：{paths[0].parent}"
        return f"已导出：{paths[0]}" if paths else FORGOTTEN

    async def _mark_shown(self) -> None:
        """Mark what was shown; where that fails, this process remembers, and the next one asks anew."""
        with suppress(StoreError):
            await self._conversation.sent(self._owner, *self._shown)
            self._shown.clear()

    def _key(self) -> str:
        return f"{self._process}-{next(self._numbers)}"


def _written(out: Path, files: tuple[File, ...]) -> list[Path]:
    """Write files; several go into a folder of their own, which is new. Raises ``ExportError``."""
    if len(files) > 1:
        stem = Path(files[0].name).stem.rpartition("-")[0]
        out = next(path for number in count(1) if not (path := out / f"{stem}{number}").exists())
    return [write(out / file.name, file.data) for file in files]
