"""Receiving what is sent: awaiting it for a purpose, guessing the purpose, and asking once."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.desk import Desk
from bot.events import FORWARDED, Purpose, Sent
from bot.replies import AGREED, Choice, Lesson, Question, Say
from bot.state import Awaiting, ChoosingGenre, ConfirmingNotice, Receiving, State, Stop
from bot.steps import sorting
from bot.steps.checklist import outline_of
from bot.steps.limits import LONGEST_FILE
from bot.steps.pouring import SHORTEST
from bot.steps.step import Outcome

FIRST_LINES = 12
SHOWN = 24
NAMES: dict[Purpose, str] = {
    "material": "这一年的材料，拆成一条一条",
    "notice": "上级的通知，照着它列要求",
    "last_year": "去年的述职报告，看哪些要有交代",
    "corpus": "以前的报告，学它的句式（只存带空的句式，不存原文）",
}
WORDS: dict[Purpose, tuple[str, ...]] = {
    "material": ("材料", "素材", "今年的材料", "会议记录", "台账"),
    "notice": ("通知", "上级通知", "上级的通知", "要求"),
    "last_year": ("去年", "去年的报告", "去年的述职报告", "上年度报告", "去年报告"),
    "corpus": ("入库", "句式", "句式库", "收进句式库", "学句式", "学它的句式", "以前的报告"),
}
ASKED: dict[Purpose, str] = {
    "material": "请把材料发来：粘贴文字或者发文件都行，会议记录、台账、去年的报告都可以。",
    "notice": "请把上级的通知发来：粘贴全文，或者发文件。",
    "last_year": "请把去年的述职报告发来：粘贴全文，或者发文件。",
    "corpus": "请把以前的报告发来：粘贴全文，或者发文件。",
}
NOTICE_TITLE = re.compile(
    r"关于.{0,40}(?:述[职责廉]|评议|考核|总结).{0,30}的?(?:通知|函|方案)|(?:述[职责廉]|评议|考核).{0,20}(?:的)?通知$"
)
NOTICE_WORDS = re.compile(
    r"请各|各(?:单位|支部|党支部|党委|党组|科室|部门).{0,20}(?:要|请|须|应)"
    r"|(?:报送|上报|报).{0,20}(?:前|截止)|[日号底]前.{0,8}(?:报送|上报|报到|交到|交给|发给)|特此通知|现将有关事项通知"
)
REPORT_TITLE = re.compile(r"述(?:职|责|廉)|(?:工作|情况)(?:报告|总结|汇报)")
EARLIER_NAME = re.compile("去年|上年|上一年")
FEWEST_NOTICE_WORDS = 2
FEWEST_REPORT_LINES = 5
TITLE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年|[）)〕]|$)")


@dataclass(frozen=True, slots=True)
class AwaitingStep:
    """A text or a file for a purpose."""

    desk: Desk
    state: State
    purpose: Purpose

    def ask(self) -> Question:
        """Ask for it."""
        text = f"{ASKED[self.purpose]}在终端里也可以直接打文件的路径，例：/home/me/通知.docx"
        return Question(text, (Choice("none", "不发了"),))

    def said(self, text: str) -> Outcome:
        """Take the message as what was asked for."""
        if len(tidy(text)) < SHORTEST:
            return self.state, (Say("这条太短，不像要发的内容，没有记。请粘贴全文或者发文件；不发了选 1。"),)
        return sent(self.desk, self.state, Sent("", tuple(text.split("\n"))), Awaiting(self.purpose))

    def picked(self, key: str) -> Outcome:  # noqa: ARG002 - the one choice is to leave it
        """Do without."""
        return self.skipped()

    def skipped(self) -> Outcome:
        """Do without."""
        return replace(self.state, focus=None), (Say("好，先不发。什么时候有了随时发来。"),)


@dataclass(frozen=True, slots=True)
class ReceivingStep:
    """What something that was sent is for."""

    desk: Desk
    state: State
    stop: Receiving

    def ask(self) -> Question:
        """Offer the purposes, the likeliest first."""
        first = guess(self.stop.lines, self.state.draft.profile.year, self.stop.name)
        order = (first, *(purpose for purpose in NAMES if purpose != first))
        choices = (*(Choice(each, NAMES[each], WORDS[each]) for each in order), Choice("none", "不用它"))
        choices = (replace(choices[0], words=(*choices[0].words, *AGREED)), *choices[1:])
        what = f"《{self.stop.name}》" if self.stop.name else "您发来的这篇"
        lines = sum(bool(line.strip()) for line in self.stop.lines)
        text = f"{what}有 {lines} 行，看着像{NAMES[first].partition('，')[0]}。怎么用它？例：1"
        return Question(text, choices)

    def said(self, text: str) -> Outcome:
        """Take more material beside it; anything else cannot be an answer."""
        state, says = sorting.received(self.desk, self.state, "", tuple(text.split("\n")))
        return replace(state, focus=self.state.focus), (*says, Say("刚才那份怎么用，还等您定。"))

    def picked(self, key: str) -> Outcome:
        """Use it as the user says."""
        state = replace(self.state, focus=None)
        for purpose in NAMES:
            if purpose == key:
                return received(self.desk, state, Sent(self.stop.name, self.stop.lines, purpose))
        return state, (Say("好，没有用它。"),)

    def skipped(self) -> Outcome:
        """Do without it."""
        return self.picked("none")


def sent(desk: Desk, state: State, event: Sent, stop: Stop | None = None) -> Outcome:
    """Take what was sent: use it where its purpose is known, else ask for the purpose."""
    size = sum(map(len, event.lines))
    if size > LONGEST_FILE:
        told = f"《{event.name}》太长（{size} 字），没有收。请拆开，每份不超过 {LONGEST_FILE} 字。"
        return state, (Say(told),)
    if not any(line.strip() for line in event.lines):
        return state, (Say("里面没有文字，没有收。"),)
    if event.purpose == "corpus":
        return state, (Lesson(event.name, event.lines),)
    if event.purpose in {None, "material"}:
        from bot.steps import revising  # noqa: PLC0415 - only a report that comes back needs it

        revised = revising.recognised(desk, state, event)
        if revised:
            return revised
    if isinstance(state.focus, Receiving):
        return _sent_after(state, state.focus, event)
    if isinstance(stop, Awaiting):
        likely = guess(event.lines, state.draft.profile.year, event.name)
        event = replace(event, purpose=event.purpose or _wanted(stop.purpose, likely))
        state = replace(state, focus=None)
    if outline_of(desk, state.draft) is None or isinstance(stop, ChoosingGenre):
        focus = Receiving(event.name, event.lines)
        return replace(state, focus=focus), (Say("收到了。先选文种，选好再说它怎么用。"),)
    return received(desk, state, event)


def _sent_after(state: State, first: Receiving, event: Sent) -> Outcome:
    """Keep what comes before the use of the first is settled; what was forwarded belongs together."""
    fresh = Receiving(event.name, event.lines)
    if sum(len(line) for each in (first, *state.waiting, fresh) for line in each.lines) > LONGEST_FILE:
        return state, (Say(f"先定前一份怎么用，《{event.name}》还没有收，请随后再发一次。"),)
    if first.name == event.name == FORWARDED:
        joined = replace(first, lines=(*first.lines, "", *event.lines))
        return replace(state, focus=joined), (Say("接在前一条后面了，一起定怎么用。"),)
    told = f"《{event.name}》收到了，定好前一份再问它怎么用。"
    return replace(state, waiting=(*state.waiting, fresh)), (Say(told),)


def _wanted(awaited: Purpose, likely: Purpose) -> Purpose | None:
    """Take what comes for what was awaited, but material that looks like something else is asked about."""
    return None if awaited == "material" and likely != "material" else awaited


def received(desk: Desk, state: State, event: Sent) -> Outcome:
    """Hand over what was sent to the steps of its purpose; without one, ask."""
    match event.purpose:
        case "notice":
            from bot.steps import notice  # noqa: PLC0415 - only who has a notice needs its reading

            after, says = notice.received(desk, state, event.name, event.lines)
            read = isinstance(after.focus, ConfirmingNotice)
            return after if read else replace(after, focus=Receiving(event.name, event.lines)), says
        case "last_year":
            from bot.steps import carryover  # noqa: PLC0415 - likewise for last year's report

            return carryover.received(desk, state, event.name, event.lines)
        case "corpus":
            return state, (Lesson(event.name, event.lines),)
        case "material":
            return sorting.received(desk, state, event.name, event.lines)
        case _:
            return replace(state, focus=Receiving(event.name, event.lines)), ()


def guess(lines: tuple[str, ...], year: int | None = None, name: str = "") -> Purpose:
    """Guess by its content, and by what its file is called, what a text is for.

    A report of the ``year`` reported on is material.
    """
    told = [line.strip() for line in lines if line.strip()]
    if any(NOTICE_TITLE.search(line) for line in told[:FIRST_LINES]):
        return "notice"
    if sum(bool(NOTICE_WORDS.search(line)) for line in told) >= FEWEST_NOTICE_WORDS:
        return "notice"
    called_so = EARLIER_NAME.search(name) and any(REPORT_TITLE.search(each) for each in (name, *told[:1]))
    return "last_year" if called_so or _is_earlier_report(told, year) else "material"


def _is_earlier_report(lines: list[str], year: int | None) -> bool:
    titled = any(REPORT_TITLE.search(line) for line in lines[:FIRST_LINES])
    if len(lines) < FEWEST_REPORT_LINES or not titled:
        return False
    if year and any(int(named[1]) < year for named in map(TITLE_YEAR.search, lines[:1]) if named):
        return True
    from phrasebank.parsing import parse  # noqa: PLC0415 - parsing is not needed for a talk without files

    document = parse(lines)
    sections = {heading.section for heading in document.headings}
    earlier = year is None or document.year is None or document.year < year
    return earlier and bool(sections & {"problems", "plans"})
