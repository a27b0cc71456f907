"""Getting ready in the background: it ends when it is told to, whether it had begun or not."""

from threading import enumerate as threads

from bot.adapters.terminal.warming import Warming
from bot.desk import Desk


def _running() -> list[str]:
    return [thread.name for thread in threads() if thread.name == "warming"]


def test_nothing_runs_on_once_it_was_stopped() -> None:
    warming = Warming(Desk())
    warming.start()
    warming.stop()
    assert _running() == []


def test_what_was_never_begun_is_stopped_at_once() -> None:
    Warming(Desk()).stop()
    assert _running() == []
