"""How well texts meet a query: how much of it stands in them, and among equals, what serves a writer best.

Words of a query that tell a section count less than those that say what it is about, and wording of that
section more; a word that stands nowhere may be met by one of about the same meaning.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from math import log, sqrt
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from phrasebank.index_terms import RUN, slips
from phrasebank.initials import initials
from phrasebank.loading import load_own
from phrasebank.patterns import SLOT, Pattern
from phrasebank.remembering import remembered
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES, TOPIC_NAMES, SectionKind, Shape

LONGEST = 100
"""Characters of a query that are looked at; what follows adds nothing to a look-up of frames."""

UNKNOWN = 0.3
"""Weight of two neighbours that stand nowhere, against a pair in one text: they may be of two words."""

LEAST = 0.34
"""Share of a query's weight that a hit must reach: below it, only a chance pair of characters is shared."""

TELLING = 0.5
"""Weight of a word that only tells which section the query is for, against one of what it is about."""

MEANT = 0.6
"""Strength of such a word in wording of that section."""

AWAY, BESIDE = 0.7, 0.85
"""What is left of a match in wording of another section than the query is for; problems lie beside causes."""

FLAWED: frozenset[SectionKind | None] = frozenset({"problems", "causes"})

ALIKE = 0.7
"""Strength of a word instead of which one of about the same meaning stands in the text."""

SLIPPED = 0.6
"""Strength of a word that is met but for one slip of typing."""

BRIEF = 60
"""Characters up to which a text counts in full; a word says the less of a text the longer that is."""

MATCH = 9.0
"""What a full match is worth; the rest of the ten points tells equal matches apart."""

SHAPES: dict[Shape, float] = {"sentence": 0.3, "clause": 0.22, "heading": 0.15, "lead": 0.1, "title": 0.0}
"""What a writer can use whole comes first."""

MOST_GAPS, MANY = 3, 3
"""With more gaps wording is a form rather than a phrase; in more documents, it is no better known."""

DIGITS = re.compile(r"\d+")


class Fields(Struct, frozen=True):
    """What a query is compared with, each weaker than the one before; ``spelt`` only where it is needed."""

    section: SectionKind
    text: str
    reads: str
    names: str
    spelt: str = ""


class _Intents(Struct, frozen=True, forbid_unknown_fields=True):
    """``intents.yaml``: words that tell which section a query is for, and words of about the same meaning."""

    sections: dict[SectionKind, tuple[str, ...]]
    alike: tuple[tuple[str, ...], ...]


class _Unit(Struct, frozen=True):
    """A part of a query: ``telling`` of its section and nothing else; ``alike`` are words for it."""

    text: str
    whole: bool
    telling: bool
    alike: tuple[str, ...]


def scores(patterns: Sequence[Pattern], fields: Sequence[Fields], query: str) -> list[float | None]:
    """Give each its score, ``None`` where it is no hit."""
    if not query.strip():
        return [0.0] * len(fields)
    section = _intended(query)
    if any(run.isascii() for run in _runs(query)):
        fields = [replace(each, spelt=_spelt(each.text)) for each in fields]
    shares = _shares(fields, query, section)
    if not any(shares):
        shares = _slipped(fields, query)
    return [
        MATCH * share * min(1, sqrt(BRIEF / len(each.text))) * _place(each, section)
        + _quality(pattern, section, query)
        if share
        else None
        for share, each, pattern in zip(shares, fields, patterns, strict=True)
    ]


def _place(fields: Fields, section: SectionKind | None) -> float:
    """Tell how much wording of its section is worth to a query for a section, or for none."""
    if section in {None, fields.section}:
        return 1
    return BESIDE if {section, fields.section} == FLAWED else AWAY


def _shares(fields: Sequence[Fields], query: str, section: SectionKind | None) -> list[float]:
    """Give the share of the query's weight that each text meets, 0 where that is too little.

    A rare unit weighs more than a common one. A whole run that nothing holds adds no weight: its pairs say
    how near a text comes to it.
    """
    total, sums = 0.0, [0.0] * len(fields)
    units = _units(query, section)
    for unit in units:
        found = [_strength(unit, each, section) for each in fields]
        holders = sum(map(bool, found))
        if not holders and unit.whole and len(units) > 1:
            continue
        weight = (
            (TELLING if unit.telling else 1)
            * len(unit.text)
            * log(1 + len(fields) / (holders or 1))
            * (1 if holders else UNKNOWN)
        )
        total += weight
        sums = [old + weight * strength for old, strength in zip(sums, found, strict=True)]
    return [got / total if got and got >= LEAST * total else 0.0 for got in sums]


