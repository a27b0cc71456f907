"""The superior's notice in the talk: what was read of it is shown, mended by the user, and then followed."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.desk import Desk
from bot.draft import Demand, Draft, Notice
from bot.export.blocks import characters_of
from bot.notice.conflicts import conflicts
from bot.notice.placing import kind_of_demand, section_for
from bot.notice.reading import read_notice
from bot.notice.subjects import subjects_of
from bot.outline import Outline
from bot.replies import AGREED, Choice, Question, Say, clipped
from bot.report import assemble
from bot.state import Awaiting, ConfirmingNotice, State
from bot.steps.checklist import outline_of, unmet_aspects
from bot.steps.requirements import requirements
from bot.steps.step import Outcome

SHOWN = 40
LISTED = 6
PASTED = "粘贴的通知"
KINDS = {
    "aspect": "要写到",
    "problems": "问题",
    "last_year": "回应上年度",
    "length": "篇幅",
    "deadline": "期限",
    "form": "形式",
}
DROP = re.compile(
    r"^(?:请)?(?:去掉|删掉|删除|删去|删|去除|不要|划掉)(?:第)?(?P<what>.+?)(?:条|那条|这条|那一条)?$"
)
ADD = re.compile(
    r"^(?:请)?(?:再)?(?:补上?一?条?|加上?一?条?|增加一?条?|添上?|还要(?:求)?|还有)[：:，,\s]*(?P<what>.{2,})$"
)
CHANGE = re.compile(
    r"^(?:第)?(?P<which>\d{1,2})(?:条|、|\.)?\s*(?:改成|改为|应该?是|换成)[：:]?\s*(?P<what>.{2,})$"
)
NUMBERS = re.compile(r"\d{1,2}")


def received(desk: Desk, state: State, name: str, lines: tuple[str, ...]) -> Outcome:
    """Read a notice and show what it demands; where it demands nothing, keep nothing of it."""
    outline = _genre_outline(desk, state.draft)
    notice = read_notice(lines, name or PASTED, outline)
    if not notice.demands:
        told = f"《{notice.source}》里没有读出对报告的要求，没有当通知收。"
        told += "是通知的话，发 /notice，再把写内容、字数、期限的那几段粘贴过来。"
        return replace(state, focus=None), (Say(told),)
    says = (Say(f"定下来以后，会换掉原来的《{state.draft.notice.source}》。"),) if state.draft.notice else ()
    return replace(state, focus=ConfirmingNotice(notice)), says


def opened(state: State) -> Outcome:
    """Show the notice in force, or wait for one."""
    notice = state.draft.notice
    return replace(state, focus=ConfirmingNotice(notice, fresh=False) if notice else Awaiting("notice")), ()


def _genre_outline(desk: Desk, draft: Draft) -> Outline | None:
    """Give the genre's own outline: the notice is read by it, not by what an older notice made of it."""
    return desk.outlines.get(draft.genre) if draft.genre else None


