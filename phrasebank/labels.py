"""Where a heading ends that no full stop closes, in a text without line breaks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from phrasebank.markers import DIGITS
from phrasebank.marks import BRACKETED, CHINESE, Mark
from phrasebank.vocabulary import beginnings, endings, usual_pairs

SERIAL = re.compile(
    rf"第?([{DIGITS}])(?:是|要)|([第])([{DIGITS}])[件步点条项个]?[，,、]|(一方面|另一方面)|其([{DIGITS}])(?![生时代刀声身部分])"
    rf"|(?:问题|原因|任务|措施|举措)([{DIGITS}])(?=[：、])"
)
STOP = re.compile("[。！？]")
LABEL = re.compile(
    "(?:情况|问题|原因分析|问题分析|原因|亮点|措施|举措|打算|经验|工作|思路|整改|方向|计划|成效|做法|不足|差距|短板|安排|设想|体会"
    "|方面|成绩|总结|建议|规划|困难|目标|任务|薄弱环节|之处|汇报|剖析|对策|意见|要求|如下|小结|概况|回顾)"
)
GOES_ON = re.compile(
    rf"[的和与及、，。：；）”]|以及|中|上|下功夫|{LABEL.pattern}|存在|完成|开展|做|抓|办|落实|分析|根源|重点|主要|努力|改进|整改"
)
BACK = frozenset({"回顾", "总结", "反思", "剖析", "对照"})
LOOKS_BACK = re.compile("..(?:一年|过去|这一|自己|自身|上级|检查|全年|20)")
LABELLED = 34
DOUBTFUL = frozenset({"工作", "任务", "要求", "整改", "问题"})
SHORTEST_LABEL = 4
SHORT_LABEL = 16
BEGINS = re.compile(
    "针对|我|本人|今年|一年来|过去|20\\d\\d年|[*×X]{1,4}|在(?!的)|围绕|坚持|通过|虽然|当前|目前|按照|根据|总的|回顾|认真|始终|严格|继续"
    "|经过|随着|以(?!及)|全面|全年|深入|对照|一是|加强|组织|优化|学习|各|为|从|切实|高度|牢固|参加|究其|出现|产生|上述|尽管|第一[件步点条项个]?[，、]|首先|回头看|静下心"
    "|制定|召开|健全|完善|开展|推行|建立|实施|修订|落实|全体|充分|积极|带头|紧盯|紧扣|受理|推动|强化|牵头|主动|利用|成绩|工作中|由于"
    "|主要是|归根|面对|总结一年|总结过去|对标|结合|扎实|圆满|支持|不断|着力|进一步|聚焦|带领|紧紧|牢牢|常态化|先后|累计|共"
)
AHEAD = re.compile("新的一年|下一年|下年|新一年|明年|下一步|下步|今后|接下来")
FIRST = re.compile(r"[（(]1[）)]|①")
LABEL_END = re.compile(f"(?:{LABEL.pattern})$")
QUOTES = re.compile("[“”《》]")
COMMA = re.compile("[，、；]")
COLON = re.compile(r"[^，。；：]{3,25}(?:，[^，。；：]{3,16})?：.")
INSIDE = "的和与及、，。；：”）》！？了着过地得中上下里之性化也还都仍很"
INSIDE_END = "的和与及、，；：“（《在把对将以从向于是不有我"
INLINE = re.compile(r"(?<=[。：])第?一(?:[是要]|[件步点条项个]?[，、])|(?<=[。：])首先")
HEADED = re.compile(
    rf"(?:第?[{DIGITS}](?:是|要)|第[{DIGITS}][件步点条项个]?[，、]|首先|其次)(?:[^，。；：]{{3,20}}|(?<=[，、])[^，。；：]{{2,12}}，[^，。；：]{{2,12}})。[^。]{{12,}}"
)
USUAL = range(6, 17)
CROSSING, SISTERLY, CERTAINLY, BLANK, ALIKE, MOST = 3.0, 2.5, 5.0, 3.0, 3, 0.6
Shape = tuple[int, ...]
FIGURES = re.compile(r"\d[余多]?[人个名次户件项岁场家元]")
LEAST_SCORE, LEAST_OF_ITEM, LEAST_WITH_FIGURES = 1.4, 3.0, 0.0
DECIMAL = re.compile(r"\d[.．]\d")
TWO, UNEVEN, SHORT_PAIR = 2, 2, 26


class Sisters(Struct, frozen=True):
    """The shape that the headings of a row share, such as 4 + 10 characters, and what it weighs."""

    shape: Shape
    weight: float


def common_shapes(text: str, marks: Sequence[Mark]) -> dict[int, Sisters]:
    """Give, by its mark's start, the shape that a heading shares with its sisters.

    Headings of a row are mostly built alike, which tells where they end when nothing else does; more so
    where some of them end for certain.
    """
    shapes: dict[int, Sisters] = {}
    behind = {one.start: other.start for one, other in pairwise(marks)}
    for row in _rows(marks):
        spans = [(mark.end, min(_close(text, mark.end), behind.get(mark.start, len(text)))) for mark in row]
        sentences = [(span, _closed_score(text[slice(*span)])) for span in spans]
        found = [scored(text, *span) for span, is_closed in sentences if not is_closed]
        if not found:
            continue
        closed = Counter(shape_of(text[slice(*span)]) for span, is_closed in sentences if is_closed)
        pairs = closed + Counter(
            shape for scores in found for shape in {shape_of(phrase) for phrase in scores}
        )
        least = max(ALIKE, len(row) * MOST)
        fit = [shape for shape, times in pairs.items() if len(shape) == TWO and times >= least]
        best = max(fit, key=lambda shape: (closed[shape], _together(found, shape)), default=None)
        certain = best is not None and closed[best] > 1
        if best and (certain or _together(found, best) > 0):
            sisters = Sisters(best, CERTAINLY if certain else SISTERLY)
            shapes.update(dict.fromkeys((mark.start for mark in row), sisters))
    return shapes


def _together(found: Sequence[dict[str, float]], shape: Shape) -> float:
    """Sum up how well the headings of a row end at the same shape."""
    best = ([score for phrase, score in scores.items() if shape_of(phrase) == shape] for scores in found)
    return sum(max(scores, default=0.0) for scores in best)


def _rows(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Group marks of a level that no higher one parts."""
    open_rows: dict[int, list[Mark]] = {}
    for mark in marks:
        for level in [level for level in open_rows if level > mark.level]:
            yield open_rows.pop(level)
        open_rows.setdefault(mark.level, []).append(mark)
    yield from open_rows.values()


