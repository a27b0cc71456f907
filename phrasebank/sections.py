"""Which section a heading or a sentence belongs to, what a sentence does there, and the cue that decided."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from msgspec import Struct

from phrasebank.alternatives import any_of
from phrasebank.cues import cues, first_in
from phrasebank.document import CueKind
from phrasebank.terms import SECTION_KINDS, Move, SectionKind

NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?[万亿]?[^\d\s，。；、年月日”》]|[%％]|[*Xx×]+[次人名件个场户元篇期项条家份]"
)
FIGURED = re.compile(r"[\d%％*Xx×]")
COUNTED = re.compile(
    r"(?:\d+(?:\.\d+)?|[*＊XxＸ×某]+)(?:余|多)?[十百千万亿]*(?:[%％]|[^\d\s，。；、年月日”》]{1,3}(?=[，。；、）（！]|$))"
)
"""A figure that ends a clause counts what was done; one before a noun only describes it (组建40人的队伍)."""
TOTAL = re.compile("全年|累计|总计|共(?!同|性|产|青|建|识|享|谋)|先后|合计|今年以来|截至")
BLAME = re.compile(
    "[^，。；]{0,4}[，]?(?:出现|产生|造成|存在|导致|剖析|分析|反思)?(?:这些|以上|上述|前述)[^，。；]{0,6}(?:问题|不足|差距|短板|现象)"
    "[^。；]{0,12}?(?:原因|根源|根子|因为|由于|在于|归结|归根|主要是|主观上|客观上)|[^，。；]{0,8}，?(?:根子|根源|症结)(?:上|在|还)|[^，。；]{0,4}(?:这些|上述|以上)问题，与[^。]{2,40}关"
)
INTENDS = re.compile("将|要|准备|打算|力争|努力|继续|决心")
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
    """A section, and the words and the kind of cue that decided."""

    kind: SectionKind
    cue: str = ""
    by: CueKind = "section"


UNTURNED = {kind: Section(kind) for kind in SECTION_KINDS}


def section_of_heading(
    text: str, level: int, parent: SectionKind | None, body: Callable[[], Iterable[str]] = tuple
) -> Section:
    """Classify a heading. Below the top level only unmistakable words lead away from the parent's section.

    ``body`` gives the sentences below it: asked for where a heading at the top level says nothing.
    """
    for words in cues().sections:
        cue = first_in(text, words.strong)
        if cue and (level == 1 or parent is None or words.section != "achievements"):
            return Section(words.section, cue, "heading")
    if level > 1 and parent:
        return UNTURNED[parent]
    # 方向 or 措施 in a slogan of two halves says nothing unless the text agrees; in a label it says all.
    weak = ((words.section, first_in(text, words.weak)) for words in cues().sections)
    hinted = next((Section(section, cue, "heading") for section, cue in weak if cue), None)
    if hinted and "，" not in text:
        return hinted
    below = tuple(body())
    ahead = _looks_ahead(below[:2])
    if ahead and (not hinted or hinted.kind == "achievements"):
        return Section("plans", ahead, "body")
    return _section_of_body(below, hinted) or Section("achievements", by="rest")


def _looks_ahead(sentences: Sequence[str]) -> str | None:
    """Give the words by which the first sentences below a heading turn to what is to be done."""
    for sentence in sentences:
        found = section_of_sentence(sentence, "problems")
        if found.kind == "plans" and INTENDS.search(sentence):
            return found.cue
    return None


def _section_of_body(body: Sequence[str], hinted: Section | None) -> Section | None:
    """Classify by the words of the sentences: half must agree, or one where the heading hints at it."""
    for words in cues().bodies:
        found = [cue for sentence in body if (cue := first_in(sentence, words.holds))]
        if found and hinted and hinted.kind == words.section:
            return hinted
        if found and len(found) * 2 >= len(body):
            return Section(words.section, found[0], "body")
    return None


def section_of_sentence(text: str, current: SectionKind) -> Section:
    """Classify a sentence that may lead to another section without a heading: 究其原因, 下一步."""
    known = _turns(current)
    match = known[0].match(text) if known else None
    if known and match:
        return Section(known[1][match[0]], match[0], "sentence")
    blame = BLAME.match(text) if current == "problems" else None
    return Section("causes", blame[0], "sentence") if blame else UNTURNED[current]


@cache
def _turns(current: SectionKind) -> tuple[re.Pattern[str], dict[str, SectionKind]] | None:
    """Give the words that lead away from a section, as one expression, and where each of them leads."""
    leads = [(start, turn.to) for turn in cues().turns if current in turn.origins for start in turn.starts]
    return (any_of(tuple(start for start, _ in leads)), dict(reversed(leads))) if leads else None


def move_of(text: str, section: SectionKind) -> tuple[Move, str]:
    """Say what a clause does, and the cue (empty where its section alone decides)."""
    if section in OF_SECTION:
        return OF_SECTION[section], ""
    number = NUMBER.search(text)
    return ("evidence", number[0]) if number else _move_by_words(text)


def move_of_sentence(text: str, section: SectionKind) -> tuple[Move, CueKind, str]:
    """Say what a whole sentence does, and what kind of cue decided, as it is written.

    Several figures, or a total, are evidence; so is one figure that counts a deed, unless words say more.
    """
    if section != "rectification" and section in OF_SECTION:
        return OF_SECTION[section], "section", ""
    figures = NUMBER.findall(text) if section != "rectification" and FIGURED.search(text) else ()
    counted = COUNTED.search(text) if figures else None
    if counted and (len(figures) > 1 or TOTAL.search(text)):
        return "evidence", "figure", counted[0]
    move, cue = _move_by_words(text)
    if cue:
        return move, "word", cue
    return ("evidence", "figure", counted[0]) if counted else (move, "rest", "")


def _move_by_words(text: str) -> tuple[Move, str]:
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
