"""Which section a heading or a sentence belongs to, what a sentence does there, and the cue that decided."""

import re
from collections.abc import Sequence

from msgspec import Struct

from phrasebank.cues import cues, first_in
from phrasebank.terms import Move, SectionKind

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


def section_of_heading(text: str, level: int, parent: SectionKind | None) -> Section:
    """Classify a heading. Below the top level only unmistakable words lead away from the parent's section."""
    for words in cues().sections:
        cue = first_in(text, words.strong)
        if cue and (level == 1 or parent is None or words.section != "achievements"):
            return Section(words.section, cue)
    if level > 1 and parent:
        return Section(parent)
    for words in cues().sections:
        cue = first_in(text, words.weak)
        if cue:
            return Section(words.section, cue)
    return Section("achievements")


def section_of_sentence(text: str, current: SectionKind) -> Section:
    """Classify a sentence that may lead to another section without a heading: 究其原因, 下一步."""
    for turn in cues().turns:
        cue = next((start for start in turn.starts if text.startswith(start)), None)
        if cue and current in turn.origins:
            return Section(turn.to, cue)
    return Section(current)


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
