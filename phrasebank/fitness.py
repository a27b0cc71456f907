"""Judge whether a frame may enter the bank: whole, grammatical, and nobody's own.

Every refusal has a reason, so that the list of what was left out can be read.
"""

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from phrasebank.alternatives import any_of
from phrasebank.frames import HERE, REMEMBERED, fixed, may_tell, words
from phrasebank.identity import gives_away
from phrasebank.loading import load
from phrasebank.masks import find_questions
from phrasebank.patterns import SLOT
from phrasebank.remembering import remembered
from phrasebank.terms import SectionKind, Shape
from phrasebank.tidying import Line

LONGEST_RUN = 20
SHORTEST = 4
LONGEST = 44
MOST_SLOTS = 3
SHORTEST_PART = 3
HANDY = range(6, 21)
GAPS: dict[Shape, range] = {
    "title": range(1, 4),
    "heading": range(1),
    "lead": range(1),
    "clause": range(1, 3),
    "sentence": range(1, 4),
}
HAN = re.compile(r"[\u4e00-\u9fff]")
FOREIGN = re.compile(r"[^\u4e00-\u9fff，。、；：“”%…]")
SELF = re.compile(r"(?<!自)我(?!抓)|本人|自己|他们|这些|那些|该")
TOUCHING = re.compile(r"(?<!\{org)\}\{(?!year)")
BEFORE_DOCUMENT = re.compile("(?:学习|下发|印发|制定|通过|签订|起草|贯彻)了?…$")
OLD_FORM = re.compile("(?<!全面)从严治党")


class Unfit(Struct, frozen=True, forbid_unknown_fields=True):
    """``unfit.yaml``: words that keep a clause out of the bank, by the reason why."""

    wrong: dict[str, str]
    broken: tuple[str, ...]
    leaks: tuple[str, ...]
    dated: tuple[str, ...]
    local: tuple[str, ...]
    clumsy: tuple[str, ...]


@cache
def unfit() -> Unfit:
    """Read the words. Raises ``BrokenFileError``."""
    return load(HERE / "unfit.yaml", Unfit)


def refusal(source: str, frame: str) -> str | None:
    """Say why a frame made of ``source`` stays out whatever its shape; ``None`` lets it in."""
    if _holds(source, unfit().broken):
        return "broken"
    return "deletion" if find_questions([Line(0, source)]) else _fault(frame)


@remembered(REMEMBERED)
def _fault(frame: str) -> str | None:
    text, lists = fixed(frame), unfit()
    listed = _is_listed(text)
    reasons: tuple[tuple[str, Callable[[], object]], ...] = (
        ("fault", lambda: (listed and _holds(text, tuple(lists.wrong))) or OLD_FORM.search(text)),
        ("leak", lambda: (listed and _holds(text, lists.leaks)) or gives_away(text)),
        ("dated", lambda: listed and _holds(text, lists.dated)),
        ("local", lambda: listed and _holds(text, lists.local)),
        ("clumsy", lambda: listed and _holds(text, lists.clumsy)),
        ("foreign", lambda: FOREIGN.search(text)),
        ("personal", lambda: SELF.search(text)),
        ("quotes", lambda: text.count("“") != text.count("”") or text.find("”") < text.find("“")),
        ("length", lambda: len(HAN.findall(text)) + text.count("…") < SHORTEST or len(text) > LONGEST),
        ("copied", lambda: max(map(len, text.split("…"))) > LONGEST_RUN),
        ("hollow", lambda: len(SLOT.findall(frame)) > MOST_SLOTS or TOUCHING.search(frame)),
    )
    return next((reason for reason, found in reasons if found()), None)


def may_be_whole(clause: str, section: SectionKind) -> bool:
    """Tell before its frame is made whether a clause may be taken; it seldom may."""
    if states_flaw(clause, section):
        return True
    return clause.startswith(words().openers) and may_tell(clause)


def is_whole(frame: str, section: SectionKind) -> bool:
    """Tell whether a clause can stand alone: finished, with a verb first or a shortcoming stated."""
    text = fixed(frame)
    if text.endswith(words().endings) or text.startswith(("…", "、")) or len(HAN.findall(text)) < SHORTEST:
        return False
    if text.endswith("…") and not BEFORE_DOCUMENT.search(text):
        return False
    if text.startswith("形成") and not text.endswith(("格局", "机制", "局面", "合力", "氛围", "气氛")):
        return False
    if states_flaw(text, section):
        return True
    return text.startswith(words().openers)


def states_flaw(text: str, section: SectionKind) -> bool:
    """Tell a clause that states a shortcoming, where shortcomings are reported."""
    return section in {"problems", "causes"} and (text.endswith(words().flaws) or text.startswith("缺乏"))


def quality(frame: str, shape: Shape) -> float:
    """Tell from 0 to 1 how readily a frame is taken over, by its length, gaps, beginning and rhythm."""
    text, slots = fixed(frame), len(SLOT.findall(frame))
    halves = {len(half) for half in text.split("，")}
    good = (
        len(HAN.findall(text)) in HANDY,
        slots in GAPS[shape],
        shape != "clause" or text.startswith(words().openers) or text.endswith(words().flaws),
        not text.startswith("…"),
        "，" not in text or len(halves) == 1 or is_parallel(text),
    )
    return sum(good) / len(good)


def is_parallel(text: str) -> bool:
    """Tell a clause whose parts run alike: 责任明确、目标具体、任务清晰."""
    listed = text.split("、")
    even = len(listed) > 1 and len({len(part) for part in listed[1:]}) == 1
    return even and len(listed[1]) >= SHORTEST_PART and len(listed[0]) - len(listed[1]) in range(5)


def run_alike(one: str, other: str) -> bool:
    """Tell two clauses that share characters in the same places: 想群众之所想，急群众之所急."""
    if len(one) != len(other):
        return False
    same = [first == second for first, second in zip(one, other, strict=True)]
    return any(same) and not all(same)


def _holds(text: str, wanted: tuple[str, ...]) -> bool:
    return bool(wanted) and any_of(wanted).search(text) is not None


def _is_listed(text: str) -> bool:
    """Tell whether a word of any list stands in the text: most hold none, and are told so in one pass."""
    known = _by_first()
    return any(text.startswith(known[first], place) for place, first in enumerate(text) if first in known)


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    lists, found = unfit(), dict[str, tuple[str, ...]]()
    for word in (*lists.wrong, *lists.leaks, *lists.dated, *lists.local, *lists.clumsy):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found
