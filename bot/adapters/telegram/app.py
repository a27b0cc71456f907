"""Starting and stopping."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import InvalidToken, RetryAfter, TelegramError
from tornado.httpserver import HTTPServer

from bot.adapters.telegram import logs
from bot.adapters.telegram.access import ADMINISTRATION, COMMON
from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.lock import RunningError, alone
from bot.adapters.telegram.loopback import showing
from bot.adapters.telegram.office import Office
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.retrying import pauses, unless, wait_of
from bot.adapters.telegram.settings import Settings, SettingsError, Webhook
from bot.adapters.telegram.supervisor import Supervisor
from bot.adapters.telegram.updates import KINDS
from bot.adapters.telegram.webhook import listening
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.steps.commands import COMMANDS
from bot.store.faults import StoreError
from bot.store.opening import default_path
from bot.store.store import Store
from bot.store.transaction import Transaction

FAILED, RUNNING = 2, 75

LAST_SENDS = 0.8
"""Seconds for what is being sent when the program is told to stop."""

UPKEEP = 6 * 3600.0
"""Seconds between clearings of what is kept no longer."""

HEARTBEAT = 45.0
"""Seconds between questions to Telegram where it calls by itself, and may have no reason to for hours."""

_log = logging.getLogger(__name__)


def main(settings: Settings, db: Path | None) -> int:
    """Serve until told to stop; give the exit code."""
    os.umask(0o077)
    logs.configure(settings)
    path = (db or default_path()).absolute()
    try:
        with alone(path):
            asyncio.run(_main(settings, path))
    except (SettingsError, StoreError) as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    except RunningError as error:
        sys.stderr.write(f"{error}\n")
        return RUNNING
    except KeyboardInterrupt:  # on Windows
        return 0
    return 0


async def _main(settings: Settings, path: Path) -> None:
    stopping = asyncio.Event()
    if sys.platform != "win32":  # its loop handles no signals; Ctrl-C arrives there as KeyboardInterrupt
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    bot = bot_of(settings)
    store = await Store.open(path)
    try:
        conversation = Conversation(Desk(path.parent), store)
        pace = Pace(asyncio.sleep)
        await serve(Parts(bot, conversation, store, settings, asyncio.sleep, pace, Gauges()), stopping)
    finally:
        await store.close()
        with suppress(TelegramError):
            await bot.shutdown()


async def serve(parts: Parts, stopping: asyncio.Event) -> None:
    """Introduce the bot and work until it is time to stop.

    Raises ``SettingsError`` for a refused token, or an address that cannot be listened at.
    """
    supervisor = Supervisor(os.environ)

    async def alive() -> None:
        await parts.store.perform(_nothing)

    async with _shown(parts), _beside(supervisor.watch(alive)), _beside(_upkeep(parts)):
        supervisor.tell("READY=1")
        if await unless(stopping, introduced(parts)):
            await _serve(parts, stopping)
        supervisor.tell("STOPPING=1")


async def _serve(parts: Parts, stopping: asyncio.Event) -> None:
    office = Office(parts, parts.bot.username)
    try:
        await _hinted(parts)
        await office.resume()
        if parts.settings.webhook:
            async with _called(parts, parts.settings.webhook, office):
                await stopping.wait()
        else:
            offset = await parts.store.perform(lambda t: t.inbox.next(parts.settings.source))
            take = office.reception.take
            await Polling(parts.bot, take, parts.sleep, stopping, parts.gauges).run(offset)
    finally:
        await office.close(LAST_SENDS)


async def _hinted(parts: Parts) -> None:
    """Say how the first administrator is made, who lets in all others."""
    named = parts.settings.admins or parts.settings.access != "pairing"
    if not named and not await parts.store.perform(lambda t: t.members.all()):
        _log.warning(
            "还没有管理员：给机器人发一条消息，它会回配对码，再在这台机器上运行 shuzhi pair 配对码 --admin。"
        )


async def introduced(parts: Parts) -> str:
    """Find out the bot's user name, however long the line is down, and show its commands."""
    bot, waits = parts.bot, pauses()
    while True:
        try:
            await bot.initialize()
            break
        except InvalidToken as error:
            told = "Telegram 不认这个令牌：请核对 SHUZHI_TELEGRAM_TOKEN，"
            raise SettingsError(f"{told}用自建服务的再核对 SHUZHI_TELEGRAM_API。") from error
        except TelegramError as error:
            pause = wait_of(error) if isinstance(error, RetryAfter) else next(waits)
            _log.warning("连不上 Telegram（%s），%d 秒后再试。", type(error).__name__, pause)
            await parts.sleep(pause)
    parts.gauges.heard()
    await asyncio.gather(_announced(parts), _commanded(bot, parts.settings), return_exceptions=True)
    _log.info("机器人 @%s 开始工作", bot.username)
    return bot.username


async def _announced(parts: Parts) -> None:
    """Tell Telegram whether to call or to wait; polling is refused while a webhook of former days is set."""
    webhook = parts.settings.webhook
    with suppress(TelegramError):
        if webhook is None:
            await parts.bot.delete_webhook()
        else:  # one call at a time: over several, what a user writes would arrive out of order
            await parts.bot.set_webhook(
                webhook.url, secret_token=webhook.secret, allowed_updates=KINDS, max_connections=1
            )


async def _commanded(bot: Bot, settings: Settings) -> None:
    with suppress(TelegramError):
        common = COMMANDS | COMMON
        await bot.set_my_commands(_listed(common))
        for admin in settings.admins:
            await bot.set_my_commands(_listed(common | ADMINISTRATION), scope=BotCommandScopeChat(admin))


def _listed(commands: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command, does) for command, does in commands.items()]


@asynccontextmanager
async def _called(parts: Parts, webhook: Webhook, office: Office) -> AsyncIterator[None]:
    """Let Telegram call; whether it still can is asked from time to time."""

    async def heartbeat() -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            with suppress(TelegramError):
                info = await parts.bot.get_webhook_info()
                parts.gauges.heard()
                if info.url != webhook.url:
                    await _announced(parts)

    with _open(lambda: listening(webhook, office.reception.take, parts.gauges), "SHUZHI_WEBHOOK_LISTEN"):
        async with _beside(heartbeat()):
            yield


@asynccontextmanager
async def _shown(parts: Parts) -> AsyncIterator[None]:
    place = parts.settings.metrics
    if place is None:
        yield
        return
    source = parts.settings.source
    with _open(lambda: showing(place, parts.gauges, parts.store, source), "SHUZHI_METRICS"):
        yield


@contextmanager
def _open(listen: Callable[[], HTTPServer], name: str) -> Iterator[None]:
    try:
        server = listen()
    except OSError as error:
        told = f"{name} 的地址用不上（{error.strerror}）：可能已被别的程序占用，请换一个端口。"
        raise SettingsError(told) from error
    try:
        yield
    finally:
        server.stop()


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have something done meanwhile."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _upkeep(parts: Parts) -> None:
    while True:
        with suppress(StoreError):
            await parts.store.perform(_clear)
        await asyncio.sleep(UPKEEP)


def _clear(transaction: Transaction) -> None:
    transaction.inbox.prune()
    transaction.outbox.prune()
    transaction.members.prune()


def _nothing(_: Transaction) -> None:
    """Do nothing, in the store's own thread."""
