"""Headings and points: what a paragraph begins with, and what stands around it.

A marker before a short phrase is a heading, one before a whole statement a point; single paragraphs are often
unclear, so the paragraphs of a series are judged together.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from phrasebank.blocks import Block, are_parallel, cut_blocks, without_colon
from phrasebank.cues import cues, first_in
from phrasebank.markers import LEVELS, MarkerKind, read_marker
from phrasebank.rows import is_row
from phrasebank.tidying import Line

ANNOUNCES = re.compile("(?:如下|汇报|报告|评议|审议|述职)[^。：]{0,12}[。：]$")
PHRASE = 40
RUN_IN = 32
STATEMENT = 20
UNMARKED = range(3, 21)
OWN_LINE = range(4, 26)
BODY, LED = 20, 12
ALIKE, SHORTEST = 3, 4


def read_blocks(paragraphs: Sequence[Line]) -> list[Block]:
    """Cut paragraphs up and find the level of those that are headings; 0 for all others."""
    blocks = cut_blocks(paragraphs)
    levels = [0] * len(blocks)
    for series in _numbered_series(blocks):
        kind = _kind(blocks[series[0]])
        if kind and _are_headings(blocks, series):
            _raise(blocks, levels, series, LEVELS[kind])
    if 1 not in levels:
        top = _top_lines(blocks, levels) or _top_lines([without_colon(block) for block in blocks], levels)
        _raise(blocks, levels, top, 1)
    for series in _serial_series(blocks, levels):
        if len(series) > 1 and _are_headings(blocks, series):
            _raise(blocks, levels, series, _level_above(levels, series[0]) + 1)
    for series in _own_lines(blocks, levels):
        _raise(blocks, levels, series, _level_above(levels, series[0]) + 1)
    for series in _unmarked_series(blocks, levels):
        _raise(blocks, levels, series, _level_above(levels, series[0]) + 1)
    return [
        Block(block.line, block.text, block.marker, block.phrase, block.body, block.closed, level)
        for block, level in zip(blocks, levels, strict=True)
    ]


def _kind(block: Block) -> MarkerKind | None:
    return block.marker.kind if block.marker else None


def _numbered_series(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Group numbered paragraphs: same kind, no higher marker between, numbers rising."""
    open_series: dict[MarkerKind, list[int]] = {}
    for place, block in enumerate(blocks):
        marker = block.marker
        if not marker or marker.kind == "serial":
            continue
        for kind in [kind for kind in open_series if LEVELS[kind] > LEVELS[marker.kind]]:
            yield open_series.pop(kind)
        series = open_series.get(marker.kind, [])
        if series and marker.ordinal <= _ordinal(blocks[series[-1]]):
            yield open_series.pop(marker.kind)
            series = []
        open_series[marker.kind] = [*series, place]
    yield from open_series.values()


def _serial_series(blocks: Sequence[Block], levels: Sequence[int]) -> Iterator[list[int]]:
    """Group paragraphs that begin with 一是, 二是 … under one heading; rows within a paragraph are none."""
    series: list[int] = []
    for place, block in enumerate(blocks):
        if levels[place] and series:
            yield series
            series = []
        if _kind(block) != "serial" or is_row(block.text):
            continue
        if series and _ordinal(block) <= _ordinal(blocks[series[-1]]):
            yield series
            series = []
        series.append(place)
    if series:
        yield series


def _ordinal(block: Block) -> int:
    return block.marker.ordinal if block.marker else 0


def _are_headings(blocks: Sequence[Block], series: Sequence[int]) -> bool:
    """Let the paragraphs of a series vote; a draw goes to headings for 一、 and （一） only."""
    followed = [_is_followed(blocks, place) for place in series]
    if sum(followed[:-1]) == 0 and len(series) > 1:
        followed[-1] = False
    votes = sum(
        _looks_like_heading(blocks[place], after) for place, after in zip(series, followed, strict=True)
    )
    strict = _kind(blocks[series[0]]) not in {"chinese", "bracketed"}
    return votes * 2 > len(series) if strict else votes * 2 >= len(series)


