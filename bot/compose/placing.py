"""Placing: which section of an outline a statement out of raw material belongs to, and by which cue.

A cue counts where it is what the statement says: a deed that mends shortcomings is no shortcoming.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.compose.rectification import answers_a_problem
from bot.compose.tidy import tidy
from bot.compose.words import words
from bot.outline import Outline, Section
from phrasebank.terms import SectionKind, Topic
from phrasebank.topics import topic_of

ADMITTING: frozenset[SectionKind] = frozenset({"causes", "plans", "rectification"})
"""Kinds whose statements name shortcomings too: what stands under such a label is none of its own."""
ORDER: tuple[SectionKind, ...] = ("plans", "causes", "integrity")


def kind_of(text: str) -> tuple[SectionKind, str]:
    """Give the kind of section a statement speaks for and its cue; without any it tells of work done."""
    plain = tidy(text)
    if answers_a_problem(text):
        return "rectification", "针对…问题"
    for kind in ORDER:
        cue = _forms()[kind].search(plain)
        if cue:
            return kind, cue[0]
    fault = next(_faults(plain), None)
    return ("problems", fault) if fault else ("achievements", "")


def kind_under(text: str, label: SectionKind | None) -> SectionKind:
    """Give the kind of section a statement speaks for under a label: its own cues come first."""
    own, _ = kind_of(text)
    yields = own == "achievements" or (own == "problems" and label in ADMITTING)
    return label or own if yields else own


def place(
    text: str,
    outline: Outline,
    kind: SectionKind | None = None,
    topic: Topic | None = None,
    board: Topic | None = None,
) -> Section:
    """Find the section for a statement: of its kind and, among several of them, of its topic.

    ``kind`` and ``topic`` are what the label above it says; the statement's own cues come first. Under the
    name of a part of the report (``board``) it belongs there, whatever it is about.
    """
    wanted = kind_under(text, kind)
    leaves = [section for section in outline.leaves() if section.kind == wanted] or [
        section for section in outline.leaves() if section.kind == "achievements"
    ]
    about = board or topic_of(text) or topic
    return next((section for section in leaves if about in section.topics), leaves[0])


def _faults(plain: str) -> Iterator[str]:
    for clause in re.split(r"[，；。：]", plain):
        fault = _forms()["problems"].search(clause)
        if fault and not _mended().search(clause[: fault.start()]):
            yield fault[0]


@cache
def _forms() -> dict[SectionKind, re.Pattern[str]]:
    return {kind: re.compile("|".join(forms)) for kind, forms in words().kinds.items()}


@cache
def _mended() -> re.Pattern[str]:
    return re.compile("|".join(words().mended))
