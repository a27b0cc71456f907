"""What the headings of a row have in common: it tells where they end when nothing else does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from phrasebank.labels import CLOSED, LABELLED, MOST, STOP, TWO, Shape, Sisters, closing, scored, shape_of
from phrasebank.marks import BRACKETED, Mark

ENDS_WELL, ENDS_AT_ALL, NOWHERE = 1.7, -1.0, -9.0
SISTERLY, CERTAINLY, ALIKE = 2.5, 5.0, 3
Scores = dict[str, float]
Span = tuple[int, int]


def common_shapes(text: str, marks: Sequence[Mark]) -> dict[int, Sisters]:
    """Give, by its mark's start, the shape that a heading shares with its sisters.

    Headings of a row are mostly built alike; more so where some of them end for certain.
    """
    shapes: dict[int, Sisters] = {}
    behind = {one.start: other.start for one, other in pairwise(marks)}
    for row in rows_of(marks):
        spans = [(mark.end, min(_close(text, mark.end), behind.get(mark.start, len(text)))) for mark in row]
        sisters = _sisters(text, spans, heads=row[0].level <= BRACKETED)
        if sisters:
            shapes.update(dict.fromkeys((mark.start for mark in row), sisters))
    return shapes


def _sisters(text: str, spans: Sequence[Span], *, heads: bool) -> Sisters | None:
    """Give the shape in which the headings of a row end; ``None`` where each ends for itself."""
    ends = [closing(text, *span) for span in spans]
    shut = all(end >= CLOSED for end in ends)
    if shut and all(stop - start <= LABELLED for start, stop in spans):
        return None
    every = [scored(text, *span) for span in spans]
    found = [scores for scores, end in zip(every, ends, strict=True) if end < CLOSED]
    closed = Counter(shape_of(text[slice(*span)]) for span, end in zip(spans, ends, strict=True) if end)
    times = closed + Counter(shape for scores in found for shape in set(map(shape_of, scores)))
    least = max(ALIKE, len(spans) * MOST)
    # A colon closes a phrase for certain, unless the heading goes on behind all of them.
    likely = {shape_of(phrase) for phrase in every[0] if not shut or "：" in phrase}
    few = _least_alike(text, spans) if heads else len(spans)
    sure = {shape for shape in likely if len(shape) <= TWO and _are_alike(every, shape, few)}
    fit = {shape for shape in times if len(shape) == TWO and times[shape] >= least} | sure
    best = max(sorted(fit), key=lambda shape: (closed[shape], _together(found, shape)), default=None)
    certain = best is not None and (closed[best] > 1 or best in sure)
    if best and (certain or _together(found, best) > 0):
        return Sisters(best, CERTAINLY if certain else SISTERLY)
    return None


def _least_alike(text: str, spans: Sequence[Span]) -> int:
    """Say how many must end well at a length: one is enough where all begin with the same character."""
    return min(TWO, len({text[start] for start, _ in spans}))


def _are_alike(found: Sequence[Scores], shape: Shape, least: int) -> bool:
    """Tell whether headings, three or more, end at a length: most do well, or some and none otherwise."""
    best = [_best(scores, shape, NOWHERE) for scores in found]
    well = [score >= ENDS_WELL for score in best]
    otherwise = [max(scores.values(), default=0.0) >= ENDS_WELL for scores in found] != well
    some = sum(well) >= least and not otherwise and min(best) >= ENDS_AT_ALL
    return len(found) >= ALIKE and (some or sum(well) >= MOST * len(well))


def _together(found: Sequence[Scores], shape: Shape) -> float:
    """Sum up how well the headings of a row end at the same shape."""
    return sum(_best(scores, shape, 0.0) for scores in found)


def _best(scores: Scores, shape: Shape, default: float) -> float:
    return max((score for phrase, score in scores.items() if shape_of(phrase) == shape), default=default)


def rows_of(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Group marks of a level that no higher one parts."""
    open_rows: dict[int, list[Mark]] = {}
    for mark in marks:
        for level in [level for level in open_rows if level > mark.level]:
            yield open_rows.pop(level)
        open_rows.setdefault(mark.level, []).append(mark)
    yield from open_rows.values()


def _close(text: str, start: int) -> int:
    end = STOP.search(text, start)
    return end.start() if end else len(text)
