"""Time to the first prompt as a multiple of a bare Python start, printed as ``startup_ratio VALUE x``.

Each start is paired with a bare one right after it, since other work on the machine slows both; the median
of the pairs' ratios is printed, for a new database in a terminal. Run it by hand or from ``make bench``.
"""

import os
import pty
import statistics
import sys
import tempfile
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import perf_counter

ROUNDS = 21
PROMPT = b"\n> "


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


def main() -> None:
    """Print the median."""
    ratios = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            ratios.append(seconds_to_prompt(Path(folder)) / seconds_bare())
    print(f"startup_ratio {statistics.median(ratios):.1f} x")


if __name__ == "__main__":
    main()
