"""Sorting cards: taking what was poured in, all at once or one by one, moving it, or leaving it."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.desk import Desk
from bot.draft import Card, Draft
from bot.last_year.matching import linked
from bot.outline import Outline, Section
from bot.replies import AGREED, Choice, Question, Say, clipped
from bot.state import AskingSection, Sorting, State
from bot.steps.agreeing import agreed, formulas_agreed
from bot.steps.changing import section_named
from bot.steps.checklist import remaining
from bot.steps.moving import number_of, target_of
from bot.steps.pouring import SHORTEST, poured
from bot.steps.step import Outcome
from bot.steps.taking import reopened

LISTED = 20
FEW = 5
"""So few more than are listed are listed too."""
SHOWN = 40
YEAR = re.compile(r"(?<!\d)(20\d\d)年")
LEADS = ("移到", "移动到", "挪到", "放到", "放进", "放在", "归到", "归入", "写到", "写进", "应该是", "是")
FIXED = ("opening", "closing", "signature")


@dataclass(frozen=True, slots=True)
class SortingStep:
    """What to do with the cards that wait."""

    desk: Desk
    outline: Outline
    state: State
    stop: Sorting

    def ask(self) -> Question:
        """Show all cards with their sections, or the one in hand with what speaks for its section."""
        if self.stop.moving:
            choices = (*(Choice(leaf.id, leaf.name) for leaf in self._leaves), Choice("stay", "不挪了"))
            return Question(f"“{_short(self._card)}”放到哪一部分？例：1", choices)
        return self._ask_one() if self.stop.card else self._ask_all()

    def said(self, text: str) -> Outcome:
        """Take the name of a section as where the card in hand goes, and anything else as more material."""
        target = section_named(_without_lead(target_of(text)), self.outline, self.state.draft)
        if self.stop.card and target and target.kind not in FIXED:
            return self._taken(self._card, target)
        if len(tidy(text)) < SHORTEST and text != self.state.held:
            how = "收下回复 1，换地方回复 2" if self.stop.card else "全收回复“全收”，一条一条看回复“逐条”"
            again = "要当材料记下，把这句原样再发一遍。"
            return replace(self.state, held=text), (Say(f"“{text[:SHORTEST]}”没有看懂。{how}；{again}"),)
        before = self.state.focus
        state, says = poured(self.desk, self.state, text.split("\n"))
        return replace(state, focus=before), says

    def picked(self, key: str) -> Outcome:
        """Take an offered answer."""
        match key:
            case "all":
                return self._all(agree=False)
            case "agree":
                return self._all(agree=True)
            case "each":
                return self._at(Sorting(self.state.draft.cards[0].id)), ()
            case "none":
                return self._none()
            case "together" | "stay":
                return self._at(Sorting(self.stop.card if key == "stay" else "")), ()
            case "move":
                return self._at(Sorting(self.stop.card, moving=True)), ()
            case "drop":
                told = (Say("这条不要了。发 /undo 可以找回。"),)
                return self._onward(without(self.state.draft, self._card)), told
            case _:
                leaf = self.outline.leaf(key) or self._home(self._card)
                return self._taken(self._card, leaf)

    def skipped(self) -> Outcome:
        """Put the cards off until the next section is written."""
        if self.stop.card:
            return self._at(Sorting()), (Say("先不定这一条。"),)
        leaf = next(iter(remaining(self.outline, self.state.draft)), None)
        if leaf is None:
            return self.state, (Say("别的都写完了，只剩这些：全收选 1，不要选 3。"),)
        told = f"先放着，写完“{leaf.name}”再问；随时发 /goto 材料 回到这里。"
        return replace(self.state, focus=AskingSection(leaf.id)), (Say(told),)

    def _ask_all(self) -> Question:
        cards = self.state.draft.cards
        homes = [self._home(card).name for card in cards]
        counts = "、".join(f"{name} {homes.count(name)}" for name in self._names if name in homes)
        lines = [f"（材料，{len(cards)} 条等您定）{counts}。怎么记？例：1"]
        shown = len(cards) if len(cards) <= LISTED + FEW else LISTED
        for card, home in list(zip(cards, homes, strict=True))[:shown]:
            lines.append(f"第{number_of(card)}条　{home}：{_short(card)}{self._because(card)}")
        lines += [f"……还有 {len(cards) - shown} 条，选 2 逐条看。"] if len(cards) > shown else []
        number = number_of(cards[0])
        lines.append(f"个别不要、放错的，直接说：“第{number}条不要”“第{number}条放到存在问题”。")
        choices = (
            Choice("all", "全收", ("收", "都收", "全要", "都要", "全部收下", "收下", *AGREED)),
            Choice("each", "一条一条看", ("逐条", "逐条看", "一条条看")),
            Choice("none", "都不要", ("全不要", "不要", "不收")),
            Choice("agree", "全收并按建议写", ("全收，按建议写", "全收按建议写", "都按建议写", "按建议写")),
        )
        return Question("\n".join(lines), choices)

    def _ask_one(self) -> Question:
        card, cards = self._card, self.state.draft.cards
        home = self._home(card)
        source = f"\n（出处：{card.source}）" if card.source else ""
        text = f"（材料，还有 {len(cards)} 条等您定）\n{tidy(card.text)}{source}"
        choices = (
            Choice("take", f"收下，放“{home.name}”", ("收下", "收", "要", *AGREED)),
            Choice("move", "放到别的部分", ("移动", "挪", "移", "换地方", "换个地方", "不对", "放错了")),
            Choice("drop", "不要这条", ("不要", "删", "删掉", "不收", "不要了", "这条不要", "去掉", "不行")),
            Choice("all", f"剩下 {len(cards)} 条全收", ("全收", "都收")),
            Choice("together", "回到全部"),
        )
        why = self._because(card) or "（没有别的线索，先当做过的事）"
        return Question(f"{text}\n建议放“{home.name}”{why}。行吗？例：1；也可以直接说放到哪一部分", choices)

    def _taken(self, card: Card, leaf: Section) -> Outcome:
        draft = without(take(self.state.draft, card, leaf.id), card)
        moved = leaf.id != card.section
        return self._onward(draft), (Say(f"放进“{leaf.name}”了。不对发 /undo。"),) if moved else ()

    def _all(self, *, agree: bool) -> Outcome:
        draft = self.state.draft
        for card in draft.cards:
            draft = take(draft, card, self._home(card).id)
        count = len(draft.points) - len(self.state.draft.points)
        draft = linked(replace(draft, cards=()), self.outline)
        told = f"收下 {count} 条。发 /undo 可以撤回。"
        if agree:
            draft = formulas_agreed(self.outline, agreed(self.desk, self.outline, draft))
            told = f"收下 {count} 条，写法、开头和结尾都先按建议的；想换哪一处发 /goto，撤回发 /undo。"
        return replace(self.state, draft=draft, focus=None), (Say(told),)

    def _none(self) -> Outcome:
        draft = replace(self.state.draft, cards=())
        told = f"这 {len(self.state.draft.cards)} 条都没有记。发 /undo 可以找回。"
        return replace(self.state, draft=draft, focus=None), (Say(told),)

    def _onward(self, draft: Draft) -> State:
        """Turn to the card behind the one in hand, or the first that is left."""
        ids = [card.id for card in self.state.draft.cards]
        behind = ids[ids.index(self._card.id) + 1 :] + ids
        left = {card.id for card in draft.cards}
        following = next((each for each in behind if each in left), None)
        return replace(self.state, draft=draft, focus=Sorting(following) if following else None)

    def _at(self, stop: Sorting) -> State:
        return replace(self.state, focus=stop)

    @property
    def _card(self) -> Card:
        cards = self.state.draft.cards
        return next((card for card in cards if card.id == self.stop.card), cards[0])

    @property
    def _leaves(self) -> tuple[Section, ...]:
        return tuple(leaf for leaf in self.outline.leaves() if leaf.kind not in FIXED)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(leaf.name for leaf in self.outline.leaves())

    def _because(self, card: Card) -> str:
        """Say what speaks for the section, and of a deed that it is of an earlier year."""
        told = [f"因为{card.cue}"] if card.cue else []
        year, named = self.state.draft.profile.year, YEAR.findall(card.text)
        past = year and named and self._home(card).kind == "achievements" and max(map(int, named)) < year
        told += [f"说的是{max(named)}年的事，请看该不该写"] if past else []
        return f"（{'；'.join(told)}）" if told else ""

    def _home(self, card: Card) -> Section:
        return self.outline.leaf(card.section) or self._leaves[0]


def received(desk: Desk, state: State, name: str, lines: tuple[str, ...]) -> Outcome:
    """Take a file of material."""
    return poured(desk, replace(state, focus=None), lines, name)


def take(draft: Draft, card: Card, section: str) -> Draft:
    """Make a card a point of a section, which is then no longer put off or absent; the card stays."""
    draft = draft.with_points(section, [card.text], card.source, card.topic)
    return reopened(draft.with_point(replace(draft.points[-1], message=card.message)), section)


def without(draft: Draft, card: Card) -> Draft:
    """Drop a card."""
    return replace(draft, cards=tuple(each for each in draft.cards if each.id != card.id))


def _short(card: Card) -> str:
    return clipped(tidy(card.text), SHOWN)


def _without_lead(text: str) -> str:
    lead = next((lead for lead in LEADS if text.startswith(lead)), "")
    return text.removeprefix(lead)
