"""Series of numbered lines that, by what they name, are the parts of a report, whatever stands above them."""

import re
from collections.abc import Iterator, Sequence

from bot.notice.aspects import kind_named
from bot.notice.words import any_form, words
from phrasebank.markers import LEVELS, read_marker

FEWEST = 2
LONGEST_HEAD = 40


def parts_of_report(lines: Sequence[str]) -> frozenset[int]:
    """Give the places of numbered lines of which at least half name a part of a report, one a real part.

    存在问题, 产生原因 and 改进措施 are such parts; so is whatever ends in 情况.
    """
    found: set[int] = set()
    for series in _series(lines):
        heads = [_head(lines[place]) for place in series]
        past = any_form(words().last_year)
        kinds = [kind_named(head) is not None or bool(past.search(head)) for head in heads]
        named = sum(kind or head.endswith("情况") for kind, head in zip(kinds, heads, strict=True))
        if len(series) >= FEWEST and any(kinds) and 2 * named >= len(series):
            found |= set(series)
    return frozenset(found)


def _series(lines: Sequence[str]) -> Iterator[list[int]]:
    """Group numbered lines of one level that no line of a higher level parts."""
    open_series: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        marker = read_marker(line)
        level = LEVELS.get(marker.kind, 0) if marker else 0
        if not level:
            continue
        for deeper in [each for each in open_series if each > level]:
            yield open_series.pop(deeper)
        open_series.setdefault(level, []).append(place)
    yield from open_series.values()


def _head(line: str) -> str:
    marker = read_marker(line)
    head = re.split(r"[。：:，；（(]", marker.rest if marker else line, maxsplit=1)[0].strip()
    return head if len(head) <= LONGEST_HEAD else ""
