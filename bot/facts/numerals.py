"""Numbers in running Chinese: digits and Chinese numerals, ranges and approximations, with their units.

A value is kept exactly as written (``三十余``, ``近百``, ``3—5``, ``1,200``, ``百分之九十五``): what was said
is the fact. Fractions and percentages in words have no unit of their own.
"""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.facts.dates import spans
from phrasebank.alternatives import longest_first
from phrasebank.loading import load
from phrasebank.remembering import remembered


class Units(Struct, frozen=True, forbid_unknown_fields=True):
    """The measure words that numbers take, and set phrases whose numerals count nothing.

    ``digits_only`` count only after digits: 三级书记 and 六大纪律 are names. ``slogans`` stand behind a
    Chinese numeral and 个, as in 四个意识.
    """

    units: tuple[str, ...]
    digits_only: tuple[str, ...]
    slogans: tuple[str, ...]
    set_phrases: tuple[str, ...]


class Numeral(Struct, frozen=True):
    """A number at ``start``..``end`` of its text (the unit included); ``unit`` is empty for a bare number."""

    value: str
    unit: str
    start: int
    end: int


HAN = "一二两三四五六七八九十百千万亿零〇"
ABOUT = (
    r"(?:大约|(?<![节契预条特集合签])约|将近|接近|(?<![最附])近|(?<!不)超过|(?<!不)超|逾"
    r"|上(?=[百千万])|(?<![人户次件总])数(?=[十百千万]))?"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?"
MORE = r"(?:余|多(?![种样元次数层方部])|来(?=[个名人户次件岁天场项])|几)?"
SCALE = r"(?:[百千万亿]{1,3}(?!元))?"
RANGE = r"\s{0,2}[-—–~～至到]{1,2}\s{0,2}"
NUMBER = rf"{DIGITS}{SCALE}{MORE}(?:[万亿](?!元))?"
COUNT = rf"[{HAN}几]{{1,12}}{MORE}[万亿]?"
ONCE = r"(?=\s?(?:[，,。；;、：:！!？?）)\n]|$))"
# What holds digits or numerals without being a figure: titles, document numbers, ordinals, times of day,
# telephone numbers, hotlines, addresses, codes, numbers of list items, terms, congresses and plans.
NO_FIGURE = (
    r"《[^《》]{1,80}》",
    r"[“\"][^“”\"]{1,20}[”\"]",
    r"[〔\[［【（(](?:19|20)\d{2}[〕\]］】）)]",
    rf"第[\d{HAN}]{{1,8}}[个名位条项次期批轮]?",
    r"(?<!\d)\d{1,3}[:：∶]\d{1,3}(?!\d)",
    rf"(?:凌晨|上午|中午|下午|晚上|早上)[\d{HAN}]{{1,3}}[点时](?:\d{{1,2}}分|半)?|\d{{1,2}}[点时](?:\d{{1,2}}分|半)",
    r"(?<!\d)0\d{2,3}[-—\s]?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx]",
    r"(?<![\d.])\d{3,6}(?=热线|专线|平台|系统|工作法|工程|模式|机制)",
    r"\d{1,6}[号日]",
    r"[A-Za-z]{1,12}[-_]?\d{1,12}|\d{1,12}(?=[A-Za-z])(?!km|kg|m²)|\d{1,3}(?:[+＋][\dNXx]{1,3}){1,5}",
    r"^\s{0,8}(?:[-•·●★◆■▪]\s?)?(?:[（(]\d{1,3}[）)]|\d{1,3}(?:[)）、．]|\.(?!\d)|(?=[　\t])))",
    rf"近[\d{HAN}]{{1,3}}年|[{HAN}]期(?=工程|项目|建设)|[\d{HAN}]{{1,3}}支部(?![门队])",
    r"(?:十[五六七八九]|二十)[大届]|[一二三四五六七]中全会|十[三四五六]五",
)


@cache
def units() -> Units:
    """Read the measure words."""
    return load(Path(__file__).with_name("units.yaml"), Units)


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    """Give the forms of a number, each as expressions for its value and its unit, the first to match wins."""
    counted, han = longest_first(units().units + units().digits_only), longest_first(units().units)
    return (
        (rf"{ABOUT}百分之[{HAN}点]{{1,9}}|{ABOUT}[{HAN}\d]{{1,4}}分之[{HAN}\d]{{1,4}}", ""),
        (r"[二两三四五六七八九]成[半一二三四五六七八九](?![个名项位户])", ""),
        (r"(?:(?<=不足)一|(?<=[近约])一|[二两三四五六七八九])", r"成(?![立员为果就功年长效绩群])"),
        (
            rf"{ABOUT}{NUMBER}(?:[%％]?{RANGE}{NUMBER})?",
            rf"\s?(?:个?百分点|[%％‰]|成(?!立)|{counted}|大(?=[\u4e00-\u9fff]))|",
        ),
        ("(?<![上下大每])半", "年|个月|个小时|小时|个钟头|天|亩"),
        ("(?<![第最后上这又头下同那末])一", rf"(?:次|场|期|轮|遍){ONCE}|个半(?:小时|钟头|月)"),
        (rf"(?![一几零〇万亿](?![{HAN}几])|[百千]元){ABOUT}{COUNT}(?:{RANGE}{COUNT})?", rf"(?:{han})"),
        (rf"{ABOUT}[{HAN}]{{1,12}}[万亿](?<=..)", ""),
    )


@cache
def _number() -> re.Pattern[str]:
    forms = "|".join(f"(?P<v{n}>{value})(?P<u{n}>{unit})" for n, (value, unit) in enumerate(_forms()))
    return re.compile(rf"(?=[\d{HAN}几半大约将接近超逾上数])(?:{forms})")


@cache
def _no_figure() -> re.Pattern[str]:
    slogans = rf"[{HAN}]{{1,2}}个(?:{longest_first(units().slogans)})"
    phrases = units().set_phrases
    set_off = f"(?=[{''.join({phrase[0] for phrase in phrases})}])(?:{longest_first(phrases)})"
    return re.compile("|".join((*NO_FIGURE, slogans, set_off)), re.MULTILINE)


@remembered(4096)
def numerals(text: str) -> tuple[Numeral, ...]:
    """Give the numbers of a text in order; dates and the numerals of set phrases are none."""
    found: list[Numeral] = []
    for match in _number().finditer(masked(text)):
        form = next(n for n in range(len(_forms())) if match[f"v{n}"] is not None)
        value, unit = match[f"v{form}"].strip(), match[f"u{form}"].strip()
        found.append(Numeral(value, unit, match.start(), match.end()))
    return tuple(found)


def masked(text: str) -> str:
    """Blank out what holds digits or numerals without being a figure, keeping every position."""
    pieces, last = list[str](), 0
    for start, end in spans(text):
        pieces += [text[last:start], "□" * (end - start)]
        last = end
    text = "".join([*pieces, text[last:]])
    return _no_figure().sub(lambda match: "□" * len(match[0]), text)
