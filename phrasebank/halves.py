"""Headings of two halves that nothing closes, in a text without line breaks: their sisters tell them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from phrasebank.below import SERIAL
from phrasebank.labels import BEGINS, LABELLED, MOST, OWN_LINE, STOP, TWO, Shape, evenness, scored, shape_of
from phrasebank.marks import COUNTED

SPACED_HALF = re.compile("(?:(?<=[。！？：\n])|^)([\u4e00-\u9fff]{3,8})[ \u3000]")
HAN_ONLY = re.compile("[\u4e00-\u9fff]+[ \u3000][\u4e00-\u9fff]+")
HALF = range(3, 13)
HALVES = re.compile("[^，。；：、！？\n]{3,12}[，：][^，。；：、！？\n]{3}")
HALF_STOP = re.compile("[，：]")
APART, SISTER, LEAST_WORTH, BUILT_ALIKE = 45, 0.1, 0.4, 0.5
Head = tuple[int, int, float]
"""Where a phrase begins and ends that may be a heading, and how well it does."""


def spaced_heads(text: str) -> Iterator[int]:
    """Find headings in two halves of a length that a blank parts, two or more: 坚守初心 修身立德."""
    found = [(match.start(), match.end() + len(match[1])) for match in SPACED_HALF.finditer(text)]
    found = [(start, end) for start, end in found if HAN_ONLY.fullmatch(text[start:end])]
    lengths = Counter(end - start for start, end in found)
    yield from (place for start, end in found if lengths[end - start] > 1 for place in (start, end))


def paired_heads(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Find headings of two halves that nothing closes, by their sisters: 3 begin sentences far apart.

    Such as 抓班子带队伍，支部有了主心骨 and 调结构促增收，群众鼓了钱袋子, with text right behind them.
    """
    groups: dict[Shape, list[Head]] = {}
    for start in starts:
        for head, halves in _halved(text, start):
            groups.setdefault((0, halves[1]), []).append(head)
            if not BEGINS.match(text, start):
                groups.setdefault(halves, []).append(head)
    rows = [_apart(group if shape[0] else _ending_alike(text, group)) for shape, group in groups.items()]
    best = max(rows, key=partial(_worth, text), default=[])
    if _worth(text, best) > LEAST_WORTH:
        yield from (place for start, end, _ in best for place in (start, end))


def _halved(text: str, start: int) -> Iterator[tuple[Head, Shape]]:
    """Give the beginnings of a sentence that may be headings of two halves, and how long these are."""
    stop = STOP.search(text, start)
    if not (stop and HALVES.match(text, start)) or COUNTED.match(text, start) or SERIAL.match(text, start):
        return
    own_line = stop[0] == "\n" and stop.start() - start <= LABELLED
    found = {text[start : stop.start()]: OWN_LINE} if own_line else scored(text, start, stop.start())
    for phrase, score in found.items():
        halves = tuple(len(half) for half in HALF_STOP.split(phrase))
        if len(halves) == TWO and halves[0] in HALF and halves[1] in HALF:
            yield (start, start + len(phrase), score - evenness(shape_of(phrase))), halves


def _ending_alike(text: str, group: Sequence[Head]) -> list[Head]:
    """Keep headings whose second halves have a character in common: …把得更准, …建得更强."""
    ends = [text[start:end][:0:-1] for start, end, _ in group]
    place, character = _in_common([re.split("[，：]", end)[0] for end in ends])
    return [head for head, end in zip(group, ends, strict=True) if character and end[place] == character]


def _in_common(phrases: Sequence[str]) -> tuple[int, str]:
    """Give the place at which most phrases, three or more, have the same character; empty where none is."""
    columns = enumerate(zip(*phrases, strict=False))
    found = (
        (times, place, character)
        for place, column in columns
        for character, times in Counter(column).most_common(TWO)
        if character not in "，：的我们是有"
    )
    times, place, character = max(found, default=(0, 0, ""))
    return (place, character) if times > TWO else (0, "")


def _apart(group: Sequence[Head]) -> list[Head]:
    """Leave out of headings that would be sisters the worse of two too near for text between them."""
    kept: list[Head] = []
    for each in group:
        if not kept or each[0] - kept[-1][1] >= APART:
            kept.append(each)
        elif each[2] > kept[-1][2]:
            kept[-1] = each
    return kept


def _worth(text: str, group: Sequence[Head]) -> float:
    """Weigh headings that would be sisters: by their own signs, their number, and a character in common."""
    if len(group) <= TWO:
        return 0.0
    ends = [text[start:end][::-1] for start, end, _ in group]
    place, character = _in_common(ends)
    alike = sum(end[place] == character for end in ends)
    common = BUILT_ALIKE * (alike >= MOST * len(group))
    return sum(score for _, _, score in group) / len(group) + SISTER * len(group) + common
