"""What parsing finds in a report. Line numbers are 1-based lines of the file."""

from typing import Literal

from msgspec import Struct

from phrasebank.terms import Move, SectionKind, SlotKind

NoiseKind = Literal["ad", "watermark", "paywall", "page", "junk"]
CueKind = Literal["heading", "sentence", "body", "place", "word", "figure", "section", "rest"]


class Title(Struct, frozen=True):
    """The title, without numbering or quotation of another document."""

    line: int
    text: str


class Noise(Struct, frozen=True):
    """A stretch that is no part of the report, as the file has it."""

    line: int
    text: str
    kind: NoiseKind


class Cue(Struct, frozen=True):
    """What decided a section or a move: ``text`` as it is written, and the line where it stands.

    ``by`` says what it is: a word in a ``heading``, words that begin a ``sentence`` and lead elsewhere, words
    in the ``body`` below a heading that says nothing, the ``place`` in the report (the text is what stands
    there), a ``word`` or a ``figure`` of the sentence, or ``rest``: nothing spoke for anything else. A move
    that follows from the section has the section's cue.
    """

    by: CueKind
    text: str = ""
    line: int = 0


class Cues(Struct, frozen=True):
    """Why a sentence or a paragraph is in its section, and why it is said to do what it does."""

    section: Cue
    move: Cue


UNTOLD = Cues(Cue("rest"), Cue("rest"))


class Heading(Struct, frozen=True):
    """A heading; ``run_in`` where its paragraph goes on after it.

    ``level`` is 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; one below its parent for 一是 and for
    a heading without a marker. ``cue`` decided the section.
    """

    line: int
    level: int
    marker: str
    text: str
    run_in: bool
    section: SectionKind
    cue: Cue = UNTOLD.section


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
    """A sentence of the body, without its heading or marker, and what it does."""

    line: int
    text: str
    section: SectionKind
    move: Move
    cues: Cues = UNTOLD


class Paragraph(Struct, frozen=True):
    """A paragraph with noise removed, its marker and heading still in it.

    It is in the section in which it begins, and does what most of its characters do; ``move`` is ``None`` for
    the title, a heading on a line of its own and a salutation.
    """

    line: int
    text: str
    section: SectionKind
    move: Move | None
    cues: Cues


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
