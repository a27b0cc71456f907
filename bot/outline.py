"""Outlines: the sections that a genre requires, in order, read from ``bot/outlines/*.yaml``."""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from phrasebank.loading import BrokenFileError, load
from phrasebank.terms import SectionKind, Topic

FOLDER = Path(__file__).parent / "outlines"

Items = Literal["headings", "enumeration", "topics", "paragraphs"]


class Aspect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a section must speak of, in the words that demand it.

    ``demand`` is the id of the notice's demand that asks for it, empty for the genre's own.
    """

    topic: Topic | None = None
    text: str
    demand: str = ""


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section of an outline: either a leaf with a kind, which is asked for, or a heading over others.

    ``items`` says how the points of a leaf are set: grouped by ``topics`` under headings of one ``mould``,
    as short ``headings`` with their text, as an ``enumeration`` 一是…二是…, or as ``paragraphs``.
    ``topics`` are those the section takes, in the order in which they are told; empty takes all.
    ``may_be_absent`` means that having nothing to report is a full answer. ``source`` names the rule or
    usage that requires the section; ``demand`` is the id of the notice's demand that alone does so.
    ``least`` is how many points it must have.
    """

    id: str
    kind: SectionKind | None = None
    name: str = ""
    heading: str = ""
    ask: str = ""
    example: str = ""
    items: Items = "enumeration"
    mould: str = ""
    topics: tuple[Topic, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    required: bool = True
    may_be_absent: bool = False
    source: str = ""
    demand: str = ""
    least: int = 0
    sections: tuple["Section", ...] = ()


class Outline(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A genre: its sections and how its writer speaks of themselves (``self_name``, such as 本人).

    ``called`` is what else people call it, or what it is about.
    """

    id: str
    order: int
    name: str
    summary: str
    self_name: str
    sections: tuple[Section, ...]
    post_example: str = ""
    organization_example: str = ""
    called: tuple[str, ...] = ()

    def voices(self, text: str) -> bool:
        """Whether the writer of this genre may say it: 我 and 本人 are not mixed in one report."""
        other = "我" if self.self_name == "本人" else "本人"
        return other not in text.replace("自我", "")

    def leaves(self) -> tuple[Section, ...]:
        """Give the sections that are asked for, in order."""
        return self._all_leaves

    @cached_property
    def _all_leaves(self) -> tuple[Section, ...]:  # a turn asks for them some dozens of times
        return tuple(_leaves(self.sections))

    def leaf(self, section_id: str) -> Section | None:
        """Look up a leaf by its id."""
        return next((section for section in self.leaves() if section.id == section_id), None)


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """How a kind of section is named and asked for when its outline has no words of its own."""

    ask: str
    example: str


def _leaves(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        if section.kind is not None:
            yield section
        yield from _leaves(section.sections)


@cache
def questions() -> dict[SectionKind, Wording]:
    """Read the questions that belong to the kinds of section."""
    return load(FOLDER / "questions.yaml", dict[SectionKind, Wording])


@cache
def outlines() -> dict[str, Outline]:
    """Read every genre, in the order in which they are offered. Raises ``BrokenFileError``."""
    found = [_worded(path) for path in sorted(FOLDER.glob("*.yaml")) if path.name != "questions.yaml"]
    return {outline.id: outline for outline in sorted(found, key=lambda outline: outline.order)}


def _worded(path: Path) -> Outline:
    outline = load(path, Outline)
    ids = [section.id for section in outline.leaves()]
    if len(set(ids)) != len(ids):
        raise BrokenFileError(f"文件 {path} 里有重复的部分编号：{'、'.join(ids)}。")
    return replace(outline, sections=_with_words(outline.sections))


def _with_words(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(_with_word(section) for section in sections)


def _with_word(section: Section) -> Section:
    if section.kind is None:
        return replace(section, sections=_with_words(section.sections))
    wording = questions()[section.kind]
    return replace(section, ask=section.ask or wording.ask, example=section.example or wording.example)
