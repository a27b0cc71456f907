"""A report as plain text in UTF-8, laid out with full-width spaces."""

from bot.export.blocks import Block, Report
from bot.export.layout import parts, starts

INDENT = "\u3000\u3000"


def write(report: Report) -> bytes:
    """Write a cleaned report, one line a block, a blank line below the title and above the signature."""
    split = parts(report.blocks)
    stretches = (
        (block.line for block in split.head),
        (_indented(block) for block in split.body),
        (
            "\u3000" * round(start) + block.line
            for block, start in zip(split.foot, starts(split.foot), strict=True)
        ),
    )
    return "\n\n".join(text for text in map("\n".join, stretches) if text).encode() + b"\n"


def _indented(block: Block) -> str:
    return block.line if block.kind == "salutation" else INDENT + block.line
