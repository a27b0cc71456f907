"""Hostile events: what nobody means to send, and what somebody sends to see what happens.

Everything an owner says bears the owner's mark, a character that stands nowhere else, so that words of one
owner's can be told wherever they turn up.
"""

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_args

from bot.compose.tidy import clean
from bot.draft import Task
from bot.events import (
    FORWARDED,
    Commanded,
    Edited,
    Event,
    Opened,
    Picked,
    Purpose,
    Remarked,
    Said,
    Sent,
    Unreadable,
)
from bot.outline import outlines
from bot.replies import Question
from bot.steps.menu import COMMANDS
from phrasebank.remarks import Remark

OWNERS = 64
FIRST_MARK = 0x3400
MARKS = re.compile(f"[{chr(FIRST_MARK)}-{chr(FIRST_MARK + OWNERS)}]")
TEXTS = Path(__file__).parent.parent
MESSAGES = 9
LONGEST = 120_000
REPLIES = 0.05
LARGEST_REVISION = 1 << 62
"""Nearly what a JSON number may be; adapters take no more than 15 digits."""

ANSWERS = (
    "1",
    "2",
    "3",
    "9",
    "0",
    "没有",
    "下一项",
    "跳过",
    "行",
    "不对",
    "换一个",
    "2025",
    "二〇二五年",
    "同意",
    "删掉",
)
ODD = (
    "\x00\x01\x1b[2J",
    "\ud800\udfff",
    "\u202e\u2066反\u2069",
    "e\u0301\u0323" * 9,
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "\ufffe\uffff\U0010ffff",
    "\u200b\u200d\ufeff",
    "ﷺ﷽𠮷𪚥",
    "１２３％．＋Ａ",
    "【待补：】{{}}%s%n${x}`$(id)`",
    "'; DROP TABLE turn; --",
    "<b>&lt;script>",
    "../../etc/passwd",
    "第999999999999999999999999次",
    "9" * 400,
    "一" * 300,
    "（" * 200,
    "“" * 99 + "”",
    "1." * 200,
    "针对“" * 60,
    "\n" * 300,
    "同……同……" * 50,
    "2025年2月30日",
    "-1年13月0日",
    "²³½Ⅷ㊿٣",
)
COMMAND_ARGUMENTS = (
    *("", "1", "0", "-1", "3 28", "999999", "all", "全部", "到 3", "存在问题", "党建", "docx 定稿"),
    *("docx 附 口径表", "改名 1 甲", "删除 1", "草稿 1", "1 2", "追问 关", "3000字", "0字", "9" * 5000),
    *("意识形态", "ysxt", "txt", "pdf"),
)
KEYS = (
    *("take", "another", "rewrite", "verbatim", "drop", "all", "next", "skip", "absent", "edit", "none"),
    *("yes", "no", "p1", "p2", "c1", "decide", "final", "docx", "preview", "carryover", "pairing", ""),
    "\ud800",
)


def mark_of(owner: int) -> str:
    """Give the character that all words of an owner's bear."""
    return chr(FIRST_MARK + owner)


def foreign(text: str, owner: int) -> bool:
    """Tell whether a text holds words of anybody else's."""
    return any(mark != mark_of(owner) for mark in MARKS.findall(text))


def hostile(chance: random.Random, owner: int, asked: Question) -> Event:
    """Make an event for an owner who was asked that question."""
    (make,) = chance.choices(tuple(_MAKERS), tuple(_MAKERS.values()))
    return make(chance, mark_of(owner), asked)


@cache
def _lines() -> tuple[str, ...]:
    files = sorted(file for name in ("talks", "reports") for file in (TEXTS / name).glob("*.txt"))
    lines = (line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("/"))


@cache
def _documents() -> tuple[tuple[str, ...], ...]:
    files = sorted(
        file for name in ("notices", "last_year", "reports") for file in (TEXTS / name).glob("*.txt")
    )
    return tuple(tuple(file.read_text(encoding="utf-8").splitlines()) for file in files)


def marked(chance: random.Random, mark: str, words: str) -> str:
    """Put a mark somewhere into words."""
    place = chance.randrange(len(words) + 1)
    return words[:place] + mark + words[place:]


def noise(chance: random.Random) -> str:
    """Give random bytes as one or another reading makes text of them, or any characters but the marks."""
    data = chance.randbytes(chance.randrange(1, 60))
    made = (
        data.decode(errors="surrogateescape"),
        data.decode("utf-16", errors="replace"),
        data.decode("gb18030", errors="ignore"),
        "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 40))),
    )
    return MARKS.sub("", chance.choice(made))


