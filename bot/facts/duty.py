"""Whose doing a sentence tells: the writer's own duty, the unit's work, or neither.

A duty report is not a summary of the unit's work. Own is what the writer says of themselves, and what only
somebody in charge does (主持, 牵头, 督促, 审定 …) where nobody else is said to do it.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bot.facts.numerals import numerals
from phrasebank.alternatives import longest_of
from phrasebank.loading import load
from phrasebank.terms import SectionKind

Whose = Literal["own", "unit", "neutral"]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``writer`` names the writer but for ``not_writer``; ``leads`` are deeds of somebody in charge.

    ``not_leads`` hold such a word and mean no deed; ``others`` are who else may be doing it; ``heads`` end
    the title of a post; ``works`` are the verbs of a unit's work.
    """

    writer: tuple[str, ...]
    not_writer: tuple[str, ...]
    leads: tuple[str, ...]
    not_leads: tuple[str, ...]
    others: tuple[str, ...]
    heads: tuple[str, ...]
    works: tuple[str, ...]


class Duty(Struct, frozen=True):
    """A sentence, whose doing it tells, and the words that say so; empty where none do."""

    text: str
    whose: Whose
    cue: str = ""


class Measure(Struct, frozen=True):
    """The sentences of a report, judged in their order."""

    sentences: tuple[Duty, ...]

    def of(self, whose: Whose) -> tuple[Duty, ...]:
        """Give the sentences of one sort."""
        return tuple(each for each in self.sentences if each.whose == whose)

    @property
    def share(self) -> float:
        """Give how much of the report is the writer's own duty, 0 to 1, by sentences."""
        return len(self.of("own")) / len(self.sentences) if self.sentences else 0.0


UNTOLD: tuple[SectionKind, ...] = ("problems", "causes", "plans")
FORMULAS: tuple[SectionKind, ...] = ("opening", "closing", "signature")
FAULTS: tuple[SectionKind, ...] = ("problems", "causes")
TOLD: tuple[SectionKind, ...] = ("achievements", "rectification")
SENTENCE = re.compile(r"[^。！？!?\n]+")
CLAUSE = re.compile(r"[^，；,;：:]+")
OPENED = re.compile(r"[（(][^（）()]*[）)]|[一二三四五六七八九]是")


def sentences_of(text: str) -> tuple[str, ...]:
    """Cut running text into sentences, without their ends."""
    return tuple(each.strip() for each in SENTENCE.findall(text) if each.strip(" 　”）"))


def measured(passages: Iterable[tuple[str, SectionKind | None]], post: str = "") -> Measure:
    """Judge the sentences of passages, each of a section of that kind; ``post`` is the writer's."""
    return Measure(
        tuple(duty_of(sentence, kind, post) for text, kind in passages for sentence in sentences_of(text))
    )


def duty_of(sentence: str, kind: SectionKind | None = None, post: str = "") -> Duty:
    """Judge one sentence.

    Problems, causes and plans are nobody's work done: there a sentence is own, or neutral. Work done that
    nobody is said to have done is the unit's; of integrity it is the writer's. Formulas tell nothing done.
    """
    if kind in FORMULAS:
        return Duty(sentence, "neutral")
    cue = _own_cue(sentence, post, faults=kind in FAULTS)
    if cue:
        return Duty(sentence, "own", cue)
    if kind in UNTOLD:
        return Duty(sentence, "neutral")
    other, work = _first(words().others, sentence), _first(words().works, sentence)
    if kind == "integrity" and not other:
        return Duty(sentence, "own", "廉洁自律")
    if kind in TOLD or numerals(sentence) or work:
        return Duty(sentence, "unit", other or work)
    return Duty(sentence, "neutral")


def _own_cue(sentence: str, post: str, *, faults: bool) -> str:
    plain = OPENED.sub("", sentence)
    writer = longest_of(words().writer).search(longest_of(words().not_writer).sub("□", plain))
    if writer or faults:
        return writer[0] if writer else ""
    doer = ""
    for clause in CLAUSE.findall(longest_of(words().not_leads).sub("□", plain)):
        head = _titled(clause, post)
        if head:
            return head
        lead = longest_of(words().leads).search(clause)
        before = clause[: lead.start()] if lead else clause
        doer = _doer(before) or doer
        if lead and not doer:
            return lead[0]
    return ""


def _doer(before: str) -> str:
    """Give who else is said to be doing it: named at the end of what stands before, or at its beginning."""
    found = [other for other in words().others if before.startswith(other) or before.endswith(other)]
    return max(found, key=len, default="")


def _titled(clause: str, post: str) -> str:
    """Tell whether a clause has the writer's own post as its subject: 书记讲党课, 党支部书记带头."""
    heads = [head for head in words().heads if post.endswith(head)]
    ends = [post[place:] for place in range(len(post) - len(heads[0]) + 1)] if heads else [post]
    for title in ends:
        if title and clause.startswith(title) and not clause.startswith(f"{title}们"):
            return title
    return ""


def _first(among: tuple[str, ...], text: str) -> str:
    return min(
        (each for each in among if each in text), key=lambda word: (text.index(word), -len(word)), default=""
    )


@cache
def words() -> Words:
    """Read the words."""
    return load(Path(__file__).with_name("duty.yaml"), Words)
