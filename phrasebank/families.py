"""Families of headings: those of one measure, and often of one refrain, that stand side by side.

责任链条更紧, 理论武装更强 and 正风肃纪更严 are of one family: six characters each, 更 the last but one. Only
headings that stood under one heading of a document show a family; others of its form then belong to it.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby, takewhile

from msgspec import Struct

from phrasebank.document import Heading
from phrasebank.patterns import QUOTATION_MARKS, Pattern, mould_of
from phrasebank.terms import SectionKind

FEWEST = 2
LONGEST_REFRAIN = 4
COMPARING = "更"


class Family(Struct, frozen=True):
    """Headings that may stand together; ``id`` is what their patterns name as ``family``.

    ``refrain`` is what they all share, with … for what differs: …更…, 高效…; often nothing.
    """

    id: str
    section: SectionKind
    mould: str
    refrain: str
    headings: tuple[Pattern, ...]


def families_in(headings: Sequence[Heading]) -> dict[int, str]:
    """Give the family of each heading of a document, by its place, where it has siblings of its measure."""
    found: dict[int, str] = {}
    for siblings in _siblings(headings):
        by_mould = sorted(siblings, key=lambda place: mould_of(headings[place].text))
        for mould, group in groupby(by_mould, key=lambda place: mould_of(headings[place].text)):
            places = list(group)
            if len(places) >= FEWEST:
                texts = [headings[each].text for each in places]
                family = family_id(headings[places[0]].section, mould, texts)
                found.update(dict.fromkeys(places, family))
    return found


def family_id(section: SectionKind, mould: str, texts: Sequence[str]) -> str:
    """Name a family by its section, its measure and the words that all of it share."""
    return " ".join(filter(None, (section, mould, _refrain(texts))))


def grouped(headings: Iterable[Pattern]) -> list[Family]:
    """Gather headings of one section by their family, in the order given.

    One with a refrain also belongs to the family of its measure alone, as do those that stood by themselves.
    """
    members: dict[str, list[Pattern]] = {}
    for heading in headings:
        if heading.mould:
            plain = f"{heading.section} {heading.mould}"
            for name in dict.fromkeys((heading.family or plain, plain)):
                members.setdefault(name, []).append(heading)
    return [
        Family(name, each[0].section, each[0].mould or "", " ".join(name.split(" ")[2:]), tuple(each))
        for name, each in members.items()
    ]


def _siblings(headings: Sequence[Heading]) -> list[list[int]]:
    """Group headings of one level and section under one parent."""
    groups: list[list[int]] = []
    opened: dict[int, list[int]] = {}
    for place, heading in enumerate(headings):
        for deeper in [level for level in opened if level > heading.level]:
            del opened[deeper]
        group = opened.get(heading.level)
        if group is None or headings[group[0]].section != heading.section:
            group = []
            groups.append(group)
            opened[heading.level] = group
        group.append(place)
    return groups


def _refrain(texts: Sequence[str]) -> str:
    """Give the words that all begin or end with, or the 更 before the last word of each; often none."""
    bare = [text.translate(QUOTATION_MARKS) for text in dict.fromkeys(texts)]
    if len(bare) < FEWEST:
        return ""
    start = _shared(bare)
    end = _shared([text[::-1] for text in bare])[::-1]
    if not end and all(text[-2:-1] == COMPARING for text in bare):
        end = f"{COMPARING}…"
    return f"{start}…{end}" if start or end else ""


def _shared(texts: Sequence[str]) -> str:
    """Give what all texts begin with, four characters at most."""
    columns = takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False))
    return "".join(column[0] for column in columns)[:LONGEST_REFRAIN]