def text(chance: random.Random) -> str:
    """Give a line that somebody might write, with luck whole."""
    (kind,) = chance.choices(("line", "lines", "odd", "noise", "mixed", "long"), (40, 12, 14, 12, 12, 0.3))
    if kind == "line":
        return chance.choice(_lines())
    if kind == "lines":
        return "\n".join(chance.choices(_lines(), k=chance.randrange(2, 6)))
    if kind == "odd":
        return chance.choice(ODD)
    if kind == "noise":
        return noise(chance)
    if kind == "mixed":
        line, place = chance.choice(_lines()), chance.randrange(9)
        return line[:place] + chance.choice((*ODD, noise(chance))) + line[place:]
    piece = chance.choice((*ODD, *_lines()[:40], "字", "1", "，", "一是"))
    return (piece * (LONGEST // len(piece) + 1))[: int(10 ** chance.uniform(2, 5.08))]


def _said(chance: random.Random, mark: str, _: Question) -> Event:
    message = chance.choice(("", str(chance.randrange(MESSAGES))))
    to = marked(chance, mark, text(chance)) if chance.random() < REPLIES else ""
    return Said(marked(chance, mark, text(chance)), message, to)


def _answered(chance: random.Random, _: str, asked: Question) -> Event:
    return Said(chance.choice((*ANSWERS, *(str(place) for place, _ in enumerate(asked.choices, 1)))))


def _picked(chance: random.Random, _: str, asked: Question) -> Event:
    if not asked.choices:
        return Picked(chance.choice(KEYS), asked.revision)
    return Picked(chance.choice(asked.choices).key, asked.revision)


def _forged(chance: random.Random, mark: str, asked: Question) -> Event:
    revision = chance.choice(
        (asked.revision, asked.revision - 1, 0, -1, LARGEST_REVISION, chance.randrange(99))
    )
    return Picked(chance.choice((*KEYS, *outlines(), mark, noise(chance))), revision)


def _commanded(chance: random.Random, mark: str, _: Question) -> Event:
    name = chance.choice((*COMMANDS, *COMMANDS, "skip", "nothing", "", noise(chance)))
    argument = (
        chance.choice(COMMAND_ARGUMENTS) if chance.random() < 0.7 else marked(chance, mark, text(chance))
    )
    return Commanded(name, argument)


def _sent(chance: random.Random, mark: str, _: Question) -> Event:
    lines = list(chance.choice(_documents()))
    for _each in range(chance.randrange(6)):
        place = chance.randrange(len(lines) + 1)
        lines[place : place + chance.randrange(3)] = [text(chance)]
    if chance.random() < 0.2:
        chance.shuffle(lines)
    lines = [marked(chance, mark, line) for line in lines[: chance.randrange(len(lines) + 1)]]
    purpose = chance.choice((None, *get_args(Purpose)))
    remarks = tuple(Remark(each, mark, each) for each in lines[: chance.randrange(3)])
    name = marked(chance, mark, chance.choice(("总结.docx", "", "a/../b.txt", "\x00.pdf", FORWARDED)))
    return Sent(name, tuple(lines), purpose, remarks)


def _remarked(chance: random.Random, mark: str, _: Question) -> Event:
    """Have a reader of the draft remark on it, whose words then belong to the draft's owner."""
    words = [clean(marked(chance, mark, text(chance))) for _ in range(3)]
    author, section = chance.choice(("审阅人甲", words[1])), clean(chance.choice(KEYS))
    return Remarked((Task("", words[0], author, words[2], section),))


def _edited(chance: random.Random, mark: str, _: Question) -> Event:
    return Edited(marked(chance, mark, text(chance)), str(chance.randrange(MESSAGES)))


def _opened(_: random.Random, __: str, ___: Question) -> Event:
    return Opened()


def _unreadable(chance: random.Random, mark: str, _: Question) -> Event:
    return Unreadable(chance.choice(("photo", "sticker", "voice", "document", "", mark)))


_MAKERS: dict[Callable[[random.Random, str, Question], Event], int] = {
    _said: 30,
    _answered: 18,
    _picked: 18,
    _forged: 8,
    _commanded: 14,
    _sent: 2,
    _remarked: 1,
    _edited: 6,
    _opened: 2,
    _unreadable: 2,
}
"""How to make an event, and how often."""
