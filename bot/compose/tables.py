"""Rows of a table in raw material (台账), each read as a statement, with what the head says of a column."""

import re
from collections.abc import Sequence

CELL = re.compile(r"\s*[|｜]\s*|\t+")
FEWEST = 3
LONGEST_HEAD = 10
RULE = re.compile(r"[\s|｜:：+—–\-=]+")
NUMBER = re.compile(r"(?:序号|编号|No\.?|#)")
PEOPLE = re.compile(r"(?:参加|参会|参与|到会|受众|培训)?(?:人数|人员)")
COUNT = re.compile(r"\d+(?:\.\d+)?(?:余|多)?[\u4e00-\u9fff%]{1,3}")
BARE = re.compile(r"\d+(?:\.\d+)?")
UNIT = re.compile(r"^(.*?)[（(]([^（）()\d]{1,4})[)）]$")
OF_COUNT = {
    "人数": "人",
    "人次": "人次",
    "次数": "次",
    "户数": "户",
    "场次": "场",
    "件数": "件",
    "期数": "期",
}


def cells_of(line: str) -> tuple[str, ...]:
    """Cut a row at | or tabs; empty for a line that is no row."""
    cells = tuple(cell.strip() for cell in CELL.split(line.strip().strip("|｜")))
    return cells if len(cells) >= FEWEST else ()


def is_head(cells: Sequence[str]) -> bool:
    """Whether cells name columns: short words without a figure or a mark."""
    return all(len(cell) <= LONGEST_HEAD and not re.search(r"[\d，。；《“]", cell) for cell in cells)


def is_rule(line: str) -> bool:
    """Whether a line only draws a line below a head, |---|---|."""
    return bool(RULE.fullmatch(line)) and "-" in line.replace("—", "-")


def told(cells: Sequence[str], head: Sequence[str]) -> str:
    """Say a row as one statement; without a head the first cell, if it only counts rows, is left out."""
    names = head if len(head) == len(cells) else ("",) * len(cells)
    parts: list[str] = []
    for place, (name, cell) in enumerate(zip(names, cells, strict=True)):
        counts_rows = NUMBER.fullmatch(name) or (place == 0 and not name and BARE.fullmatch(cell))
        if not cell or counts_rows or cell in {"-", "—", "/", "无"}:
            continue
        said = _said(name, cell)
        counts_the_last = COUNT.fullmatch(cell) and said == cell and parts and not parts[-1][-1].isdigit()
        if counts_the_last and not re.search(r"\d[\u4e00-\u9fff%]{1,3}$", parts[-1]):
            parts[-1] += said
        else:
            parts.append(said)
    return "，".join(parts)


def _said(name: str, cell: str) -> str:
    """Say what a cell counts, where the head of its column tells."""
    unit = UNIT.match(name)
    if BARE.fullmatch(cell) and unit:
        return f"{unit[1]}{cell}{unit[2]}"
    if BARE.fullmatch(cell):
        ending = next((each for word, each in OF_COUNT.items() if name.endswith(word)), "")
        cell = f"{cell}{ending}" if ending else f"{name}{cell}"
    return f"参加{cell}" if PEOPLE.fullmatch(name) and re.fullmatch(r"\d+余?人", cell) else cell
