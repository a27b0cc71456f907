"""Asking for a section and taking its points."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Point
from bot.outline import Outline, Section
from bot.replies import Choice, Question, Say, clipped
from bot.state import AskingSection, Editing, State
from bot.steps.checklist import announced, unmet_aspects
from bot.steps.pouring import foreign
from bot.steps.spreading import spread
from bot.steps.step import Outcome
from bot.steps.taking import settled, split, talk_in
from phrasebank.terms import TOPIC_NAMES
from phrasebank.topics import topic_of

NOTHING = frozenset(
    {"没有", "无", "没", "没有了", "没了", "暂无", "下一项", "下一个", "完了", "好了", "结束"}
    | {"就这些", "没有问题", "没什么", "不涉及", "略"}
)
NOTHING_MORE = re.compile(
    r"(?:暂时|目前|现在|基本|差不多|大概|应该|真的?|确实|也|都|还)*"
    r"(?:(?:没有?(?:什么|啥)?|无)(?:别的|其他|其它|新的|更多|补充|问题)?的?(?:东西|内容)?(?:要?(?:说|写|补充?))?"
    r"|不(?:用|需要)(?:补充?|加|写)?"
    r"|(?:就|只有)?[这那](?:么)?(?:些|多|点|几[条个]))(?:内容)?[了吧啦]*"
)
SHOWN = 30
LISTED = 12


@dataclass(frozen=True, slots=True)
class SectionStep:
    """A section whose points the user gives."""

    outline: Outline
    state: State
    section: Section

    def ask(self) -> Question:
        """Ask for the section: what is wanted, an example, what is there, and what is not yet spoken of."""
        head = announced(self.outline, self.state.draft, self.section)
        example = f"例：{self.section.example}"
        if not self._points:
            return Question(f"{head}{self.section.ask}\n{example}", self._choices())
        unmet = unmet_aspects(self.state.draft, self.section)
        more = f"还没说到：{'、'.join(unmet)}。做了什么就接着发" if unmet else "还有就接着发"
        lines = [f"{head}已记 {len(self._points)} 条，{more}；没有了就选 1。"]
        lines += [f"……前面还有 {len(self._points) - LISTED} 条"] if len(self._points) > LISTED else []
        lines += [f"・{short(point)}{self._filed(point)}" for point in self._points[-LISTED:]]
        return Question("\n".join([*lines, example]), self._choices())

    def said(self, text: str) -> Outcome:
        """Take the points of a message."""
        if says_nothing(text):
            return self._nothing_more()
        texts = split(text, self.section)
        taken = spread(self.state.draft, self.outline, self.section, texts)
        count, says = taken.count, list(taken.says)
        if left_out := talk_in(text, self.section):
            says.append(Say(f"没有用上：{'；'.join(left_out)}。要写进去，请单独发。"))
        if count < len(texts):
            says.append(Say(f"有 {len(texts) - count} 条和前面一样，没有重复记。"))
        astray = foreign(texts[0], self.outline, self.section) if len(texts) == count == 1 else None
        if astray:
            says.append(Say(f"这条更像“{astray.name}”的；要挪过去，说“放到{astray.name}”。"))
        if count > 1:
            says.append(Say(f"记下 {count} 条，下面一条一条看怎么写。"))
        if not texts:
            says.append(Say("这条里没有看到要点，没有记。请换个说法再发一次。"))
        return replace(self.state, draft=taken.draft, focus=AskingSection(self.section.id)), tuple(says)

    def picked(self, key: str) -> Outcome:
        """Take an offered answer."""
        match key:
            case "next" | "absent":
                return self._nothing_more()
            case "edit":
                return replace(self.state, focus=Editing(self.section.id)), ()
            case _:
                return self.skipped()

    def skipped(self) -> Outcome:
        """Put the section off."""
        if self._points:
            return self._nothing_more()
        draft = replace(
            self.state.draft, skipped=tuple(dict.fromkeys((*self.state.draft.skipped, self.section.id)))
        )
        say = Say(f"先跳过“{self.section.name}”，最后会提醒您补；没补的地方标【待补】。")
        return replace(self.state, draft=draft, focus=None), (say,)

    @property
    def _points(self) -> tuple[Point, ...]:
        return self.state.draft.in_section(self.section.id)

    def _nothing_more(self) -> Outcome:
        draft, name = self.state.draft, self.section.name
        if self._points:
            return replace(self.state, draft=settled(draft, self.section.id), focus=None), ()
        if self.section.may_be_absent:
            draft = replace(draft, absent=tuple(dict.fromkeys((*draft.absent, self.section.id))))
            return replace(self.state, draft=draft, focus=None), (
                Say(f"好，记为“{name}”无，文中不写这一部分。"),
            )
        return self.state, (Say(f"“{name}”是必写的。想好了再写可以发 /skip，最后会提醒您补。"),)

    def _choices(self) -> tuple[Choice, ...]:
        if self._points:
            return (Choice("next", "没有了，下一项"), Choice("edit", "改前面写的"))
        absent = (Choice("absent", "没有，不写这一部分"),) if self.section.may_be_absent else ()
        return (*absent, Choice("skip", "先跳过"))

    def _filed(self, point: Point) -> str:
        topic = topic_of(point.text) if self.section.items == "topics" else None
        return f"（{TOPIC_NAMES[topic]}）" if topic else ""


@dataclass(frozen=True, slots=True)
class EditingStep:
    """Which of a section's points is to be changed."""

    state: State
    section: Section

    def ask(self) -> Question:
        """Offer the points of the section."""
        points = self.state.draft.in_section(self.section.id)
        choices = (*(Choice(point.id, short(point)) for point in points), Choice("none", "不改了"))
        return Question(f"要改“{self.section.name}”里的哪一条？例：1", choices)

    def said(self, text: str) -> Outcome:
        """Explain: a point is picked by its number."""
        return self.state, (Say(f"请回复要改的那一条的序号。“{text[:10]}”还没有记，选好之后再发。"),)

    def picked(self, key: str) -> Outcome:
        """Take a point up again."""
        state = replace(self.state, focus=AskingSection(self.section.id))
        point = state.draft.point(key)
        if point is None:
            return state, ()
        return replace(state, draft=state.draft.with_point(replace(point, sentence=None, variant=0))), ()

    def skipped(self) -> Outcome:
        """Change nothing."""
        return self.picked("none")


def says_nothing(text: str) -> bool:
    """Whether words mean that there is nothing, or nothing more, to say."""
    plain = text.strip(" 。！!.")
    return plain in NOTHING or bool(NOTHING_MORE.fullmatch(plain))


def short(point: Point) -> str:
    """Give the beginning of a point's sentence, for lists and buttons."""
    return clipped(point.sentence or tidy(point.text), SHOWN)
