"""Headings: their numbers, and short leads cut from the user's own sentences."""

import re

NUMERALS = "一二三四五六七八九十"
SHORTEST, LONGEST = 4, 20
BOUND = re.compile(
    r"^(?:虽然|尽管|由于|因为|随着|通过|面对|作为|按照|围绕|针对|结合|不仅|既|即使|如果|一旦|有时|有的|其中|特别是|尤其是"
    r"|在|对|从|与|为了|把|将|以|就|当|受|由|向|我|本人)"
)


def marker(level: int, number: int) -> str:
    """Give the number of a heading as printed: 一、（一）1.（1） for level 1 to 4 (GB/T 9704-2012, 7.3.3)."""
    match level:
        case 1:
            return f"{in_chinese(number)}、"
        case 2:
            return f"（{in_chinese(number)}）"
        case 3:
            return f"{number}."
        case _:
            return f"（{number}）"


def in_chinese(number: int) -> str:
    """Write 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def split_lead(sentence: str) -> tuple[str, str] | None:
    """Cut a short phrase off the front that can head the rest; ``None`` where it cannot stand alone.

    A short sentence of one phrase is a heading with nothing behind it.
    """
    lead, _, rest = re.sub(r"[，：；。]", "\n", sentence, count=1).partition("\n")
    whole = SHORTEST <= len(lead) <= LONGEST and not re.search(r"\d", lead) and not BOUND.match(lead)
    return (lead, rest.strip()) if whole else None
