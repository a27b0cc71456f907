"""A report as PDF, and its pages as pictures, set by typst after GB/T 9704-2012.

The text is handed over as data: nothing in it can be a command. The document is tagged (PDF/UA-1) and has
bookmarks; the same report gives the same bytes.
"""

import json
import re
from pathlib import Path
from typing import Literal

from bot.export.blocks import Block, Report
from bot.export.columns import widths
from bot.export.fonts import at_hand, fonts, undrawn
from bot.export.layout import parts, starts
from bot.export.layout_words import layout_named
from bot.export.naming import ExportError
from bot.export.profiles import POINT, TWIPS, Face, PageLayout
from bot.export.titles import lines

GAP = re.compile(r"(【待补[^】]*】)")
"""Splits a text so that every second piece is a gap."""

SOURCE = Path(__file__).with_name("gongwen.typ")
RESOLUTION = 80  # dots an inch of a preview: a page is 661 by 935
SHORT_END = 168  # 字, six lines: so long a last paragraph stays in one piece with the signature
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
NUMBER_HEIGHT = 3.7  # mm from the lower edge of the footer up to the dash
AGE = 10
"""So many compilations later typst still remembers what it worked out, however much that is."""


def write(report: Report) -> bytes:
    """Write a cleaned report as PDF. Raises ``ExportError`` where a character cannot be drawn."""
    return _compiled(report, "pdf")[0]


def pages(report: Report) -> tuple[bytes, ...]:
    """Draw the pages of a cleaned report as PNG pictures. Raises as ``write`` does."""
    return _compiled(report, "png")


def _compiled(report: Report, form: Literal["pdf", "png"]) -> tuple[bytes, ...]:
    told = json.dumps(_data(report), ensure_ascii=False)
    missing = undrawn("".join(block.line for block in report.blocks) + _cells(report))
    if missing:
        raise ExportError(
            f"这台电脑的字体里没有这些字：{missing[:20]}。请导出 .docx，或装上有这些字的字体再试。"
        )
    try:
        made = _set(told, form)
    finally:
        _let_go()
    return tuple(made) if isinstance(made, list) else (made or b"",)


def _set(told: str, form: Literal["pdf", "png"]) -> bytes | list[bytes] | None:
    """Have typst set it, by a compiler for it alone: threads cannot share one, and it keeps the text."""
    import typst  # noqa: PLC0415 - 30 MB, needed for a PDF alone

    return typst.Compiler(SOURCE, root=SOURCE.parent, font_paths=at_hand()).compile(
        format=form,
        sys_inputs={"data": told},
        ppi=RESOLUTION if form == "png" else None,
        pdf_standards=["ua-1"] if form == "pdf" else [],
        timestamp=0,
    )


def _let_go() -> None:
    """Have typst forget a report, 27 MB for 45,000 characters, by letting it grow old over nothing: 2 ms."""
    import typst  # noqa: PLC0415 - as above

    nothing = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False))
    for _ in range(AGE + 1):
        nothing.compile(b"", format="svg")


def _data(report: Report) -> dict[str, object]:
    split, layout = parts(report.blocks), layout_named(report.layout)
    short = split.body and len(split.body[-1].line) <= SHORT_END and not split.body[-1].level
    cut = len(split.body) - bool(short)
    return {
        "title": report.title or "述职报告",
        "faces": _faces(layout),
        "layout": _page(layout),
        "latin": fonts().latin,
        "head": [_told(block, layout) for block in split.head],
        "body": [_told(block, layout) for block in split.body[:cut]],
        "end": [_told(block, layout) for block in split.body[cut:]],
        "foot": [
            {"text": GAP.split(block.line), "start": start}
            for block, start in zip(split.foot, starts(split.foot, layout.characters), strict=True)
        ],
        "appendices": [
            {
                "lines": lines(table.title, layout.longest_title),
                "columns": table.columns,
                "rows": table.rows,
                "widths": widths(table, layout),
            }
            for table in report.appendices
        ],
    }


def _faces(layout: PageLayout) -> dict[str, dict[str, object]]:
    faces = layout.faces
    roles = {
        "title": faces.title,
        "mark": faces.mark,
        "body": faces.body,
        **{f"level{level}": face for level, face in enumerate(faces.headings, 1)},
        "number": faces.number,
        "table": faces.table,
        "table_head": faces.table_head,
    }
    return {role: _face(face, title=role == "title") for role, face in roles.items()}


def _face(face: Face, *, title: bool) -> dict[str, object]:
    """Give families, size and weight; a title in another type than 小标宋 is set heavier, to look like it."""
    heavier = title and fonts().substitutes(face.font)
    weight = BOLD if face.bold else SEMIBOLD if heavier else REGULAR
    return {"families": fonts().drawing(face.font), "size": face.size, "weight": weight}


def _page(layout: PageLayout) -> dict[str, object]:
    """Give the page, as many lines on it as Word sets.

    The top margin is where the characters begin, as GB/T 9704-2012 measures it; Word begins with half of the
    leading, which ``compensated`` margins leave room for. The other half is left free at the bottom.
    """
    page, half = layout.page, layout.half_leading / POINT
    extra = half if page.compensated else 0
    bottom = page.bottom + 2 * half - extra
    return {
        "top": page.top + extra,
        "bottom": bottom,
        "left": page.left,
        "right": page.right,
        "pitch": page.pitch,
        "number": page.number,
        "advance": layout.advance_twips / TWIPS,
        "squeeze": layout.squeeze_twips / TWIPS,
        "to_number": bottom - layout.footer_mm - NUMBER_HEIGHT,
    }


def _told(block: Block, layout: PageLayout) -> dict[str, object]:
    return {
        "kind": block.kind,
        "text": GAP.split(block.text),
        "level": max(1, min(block.level, 4)),
        "marker": block.marker,
        "lead": block.lead if block.level else "",
        "lines": lines(block.line, layout.longest_title) if block.kind == "title" else (),
    }


def _cells(report: Report) -> str:
    return "".join(
        table.title + "".join(table.columns) + "".join(cell for row in table.rows for cell in row)
        for table in report.appendices
    )
