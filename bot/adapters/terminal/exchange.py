"""Messages in, turns out, until there are no more."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.adapters.terminal import piped
from bot.adapters.terminal.console import Console
from bot.adapters.terminal.glance import OWNER
from bot.adapters.terminal.screen import Screen
from bot.adapters.terminal.talk import ONCE_MORE, Talk
from bot.adapters.terminal.warming import warm
from bot.conversation import Conversation
from bot.desk import Desk
from bot.replies import Question
from bot.store.store import Store

_Next = Callable[[Question], str | None]


def exchange(path: Path, out: Path, console: Console, screen: Screen, desk: Desk, question: Question) -> None:
    """Take messages as answers to ``question``, which is on the screen, and to those that follow.

    The event loop runs for each message and each prompt alone, so that Ctrl-C ends a read from a pipe at once.
    """
    with asyncio.Runner() as runner:
        store = runner.run(Store.open(path))
        try:
            conversation = Conversation(desk, store)
            talk = Talk(conversation, OWNER, screen, out, question)
            preparing = runner.get_loop().create_task(_prepare(talk, desk))
            next_message = _reader(console, screen, conversation, runner)
            while (text := next_message(talk.question)) is not None:
                _take(text, talk, console, screen, runner)
            preparing.cancel()
        finally:
            runner.run(store.close())


def _take(text: str, talk: Talk, console: Console, screen: Screen, runner: asyncio.Runner) -> None:
    """Take a message; a single Ctrl-C meanwhile is no wish to leave, and the turn is stored all the same."""
    try:
        runner.run(talk.take(text))
    except KeyboardInterrupt:
        if not console.interactive:
            raise
        screen.tell(ONCE_MORE)
        runner.run(talk.deliver())


async def _prepare(talk: Talk, desk: Desk) -> None:
    with suppress(Exception):  # it is tried again, and told, with the first message
        await talk.begin()
        warm(desk)


def _reader(console: Console, screen: Screen, conversation: Conversation, runner: asyncio.Runner) -> _Next:
    if not console.interactive:
        return lambda _: piped.next_message(console.stdin)
    from bot.adapters.terminal.editor import Editor  # noqa: PLC0415 - a pipe needs no line editor

    screen.rewind()
    editor = Editor(conversation, OWNER, screen)
    return lambda question: runner.run(editor.next_message(question))
