"""Arithmetic: figures of a text that cannot all be true, with the two places and why.

Only exact numbers of one sentence are set against each other, and only where the words say how they belong
together: rather no finding than a false one.
"""

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from itertools import pairwise

from bot.facts.figures import Discrepancy, Doubt, Figure, Place, Sentence, figures_of
from bot.facts.numerals import Numeral
from bot.facts.sums import parts, remainder

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
RATE = re.compile(r"([\u4e00-\u9fff]{1,8}?)率")
NEVER_OVER = re.compile(
    r"(?:办结|整改|化解|参学|参训|到会|到课|出勤|参与|参保|覆盖|合格|满意|知晓|入户|调处|采纳|普及|签订|签约|及格|回复|答复)"
    r"[\u4e00-\u9fff]{0,2}率[\u4e00-\u9fff]{0,3}$"
)
DONE: dict[str, str] = {
    "办结": "受理|收到|接到|来信|来电|派单|登记|交办|工单|热线|诉求|信访|申请",
    "整改": "发现|查出|排查|检查|反馈|梳理|查摆|隐患|问题",
    "化解": "排查|受理|摸排|矛盾|纠纷",
    "调处": "排查|受理|矛盾|纠纷",
    "采纳": "收集|征集|提出|意见|建议",
    "合格": "抽检|检查|检测|参加",
    "完成": "计划|目标|任务|安排",
    "出席": "应到",
    "到会": "应到",
}
"""By what a rate is of, the words that its base is counted with."""
HUNDRED = Decimal(100)
FEWEST_PARTS = 2
ROUND_FROM = 10
NEAR = 20
MOST_FIGURES = 60  # a sentence with more is a table that lost its lines


def arithmetic(lines: tuple[str, ...]) -> tuple[Discrepancy, ...]:
    """Find figures that contradict one another within a sentence, line by line."""
    found = []
    for number, line in enumerate(lines):
        for match in SENTENCE.finditer(line):
            sentence = (match[0], figures_of(match[0]))
            for check in CHECKS if len(sentence[1]) <= MOST_FIGURES else ():
                for rule, one, other, why in check(sentence):
                    at, place = (_place(number, match.start(), each.numeral) for each in (one, other))
                    found.append(Discrepancy(rule, at, place, why))
    return tuple(found)


def _place(line: int, start: int, number: Numeral) -> Place:
    return Place(line, start + number.start, start + number.end)


def _rates(sentence: Sentence) -> Iterator[Doubt]:
    """Set a rate against what it is a rate of: 办结率 = 办结/受理, to the last digit written."""
    text, figures = sentence
    for rate in figures:
        named = RATE.search(rate.counts)
        if rate.numeral.unit not in {"%", "％"} or not named or rate.exact is None:
            continue
        pair = _of_rate(text, figures, rate, named[1])
        if pair and not _rounds(pair[0].exact, pair[1].exact, rate):
            done, base = pair
            share = (done.exact or Decimal(0)) / (base.exact or Decimal(1)) * HUNDRED
            yield (
                "arithmetic.rate",
                rate,
                done,
                f"“{done.told}”除以“{base.told}”是{share:.1f}%，和“{named[0]}{rate.told}”对不上。",
            )


def _of_rate(text: str, figures: tuple[Figure, ...], rate: Figure, name: str) -> tuple[Figure, Figure] | None:
    """Find what was done, and out of what, right before a rate and in one measure."""
    word = next((word for word in DONE if word in name), "")
    near = [each for each in figures if each.numeral.end <= rate.numeral.start]
    if not word or len(near) < FEWEST_PARTS:
        return None
    done, base = near[-1], near[-2]
    between = text[base.numeral.end : rate.numeral.start]
    fits = (
        word in done.counts
        and word not in base.counts
        and re.search(DONE[word], base.counts)
        and done.numeral.unit == base.numeral.unit
        and not re.search("其中|按时|按期|及时|当年|初次|一次性|今年", between)
    )
    return (done, base) if fits and done.exact is not None and base.exact else None


def _rounds(done: Decimal | None, base: Decimal | None, rate: Figure) -> bool:
    if done is None or not base or rate.exact is None:
        return True
    digits = len(rate.numeral.value.partition(".")[2])
    step = Decimal(1).scaleb(-digits)
    share = done / base * HUNDRED
    return rate.exact in {share.quantize(step, ROUND_DOWN), share.quantize(step, ROUND_UP)}


def _over(sentence: Sentence) -> Iterator[Doubt]:
    """Find a share of more than the whole, and more who came than should have come."""
    text, figures = sentence
    for each in figures:
        share = each.numeral.unit in {"%", "％"} or "分之" in each.numeral.value
        if (
            share
            and each.exact is not None
            and each.exact > HUNDRED
            and NEVER_OVER.search(text[: each.numeral.start][-NEAR:])
        ):
            yield "arithmetic.over", each, each, f"“{each.counts}{each.told}”超过了100%。"
    for one, other in pairwise(figures):
        due = one.counts.startswith("应到") and other.counts.startswith("实到")
        if due and one.exact is not None and other.exact is not None and other.exact > one.exact:
            yield "arithmetic.over", other, one, f"“实到{other.told}”比“应到{one.told}”还多。"


def _households(sentence: Sentence) -> Iterator[Doubt]:
    """Households are no more than their people, people no more than their visits."""
    text, figures = sentence
    for one, other in pairwise(figures):
        units, adjacent = (
            (one.numeral.unit, other.numeral.unit),
            not text[one.numeral.end : other.numeral.start].strip(),
        )
        few = one.exact is not None and other.exact is not None and one.exact > other.exact
        if (
            few
            and adjacent
            and units in {("户", "人"), ("户", "人次"), ("户", "户次"), ("人", "人次"), ("家", "家次")}
        ):
            words = {"户": "户数", "人": "人数", "家": "家数"}[units[0]]
            more = {"人": "人数", "人次": "人次", "户次": "户次", "家次": "家次"}[units[1]]
            yield (
                "arithmetic.households",
                other,
                one,
                f"“{one.told}{other.told}”里{words}比{more}多，{words}不该超过{more}。",
            )


def _approximations(sentence: Sentence) -> Iterator[Doubt]:
    """Find an exact number called approximate: 1732余人."""
    for each in sentence[1]:
        digits = re.search(r"(\d+)[余多]$", each.numeral.value)
        if digits and int(digits[1]) > ROUND_FROM and int(digits[1]) % 10:
            exact = digits[1] + each.numeral.unit
            yield (
                "arithmetic.approximate",
                each,
                each,
                f"“{each.told}”又精确又约略：写“{exact}”，或用整数加“余”。",
            )


CHECKS: tuple[Callable[[Sentence], Iterator[Doubt]], ...] = (
    parts,
    remainder,
    _rates,
    _over,
    _households,
    _approximations,
)
