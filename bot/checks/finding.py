"""A finding: what a careful reader would stop at, where, and why."""

from typing import Literal

from msgspec import Struct

Grade = Literal["error", "warning", "hint"]
"""必错, 疑似, 提示."""

Tier = Literal["国标", "规定", "提法", "用字", "惯例", "待核"]
"""How strong the source of a rule is; 用字 is what a dictionary settles, 待核 what nobody has confirmed."""

GRADE_NAMES: dict[Grade, str] = {"error": "必错", "warning": "疑似", "hint": "提示"}


class Finding(Struct, frozen=True, kw_only=True):
    """One place in a text; ``line`` counts from 1, ``start`` from 0 within it.

    ``suggest`` is what should stand in the place of ``text``, empty where only a person can say;
    ``fix`` tells that putting it there cannot change the meaning.
    """

    rule: str
    grade: Grade
    line: int
    start: int
    text: str
    suggest: str = ""
    why: str
    source: str
    tier: Tier = "惯例"
    fix: bool = False
