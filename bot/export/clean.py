"""Reduce text from users to what every file format can hold, and nothing less.

XML 1.0 (section 2.2) holds no control character but tab and line breaks, no lone surrogate and neither
U+FFFE nor U+FFFF. Everything else survives: emoji, rare characters, private use.
"""

import re

from msgspec.structs import replace

from bot.export.blocks import Block, Report, Table

BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
# U+FEFF is legal, but at the head of a file every editor takes it for a byte order mark.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """Turn line breaks and tabs into a space, since a block is one line, and drop what no file can hold."""
    return UNPRINTABLE.sub("", BREAKS.sub(" ", text))


def cleaned(report: Report) -> Report:
    """Clean every text of a report; a block loses blanks at both ends of its line, an empty one is left out.

    Blanks there carry no meaning, and formats disagree about them: Markdown makes code of four.
    """
    blocks = (_trimmed(block) for block in report.blocks)
    return replace(
        report,
        title=clean(report.title).strip(),
        blocks=tuple(block for block in blocks if block.line),
        appendices=tuple(map(_table, report.appendices)),
        notes=tuple(
            replace(note, text="\n".join(map(clean, note.text.split("\n")))) for note in report.notes
        ),
    )


def _table(table: Table) -> Table:
    return Table(clean(table.title).strip(), _cells(table.columns), tuple(_cells(row) for row in table.rows))


def _cells(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(clean(text).strip() for text in texts)


def _trimmed(block: Block) -> Block:
    marker, lead, text = clean(block.marker), clean(block.lead), clean(block.text)
    marker = marker.lstrip()
    lead = lead if marker else lead.lstrip()
    text = text if marker or lead else text.lstrip()
    text = text.rstrip()
    lead = lead if text else lead.rstrip()
    marker = marker if lead or text else marker.rstrip()
    return replace(block, marker=marker, lead=lead, text=text)
