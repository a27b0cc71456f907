"""Everything that is kept about one person, packed so that they can read it without this program."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from bot.draft import Draft
from bot.events import Event
from bot.names import walked
from bot.replies import Attachment, Lesson, Listing, Question, Rejection, Reply, Say, Unlearning
from bot.store.belongings import Spoken
from bot.store.records import Session
from bot.turns.events import decoded_event, told
from phrasebank.lessons import Holding
from phrasebank.patterns import Pattern, readable
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES
from phrasebank.typed import from_json

FULL = 30_000_000
"""Bytes of an archive from which on the next file goes into another; Telegram takes 50 MB."""

LONGEST_PART = 4_000_000
"""Characters of one file of history; a longer one is cut into several."""

File = tuple[str, Any]
"""A file's name and what it holds: a text, or what is written as JSON."""

READ_ME = "说明.txt"
EXPLAINED = """这是述职报告写作助手（shuzhi）存着的关于您的一切，{at} 收拾出来的。别人的东西一样也没有。

草稿/　　　每份草稿一个文件夹：
　　　　　　全文.txt 是现在的样子；答卷.yaml 可以再发给机器人，或者用 shuzhi draft 答卷.yaml 写成报告；
　　　　　　草稿.json 是存着的原样，篇幅、版式这些设置也在里面；
　　　　　　说过的话.txt 是您说的每一句、发的每一份材料和它的回答，带时间；说过的话.json 给程序读。
句式库/　　从您自己的报告里学到的句式，都是带空的，没有原文；材料.txt 是学过哪几份。
其他.json　登记（从哪天起、什么身份）、还没送到的通知、收到还没处理完的消息、别的记录。

{counts}
时间都是本机时间；json 里的是世界时（UTC）。
都删掉：在对话里发 /forget all，磁盘上不留字节。这个压缩包由您自己保管。
"""
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 40
LONGEST_HEX = 64


class Archive:
    """Files packed one by one, into as many archives as their size takes."""

    def __init__(self, change: Callable[[str], str], full: int = FULL) -> None:
        """``change`` is done to all that is written; from ``full`` bytes on another archive is begun."""
        self._change = change
        self._full = full
        self._begin()
        self._done: list[bytes] = []

    def add(self, name: str, content: Any) -> None:  # noqa: ANN401 - what JSON can say
        """Pack a file: a text, or anything else as JSON."""
        if self._held.tell() > self._full:
            self._end()
            self._begin()
        text = self._change(content) if isinstance(content, str) else _json(walked(content, self._change))
        self._zip.writestr(self._change(name), text.encode(errors="replace"))

    def close(self) -> tuple[bytes, ...]:
        """Give the archives."""
        self._end()
        return tuple(self._done)

    def _begin(self) -> None:
        self._held = BytesIO()
        self._zip = ZipFile(self._held, "w", ZIP_DEFLATED)

    def _end(self) -> None:
        self._zip.close()
        self._done.append(self._held.getvalue())


def folder_of(session: Session) -> str:
    """Name the folder of a draft."""
    return f"草稿/{session.number} {UNFIT.sub('-', session.title)[:LONGEST_NAME].strip('. ') or '还没有名字'}"


def draft_file(draft: Draft) -> File:
    """Give the file of a draft as it is kept."""
    return "草稿.json", msgspec.to_builtins(draft)


class History:
    """What was said in a draft, taken some turns at a time, the oldest first."""

    def __init__(self, clock: Callable[[str], str]) -> None:
        """``clock`` writes a moment as people read it."""
        self._clock = clock
        self._question: Question | None = None
        self._place = 0
        self._lines: list[str] = []
        self._rows: list[dict[str, Any]] = []
        self._part = 0

    def take(self, turns: Iterable[Spoken]) -> Iterator[File]:
        """Take turns; gives files as they become full."""
        for turn in turns:
            self._take(turn)
            if sum(map(len, self._lines)) > LONGEST_PART:
                yield from self.rest()

    def rest(self) -> Iterator[File]:
        """Give the files of what was taken and not given yet."""
        if not self._rows:
            return
        self._part += 1
        number = "" if self._part == 1 else f"{self._part}"
        yield f"说过的话{number}.txt", "\n".join(self._lines)
        yield f"说过的话{number}.json", self._rows
        self._lines, self._rows = [], []

    def _take(self, turn: Spoken) -> None:
        self._place += 1
        event = decoded_event(turn.event)
        replies = [from_json(reply, Reply) for reply in turn.replies]
        head = f"第 {self._place} 轮　{self._clock(turn.at)}"
        self._lines += [head, f"您：{_said(event, self._question)}", *map(self._answered, replies), ""]
        self._rows.append(
            {"turn": self._place, "at": turn.at, "event": _built(event), "replies": [*map(_built, replies)]}
        )
        self._question = next((each for each in replies if isinstance(each, Question)), self._question)

    def _answered(self, reply: Reply) -> str:
        match reply:
            case Say(text):
                return f"它：{text}"
            case Question(text, choices):
                offered = [f"　{place}. {choice.label}" for place, choice in enumerate(choices, 1)]
                return "\n".join([f"它：{text}", *offered])
            case Listing(lines, ending):
                return "\n".join([*(f"{self._clock(line.at)}　{line.text}" for line in lines), ending])
            case Attachment(format):
                return f"（给了一份文件：{format}）"
            case Lesson(name) | Unlearning(_, name) | Rejection(_, name):
                return f"（学或者忘《{name}》的句式，还没办完）"


def corpus_files(holdings: Iterable[Holding], patterns: Iterable[Pattern]) -> Iterator[File]:
    """Give the files of a user's own corpus; none where nothing was learnt."""
    documents = [f"{place}. {each.name}　{each.patterns} 条" for place, each in enumerate(holdings, 1)]
    lines = [f"{readable(each.text)}　（{_where(each)}，见于 {each.documents} 份）" for each in patterns]
    if documents or lines:
        yield "句式库/材料.txt", "\n".join(documents)
        yield "句式库/句式.txt", "\n".join(lines)


def _where(pattern: Pattern) -> str:
    return f"{SECTION_NAMES[pattern.section]}·{MOVE_NAMES[pattern.move]}"


def other_file(rows: dict[str, list[dict[str, Any]]]) -> File:
    """Give what else is kept, table by table."""
    shown = {
        table: [{key: _shown(value) for key, value in row.items()} for row in each]
        for table, each in rows.items()
    }
    return "其他.json", shown


def _said(event: Event, question: Question | None) -> str:
    lines = getattr(event, "lines", ())
    return "\n".join([told(event, question) or "（来到对话）", *lines])


def _built(value: Event | Reply) -> Any:  # noqa: ANN401 - what JSON can say
    return msgspec.to_builtins(value)


def _shown(value: object) -> object:
    """Give a value of a row as JSON can say it; what is no text is told by its size."""
    if not isinstance(value, bytes):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value.hex() if len(value) <= LONGEST_HEX else f"（{len(value)} 字节）"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
