"""Cutting a message into points: one line one point, enumerations and unrelated sentences apart."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from bot.compose.tidy import clean, tidy
from bot.compose.words import words

HAN_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
BOUNDARY = r"(?:^|(?<=[\s。；;，,：:！!]))"
FAMILIES: tuple[tuple[str, ...], ...] = (
    tuple(rf"{BOUNDARY}{n}是[，,：:]?" for n in HAN_NUMERALS),
    tuple(rf"{BOUNDARY}{n}要" for n in HAN_NUMERALS),
    tuple(rf"{BOUNDARY}第{n}[，,、：:]" for n in HAN_NUMERALS),
    tuple(rf"{BOUNDARY}{word}[，,：:]" for word in ("首先", "其次", "再次", "最后")),
    tuple(rf"{BOUNDARY}{word}[，,]?" for word in ("一方面", "另一方面")),
    tuple(re.escape(mark) for mark in CIRCLED),
    tuple(rf"{BOUNDARY}[（(]{n}[）)][、.．]?" for n in HAN_NUMERALS),
    tuple(rf"{BOUNDARY}[（(]{n}[）)][、.．]?" for n in range(1, 13)),
    tuple(rf"{BOUNDARY}{n}、" for n in HAN_NUMERALS),
    tuple(rf"{BOUNDARY}{n}(?:[.．](?!\d)|[、)）])\s*" for n in range(1, 13)),
)
SENTENCE_END = re.compile(r"(?<=[。！？!?])(?![”’）])")
_PARTED = re.compile(
    r"\n|\r|[。！？!?].|一[是要、方）)]|第一|首先|①|1[.．、)）]|[|｜\t]|不对|错了|更正", re.DOTALL
)
"""Whatever a message with several statements has somewhere; most with one have none of it."""

ANNOUNCES = re.compile(
    r"以下|如下|下列|一些|几个|几点|几件|主要|[两二三四五六七八九十]个?(?:方面|点|件事)|不足|问题|原因|打算|措施|做法|表现|下一步|下步|今后|明年"
)


def lines_of(message: str) -> tuple[str, ...]:
    """Cut at line breaks, and a line that counts off 一是…二是… or ①…② at each of its items.

    What stands before the first item goes when it only announces them, and otherwise keeps its line whole:
    then it belongs to every item.
    """
    pieces = (piece for line in clean(message).split("\n") for piece in _items(line))
    return tuple(piece.strip() for piece in pieces if tidy(piece))


def is_one(message: str) -> bool:
    """Whether a message can be no more than one statement, whatever it is about, told at a glance."""
    return not _PARTED.search(message.strip())


def statements_of(message: str, subject: Callable[[str], object]) -> tuple[str, ...]:
    """Cut further, where a new sentence turns to another subject; ``subject`` names what a text is about.

    A sentence without a subject of its own, or beginning like a continuation (通过…), stays with the one
    before, and so does a line that is only a part or a result of it (其中…, 使…): apart from it, nobody could
    tell what it says.
    """
    found: list[str] = []
    for line in lines_of(message):
        if found and tidy(line).startswith(words().parts):
            found[-1] = f"{found[-1].rstrip('。；，')}，{line}"
        else:
            found.extend(_by_subject(line, subject))
    return tuple(found)


def _items(line: str) -> list[str]:
    if not _first_mark().search(line):
        return [line]
    for family in _families():
        places = list(_series(line, family))
        if len(places) > 1:
            lead = line[: places[0][0]].strip()
            if lead and not _only_announces(lead):
                return [line]
            ends = [start for start, _ in places[1:]] + [len(line)]
            return [line[begin:end] for (_, begin), end in zip(places, ends, strict=True)]
    return [line]


def _series(line: str, family: tuple[re.Pattern[str], ...]) -> Iterator[tuple[int, int]]:
    """Find the marks of a family one after the other, from the first on; gives where each begins and ends."""
    start = 0
    for mark in family:
        found = mark.search(line, start)
        if not found:
            return
        yield found.start(), found.end()
        start = found.end()


@cache
def _first_mark() -> re.Pattern[str]:
    """Match what any series begins with."""
    return re.compile("|".join(family[0] for family in FAMILIES))


@cache
def _families() -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(mark) for mark in family) for family in FAMILIES)


def _only_announces(lead: str) -> bool:
    return not re.search(r"\d|[“《]", lead) and bool(ANNOUNCES.search(lead) or lead.endswith(("：", ":")))


def _by_subject(line: str, subject: Callable[[str], object]) -> list[str]:
    joined: list[str] = []
    about: object = None
    for sentence in filter(tidy, SENTENCE_END.split(line)):
        own = subject(sentence)
        goes_on = tidy(sentence).startswith((*words().continuing, *words().parts))
        if joined and (own is None or own == about or goes_on):
            joined[-1] += sentence
        else:
            joined.append(sentence.strip())
            about = own
    return joined
