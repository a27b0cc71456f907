"""Judge whether a frame may enter the bank: whole, grammatical, and nobody's own.

Every refusal has a reason, so that the list of what was left out can be read.
"""

import re
from functools import cache

from msgspec import Struct

from phrasebank.frames import HERE, fixed, words
from phrasebank.loading import load
from phrasebank.masks import find_questions
from phrasebank.patterns import SLOT
from phrasebank.terms import SectionKind
from phrasebank.tidying import Line

LONGEST_RUN = 20
SHORTEST = 4
LONGEST = 44
MOST_SLOTS = 3
SHORTEST_PART, SHORTEST_HALF = 3, 6
HAN = re.compile(r"[\u4e00-\u9fff]")
FOREIGN = re.compile(r"[^\u4e00-\u9fff，。、；：“”%…]")
OWN_PLACE = re.compile(r"[省市县]|(?<!社)区")
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
    text, lists = fixed(frame), unfit()
    reasons = (
        ("fault", _holds(text, tuple(lists.wrong)) or OLD_FORM.search(text)),
        ("broken", _holds(source, lists.broken)),
        ("deletion", find_questions([Line(0, source)])),
        ("leak", _holds(text, lists.leaks) or OWN_PLACE.search(text)),
        ("dated", _holds(text, lists.dated)),
        ("local", _holds(text, lists.local)),
        ("clumsy", _holds(text, lists.clumsy)),
        ("foreign", FOREIGN.search(text)),
        ("personal", SELF.search(text)),
        ("quotes", text.count("“") != text.count("”") or text.find("”") < text.find("“")),
        ("length", len(HAN.findall(text)) < SHORTEST or len(text) > LONGEST),
        ("copied", max(map(len, text.split("…"))) > LONGEST_RUN),
        ("hollow", len(SLOT.findall(frame)) > MOST_SLOTS or TOUCHING.search(frame)),
    )
    return next((reason for reason, found in reasons if found), None)


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


def is_parallel(text: str) -> bool:
    """Tell a clause whose parts run alike: 责任明确、目标具体、任务清晰."""
    listed = text.split("、")
    even = len(listed) > 1 and len({len(part) for part in listed[1:]}) == 1
    return even and len(listed[1]) >= SHORTEST_PART and len(listed[0]) - len(listed[1]) in range(5)


def run_alike(one: str, other: str) -> bool:
    """Tell two clauses of one length that share characters in the same places: 想群众之所想，急群众之所急."""
    same = [first == second for first, second in zip(one, other, strict=False)]
    return len(one) == len(other) >= SHORTEST_HALF and any(same) and not all(same)


def _holds(text: str, wanted: tuple[str, ...]) -> bool:
    return any(word in text for word in wanted)
