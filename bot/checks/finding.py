"""A finding: what a careful reader would stop at, where, and why."""

from typing import Literal

from msgspec import Struct

Grade = Literal["error", "warning", "hint"]


class Finding(Struct, frozen=True, kw_only=True):
    """One place in a text; ``line`` counts from 1, ``start`` from 0 within it."""

    rule: str
    grade: Grade
    line: int
    start: int
    text: str
    suggest: str
    why: str
    source: str
