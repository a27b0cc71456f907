"""Fog: an answer about problems or causes that names nothing, and the other extreme, that condemns too much.

An answer is clear by a person, an event, a deed that was seen, a number, a time, or a place. What it lacks
decides what is asked. Self-accusation is a verdict on oneself that only an organisation can give.
"""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bot.facts.dates import dates
from bot.facts.numerals import numerals
from phrasebank.alternatives import any_of
from phrasebank.loading import load
from phrasebank.remembering import remembered

Lack = Literal["instance", "consequence", "root"]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of people, events, deeds, moments, consequences and of roots in oneself; verdicts on oneself.

    ``disowned`` stand before a verdict in its clause where it is on others, or denied. ``surnames`` are
    those that make 小王 and 老李 people.
    """

    people: tuple[str, ...]
    events: tuple[str, ...]
    deeds: tuple[str, ...]
    moments: tuple[str, ...]
    consequences: tuple[str, ...]
    roots: tuple[str, ...]
    surnames: str
    verdicts: tuple[str, ...]
    disowned: tuple[str, ...]


class Accusation(Struct, frozen=True):
    """A verdict on oneself, and what the user's words say without it, empty if that is nothing."""

    verdict: str
    milder: str


PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}(?:小区|(?<!农)村|庄|工地|仓库)")
QUOTED = re.compile(r"《[^》]+》|被[\u4e00-\u9fff]{0,8}(?:点评|评价|批评|指出|提醒)")
ONCE = re.compile(r"只[\u4e00-\u9fff]{0,3}(?:一次|一回|一场)|一次[也都没]")
NAMED = "[小老]"
EVALUATED = re.compile(
    r"不够|不强|不足|不高|不严|不实|不深|不细|不多|不大|不紧|不响|不牢|不及时|不到位|不明显|薄弱|有待|欠缺|缺乏|淡薄|差距|滞后|短板"
)
CLAUSE = re.compile(r"[^，；。,;]+")
LEAST_LEFT = 4


def is_foggy(text: str) -> bool:
    """Whether an answer names no person, event, deed, number, time or place."""
    return not _instance(text)


def is_statement(text: str) -> bool:
    """Whether words state a problem of their own, rather than telling more of one: they begin by judging."""
    first = CLAUSE.search(text)
    return bool(first and EVALUATED.search(first[0]))


def lacks(text: str) -> tuple[Lack, ...]:
    """Give what an answer does not tell: an instance, a consequence, a root in the writer, in this order."""
    told: dict[Lack, bool] = {
        "instance": _instance(text),
        "consequence": _holds("consequences", text),
        "root": _holds("roots", text),
    }
    return tuple(lack for lack, given in told.items() if not given)


@remembered(2048)
def self_accusation(text: str) -> Accusation | None:
    """Find a verdict on oneself that no one should sign; one on others, or denied, is none."""
    clauses = CLAUSE.findall(text)
    condemned = [(clause, verdict) for clause in clauses if (verdict := _verdict(clause))]
    if not condemned:
        return None
    left = [clause for clause in clauses if all(clause is not each for each, _ in condemned)]
    milder = "，".join(left)
    return Accusation(condemned[0][1], milder if len(milder) >= LEAST_LEFT else "")


def _verdict(clause: str) -> str:
    for verdict in words().verdicts:
        before, found, behind = clause.partition(verdict)
        if found and not behind.startswith(("的现象", "的人", "问题")) and not _disowned(before):
            return verdict
    return ""


def _disowned(before: str) -> bool:
    return any(word in before for word in words().disowned)


def _instance(text: str) -> bool:
    if numerals(text) or dates(text) or PLACE.search(text) or QUOTED.search(text) or ONCE.search(text):
        return True
    if re.search(f"{NAMED}[{words().surnames}]", text):
        return True
    return any(_holds(kind, text) for kind in ("people", "events", "deeds", "moments"))


def _holds(kind: str, text: str) -> bool:
    return bool(any_of(getattr(words(), kind)).search(text))


@cache
def words() -> Words:
    """Read the words."""
    return load(Path(__file__).with_name("fog.yaml"), Words)
