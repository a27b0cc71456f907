"""How long the check-up of a report of 5,000 characters takes: the first, and each after it."""

import statistics
from pathlib import Path
from time import perf_counter

from bot.checks.manuscript import Manuscript, manuscript_of
from phrasebank.parsing import parse

REPORTS = sorted((Path(__file__).parent / "reports").glob("*.txt"))
CHARACTERS = 5000
ROUNDS = 11


def main() -> None:
    """Print the measures."""
    manuscript = report()
    started = perf_counter()
    from bot.checks.checking import check  # noqa: PLC0415 - loading is part of the first
    from bot.checks.overlap import seeds  # noqa: PLC0415 - likewise
    from phrasebank.remembering import wipe  # noqa: PLC0415 - likewise

    check(manuscript, seeds())
    print(f"check_first {(perf_counter() - started) * 1000:.0f} ms")
    times = []
    for _ in range(ROUNDS):
        wipe()
        started = perf_counter()
        check(manuscript, seeds())
        times.append(perf_counter() - started)
    print(f"check_5000_characters {statistics.median(times) * 1000:.0f} ms")


def report() -> Manuscript:
    """Give a report of 5,000 characters, out of several."""
    lines: list[str] = []
    for path in REPORTS * 3:
        lines += path.read_text("utf-8").splitlines()
        if sum(map(len, lines)) >= CHARACTERS:
            break
    return manuscript_of(lines, parse(lines, "report.txt"))


if __name__ == "__main__":
    main()
