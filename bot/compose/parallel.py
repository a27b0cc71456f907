"""Sibling headings for work done: of one length and structure, no word said twice, each about its own text.

A set is made of the bank's headings of one mould, or of words that the paragraphs themselves use with a verb
that governs them (``titles.yaml``), alone or before a second half from the bank.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from bot.compose.words import words
from phrasebank.bank import Bank
from phrasebank.families import COMPARING
from phrasebank.loading import load
from phrasebank.patterns import QUOTATION_MARKS, mould_of
from phrasebank.remembering import remembered
from phrasebank.terms import Topic

ECHO = 4
VERB = 2
WIDTH = 64
LATER = 0.2
"""How much worse a heading is than the one before it in rank."""

REPEATED_VERB, REPEATED_WORD, ECHOED, UNPROVED, GENERAL = 3.0, 1.0, 0.4, 20.0, 0.4
COMMON = {"党建", "党员", "工作", "基层"}
COMMONPLACE = 0.1
"""Words that every such report is full of: they fit nothing, and twice they weigh only so much."""


class TitleSet(Struct, frozen=True):
    """Headings, one for each paragraph in order, and how much is wrong with them; 0 is nothing."""

    headings: tuple[str, ...]
    faults: float = 0.0

    @property
    def even(self) -> bool:
        """Whether all are of one mould."""
        return len(set(map(mould_of, self.headings))) <= 1

    @property
    def length(self) -> int:
        """The characters of the longest, marks and comma not counted."""
        return max((size(heading) for heading in self.headings), default=0)


def size(heading: str) -> int:
    """Count the characters of a heading without quotation marks and comma."""
    return len(heading.translate(QUOTATION_MARKS).replace("，", ""))


def for_topics(
    bank: Bank, mould: str, texts: Mapping[Topic, str], year: int | None, beside: tuple[str, ...] = ()
) -> list[str]:
    """Give each topic's text a heading of one mould from the bank, as far as it has one for each.

    They go with those that stand ``beside`` them; what the bank lacks is said in the text's own words.
    """
    options = tuple(
        tuple(_banked(bank, mould, topic, text, year)) or tuple(_own(bank, topic, text, year))
        for topic, text in texts.items()
    )
    return list(chosen_from(options, beside).headings)


def sets_for_topics(bank: Bank, texts: Mapping[Topic, str], year: int | None) -> tuple[TitleSet, ...]:
    """Give the best set of each kind: of a mould, of the paragraphs' own words, of …更…; the best first."""
    kinds: dict[tuple[str, bool], list[list[_Option]]] = {}
    for place, (topic, text) in enumerate(texts.items()):
        for option in (*_banked(bank, None, topic, text, year), *_own(bank, topic, text, year)):
            kind = kinds.setdefault((mould_of(option.text), _compares(option.text)), [])
            kind.extend([] for _ in range(place + 1 - len(kind)))
            kind[place].append(option)
    full = [options for options in kinds.values() if len(options) == len(texts) and all(options)]
    chosen = (chosen_from(tuple(map(tuple, options))) for options in full)
    found = (each for each in chosen if not _repeats(each.headings))
    return tuple(sorted(found, key=lambda each: each.faults))


class _Option(Struct, frozen=True):
    """A heading that a text may have, and what is wrong with it whatever stands beside it."""

    text: str
    faults: float = 0.0


@remembered(128)
def chosen_from(options: tuple[tuple[_Option, ...], ...], beside: tuple[str, ...] = ()) -> TitleSet:
    """Choose one of each so that together they have the fewest faults; of equal ones those first in rank."""
    used = frozenset[tuple[str, bool]]().union(*map(_told, beside))
    beams: list[tuple[float, tuple[str, ...], frozenset[tuple[str, bool]]]] = [(0.0, (), used)]
    for here in options:
        grown = [
            (
                faults + option.faults + _clash(option.text, told),
                (*taken, option.text),
                told | _told(option.text),
            )
            for faults, taken, told in beams
            for option in here
        ]
        beams = sorted(grown, key=lambda beam: beam[0])[:WIDTH]
    return TitleSet(beams[0][1], round(beams[0][0], 2))


def _banked(bank: Bank, mould: str | None, topic: Topic, text: str, year: int | None) -> Iterator[_Option]:
    patterns = bank.select(shape="heading", section="achievements", topic=topic, mould=mould, year=year)
    ranks: dict[str, int] = {}
    for pattern in patterns:
        rank = ranks[pattern.mould or ""] = ranks.get(pattern.mould or "", -1) + 1
        yield _Option(pattern.text, rank * LATER + _faults(pattern.text, text))


def _faults(heading: str, text: str) -> float:
    """Weigh a heading against its own text: says nothing that it says, whole runs of it, what it does not."""
    runs = (heading[start : start + ECHO] for start in range(len(heading) - ECHO + 1))
    unproved = any(claim in heading and claim not in text for claim in words().claims)
    general = not any(word in text for word, verb in _told(heading) if not verb and word not in COMMON)
    return unproved * UNPROVED + general * GENERAL + any(run in text for run in runs) * ECHOED


def _own(bank: Bank, topic: Topic, text: str, year: int | None) -> Iterator[_Option]:
    """Put verbs before the words that a text uses, and second halves of the bank's headings behind them."""
    tails = [
        pattern.text.partition("，")[2]
        for pattern in bank.select(
            shape="heading", section="achievements", topic=topic, mould="6+6", year=year
        )
    ]
    subjects = _subjects()[topic]
    *_, general = subjects
    said = [subject for subject in subjects if subject.translate(QUOTATION_MARKS) in _plain(text)]
    for rank, subject in enumerate(dict.fromkeys((*said, general))):
        for turn, verb in enumerate(subjects[subject]):
            head = verb + subject
            faults = (rank + turn) * LATER + (subject not in said) * GENERAL
            yield _Option(head, faults)
            for place, tail in enumerate(tails):
                if not _clash(tail, _told(head)):
                    yield _Option(f"{head}，{tail}", faults + place * LATER)


def _plain(text: str) -> str:
    return text.translate(QUOTATION_MARKS)


def _compares(heading: str) -> bool:
    return heading[-2:-1] == COMPARING


def _repeats(headings: tuple[str, ...]) -> bool:
    """Whether two halves begin with the same verb."""
    verbs = [half[:VERB] for heading in headings for half in heading.split("，")]
    return len(set(verbs)) < len(verbs)


@remembered(1024)
def _told(heading: str) -> frozenset[tuple[str, bool]]:
    """Give the verbs that a heading's halves begin with, as ``True``, and all its words of two characters."""
    halves = heading.translate(QUOTATION_MARKS).split("，")
    pairs = ((one + other, False) for half in halves for one, other in pairwise(half))
    return frozenset((*((half[:VERB], True) for half in halves), *pairs))


def _clash(heading: str, told: frozenset[tuple[str, bool]]) -> float:
    shared = _told(heading) & told
    return sum(
        REPEATED_VERB if verb else COMMONPLACE if word in COMMON else REPEATED_WORD for word, verb in shared
    )


class _Titles(Struct, frozen=True, forbid_unknown_fields=True):
    subjects: dict[Topic, dict[str, tuple[str, ...]]]


@cache
def _subjects() -> dict[Topic, dict[str, tuple[str, ...]]]:
    return load(Path(__file__).with_name("titles.yaml"), _Titles).subjects
