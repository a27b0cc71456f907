"""Introducing the bot to Telegram: who it is, where updates go, which commands it shows, what it is for.

What is only for show may fail in any way: a server of somebody's own may know no such call.
"""

import asyncio
import logging
from collections.abc import Awaitable, Collection
from contextlib import suppress

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.access import ADMINISTRATION, COMMON, Doorkeeper
from bot.adapters.telegram.notes import Told, user_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.retrying import pauses, wait_of
from bot.adapters.telegram.settings import Settings, SettingsError
from bot.adapters.telegram.updates import KINDS
from bot.events import Commanded
from bot.steps.menu import COMMANDS
from bot.store.faults import StoreError
from bot.store.transaction import Transaction

SHORT = "一问一答写年度述职报告，写完导出 Word。只写您给的事和数，不编造。"
DESCRIPTION = (
    f"{SHORT}\n"
    "材料随便怎么发：一句一条、整段粘贴、Word、PDF 都行。缺什么问什么，照上级的通知列要求，写完帮您体检。\n"
    "说过的每一句都存着，随时退出，下次接着写。涉密和内部敏感材料请不要发。"
)
IN_GROUPS = {
    "phrase": "查句式，例：/phrase 意识形态",
    "help": "怎么写：到私聊里来",
}
"""The commands that are answered in a group."""

_log = logging.getLogger(__name__)


async def introduced(parts: Parts) -> str:
    """Find out the bot's user name, however long the line is down, and say where updates are to go."""
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
            told = "连不上 Telegram（%s），%d 秒后再试；一直这样，就看网络和代理（SHUZHI_PROXY）。"
            _log.warning(told, type(error).__name__, pause)
            await parts.sleep(pause)
    parts.gauges.heard()
    await announced(parts)
    _log.info("机器人 @%s 开始工作", bot.username)
    return bot.username


async def announced(parts: Parts) -> None:
    """Tell Telegram whether to call or to wait; polling is refused while a webhook of former days is set."""
    webhook = parts.settings.webhook
    with suppress(TelegramError):
        if webhook is None:
            await parts.bot.delete_webhook()
        else:  # one call at a time: over several, what a user writes would arrive out of order
            await parts.bot.set_webhook(
                webhook.url, secret_token=webhook.secret, allowed_updates=KINDS, max_connections=1
            )


async def presented(parts: Parts) -> None:
    """Show the commands, to everybody those they may give, and what the bot is for."""
    bot, common = parts.bot, _listed(COMMANDS | COMMON)
    admins: frozenset[int] = frozenset()
    with suppress(StoreError):
        admins = await parts.store.perform(lambda t: administrators(t, parts.settings))
    await _tried(
        bot.set_my_commands(common),
        bot.set_my_commands(common, scope=BotCommandScopeAllPrivateChats()),
        bot.set_my_commands(_listed(IN_GROUPS), scope=BotCommandScopeAllGroupChats()),
        bot.set_my_description(DESCRIPTION),
        bot.set_my_short_description(SHORT),
        bot.set_chat_menu_button(menu_button=MenuButtonCommands()),
        *(_shown(bot, admin, governs=True) for admin in sorted(admins)),
    )


def administrators(transaction: Transaction, settings: Settings) -> frozenset[int]:
    """Give who may let others in: by the settings, and by a code."""
    by_code = (each.owner for each in transaction.members.all() if each.role == "admin")
    return settings.admins | set(map(user_of, by_code))


class Governing:
    """Shows an administrator's commands to whoever becomes one, and to nobody who is none any more."""

    def __init__(self, parts: Parts, doorkeeper: Doorkeeper) -> None:
        self._bot = parts.bot
        self._store = parts.store
        self._doorkeeper = doorkeeper

    async def changed(self, command: Commanded, told: tuple[Told, ...]) -> None:
        """Look at all whom a command may have made one, or no longer one. Raises ``StoreError``."""
        users = {each.user for each in told}
        if command.name == "revoke" and command.argument.isdecimal():
            users.add(int(command.argument))
        await self.look(users)

    async def look(self, users: Collection[int]) -> None:
        """Look at users who may have become administrators, or be none any more. Raises ``StoreError``."""
        if not users:
            return

        def work(transaction: Transaction) -> dict[int, bool]:
            return {user: self._doorkeeper.governs(transaction, user) for user in sorted(users)}

        governs = await self._store.perform(work)
        await _tried(*(_shown(self._bot, user, governs=may) for user, may in governs.items()))


def _shown(bot: Bot, user: int, *, governs: bool) -> Awaitable[bool]:
    """Show somebody's own list in their chat, or again that of everybody."""
    scope = BotCommandScopeChat(user)
    if governs:
        return bot.set_my_commands(_listed(COMMANDS | COMMON | ADMINISTRATION), scope=scope)
    return bot.delete_my_commands(scope=scope)


async def _tried(*calls: Awaitable[bool]) -> None:
    """Make calls that are only for show, all at once."""

    async def tried(call: Awaitable[bool]) -> None:
        with suppress(TelegramError):  # InvalidToken among them, which stands for 404
            await call

    await asyncio.gather(*map(tried, calls))


def _listed(commands: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command, does) for command, does in commands.items()]
