"""Showing the sentence proposed for a point, and taking the user's word on it."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.sections import Setting, proposal, wordings
from bot.compose.tidy import clean, tidy
from bot.desk import Desk
from bot.draft import Draft, Point
from bot.facts.numerals import numerals
from bot.outline import Outline, Section
from bot.replies import AGREED, Choice, Question, Say
from bot.state import AskingSection, ReviewingPoint, Rewriting, State
from bot.steps.agreeing import agreed, decided
from bot.steps.answers import says_nothing
from bot.steps.checklist import pending
from bot.steps.spreading import spread
from bot.steps.step import Outcome
from bot.steps.taking import split, talk_in

ALIKE = 0.5
SHOWN = 120
DROPPED = (
    "不要了",
    "删了",
    "去掉",
    "这条不要",
    "这条不要了",
    "这条不写",
    "这个不要",
    "这个不用写",
    "这个别写",
    "这条不算",
)
TAKING = ("全收", "都收", "全要", "都要", "收下")
"""What takes a list of cards is said of sentences as well."""
ALL = ("都按建议写", "按建议写", "全按建议写", "全收并按建议写", "全部按建议写")


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """The sentence that the report would have for a point."""

    desk: Desk
    outline: Outline
    state: State
    section: Section
    point: Point

    def ask(self) -> Question:
        """Show what was said and what it would read like."""
        head = f"（{self.section.name}，还有 {self._waiting} 条等您定）"
        words = " ".join(self.point.text.split())
        shown = words if len(words) <= SHOWN else words[:SHOWN] + "…"
        said = f"您说：{shown}\n写成：{self._sentence}。"
        half = half_a_number(self.point.text)
        said += f"\n“{half}”后面像是少了单位（次、人、户……），补上再定更稳妥。" if half else ""
        return Question(f"{head}\n{said}\n这样行吗？例：1；也可以直接发改好的句子", self._choices())

    def said(self, text: str) -> Outcome:
        """Take a sentence like the one shown as its correction, and anything else as further points."""
        if says_nothing(text):
            return self.state, (Say("这条先定下来：选 1 就用这句；不想要就选“不要这条”；以后再定发 /skip。"),)
        if alike(text, self.point.text) or alike(text, self._sentence):
            return rewritten(self.state, self.point, text), (Say("按您改的写。"),)
        texts = split(text, self.section)
        if not texts:
            return self.state, (Say("这条里没有看到要点，没有记。上面那句先定下来：选 1 就用它。"),)
        left_out = talk_in(text, self.section)
        unused = (Say(f"没有用上：{'；'.join(left_out)}。要写进去，请单独发。"),) if left_out else ()
        taken = spread(self.state.draft, self.outline, self.section, texts, asked=False)
        if not taken.count:
            return self.state, (Say("这条前面记过了，没有重复记。"),)
        first = taken.draft.points[len(self.state.draft.points)]
        say = Say(f"又记下 {taken.count} 条。前面那句还等着您定，都定完再往下走。")
        return replace(self.state, draft=taken.draft, focus=ReviewingPoint(first.id)), (
            *taken.says,
            *unused,
            say,
        )

    def picked(self, key: str) -> Outcome:
        """Take an offered answer."""
        draft, point = self.state.draft, self.point
        match key:
            case "another":
                return self._another()
            case "rewrite":
                return replace(self.state, focus=Rewriting(point.id)), ()
            case "verbatim":
                return self._with(draft.with_point(replace(point, sentence=verbatim(point.text)))), ()
            case "drop":
                return self._with(draft.without_point(point.id)), (Say("这条不要了。发 /undo 可以找回。"),)
            case "all":
                return self._with(agreed(self.desk, self.outline, draft, self.section.id)), ()
            case "everything":
                return replace(self.state, draft=agreed(self.desk, self.outline, draft), focus=None), ()
            case _:
                return self._with(draft.with_point(replace(point, sentence=self._sentence))), ()

    def skipped(self) -> Outcome:
        """Put the decision off: the sentence shown stands in the report until then."""
        draft = self.state.draft
        draft = replace(draft, skipped=tuple(dict.fromkeys((*draft.skipped, self.point.id))))
        return self._with(draft), (Say("先放着，最后再定；这期间文中用上面这句。"),)

    def _another(self) -> Outcome:
        if len(wordings(self._setting(self.state.draft), self.point)) == 1:
            return self.state, (Say("这句没有别的写法了。可以选“我来改写”，或者直接发改好的句子。"),)
        turned = replace(self.point, variant=self.point.variant + 1)
        return replace(self.state, draft=self.state.draft.with_point(turned)), ()

    def _with(self, draft: Draft) -> State:
        return decided(self.state, draft, self.section)

    @property
    def _sentence(self) -> str:
        return proposal(self._setting(self.state.draft), self.point)

    @property
    def _waiting(self) -> int:
        siblings = {point.id for point in self._siblings}
        return sum(each in siblings for each in pending(self.state.draft))

    @property
    def _siblings(self) -> tuple[Point, ...]:
        return self.state.draft.in_section(self.section.id)

    def _setting(self, draft: Draft) -> Setting:
        return Setting(self.section, self.outline, draft, self.desk.bank, 0)

    def _choices(self) -> tuple[Choice, ...]:
        """Offer the same answers at the same places each time, so that the numbers can be learnt."""
        several = len(wordings(self._setting(self.state.draft), self.point)) > 1
        other = "换一种写法" if several else "（没有别的写法）"
        here, everywhere = self._waiting, len(pending(self.state.draft))
        choices: tuple[Choice, ...] = (
            Choice("take", "就用这句", (*AGREED, *(() if here > 1 else TAKING))),
            Choice("another", other, ("换", "换一个", "换一种", "换一种写法", "再换", "换个说法", "换一句")),
            Choice("rewrite", "我来改写", ("改", "改写", "我改", "修改", "改一下", "我来改")),
            Choice("verbatim", "照我的原话", ("原话", "照原话", "不改")),
            Choice("drop", "不要这条", ("不要", "删", "删除", "删掉", "不用", *DROPPED)),
        )
        words = ("全部", "都行", "都可以", "全用", *TAKING, *(ALL if here == everywhere else ()))
        if here > 1:
            choices = (*choices, Choice("all", f"这 {here} 条都按建议写", words))
        if everywhere > here:
            choices = (*choices, Choice("everything", f"各部分共 {everywhere} 条都按建议写", ALL))
        return choices


@dataclass(frozen=True, slots=True)
class RewritingStep:
    """The user's own wording for a point."""

    state: State
    point: Point

    def ask(self) -> Question:
        """Ask for it."""
        return Question(f"请发改好的整句。例：{tidy(self.point.text)}", (Choice("none", "不改了"),))

    def said(self, text: str) -> Outcome:
        """Take it."""
        return rewritten(self.state, self.point, text), (Say("按您改的写。"),)

    def picked(self, key: str) -> Outcome:  # noqa: ARG002 - the one choice is to leave it
        """Go back to the sentence proposed."""
        return self.skipped()

    def skipped(self) -> Outcome:
        """Go back to the sentence proposed."""
        return replace(self.state, focus=AskingSection(self.point.section)), ()


def half_a_number(text: str) -> str:
    """Give a figure that ends its clause without saying what it counts, if there is one."""
    plain = tidy(text)
    bare = (number.value for number in numerals(plain) if not number.unit)
    return next((value for value in bare if re.search(rf"{re.escape(value)}(?=[，；。]|$)", plain)), "")


def rewritten(state: State, point: Point, text: str) -> State:
    """Put the user's wording in the place of a point: its facts are read from the new words."""
    draft = state.draft.with_point(replace(point, text=text, sentence=verbatim(text)))
    return replace(state, draft=draft, focus=AskingSection(point.section))


def verbatim(text: str) -> str:
    """Keep words as they are; line breaks become pauses, since a sentence is one paragraph."""
    return "；".join(line.strip() for line in clean(text).split("\n") if line.strip()).rstrip("。；")


def alike(one: str, other: str) -> bool:
    """Whether two sentences share half of their character pairs (Dice's coefficient)."""
    pairs, others = _pairs(tidy(one)), _pairs(tidy(other))
    return bool(pairs and others) and 2 * len(pairs & others) >= ALIKE * (len(pairs) + len(others))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
