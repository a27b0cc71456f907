"""How much a written number says: ``三十余`` thirty or more, ``3—5`` three to five; numbers in Chinese."""

import re
from decimal import Decimal, InvalidOperation

from msgspec import Struct

PLAIN = "零一二三四五六七八九"
DIGIT = {each: value for value, each in enumerate(PLAIN)} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
PARTS = re.compile(
    r"(?P<about>约|大约|近|将近|接近|超过?|逾|上|数|)(?P<core>.*?)(?P<more>[余多来几]?[百千万亿]*)$"
)
HAN = re.compile(r"[零〇一二两三四五六七八九十百千万亿点]+")
ROUND_UP, ROUND_DOWN, HUNDRED = Decimal("1.5"), Decimal("0.5"), Decimal(100)
LARGEST = 10**12


class Amount(Struct, frozen=True):
    """From ``low`` to ``high``, in units of one; both the same for an exact number. A percentage is in %."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def agrees(self, other: "Amount") -> bool:
        """Whether both may be told of one thing: 28 and 近30 may."""
        return self.low <= other.high and other.low <= self.high


def amount(value: str, unit: str = "") -> Amount | None:
    """Read a written number; ``None`` where it is none. 万元 and 亿元 count in 元, 成 in %."""
    factor = {"万元": 10_000, "亿元": 100_000_000, "成": 10}.get(unit, 1)
    tenths = re.fullmatch("([两三四五六七八九])成([半一二三四五六七八九])", value)
    if tenths:
        return _exact(Decimal(DIGIT[tenths[1]] * 10 + (5 if tenths[2] == "半" else DIGIT[tenths[2]])))
    of = re.fullmatch(r"(.+)分之(.+)", value)
    if of:
        whole, part = _number(of[1]), _number(of[2])
        return _exact(part / whole * HUNDRED) if whole and part is not None else None
    ends = re.split(r"[%％]?\s*[-—–~～至到]+\s*", value)
    amounts = [_amount(end) for end in ends]
    known = [each for each in amounts if each]
    if len(known) != len(amounts) or len(known) > 2:  # noqa: PLR2004 - a range has two ends
        return None
    return Amount(known[0].low * factor, known[-1].high * factor)


def in_chinese(number: int) -> str:
    """Write a whole number below a trillion in Chinese: 两 for a lone 2, 十二 and not 一十二."""
    if number == 2:  # noqa: PLR2004 - before a measure word two is 两
        return "两"
    for name, size in (("亿", 100_000_000), ("万", 10_000)):
        if number >= size:
            head, rest = divmod(number, size)
            return in_chinese(head) + name + _rest(rest, size // 10)
    for name, size in (("千", 1000), ("百", 100), ("十", 10)):
        if number >= size:
            head, rest = divmod(number, size)
            first = "" if number < 20 else PLAIN[head]  # noqa: PLR2004 - 十二, but 二十
            return first + name + _rest(rest, size // 10)
    return PLAIN[number]


def written_like(old: str, new: str) -> str:
    """Write a new value the way the old one is written: in Chinese numerals, with 百分之, or in digits.

    A lone 0 or 1 stays in digits: 一次 is mostly no figure, and would be lost to the ledger.
    """
    found = re.match(r"(\D*?)(\d+)(\.\d+)?([余多几]?)$", new)
    if not found or not HAN.search(old) or re.search(r"\d", old) or int(found[2]) >= LARGEST:
        plain = _number(new)
        in_digits = re.search(r"\d", old) and not re.search(r"\d", new) and plain is not None
        return f"{plain.normalize():f}" if in_digits and plain is not None else new
    about, whole, decimals, more = found.groups("")
    if int(whole) <= 1 and not decimals:
        return new
    percent = old.startswith("百分之")
    if decimals and not percent:
        return new
    number = "二" if percent and whole == "2" else in_chinese(int(whole))
    told = number + ("点" if decimals else "") + "".join(PLAIN[int(each)] for each in decimals[1:])
    return f"{about}百分之{told}{more}" if percent else f"{about}{told}{more}"


def _rest(number: int, size: int) -> str:
    if not number:
        return ""
    told = "二" if number == 2 else in_chinese(number)  # noqa: PLR2004 - 一百零二, not 一百零两
    told = "一" + told if 10 <= number < 20 else told  # noqa: PLR2004 - 一百一十二, not 一百十二
    return told if number >= size else "零" + told


def _amount(text: str) -> Amount | None:
    found = PARTS.match(text.replace(",", "").strip())
    if found is None:
        return None
    number = _number(found["core"] + found["more"].lstrip("余多来几"))
    if number is None:
        return _vague(text)
    vague = found["more"][:1] in {*"余多来几"} and found["more"]
    match found["about"]:
        case "约" | "大约":
            return Amount(number * ROUND_DOWN, number * ROUND_UP)
        case "近" | "将近" | "接近":
            return Amount(number * ROUND_DOWN, number)
        case "":
            return Amount(number, number * ROUND_UP if vague else number)
        case _:
            return Amount(number, number * 10)


def _vague(text: str) -> Amount | None:
    """Read 十几, 几十 and 三四."""
    low, high = _number(text.replace("几", "一")), _number(text.replace("几", "九"))
    if "几" in text and low is not None and high is not None:
        return Amount(low, high)
    pair = re.fullmatch("([一二两三四五六七八九])([二三四五六七八九])(十?)", text)
    size = 10 if pair and pair[3] else 1
    return Amount(Decimal(DIGIT[pair[1]] * size), Decimal(DIGIT[pair[2]] * size)) if pair else None


def _number(text: str) -> Decimal | None:
    """Read digits with 百千万亿 behind them, or Chinese numerals."""
    if text == "半":
        return Decimal("0.5")
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([百千万亿]*)", text)
    if mixed:
        try:
            number = Decimal(mixed[1])
        except InvalidOperation:
            return None
        for scale in mixed[2]:
            number *= TENS.get(scale) or MYRIADS[scale]
        return number
    whole, _, decimals = text.partition("点")
    if not HAN.fullmatch(text) or re.search("[一二两三四五六七八九]{2}", whole):
        return None
    behind = "".join(str(DIGIT.get(each, 0)) for each in decimals)
    return Decimal(f"{_chinese(whole)}.{behind or 0}")


def _chinese(text: str) -> int:
    total = section = digit = 0
    for each in text:
        if each in DIGIT:
            digit = DIGIT[each]
        elif each in TENS:
            section += (digit or 1) * TENS[each]
            digit = 0
        else:
            before = total if each == "亿" else 0
            total = total - before + (before + section + digit or 1) * MYRIADS[each]
            section = digit = 0
    return total + section + digit


def _exact(number: Decimal) -> Amount:
    return Amount(number, number)
