"""Placing: which section of an outline a statement out of raw material belongs to, and by which cue."""

from bot.compose.rectification import answers_a_problem
from bot.compose.words import words
from bot.outline import Outline, Section
from phrasebank.terms import SectionKind
from phrasebank.topics import topic_of

ORDER: tuple[SectionKind, ...] = ("rectification", "plans", "causes", "integrity", "problems")


def kind_of(text: str) -> tuple[SectionKind, str]:
    """Give the kind of section a statement speaks for and its cue; without any it tells of work done."""
    if answers_a_problem(text):
        return "rectification", "针对…问题"
    for kind in ORDER:
        for cue in words().kinds[kind]:
            if cue in text:
                return kind, cue
    return "achievements", ""


def place(text: str, outline: Outline) -> Section:
    """Find the section for a statement: of its kind and, among several of them, of its topic."""
    kind, _ = kind_of(text)
    leaves = [section for section in outline.leaves() if section.kind == kind] or [
        section for section in outline.leaves() if section.kind == "achievements"
    ]
    topic = topic_of(text)
    return next((section for section in leaves if topic in section.topics), leaves[0])
