"""Whether two statements speak of the same thing, and by which words they do.

Words that every report is full of show nothing: 工作, 进一步. Broad ones show something only together:
党员教育 does, 党员 does not.
"""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.alternatives import longest_of
from phrasebank.loading import load
from phrasebank.remembering import remembered

HAN = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
EDGES = re.compile("^[的和与及了在对把将等为以各有都也还就]+|[的和与及了在对把将等为以各有都也还就]+$")
READ = 300
REPEATED = 0.6
FIRM = 3.0


class _Common(Struct, frozen=True, forbid_unknown_fields=True):
    """``empty`` words say nothing of a subject, ``broad`` ones little."""

    empty: tuple[str, ...]
    broad: tuple[str, ...]


class Likeness(Struct, frozen=True):
    """How much two statements share, and the telling words in the order of the second."""

    weight: float = 0.0
    words: tuple[str, ...] = ()

    @property
    def firm(self) -> bool:
        """Whether it is enough to say that they speak of the same thing."""
        return self.weight >= FIRM


@remembered(16384)
def likeness(one: str, other: str) -> Likeness:
    """Weigh the words that two statements share: about a point for each telling character."""
    found: dict[str, float] = {}
    for run in _shared(_plain(one), _plain(other)):
        weight = _weight(run)
        if weight:
            found[_told(run)] = weight
    return Likeness(sum(found.values()), tuple(found))


@remembered(16384)
def repeats(one: str, other: str) -> bool:
    """Whether one brief statement says the other again: most of the shorter's characters, in runs."""
    first, second = _plain(one), _plain(other)
    if not first or not second:
        return False
    shared = sum(map(len, _shared(first, second)))
    return shared >= REPEATED * max(len(first), len(second)) and likeness(one, other).weight > 0


@remembered(16384)
def share_of(name: str, text: str) -> float:
    """Give how much of a name's characters, from 0 to 1, a text says again in runs of two or more."""
    plain = _plain(name)
    said = sum(map(len, _shared(_plain(text), plain)))
    return said / max(1, len(plain.replace("，", "")))


def _plain(text: str) -> str:
    return HAN.sub("，", text[:READ])


def _shared(one: str, other: str) -> list[str]:
    """Give the runs of two characters or more of ``other`` that stand in ``one`` too, from left to right."""
    runs: list[str] = []
    place = 0
    while place < len(other) - 1:
        end = place + 2
        if "，" in other[place:end] or other[place:end] not in one:
            place += 1
            continue
        while end < len(other) and other[end] != "，" and other[place : end + 1] in one:
            end += 1
        runs.append(other[place:end])
        place = end
    return runs


def _weight(run: str) -> float:
    rest = _told(run)
    parts = _broad().findall(rest)
    if not rest or len(rest) == 1:
        return 0
    left = _broad().sub("", rest)
    if len(left) > 1:
        return len(rest)
    return len(rest) * 0.75 if len(parts) > 1 else 0.5 if parts else 0


def _told(run: str) -> str:
    """Take a run without the words at its edges that say nothing; inside a longer term they stay."""
    rest = run
    while (shorter := EDGES.sub("", _edges().sub("", rest))) != rest:
        rest = shorter
    return rest


@cache
def _common() -> _Common:
    return load(Path(__file__).with_name("likeness.yaml"), _Common)


@cache
def _empty() -> re.Pattern[str]:
    return longest_of(_common().empty)


@cache
def _edges() -> re.Pattern[str]:
    return re.compile(f"^(?:{_empty().pattern})|(?:{_empty().pattern})$")


@cache
def _broad() -> re.Pattern[str]:
    return longest_of(_common().broad)