def _slipped(fields: Sequence[Fields], query: str) -> list[float]:
    """Forgive one slip of typing in the longest word."""
    longest = max(_runs(query), key=len, default="")
    ways = () if longest.isascii() else slips(longest)
    return [SLIPPED * any(way.stands_in(each.text) for way in ways) for each in fields]


def _runs(query: str) -> tuple[str, ...]:
    """Give the runs of letters; figures are gaps in a frame."""
    text = unicodedata.normalize("NFKC", query[:LONGEST]).casefold()
    return tuple(dict.fromkeys(RUN.findall(DIGITS.sub(" ", text)) or RUN.findall(text)))


def _units(query: str, section: SectionKind | None) -> list[_Unit]:
    """Give the runs, the pairs of neighbours in Chinese ones, and the words that have others like them."""
    cues = _intents().sections[section] if section else ()
    alike = _alike()
    units: dict[str, _Unit] = {}
    for run in _runs(query):
        told = _blanked(run, cues)
        words = [word for word in alike if word in run]
        inner = {word[at : at + 2] for word in words for at in range(len(word) - 1)} - {*words}
        pairs = [] if run.isascii() else [run[at : at + 2] for at in range(len(run) - 1)]
        pairs = [pair for pair in pairs if pair not in inner]
        for text in (run, *pairs, *words):
            at = run.find(text)
            telling = not told[at : at + len(text)].strip()
            whole = text == run and text not in pairs
            units.setdefault(text, _Unit(text, whole, telling, alike.get(text, ())))
    return list(units.values())


def _blanked(run: str, cues: Iterable[str]) -> str:
    """Leave blanks for the words that tell a section."""
    told = run
    for cue in cues:
        at = run.find(cue)
        told = told[:at] + " " * len(cue) + told[at + len(cue) :] if at >= 0 else told
    return told


def _strength(unit: _Unit, fields: Fields, section: SectionKind | None) -> float:
    strength = _met(unit.text, fields)
    if unit.telling and fields.section == section:
        return max(strength, MEANT)
    if strength < ALIKE and any(word in fields.text for word in unit.alike):
        return ALIKE
    return strength


def _met(text: str, fields: Fields) -> float:
    """Tell how strongly a text is met, written out since it is asked thousands of times in a look-up."""
    if text in fields.text:
        return 1.0
    if text in fields.reads:
        return 0.8
    return 0.5 if text in fields.names or text in fields.spelt else 0.0


def _quality(pattern: Pattern, section: SectionKind | None, query: str) -> float:
    """Grade wording between 0 and 1: of the section meant, usable whole, with gaps to fill, often met."""
    gaps = {slot.kind: slot for slot in pattern.slots}
    return (
        0.3 * (section == pattern.section if section else pattern.section == "achievements")
        + SHAPES[pattern.shape]
        + 0.05 * (0 < len(gaps) <= MOST_GAPS)
        + 0.1 * ("number" in gaps)
        + 0.03 * min(pattern.documents, MANY)
        + (0.08 if pattern.pinned else 0.05 * pattern.quality)
        + 0.1 * min(len(query) / len(pattern.text), 1)
    )


def _intended(query: str) -> SectionKind | None:
    words = _intents().sections
    return next((section for section, cues in words.items() if any(cue in query for cue in cues)), None)


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    """Give for each word those of about the same meaning."""
    groups = _intents().alike
    return {
        word: tuple(other for group in groups if word in group for other in group)
        for word in {word for group in groups for word in group}
    }


@cache
def _intents() -> _Intents:
    return load_own(Path(__file__).with_name("intents.yaml"), _Intents)


def fields_of(pattern: Pattern) -> Fields:
    """Give what of a pattern a query is compared with."""
    text = SLOT.sub("…", pattern.text).casefold()
    names = [SECTION_NAMES[pattern.section], MOVE_NAMES[pattern.move]]
    names += [TOPIC_NAMES[pattern.topic]] if pattern.topic else []
    return Fields(pattern.section, text, SLOT.sub("…", " ".join(pattern.reads)), " ".join(names))


@remembered(10_000)
def _spelt(text: str) -> str:
    return initials(text)
