"""Headings in the talk: the present set of a section, other sets of one length, or the user's own words."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.headings import NUMERALS, in_chinese
from bot.compose.likeness import likeness
from bot.compose.parallel import TitleSet
from bot.compose.sections import Passage, Setting, title_key
from bot.compose.tidy import tidy
from bot.compose.titles import headed, other_sets, present
from bot.desk import Desk
from bot.draft import Draft
from bot.facts.extraction import numbers_of
from bot.outline import Outline, Section
from bot.replies import Choice, Question, Say
from bot.state import State, Titling
from bot.steps.headed import OFFERED, put_off, sections_headed, setting_of, uneven
from bot.steps.step import Outcome
from phrasebank.patterns import mould_of
from phrasebank.topics import topic_of

LONGEST = 30
NUMERAL = rf"[{NUMERALS}]{{1,3}}|\d{{1,2}}"
ONE = re.compile(
    rf"(?:第?(?P<bare>{NUMERAL})[、.．:：，,\s]\s*|[（(](?P<bracketed>{NUMERAL})[）)]\s*)(?P<title>\S.*)"
)
BREAK = re.compile(r"[\n；;]+")
LONGER = ("加长", "长一点", "长点", "再长一点", "再长点", "加长一点")
SHORTER = ("缩短", "短一点", "短点", "再短一点", "再短点", "缩短一点")


def headings(desk: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    """Turn to the headings of a section: /headings, /headings 存在问题."""
    found = sections_headed(desk, outline, state.draft)
    if not found:
        return state, (Say("现在还没有并列的小标题。一个部分里有两个以上的小标题，才有齐不齐的事。"),)
    named = [leaf for leaf in found if argument and (argument == leaf.id or argument in leaf.name)]
    if argument and not named:
        known = "、".join(leaf.name for leaf in found)
        return state, (
            Say(f"“{argument[:20]}”没有并列的小标题。有的是：{known}，例：/headings {found[0].name}"),
        )
    first = next(iter(named), uneven(desk, outline, state.draft) or found[0])
    return replace(state, focus=Titling(first.id)), ()


def are_titles(text: str) -> bool:
    """Whether each line is short and tells no figure, so that it may be a heading."""
    lines = [_bare(line.strip()) for line in BREAK.split(text)]
    return all(len(line) <= LONGEST and not numbers_of(line) for line in lines)


@dataclass(frozen=True, slots=True)
class TitlingStep:
    """The headings of a section, and what they could be."""

    desk: Desk
    outline: Outline
    state: State
    now: Titling
    setting: Setting
    passages: tuple[Passage, ...]

    def ask(self) -> Question:
        """Show the headings, and sets to choose from."""
        taken = present(self.passages)
        lines = [f"“{self._section.name}”现在的小标题（{_measure(taken)}）：", *_numbered(taken.headings)]
        for place, each in enumerate(self._offered, 1):
            lines += [f"第 {place} 组（{_measure(each)}）：", *_numbered(each.headings)]
        if not self._offered:
            lines.append("意思不变、又一样长的，我这里配不出来，要您改几个字。")
        count = len(self.passages)
        lines.append(
            f"选一组；也可以自己写：一行一个，{count} 行一起发（或用分号隔开），只改一个就带上序号。"
            f"例：2 {taken.headings[1]}"
        )
        return Question("\n".join(lines), self._choices())

    def said(self, text: str) -> Outcome:
        """Take headings of the user's own, or a wish for longer or shorter ones."""
        plain = text.strip(" 。！!")
        if plain in (*LONGER, *SHORTER):
            return self._turned(longer=plain in LONGER)
        lines = [line.strip() for line in BREAK.split(text) if line.strip()]
        titles = tuple(map(_bare, lines))
        if any(numbers_of(title) for title in titles):
            from bot.steps.finished import FinishedStep  # noqa: PLC0415 - it offers these very headings

            return FinishedStep(self.desk, self.outline, self.state).said(text)
        if len(titles) == len(self.passages):
            return self._own(titles, stay=False)
        place = self._meant(lines[0]) if len(lines) == 1 else 0
        if not 1 <= place <= len(self.passages):
            return self.state, (Say(f"没有换。{_how(len(self.passages))}"),)
        now = present(self.passages).headings
        return self._own((*now[: place - 1], *titles, *now[place:]), stay=True)

    def picked(self, key: str) -> Outcome:
        """Take a set, look for longer or shorter ones, go back to how it was, or leave it."""
        match key.partition(":"):
            case ("set", _, number):
                return self._with(self._offered[int(number)].headings), (self._told,)
            case ("longer" | "shorter", _, _):
                return self._turned(longer=key == "longer")
            case ("section", _, section):
                return replace(self.state, focus=Titling(section)), ()
            case ("reset", _, _):
                return replace(self.state, draft=self._reset, focus=None), (self._told,)
            case _:
                return self.skipped()

    def skipped(self) -> Outcome:
        """Leave the headings as they are, and do not offer others again."""
        name = put_off(self._section.id)
        draft = replace(self.state.draft, skipped=tuple(dict.fromkeys((*self.state.draft.skipped, name))))
        told = Say(f"好，“{self._section.name}”的小标题不动。想换随时发 /headings。")
        return replace(self.state, draft=draft, focus=None), (told,)

    @property
    def _section(self) -> Section:
        return self.setting.section

    @property
    def _told(self) -> Say:
        return Say(f"“{self._section.name}”的小标题换好了。换回来发 /undo，看全文发 /preview。")

    @property
    def _offered(self) -> tuple[TitleSet, ...]:
        return self._within(self.now.least, self.now.most)[:OFFERED]

    def _within(self, least: int, most: int) -> tuple[TitleSet, ...]:
        found = other_sets(self.setting, self.passages)
        return tuple(each for each in found if least <= each.length <= most)

    def _choices(self) -> tuple[Choice, ...]:
        sets = [Choice(f"set:{place}", f"用第 {place + 1} 组") for place in range(len(self._offered))]
        others = [
            Choice(f"section:{leaf.id}", f"看“{leaf.name}”的")
            for leaf in sections_headed(self.desk, self.outline, self.state.draft)
            if leaf.id != self._section.id
        ]
        sizes = [Choice("longer", "加长", LONGER)] if self._turn(longer=True) else []
        sizes += [Choice("shorter", "缩短", SHORTER)] if self._turn(longer=False) else []
        reset = [Choice("reset", "用回原来的")] if self._reset != self.state.draft else []
        return (*sets, *sizes, *reset, *others, Choice("keep", "不换", ("不动", "不改", "就这样", "算了")))

    def _turn(self, *, longer: bool) -> Titling | None:
        """Give where to look for longer or shorter sets than those shown; ``None`` where there are none."""
        browsing = self.now != Titling(self._section.id) and self._offered
        lengths = [each.length for each in (self._offered if browsing else [present(self.passages)])]
        turned = (
            Titling(self._section.id, least=min(lengths) + 1)
            if longer
            else Titling(self._section.id, most=max(lengths) - 1)
        )
        return turned if self._within(turned.least, turned.most) else None

    def _turned(self, *, longer: bool) -> Outcome:
        turned = self._turn(longer=longer)
        if turned is None:
            how = "长" if longer else "短"
            return self.state, (Say(f"没有再{how}的了，可以自己写。{_how(len(self.passages))}"),)
        return replace(self.state, focus=turned), ()

    def _meant(self, line: str) -> int:
        """Tell which heading a line is for: that of its number, of its topic, or the likest; 0 for none."""
        numbered = ONE.fullmatch(line)
        if numbered:
            return _place(numbered["bare"] or numbered["bracketed"])
        topic = topic_of(line)
        weights = [likeness(each.key, line).weight + (each.key == topic) for each in self.passages]
        best = max(weights)
        return weights.index(best) + 1 if best > 0 and weights.count(best) == 1 else 0

    def _own(self, titles: tuple[str, ...], *, stay: bool) -> Outcome:
        fault = _fault(titles)
        if fault:
            return self.state, (Say(f"{fault}，没有换。"),)
        state = self._with(titles)
        uneven_now = "" if TitleSet(titles).even else f"现在是 {_measure(TitleSet(titles))}。"
        told = Say(f"换好了。{uneven_now}换回来发 /undo。")
        return (replace(state, focus=Titling(self._section.id)) if stay else state), (told,)

    def _with(self, titles: tuple[str, ...]) -> State:
        new = {
            title_key(self._section.id, each.key): title
            for each, title in zip(self.passages, titles, strict=True)
        }
        draft = replace(self.state.draft, chosen={**self.state.draft.chosen, **new})
        return replace(self.state, draft=draft, focus=None)

    @property
    def _reset(self) -> Draft:
        own = {title_key(self._section.id, each.key) for each in self.passages}
        draft = self.state.draft
        return replace(draft, chosen={key: value for key, value in draft.chosen.items() if key not in own})


