"""Health and figures, for this machine alone: they name nobody, but are nobody else's business either."""

import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.adapters.telegram.gauges import FRESH, Gauges
from bot.adapters.telegram.notes import OWNER
from bot.adapters.telegram.settings import Place
from bot.store.faults import StoreError
from bot.store.store import Store
from bot.store.transaction import Transaction

Waiting = Callable[[], Awaitable[dict[str, float]]]


class _Health(RequestHandler):
    """Whether the store answers, and Telegram has been heard lately: 200, or 503 with what is wrong."""

    def initialize(self, gauges: Gauges, waiting: Waiting) -> None:
        self._gauges = gauges
        self._waiting = waiting

    async def get(self) -> None:
        """Answer with one sentence."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        try:
            await self._waiting()
        except StoreError as error:
            self._ill(str(error))
            return
        if self._gauges.silence > FRESH:
            told = f"{FRESH:.0f} 秒以上没有 Telegram 的回音，或者启动以来一直没有"
            self._ill(f"{told}：看日志、网络和代理（SHUZHI_PROXY）。")
        else:
            self.write("正常\n")

    def _ill(self, why: str) -> None:
        self.set_status(503)
        self.write(f"{why}\n")


class _Figures(_Health):
    """Everything counted, in Prometheus' text format."""

    async def get(self) -> None:
        """Answer with the figures; a store out of order is one of them."""
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        try:
            waiting = await self._waiting() | {"store_answers": 1}
        except StoreError:
            waiting = {"store_answers": 0}
        self.write("\n".join([*self._gauges.lines(waiting), ""]))


def showing(place: Place, gauges: Gauges, store: Store, source: int) -> HTTPServer:
    """Begin to listen. Raises ``OSError`` where the address cannot be had."""

    async def waiting() -> dict[str, float]:
        return await store.perform(lambda t: depths(t, source)) | room(store.path)

    made = {"gauges": gauges, "waiting": waiting}
    pages = [("/health", _Health, made), ("/metrics", _Figures, made)]
    server = HTTPServer(Application(pages, log_function=lambda _: None), max_body_size=1)
    host, port = place
    server.listen(port, host)
    return server


def depths(transaction: Transaction, source: int) -> dict[str, float]:
    """Tell how much waits, and for how many seconds the oldest has."""
    inbox, outbox = transaction.inbox.depth(source), transaction.outbox.backlog(OWNER)
    return {
        "inbox_depth": inbox.open,
        "inbox_set_aside": inbox.aside,
        "inbox_oldest_seconds": _age(inbox.oldest),
        "outbox_depth": outbox.waiting,
        "outbox_oldest_seconds": _age(outbox.oldest),
    }


def room(database: Path) -> dict[str, float]:
    """Tell how many bytes the database takes, and how many are free on its disk; nothing where it is gone."""
    with suppress(OSError):
        free = shutil.disk_usage(database.parent).free
        return {"disk_free_bytes": free, "database_bytes": database.stat().st_size}
    return {}


def _age(at: str) -> float:
    return max((datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds(), 0) if at else 0
