"""Taking a library in, against ``jieba.cut`` on the same text: time, processor time, memory, size.

What is timed for jieba is the cutting alone, its dictionary loaded. Memory is the sum over the processes of
``add``, sampled: proportional set sizes, in which shared pages count once, and resident ones.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import perf_counter

from msgspec import Struct

from tests import library

MILLION = 1_000_000
MEGABYTE = 1 << 20
EVERY_SECONDS = 0.25
ROUNDS_OF_SMALL = 3
CUT = """
import resource, sys, time, warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
warnings.simplefilter("ignore")
import jieba
jieba.setLogLevel(60)
jieba.initialize()

def cut(paths):
    for path in paths:
        for _ in jieba.cut(path.read_text("utf-8")):
            pass

paths, processes = sorted(Path(sys.argv[1]).rglob("*.txt")), int(sys.argv[2])
worked, began = time.process_time(), time.perf_counter()
if processes == 1:
    cut(paths)
else:
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        list(pool.map(cut, [paths[at::processes] for at in range(processes)]))
print(time.perf_counter() - began, time.process_time() - worked)
"""


class Taken(Struct, frozen=True):
    """What one run of ``add`` took: seconds, seconds of processors, and peak bytes of all its processes."""

    seconds: float
    work: float
    proportional: int
    resident: int


class Cut(Struct, frozen=True):
    """What cutting the same text took."""

    seconds: float
    work: float


def measure(millions: float) -> None:
    """Print the measures for a library of so many million characters."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, database = Path(scratch) / "library", Path(scratch) / "corpus.db"
        characters = library.write(folder, int(millions * MILLION), random.Random(1))  # noqa: S311 - no secret
        rounds = [_round(folder, database) for _ in range(1 if millions > 1 else ROUNDS_OF_SMALL)]
        text = sum(file.stat().st_size for file in folder.rglob("*.txt"))
        size = database.stat().st_size
    name = f"add_{millions:g}M"
    takes = [taken for taken, _, _ in rounds]
    print(f"{name} {median(t.seconds / c.seconds for t, c, _ in rounds):.3f} x jieba.cut")
    print(f"{name}_work {median(t.work / c.work for t, c, _ in rounds):.3f} x jieba.cut in processor time")
    cores, both = os.cpu_count() or 1, median(t.seconds / c.seconds for t, _, c in rounds)
    print(f"{name}_cores {both:.3f} x jieba.cut in {cores} processes")
    print(f"{name}_speed {characters / median(t.seconds for t in takes) / MILLION:.3f} Mchar/s")
    print(f"{name}_memory {max(t.proportional for t in takes) / MEGABYTE:.0f} MB_of_all_processes")
    print(f"{name}_resident {max(t.resident for t in takes) / MEGABYTE:.0f} MB_of_all_processes")
    print(f"{name}_index {size / MEGABYTE:.1f} MB")
    print(f"{name}_index {size / text:.3f} x text", flush=True)


def _round(folder: Path, database: Path) -> tuple[Taken, Cut, Cut]:
    """Take the library in anew, then cut it in one process and in one a core."""
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    taken = _add(folder, database)
    return taken, _cut(folder, 1), _cut(folder, os.cpu_count() or 1)


def _add(folder: Path, database: Path) -> Taken:
    command = [sys.executable, "-m", "phrasebank", "add", str(folder), "--db", str(database), "--quiet"]
    before, began = _worked(), perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    proportional = resident = 0
    while process.poll() is None:
        sizes = [_sizes(each) for each in _tree(process.pid)]
        proportional = max(proportional, sum(pss for pss, _ in sizes))
        resident = max(resident, sum(rss for _, rss in sizes))
        with suppress(subprocess.TimeoutExpired):
            process.wait(EVERY_SECONDS)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Taken(perf_counter() - began, _worked() - before, proportional, resident)


def _cut(folder: Path, processes: int) -> Cut:
    command = [sys.executable, "-c", CUT, str(folder), str(processes)]
    printed = subprocess.run(command, capture_output=True, check=True).stdout.split()
    return Cut(*map(float, printed))


def _worked() -> float:
    """Give the seconds that finished children spent on a processor, which other work stretches least."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _tree(process: int) -> list[int]:
    """Give a process and all below it, where the system lists them (Linux)."""
    found = [process]
    for each in found:
        for thread in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, thread.read_text("ascii").split())
    return found


def _sizes(process: int) -> tuple[int, int]:
    """Give the proportional and the resident bytes of a process; nothing of one that has gone."""
    sizes = {"Pss:": 0, "Rss:": 0}
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()[1:]:
            key, size, *_ = line.split()
            if key in sizes:
                sizes[key] = int(size) * 1024
    return sizes["Pss:"], sizes["Rss:"]
