"""Read a Word document as its reader sees it, a paragraph a line, empty ones too.

In: automatic numbers, content controls, inserted text, tables, text boxes (once), results of fields as they
were saved, notes (at the end). Out: deleted and hidden text, field codes, tables of contents, page headers
and footers.
"""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information

from phrasebank.formats.markup import child, flag, name, number, value
from phrasebank.formats.numbering import Numbering
from phrasebank.formats.package import Package
from phrasebank.formats.refusal import BROKEN, TOO_MUCH, RefusedError
from phrasebank.formats.styles import Styles
from phrasebank.formats.tables import row

MOST_PARAGRAPHS = 20_000
LONGEST_CODE = 60
LEFT_OUT = {"del", "moveFrom", "pPr", "rPr", "rt", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr"}
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
PRIVATE = range(0xE000, 0xF900)
ODD = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|[\r\u2028\u2029]")


def lines(data: bytes) -> list[str]:
    """Read the paragraphs of a .docx. Raises ``RefusedError``."""
    package = Package(data)
    body = child(package.xml(), "body")
    if body is None:
        raise RefusedError(BROKEN)
    styles = Styles(package.xml("styles"))
    reader = _Reader(styles, Numbering(package.xml("numbering"), styles))
    reader.read(body)
    notes = {
        (kind, number(note, "id")): note
        for kind in sorted({kind for kind, _ in reader.notes})
        for note in _parts_of(package.xml(kind))
    }
    for reference in dict.fromkeys(reader.notes):
        if reference in notes:
            reader.read(notes[reference])
    return reader.lines


class _Reader:
    """Walks through a story of the document (its body, a cell, a note) and gathers lines."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.lines: list[str] = []
        self.notes: list[tuple[str, int | None]] = []
        self._styles = styles
        self._numbering = numbering
        self._fields: list[str] = []
        self._carried = ""

    def read(self, block: etree._Element) -> None:
        """Read what holds paragraphs and tables, wrapped in whatever."""
        for each in _shown(block):
            match name(each):
                case "p":
                    self._paragraph(each)
                case "tbl":
                    self._table(each)
                case _:
                    self.read(each)
        if len(self.lines) > MOST_PARAGRAPHS:
            raise RefusedError(TOO_MUCH)

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = child(paragraph, "pPr")
        style = self._styles.of_paragraph(properties)
        hidden = self._styles.is_hidden(style)
        boxes: list[etree._Element] = []
        pieces = "".join(self._text(paragraph, boxes, hidden=hidden))
        text = self._carried + ODD.sub("", pieces)
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self._carried = text
        elif text.strip() or not (hidden or flag(child(mark, "vanish"))):
            self._carried = ""
            self._add(text, properties, style)
        for box in boxes:
            self.read(box)

    def _add(self, text: str, properties: etree._Element | None, style: str) -> None:
        """Add a paragraph; a line break within it parts it, unless it is centred, as a long title is."""
        label = self._numbering.label(properties, style)
        centred = (value(child(properties, "jc")) or self._styles.alignment(style)) == "center"
        shown = (label + text) if text.strip() else ""
        self.lines += [shown.replace("\n", "")] if centred else shown.split("\n")

    def _text(self, parent: etree._Element, boxes: list[etree._Element], *, hidden: bool) -> Iterator[str]:
        for each in _shown(parent):
            match name(each):
                case "r":
                    yield from self._text(each, boxes, hidden=self._is_hidden(each, default=hidden))
                case "t":
                    yield "" if hidden or self._in_contents() else each.text or ""
                case "br":
                    yield "" if hidden or value(each, "type") in {"page", "column"} else "\n"
                case "tab" | "ptab" | "cr" | "noBreakHyphen" as sign:
                    yield "" if hidden or self._in_contents() else SIGNS[sign]
                case "sym":
                    yield "" if hidden else _symbol(each)
                case "fldChar" | "instrText":
                    self._field(each)
                case "footnoteReference" | "endnoteReference" as kind:
                    self.notes.append((NOTES[kind], number(each, "id")))
                case "txbxContent":
                    boxes.append(each)
                case _:
                    yield from self._text(each, boxes, hidden=hidden)

    def _is_hidden(self, run: etree._Element, *, default: bool) -> bool:
        properties = child(run, "rPr")
        own = flag(child(properties, "vanish"))
        if own is not None:
            return own
        return default or self._styles.is_hidden(value(child(properties, "rStyle")) or "")

    def _field(self, element: etree._Element) -> None:
        """Follow the fields that are open, by their codes; they may go over many paragraphs."""
        if name(element) == "instrText":
            if self._fields:
                self._fields[-1] += (element.text or "")[:LONGEST_CODE]
        elif value(element, "fldCharType") == "begin":
            self._fields.append("")
        elif value(element, "fldCharType") == "end" and self._fields:
            self._fields.pop()

    def _in_contents(self) -> bool:
        """Tell a table of contents, which says every heading a second time."""
        return any(code.split()[:1] == ["TOC"] for code in self._fields)

    def _table(self, table: etree._Element) -> None:
        for each in _rows(table):
            self.lines += row([self._cell(cell) for cell in _cells(each)])

    def _cell(self, cell: etree._Element) -> list[str]:
        before, self.lines = self.lines, []
        self.read(cell)
        found, self.lines = self.lines, before
        return found


def _shown(parent: etree._Element) -> Iterator[etree._Element]:
    """Give the children that are shown; of alternatives (``mc:AlternateContent``) the first only."""
    for each in parent:
        if name(each) == "AlternateContent":
            chosen = next(iter(each), None)
            if chosen is not None:
                yield chosen
        elif name(each) not in LEFT_OUT:
            yield each


def _parts_of(root: etree._Element | None) -> Iterator[etree._Element]:
    return iter(() if root is None else root)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for each in _shown(table):
        if name(each) == "tr":
            if child(each, "trPr", "del") is None:
                yield each
        else:
            yield from _rows(each)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for each in _shown(parent):
        if name(each) == "tc":
            yield each
        else:
            yield from _cells(each)


def _symbol(element: etree._Element) -> str:
    """Give a character of a symbol font; one of a private code is a picture, not text."""
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0x10000 and code not in PRIVATE and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - the plane that Word names
