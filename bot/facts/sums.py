"""Sums: a total against its parts, and what is left against what was done."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.facts.figures import Doubt, Figure, Sentence, dimension

TOTAL = re.compile(r"(?:合计|共计|总计|总共|[，、]共)\s*$")
PARTED = re.compile(r"(?:分别为|分别是|包括|分为|由)[：:]?\s*$")
REST = re.compile(r"(?:剩下|剩余|其余|余下|尚有|还有|还剩)[\u4e00-\u9fff]{0,4}$")
ITEM = re.compile(r"[；。，][一二三四五六七八九十]是")
"""Where another thing begins to be told: what is left there is not of the total before."""
OVERLAPPING = re.compile(
    "含|包括|又有|同时|兼|另|平均|[每比较均既]|重复"
    "|[女男岁族]|学历|本科|大专|研究生|硕士|博士|职称|骨干|新增|新发展|以上|以下"
)
FEWEST_PARTS = 2
LARGE = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
NEAR = 16


def parts(sentence: Sentence) -> Iterator[Doubt]:
    """Set a total against its parts: 共12件，其中A5件、B8件; A5件、B8件，共12件."""
    text, figures = sentence
    for place, total in enumerate(figures):
        for listed, all_told in (
            (_after(text, figures, place), False),
            (_before(text, figures, place), True),
        ):
            known = [each.exact for each in listed if each.exact is not None]
            if total.exact is None or len(known) < len(listed) or len(listed) < FEWEST_PARTS:
                continue
            whole = all_told or bool(PARTED.search(text[: listed[0].numeral.start].rstrip("：: ")))
            if sum(known) > total.exact or (whole and sum(known) != total.exact):
                told = "、".join(each.told for each in listed)
                yield (
                    "arithmetic.parts",
                    total,
                    listed[-1],
                    f"“{told}”加起来是{_written(sum(known))}{dimension(total)}，和“{total.told}”对不上。",
                )


def _written(number: Decimal | int) -> str:
    """Write a large sum as one reads it: 28.9亿, 13000."""
    for myriads, word in LARGE:
        if number >= myriads:
            return f"{_plain(Decimal(number) / myriads)}{word}"
    return _plain(Decimal(number))


def _plain(number: Decimal) -> str:
    told = f"{number:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def _after(text: str, figures: tuple[Figure, ...], place: int) -> list[Figure]:
    """Give the parts that 其中 introduces behind a total, in its measure, each in a clause of its own."""
    total, rest = figures[place], figures[place + 1 :]
    among = text.find("其中", total.numeral.end)
    like = [each for each in rest if dimension(each) == dimension(total)]
    if among < 0 or any(each.numeral.start < among for each in like):
        return []
    until = text.find("其中", among + 2)
    end = until if until > 0 else len(text)
    parts = [each for each in like if each.numeral.end <= end]
    return parts if all(_plain_part(text, each) for each in parts) else []


def _plain_part(text: str, part: Figure) -> bool:
    """Whether a figure is counted once among its fellows.

    含, 又有 and 同时 begin a part of a part; age, sex and schooling part the same people in several ways.
    """
    clause = re.split(r"[，、；：]", text[: part.numeral.start])[-1]
    return not OVERLAPPING.search(clause)


def _before(text: str, figures: tuple[Figure, ...], place: int) -> list[Figure]:
    """Give the list that 共计 sums up: figures in the same measure in the clauses right before it."""
    total = figures[place]
    sign = TOTAL.search(text[: total.numeral.start], max(0, total.numeral.start - NEAR))
    if not sign:
        return []
    parts: list[Figure] = []
    for each in reversed(figures[:place]):
        if dimension(each) != dimension(total):
            break
        between = text[each.numeral.end : parts[0].numeral.start if parts else sign.start()]
        between += text[max(0, each.numeral.start - 2) : each.numeral.start]
        if re.search(r"其中|共|合计|总计|比|较|[：:]", between):
            break
        parts.insert(0, each)
    return parts


def remainder(sentence: Sentence) -> Iterator[Doubt]:
    """Set what is left against the total and what is done: 58件，办结55件，剩下4件."""
    text, figures = sentence
    for rest in figures:
        like = [each for each in figures if each.numeral.unit == rest.numeral.unit]
        if len(like) != 3 or like[2] is not rest or not REST.search(text[: rest.numeral.start][-NEAR:]):  # noqa: PLR2004 - just these
            continue
        total, done = like[:2]
        if total.exact is None or done.exact is None or rest.exact is None or done.exact > total.exact:
            continue
        if ITEM.search(text[total.numeral.end : rest.numeral.start]):
            continue
        gap = total.exact - done.exact
        if gap != rest.exact:
            why = f"“{total.told}”减去“{done.told}”是{gap:f}{rest.numeral.unit}，不是“{rest.told}”。"
            yield "arithmetic.rest", rest, total, why
