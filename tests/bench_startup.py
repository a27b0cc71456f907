"""Time to the first prompt, and to the first update handled, each paired with a bare Python start.

``startup_ratio VALUE x`` is the terminal's, for a new database. ``telegram_first_update VALUE ms`` goes from
the start of ``python -m bot telegram`` until its answer to an update that was waiting has arrived; Telegram
is the tests' Bot API, in a process of its own. Each start is followed by a bare one, since other work on the
machine slows both; medians are printed. Run it by hand or from ``make bench``.
"""

import os
import pty
import socket
import statistics
import sys
import tempfile
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from time import monotonic, perf_counter

ROUNDS = 21
UPDATES = 11
PROMPT = b"\n> "
ROOT = Path(__file__).parent.parent


def seconds_to_prompt(folder: Path) -> float:
    """Start the talk in a terminal of its own and wait for the prompt."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "--db", str(folder / "drafts.db")]
    began = perf_counter()
    with Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        seen = b""
        while PROMPT not in seen:
            seen += os.read(ours, 65536)
        taken = perf_counter() - began
        process.kill()
    os.close(ours)
    return taken


def seconds_bare() -> float:
    """Start Python and do nothing."""
    began = perf_counter()
    with Popen([sys.executable, "-c", "pass"], stdout=DEVNULL) as process:
        process.wait()
    return perf_counter() - began


def seconds_to_first_update(folder: Path, users: int = 1) -> tuple[float, float]:
    """Start the bot while updates are waiting, one a user, and wait until the last of them is answered.

    Gives the time by the clock, and that of processors.
    """
    command = [sys.executable, "-m", "tests.bench_startup", "telegram", str(users)]
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as side:
        if side.stdout is None or side.stdin is None:
            raise OSError(command)
        token, api = side.stdout.readline().split()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            place = f"127.0.0.1:{free.getsockname()[1]}"
        settings = {
            "SHUZHI_METRICS": place,
            "SHUZHI_TELEGRAM_TOKEN": token,
            "SHUZHI_TELEGRAM_API": api,
            "SHUZHI_ACCESS": "open",
            "SHUZHI_DB": str(folder / "drafts.db"),
        }
        outside = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        began = monotonic()
        with Popen(
            [sys.executable, "-m", "bot", "telegram"],
            cwd=ROOT,
            env={**outside, "PYTHONPATH": str(ROOT), **settings},
            stderr=DEVNULL,
        ) as process:
            answered = float(side.stdout.readline())
            process.kill()
            _, process.returncode, used = os.wait4(process.pid, 0)
        side.stdin.close()
    return answered - began, used.ru_utime + used.ru_stime


def telegram(users: int) -> None:
    """Be Telegram's side: updates wait, and the moment is told at which the last of them is answered."""
    from tests.bot_api.server import TOKEN, BotApi  # noqa: PLC0415 - slow to import, and only needed here

    api = BotApi()
    for user in range(1, users + 1):
        api.write(user, text="/start")
    print(TOKEN, api.root, flush=True)
    api.until(lambda: bool(api.texts[users]))
    print(monotonic(), flush=True)
    sys.stdin.read()


def main() -> None:
    """Print the medians."""
    ratios = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            ratios.append(seconds_to_prompt(Path(folder)) / seconds_bare())
    print(f"startup_ratio {statistics.median(ratios):.1f} x")
    first_update()


def first_update() -> None:
    """Print how long the first update takes, and how many bare starts of Python that is."""
    taken, worked, ratios = list[float](), list[float](), list[float]()
    for _ in range(UPDATES):
        with tempfile.TemporaryDirectory() as folder:
            seconds_to_first_update(Path(folder))  # the database is there from then on, as on most days
            clock, work = seconds_to_first_update(Path(folder), users=2)  # the first of them is known
            taken.append(clock)
            worked.append(work)
            ratios.append(taken[-1] / seconds_bare())
    print(f"telegram_first_update {statistics.median(taken) * 1000:.0f} ms (at best {min(taken) * 1000:.0f})")
    print(f"telegram_first_update_work {statistics.median(worked) * 1000:.0f} ms of processors")
    print(f"telegram_first_update_ratio {statistics.median(ratios):.1f} x")


if __name__ == "__main__":
    telegram(int(sys.argv[2])) if sys.argv[1:2] == ["telegram"] else main()
