"""What a number counts, in the user's words: 专题研讨 in 开展12次专题研讨, 走访群众 in 走访群众10户18人."""

import re
from bisect import bisect_left
from functools import cache

from msgspec import Struct

from bot.facts.dates import DATE, spans
from bot.facts.numerals import Numeral, numerals
from bot.facts.vocabulary import vocabulary
from phrasebank.alternatives import either

PAUSE = re.compile(r"[，,。；;：:！!？?、\n\t　|｜•·●★◆■▪]|  +|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
STOP = re.compile(r"[。；;！!？?\n]")
NOUN = re.compile(r"(?![一二两三四五六七八九十百千万])[\u4e00-\u9fffA-Za-z“”《》（）]{1,16}")
LONGEST = 24
REACH = 80  # what is counted stands no further away
SUMS = frozenset(("共", "共计", "合计", "总计", "累计", "总共", "其中", "全年"))
MEASURES = frozenset(("岁", "年", "分", "天", "小时", "分钟", "个月"))
SIDE = re.compile(r"以上|以下|以内|以外|左右")
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))


class Surroundings(Struct, frozen=True):
    """What stands around a number: ``front`` in its clause, ``further`` before that, ``rest`` behind it.

    ``before`` is the number before in its sentence and ``last`` what that one counts; ``more`` tells that
    the rest runs to the next number.
    """

    before: Numeral | None
    front: str
    further: str
    rest: str
    last: str
    more: bool


def counted(text: str, numbers: tuple[Numeral, ...]) -> tuple[str, ...]:
    """Give what each number of a text counts; empty where the text does not say."""
    found: list[str] = []
    days = [end for _, end in spans(text)]
    for place, number in enumerate(numbers):
        before = numbers[place - 1] if place else None
        if before and STOP.search(text, before.end, number.start):
            before = None
        after = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
        day = bisect_left(days, number.start)
        around = Surroundings(
            before,
            _front(text, before, number, days[day - 1] if day else 0),
            _clause_before(text, number.start),
            text[number.end : min(after, number.end + REACH)],
            found[-1] if before else "",
            after < len(text),
        )
        found.append(_counted(number, around))
    return tuple(found)


def _counted(number: Numeral, around: Surroundings) -> str:
    """Take what stands behind a number, else before it in its clause, else what the number before counts."""
    before, raw = around.before, around.front
    own, behind = _bare(raw), _behind(around.rest)
    if before and raw and _rises().fullmatch(raw):
        return _risen(raw, before, number, around.last)
    runs_on = around.more and around.rest.strip().endswith(behind)
    if behind and not (own and (behind == "人" or runs_on) and not _waiting().search(raw)):
        return behind
    alone = raw in SUMS and before is not None and before.unit != number.unit
    told = own or (raw if alone else "") or around.last or around.further or raw
    deed = NOUN.match(around.rest.lstrip())
    return told or (deed[0] if deed else "")


def _risen(raw: str, before: Numeral, number: Numeral, last: str) -> str:
    """Name what moved: a figure goes 由62%提高到81%, 提高19个百分点."""
    if raw.endswith(("到", "至", "为", "成")):
        return last
    return f"{last}{raw}" if number.unit.endswith("百分点") and before.unit in {"%", "％"} else raw


def _front(text: str, before: Numeral | None, number: Numeral, day: int) -> str:
    """Give the words of the clause before a number, from the number or the date before it (``day``) on.

    A measure stays part of what is counted: 三十五岁以下 of 三十五岁以下的6人.
    """
    begin = max(0, number.start - REACH)
    start = max((match.end() for match in PAUSE.finditer(text, begin, number.start)), default=begin)
    if before and before.end > start:
        measure = before.unit in MEASURES and SIDE.match(text, before.end)
        start = before.start if measure else before.end
    return _balanced(text[max(start, day) : number.start].strip())


def _bare(raw: str) -> str:
    """Take off dates and adverbs at the beginning, and what only leads to the number at the end."""
    plain = _leads().sub("", raw)
    named = _tails().sub("", plain)
    if not plain and _waiting().search(raw):
        return raw
    return (named if len(named) > 1 else plain if named else "")[-LONGEST:]


def _behind(segment: str) -> str:
    segment = re.sub(rf"^ ?(?:{SIDE.pattern})?的?", "", segment)
    noun = NOUN.match(segment)
    if not noun:
        return ""
    verb = _verbs().search(noun[0])
    return _balanced(noun[0][: verb.start()] if verb else noun[0]).removesuffix("的")


def _clause_before(text: str, start: int) -> str:
    """Look further back: a number in a cell or a clause of its own stands behind what it counts."""
    line = text[max(0, start - REACH) : start].rpartition("\n")[2]
    clauses = (_balanced(each.strip()) for each in reversed(PAUSE.split(line)))
    return next((each[-LONGEST:] for each in clauses if each not in {"", *SUMS} and not numerals(each)), "")


def _balanced(text: str) -> str:
    """Drop a mark whose partner stands outside, and the words on its other side."""
    for opening, closing in PAIRS:
        if text.count(closing) > text.count(opening):
            text = text.rpartition(closing)[2] or text.strip(closing)
        elif text.count(opening) > text.count(closing):
            text = text.rpartition(opening)[0] or text.strip(opening)
    return text.strip()


@cache
def _rises() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:同比|环比|较|比)[^，]{{0,10}}?)?(?:{either(vocabulary().changes)})*")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"^(?:{either(vocabulary().leads)}|[一二三四五六七八九十]是|{DATE.pattern})+")


@cache
def _tails() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(vocabulary().tails)})+$")


@cache
def _waiting() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(vocabulary().waiting)}|了|的)$")


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(either(vocabulary().verbs))
