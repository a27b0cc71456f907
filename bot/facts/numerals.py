"""Numbers in running Chinese: digits and Chinese numerals, ranges and approximations, with their units.

A value is kept exactly as written (``三十余``, ``近百``, ``3—5``, ``1,200``): what was said is the fact.
"""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load


class Units(Struct, frozen=True, forbid_unknown_fields=True):
    """The measure words that numbers take, and set phrases whose numerals count nothing."""

    units: tuple[str, ...]
    set_phrases: tuple[str, ...]


class Numeral(Struct, frozen=True):
    """A number at ``start``..``end`` of its text (the unit included); ``unit`` is empty for a bare number."""

    value: str
    unit: str
    start: int
    end: int


DIGITS = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"
SCALE = r"(?:[百千万亿]+(?!元))?"
HAN = r"[一二两三四五六七八九十百千万亿零〇]+"
RANGE = r"(?:\s*[-—–~～至到]\s*)"
APPROXIMATE = r"(?:余|多|来|几)?"
ABOUT = r"(?:近|约|超过|超|逾|达|数)?"
PERCENT = r"%|％|‰|个?百分点|倍"
DATE = re.compile(
    r"(?:\d{4}|二[〇零]\S{2})年(?:度|底|初|末)?(?:\d{1,2}月)?(?:\d{1,2}日|上旬|中旬|下旬|底|初)?前?"
    r"|\d{1,2}月(?:份)?(?:\d{1,2}日|上旬|中旬|下旬|底|初)?(?:[至到—-]\d{1,2}月(?:\d{1,2}日)?)?前?"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)"
    r"|\d{1,2}日(?:[至到—-]\d{1,2}日)?"
)


@cache
def units() -> Units:
    """Read the measure words."""
    return load(Path(__file__).with_name("units.yaml"), Units)


@cache
def _number() -> re.Pattern[str]:
    unit = "|".join(sorted(map(re.escape, units().units), key=len, reverse=True))
    digits = f"{DIGITS}{SCALE}{APPROXIMATE}"
    return re.compile(
        rf"(?P<digits>(?:近|约|超过|超|逾)?{digits}(?:{RANGE}{digits})?)(?P<percent>{PERCENT}|)(?P<unit>{unit}|)"
        rf"|(?<!第)(?P<han>{ABOUT}{HAN}{APPROXIMATE})(?P<hanunit>{unit})"
    )


@cache
def _set_phrase() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, units().set_phrases), key=len, reverse=True)))


def dates(text: str) -> tuple[str, ...]:
    """Give the dates and periods named in a text, as written, in order."""
    return tuple(match[0] for match in DATE.finditer(text))


def numerals(text: str) -> tuple[Numeral, ...]:
    """Give the numbers of a text in order; dates and the numerals of set phrases are none."""
    masked = _masked(text)
    found: list[Numeral] = []
    for match in _number().finditer(masked):
        value = match["digits"] or match["han"]
        unit = (match["percent"] or "") + (match["unit"] or "") if match["digits"] else match["hanunit"]
        if match["han"] and value in {"一", "数", "几"}:
            continue
        found.append(Numeral(value.strip(), unit, match.start(), match.end()))
    return tuple(found)


def _masked(text: str) -> str:
    """Blank out what holds digits or numerals without being a figure, keeping every position."""

    def blank(match: re.Match[str]) -> str:
        return "□" * len(match[0])

    return re.sub(
        r"《[^《》]*》|[“\"][^“”\"]{1,20}[”\"]", blank, _set_phrase().sub(blank, DATE.sub(blank, text))
    )
