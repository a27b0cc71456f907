"""Headings: parallel ones from the bank's moulds, and short leads cut from the user's own sentences."""

import re
from collections.abc import Mapping

from bot.compose.words import words
from phrasebank.bank import Bank
from phrasebank.terms import Topic

NUMERALS = "一二三四五六七八九十"
SHORTEST, LONGEST = 4, 20
ECHO = 4
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


def for_topics(bank: Bank, mould: str, texts: Mapping[Topic, str], year: int | None) -> list[str]:
    """Give each topic's text a heading for work done, all of one mould.

    Where the bank allows, no two open alike and none takes words out of the mouth of its own text.
    """
    chosen: list[str] = []
    for topic, text in texts.items():
        patterns = bank.select(shape="heading", section="achievements", topic=topic, mould=mould, year=year)
        chosen.append(_fitting([pattern.text for pattern in patterns], chosen, text))
    return chosen


def _fitting(headings: list[str], before: list[str], text: str) -> str:
    opened = {heading[:2] for heading in before}

    def faults(heading: str) -> tuple[bool, bool, bool]:
        runs = (heading[start : start + ECHO] for start in range(len(heading) - ECHO + 1))
        unproved = any(claim in heading and claim not in text for claim in words().claims)
        return heading[:2] in opened, unproved, any(run in text for run in runs)

    return min(headings, key=faults)


def split_lead(sentence: str) -> tuple[str, str] | None:
    """Cut a short phrase off the front that can head the rest; ``None`` where it cannot stand alone.

    A short sentence of one phrase is a heading with nothing behind it.
    """
    lead, _, rest = re.sub(r"[，：；。]", "\n", sentence, count=1).partition("\n")
    whole = SHORTEST <= len(lead) <= LONGEST and not re.search(r"\d", lead) and not BOUND.match(lead)
    return (lead, rest.strip()) if whole else None
