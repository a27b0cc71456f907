"""What the program counts about itself: shown to Prometheus, and asked by the health check."""

from collections import Counter
from collections.abc import Callable, Iterator
from time import time

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
        self._heard = 0.0
        self._handled: Counter[float] = Counter()
        self._handling = 0.0

    def heard(self) -> None:
        """Note that Telegram answered or called."""
        self._heard = self._clock()

    @property
    def silence(self) -> float:
        """Seconds since a word from Telegram; endless before the first."""
        return self._clock() - self._heard if self._heard else float("inf")

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
        for kind, number in sorted(self.updates.items()):
            yield f'shuzhi_updates_total{{kind="{kind}"}} {number}'
        yield f"shuzhi_updates_set_aside_total {self.aside}"
        yield f"shuzhi_updates_refused_total {self.refused}"
        yield f"shuzhi_strangers_total {self.strangers}"
        yield f"shuzhi_messages_sent_total {self.sent}"
        yield f"shuzhi_too_many_requests_total {self.too_many}"
        yield f"shuzhi_chats_gone_total {self.gone}"
        yield from self._histogram()
        if self._heard:
            yield f"shuzhi_telegram_silence_seconds {self.silence:.1f}"
        for name, value in waiting.items():
            yield f"shuzhi_{name} {value:g}"

    def _histogram(self) -> Iterator[str]:
        total = 0
        for bound in BOUNDS:
            total += self._handled[bound]
            yield f'shuzhi_handler_seconds_bucket{{le="{bound:g}"}} {total}'
        total += self._handled[float("inf")]
        yield f'shuzhi_handler_seconds_bucket{{le="+Inf"}} {total}'
        yield f"shuzhi_handler_seconds_sum {self._handling:.6f}"
        yield f"shuzhi_handler_seconds_count {total}"
