"""撞稿: text shared with other reports, told by hashes of 13-character windows.

Independent reports share next to none of them once official wording is left out; a copy with another unit's
name shares nearly all. A sketch is a set of hashes: it recognises text and gives none back.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from bot.checks.official import official, plain

WINDOW = 13
HASH = 6
"""Bytes of a hash: among some hundred thousand, two alike by chance are not to be expected."""

SEEDS = Path(__file__).parent / "seeds.sketch"
SENTENCE = re.compile("[^。；！？]+[。；！？]?")
COPIED = 0.5
"""Share of a sentence's windows from which on it counts as taken over."""

Sketch = frozenset[bytes]


class Known(Struct, frozen=True):
    """Another text, by its name and its sketch."""

    name: str
    sketch: Sketch


class Overlap(Struct, frozen=True):
    """How much of a text stands in another: the share of its windows, from 0 to 1."""

    name: str
    share: float


def sketch_of(text: str, key: bytes = b"") -> Sketch:
    """Take the hashes of a text; with a server's ``key``, nobody else can compare them with a guess."""
    return frozenset(each for line in text.splitlines() for each in _hashes(line, key))


def shares(manuscript: Manuscript, others: Iterable[Known], key: bytes = b"") -> tuple[Overlap, ...]:
    """Give how much of the text stands in each other one, most first."""
    mine = sketch_of(manuscript.text, key)
    told = [Overlap(other.name, len(mine & other.sketch) / len(mine)) for other in others] if mine else []
    return tuple(sorted(told, key=lambda overlap: -overlap.share))


def shared(manuscript: Manuscript, others: Iterable[Known], key: bytes = b"") -> Iterator[Finding]:
    """Find the sentences that stand in another text, with its name."""
    known = tuple(others)
    for line in manuscript.lines:
        for match in SENTENCE.finditer(line.text):
            windows = tuple(_hashes(match[0], key))
            for other in known:
                same = sum(each in other.sketch for each in windows)
                if windows and same >= COPIED * len(windows):
                    yield _finding(line, match, other.name)
                    break


@cache
def seeds() -> tuple[Known, ...]:
    """Give the sketches of the reports that the phrasebank was mined from."""
    data = SEEDS.read_bytes()
    return (Known("词库的种子文档", frozenset(data[at : at + HASH] for at in range(0, len(data), HASH))),)


def _hashes(text: str, key: bytes) -> Iterator[bytes]:
    """Hash the windows of Chinese characters that hold no official wording and no figure."""
    for run in official().sub("\n", plain(text)).split("\n"):
        for at in range(len(run) - WINDOW + 1):
            yield blake2b(run[at : at + WINDOW].encode(), digest_size=HASH, key=key).digest()


def _finding(line: Line, match: re.Match[str], name: str) -> Finding:
    return Finding(
        rule="overlap.sentence",
        grade="warning",
        line=line.number,
        start=match.start(),
        text=match[0],
        suggest="",
        why=f"这一句和“{name}”里的基本相同，请换成自己的话。",
        source=name,
    )
