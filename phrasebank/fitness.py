"""Judge whether a frame may enter the bank: whole, grammatical, and nobody's own.

Every refusal has a reason, so that the list of what was left out can be read.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from msgspec import Struct

from phrasebank.frames import HERE, REMEMBERED, fixed, words
from phrasebank.loading import load
from phrasebank.masks import find_questions
from phrasebank.patterns import SLOT
from phrasebank.terms import SectionKind, Shape
from phrasebank.tidying import Line

LONGEST_RUN = 20
SHORTEST = 4
LONGEST = 44
MOST_SLOTS = 3
SHORTEST_PART, SHORTEST_HALF = 3, 6
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
OWN_PLACE = re.compile(r"[省市县]|(?<!社)区")
# What villages, firms and schools are called: a name before the word for their kind.
OWN_NAME = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![农乡驻全各政入进到沉在村和与及层双下和])(?:村(?!民|干|级|集)|社区|街道|镇|乡(?!村|镇|贤))"
    r"|(?<=[\u4e00-\u9fff])(?<![各本属层直国民子分兄弟人中型高办及])(?:小学|中学|大学|学院|医院|银行|分行|集团|公司|园区|中心小学|农场|林场|矿)(?!习|员)"
    r"|(?<=[\u4e00-\u9fff])(?<![我各本全大格结时布开当])局(?![面势部限长])"
    r"|[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏汪田姜][\u4e00-\u9fff]{1,2}(?:同志|书记|主任|局长|校长|院长|主席|老师|同学|老人|一家)"
)
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


@lru_cache(maxsize=REMEMBERED)
def refusal(source: str, frame: str) -> str | None:
    """Say why a frame made of ``source`` stays out whatever its shape; ``None`` lets it in."""
    text, lists = fixed(frame), unfit()
    reasons: tuple[tuple[str, Callable[[], object]], ...] = (
        ("fault", lambda: _holds(text, tuple(lists.wrong)) or OLD_FORM.search(text)),
        ("broken", lambda: _holds(source, lists.broken)),
        ("deletion", lambda: find_questions([Line(0, source)])),
        ("leak", lambda: _holds(text, lists.leaks) or OWN_PLACE.search(text) or OWN_NAME.search(text)),
        ("dated", lambda: _holds(text, lists.dated)),
        ("local", lambda: _holds(text, lists.local)),
        ("clumsy", lambda: _holds(text, lists.clumsy)),
        ("foreign", lambda: FOREIGN.search(text)),
        ("personal", lambda: SELF.search(text)),
        ("quotes", lambda: text.count("“") != text.count("”") or text.find("”") < text.find("“")),
        ("length", lambda: len(HAN.findall(text)) < SHORTEST or len(text) > LONGEST),
        ("copied", lambda: max(map(len, text.split("…"))) > LONGEST_RUN),
        ("hollow", lambda: len(SLOT.findall(frame)) > MOST_SLOTS or TOUCHING.search(frame)),
    )
    return next((reason for reason, found in reasons if found()), None)


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
    """Tell two clauses of one length that share characters in the same places: 想群众之所想，急群众之所急."""
    if not len(one) == len(other) >= SHORTEST_HALF:
        return False
    same = [first == second for first, second in zip(one, other, strict=True)]
    return any(same) and not all(same)


def _holds(text: str, wanted: tuple[str, ...]) -> bool:
    return bool(wanted) and _any_of(wanted).search(text) is not None


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))
