"""Figures of a sentence that cannot go together: growth, shares of a whole, what was done of what was found.

These are told in words of their own (由42万元增加到51万元，增长21.4%), beside the sums that the ledger's
arithmetic knows. Only exact figures are set against each other, to the last digit written.
"""

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from bot.checks.finding import Finding, Grade
from bot.checks.manuscript import Manuscript

SENTENCE = re.compile(r"[^。！？\n]+")
VALUE = r"(\d+(?:\.\d+)?)"
UNIT = r"((?:万|亿)?[\u4e00-\u9fff]{1,2}?|%|个百分点)?"
MORE, LESS = "增长|增加|提高|提升|上升|增幅|扩大|上涨", "下降|减少|降低|压减|压缩|降幅|缩短|回落"
FROM_TO = re.compile(
    rf"[由从](?:去年|上年|上一年|年初|原来)?的?{VALUE}{UNIT}(?:{MORE}|{LESS}|[升降增减])?(?:到|至|为){VALUE}{UNIT}"
    rf"[，,（]?(?:同比)?({MORE}|{LESS})了?{VALUE}(%|个百分点)"
)
FROM_TO_BY = re.compile(
    rf"[由从](?:去年|上年|上一年|年初|原来)?的?{VALUE}((?:万|亿)?[\u4e00-\u9fff]{{1,3}}|%)"
    rf"(?:{MORE}|{LESS}|[升降增减])?(?:到|至|为){VALUE}\2[，,（](?:平均|同比|净)?(?:{MORE}|{LESS})了?{VALUE}(?:\2|个百分点)"
)
THAN_LAST = re.compile(
    rf"{VALUE}(万?元|[个件次名人户家份起])，?(?:比|较)(?:去年|上年|上一年|去年同期|上年同期)(?:同期)?"
    rf"({MORE}|{LESS})了?{VALUE}\2，(?:同比)?(?:{MORE}|{LESS})了?{VALUE}%"
)
FOUND = "发现|查摆|查找|梳理|排查|受理|收到|接到|征集|收集|检视|反馈"
DONE = "整改|办结|化解|解决|采纳|调处|销号|落实"
FOUND_DONE = re.compile(
    rf"(?:{FOUND})[^，。；\d]{{0,14}}?(\d+)([个条件项起处])[^，。；\d]{{0,6}}，?(?:已|均|全部|推动|督促|现已)?(?:{DONE})(?:到位|完成|了)?(\d+)\2"
)
SIGNED = re.compile(
    r"与(\d+)[个家名][\u4e00-\u9fff]{1,10}(?:负责人|书记)?签订[\u4e00-\u9fff“”《》]{2,14}(\d+)份(?!以)"
)
HALVES = (("上半年", "下半年"), ("男", "女"), ("在职", "离退休"), ("正式党员", "预备党员"), ("线上", "线下"))
HUNDRED = Decimal(100)
NEAR = 2
FEWEST_PARTS = 3

Doubt = tuple[int, int, str, Grade]
"""Where in the sentence, what is wrong, and how grave it is."""


def ungrown(manuscript: Manuscript) -> Iterator[Finding]:
    """Find what does not go together, sentence by sentence."""
    for line in manuscript.lines:
        for sentence in SENTENCE.finditer(line.text):
            for check in CHECKS:
                for start, end, why, grade in check(sentence[0]):
                    yield Finding(
                        rule=f"agreement.{check.__name__.strip('_')}",
                        grade=grade,
                        line=line.number,
                        start=sentence.start() + start,
                        text=sentence[0][start:end],
                        why=why,
                        source="全文口径一致",
                    )


def _growth(sentence: str) -> Iterator[Doubt]:
    for match in FROM_TO.finditer(sentence):
        old, old_unit, new, unit, _, told, measure = match.groups()
        before, after = Decimal(old), Decimal(new)
        start, end = match.start(6), match.end(7)
        if "%" in {old_unit, unit}:
            points = abs(after - before)
            if measure == "%" and Decimal(told) == points:
                yield start, end, f"百分数相减是百分点：应写“{told}个百分点”。", "warning"
            continue
        if measure == "%" and before and not _rounds(abs(after - before) / before * HUNDRED, told):
            share = abs(after - before) / before * HUNDRED
            yield start, end, f"由{old}到{new}，变化是{share:.1f}%，和“{told}%”对不上。", "warning"
    for match in FROM_TO_BY.finditer(sentence):
        apart = abs(Decimal(match[3]) - Decimal(match[1]))
        if apart != Decimal(match[4]):
            why = f"由{match[1]}到{match[3]}，变化是{apart}，和“{match[4]}”对不上。"
            yield match.start(4), match.end(), why, "warning"
    for match in THAN_LAST.finditer(sentence):
        now, _, way, change, told = match.groups()
        before = Decimal(now) - Decimal(change) if re.fullmatch(MORE, way) else Decimal(now) + Decimal(change)
        share = Decimal(change) / before * HUNDRED if before > 0 else Decimal(told)
        if not _rounds(share, told):
            why = (
                f"今年{now}，{way}{change}，上年就是{before}，{way}的比例是{share:.1f}%，和“{told}%”对不上。"
            )
            yield match.start(5), match.end(5) + 1, why, "warning"