@dataclass(frozen=True, slots=True)
class ConfirmingNoticeStep:
    """Whether a notice was read rightly; demands are dropped by number or words, and added in words."""

    desk: Desk
    outline: Outline
    state: State
    stop: ConfirmingNotice

    def ask(self) -> Question:
        """Show what was read, line by line, and what does not go together with it."""
        match self.stop.doing:
            case "drop":
                choices = tuple(Choice(each.id, _short(each)) for each in self._notice.demands)
                return Question(
                    "去掉哪一条？可以一次说几个序号，例：2、5", (*choices, Choice("back", "都留着"))
                )
            case "add":
                return Question("要补哪一条？照通知的话说，例：问题不少于3个", (Choice("back", "不补了"),))
        count = len(self._notice.demands)
        lines = [f"从《{self._notice.source}》读出 {count} 条要求：", *self._listed()]
        lines += [f"要留意：{each}" for each in self._conflicts()]
        choices = (
            Choice("take", "就按这个", AGREED),
            Choice("drop", "去掉某条", ("去掉", "删", "删除")),
            Choice("add", "补一条", ("补", "补充", "加", "加一条")),
            Choice("none", "不用这份通知", ("不用", "不要", "不用了")),
        )
        return Question("\n".join([*lines, "对吗？例：1；也可以直接说“去掉 3”“补：…”“2 改成 …”"]), choices)

    def said(self, text: str) -> Outcome:
        """Take a correction: a demand dropped, changed or added."""
        if "\n" in text and len(read_notice(text.split("\n"), PASTED, self.outline).demands) > 1:
            return received(self.desk, self.state, "", tuple(text.split("\n")))
        changed = CHANGE.match(text)
        if changed and 1 <= int(changed["which"]) <= len(self._notice.demands):
            place = int(changed["which"]) - 1
            return self._changed(place, changed["what"])
        dropped = DROP.match(text)
        if self.stop.doing == "drop" or dropped:
            return self._dropped(dropped["what"] if dropped else text)
        added = ADD.match(text)
        if self.stop.doing == "add" or added:
            return self._added(added["what"] if added else text)
        if any(_is_known(each) for each in self._read(text).demands):
            return self._added(text)
        return self.state, (Say(f"“{text[:10]}”还没有记：要补就说“补：…”，要去掉就说“去掉 3”；对就选 1。"),)

    def picked(self, key: str) -> Outcome:
        """Take an offered answer."""
        match key:
            case "take":
                return self._taken()
            case "drop" | "add":
                return self._at(replace(self.stop, doing=key)), ()
            case "back":
                return self._at(replace(self.stop, doing="")), ()
            case "none":
                return self._unused()
            case _:
                return self._without((key,))

    def skipped(self) -> Outcome:
        """Leave the notice as it was before."""
        return replace(self.state, focus=None), (Say("通知先放着，没有照它改。想看再发 /notice。"),)

    @property
    def _notice(self) -> Notice:
        return self.stop.notice

    def _at(self, stop: ConfirmingNotice) -> State:
        return replace(self.state, focus=stop)

    def _with(self, demands: tuple[Demand, ...]) -> State:
        return self._at(replace(self.stop, notice=replace(self._notice, demands=demands), doing=""))

    def _listed(self) -> list[str]:
        return [
            f"{place}. {_line(each)}　{KINDS[each.kind]}：{each.text}{self._where(each)}"
            for place, each in enumerate(self._notice.demands, 1)
        ]

    def _where(self, demand: Demand) -> str:
        leaf = self.outline.leaf(demand.section)
        where = "单独一部分" if demand.apart else leaf.name if leaf and demand.kind == "aspect" else ""
        return f"　→ {where}" if where else ""

    def _conflicts(self) -> tuple[str, ...]:
        genre = _genre_outline(self.desk, self.state.draft) or self.outline
        report = assemble(self.state.draft, self.outline, self.desk.bank)
        written = characters_of(report.blocks) if self.state.draft.points else 0
        return conflicts(self._notice, genre, self.state.draft, written)

    def _read(self, text: str) -> Notice:
        genre = _genre_outline(self.desk, self.state.draft) or self.outline
        return read_notice((f"报告内容包括：{tidy(text)}",), self._notice.source, genre)

    def _dropped(self, words: str) -> Outcome:
        demands = self._notice.demands
        numbers = (
            [int(each) for each in NUMBERS.findall(words)]
            if re.fullmatch(r"[\d、，,和\s第条]+", words)
            else []
        )
        ids = tuple(demands[number - 1].id for number in numbers if 1 <= number <= len(demands))
        ids = ids or tuple(each.id for each in demands if tidy(words) and tidy(words) in each.text)
        if not ids:
            return self.state, (Say(f"没有找到“{words[:20]}”这一条，什么也没有去掉。请回复序号，例：去掉 3"),)
        return self._without(ids)

    def _without(self, ids: tuple[str, ...]) -> Outcome:
        gone = [each for each in self._notice.demands if each.id in ids]
        kept = tuple(each for each in self._notice.demands if each.id not in ids)
        told = "；".join(f"“{_short(each)}”" for each in gone)
        return self._with(kept), (Say(f"去掉了{told}。发 /undo 可以找回。"),)

    def _added(self, text: str) -> Outcome:
        fresh = self._fresh(text)
        told = "；".join(f"“{_short(each)}”" for each in fresh)
        return self._with((*self._notice.demands, *fresh)), (Say(f"补上了{told}。发 /undo 可以撤回。"),)

    def _changed(self, place: int, text: str) -> Outcome:
        demands = self._notice.demands
        changed = (*demands[:place], *self._fresh(text), *demands[place + 1 :])
        return self._with(changed), (Say(f"第 {place + 1} 条改成了“{tidy(text)}”。发 /undo 可以撤回。"),)

    def _fresh(self, text: str) -> tuple[Demand, ...]:
        """Read demands out of the user's words; words that name nothing known are an aspect as they stand."""
        number = max((int(each.id[1:]) for each in self._notice.demands), default=0)
        found = self._read(text).demands or (Demand("", "aspect", tidy(text), 0),)
        named = [replace(each, id=f"n{place}", line=0) for place, each in enumerate(found, number + 1)]
        genre = _genre_outline(self.desk, self.state.draft) or self.outline
        return tuple(replace(each, section=section_for(each, genre)) for each in named)

    def _unused(self) -> Outcome:
        if self.stop.fresh:
            kept = "原来的那份照旧。" if self.state.draft.notice else ""
            return replace(self.state, focus=None), (Say(f"好，没有用这份通知。{kept}发 /undo 可以找回。"),)
        draft = replace(self.state.draft, notice=None)
        told = "这份通知不用了，按文种的要求写。发 /undo 可以找回。"
        return replace(self.state, draft=draft, focus=None), (Say(told),)

    def _taken(self) -> Outcome:
        draft = replace(self.state.draft, notice=self._notice if self._notice.demands else None)
        outline = outline_of(self.desk, draft) or self.outline
        draft = _reopened(draft, outline)
        report = assemble(draft, outline, self.desk.bank)
        found = [each for each in requirements(outline, draft, report) if each.source == "notice"]
        counts = {
            status: sum(each.status == status for each in found) for status in ("met", "missing", "unjudged")
        }
        told = f"好，按通知来：{len(found)} 条要求，已写到 {counts['met']} 条，还缺 {counts['missing']} 条"
        told += f"，{counts['unjudged']} 条要您自己核对" if counts["unjudged"] else ""
        lacking = [each.text for each in found if each.status == "missing"]
        told += (
            f"。还缺：{'；'.join(lacking[:LISTED])}{'……' if len(lacking) > LISTED else ''}。"
            if lacking
            else "。"
        )
        return replace(self.state, draft=draft, focus=None), (Say(f"{told}要改发 /notice，撤回发 /undo。"),)


def _reopened(draft: Draft, outline: Outline) -> Draft:
    """Take up again sections that do not say what the notice wants, and those declared absent against it."""
    demanded = {each.kind for each in draft.notice.demands} if draft.notice else set()
    lacking = {leaf.id for leaf in outline.leaves() if unmet_aspects(draft, leaf)}
    wanted = {
        leaf.id for leaf in outline.leaves() if leaf.kind == "rectification" and "last_year" in demanded
    }
    return replace(
        draft,
        settled=tuple(each for each in draft.settled if each not in lacking),
        absent=tuple(each for each in draft.absent if each not in wanted),
    )


def _is_known(demand: Demand) -> bool:
    """Whether words are a demand beyond doubt, even where nobody said that they add one."""
    return kind_of_demand(demand) != "achievements" or bool(subjects_of(demand.text))


def _line(demand: Demand) -> str:
    return f"第 {demand.line} 行" if demand.line else "您补的"


def _short(demand: Demand) -> str:
    told = demand.text if kind_of_demand(demand) or demand.kind != "aspect" else KINDS[demand.kind]
    return clipped(told, SHOWN)