def shape_of(phrase: str) -> Shape:
    """Give the lengths of the parts between commas."""
    return tuple(map(len, COMMA.split(phrase))) if COMMA.search(phrase) else (len(phrase),)


def _close(text: str, start: int) -> int:
    end = STOP.search(text, start)
    return end.start() if end else len(text)


def breaks_below(text: str, mark: Mark, stop: int, sisters: Sisters | None = None) -> Iterator[int]:
    """Find where the heading behind a mark ends that no full stop closes, and the items that follow it."""
    end = STOP.search(text, mark.end, stop)
    close = end.start() if end else stop
    serial = SERIAL.search(text, mark.end, min(close, mark.end + LABELLED))
    if serial and text[serial.start() - 1] not in "。，；：、" and serial.start() > mark.end:
        yield from _series(text, serial.start(), stop)
        return
    first = FIRST.search(text, mark.end, min(close, mark.end + LABELLED))
    if first and text[first.start() - 1] not in "。，；：、" and first.start() > mark.end:
        yield first.start()
        return
    heads = mark.level <= BRACKETED or DECIMAL.search(text, mark.start, mark.end)
    least = LEAST_SCORE if heads else LEAST_OF_ITEM
    if heads and FIGURES.search(text, mark.end, min(close, mark.end + LABELLED)):
        least = LEAST_WITH_FIGURES
    led = text[mark.end : stop].rstrip().endswith("：")
    cut = open_end(text, mark.end, close, least, sisters) if end or led else None
    if cut:
        yield cut
    if mark.level == CHINESE and (cut or end):
        items = list(headed_items(text, cut or (end.end() if end else stop), stop))
        # Under a heading with a full stop, 一是 may count within a paragraph too.
        yield from items if cut or (items and text[items[0]] == "第") else ()


