"""What the program counts about itself: shown to Prometheus and administrators, asked by the health check."""

from collections import Counter
from collections.abc import Callable, Iterator
from time import time

from bot.adapters.telegram.exposition import Figure, Kind, lines_of

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds; the upper bounds of the histogram of handling times."""

FRESH = 90.0
"""Seconds for which a word from Telegram is proof that the line is up."""


class Gauges:
    """Counts since the program's start. ``clock`` gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time) -> None:
        self._clock = clock
        self.updates: Counter[str] = Counter()
        self.aside = 0
        self.refused = 0
        self.strangers = 0
        self.too_many = 0
        self.sent = 0
        self.gone = 0
        self.started = clock()
        self.limited_at = 0.0
        """When Telegram last asked for fewer calls; 0 where it has not."""
        self._heard = 0.0
        self._handled: Counter[float] = Counter()
        self._handling = 0.0

    def heard(self) -> None:
        """Note that Telegram answered or called."""
        self._heard = self._clock()

    def limited(self) -> None:
        """Note that Telegram asked for fewer calls."""
        self.too_many += 1
        self.limited_at = self._clock()

    @property
    def silence(self) -> float:
        """Seconds since a word from Telegram; endless before the first."""
        return self._clock() - self._heard if self._heard else float("inf")

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return self._clock() - self.started

    @property
    def done(self) -> int:
        """How many updates were handled."""
        return self._handled.total()

    def handled(self, seconds: float) -> None:
        """Note how long the handling of an update took."""
        self._handling += seconds
        self._handled[next((bound for bound in BOUNDS if seconds <= bound), float("inf"))] += 1

    def lines(self, waiting: dict[str, float]) -> Iterator[str]:
        """Write everything in Prometheus' text format, with what waits in the database."""
        for figure in self._figures():
            yield from lines_of(figure)
        for name, value in waiting.items():
            yield from lines_of(_single(name, "gauge", _WAITING[name], value))

    def _figures(self) -> Iterator[Figure]:
        kinds = tuple(("", {"kind": kind}, number) for kind, number in sorted(self.updates.items()))
        yield Figure("updates_total", "counter", "收到的更新，按种类", kinds)
        yield _single("updates_set_aside_total", "counter", "读不懂或处理不成、搁在一边的更新", self.aside)
        yield _single("updates_refused_total", "counter", "带密级标志或发得太快、没有收的更新", self.refused)
        yield _single("strangers_total", "counter", "没有登记的人来敲门的次数", self.strangers)
        yield _single("messages_sent_total", "counter", "发出去的消息", self.sent)
        yield _single("too_many_requests_total", "counter", "Telegram 要求慢一点（429）的次数", self.too_many)
        yield _single("chats_gone_total", "counter", "停用机器人或已注销、消息发不到的人", self.gone)
        yield Figure("handler_seconds", "histogram", "处理一条更新的秒数", tuple(self._histogram()))
        if self._heard:
            yield _single("telegram_silence_seconds", "gauge", "距上次收到 Telegram 回音的秒数", self.silence)
        yield _single("start_time_seconds", "gauge", "启动的时刻（1970 年以来的秒数）", self.started)

    def _histogram(self) -> Iterator[tuple[str, dict[str, str], float]]:
        total = 0
        for bound in BOUNDS:
            total += self._handled[bound]
            yield "_bucket", {"le": f"{bound:g}"}, total
        total += self._handled[float("inf")]
        yield "_bucket", {"le": "+Inf"}, total
        yield "_sum", {}, round(self._handling, 6)
        yield "_count", {}, total


_WAITING = {
    "inbox_depth": "收到了还没处理的更新",
    "inbox_set_aside": "库里搁在一边的更新",
    "inbox_oldest_seconds": "最早那条没处理的更新等了多少秒",
    "outbox_depth": "还没发到的回复",
    "outbox_oldest_seconds": "最早那条没发到的回复等了多少秒",
    "disk_free_bytes": "草稿库所在磁盘的剩余字节",
    "database_bytes": "草稿库的字节数",
    "store_answers": "草稿库有没有回音（1 有，0 没有；没有时上面几项不报）",
}


def _single(name: str, kind: Kind, told: str, value: float) -> Figure:
    return Figure(name, kind, told, (("", {}, value),))
