"""Context: what a statement speaks for that does not say so itself, by those it stands among.

People write what they lack, why, and what they will do one below the other, and name it at most once. So
the kinds of a run of statements are chosen together: by the cues of each, by fainter words that lean to a
kind, and by its neighbours, since a run seldom changes its kind, and then in the order of a report.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.compose.placing import ADMITTING, kind_of, kind_under
from bot.compose.tidy import tidy
from phrasebank.loading import load_own
from phrasebank.terms import SectionKind

STATES: tuple[SectionKind, ...] = ("achievements", "integrity", "problems", "causes", "plans")
"""The kinds that follow one another in notes, in the order in which reports tell them."""

OWN, LABELLED, LEANING, ADMITS, HINTED = 5.0, 20.0, 1.5, 2.5, 1.0
MOST_LEANINGS = 2
DEED = 1.0
"""What speaks for work done where nothing else speaks: most of what people note is that."""

LONGEST = 500
"""Characters of a statement that are looked at: some forms would search ten thousand digits for long."""

NEXT, BACK, SPLIT = 1.0, 2.5, 4.0
"""What a change of kind costs: to a later one, to an earlier one, and within one row of numbers."""


class Told(Struct, frozen=True):
    """A statement as context sees it: the kind its label names, and the kind that a file's name hints at.

    ``row`` is the number of the row of items that it belongs to, 0 for none.
    """

    text: str
    label: SectionKind | None = None
    hint: SectionKind | None = None
    row: int = 0


def kinds_of(run: Sequence[Told]) -> tuple[SectionKind, ...]:
    """Choose the kinds of statements that follow one another, the likeliest altogether (Viterbi, 1967)."""
    best: dict[SectionKind, tuple[float, tuple[SectionKind, ...]]] = {}
    for place, each in enumerate(run):
        weights = _weights(each)
        same_row = place > 0 and each.row > 0 and each.row == run[place - 1].row
        best = {
            kind: max(_reached(best, kind, weight, same_row=same_row), key=lambda path: path[0])
            for kind, weight in weights.items()
        }
    return max(best.values(), key=lambda path: path[0])[1] if best else ()


def leans_to(text: str, kind: SectionKind) -> int:
    """Count the groups of faint words in a text that lean to a kind."""
    plain = tidy(text)[:LONGEST]
    return sum(bool(form.search(plain)) for form in _leanings()[kind])


def _reached(
    best: Mapping[SectionKind, tuple[float, tuple[SectionKind, ...]]],
    kind: SectionKind,
    weight: float,
    *,
    same_row: bool,
) -> list[tuple[float, tuple[SectionKind, ...]]]:
    if not best:
        return [(weight - (0 if kind == "achievements" else NEXT), (kind,))]
    return [
        (sum_ + weight - _cost(path[-1], kind, same_row=same_row), (*path, kind))
        for sum_, path in best.values()
    ]


def _cost(before: SectionKind, kind: SectionKind, *, same_row: bool) -> float:
    if before == kind:
        return 0
    if same_row:
        return SPLIT
    known = before in STATES and kind in STATES
    return NEXT if known and STATES.index(before) < STATES.index(kind) else BACK


def _weights(each: Told) -> dict[SectionKind, float]:
    """Weigh the kinds for one statement; what its label or an outright form decides stands alone."""
    own, cue = kind_of(each.text)
    if each.label or own == "rectification":
        return {kind_under(each.text, each.label): LABELLED}
    weights = {kind: LEANING * min(MOST_LEANINGS, leans_to(each.text, kind)) for kind in STATES}
    weights["achievements"] += DEED
    if cue:
        weights[own] += OWN
        weights |= {
            kind: weights[kind] + ADMITS for kind in STATES if own == "problems" and kind in ADMITTING
        }
    if each.hint:
        weights[each.hint] = weights.get(each.hint, 0) + HINTED
    return weights


@cache
def _leanings() -> dict[SectionKind, tuple[re.Pattern[str], ...]]:
    lists = load_own(Path(__file__).with_name("leanings.yaml"), dict[SectionKind, tuple[str, ...]])
    return {kind: tuple(re.compile(form) for form in forms) for kind, forms in lists.items()}
