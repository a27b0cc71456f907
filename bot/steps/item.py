"""Asking what became of one of last year's problems or plans."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.draft import Carryover, Draft, Point, Standing
from bot.last_year.matching import Match, answers_in, matched, name_of
from bot.last_year.placing import place_of
from bot.last_year.standing import (
    ALL_DONE,
    STANDINGS,
    of_kind,
    standing_said,
    standings_in_row,
    standings_said,
)
from bot.outline import Outline
from bot.replies import Choice, Question, Say, clipped
from bot.state import AnsweringCarryover, State
from bot.steps.answering import fact_added, mended, shortfall_added, stood, told_point
from bot.steps.answers import says_nothing
from bot.steps.carrying import onward, open_items
from bot.steps.step import Outcome

ONWARD = frozenset({"下一个", "下一项", "没有了", "没了", "就这些", "好了", "完了", "结束", "略"})
SHOWN = 60
PROBLEM_EXAMPLE = "例：开设微党课6期，现场教学2次，参学率达到98%，已经改好"
ASKS: dict[Standing, str] = {
    "done": "做了什么、结果怎样？有数字带上。",
    "continuing": "做到哪一步了？有数字带上，文中会写明仍在推进。",
    "undone": "为什么没改、打算什么时候改？文中会如实写“目前尚未整改到位”。",
    "open": "今年怎么改的、结果怎样？有数字带上。",
}


@dataclass(frozen=True, slots=True)
class ItemStep:
    """What became of one problem or plan."""

    outline: Outline
    state: State
    item: Carryover

    def ask(self) -> Question:
        """Ask for what is not known of it yet, or show what is recorded, or what seems to answer it."""
        match = self._match
        if match:
            words = "、".join(match.words)
            given = f"您给的材料里有：“{_short(match.point.text)}”（依据：{words}）。说的就是它吗？例：1"
            return Question(f"{self._head}{given}", self._matching())
        return Question(f"{self._head}{self._recorded}{self._wanted}", self._choices())

    def said(self, text: str) -> Outcome:
        """Take what was done, how the item stands, or how several plans do."""
        if says_nothing(text):
            if text.strip("。 ") in ONWARD:
                return self.skipped()
            return self.state, (Say(f"“{text}”是还没做的意思吗？是就选“还没”那一项；不想答发 /skip。"),)
        named = answers_in(self.state.draft, text)
        if named:
            return self._answered(named)
        several = self._several(text)
        if several:
            return self._stand(several)
        standing = standing_said(text)
        told = told_point(text)
        if standing is None and not self._standing_wanted and told:
            standing = self.item.standing if self.item.standing != "open" else None
        draft = self.state.draft
        if told:
            add = mended if self.item.kind == "problem" else fact_added
            draft = add(self.outline, draft, self.item, text)
        elif standing is None:
            return self.state, (Say("没看明白。说说做了什么，或者回复序号；暂时不答发 /skip。"),)
        return self._stood(draft, standing)

    def picked(self, key: str) -> Outcome:
        """Take a choice."""
        draft = self.state.draft
        match key:
            case "later":
                return self.skipped()
            case "all_later":
                return self._later(tuple(item.id for item in open_items(draft)))
            case "blank":
                return self._stood(mended(self.outline, draft, self.item, ""), self.item.standing)
            case "other":
                return replace(self.state, focus=AnsweringCarryover(self.item.id, plain=True)), ()
            case "told":
                return self._stood(shortfall_added(self.outline, draft, self.item), "undone")
            case "its_done" | "its_continuing":
                linked = self._linked()
                return self._stood(linked, "done" if key == "its_done" else "continuing")
            case "done" | "continuing" | "undone":
                return self._stood(draft, key)
            case _:
                return onward(self.outline, self.state, draft)

    def skipped(self) -> Outcome:
        """Put the item off, or leave it as it was answered."""
        if all(item.id != self.item.id for item in open_items(self.state.draft)):
            state, says = onward(self.outline, self.state, self.state.draft)
            return state, (Say("这一条没有改。"), *says)
        return self._later((self.item.id,))

    @property
    def _recorded(self) -> str:
        """Say what is known of the item already."""
        own, standing = self._own, self.item.standing
        written = f"写成：{own.sentence or own.text}。\n" if own else ""
        return written if standing == "open" else f"现在记的是：{STANDINGS[standing]}。{written}"

    @property
    def _own(self) -> Point | None:
        return next((point for point in self.state.draft.points if point.answers == self.item.id), None)

    @property
    def _standing_wanted(self) -> bool:
        """Whether the deed is known and only the standing is asked for."""
        return self.item.standing == "open" and self._own is not None

    @property
    def _deed_wanted(self) -> bool:
        place = place_of(self.outline, self.state.draft)
        return self.item.kind == "problem" and self.item.standing != "open" and not self._own and bool(place)

    @property
    def _match(self) -> Match | None:
        focus = self.state.focus
        plain = isinstance(focus, AnsweringCarryover) and focus.plain
        if plain or self.item.standing != "open" or self._own:
            return None
        return matched(self.state.draft, self.outline, self.item)

    @property
    def _head(self) -> str:
        draft, kind = self.state.draft, "问题" if self.item.kind == "problem" else "打算"
        group = of_kind(draft, self.item.kind)
        left = len(open_items(draft))
        why = "述职先看去年的问题改没改" if self.item.kind == "problem" else "去年说到的，今年要有交代"
        count = f"还差 {left} 条" if left else "都对过了"
        head = f"（去年的{kind} {group.index(self.item) + 1}/{len(group)}，{count}；{why}）\n"
        name = name_of(self.item)
        whole = self.item.text if len(self.item.text) > len(name) + 2 else ""
        told = f"（原文：{_short(whole)}）" if whole else ""
        return f"{head}去年{'写的问题' if self.item.kind == 'problem' else '打算'}“{name}”{told}。\n"

    @property
    def _wanted(self) -> str:
        if self._standing_wanted:
            return "这一条现在算哪种？例：1"
        if self.item.kind == "plan":
            more = "也可以几条一起答：1完成 2推进 3没做。" if len(self._open_plans) > 1 else ""
            return f"今年落实了吗？做了具体的事直接发，会记进履职情况。{more}例：1"
        asked = ASKS[self.item.standing if self._deed_wanted else "open"]
        return f"{asked}\n{PROBLEM_EXAMPLE}" if self.item.standing != "undone" else f"{asked}例：1"

    @property
    def _open_plans(self) -> tuple[Carryover, ...]:
        return tuple(item for item in open_items(self.state.draft) if item.kind == "plan")

    def _choices(self) -> tuple[Choice, ...]:
        if self._deed_wanted:
            blank = "不说明，照实写" if self.item.standing == "undone" else "先空着，文中标【待补】"
            return (Choice("blank", blank), Choice("later", "以后再说"))
        mend = self.item.kind == "problem"
        choices = [
            Choice("done", "已改好" if mend else "已完成", ("已完成", "完成", "完成了", "做完了", "改好了")),
            Choice("continuing", "还在改" if mend else "正在推进", ("正在推进", "推进中", "还在做")),
            Choice("undone", "还没改" if mend else "还没做", ("还没做", "没做", "没有做", "没改", "还没有")),
        ]
        if not mend and any(leaf.kind == "problems" for leaf in self.outline.leaves()):
            choices.append(Choice("told", "还没做，写进“存在问题”"))
        if self.item.standing != "open":
            return (*choices, Choice("keep", "不改，就这样"))
        choices.append(Choice("later", "以后再说", ("以后再说", "先放着")))
        several = len(open_items(self.state.draft)) > 1
        return (*choices, Choice("all_later", "剩下的都以后再说")) if several else tuple(choices)

    def _matching(self) -> tuple[Choice, ...]:
        mend = self.item.kind == "problem"
        return (
            Choice("its_done", "是，已改好" if mend else "是，已完成", ("是", "对", "是的")),
            Choice("its_continuing", "是，还在推进"),
            Choice("other", "不是它，另说", ("不是", "不对")),
            Choice("later", "以后再说"),
        )

    def _linked(self) -> Draft:
        match, draft = self._match, self.state.draft
        if match is None:
            return draft
        if self.item.kind == "plan":
            return draft.with_point(replace(match.point, answers=self.item.id))
        return mended(self.outline, draft, self.item, match.point.text, match.point)

    def _several(self, text: str) -> dict[str, Standing]:
        """Read how several items stand, by id; numbers count last year's problems, or plans, from 1."""
        if self.item.kind == "plan" and ALL_DONE.fullmatch(text.strip("。！ ")):
            return {item.id: "done" for item in self._open_plans}
        group = of_kind(self.state.draft, self.item.kind)
        row, left = standings_in_row(text), [each for each in open_items(self.state.draft) if each in group]
        if 0 < len(row) <= len(left):
            return {item.id: each for item, each in zip(left, row, strict=False)}
        said = standings_said(text)
        return {group[n - 1].id: each for n, each in said.items() if 0 < n <= len(group)}

    def _answered(self, answers: dict[str, str]) -> Outcome:
        """Take answers that name their problems, whichever was asked."""
        draft = self.state.draft
        for item_id, text in answers.items():
            item = draft.last_year.item(item_id) if draft.last_year else None
            if item:
                draft = mended(self.outline, draft, item, text)
                standing = standing_said(text)
                draft = stood(draft, item_id, standing) if standing else draft
        if list(answers) == [self.item.id]:
            return self._stood(draft, None)
        state, says = onward(self.outline, self.state, draft)
        return state, (Say(f"记下 {len(answers)} 条。发 /undo 可以撤回。"), *says)

    def _stand(self, standings: dict[str, Standing]) -> Outcome:
        draft = self.state.draft
        for item, standing in standings.items():
            draft = stood(draft, item, standing)
        told = Say(f"记下 {len(standings)} 条。发 /undo 可以撤回。")
        state, says = onward(self.outline, self.state, draft)
        return state, (told, *says)

    def _stood(self, draft: Draft, standing: Standing | None) -> Outcome:
        """Record a standing, and go on once nothing more has to be asked of the item."""
        if standing:
            draft = stood(draft, self.item.id, standing)
        state = replace(self.state, draft=draft, focus=AnsweringCarryover(self.item.id))
        if any(item.id == self.item.id for item in open_items(draft)):
            return state, ()
        point = next((each for each in draft.points if each.answers == self.item.id), None)
        said = point.sentence if point and point.sentence and self.item.kind == "problem" else ""
        written = f"写成：{said}。" if said else f"记下：{STANDINGS[standing or 'open']}。"
        state, says = onward(self.outline, state, draft)
        return state, (Say(f"{written}发 /undo 可以撤回。"), *says)

    def _later(self, ids: tuple[str, ...]) -> Outcome:
        draft = self.state.draft
        draft = replace(draft, skipped=tuple(dict.fromkeys((*draft.skipped, *ids))))
        state, says = onward(self.outline, self.state, draft)
        return state, (Say("先放着。"), *says)


def _short(text: str) -> str:
    return clipped(" ".join(text.split()), SHOWN)
