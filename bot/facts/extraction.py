"""Facts: a user's statement with its numbers and what they count, its dates and its documents."""

import re

from msgspec import Struct

from bot.draft import Draft, Point
from bot.facts.numerals import Numeral, dates, numerals


class Number(Struct, frozen=True):
    """A figure as written, its measure word, and what it counts in the user's words."""

    value: str
    unit: str
    counts: str


class Fact(Struct, frozen=True):
    """A verifiable statement; ``id`` is that of its point with ``f`` for ``p``."""

    id: str
    text: str
    numbers: tuple[Number, ...]
    dates: tuple[str, ...]
    documents: tuple[str, ...]
    section: str
    source: str


PAUSE = re.compile(r"[，,。；;：:！？!?、\n]")
VERB = re.compile(
    r"^(?:(?:全年|今年以来|今年|先后|共计|累计|总共|其中|同时|并|共|已|各|组织|开展|召开|举办|举行|进行|完成|扎实|深入|认真)+)"
)
SHORTEST_NAME = 2
WAITING_VERB = re.compile(
    r"(?:成立|组建|建立|建成|新建|设立|帮扶|慰问|检查|开展|组织|召开|举办|举行|进行|完成|发放|收集|受理|开设)$"
)
NOUN_AFTER = re.compile(r"^[\u4e00-\u9fff“《][^，,。；;：:、\d]{1,15}")


def facts_of(draft: Draft) -> tuple[Fact, ...]:
    """Give the facts of a draft, one for every point, in the order in which they were said."""
    return tuple(fact_of(point) for point in draft.points)


def fact_id(point: str) -> str:
    """Give the id of the fact that a point tells: ``f7`` for ``p7``."""
    return "f" + point.removeprefix("p")


def fact_of(point: Point) -> Fact:
    """Read one point as a fact."""
    text = point.text.strip()
    return Fact(
        id=fact_id(point.id),
        text=text,
        numbers=numbers_of(text),
        dates=dates(text),
        documents=tuple(re.findall(r"《[^《》]+》", text)),
        section=point.section,
        source=point.source,
    )


def numbers_of(text: str) -> tuple[Number, ...]:
    """Give the numbers of a statement with what each counts."""
    found = numerals(text)
    return tuple(
        Number(number.value, number.unit, _counted(text, number, found[place - 1] if place else None))
        for place, number in enumerate(found)
    )


def _counted(text: str, number: Numeral, before: Numeral | None) -> str:
    """Take what stands before a number in its clause, else what follows: 谈心谈话 in 谈心谈话4人次."""
    start = max(before.end if before else 0, _clause_start(text, number.start))
    clause = text[start : number.start].strip('　 “”"（）()及和与了达')
    follows = NOUN_AFTER.match(text[number.end :])
    if follows and (not clause or WAITING_VERB.search(clause) or len(clause) < SHORTEST_NAME):
        return follows[0]
    named = VERB.sub("", clause)
    if named or clause:
        return (named if len(named) > 1 else clause).lstrip("”》）").rstrip("“《（")
    return _counted(text, before, None) if before and before.end == number.start else ""


def _clause_start(text: str, end: int) -> int:
    pauses = [match.end() for match in PAUSE.finditer(text, 0, end)]
    return pauses[-1] if pauses else 0
