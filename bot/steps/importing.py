"""Before last year's items are asked: whether it is the right report, and where the answers go."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.draft import LastYear
from bot.last_year.matching import name_of, title_of
from bot.last_year.placing import ADDED, NOWHERE
from bot.last_year.standing import of_kind, standing_of
from bot.outline import Outline
from bot.replies import AGREED, Choice, Question, Say
from bot.state import AnsweringCarryover, Awaiting, State
from bot.steps.carrying import next_open_item, onward
from bot.steps.step import Outcome


@dataclass(frozen=True, slots=True)
class YearStep:
    """A report that is not of the year before the draft's."""

    outline: Outline
    state: State
    last_year: LastYear

    def ask(self) -> Question:
        """Ask whether it is the right one."""
        found, wanted = self.last_year.year, self.state.draft.profile.year
        told = "和要写的年度一样" if found == wanted else f"要写的是 {wanted} 年度"
        choices = (
            Choice("right", "是，就用这份", AGREED),
            Choice("wrong", "不是，换一份", ("不是", "不对", "换一份", "发错了")),
        )
        why = "先弄清楚，免得把今年的问题当成去年的。"
        return Question(f"这份是{found}年的，{told}，是去年的吗？{why}例：1", choices)

    def said(self, text: str) -> Outcome:
        """Take nothing but a choice."""
        return self.state, (Say(f"先说这份报告对不对：回复 1 或 2。“{text[:10]}”还没有记，定了再发。"),)

    def picked(self, key: str) -> Outcome:
        """Keep the report, or wait for another."""
        draft = self.state.draft
        if key == "wrong":
            state = replace(self.state, draft=replace(draft, last_year=None), focus=Awaiting("last_year"))
            return state, (Say("这份没有用，里面的问题和打算都没有记。"),)
        kept = replace(draft, last_year=replace(self.last_year, confirmed=True))
        return onward(self.outline, self.state, kept)

    def skipped(self) -> Outcome:
        """Leave the report aside."""
        state = replace(self.state, draft=replace(self.state.draft, last_year=None), focus=None)
        return state, (Say("这份先不用。想对照去年，发 /import 再导入。"),)


@dataclass(frozen=True, slots=True)
class PlaceStep:
    """Where the answers go in a genre without a section for them."""

    outline: Outline
    state: State
    last_year: LastYear

    def ask(self) -> Question:
        """Say that there is no such section, and offer the places there are."""
        count = len(of_kind(self.state.draft, "problem"))
        lacks = f"《{self.outline.name}》没有“上年度问题整改”这一部分"
        text = f"{lacks}，去年的 {count} 个问题改得怎样，写到哪里？例：1"
        choices = [Choice(ADDED, "另加一部分“上年度问题整改情况”，放在开头之后")]
        achievements = next((leaf for leaf in self.outline.leaves() if leaf.kind == "achievements"), None)
        if achievements:
            choices.append(Choice(achievements.id, f"写进“{achievements.name}”"))
        choices.append(Choice(NOWHERE, "只对一遍，不写进报告"))
        return Question(text, tuple(choices))

    def said(self, text: str) -> Outcome:
        """Take nothing but a choice."""
        return self.state, (Say(f"先定写到哪里，回复序号。“{text[:10]}”还没有记，定了再发。"),)

    def picked(self, key: str) -> Outcome:
        """Take the place."""
        draft = replace(self.state.draft, last_year=replace(self.last_year, section=key))
        item = next_open_item(draft)
        return replace(self.state, draft=draft, focus=AnsweringCarryover(item) if item else None), ()

    def skipped(self) -> Outcome:
        """Put all items off."""
        ids = tuple(item.id for item in self.last_year.items)
        draft = replace(self.state.draft, skipped=tuple(dict.fromkeys((*self.state.draft.skipped, *ids))))
        return replace(self.state, draft=draft, focus=None), (
            Say("去年的问题先放着，最后再提醒您；想对就发 /goto 去年。"),
        )


@dataclass(frozen=True, slots=True)
class ListStep:
    """Which of last year's items to take up again."""

    outline: Outline
    state: State
    last_year: LastYear

    def ask(self) -> Question:
        """Offer every item with its standing."""
        choices = [
            Choice(item.id, f"{_kind(item.kind)}：{title_of(item)}（{standing_of(self.state.draft, item)}）")
            for item in self.last_year.items
        ]
        return Question("去年的哪一条？例：1", (*choices, Choice("none", "不看了")))

    def said(self, text: str) -> Outcome:
        """Take an item by words of its name."""
        item = next((item for item in self.last_year.items if text in name_of(item)), None)
        if item is None:
            return self.state, (Say(f"没有找到“{text[:20]}”这一条，请回复序号。"),)
        return self.picked(item.id)

    def picked(self, key: str) -> Outcome:
        """Turn to the item."""
        focus = AnsweringCarryover(key) if self.last_year.item(key) else None
        return replace(self.state, focus=focus), ()

    def skipped(self) -> Outcome:
        """Turn to none."""
        return replace(self.state, focus=None), ()


def _kind(kind: str) -> str:
    return "问题" if kind == "problem" else "打算"
