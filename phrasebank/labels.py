"""Where a heading ends that no full stop closes, in a text without line breaks."""

import re
from collections.abc import Iterator

from phrasebank.cues import any_of, cues
from phrasebank.markers import DIGITS
from phrasebank.marks import BRACKETED, CHINESE, Mark

SERIAL = re.compile(rf"第?([{DIGITS}])(?:是|要)|([第])([{DIGITS}])[，,、]|(一方面|另一方面)")
STOP = re.compile("[。！？]")
LABEL = re.compile(
    "(?:情况|问题|原因|亮点|措施|举措|打算|经验|工作|思路|整改|方向|计划|成效|做法|不足|差距|短板|安排|设想|体会"
    "|方面|成绩|总结|建议|规划|困难|目标|任务|薄弱环节|之处|汇报|剖析|对策|意见|要求|如下|小结|概况)"
)
GOES_ON = re.compile(
    rf"[的和与及、，。：；）”]|以及|中|上|下功夫|{LABEL.pattern}|存在|完成|开展|落实|分析|根源|重点|主要|努力|改进|整改"
)
LABELLED = 34
LONGEST_LABEL = 30
DOUBTFUL = frozenset({"工作", "任务", "要求", "整改", "问题"})
SHORTEST_LABEL = 4
SHORT_LABEL = 16
SENTENCE_START = re.compile("(?<=。)")
BEGINS = re.compile(
    "针对|我|本人|今年|一年来|过去|20\\d\\d年|[*×X]{1,4}|在(?!的)|围绕|坚持|通过|虽然|当前|目前|按照|根据|总的|回顾|认真|始终|严格|继续"
    "|经过|随着|以(?!及)|全面|全年|深入|对照|一是|加强|组织|优化|学习|各|为|从|切实|高度|牢固|参加"
)
FIRST = re.compile(r"[（(]1[）)]|①")
STARTS = re.compile(
    "围绕|坚持|认真|严格|深入|组织|通过|针对|全年|一年来|今年|加强|健全|完善|开展|制定|召开|20\\d\\d年|我|本人|始终|紧盯|紧扣"
    "|受理|推行|建立|参加|实施|修订|优化|落实|全体|充分|积极|切实|牢固|带头|对|按照|根据|自觉"
)
HEADING_PHRASE = re.compile(
    f"(?:[^，。；：、0-9]{{4,14}}，[^，。；：、0-9]{{4,14}}?|[^，。；：、0-9]{{6,14}}?)(?={STARTS.pattern})"
)
SHORT_SENTENCE = re.compile(r"(?<=[。）】])([“”\u4e00-\u9fff]{4,14}。)(?=[^。]{20,})")
SPREAD = 3


def breaks_below(text: str, mark: Mark, stop: int) -> Iterator[int]:
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
    short = end is not None and close - mark.end <= LABELLED
    label = _label_end(text, mark.end, stop)
    if (
        label
        and mark.level <= BRACKETED
        and (not short or (mark.level == CHINESE and STARTS.match(text, label)))
    ):
        yield label
    elif not short and (mark.level <= BRACKETED or "." in text[mark.start : mark.end].rstrip(".")):
        phrase = HEADING_PHRASE.match(text, mark.end, stop)
        if phrase:
            yield phrase.end()


def _series(text: str, start: int, stop: int) -> Iterator[int]:
    """Find the items of a row that begins right behind a heading, each at the end of a sentence."""
    expected = 1
    for match in SERIAL.finditer(text, start, stop):
        first = match.start() == start
        if not first and text[match.start() - 1] not in "。；！？）】":
            continue
        ordinal = (
            {"一方面": 1, "另一方面": 2}[match[4]] if match[4] else DIGITS.index(match[1] or match[3]) + 1
        )
        if ordinal == expected:
            yield match.start()
            expected += 1


def labels_in(text: str) -> Iterator[int]:
    """Find labels without a marker between two sentences: …。｜存在的问题｜对照要求，…."""
    for match in SENTENCE_START.finditer(text):
        end = _label_end(text, match.end(), len(text))
        words = [word for section in cues().sections for word in section.strong + section.weak]
        if end and end - match.end() <= SHORT_LABEL and BEGINS.match(text, end):
            label = text[match.end() : end]
            if any_of(tuple(words)).search(label) and not BEGINS.match(label):
                yield from (match.end(), end)


def _label_end(text: str, start: int, stop: int) -> int | None:
    """Find where a label ends that its text follows without a stop: 存在的问题｜我在…."""
    limit = min(stop, start + LONGEST_LABEL)
    comma = re.compile("[，。；：]").search(text, start, limit)
    limit = comma.start() if comma else limit
    for match in LABEL.finditer(text, start, limit):
        if match.end() - start >= SHORTEST_LABEL and match.end() < stop:
            rest = text[match.end() : match.end() + 6]
            if not GOES_ON.match(rest) and (BEGINS.match(rest) or match[0] not in DOUBTFUL):
                return match.end()
    return None


def parallel_sentences(text: str, begin: int, end: int) -> Iterator[int]:
    """Find short sentences that head the ones behind them: two or more of a length under one heading."""
    groups: list[list[re.Match[str]]] = []
    for match in SHORT_SENTENCE.finditer(text, begin, end):
        if SERIAL.match(match[1]):
            continue
        group = next((group for group in groups if _alike(group[0][1], match[1])), None)
        if group:
            group.append(match)
        else:
            groups.append([match])
    longest = max(groups, key=len, default=[])
    if len(longest) > 1:
        yield from (match.start(1) for match in longest)


def _alike(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= SPREAD and (one[0] == "“") == (other[0] == "“")