def _share(sentence: str) -> Iterator[Doubt]:
    """Set a share against what it is of: 31个，占全部40个小区的77.5%; no more of some than of all."""
    form = r"(\d+)([个名户家件人项])，占[^，。；\d]{0,6}(\d+)\2?[^，。；\d]{0,10}的(\d+(?:\.\d+)?)%"
    for match in re.finditer(form, sentence):
        share = Decimal(match[1]) / Decimal(match[3]) * HUNDRED if int(match[3]) else Decimal(match[4])
        if not _rounds(share, match[4]):
            why = f"{match[1]}占{match[3]}的{share:.1f}%，和“{match[4]}%”对不上。"
            yield match.start(4), match.end(4) + 1, why, "warning"
    for match in re.finditer(
        r"(\d+)([个名户家件人项])[^，。；、\d]{1,8}中[^。；\d]{0,10}(\d+)\2(?!次)", sentence
    ):
        if int(match[3]) > int(match[1]):
            why = f"{match[1]}{match[2]}里有{match[3]}{match[2]}，部分比全部还多。"
            yield match.start(3), match.end(), why, "warning"


def _rate_of(sentence: str) -> Iterator[Doubt]:
    """Set a rate against the two counts told right before it: 授信630户，用信420户，用信率66.7%."""
    form = (
        r"(?<!\d)(\d+)([个名户家件人项条起])，([\u4e00-\u9fff]{2})(\d+)\2，\3率(?:达到?|为)?(\d+(?:\.\d+)?)%"
    )
    for match in re.finditer(form, sentence):
        whole, part, told = Decimal(match[1]), Decimal(match[4]), match[5]
        if whole and part <= whole and not _rounds(part / whole * HUNDRED, told):
            why = f"{match[4]}占{match[1]}的{part / whole * HUNDRED:.1f}%，和“{told}%”对不上。"
            yield match.start(5), match.end(5) + 1, why, "warning"


def _done(sentence: str) -> Iterator[Doubt]:
    for match in FOUND_DONE.finditer(sentence):
        if int(match[3]) > int(match[1]):
            why = f"前面是{match[1]}{match[2]}，后面成了{match[3]}{match[2]}，做完的比原有的还多。"
            yield match.start(3), match.end(), why, "warning"


def _signed(sentence: str) -> Iterator[Doubt]:
    for match in SIGNED.finditer(sentence):
        if 0 < abs(int(match[1]) - int(match[2])) <= NEAR:
            yield (
                match.start(2),
                match.end(),
                f"前面是{match[1]}个，签了{match[2]}份，请核对是不是一个一份。",
                "hint",
            )


def _halves(sentence: str) -> Iterator[Doubt]:
    """Set two halves that make up a whole against it: 6次，上半年3次、下半年3次."""
    for one, other in (*HALVES, *((other, one) for one, other in HALVES)):
        if one not in sentence or other not in sentence:
            continue
        part = r"[^，。；、\d]{0,4}(\d+)\2"
        form = rf"(\d+)([次名人件个场期])[^。；\d]{{0,12}}?{one}{part}[、，和]?{other}{part}"
        for match in re.finditer(form, sentence):
            whole, parts = int(match[1]), int(match[3]) + int(match[4])
            if whole != parts:
                why = f"“{one}”和“{other}”加起来是{parts}{match[2]}，和“{whole}{match[2]}”对不上。"
                yield match.start(1), match.end(2), why, "warning"


def _parts(sentence: str) -> Iterator[Doubt]:
    """Ask about parts that fall just short of their whole: 46项，其中A28项、B12项、C5项."""
    form = r"(\d+)([项件个名次份家])[^，。；\d]{0,6}[，（]其中((?:[^，。；、\d]{1,10}\d+\2[、，和]?)+)"
    for match in re.finditer(form, sentence):
        parts = [int(each) for each in re.findall(r"\d+", match[3])]
        short = int(match[1]) - sum(parts)
        if len(parts) >= FEWEST_PARTS and 0 < short <= NEAR:
            why = (
                f"其中各项加起来是{sum(parts)}{match[2]}，比{match[1]}{match[2]}少{short}，请核对有没有漏项。"
            )
            yield match.start(1), match.end(2), why, "hint"


def _more_than_all(sentence: str) -> Iterator[Doubt]:
    """Find a part that is more than the whole: 326条，其中A412条."""
    for match in re.finditer(
        r"(\d+)([项件个名次份家条篇起人户])[^。；\d]{0,8}其中[^，。；\d]{1,16}(\d+)\2(?!次)", sentence
    ):
        if int(match[3]) > int(match[1]):
            why = f"其中的{match[3]}{match[2]}比总数{match[1]}{match[2]}还多。"
            yield match.start(3), match.end(), why, "warning"


def _rounds(share: Decimal, told: str) -> bool:
    step = Decimal(1).scaleb(-len(told.partition(".")[2]))
    return Decimal(told) in {share.quantize(step, ROUND_DOWN), share.quantize(step, ROUND_UP)}


CHECKS: tuple[Callable[[str], Iterator[Doubt]], ...] = (
    _growth,
    _share,
    _rate_of,
    _done,
    _signed,
    _halves,
    _parts,
    _more_than_all,
)