def open_end(text: str, start: int, close: int, least: float, sisters: Sisters | None = None) -> int | None:
    """Find where a heading ends whose text follows without a stop; ``None``: it ends with the sentence."""
    scores = {
        phrase: score + (sisters.weight if sisters and shape_of(phrase) == sisters.shape else 0.0)
        for phrase, score in scored(text, start, close).items()
    }
    best = max(scores, key=lambda phrase: scores[phrase], default="")
    enough = best and scores[best] >= least and scores[best] > _closed_score(text[start:close])
    return start + len(best) if enough else None


def scored(text: str, start: int, close: int) -> dict[str, float]:
    """Weigh each beginning of a sentence that may be a heading."""
    limit = min(close, start + LABELLED) - 1
    ends = ((text[start:place], text[place : place + 6]) for place in range(start + SHORTEST_LABEL, limit))
    return {phrase: score for phrase, rest in ends if (score := _end_score(phrase, rest)) is not None}


def _end_score(phrase: str, rest: str) -> float | None:
    """Weigh signs that a heading ends here: a label, halves, the words about it; ``None``: it cannot."""
    label = LABEL_END.search(phrase)
    begins = BEGINS.match(rest) or AHEAD.match(rest) or rest[:2] in beginnings()
    goes_on = (rest[0] in INSIDE and not begins) or (phrase[-1] in INSIDE_END and not label)
    if (
        goes_on
        or (phrase[-2:] in BACK and LOOKS_BACK.match(phrase[-2:] + rest))
        or (QUOTES.search(phrase) and _is_cut(phrase))
    ):
        return None
    apart = rest[0] == " " and phrase[-1] not in INSIDE_END
    score = (
        (2.0 if begins else -1.0 if not label else 0.0)
        + BLANK * apart
        - CROSSING * (phrase[-1] + rest[0] in usual_pairs())
    )
    score += 0.5 * (len(phrase) in USUAL) + (not label and phrase[-2:] in endings())
    if label and ((rest[:2] in BACK and LOOKS_BACK.match(rest)) or not GOES_ON.match(rest)):
        score += 1.5 if label[0] in DOUBTFUL else 3.5
    return score + evenness(shape_of(phrase)) - len(phrase) / LABELLED


def _is_cut(phrase: str) -> bool:
    """Tell a phrase that ends within a quotation."""
    return phrase.count("“") != phrase.count("”") or phrase.count("《") != phrase.count("》")


def evenness(shape: Shape) -> float:
    """Weigh how a heading falls into halves: two of a length are best, three are hardly ever one."""
    if len(shape) == TWO:
        return 1.5 if shape[0] == shape[1] else 0.5 if abs(shape[0] - shape[1]) <= UNEVEN else -1.0
    return -2.0 if len(shape) > TWO else 0.0


def _closed_score(sentence: str) -> float:
    """Weigh whether a whole sentence is the heading: short, with one comma at most."""
    commas = len(COMMA.findall(sentence))
    if commas and FIGURES.search(sentence):
        return 0.0
    if len(sentence) > LABELLED or commas > 1 or "：" in sentence[:-1]:
        return 4.0 if COLON.match(sentence) else 0.0
    return 4.0 if len(sentence) <= (SHORT_LABEL, SHORT_PAIR)[commas] else 2.0


def headed_items(text: str, start: int, stop: int) -> Iterator[int]:
    """Find the items of a row that short sentences head: 一是党建引领更有力。推动…二是…."""
    row = SERIAL.match(text, start) or INLINE.search(text, start, stop)
    items = list(_series(text, row.start(), stop)) if row else []
    headed = [HEADED.match(text, *item) is not None for item in pairwise([*items, stop])]
    if len(items) > 1 and all(headed[: len(items)]):
        yield from items


def _series(text: str, start: int, stop: int) -> Iterator[int]:
    """Find the items of a row that begins right behind a heading, each at the end of a sentence."""
    expected = 1
    for match in SERIAL.finditer(text, start, stop):
        first = match.start() == start
        if not first and text[match.start() - 1] not in "。；！？）】":
            continue
        ordinal = (
            {"一方面": 1, "另一方面": 2}[match[4]]
            if match[4]
            else DIGITS.index(match[1] or match[3] or match[5] or match[6]) + 1
        )
        if ordinal == expected:
            yield match.start()
            expected += 1
