"""Dates and periods in running Chinese, kept as written: 3月5日, 4月至7月, 去年底, 2023年底前, 一季度."""

import re

SEPARATOR = r"\s{0,2}(?:[-—–~～]{1,2}|至|到)\s{0,2}"
HAN_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
YEAR = r"(?:(?:19|20)\d{2}|二[〇零○][〇零○一二三四五六七八九]{2})\s?年"
SOME_YEAR = rf"(?:{YEAR}|[去今明前上当本]年)"
MONTH = rf"(?:1[0-2]|0?[1-9]|{HAN_MONTH})\s?月(?![报刊度均饼])(?:份)?"
DAY = (
    rf"\s?(?:3[01]|[12]\d|0?[1-9]|二十{HAN_MONTH}?|三十一?|{HAN_MONTH})\s?[日号](?![间内常志照程游报楼文线])"
)
PART = r"(?:上旬|中旬|下旬|月底|月初|底|初|末|中)"
HOUR = r"(?:凌晨|上午|中午|下午|晚上|晚)?"
MOMENT = (
    rf"(?:{SOME_YEAR}度?)?{MONTH}(?:{DAY}{HOUR}|{PART})?"
    rf"|{SOME_YEAR}(?:年?[底初末]|[春夏秋冬]{{1,2}}(?!节)|上半年|下半年|(?:第?[一二三四]|前三)季度)"
    r"|(?<!每月)(?<![第\d])(?:3[01]|[12]\d|0?[1-9])日(?![间内常志照程游报])"
)
END = rf"(?:{SEPARATOR}(?:{MOMENT}))?"
AFTER = r"(?:以?前|以后|以来|后(?!续)|起(?![草到来动]))?"
FESTIVAL = r"(?:元旦|春节|清明|五一|端午|七一|八一|中秋|国庆)(?:节)?(?:以?前|以后|后|期间)"
NUMERIC = r"(?:19|20)\d{2}[-./](?:1[0-2]|0?[1-9])(?:[-./](?:3[01]|[12]\d|0?[1-9]))?(?!\d)"
SHORT = (
    r"^(?:\d{1,3}[\s　、.]{1,3})?(?P<short>(?:1[0-2]|[1-9])[./](?:3[01]|[12]\d|0?[1-9]))"
    r"(?=[\s　]{1,3}[\u4e00-\u9fff“《])"
)

BEGIN = "(?=[0-9一二三四五六七八九十去今明前上下当本年第元春清端中国])"  # spares trying all forms everywhere
DATE = re.compile(
    rf"{BEGIN}(?:(?:1[0-2]|[1-9]){SEPARATOR}(?:1[0-2]|[1-9])月(?:份)?{AFTER}"
    rf"|(?:{MOMENT}){END}{AFTER}"
    rf"|{YEAR}(?:{SEPARATOR}{YEAR}|度|以?前|以来|起)?|(?:19|20)\d{{2}}{SEPARATOR}{YEAR}"
    rf"|{NUMERIC}|年底(?:以?前)?|[上下]半年|(?:第?[一二三四]|前三)季度|{FESTIVAL})"
)
FIRST = re.compile(SHORT, re.MULTILINE)
# What names the year reported on, or planned for, dates nothing: 2023年度, or 2024年 heading a statement.
PERIOD = re.compile(rf"^{YEAR}度?$")


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Give where dates stand in a text, whether or not they date anything, in order."""
    short = [match.span("short") for match in FIRST.finditer(text)]
    long = [match.span() for match in DATE.finditer(text)]
    taken = [each for each in long if not any(start < each[1] and each[0] < end for start, end in short)]
    return tuple(sorted((*short, *taken)))


def dates(text: str) -> tuple[str, ...]:
    """Give the dates and periods named in a text, as written, in order.

    The year alone that a report is of, as in 2023年度 or in 2024年 where a statement begins, is none.
    """
    return tuple(text[start:end] for start, end in spans(text) if not _only_period(text, start, end))


def _only_period(text: str, start: int, end: int) -> bool:
    found = text[start:end]
    if not PERIOD.match(found):
        return False
    return found.endswith("度") or not re.search(r"[\u4e00-\u9fff\d]", text[:start].rpartition("\n")[2])
