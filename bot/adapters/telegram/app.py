"""Starting and stopping."""

import asyncio
import logging
import signal
import sys
from contextlib import suppress
from pathlib import Path

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram import logs
from bot.adapters.telegram.courier import Courier
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.reception import Reception
from bot.adapters.telegram.retrying import Sleep, pauses, unless, wait_of
from bot.adapters.telegram.settings import Settings, SettingsError
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.steps.commands import COMMANDS
from bot.store.faults import StoreError
from bot.store.store import Store

LAST_SENDS = 1.5
"""Seconds for what is being sent when the program is told to stop."""

_log = logging.getLogger(__name__)


def main(settings: Settings, db: Path | None) -> int:
    """Serve until told to stop; give the exit code."""
    logs.configure(settings.token)
    try:
        asyncio.run(_main(settings, db))
    except (SettingsError, StoreError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:  # on Windows
        return 0
    return 0


async def _main(settings: Settings, db: Path | None) -> None:
    stopping = asyncio.Event()
    if sys.platform != "win32":  # its loop handles no signals; Ctrl-C arrives there as KeyboardInterrupt
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    bot = bot_of(settings)
    store = await Store.open(db)
    try:
        await serve(bot, Conversation(Desk(), store), settings, stopping)
    finally:
        await store.close()
        await bot.shutdown()


async def serve(
    bot: Bot,
    conversation: Conversation,
    settings: Settings,
    stopping: asyncio.Event,
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Introduce the bot and work until it is time to stop. Raises ``SettingsError`` for a refused token."""
    name = await unless(stopping, introduced(bot, sleep))
    if name is None:
        return
    if not settings.admins and settings.access != "open":
        _log.warning("还没有人能用：给机器人发一条消息，把它回的编号填进 SHUZHI_ADMINS 再启动。")
    reception = Reception(conversation, Courier(bot, conversation, sleep), settings, name)
    try:
        await Polling(bot, reception.take, sleep, stopping).run()
    finally:
        await reception.lanes.close(LAST_SENDS)


async def introduced(bot: Bot, sleep: Sleep) -> str:
    """Find out the bot's user name, however long the line is down, and show its commands."""
    waits = pauses()
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
            await sleep(pause)
    with suppress(TelegramError):  # polling is refused while a webhook of former days is set
        await bot.delete_webhook()
    with suppress(TelegramError):
        await bot.set_my_commands([BotCommand(command, does) for command, does in COMMANDS.items()])
    _log.info("机器人 @%s 开始工作", bot.username)
    return bot.username
