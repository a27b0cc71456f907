"""Headings without a number, in a text that has no line breaks left: by labels, colons and their sisters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

from phrasebank.alternatives import any_of
from phrasebank.below import SERIAL, headed_items
from phrasebank.cues import cues
from phrasebank.halves import APART, HALF_STOP, paired_heads, spaced_heads
from phrasebank.labels import (
    ANEW,
    BEGINS,
    COMMA,
    LABEL_END,
    LEAST_SCORE,
    SHORT_LABEL,
    STOP,
    TWO,
    end_score,
    open_end,
)

LINE_START = re.compile("^", re.MULTILINE)
SENTENCE_START = re.compile("(?<=[。！\n])|(?<=如下：)")
HEADS = "((?:[“”\u4e00-\u9fff]{3,14}|[“”\u4e00-\u9fff]{3,10}，[“”\u4e00-\u9fff]{3,12})。)(?=[^。]{20,})"
SHORT_SENTENCE = re.compile(f"(?<=[。）】\n]){HEADS}")
FIRST_SENTENCE = re.compile(HEADS)
BRACKETED_HEAD = re.compile("(?:(?<=[。！？：\n])|^)【[“”，、\u4e00-\u9fff]{4,24}】")
ASKED = re.compile("(?:(?<=[。！？：\n])|^)[^。！？；，：\n]{4,18}？")
SPREAD = 3
COLON_HEAD = re.compile(
    r"(?<=[。！？\n])([^\d，。；：！？“\n][^，。；：！？“\n]{2,14}(?:，[^，。；：！？\n]{2,16})?)：(?=[^。]{8,}。)"
)
LEADS_ON = re.compile(
    "如下|以下|下列|[们志导委家人是有为表]$|[几两二三四五六七八九十]个?(?:方面|条|项|点|件|步|句话)$|^第[一二三四五六七八九十]"
)
PLAIN = range(5, 15)
COUNTED = re.compile("第一[步件点条项个]?[，、：]")
SHORTEST = 4


def heads_in(text: str) -> list[int]:
    """Give where headings without a number begin and end, and the items that some of them head."""
    starts = [match.end() for match in SENTENCE_START.finditer(text)]
    closed = list(colon_heads(text))
    # A text that closes its headings with colons leaves none open.
    opened = () if closed else (*paired_heads(text, starts), *plain_heads(text, starts))
    certain = _certain(text)
    whole = _spans(certain)
    likely = {*closed, *opened, *counted_heads(text), *labels_in(text, starts)}
    return sorted(
        {*certain, *(place for place in likely if not any(one < place < end for one, end in whole))}
    )


def run_on_heads(text: str) -> int:
    """Count the lines in which a paragraph stands right behind a heading without a number, or before it."""
    starts = [match.end() for match in LINE_START.finditer(text)]
    open_heads = (*paired_heads(text, starts), *plain_heads(text, starts))
    closed = [span for span in _spans(colon_heads(text)) if "，" in text[slice(*span)]]
    found = (*_spans(_certain(text)), *_spans(open_heads), *closed)
    around = (text[start - 1 : start] + text[end : end + 1] for start, end in found)
    labels = (
        text[start - 1 : start] == "\n" != text[end : end + 1]
        for start, end in pairwise(labels_in(text, starts))
        if _is_label(text[start:end])
    )
    return sum(each != "\n\n" for each in around) + sum(labels)


def _spans(places: Iterable[int]) -> list[tuple[int, int]]:
    """Put where headings begin together with where they end."""
    return list(pairwise(places))[::2]


def _certain(text: str) -> list[int]:
    """Find the headings that a sign of their own tells: brackets, a question mark, a blank between halves."""
    return [*bracketed_heads(text), *asked_heads(text), *spaced_heads(text)]


def bracketed_heads(text: str) -> Iterator[int]:
    """Find headings in brackets of their own, three or more between sentences: 【抓学习，筑牢忠诚】."""
    found = [match.span() for match in BRACKETED_HEAD.finditer(text)]
    if len(found) > TWO:
        yield from (place for span in found for place in span)


def asked_heads(text: str) -> Iterator[int]:
    """Find headings that ask, three or more far apart: 这一年我做了什么？ 明年我往哪使劲？."""
    found = [match.span() for match in ASKED.finditer(text)]
    if len(found) > TWO and all(other[0] - one[1] >= APART for one, other in pairwise(found)):
        yield from (place for span in found for place in span)


def labels_in(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Find headings without a marker between two sentences: …。｜存在的问题｜对照要求，….

    A label tells itself; a plain phrase is one only where two more of its length begin sentences.
    """
    plain: dict[int, list[tuple[int, int]]] = {}
    places = list(starts)
    for start in places:
        stop = STOP.search(text, start)
        end = open_end(text, start, stop.start(), LEAST_SCORE) if stop else None
        phrase = text[start:end]
        if not end or COMMA.search(phrase):
            continue
        if _is_label(phrase) and not BEGINS.match(phrase):
            yield from (start, end)
            yield from headed_items(text, end, len(text))
            places.append(end)
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


def plain_heads(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Find headings of one phrase that nothing closes, by what begins anew behind them: 3 of about a length.

    Such as 路修到了家门口 and 水引到了灶台边, with 去年… and 村里… right behind them.
    """
    found: list[tuple[int, int]] = []
    for start in starts:
        stop = STOP.search(text, start)
        if not stop or BEGINS.match(text, start) or SERIAL.match(text, start):
            continue
        if stop[0] == "\n" and stop.start() - start in PLAIN:
            found.append((start, stop.start()))
            continue
        ends = (
            start + length
            for length in PLAIN
            if start + length < stop.start() and ANEW.match(text, start + length)
        )
        scores = {end: score for end in ends if (score := end_score(text, start, end)) is not None}
        best = max(scores, key=lambda end: scores[end], default=0)
        if best and not HALF_STOP.search(text, start, best):
            found.append((start, best))
    for least in PLAIN:
        alike = [each for each in found if 0 <= each[1] - each[0] - least <= SPREAD]
        if len(alike) > TWO and all(other[0] - one[1] >= APART for one, other in pairwise(alike)):
            yield from (place for cut in alike for place in cut)
            return


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
    if longest and "，" in longest[0][1] and len(longest) <= TWO and longest[0] is not first:
        return
    lengths = {len(match[1]) for match in longest}
    short = min(lengths, default=0) <= SHORTEST
    if len(longest) > 1 and not (short and (len(longest) <= TWO or len(lengths) > 1)):
        yield from (match.start(1) for match in longest)


def _alike(one: str, other: str) -> bool:
    if "，" in one + other:
        return one.find("，") == other.find("，") and len(one) == len(other)
    return abs(len(one) - len(other)) <= SPREAD and (one[0] == "“") == (other[0] == "“")
