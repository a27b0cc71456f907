"""How wide the columns of an appendix are, in every format that has pages."""

from bot.export.blocks import Table
from bot.export.layout import width
from bot.export.profiles import TWIPS, PageLayout

NARROW, WIDEST = 8.0, 20.0  # 字: a column up to so wide is not broken, and no column counts as wider
MARGIN = 1.0  # 字, at both sides of a cell together


def widths(table: Table, layout: PageLayout) -> tuple[int, ...]:
    """Share the text width out in twips: short columns get what they need, long ones what is left."""
    needs = [_need(table, column) for column in range(len(table.columns))]
    long = [need for need in needs if need > NARROW] or needs
    whole, character = layout.width_twips, layout.faces.table.size * TWIPS
    left = whole - sum(need for need in needs if need not in long) * character
    shares = [int(left * need / sum(long) if need in long else need * character) for need in needs]
    return (*shares[:-1], whole - sum(shares[:-1]))


def _need(table: Table, column: int) -> float:
    """Measure a column in full-width characters; a date and its time may stand on two lines."""
    cells = (row[column] for row in (table.columns, *table.rows))
    pieces = (piece for cell in cells for piece in (cell.split(" ") if cell.isascii() else [cell]))
    return min(max(map(width, pieces)) + MARGIN, WIDEST)
