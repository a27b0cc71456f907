"""A report as CommonMark, in which every character of the text prints as itself."""

import re
import unicodedata

from bot.export.blocks import Block, Report, Table

# What begins emphasis, code, a link, a strike-through, a tag, an entity or an escape.
INLINE = re.compile(r"[\\`*_\[\]~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
# What turns the beginning of a line into a heading, a quotation, a rule or a list.
LINE_START = re.compile(r"\d{1,9}(?=[.)](?: |$))|(?=#{1,6}(?: |$)|>|[-+](?: |$)|-(?: *-){2,} *$)")
CLOSING_HASHES = re.compile(r"(?:(?<= )|^)(?=#+$)")


def write(report: Report) -> bytes:
    """Write a cleaned report, blocks apart by blank lines."""
    pieces = [_paragraph(block) for block in report.blocks]
    pieces += [_appendix(table, number) for number, table in enumerate(report.appendices, 1)]
    return "".join(f"{piece}\n\n" for piece in pieces)[:-1].encode() or b"\n"


def _appendix(table: Table, number: int) -> str:
    rule = "|" + " --- |" * len(table.columns)
    rows = [_row(table.columns), rule, *map(_row, table.rows)]
    return f"## 附件{number}　{_in_heading(table.title)}\n\n" + "\n".join(rows)


def _row(cells: tuple[str, ...]) -> str:
    """Set a row; a bar within a cell would end it (the table extension of GitHub's Markdown)."""
    return "|" + "".join(f" {_escaped(cell).replace('|', chr(92) + '|')} |" for cell in cells)


def _paragraph(block: Block) -> str:
    match block.kind:
        case "title":
            return f"# {_in_heading(block.line)}"
        case "heading":
            return f"{'#' * (1 + max(1, min(block.level, 4)))} {_in_heading(block.line)}"
    if block.lead:
        return _led(block.marker + block.lead, block.text)
    return _at_line_start(block.line)


def _in_heading(text: str) -> str:
    return CLOSING_HASHES.sub(r"\\", _escaped(text))


def _at_line_start(text: str) -> str:
    escaped = _escaped(text)
    start = LINE_START.match(escaped)
    return f"{start[0]}\\{escaped[start.end() :]}" if start else escaped


def _escaped(text: str) -> str:
    return INLINE.sub(r"\\\g<0>", text)


def _led(lead: str, text: str) -> str:
    """Set a run-in heading bold.

    Its closing mark stays outside: after punctuation, ``**`` followed by a Chinese character would not end
    the emphasis (CommonMark 6.2, right-flanking delimiter runs).
    """
    end = len(lead)
    while end and _is_mark(lead[end - 1]):
        end -= 1
    if not end:
        return _at_line_start(lead + text)
    return f"**{_escaped(lead[:end])}**{_escaped(lead[end:] + text)}"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PSZ"
