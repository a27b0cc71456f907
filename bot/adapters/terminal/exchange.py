"""Messages in, turns out, until there are no more.

The event loop runs for each prompt and each turn alone, so that Ctrl-C ends a read from a pipe at once.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.terminal.console import Console
from bot.adapters.terminal.glance import OWNER
from bot.adapters.terminal.piped import next_message
from bot.adapters.terminal.screen import Screen
from bot.adapters.terminal.talk import Talk
from bot.adapters.terminal.warming import Warming
from bot.conversation import Conversation
from bot.desk import Desk
from bot.replies import Question
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.adapters.terminal.editor import Editor

ONCE_MORE = "再按一次 Ctrl-C 退出，内容都存着。"


def exchange(path: Path, out: Path, console: Console, screen: Screen, question: Question) -> None:
    """Take messages as answers to ``question``, which is on the screen, and to those that follow.

    Raises what ``Talk.take`` and ``next_message`` raise, and ``StoreError`` where the store cannot be opened.
    """
    with asyncio.Runner() as runner:
        store = runner.run(Store.open(path))
        desk = Desk(path.parent)
        warming = Warming(desk)
        try:
            conversation = Conversation(desk, store)
            talk = Talk(conversation, OWNER, screen, out, question)
            editor = _editor(conversation, screen, runner) if console.interactive else None
            preparing = runner.get_loop().create_task(_prepare(talk, warming))
            if editor:
                _from_person(editor, talk, screen, runner)
            else:
                _from_pipe(console, talk, runner)
            preparing.cancel()
        finally:
            runner.run(store.close())
            warming.stop()


async def _prepare(talk: Talk, warming: Warming) -> None:
    with suppress(Exception):  # it is tried again, and told, with the first message
        await talk.begin()
        warming.start()


def _from_pipe(console: Console, talk: Talk, runner: asyncio.Runner) -> None:
    while (text := next_message(console.stdin)) is not None:
        runner.run(talk.take(text))


def _editor(conversation: Conversation, screen: Screen, runner: asyncio.Runner) -> "Editor":
    from bot.adapters.terminal.editor import Editor  # noqa: PLC0415 - a pipe needs no line editor

    screen.rewind()
    editor = Editor(conversation, OWNER)
    runner.run(editor.recall())
    return editor


def _from_person(editor: "Editor", talk: Talk, screen: Screen, runner: asyncio.Runner) -> None:
    warned = False
    while True:
        try:
            text = runner.run(editor.next_message(talk.question))
            if text is None:
                return
            warned = False
            runner.run(talk.take(text))
            runner.run(editor.recall())
        except KeyboardInterrupt:
            if warned and not editor.text:
                return
            warned = True
            screen.tell(ONCE_MORE)
            runner.run(talk.catch_up())  # a turn that was interrupted is stored all the same
