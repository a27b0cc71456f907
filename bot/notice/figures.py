"""Figures in a notice: how long, how many, what share, by when."""

import re
from datetime import date
from functools import partial

from bot.draft import Limit

UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
ONES = "零一二三四五六七八九"
HAN = "[零〇一二两三四五六七八九十百千万]"
NUMBER = rf"(?:\d{{1,2}}[,，]\d{{3}}|\d{{1,9}}(?:\.\d{{1,9}})?[千万]?|{HAN}{{1,12}})"
"""Of no more digits than any figure has: in a row of thousands, each would be searched from."""
TO = r"\s*(?:[-—–－~～至到]+|字[-—–~～至到]+)\s*"
LENGTH = re.compile(
    rf"(?P<low>{NUMBER}{TO})?(?P<high>{NUMBER})\s*个?(?P<unit>字|分钟|min)|(?:字数|篇幅)[^\d，]{{0,8}}?(?P<bare>\d{{3,5}}|[一二两三四五六七八九][千万]{HAN}{{0,12}})(?!\d|\s*字|{TO})"
)
LEAST = re.compile(r"不(?:得|能|可|应|要)?(?:少|低|短)于|至少|最少|以上|起步|不得低于|起码")
FIRM = re.compile(
    r"不(?:得|能|可|应|要)?(?:超|多|大|长)|以内|之内|以下|封顶|为限|内(?![容部])|控制|最多|上限|限(?:在|于|时)?|别超|别多"
)
ABOUT = re.compile(r"左右|上下|约|大概|大致")
WRITTEN = re.compile(
    r"(?:写|查摆|查找|剖析|列出?|找出?|提出?|梳理出?|检视)(?:出|到|够|准|清)?[^，。\d去上]{0,6}$"
)
COUNT = re.compile(rf"(?P<low>{NUMBER}{TO})?(?P<high>{NUMBER})\s*(?:个|条|点|方面|项|件)")
SHARE = re.compile(
    rf"(?P<of>{HAN}{{1,12}})分之(?P<part>{HAN}{{1,12}})|(?P<over>\d)\s*/\s*(?P<under>\d{{1,2}})"
    rf"|(?P<percent>\d{{1,2}})\s*[%％]|一半|(?P<tenths>{HAN})成"
)
DAY = re.compile(
    r"(?:(?P<year>20\d\d)\s*年)?\s*(?P<month>\d{1,2})\s*[月.]\s*(?P<day>\d{1,2})\s*[日号]?"
    r"(?:\s*[（(][^（）()]{1,8}[）)])?\s*(?:(?:上午|下午|中午|晚)?\s*(?:\d{1,2}\s*[:：点时]\s*\d{0,2}分?)?)?"
    r"\s*[）)]?\s*(?P<before>之?前|以前|下班前|截止|止)?"
)
WEEKDAY = re.compile(
    r"(?:[本这下]个?)?(?:周|星期|礼拜)[一二三四五六日天](?:（[^（）]{1,8}）)?(?:下班)?(?:之前|以前|前)|(?:本月|月|年)底?前|节前"
)
ALLOWED = 0.1
LOOK = 4
SUMMER = 7


def number(written: str) -> float | None:
    """Read a number in digits or Chinese numerals: 3000, 3,000, 2.5千, 三千五百, 两千."""
    plain = re.sub(r"[,，\s]", "", written)
    if re.fullmatch(rf"[{ONES}]{{2}}", plain):  # 三四 is three or four
        plain = plain[0]
    digits = re.fullmatch(r"(\d+(?:\.\d+)?)([千万]?)", plain)
    if digits:
        return float(digits[1]) * UNITS.get(digits[2], 1)
    total, last, unit = 0, 0, 1
    for character in plain.replace("两", "二").replace("〇", "零"):
        if character in ONES:
            last = ONES.index(character)
        elif character in UNITS:
            unit = UNITS[character]
            total, last = total + (last or 1) * unit, 0
        else:
            return None
    # 两千五 leaves the next smaller unit out.
    return float(total + last * (unit // 10 if unit >= UNITS["百"] and plain[-2:-1] in UNITS else 1))


def limit_in(clause: str) -> Limit | None:
    """Read how long a report may be. One figure is the most, unless the words say at least."""
    found = [limit for limit in map(partial(_limit, clause), LENGTH.finditer(clause)) if limit]
    if not found:
        return None
    most = next((each.characters for each in found if each.characters), None)
    least = next((each.least for each in found if each.least), None)
    return Limit(characters=most, least=least, minutes=found[0].minutes)


def _limit(clause: str, match: re.Match[str]) -> Limit | None:
    if match["bare"]:
        return Limit(characters=int(number(match["bare"]) or 0) or None)
    high = number(match["high"])
    if high is None:
        return None
    low = number(re.sub(rf"{TO}$", "", match["low"])) if match["low"] else None
    if match["unit"] != "字":
        return Limit(minutes=high)
    if low is not None and low < high / 100:
        low *= 1000
    before = (
        re.split(r"[、；]", clause[: match.start()])[-1]
        + re.split(r"[、；]", clause[match.end() :])[0][:LOOK]
    )
    if low is None and LEAST.search(before) and not FIRM.search(LEAST.sub("", before)):
        return Limit(least=int(high))
    return Limit(characters=int(high), least=int(low) if low is not None else None)


def allowed(limit: Limit, text: str) -> Limit:
    """Give the limit with the room that 左右 or 约 leaves: a tenth either way."""
    if not ABOUT.search(text) or limit.characters is None:
        return limit
    most = limit.characters
    return Limit(characters=round(most * (1 + ALLOWED)), least=limit.least or round(most * (1 - ALLOWED)))


def count_in(clause: str) -> int | None:
    """Read how many are wanted at least: 不少于3个, 至少三条, 2—3个; ``None`` where it is only a figure."""
    return next((each for each in map(partial(_count, clause), COUNT.finditer(clause)) if each), None)


def _count(clause: str, match: re.Match[str]) -> int | None:
    wanted = number(re.sub(rf"{TO}$", "", match["low"]) if match["low"] else match["high"])
    behind = clause[match.end() :]
    before = clause[: match.start()]
    asked = LEAST.search(before) or WRITTEN.search(before) or re.match(r"(?:及|或)?以上|起", behind)
    if not (match["low"] or asked):
        return None
    # 写实一点 asks for no count.
    return int(wanted) if wanted and (wanted > 1 or LEAST.search(before)) else None


def share_in(clause: str) -> float | None:
    """Read what share of the report is wanted: 三分之一, 1/3, 30%, 三成."""
    match = SHARE.search(clause)
    if match is None:
        return None
    if match["of"]:
        return _ratio(number(match["part"]), number(match["of"]))
    if match["over"]:
        return _ratio(float(match["over"]), float(match["under"]))
    if match["tenths"]:
        return _ratio(number(match["tenths"]), 10)
    return int(match["percent"]) / 100 if match["percent"] else 0.5


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part and whole else None


def deadline_in(text: str) -> str:
    """Give the words of a day by which something is wanted; empty without one."""
    match = next((each for each in DAY.finditer(text) if each["before"]), None)
    match = match or WEEKDAY.search(text)
    return match[0].strip() if match else ""


def day_of(words: str, year: int | None) -> date | None:
    """Give the day that a deadline names; without a year, the first half follows the year reported on."""
    match = DAY.search(words)
    if match is None or not (match["year"] or year):
        return None
    month = int(match["month"])
    named = int(match["year"]) if match["year"] else (year or 0) + (month < SUMMER)
    try:
        return date(named, month, int(match["day"]))
    except ValueError:
        return None
