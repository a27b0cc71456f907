"""Headings without a number, in a text that has no line breaks left: by labels, colons and their sisters."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise

from phrasebank.cues import any_of, cues
from phrasebank.labels import (
    BEGINS,
    COMMA,
    LABEL_END,
    LEAST_SCORE,
    SERIAL,
    SHORT_LABEL,
    STOP,
    TWO,
    Shape,
    evenness,
    headed_items,
    open_end,
    scored,
    shape_of,
)

SENTENCE_START = re.compile("(?<=[。！])|(?<=如下：)")
SHORT_SENTENCE = re.compile(r"(?<=[。）】])([“”\u4e00-\u9fff]{3,14}。)(?=[^。]{20,})")
FIRST_SENTENCE = re.compile(r"([“”\u4e00-\u9fff]{3,14}。)(?=[^。]{20,})")
SPREAD = 3
COLON_HEAD = re.compile(
    r"(?<=[。！？])([^\d，。；：！？“][^，。；：！？“]{2,14}(?:，[^，。；：！？]{2,16})?)：(?=[^。]{8,}。)"
)
LEADS_ON = re.compile("如下|以下|下列|[们志导委家人是有为]$|[几三四五六两个]个?方面$")
HALF = range(3, 13)
HALF_STOP = re.compile("[，：]")
HALVES = re.compile("[^，。；：、！？]{3,12}[，：][^，。；：、！？]{3}")
COUNTED = re.compile("第一[步件点条项个]?[，、：]")
SHORTEST = 4
APART, SISTER, LEAST_WORTH = 60, 0.1, 0.4


def heads_in(text: str) -> list[int]:
    """Give where headings without a number begin and end, and the items that some of them head."""
    found = (labels_in(text), colon_heads(text), paired_heads(text), counted_heads(text))
    return sorted({place for each in found for place in each})


def labels_in(text: str) -> Iterator[int]:
    """Find headings without a marker between two sentences: …。｜存在的问题｜对照要求，….

    A label tells itself; a plain phrase is one only where two more of its length begin sentences.
    """
    plain: dict[int, list[tuple[int, int]]] = {}
    starts = [match.end() for match in SENTENCE_START.finditer(text)]
    for start in starts:
        stop = STOP.search(text, start)
        end = open_end(text, start, stop.start(), LEAST_SCORE) if stop else None
        phrase = text[start:end]
        if not end or COMMA.search(phrase):
            continue
        if _is_label(phrase) and not BEGINS.match(phrase):
            yield from (start, end)
            yield from headed_items(text, end, len(text))
            starts.append(end)
        else:
            plain.setdefault(len(phrase), []).append((start, end))
    yield from (place for alike in plain.values() if len(alike) > TWO for cut in alike for place in cut)


def counted_heads(text: str) -> Iterator[int]:
    """Find a row that short sentences head (第一、抓学习。…第二、…) and the heading right before it."""
    for match in COUNTED.finditer(text):
        items = list(headed_items(text, match.start(), len(text)))
        start = max((each.end() for each in SENTENCE_START.finditer(text, 0, match.start())), default=0)
        if items[:1] == [match.start()] and SHORTEST <= match.start() - start <= SHORT_LABEL:
            yield from (start, *items)


def colon_heads(text: str) -> Iterator[int]:
    """Find headings that colons close: three of a length tell the rest (产业这条路，我们走稳了：…)."""
    found = [match for match in COLON_HEAD.finditer(text) if not LEADS_ON.search(match[1])]
    lengths = [len(match[1]) for match in found]
    if any(sum(0 <= length - least <= SPREAD for length in lengths) > TWO for least in lengths):
        yield from (place for match in found for place in (match.start(1), match.end()))


def paired_heads(text: str) -> Iterator[int]:
    """Find headings of two halves that nothing closes, by their sisters: 3 begin sentences far apart.

    Such as 抓班子带队伍，支部有了主心骨 and 调结构促增收，群众鼓了钱袋子, with text right behind them.
    """
    groups: dict[Shape, list[tuple[int, int, float]]] = {}
    for start in (match.end() for match in SENTENCE_START.finditer(text)):
        stop = STOP.search(text, start)
        if not (stop and HALVES.match(text, start)) or BEGINS.match(text, start) or SERIAL.match(text, start):
            continue
        for phrase, score in scored(text, start, stop.start()).items():
            halves = tuple(len(half) for half in HALF_STOP.split(phrase))
            if len(halves) == TWO and halves[0] in HALF and halves[1] in HALF:
                groups.setdefault(halves, []).append(
                    (start, start + len(phrase), score - evenness(shape_of(phrase)))
                )
    best = max(groups.values(), key=_worth, default=[])
    if _worth(best) > LEAST_WORTH:
        yield from (place for start, end, _ in best for place in (start, end))


def _worth(group: list[tuple[int, int, float]]) -> float:
    """Weigh headings that would be sisters: by their own signs, and by how many they are."""
    if len(group) <= TWO or any(other[0] - one[1] < APART for one, other in pairwise(group)):
        return 0.0
    return sum(score for _, _, score in group) / len(group) + SISTER * len(group)


def _is_label(phrase: str) -> bool:
    return len(phrase) <= SHORT_LABEL and bool(LABEL_END.search(phrase) and _headings().search(phrase))


@cache
def _headings() -> re.Pattern[str]:
    return any_of(tuple(word for section in cues().sections for word in section.strong + section.weak))


def parallel_sentences(text: str, begin: int, end: int) -> Iterator[int]:
    """Find short sentences that head the ones behind them: two or more of a length under one heading."""
    groups: list[list[re.Match[str]]] = []
    first = FIRST_SENTENCE.match(text, begin, end)
    for match in chain([first] if first else [], SHORT_SENTENCE.finditer(text, begin + 1, end)):
        if SERIAL.match(match[1]):
            continue
        group = next((group for group in groups if _alike(group[0][1], match[1])), None)
        if group:
            group.append(match)
        else:
            groups.append([match])
    longest = max(groups, key=len, default=[])
    lengths = {len(match[1]) for match in longest}
    short = min(lengths, default=0) <= SHORTEST
    if len(longest) > 1 and not (short and (len(longest) <= TWO or len(lengths) > 1)):
        yield from (match.start(1) for match in longest)


def _alike(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= SPREAD and (one[0] == "“") == (other[0] == "“")