def _is_followed(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether the next paragraph is text that could belong under this one, and no stray line."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    return bool(below and not below.marker and (below.closed or below.body or below.length >= BODY))


def _looks_like_heading(block: Block, followed: bool) -> bool:  # noqa: FBT001 - one of two votes
    if block.body:
        within = read_marker(block.body)
        return block.length <= RUN_IN and not (within and within.kind == _kind(block))
    if block.text.endswith(("；", "，")) or block.length > PHRASE:
        return False
    short = _kind(block) in {"chinese", "bracketed"} and block.length <= STATEMENT
    return followed or short or not block.closed


def _raise(blocks: Sequence[Block], levels: list[int], series: Sequence[int], level: int) -> None:
    for place in series:
        if 0 < blocks[place].length <= PHRASE:
            levels[place] = level


def _level_above(levels: Sequence[int], place: int) -> int:
    return next((levels[above] for above in range(place - 1, -1, -1) if levels[above]), 0)


def _unmarked_series(blocks: Sequence[Block], levels: Sequence[int]) -> Iterator[list[int]]:
    """Find runs of neighbouring paragraphs without a marker that open with parallel short phrases."""
    first = next((place for place, level in enumerate(levels) if level), 0)
    least = 2 if any(levels) else ALIKE
    run: list[int] = []
    for place in range(first, len(blocks) + 1):
        if place < len(blocks) and not levels[place] and _opens_with_phrase(blocks[place]):
            run.append(place)
            continue
        run = _alike(blocks, run) if len(run) > 1 else []
        if len(run) >= least and are_parallel([blocks[each].phrase for each in run]):
            yield run
        run = []


def _alike(blocks: Sequence[Block], run: list[int]) -> list[int]:
    """Leave out of a run what begins otherwise than most; very short phrases must be three of a length."""
    (first, times), *_ = Counter(blocks[each].phrase[:1] for each in run).most_common(1) or [("", 0)]
    if ALIKE <= times < len(run):
        run = [each for each in run if blocks[each].phrase.startswith(first)]
    lengths = {blocks[each].length for each in run}
    short = min(lengths, default=0) < SHORTEST
    return [] if short and (len(run) < ALIKE or len(lengths) > 1) else run


def _own_lines(blocks: Sequence[Block], levels: Sequence[int]) -> Iterator[list[int]]:
    """Find headings without a marker on their own lines: under one heading, alike in length, text below."""
    series: list[int] = []
    for place, level in enumerate(levels):
        if level:
            yield from _at_least_two(blocks, series)
            series = []
        elif _heads_text(blocks, levels, place) and _level_above(levels, place):
            series.append(place)
    yield from _at_least_two(blocks, series)


def _top_lines(blocks: Sequence[Block], levels: Sequence[int]) -> list[int]:
    """Find headings of a text that numbers none: by their words, or where they head text.

    What stands above the opening heads nothing; below one known by its words it may be of a lower level.
    """
    known = [place for place, block in enumerate(blocks) if _stands_alone(block)]
    before = range(known[0] if known else len(blocks))
    able = [place for place in range(len(blocks)) if _heads_text(blocks, levels, place)]
    heading = [place for place in able if place in before]
    opened = next((place for place, block in enumerate(blocks) if _is_text(block)), len(blocks))
    if len(heading) == 1 or not are_parallel([blocks[place].phrase for place in heading]):
        heading = [place for place in heading if place > opened]
    # One alone below a known one is no series of its own.
    for one, other in pairwise([*known, len(blocks)] if heading else ()):
        between = [place for place in able if one < place < other]
        heading += between if len(between) == 1 else []
    return sorted({*known, *heading}) if known or len(heading) > 1 else []


def _at_least_two(blocks: Sequence[Block], series: Sequence[int]) -> Iterator[list[int]]:
    if len(series) > 1 and are_parallel([blocks[each].phrase for each in series]):
        yield list(series)


def _heads_text(blocks: Sequence[Block], levels: Sequence[int], place: int) -> bool:
    block, below = blocks[place], blocks[place + 1 : place + 2]
    alone = not (block.marker or block.body or block.closed) and block.length in OWN_LINE
    heads = alone and bool(below) and not levels[place + 1] and _is_text(below[0])
    # What stands above the opening is a name or an office.
    return heads and not ANNOUNCES.search(below[0].text)


def _is_text(block: Block) -> bool:
    return len(block.text) >= (LED if block.text.endswith("：") else BODY) and "。" in block.text


def _opens_with_phrase(block: Block) -> bool:
    return (
        block.marker is None
        and block.length in UNMARKED
        and len(block.body) >= BODY
        and block.phrase.count("，") <= 1
        and not block.phrase.startswith("针对")
    )


def _stands_alone(block: Block) -> bool:
    """Tell whether a line without a marker is a heading by its words: 存在问题, 主要工作."""
    if block.marker or block.body or block.closed or block.length not in OWN_LINE:
        return False
    return any(first_in(block.phrase, section.strong + section.weak) for section in cues().sections)
