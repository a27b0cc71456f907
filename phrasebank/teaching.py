"""What a user's own document teaches: its wording, and of its headings those that head a text.

In a text without headings nothing tells the sections, so each sentence is placed by its own words.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from phrasebank.corpus import Phrase, phrase_of
from phrasebank.cues import cues, first_in
from phrasebank.document import Document, Heading, Sentence
from phrasebank.mining import LABEL, mine
from phrasebank.patterns import Pattern
from phrasebank.sections import move_of_sentence, section_of_sentence
from phrasebank.structure import ANNOUNCES
from phrasebank.terms import SectionKind

MENDED = re.compile("针对|解决|整改|破解|补齐|克服|改进")
LEAVES: frozenset[SectionKind] = frozenset({"closing", "signature"})


def phrases(document: Document) -> tuple[Phrase, ...]:
    """Give what is to be learnt, near-duplicates once; a list of headings alone teaches nothing."""
    told = document
    if document.headings:
        told = replace(document, headings=tuple(_heading_a_text(document)))
    elif document.sentences:
        told = replace(document, sentences=tuple(_placed(document.sentences)))
    found = mine([told]) if told.sentences else ()
    return tuple(phrase_of(pattern) for pattern in found if not _is_label(pattern))


def _is_label(pattern: Pattern) -> bool:
    """Tell a heading that names its section, such as 存在问题: that is no wording."""
    return pattern.shape == "heading" and bool(LABEL.search(pattern.text)) and "，" not in pattern.text


def _heading_a_text(document: Document) -> Iterator[Heading]:
    """Give the headings below which something is said, before the next one that is not below them."""
    lines = [sentence.line for sentence in document.sentences]
    headings = document.headings
    for place, heading in enumerate(headings):
        after = (each.line for each in headings[place + 1 :] if each.level <= heading.level)
        end = max(next(after, lines[-1] + 1 if lines else 0), heading.line + 1)
        if heading.run_in or any(heading.line <= line < end for line in lines):
            yield heading


def _placed(sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """Place sentences in their order; what nothing tells of is work done.

    Plans go on to the end. Shortcomings and causes go on to the end of their paragraph.
    """
    opening = next((place for place, each in enumerate(sentences) if ANNOUNCES.search(each.text)), -1)
    current: SectionKind = "achievements"
    line = 0
    for place, each in enumerate(sentences):
        if each.section in LEAVES or place <= opening:
            yield each
            continue
        current = _section(each.text, current, fresh=each.line != line)
        move, _, _ = move_of_sentence(each.text, current)
        yield replace(each, section=current, move=move)
        line = each.line


def _section(text: str, current: SectionKind, *, fresh: bool) -> SectionKind:
    """Give where a sentence belongs by its words, else where the text stands; ``fresh`` begins a line."""
    flawed: SectionKind = "problems" if current == "achievements" else current
    turn = section_of_sentence(text, flawed)
    if turn.by == "sentence":
        return turn.kind
    if current == "plans":
        return current
    for words in cues().bodies:
        cue = first_in(text, words.holds) if words.section in {"problems", "plans"} else None
        if cue and not (words.section == "problems" and MENDED.search(text[: text.index(cue)])):
            return words.section
    return "achievements" if fresh else current
