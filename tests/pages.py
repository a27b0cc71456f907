"""The pages of a PDF as rows of placed characters, for measuring them."""

import pypdfium2

MILLIMETRE = 72 / 25.4
HALF_A_LINE = 14
BOTTOM = (297 - 35) * MILLIMETRE
"""The lower edge of the text area of GB/T 9704-2012, from the upper edge of the paper."""

Row = list[tuple[str, float, float]]
"""Characters with their left and right edges in points, from left to right."""


def rows(page: pypdfium2.PdfPage) -> dict[float, Row]:
    """Give the characters of a page by row, the distance of its middle from the top in points."""
    text = page.get_textpage()
    placed = []
    for place in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(place, loose=True)
        character = text.get_text_range(place, 1)
        if character.strip():
            placed.append((page.get_height() - (top + bottom) / 2, character, left, right))
    found: dict[float, Row] = {}
    row = -100.0
    for middle, character, left, right in sorted(placed):
        row = middle if middle - row > HALF_A_LINE else row
        found.setdefault(row, []).append((character, left, right))
    return {top: sorted(each, key=lambda told: told[1]) for top, each in found.items()}


def body(page: pypdfium2.PdfPage) -> dict[float, Row]:
    """Give the rows in the text area."""
    return {top: row for top, row in rows(page).items() if top < BOTTOM}


def number(page: pypdfium2.PdfPage) -> tuple[str, float, float, float]:
    """Give the page number as printed, its left and right edges in mm, and how far its middle is below."""
    below = {top: row for top, row in rows(page).items() if top >= BOTTOM}
    ((top, row),) = below.items() if len(below) == 1 else [(BOTTOM, [("", 0.0, 0.0)])]
    text = "".join(character for character, *_ in row)
    return text, row[0][1] / MILLIMETRE, row[-1][2] / MILLIMETRE, (top - BOTTOM) / MILLIMETRE


def said(row: Row) -> str:
    """Give the text of a row."""
    return "".join(character for character, *_ in row)
