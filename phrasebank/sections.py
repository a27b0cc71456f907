"""Which section a heading or a sentence belongs to, what a sentence does there, and the cue that decided."""

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from phrasebank.cues import any_of, cues, first_in
from phrasebank.terms import SECTION_KINDS, Move, SectionKind

NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?[万亿]?[^\d\s，。；、年月日”》]|[%％]|[*Xx×]+[次人名件个场户元篇期项条家份]"
)
OF_SECTION: dict[SectionKind, Move] = {
    "opening": "open",
    "rectification": "action",
    "problems": "admit",
    "causes": "cause",
    "plans": "commit",
    "closing": "close",
    "signature": "close",
}


class Section(Struct, frozen=True):
    """A section and the cue that decided; no cue where it follows from what stands above."""

    kind: SectionKind
    cue: str = ""


UNTURNED = {kind: Section(kind) for kind in SECTION_KINDS}


def section_of_heading(text: str, level: int, parent: SectionKind | None) -> Section:
    """Classify a heading. Below the top level only unmistakable words lead away from the parent's section."""
    for words in cues().sections:
        cue = first_in(text, words.strong)
        if cue and (level == 1 or parent is None or words.section != "achievements"):
            return Section(words.section, cue)
    if level > 1 and parent:
        return Section(parent)
    # 方向 or 措施 in a slogan of two halves says nothing; in a label it says all.
    for words in cues().sections if "，" not in text else ():
        cue = first_in(text, words.weak)
        if cue:
            return Section(words.section, cue)
    return Section("achievements")


def section_of_sentence(text: str, current: SectionKind) -> Section:
    """Classify a sentence that may lead to another section without a heading: 究其原因, 下一步."""
    known = _turns(current)
    match = known[0].match(text) if known else None
    return Section(known[1][match[0]], match[0]) if known and match else UNTURNED[current]


@cache
def _turns(current: SectionKind) -> tuple[re.Pattern[str], dict[str, SectionKind]] | None:
    """Give the words that lead away from a section, as one expression, and where each of them leads."""
    leads = [(start, turn.to) for turn in cues().turns if current in turn.origins for start in turn.starts]
    return (any_of(tuple(start for start, _ in leads)), dict(reversed(leads))) if leads else None


def move_of(text: str, section: SectionKind) -> tuple[Move, str]:
    """Say what a sentence or clause does, and the cue (empty where its section alone decides)."""
    if section in OF_SECTION:
        return OF_SECTION[section], ""
    number = NUMBER.search(text)
    if number:
        return "evidence", number[0]
    for words in cues().moves:
        cue = first_in(text, words.holds)
        if cue:
            return words.move, cue
    return "action", ""


def genre_of(title: str, headings: Sequence[str]) -> str | None:
    """Name the genre by the words of the title and the headings; ``None`` where none fits."""
    for words in cues().genres:
        if not first_in(title, words.title):
            continue
        if words.also and not first_in(title, words.also):
            continue
        if words.headings and not any(first_in(heading, words.headings) for heading in headings):
            continue
        return words.genre
    return None
