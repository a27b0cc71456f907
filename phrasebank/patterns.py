"""A pattern: a frame of wording with typed slots, and the filling of them."""

import re
from typing import Literal, get_args

from msgspec import Struct

from phrasebank.terms import SLOT_NAMES, Move, SectionKind, Shape, SlotKind, Topic

ExpressionKind = Literal["fixed", "parallel"]
SLOT = re.compile(r"\{([a-z_]+?)(?:_(\d))?\}")
QUOTATION_MARKS = str.maketrans("", "", "“”‘’《》")


class Slot(Struct, frozen=True):
    """A typed gap. ``name`` is unique in its pattern: a second number is ``number_2``, of kind ``number``."""

    name: str
    kind: SlotKind


class Source(Struct, frozen=True):
    """Where a pattern comes from: a seed's file name and its 1-based line, or the file of the curation."""

    file: str
    line: int = 0


class Pattern(Struct, frozen=True, kw_only=True):
    """A frame of wording.

    ``shape`` tells what it may become: a title, a heading, a lead-in that a list follows, a clause that a
    user's clause may be rewritten to, or a whole sentence that is only ever offered.
    ``reads`` lists frames with the same slots in which people state the same thing plainly (clauses only).
    ``source`` is where it was found first, ``also`` are all the other places, in the order of reading.
    ``mould`` is the length of the comma-separated halves of a heading, such as ``6+6``.
    ``family`` is what headings have in common that stand side by side under one heading: their section, their
    mould, and the words they share, such as ``achievements 6 …更…``.
    ``since`` and ``until`` bound the report years in which the wording holds, both included.
    ``documents`` counts the documents in which the frame was found; 0 for a hand-written one.
    ``quality`` tells from 0 to 1 how readily a mined frame is taken over; 0 for a hand-written one.
    """

    id: str
    text: str
    shape: Shape
    section: SectionKind
    move: Move
    source: Source
    topic: Topic | None = None
    genres: tuple[str, ...] = ()
    mould: str | None = None
    family: str | None = None
    also: tuple[Source, ...] = ()
    reads: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    documents: int = 0
    quality: float = 0.0
    pinned: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place it was found in."""
        return (self.source, *self.also)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Slots in the order of their first place in the text."""
        return slots_of(self.text)

    def holds_in(self, year: int | None) -> bool:
        """Whether the wording may stand in a report on ``year``; an unknown year rules nothing out."""
        if year is None:
            return True
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


class Expression(Struct, frozen=True, kw_only=True):
    """A set expression in its canonical form: how else it is written, and every place it was found in."""

    id: str
    text: str
    kind: ExpressionKind
    written: tuple[str, ...] = ()
    times: int
    documents: int
    sources: tuple[Source, ...]


def mould_of(heading: str) -> str:
    """Measure the halves of a heading in characters: ``6+6``; quotation marks make nothing longer."""
    return "+".join(str(len(half)) for half in heading.translate(QUOTATION_MARKS).split("，"))


def slots_of(frame: str) -> tuple[Slot, ...]:
    """Read the slots of a frame. Raises ``ValueError`` for a gap whose kind is not in the glossary."""
    found: dict[str, Slot] = {}
    for match in SLOT.finditer(frame):
        kind, name = match[1], match[0][1:-1]
        if kind not in get_args(SlotKind):
            raise ValueError(f"没有“{kind}”这种槽位")
        found.setdefault(name, Slot(name, kind))  # type: ignore[arg-type]  # checked on the line above
    return tuple(found.values())


def fill(frame: str, values: dict[str, str]) -> str:
    """Put values into a frame; a slot without one stays as a visible gap named by its kind."""

    def put(match: re.Match[str]) -> str:
        name = match[0][1:-1]
        return values.get(name) or f"【待补：{SLOT_NAMES[match[1]]}】"  # type: ignore[index]

    return SLOT.sub(put, frame)


def readable(frame: str) -> str:
    """Show a frame to a person: each gap as 〔数字〕, which nobody takes for text to be kept."""
    return SLOT.sub(lambda match: f"〔{SLOT_NAMES[match[1]]}〕", frame)  # type: ignore[index]
