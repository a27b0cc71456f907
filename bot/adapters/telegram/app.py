"""Starting and stopping."""

import asyncio
import logging
import os
import shlex
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError

from bot.adapters.telegram import logs
from bot.adapters.telegram.gauges import FRESH, Gauges
from bot.adapters.telegram.introduction import announced, introduced, presented
from bot.adapters.telegram.lock import RunningError, alone
from bot.adapters.telegram.office import Office
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.retrying import unless
from bot.adapters.telegram.settings import Settings, SettingsError, Webhook
from bot.adapters.telegram.supervisor import Supervisor
from bot.adapters.telegram.threads import Threads
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.names_file import exposed
from bot.store.faults import DiskFullError, DiskTroubleError, LockedError, StoreError
from bot.store.opening import default_path
from bot.store.store import Store
from bot.store.transaction import Transaction

if TYPE_CHECKING:  # it loads only where somebody is to be listened to
    from tornado.httpserver import HTTPServer

FAULT, FAILED, RUNNING = 1, 2, 75

LAST_SENDS = 0.8
"""Seconds for what is being sent when the program is told to stop."""

LEFT_OVER = 300.0
"""Seconds between looks for replies that were left over, while Telegram can be heard."""

LOOKS = 2.0
"""Seconds between looks whether another program wants something said."""

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
    except (DiskFullError, DiskTroubleError, LockedError) as error:  # it may pass: worth another start
        logs.tell(settings, str(error))
        return FAULT
    except (SettingsError, StoreError) as error:
        logs.tell(settings, str(error))
        return FAILED
    except RunningError as error:
        logs.tell(settings, str(error))
        return RUNNING
    except KeyboardInterrupt:  # on Windows
        return 0
    except Exception:  # noqa: BLE001 - the interpreter would show its message, which may be a user's words
        _log.critical("程序自己出了错，停下了", exc_info=True)
        return FAULT
    return 0


async def _main(settings: Settings, path: Path) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().set_default_executor(Threads())
    if sys.platform != "win32":  # its loop handles no signals; Ctrl-C arrives there as KeyboardInterrupt
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    bot = bot_of(settings)
    if settings.names_file and (warning := exposed(settings.names_file)):
        _log.warning("%s", warning)
    store = await Store.open(path)
    try:
        conversation = Conversation(Desk(path.parent), store, settings.names)
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
            async with _beside(presented(parts)):
                await _serve(parts, stopping)
        supervisor.tell("STOPPING=1")


async def _serve(parts: Parts, stopping: asyncio.Event) -> None:
    office = Office(parts, parts.bot.username)
    try:
        await _hinted(parts)
        await office.resume()
        async with _beside(_left_over(parts, office)), _beside(_looking(office)):
            await _fed(parts, stopping, office)
    finally:
        await office.close(LAST_SENDS)


async def _fed(parts: Parts, stopping: asyncio.Event, office: Office) -> None:
    """Take in what Telegram has, until it is time to stop."""
    if parts.settings.webhook:
        async with _called(parts, parts.settings.webhook, office):
            await stopping.wait()
    else:
        offset = await parts.store.perform(lambda t: t.inbox.next(parts.settings.source))
        take = office.reception.take
        await Polling(parts.bot, take, parts.sleep, stopping, parts.gauges).run(offset)


async def _left_over(parts: Parts, office: Office) -> None:
    """Send what was given up over a silent line or a full disk: nobody has to write for it to come."""
    while True:
        await asyncio.sleep(LEFT_OVER)
        if parts.gauges.silence < FRESH:
            with suppress(StoreError):
                await office.deliver_all()


async def _hinted(parts: Parts) -> None:
    """Say how the first administrator is made, who lets in all others."""
    named = parts.settings.admins or parts.settings.access != "pairing"
    if not named and not await parts.store.perform(lambda t: t.members.all()):
        command = f"shuzhi pair 配对码 --admin --db {shlex.quote(str(parts.store.path))}"
        _log.warning("还没有管理员：给机器人发一条消息，它会回配对码，再在这台机器上运行 %s 。", command)


async def _looking(office: Office) -> None:
    """Say what another program wants said: whoever is let in on the server is told soon."""
    while True:
        await asyncio.sleep(LOOKS)
        with suppress(StoreError):
            await office.look()


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
                    await announced(parts)

    from bot.adapters.telegram.webhook import listening  # noqa: PLC0415 - not needed for polling

    with _open(lambda: listening(webhook, office.reception.take, parts.gauges), "SHUZHI_WEBHOOK_LISTEN"):
        async with _beside(heartbeat()):
            yield


@asynccontextmanager
async def _shown(parts: Parts) -> AsyncIterator[None]:
    place = parts.settings.metrics
    if place is None:
        yield
        return
    from bot.adapters.telegram.loopback import showing  # noqa: PLC0415 - figures may be shown nowhere

    source = parts.settings.source
    with _open(lambda: showing(place, parts.gauges, parts.store, source), "SHUZHI_METRICS"):
        yield


@contextmanager
def _open(listen: "Callable[[], HTTPServer]", name: str) -> Iterator[None]:
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
    """Have something done meanwhile; should a fault of the program's own end it, the log says so."""
    task = asyncio.create_task(_logged(work))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:  # noqa: BLE001 - nobody waits for it until the program ends
        _log.exception("出错，这件事到下次启动才接着做")


async def _upkeep(parts: Parts) -> None:
    while True:
        with suppress(StoreError):
            await parts.store.perform(_clear)
        await asyncio.sleep(UPKEEP)


def _clear(transaction: Transaction) -> None:
    transaction.inbox.prune()
    transaction.outbox.prune()
    transaction.members.prune()
    transaction.reviews.prune()


def _nothing(_: Transaction) -> None:
    """Do nothing, in the store's own thread."""
