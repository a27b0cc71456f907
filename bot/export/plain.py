"""A report as plain text in UTF-8, laid out with full-width spaces."""

from bot.export.blocks import Block, Report, Table
from bot.export.layout import parts, starts

INDENT = "\u3000\u3000"


def write(report: Report) -> bytes:
    """Write a cleaned report, one line a block, a blank line below the title and above the signature.

    The cells of an appendix stand between ｜.
    """
    split = parts(report.blocks)
    stretches = (
        (block.line for block in split.head),
        (_indented(block) for block in split.body),
        (
            "\u3000" * round(start) + block.line
            for block, start in zip(split.foot, starts(split.foot), strict=True)
        ),
    )
    pages = [_appendix(table, number) for number, table in enumerate(report.appendices, 1)]
    return "\n\n".join(text for text in (*map("\n".join, stretches), *pages) if text).encode() + b"\n"


def _appendix(table: Table, number: int) -> str:
    rows = ("｜".join(cells) for cells in (table.columns, *table.rows))
    return "\n".join((f"附件{number}", "", table.title, "", *rows))


def _indented(block: Block) -> str:
    return block.line if block.kind == "salutation" else INDENT + block.line
