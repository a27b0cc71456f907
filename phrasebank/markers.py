"""The marker that a heading or a point begins with: 一、 （一） 1. （1） 一是 第一， 一方面."""

import re
from typing import Literal

from msgspec import Struct

from phrasebank.alternatives import longest_first
from phrasebank.remembering import remembered

MarkerKind = Literal["chinese", "bracketed", "arabic", "arabic_bracketed", "decimal", "serial"]

MEASURED = "(?:[%％万亿倍元个人次年月日天小公平米亩吨岁分期户名件项条千百度篇]|升(?!级)|斤)"
"""What a figure such as 8.1 is followed by where it is no marker."""
DIGITS = "一二三四五六七八九十"
FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖拾"
LEVELS: dict[MarkerKind, int] = {
    "chinese": 1,
    "bracketed": 2,
    "arabic": 3,
    "arabic_bracketed": 4,
    "decimal": 2,
}
REMEMBERED = 1 << 10
"""Each paragraph of a document is asked about several times on its way through the parser."""
WORDS = {
    "首先": 1,
    "其次": 2,
    "再次": 3,
    "最后": 99,
    "一方面": 1,
    "另一方面": 2,
    "再一方面": 3,
    "第三方面": 3,
}
PATTERNS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    (
        "serial",
        re.compile(
            rf"(?:第?([{DIGITS}]{{1,2}})(?:是|要|则|来|者(?=[，,、]))要?|第([{DIGITS}]{{1,2}})[件步点条项个]?\s*[，,、：:]"
            rf"|其([{DIGITS}])(?![生时代刀声身部分])|(?:问题|原因|任务|措施|举措)([{DIGITS}])(?=[：:、]))[，,：:、]?\s*"
        ),
    ),
    (
        "serial",
        re.compile(rf"({longest_first(WORDS)})(?!想说|要说|的)[，,：:、]?\s*"),
    ),
    ("chinese", re.compile(rf"第([{DIGITS}]{{1,3}})(?:部分|方面)\s*[、．.，,：:]?\s*")),
    ("chinese", re.compile(rf"([{DIGITS}]{{1,3}})\s*[、．.，,：:。]\s*")),
    ("chinese", re.compile(rf"([{FORMAL_DIGITS}])\s*[、．.，,：:]\s*")),
    ("chinese", re.compile(rf"([{DIGITS}]{{1,2}}) (?=[\u4e00-\u9fff]{{2}})")),
    ("bracketed", re.compile(rf"[（(〔]\s*([{DIGITS}]{{1,3}})\s*[）)〕]\s*[、．.，,：:]?\s*")),
    ("bracketed", re.compile("([\u3220-\u3229])\\s*[、．.，,]?\\s*")),
    ("arabic_bracketed", re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*[、．.，,]?\s*")),
    ("arabic_bracketed", re.compile(r"(\d{1,2})\s*[）)]\s*[、．.，,]?\s*")),
    ("arabic_bracketed", re.compile("([\u2460-\u2473])\\s*[、．.，,]?\\s*")),
    (
        "decimal",
        re.compile(rf"(\d{{1,2}}[.．]\d{{1,2}})(?![\d.．]|\s*{MEASURED})[、．.]?\s*(?=[\u4e00-\u9fff“《])"),
    ),
    ("arabic", re.compile("([\u2488-\u249b])\\s*")),
    ("arabic", re.compile(r"(\d{1,2})\s*(?:[、．，,]|[.](?!\d)|。(?!$))\s*")),
)


class Marker(Struct, frozen=True):
    """A marker as written, its place in the series (from 1), and what follows it."""

    kind: MarkerKind
    ordinal: int
    text: str
    rest: str


@remembered(REMEMBERED)
def read_marker(text: str) -> Marker | None:
    """Read the marker that a paragraph begins with; one with nothing behind it is none."""
    for kind, pattern in PATTERNS:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return Marker(
                kind, _ordinal(next(filter(None, match.groups()))), match[0].strip(), text[match.end() :]
            )
    return None


def _ordinal(written: str) -> int:
    if written in WORDS:
        return WORDS[written]
    if "." in written or "．" in written:
        return int(re.split("[.．]", written)[1])
    first = ord(written[0])
    for start in (0x3220, 0x2460, 0x2488):
        if start <= first < start + 20:
            return first - start + 1
    return int(written) if written.isdecimal() else chinese_number(written)


def chinese_number(written: str) -> int:
    """Read 一 to 九十九, 壹 to 拾."""
    if written in FORMAL_DIGITS:
        return FORMAL_DIGITS.index(written) + 1
    tens, ten, units = written.rpartition("十")
    if not ten:
        return DIGITS.index(written[-1]) + 1
    return (DIGITS.index(tens[0]) + 1 if tens else 1) * 10 + (DIGITS.index(units[0]) + 1 if units else 0)
