"""Appendices in a Word document: each on a new page, its mark flush left, its title, and a table.

GB/T 9704-2012, 7.3.7: “附件” and its number in 黑体 3号 at the left of the first line, the title
centred on the third. The table is as wide as the text, its head repeated on every page.
"""

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Twips
from docx.table import _Row

from bot.export.blocks import Table
from bot.export.columns import widths
from bot.export.profiles import PageLayout
from bot.export.titles import lines

MARK, HEAD, CELL = "附件", "表头", "表文"
BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def add(document: Document, table: Table, number: int, layout: PageLayout) -> None:
    """Add an appendix behind what the document has; its texts are cleaned."""
    mark = document.add_paragraph(f"附件{number}", style=MARK)
    mark.paragraph_format.page_break_before = True
    document.add_paragraph(style="Body Text")
    title = document.add_paragraph(style="Title")
    title.add_run("\n".join(lines(table.title, layout.longest_title)))
    document.add_paragraph(style="Body Text")
    made = document.add_table(rows=0, cols=len(table.columns))
    made.autofit = False
    shares = widths(table, layout)
    _lay_out(made._tbl, shares)  # noqa: SLF001 - python-docx has no other way to borders and widths
    for place, texts in enumerate((table.columns, *table.rows)):
        row = made.add_row()
        _row_properties(row, head=place == 0)
        for cell, text, share in zip(row.cells, texts, shares, strict=True):
            cell.width = Twips(share)
            cell.paragraphs[0].style = document.styles[CELL if place else HEAD]
            run = cell.paragraphs[0].add_run(text)
            run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _lay_out(table: CT_Tbl, shares: tuple[int, ...]) -> None:
    properties = table.tblPr
    whole = OxmlElement("w:tblW")
    whole.set(qn("w:w"), str(sum(shares)))
    whole.set(qn("w:type"), "dxa")
    borders = OxmlElement("w:tblBorders")
    for name in BORDERS:
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    properties.insert(0, whole)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)  # the schema's order: width, borders, layout
    for column, share in zip(table.tblGrid.findall(qn("w:gridCol")), shares, strict=True):
        column.set(qn("w:w"), str(share))


def _row_properties(row: _Row, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - likewise
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
