"""Numbers as Word writes them in automatic numbering (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
LARGEST = 32_767
FEW = 20


def numeral(number: int, form: str) -> str:
    """Write a number in a form of Word's; an unknown form or one that has no such number gives digits."""
    write = FORMS.get(form)
    if write is None or not 0 <= number <= LARGEST:
        return str(number)
    return write(number) or str(number)


def chinese(number: int) -> str:
    """Write 0 to 99,999 in Chinese: 十二, 一百零五."""
    text = _with_units(number, DIGITS, "十百千万")
    return text.removeprefix("一") if text.startswith("一十") else text


def _formal(number: int) -> str:
    """Write as on a cheque: 壹拾贰."""
    return _with_units(number, FORMAL, "拾佰仟万")


def _with_units(number: int, digits: str, units: str) -> str:
    text, gap = "", False
    for power, unit in zip(range(len(units), -1, -1), (*reversed(units), ""), strict=True):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + unit
        gap = digit == 0
    return text or digits[0]


def _counting(number: int) -> str:
    """Write 一 to 九十九, and from 100 on digit by digit, as Word does."""
    return chinese(number) if number < 100 else _digitwise(number)  # noqa: PLR2004 - said above


def _digitwise(number: int) -> str:
    return "".join("○一二三四五六七八九"[int(digit)] for digit in str(number))


def _of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else ""


def _from(first: str, count: int = FEW) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else ""


def _letters(first: str) -> Callable[[int], str]:
    """Write a … z, aa … zz: the letter is repeated, not counted on."""
    return lambda number: chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    if number > FEW:
        return _from("㉑", 15)(number - FEW)
    return _from("①")(number)


def _wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "japaneseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digitwise,
    "taiwaneseDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "chineseLegalSimplified": _formal,
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴"),
    "decimalEnclosedFullstop": _from("⒈"),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
}
