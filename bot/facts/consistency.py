"""Consistency: what a text says in two places that do not agree, each with a sentence that says why.

The pure counterpart of a check-up: it takes lines, of a file or of a draft, and knows no other module's
findings.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.draft import Draft
from bot.facts.arithmetic import arithmetic
from bot.facts.figures import Discrepancy, Place
from bot.facts.naming import who
from bot.facts.numerals import masked
from bot.outline import Outline
from phrasebank.terms import SectionKind

HAN = "一二三四五六七八九十"
ANNOUNCED = re.compile(
    r"([二两三四五六七八九十]|\d)(?:个方面|方面|个问题|点|条|项|个环节|个层面|个维度|件事)"
    r"[\u4e00-\u9fff“”]{0,12}[：:。，,]?\s*$"
)
SERIES = (
    tuple(f"{each}是" for each in HAN),
    tuple(f"（{each}）" for each in HAN),
    tuple(f"{each}、" for each in HAN),
    tuple(f"{number}." for number in range(1, 11)),
    tuple(f"第{each}，" for each in HAN),
)
PLANNED = re.compile(
    r"^[^\d，。]{0,4}(20\d\d)年(?!度)(?=[，,]?(?:我|本人|将|要|重点|计划|继续|党|支部|[^，。]{0,14}(?:打算|思路|计划|举措|措施)))"
)
DAY = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
HISTORY = re.compile(r"(?:自|从|截至|截止|早在)$")
SINCE = re.compile(r"^(?:以来|起|至|到|—|-|印发|出台|成立|任|当选|入党|参加工作|生|前|底)")
LIKELY = ("achievements", "rectification", "integrity", "problems")
SHORTEST_NAME = 4
SEATS = tuple("省市区县旗镇乡街村校院")
LEAP = 2024
SPRING = 3  # a report is handed in until March of the next year


def disagreements(
    lines: Sequence[str],
    kinds: Sequence[SectionKind | None] = (),
    year: int | None = None,
    organization: str = "",
) -> tuple[Discrepancy, ...]:
    """Find what does not agree in a text, in the order of its lines.

    ``kinds`` are the sections the lines stand in, as many as there are lines, or none; ``year`` is that of
    the report, ``organization`` the name its writer goes by. What is unknown is not checked.
    """
    told = tuple(lines)
    named = tuple(kinds) or (None,) * len(told)
    found = [*arithmetic(told), *_announced(told), *_days(told), *_names(told, organization)]
    found += [*_years(told, named, year)] if year else []
    return tuple(sorted(found, key=lambda each: (each.at.line, each.at.start)))


def in_draft(draft: Draft, outline: Outline | None = None) -> tuple[tuple[str, Discrepancy], ...]:
    """Find what does not agree among the points of a draft, each with the id of its point."""
    leaves = {leaf.id: leaf.kind for leaf in outline.leaves()} if outline else {}
    found = disagreements(
        [point.text for point in draft.points],
        [leaves.get(point.section) for point in draft.points],
        draft.profile.year,
        draft.profile.organization,
    )
    return tuple((draft.points[each.at.line].id, each) for each in found)


def _announced(lines: tuple[str, ...]) -> Iterator[Discrepancy]:
    """Count what 四个方面 announces: the items that follow at once, on the line or on the lines below."""
    for number, line in enumerate(lines):
        for series in SERIES:
            start = line.find(series[0])
            if start > 0:
                # The same list may not come twice on a line: the second would go on where the first ends.
                end = line.find(series[0], start + 1)
                yield from _miscounted(
                    number, line[:start], _counted(line[start : end if end > 0 else None], series)
                )
            below = lines[number + 1 :]
            if below and below[0].lstrip().startswith(series[0]):
                yield from _miscounted(number, line, _counted_lines(below, series), may_go_on=True)


def _miscounted(number: int, head: str, items: int, *, may_go_on: bool = False) -> Iterator[Discrepancy]:
    """Compare; headings below may go on after the last of what was announced, with the next section."""
    said = ANNOUNCED.search(head)
    if said is None or items < 2:  # noqa: PLR2004 - one item is no list
        return
    count = int(said[1]) if said[1].isdigit() else 2 if said[1] == "两" else HAN.index(said[1]) + 1
    if items < count or (items > count and not may_go_on):
        at = Place(number, said.start(), said.end())
        words = said[0].rstrip("：:。，, ")
        yield Discrepancy("consistency.announced", at, at, f"前面说“{words}”，后面列了{items}条。")


def _counted(text: str, series: tuple[str, ...]) -> int:
    place = 0
    for count, mark in enumerate(series):
        found = text.find(mark, place)
        if found < 0:
            return count
        place = found + len(mark)
    return len(series)


def _counted_lines(lines: tuple[str, ...], series: tuple[str, ...]) -> int:
    """Count lines that begin with the marks in turn; others may stand between, but no second list."""
    count = 0
    for line in lines:
        begins = next((place for place, mark in enumerate(series) if line.lstrip().startswith(mark)), None)
        if begins is not None and begins != count:
            return count
        count += begins is not None
    return count


def _years(lines: tuple[str, ...], kinds: tuple[SectionKind | None, ...], year: int) -> Iterator[Discrepancy]:
    """Set years against that of the report: plans are for the next, dated deeds are of this one."""
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        plan = (
            PLANNED.search(re.sub(r"^[\s一二三四五六七八九十、（）]+", "", line)) if kind == "plans" else None
        )
        if plan and int(plan[1]) <= year:
            at = Place(number, line.index(plan[1]), line.index(plan[1]) + len(plan[1]) + 1)
            why = f"下步打算写的是{plan[1]}年，报告的年度是{year}年，打算应是{year + 1}年的。"
            yield Discrepancy("consistency.next_year", at, at, why)
        for day in DAY.finditer(line) if kind in LIKELY else ():
            soon = day[1] and int(day[1]) == year + 1 and int(day[2]) <= SPRING
            around = soon or HISTORY.search(line[: day.start()]) or SINCE.match(line[day.end() :])
            if day[1] and int(day[1]) != year and not around:
                at = Place(number, day.start(), day.end())
                why = f"“{day[0]}”不在报告的年度{year}年里，请核对年份。"
                yield Discrepancy("consistency.other_year", at, at, why)


def _days(lines: tuple[str, ...]) -> Iterator[Discrepancy]:
    """Find days that no month has, such as 2月30日."""
    for number, line in enumerate(lines):
        for day in DAY.finditer(line):
            year, month, date = int(day[1] or LEAP), int(day[2]), int(day[3])
            if not 1 <= month <= 12 or not 1 <= date <= monthrange(year, month)[1]:  # noqa: PLR2004 - months
                at = Place(number, day.start(), day.end())
                yield Discrepancy("consistency.day", at, at, f"没有“{day[0]}”这一天，请核对日期。")


def _names(lines: tuple[str, ...], organization: str) -> Iterator[Discrepancy]:
    """Find one unit under two names, as 区医疗保障局 and 区医保局, where no 以下简称 explains it."""
    if any("以下简称" in line or "简称" in line for line in lines):
        return
    first: dict[str, Place] = {}
    for number, line in enumerate(lines):
        plain = masked(line)
        for name in who(line):
            start = plain.find(name)
            if len(name) >= SHORTEST_NAME and start >= 0 and name.startswith(SEATS):
                first.setdefault(name, Place(number, start, start + len(name)))
    pairs = list(combinations(first, 2))
    pairs += [(organization, name) for name in first if organization and organization not in first]
    for one, other in pairs:
        if _two_names(one, other):
            at = first[other]
            yield Discrepancy(
                "consistency.name",
                at,
                first.get(one, at),
                f"“{one}”和“{other}”像是同一个单位，全文用一个叫法。",
            )


def _two_names(one: str, other: str) -> bool:
    """Whether one name leaves out characters from within the other, both beginning and ending alike."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_NAME or short in long or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)
