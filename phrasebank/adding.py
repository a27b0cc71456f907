"""Learn from a user's own documents: find them, read them in other processes, store what was mined here.

Reading, cleaning, parsing and mining are pure and run side by side; one writer stores whole files, many in a
transaction. Killed at any point, it goes on with the files that are not stored yet. No words are cut on the
way: structure and characters are all that mining looks at. A file of more than 20 MB, or 10 MB of text, is
refused; a library is many files, of any number.
"""

import hashlib
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from msgspec import Struct

from phrasebank.corpus import Corpus, Reading
from phrasebank.corpus_error import CorpusError
from phrasebank.document import NoiseKind
from phrasebank.parsing import parse
from phrasebank.reading import UnreadableError, files_below, lines_of, printable, read_bytes
from phrasebank.teaching import phrases

BATCH_BYTES = 1 << 19
"""Bytes of files that one process is given at a time."""

FEW_BYTES = 1 << 18
"""Below this, starting other processes takes longer than the work."""

AHEAD = 3
"""Batches waiting for each process: enough to keep it busy, few enough to stay small in memory."""

COMMIT_SECONDS = 1.0
SAMPLES = 3


class Learned(Struct, frozen=True):
    """A file was taken. ``noise`` counts what was dropped by kind; ``samples`` shows the first of it."""

    path: str
    characters: int
    noise: dict[NoiseKind, int]
    samples: tuple[str, ...]
    found: int
    new: int = 0


class Known(Struct, frozen=True):
    """The very same bytes were taken before."""

    path: str


class Refused(Struct, frozen=True):
    """A file gave no text; ``why`` is one Chinese sentence."""

    path: str
    why: str


Outcome = Learned | Known | Refused


class _Read(Struct, frozen=True):
    reading: Reading
    report: Learned


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Give the files, and the documents of the folders with all below them, by name; each once."""
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(files_below(path) if path.is_dir() else [path]))
    return list(found)


def add(corpus: Corpus, files: Sequence[Path], processes: int | None = None) -> Iterator[Outcome]:
    """Take files, and say what became of each, in their order; stored is what was said.

    ``settle`` the corpus afterwards. ``processes`` is their number beside this one, by default one for each
    core. Raises ``CorpusError``.
    """
    batches = list(_batches(files))
    workers = _workers(files) if processes is None else processes
    known = corpus.digests()
    done = _in_turn(batches, known) if workers < 1 else _side_by_side(batches, known, workers)
    waiting: list[_Read | Known | Refused] = []
    last = monotonic()
    for results in done:
        waiting += results
        if monotonic() - last > COMMIT_SECONDS:
            yield from _store(corpus, waiting)
            waiting, last = [], monotonic()
    yield from _store(corpus, waiting)


def _store(corpus: Corpus, results: Sequence[_Read | Known | Refused]) -> list[Outcome]:
    added = iter(corpus.take([result.reading for result in results if isinstance(result, _Read)]))
    return [_stored(result, next(added)) if isinstance(result, _Read) else result for result in results]


def _stored(result: _Read, new: int | None) -> Outcome:
    report = result.report
    if new is None:
        return Known(report.path)
    return Learned(report.path, report.characters, report.noise, report.samples, report.found, new)


def _batches(files: Sequence[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for file in files:
        batch.append(file)
        size += _size(file)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0


def _workers(files: Sequence[Path]) -> int:
    few = sum(map(_size, islice(files, 1000))) < FEW_BYTES
    return 0 if few or len(files) == 1 else os.cpu_count() or 1


def _in_turn(
    batches: Iterable[list[Path]], known: frozenset[bytes]
) -> Iterator[list[_Read | Known | Refused]]:
    return ([_read(file, known)] for batch in batches for file in batch)


def _side_by_side(
    batches: Iterable[list[Path]], known: frozenset[bytes], workers: int
) -> Iterator[list[_Read | Known | Refused]]:
    """Give what other processes read, in order; stopped early, it waits for nothing that has not begun."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (known,))
    try:
        running: deque[Future[list[_Read | Known | Refused]]] = deque()
        for batch in batches:
            running.append(pool.submit(_read_batch, batch))
            if len(running) >= AHEAD * workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    except BrokenProcessPool as error:
        raise CorpusError(
            "读文件的进程被系统中止了（内存可能不够），已学过的都还在，请再运行一次，会接着学。"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_known: frozenset[bytes] = frozenset()


def _begin(known: frozenset[bytes]) -> None:
    """Get a process ready: an interrupt is for the one that started it to handle."""
    import signal  # noqa: PLC0415 - only other processes need it

    global _known  # noqa: PLW0603 - a process of a pool has no other place to keep what it begins with
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _known = known


def _read_batch(files: Sequence[Path]) -> list[_Read | Known | Refused]:
    return [_read(file, _known) for file in files]


def _read(file: Path, known: frozenset[bytes]) -> _Read | Known | Refused:
    """Read, clean, parse and mine one file."""
    path = printable(str(Path(os.path.abspath(file))))  # noqa: PTH100 - resolve() would follow links
    try:
        data = read_bytes(file)
        digest = hashlib.sha256(data).digest()
        if digest in known:
            return Known(path)
        lines = lines_of(data, printable(str(file)))
    except UnreadableError as error:
        return Refused(path, str(error))
    document = parse(lines, printable(file.name))
    taught = phrases(document)
    kinds = Counter(noise.kind for noise in document.noise)
    samples = tuple(noise.text for noise in islice(document.noise, SAMPLES))
    report = Learned(path, sum(map(len, lines)), dict(kinds), samples, len(taught))
    return _Read(Reading(printable(file.name), path, digest, taught), report)
