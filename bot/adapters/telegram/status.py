"""How the bot is, told to an administrator in the chat."""

from datetime import UTC, datetime

from bot.adapters.clock import local
from bot.adapters.telegram.access import Doorkeeper
from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.loopback import depths, room
from bot.adapters.telegram.notes import Told
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.release import release
from bot.events import Commanded
from bot.store.transaction import Transaction

MEGABYTE = 1_000_000


class Status:
    """Tells administrators, and nobody else, how the bot is."""

    def __init__(self, parts: Parts, doorkeeper: Doorkeeper) -> None:
        self._gauges = parts.gauges
        self._database = parts.store.path
        self._source = parts.settings.source
        self._doorkeeper = doorkeeper

    def reported(self, transaction: Transaction, user: int, command: Commanded) -> tuple[Told, ...]:
        """Answer the command; nothing for any other, or for somebody who may not ask."""
        if command.name != "status" or not self._doorkeeper.governs(transaction, user):
            return ()
        figures = depths(transaction, self._source) | room(self._database)
        return (Told(user, "\n".join(_lines(self._gauges, figures))),)


def _lines(gauges: Gauges, figures: dict[str, float]) -> tuple[str, ...]:
    waiting = max(figures["inbox_depth"] - 1, 0)  # the command itself is open while it is answered
    oldest = _oldest(figures["inbox_oldest_seconds"]) if waiting else ""
    aside, unsent = figures["inbox_set_aside"], figures["outbox_depth"]
    return (
        f"版本{f' {version}' if (version := release()) else '（源码）'}，已运行 {_span(gauges.uptime)}。",
        f"Telegram {_span(gauges.silence)}前有回音。",
        f"等着处理 {waiting:.0f} 条{oldest}，搁在一边 {aside:.0f} 条。",
        f"等着发出 {unsent:.0f} 条{_oldest(figures['outbox_oldest_seconds'])}。",
        f"启动以来处理 {gauges.done} 条，拒收 {gauges.refused} 条，没登记的人来过 {gauges.strangers} 次。",
        _limits(gauges),
        _room(figures),
    )


def _oldest(seconds: float) -> str:
    return f"（最早的等了 {_span(seconds)}）" if seconds else ""


def _limits(gauges: Gauges) -> str:
    if not gauges.too_many:
        return "启动以来没有被 Telegram 限速（429）。"
    at = local(datetime.fromtimestamp(gauges.limited_at, UTC).isoformat())
    return f"启动以来被 Telegram 限速（429）{gauges.too_many} 次，最近一次 {at}。"


def _room(figures: dict[str, float]) -> str:
    if "disk_free_bytes" not in figures:
        return "看不到磁盘还剩多少。"
    free, taken = (figures[name] / MEGABYTE for name in ("disk_free_bytes", "database_bytes"))
    return f"磁盘还剩 {free:,.0f} MB，草稿库 {taken:,.1f} MB。"


def _span(seconds: float) -> str:
    """Write a stretch of time in its two largest units."""
    rest, parts = int(seconds), []
    for unit, length in (("天", 86400), ("小时", 3600), ("分", 60), ("秒", 1)):
        number, rest = divmod(rest, length)
        parts += [f"{number} {unit}"] if number else []
    return " ".join(parts[:2]) or "0 秒"