def titling_step(desk: Desk, outline: Outline, state: State, now: Titling) -> TitlingStep | None:
    """Give the step for a section; ``None`` once it has no sibling headings any more."""
    section = outline.leaf(now.section)
    if section is None:
        return None
    setting = setting_of(desk, outline, state.draft, section)
    passages = headed(setting)
    return TitlingStep(desk, outline, state, now, setting, passages) if passages else None


def _measure(titles: TitleSet) -> str:
    """Say how long headings are: 10 字, 6+8 字, or each of them where they differ."""
    moulds = tuple(map(mould_of, titles.headings))
    return f"{moulds[0]} 字" if titles.even else f"{'、'.join(moulds)} 字，不齐"


def _numbered(titles: tuple[str, ...]) -> list[str]:
    return [f"（{in_chinese(place)}）{title}" for place, title in enumerate(titles, 1)]


def _bare(line: str) -> str:
    """Give a heading without its number."""
    match = ONE.fullmatch(line)
    return tidy(match["title"] if match else line)


def _place(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return next((number for number in range(1, 100) if in_chinese(number) == written), 0)


def _how(count: int) -> str:
    return f"{count} 个小标题一行一个一起发，或者带上序号只改一个，例：2 抓细党员管理"


def _fault(titles: tuple[str, ...]) -> str:
    long = next((title for title in titles if len(title) > LONGEST), "")
    if long:
        return f"“{long[:10]}……”太长，小标题不超过 {LONGEST} 字"
    twice = next((title for title in titles if titles.count(title) > 1), "")
    if twice:
        return f"“{twice}”写了两遍"
    return "" if all(titles) else "有一个是空的"
