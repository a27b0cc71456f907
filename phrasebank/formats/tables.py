"""A row of a table as lines."""

from collections.abc import Sequence

LONGEST_CELL = 60


def row(cells: Sequence[Sequence[str]]) -> list[str]:
    """Give one line with tabs for a row of short cells; else every paragraph of its cells is a line."""
    told = [filled for cell in cells if (filled := [line for line in cell if line.strip()])]
    if told and all(len(cell) == 1 and len(cell[0]) <= LONGEST_CELL for cell in told):
        return ["\t".join(cell[0].strip() for cell in told)]
    return [line for cell in told for line in cell]
