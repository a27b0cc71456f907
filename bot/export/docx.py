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

from bot.export.blocks import Block, BlockKind, Report
from bot.export.layout import parts, starts
from bot.export.styles import ADVANCE, LEADS, PLACEHOLDER
from bot.export.template import pack, template
from bot.export.titles import lines

GAP = re.compile(r"(【待补[^】]*】)")
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
    document = Document(BytesIO(template()))
    document.core_properties.title = report.title[:LONGEST_TITLE]
    split = parts(report.blocks)
    for block in split.head:
        _add(document, block)
    if split.head and split.body:
        document.add_paragraph(style="Body Text")
    for block in split.body:
        _add(document, block)
    if split.foot:
        _add_foot(document, split.foot)
    return _bytes(document)


def _add(document: WordDocument, block: Block) -> Paragraph:
    if block.kind == "heading":
        paragraph = document.add_paragraph(style=f"Heading {_level(block)}")
    else:
        paragraph = document.add_paragraph(style=STYLES[block.kind])
    if block.kind == "title":
        _add_text(paragraph, "\n".join(lines(block.line)))
    elif block.lead and block.level:
        _add_text(paragraph, block.marker + block.lead, LEADS[_level(block) - 1])
        _add_text(paragraph, block.text)
        _enter_outline(paragraph, _level(block))
    else:
        _add_text(paragraph, block.line)
    return paragraph


def _level(block: Block) -> int:
    return max(1, min(block.level, len(LEADS)))


def _add_text(paragraph: Paragraph, text: str, style: str | None = None) -> None:
    for number, piece in enumerate(GAP.split(text)):
        if piece:
            run = paragraph.add_run(piece, PLACEHOLDER if number % 2 else style)
            # Without the hint, “ ” — … come in the Latin font.
            run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _enter_outline(paragraph: Paragraph, level: int) -> None:
    """Let a paragraph that a heading runs into appear in the navigation pane."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level - 1))
    paragraph.paragraph_format.element.get_or_add_pPr().append(outline)


def _add_foot(document: WordDocument, foot: tuple[Block, ...]) -> None:
    """Add the signature block; it stays in one piece, on a page with text above it (7.3.5.5).

    Each line is placed by where it begins, which does not depend on how wide a font sets the digits.
    """
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        document.add_paragraph(style="Body Text").paragraph_format.keep_with_next = True
    for block, start in zip(foot, starts(foot), strict=True):
        _add(document, block).paragraph_format.left_indent = Twips(round(start * ADVANCE))


def _bytes(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    with ZipFile(buffer) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})
