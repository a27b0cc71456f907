"""Leads of problems and plans made equal in length: the user's own, a few words written longer or shorter.

Only ways of saying the same are exchanged (``leads.yaml``), as 不够深入 and 还不够深入; nothing is added to
what is said. Leads that this cannot bring to one length are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bot.compose.parallel import TitleSet, size
from phrasebank.alternatives import longest_first
from phrasebank.loading import load
from phrasebank.remembering import remembered
from phrasebank.terms import SectionKind

WIDTH = 16
MOST_FAULTS = 1.6
"""How much may be changed a lead, on the average, before a set is no longer the user's own."""

UNLIKE = 0.4
OMITTING = 1.0
ANY = "~"


class _Alternatives(Struct, frozen=True, forbid_unknown_fields=True):
    """Forms that say the same of any of the words; a change weighs ``weight``."""

    forms: tuple[str, ...]
    words: tuple[str, ...] = ()
    at: Literal["start", "end", "anywhere"] = "anywhere"
    weight: float = 1.0


class _Leads(Struct, frozen=True, forbid_unknown_fields=True):
    omissible: tuple[str, ...]
    alternatives: dict[SectionKind, tuple[_Alternatives, ...]]


class _Variant(Struct, frozen=True):
    """A lead as it might be written, how far from the user's words, and in which form of each group."""

    text: str
    faults: float = 0.0
    forms: tuple[tuple[int, str], ...] = ()


def evened(leads: Sequence[str], kind: SectionKind) -> tuple[TitleSet, ...]:
    """Give the leads in one length, for each length that all can have; the least changed first."""
    variants = [_variants(lead, kind) for lead in leads]
    lengths = [{size(variant.text) for variant in each} for each in variants]
    common = sorted(set.intersection(*lengths)) if lengths else []
    sets = (
        _alike([[each for each in some if size(each.text) == length] for some in variants])
        for length in common
    )
    near = (each for each in sets if each.faults <= MOST_FAULTS * len(leads))
    return tuple(sorted(near, key=lambda each: each.faults))


def _alike(options: Sequence[Sequence[_Variant]]) -> TitleSet:
    """Choose one of each, the least changed and of the same forms as far as may be."""
    beams: list[tuple[float, tuple[_Variant, ...]]] = [(0.0, ())]
    for here in options:
        grown = [
            (faults + each.faults + UNLIKE * _unlike(each, taken), (*taken, each))
            for faults, taken in beams
            for each in here
        ]
        beams = sorted(grown, key=lambda beam: beam[0])[:WIDTH]
    faults, taken = beams[0]
    texts = tuple(each.text for each in taken)
    return TitleSet(texts, faults if len(set(texts)) == len(texts) else float("inf"))


def _unlike(variant: _Variant, taken: tuple[_Variant, ...]) -> int:
    """Count the groups in which a lead has another form than those before it."""
    forms = {form for each in taken for form in each.forms}
    groups = {group for group, _ in forms}
    return sum(group in groups and (group, form) not in forms for group, form in variant.forms)


@remembered(512)
def _variants(lead: str, kind: SectionKind) -> tuple[_Variant, ...]:
    """Write a lead in every way; the user's own comes first, and no text twice."""
    found = [_Variant(lead)]
    shorter = _omissible().sub("", lead)
    if shorter != lead:
        found.append(_Variant(shorter, OMITTING))
    for group, (alternatives, expression) in enumerate(_expressions(kind)):
        found = [each for variant in found for each in _rewritten(variant, group, alternatives, expression)]
    distinct: dict[str, _Variant] = {}
    for each in found:
        distinct.setdefault(each.text, each)
    return tuple(distinct.values())


def _rewritten(
    variant: _Variant, group: int, alternatives: _Alternatives, expression: re.Pattern[str]
) -> Iterator[_Variant]:
    match = expression.search(variant.text)
    if match is None:
        yield variant
        return
    named = {name: value for name, value in match.groupdict().items() if value is not None}
    ((index, word),) = named.items()
    own = alternatives.forms[int(index[1:])]
    for form in (own, *(each for each in alternatives.forms if each != own)):
        text = variant.text[: match.start()] + form.replace(ANY, word) + variant.text[match.end() :]
        faults = variant.faults + (form != own) * alternatives.weight
        yield _Variant(text, faults, (*variant.forms, (group, form)))


@cache
def _expressions(kind: SectionKind) -> tuple[tuple[_Alternatives, re.Pattern[str]], ...]:
    return tuple((each, _expression(each)) for each in _leads().alternatives.get(kind, ()))


def _expression(alternatives: _Alternatives) -> re.Pattern[str]:
    """Read any of the forms, the longest first; the group that matched is named by the form's place."""
    word = longest_first(alternatives.words)
    places = sorted(range(len(alternatives.forms)), key=lambda place: -len(alternatives.forms[place]))
    forms = [
        re.escape(alternatives.forms[place]).replace(re.escape(ANY), f"(?P<w{place}>{word})")
        if ANY in alternatives.forms[place]
        else f"(?P<w{place}>{re.escape(alternatives.forms[place])})"
        for place in places
    ]
    whole = "(?:" + "|".join(forms) + ")"
    return re.compile({"start": f"^{whole}", "end": f"{whole}$", "anywhere": whole}[alternatives.at])


@cache
def _omissible() -> re.Pattern[str]:
    """Read 的 between a word of two characters and one before which it may be left out."""
    return re.compile(rf"(?<=[\u4e00-\u9fff]{{3}})的(?={'|'.join(_leads().omissible)})")


@cache
def _leads() -> _Leads:
    return load(Path(__file__).with_name("leads.yaml"), _Leads)
