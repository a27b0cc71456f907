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
STOP = re.compile("[。；！？]")
SENTENCE = re.compile("[^。；！？]+[。；！？]?")
COPIED = 0.5
"""Share of a sentence's windows from which on it counts as taken over."""

FEWEST = 4
"""Windows that a sentence must have: shorter ones, headings among them, are alike by chance."""

MANY = 6
"""Sentences out of one text from which on they are told together."""

NAMED = 3
LONGEST = 30

Sketch = frozenset[bytes]


class Known(Struct, frozen=True):
    """Another text, by its name and its sketch; ``key`` is that which the sketch was made with."""

    name: str
    sketch: Sketch
    key: bytes = b""


class Overlap(Struct, frozen=True):
    """How much of a text stands in another: the share of its windows, from 0 to 1."""

    name: str
    share: float


class _Copied(Struct, frozen=True):
    line: Line
    start: int
    text: str


def sketch_of(text: str, key: bytes = b"") -> Sketch:
    """Take the hashes of a text; with a server's ``key``, nobody else can compare them with a guess."""
    return frozenset(each for line in text.splitlines() for each in _hashes(line, key))


def packed(sketch: Sketch) -> bytes:
    """Give a sketch as bytes, in an order that tells nothing of the text."""
    return b"".join(sorted(sketch))


def unpacked(data: bytes) -> Sketch:
    """Read a sketch."""
    return frozenset(data[at : at + HASH] for at in range(0, len(data), HASH))


def shares(manuscript: Manuscript, others: Iterable[Known]) -> tuple[Overlap, ...]:
    """Give how much of the text stands in each other one, most first."""
    known = tuple(others)
    mine = {key: sketch_of(manuscript.text, key) for key in {other.key for other in known}}
    told = [
        Overlap(other.name, len(mine[other.key] & other.sketch) / len(mine[other.key]))
        for other in known
        if mine[other.key]
    ]
    return tuple(sorted(told, key=lambda overlap: -overlap.share))


def shared(manuscript: Manuscript, others: Iterable[Known]) -> Iterator[Finding]:
    """Find the sentences that stand in another text, with its name; many out of one text as one finding."""
    known = tuple(others)
    found: dict[str, list[_Copied]] = {}
    for line in manuscript.lines if known else ():
        if line.text == manuscript.title or (line.heading and not STOP.search(line.text)):
            continue  # titles and headings are named alike everywhere
        for match in SENTENCE.finditer(line.text):
            source = _source(match[0], known)
            if source:
                found.setdefault(source, []).append(_Copied(line, match.start(), match[0]))
    for name, copied in found.items():
        if len(copied) > MANY:
            share = next(each.share for each in shares(manuscript, known) if each.name == name)
            yield _together(name, copied, share)
        else:
            yield from (_alone(each, name) for each in copied)


@cache
def seeds() -> tuple[Known, ...]:
    """Give the sketches of the reports that the phrasebank was mined from."""
    return (Known("词库的种子文档", unpacked(SEEDS.read_bytes())),)


def _source(sentence: str, known: tuple[Known, ...]) -> str:
    """Give the name of the text that holds most of a sentence, if it holds half of it."""
    windows = {key: tuple(_hashes(sentence, key)) for key in {other.key for other in known}}
    held = [
        (sum(each in other.sketch for each in windows[other.key]) / len(windows[other.key]), other.name)
        for other in known
        if len(windows[other.key]) >= FEWEST
    ]
    share, name = max(held, key=lambda pair: pair[0], default=(0.0, ""))
    return name if share >= COPIED else ""


def _hashes(text: str, key: bytes) -> Iterator[bytes]:
    """Hash the windows of Chinese characters that hold no official wording and no figure."""
    for run in official().sub("\n", plain(text)).split("\n"):
        for at in range(len(run) - WINDOW + 1):
            yield blake2b(run[at : at + WINDOW].encode(), digest_size=HASH, key=key).digest()


def _together(name: str, copied: list[_Copied], share: float) -> Finding:
    """Tell a text taken over in large part once, with how much of it and with the longest sentences."""
    longest = sorted(copied, key=lambda each: -len(each.text))[:NAMED]
    quoted = "、".join(f"第 {each.line.number} 行“{each.text[:LONGEST]}”" for each in longest)
    return Finding(
        rule="overlap.document",
        grade="warning",
        line=copied[0].line.number,
        start=copied[0].start,
        text=copied[0].text,
        why=f"全文约 {share:.0%}、{len(copied)} 句和“{name}”里的基本相同，如{quoted}，请换成自己的话。",
        source=name,
    )


def _alone(copied: _Copied, name: str) -> Finding:
    return Finding(
        rule="overlap.sentence",
        grade="warning",
        line=copied.line.number,
        start=copied.start,
        text=copied.text,
        why=f"这一句和“{name}”里的基本相同，请换成自己的话。",
        source=name,
    )
