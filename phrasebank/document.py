"""What parsing finds in a report. Line numbers are 1-based lines of the file."""

from typing import Literal

from msgspec import Struct

from phrasebank.terms import Move, SectionKind, SlotKind

NoiseKind = Literal["ad", "watermark", "paywall", "page", "junk"]


class Title(Struct, frozen=True):
    """The title, without numbering or quotation of another document."""

    line: int
    text: str


class Noise(Struct, frozen=True):
    """A stretch that is no part of the report, as the file has it."""

    line: int
    text: str
    kind: NoiseKind


class Heading(Struct, frozen=True):
    """A heading; ``run_in`` where its paragraph goes on after it.

    ``level`` is 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; one below its parent for 一是 and for
    a heading without a marker. ``cue`` is the word that decided the section, empty where it follows from
    the parent.
    """

    line: int
    level: int
    marker: str
    text: str
    run_in: bool
    section: SectionKind
    cue: str = ""


class Point(Struct, frozen=True):
    """A whole statement behind a marker, up to the next marker or the end of its paragraph."""

    line: int
    marker: str
    text: str
    section: SectionKind


class Mask(Struct, frozen=True):
    """A place that was blotted out (``**``, ``X``, ``某``), and what stood there."""

    line: int
    text: str
    kind: SlotKind


class Place(Struct, frozen=True):
    """Where a paragraph begins."""

    line: int


class Question(Struct, frozen=True):
    """Something that only a human can decide, such as a word that seems to have been taken out."""

    line: int
    text: str
    why: str


class Sentence(Struct, frozen=True):
    """A sentence of the body, without its heading or marker, and what it does.

    ``cue`` is the word that decided the move, or else led to the section; empty where both follow from above.
    """

    line: int
    text: str
    section: SectionKind
    move: Move
    cue: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph with noise removed, its marker and heading still in it."""

    line: int
    text: str
    section: SectionKind


class Document(Struct, frozen=True, kw_only=True):
    """A parsed report. ``year`` and ``genre`` are ``None`` where nothing tells them."""

    file: str
    title: Title | None
    year: int | None
    genre: str | None
    noise: tuple[Noise, ...]
    headings: tuple[Heading, ...]
    points: tuple[Point, ...]
    slots: tuple[Mask, ...]
    opening: Place | None
    closing: Place | None
    questions: tuple[Question, ...]
    sentences: tuple[Sentence, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def clean(self) -> str:
        """The text with noise removed, one paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)
