"""The ledger (口径表): every quantity of a draft once, with the points that tell it.

It is derived from the points each time, never stored. Changing a quantity changes every telling of it.
"""

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from bot.draft import Draft, Point
from bot.facts.amounts import amount, written_like
from bot.facts.counting import counted
from bot.facts.dates import dates
from bot.facts.numerals import Numeral, numerals
from bot.facts.vocabulary import vocabulary
from bot.outline import Outline
from phrasebank.alternatives import either

PEOPLE = frozenset(("人", "名", "位"))
PERCENTS = frozenset(("%", "％", "成"))
OTHER_YEAR = re.compile("去年|上年|前年|明年|来年|下一年|上一年|往年|原来|每[年月周季期次场人个名户天]")
SHORTEST = 2
VAGUE = frozenset(
    (
        "参加",
        "参训",
        "参会",
        "参与",
        "听课",
        "到会",
        "受众",
        "覆盖",
        "其中",
        "合计",
        "共计",
        "总计",
        "人员",
        "群众",
    )
)


class Telling(Struct, frozen=True):
    """One place where a quantity is told: the ``place``-th number (from 0) of a point, as written there."""

    point: str
    section: str
    place: int
    value: str
    unit: str


class Entry(Struct, frozen=True):
    """A quantity: what it counts, and every telling of it, in the order said.

    ``id`` is that of its first telling, ``p3.0``, and stays when values change.
    """

    id: str
    counts: str
    unit: str
    tellings: tuple[Telling, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values told, each once, as first written."""
        told: dict[object, str] = {}
        for each in self.tellings:
            told.setdefault(amount(each.value, each.unit) or each.value, each.value)
        return tuple(told.values())

    @property
    def conflict(self) -> bool:
        """Whether two tellings cannot both be true."""
        amounts = [found for each in self.tellings if (found := amount(each.value, each.unit))]
        return any(not one.agrees(other) for one in amounts for other in amounts)


def ledger(draft: Draft, outline: Outline | None = None) -> tuple[Entry, ...]:
    """Give the quantities of a draft in the order in which they were first told.

    With the outline, what is planned is kept apart from what was done. Numbers are one quantity where they
    count the same in the same measure at the same time; attendance belongs to its own statement.
    """
    found: dict[tuple[str, ...], list[tuple[Telling, str]]] = {}
    for point in draft.points:
        for key, telling, counts in _told(point, _planned(outline, point.section)):
            found.setdefault(key, []).append((telling, counts))
    return tuple(
        Entry(
            f"{told[0][0].point}.{told[0][0].place}",
            told[0][1],
            told[0][0].unit,
            tuple(each for each, _ in told),
        )
        for told in found.values()
    )


def typed(entry: Entry, text: str) -> str | None:
    """Read what a user typed as the new value of a quantity, without its unit; ``None`` for anything else."""
    plain = text.strip().rstrip("。")
    plain = plain.removesuffix(entry.unit) if entry.unit else plain
    found = numerals(plain + entry.unit)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(plain + entry.unit))
    return plain if whole and plain and amount(plain, entry.unit) else None


def changed(draft: Draft, entry: Entry, value: str) -> Draft:
    """Put a new value in every point text and agreed sentence that tells the quantity; nothing else changes.

    Where it is told in Chinese numerals, so is the new value. ``value`` is as ``typed`` gives it.
    """
    for telling in entry.tellings:
        point = draft.point(telling.point)
        if point:
            draft = draft.with_point(_retold(point, telling, value))
    return draft


def _retold(point: Point, telling: Telling, value: str) -> Point:
    told = numerals(point.text)
    old = told[telling.place]
    rank = sum(_same(each, old) for each in told[: telling.place])
    sentence = point.sentence
    if sentence is not None:
        places = [each for each in numerals(sentence) if _same(each, old)]
        sentence = _put(sentence, places[rank], value) if rank < len(places) else sentence
    return replace(point, text=_put(point.text, old, value), sentence=sentence)


def _same(one: Numeral, other: Numeral) -> bool:
    return (one.unit, _plain(one.value)) == (other.unit, _plain(other.value))


def _plain(value: str) -> str:
    return re.sub(r"[-—–~～]+", "—", value)


def _put(text: str, old: Numeral, value: str) -> str:
    start = text.index(old.value, old.start)
    return text[:start] + written_like(old.value, value) + text[start + len(old.value) :]


def _told(point: Point, planned: str) -> Iterator[tuple[tuple[str, ...], Telling, str]]:
    """Give the numbers of a point with the key of the quantity that each tells."""
    found = numerals(point.text)
    named = counted(point.text, found)
    cores = [(_core(counts), _measure(number)) for number, counts in zip(found, named, strict=True)]
    often = Counter(cores)
    when = dates(point.text)
    alone = bool(OTHER_YEAR.search(point.text))
    for place, (number, counts, core) in enumerate(zip(found, named, cores, strict=True)):
        own = alone or often[core] > 1 or len(core[0]) < SHORTEST or core[0] in VAGUE
        scope = (point.id, str(place)) if own else (planned, *when)
        yield (*core, *scope), Telling(point.id, point.section, place, number.value, number.unit), counts


def _planned(outline: Outline | None, section: str) -> str:
    leaf = outline.leaf(section) if outline else None
    return "plans" if leaf and leaf.kind == "plans" else ""


def _core(counts: str) -> str:
    """Reduce what is counted to its name: 主题党日 for 开展“主题党日”活动."""
    plain = re.sub(r"[“”《》（）\s]", "", counts)
    plain = re.sub(rf"^(?:{either((*vocabulary().leads, *vocabulary().waiting))})+", "", plain) or plain
    return re.sub("(?:活动|工作|情况)$", "", plain) or plain


def _measure(number: Numeral) -> str:
    if number.unit in PERCENTS or "分之" in number.value or "成" in number.value:
        return "%"
    return "人" if number.unit in PEOPLE else number.unit
