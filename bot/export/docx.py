"""A report as a Word document, typeset as the body of GB/T 9704-2012 without the red head.

Numbers are typed, as the text has them, never numbered by Word: they come through copying unchanged.
"""

import re
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph
from msgspec.structs import replace

from bot.export import tables
from bot.export.blocks import AUTHOR, Block, BlockKind, Note, Report
from bot.export.layout import parts, starts
from bot.export.layout_words import layout_named
from bot.export.profiles import PageLayout
from bot.export.styles import LEADS, PLACEHOLDER
from bot.export.template import pack, template
from bot.export.titles import lines

GAP = re.compile(r"(【待补[^】]*】)")
INITIALS = AUTHOR[0]
LONGEST_TITLE = 255  # of the document's properties
STYLES: dict[BlockKind, str] = {
    "title": "Title",
    "mark": "Subtitle",
    "salutation": "Salutation",
    "paragraph": "Body Text",
    "signature": "Signature",
    "date": "Date",
}


def write(report: Report) -> bytes:
    """Write a cleaned report as .docx; the same report gives the same bytes."""
    layout = layout_named(report.layout)
    document = Document(BytesIO(template(layout)))
    document.core_properties.title = report.title[:LONGEST_TITLE]
    setter = _Setter(document, layout, report.notes)
    split = parts(report.blocks)
    for block in split.head:
        setter.add(block)
    if split.head and split.body:
        document.add_paragraph(style="Body Text")
    for block in split.body:
        setter.add(block)
    if split.foot:
        setter.add_foot(split.foot)
    for number, table in enumerate(report.appendices, 1):
        tables.add(document, table, number, layout)
    return _bytes(document)


class _Setter:
    """Sets blocks into a document, each with the notes on it."""

    def __init__(self, document: WordDocument, layout: PageLayout, notes: tuple[Note, ...]) -> None:
        self._document = document
        self._layout = layout
        self._notes: dict[str, list[Note]] = {}
        for note in notes:
            self._notes.setdefault(note.block, []).append(note)

    def add(self, block: Block) -> Paragraph:
        """Add a block as a paragraph."""
        heading = f"Heading {_level(block)}" if block.kind == "heading" else STYLES[block.kind]
        paragraph = self._document.add_paragraph(style=heading)
        notes = self._notes.get(block.id, [])
        if block.kind == "title":
            _add_text(paragraph, "\n".join(lines(block.line, self._layout.longest_title)))
            notes = [replace(note, start=0, end=len(paragraph.text)) for note in notes]
        elif block.lead and block.level:
            cuts = _cuts(notes)
            _add_text(paragraph, block.marker + block.lead, LEADS[_level(block) - 1], cuts)
            _add_text(paragraph, block.text, None, cuts)
            _enter_outline(paragraph, _level(block))
        else:
            _add_text(paragraph, block.line, None, _cuts(notes))
        self._annotate(paragraph, notes)
        return paragraph

    def add_foot(self, foot: tuple[Block, ...]) -> None:
        """Add the signature block; it stays in one piece, on a page with text above it (7.3.5.5).

        Each line is placed by where it begins, which does not depend on how wide a font sets the digits.
        """
        if self._document.paragraphs:
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True
            self._document.add_paragraph(style="Body Text").paragraph_format.keep_with_next = True
        for block, start in zip(foot, starts(foot, self._layout.characters), strict=True):
            indent = Twips(round(start * self._layout.advance_twips))
            self.add(block).paragraph_format.left_indent = indent

    def _annotate(self, paragraph: Paragraph, notes: list[Note]) -> None:
        """Write notes as comments without a date, so that the same report gives the same bytes."""
        placed, at = [], 0
        for run in paragraph.runs:
            placed.append((run, at, at + len(run.text)))
            at += len(run.text)
        for note in notes:
            covered = [run for run, start, end in placed if start < note.end and note.start < end]
            if covered:
                comment = self._document.add_comment(covered, note.text, AUTHOR, INITIALS)
                comment._comment_elm.attrib.pop(qn("w:date"))  # noqa: SLF001 - it would tell the time of day


def _cuts(notes: list[Note]) -> frozenset[int]:
    return frozenset(place for note in notes for place in (note.start, note.end))


def _level(block: Block) -> int:
    return max(1, min(block.level, len(LEADS)))


def _add_text(
    paragraph: Paragraph, text: str, style: str | None = None, cuts: frozenset[int] = frozenset()
) -> None:
    """Add text to a paragraph as runs, a new one at each of the ``cuts`` (places of the paragraph)."""
    for number, piece in enumerate(GAP.split(text)):
        at = len(paragraph.text)
        ends = [*sorted(cut - at for cut in cuts if at < cut < at + len(piece)), len(piece)]
        for start, end in zip((0, *ends), ends, strict=False):
            if piece[start:end]:
                run = paragraph.add_run(piece[start:end], PLACEHOLDER if number % 2 else style)
                # Without the hint, “ ” — … come in the Latin font.
                run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _enter_outline(paragraph: Paragraph, level: int) -> None:
    """Let a paragraph that a heading runs into appear in the navigation pane."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level - 1))
    paragraph.paragraph_format.element.get_or_add_pPr().append(outline)


def _bytes(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    with ZipFile(buffer) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})
