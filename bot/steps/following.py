"""Following up: what foggy words mean, at most twice and never again; and words that accuse too much."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Draft, Point
from bot.facts.fog import Accusation, is_foggy, is_statement, lacks, self_accusation
from bot.outline import Outline, Section
from bot.replies import Choice, Question, Say, clipped
from bot.state import AskingSection, Editing, FollowingUp, Rewriting, State
from bot.steps.answers import says_nothing
from bot.steps.fogginess import causes_of
from bot.steps.review import alike, rewritten
from bot.steps.step import Outcome
from bot.steps.taking import add, settled, split, talk_in

SHOWN = 30
LAST = 2
NEXT = (
    "没有",
    "没有了",
    "没了",
    "无",
    "没",
    "暂无",
    "不补",
    "不补了",
    "没有补充",
    "下一项",
    "好了",
    "就这些",
    "完了",
)
LEFT = (
    *(
        "不知道",
        "不清楚",
        "不记得",
        "不记得了",
        "记不清",
        "记不清了",
        "记不得了",
        "忘了",
        "想不起来",
        "说不清",
        "说不上来",
    ),
    *("跳过", "先跳过", "这条跳过", "算了", "不好说"),
)
NEVER = (
    *("不要追问", "别追问", "别追问了", "不用追问", "不追问", "不要再追问", "别再追问", "以后别追问"),
    *("不要问了", "别问了", "别再问了", "不用问了"),
)


@dataclass(frozen=True, slots=True)
class FollowingStep:
    """What a foggy point means: first the instance and what came of it, then the root in oneself."""

    outline: Outline
    state: State
    section: Section
    point: Point
    turn: int

    def ask(self) -> Question:
        """Ask for what the point lacks, and say that it may be left."""
        short = clipped(tidy(self.point.text), SHOWN)
        return Question(
            f"（{self.section.name}，追问 {self.turn}/{LAST}）“{short}”{self._wanted}", self._choices()
        )

    def said(self, text: str) -> Outcome:
        """Join the answer to the point; what states a problem of its own is a further point."""
        if "\n" in text or (self.turn == 1 and is_statement(text)):
            return self._further(text)
        return self._rooted(text) if self.turn == LAST else self._told(text)

    def picked(self, key: str) -> Outcome:
        """Leave it, go on, or never be asked again."""
        match key:
            case "next":
                draft = settled(_asked(self.state.draft, self.section.id), self.section.id)
                return replace(self.state, draft=draft, focus=None), ()
            case "edit":
                return replace(self.state, focus=Editing(self.section.id)), ()
            case "never":
                preferences = replace(self.state.draft.preferences, follow_ups=False)
                draft = replace(self.state.draft, preferences=preferences)
                told = Say("好，以后不追问了。要恢复发 /settings 追问 开。")
                return self._onward(draft), (told,)
            case _:
                return self.skipped()

    def skipped(self) -> Outcome:
        """Leave this section's points as they are: nobody is asked twice."""
        told = Say("好，这一部分不再追问。")
        return self._onward(_asked(self.state.draft, self.section.id)), (told,)

    @property
    def _wanted(self) -> str:
        if self.turn == LAST:
            return "：根子在自己身上的是哪一条？例：我把学习当软任务，备课没有下功夫"
        if self.section.kind == "causes":
            return "还比较笼统：根子在自己身上的是哪一条？体现在哪件事上？例：我一年只听过2次支部汇报"
        if "consequence" in lacks(self.point.text):
            example = "例：3月的主题党日只念了文件，没有讨论"
            return f"说得笼统，评议时会被问：哪次会、哪件事、谁、什么后果？补一句就行。{example}"
        return "还看不出是哪次会、哪件事、涉及谁。补一句就行。例：6月的支部大会上没有讨论就散了"

    def _told(self, text: str) -> Outcome:
        point = _joined(self.point, text)
        draft = self.state.draft.with_point(point)
        asks_root = self.section.kind == "problems" and "root" in lacks(point.text)
        focus = FollowingUp(point.id, LAST) if asks_root else AskingSection(self.section.id)
        return replace(self.state, draft=draft, focus=focus), (Say("接在这条后面了。不对发 /undo。"),)

    def _rooted(self, text: str) -> Outcome:
        """Take the root as a cause where the outline asks for causes, else as a part of the problem."""
        leaf = causes_of(self.outline, self.section)
        if leaf is None:
            return self._onward(self.state.draft.with_point(_joined(self.point, text))), (
                Say("接在这条后面了。不对发 /undo。"),
            )
        draft = add(self.state.draft, leaf.id, (text,))
        return self._onward(draft), (Say(f"记到“{leaf.name}”了。不对发 /undo。"),)

    def _further(self, text: str) -> Outcome:
        before = self.state.draft.with_point(replace(self.point, followed=True))
        draft = add(before, self.section.id, split(text, self.section))
        count = len(draft.points) - len(before.points)
        left_out = talk_in(text, self.section)
        told = f"又记下 {count} 条。发 /undo 可以撤回。" if count else "没有记下新的。"
        told += f"没有用上：{'；'.join(left_out)}。要写进去，请单独发。" if left_out else ""
        return self._onward(draft), (Say(told),)

    def _onward(self, draft: Draft) -> State:
        return replace(self.state, draft=draft, focus=AskingSection(self.section.id))

    def _choices(self) -> tuple[Choice, ...]:
        never = Choice("never", "以后都不追问", NEVER)
        if self.turn == LAST:
            return (Choice("leave", "不补了", (*NEXT, *LEFT)), never)
        leave = Choice("leave", "说不清，先不补", LEFT)
        edit = Choice("edit", "改前面写的", ("改", "修改"))
        return (Choice("next", "没有要补的，下一项", NEXT), leave, edit, never)


@dataclass(frozen=True, slots=True)
class AccusingStep:
    """Words that condemn the writer as only an organisation can: pointed out once."""

    state: State
    section: Section
    point: Point
    accusation: Accusation

    def ask(self) -> Question:
        """Say what is wrong with them, and offer what is left of the user's own words without them."""
        verdict, milder = self.accusation.verdict, self.accusation.milder
        why = f"“{verdict}”是组织才能下的结论，写进述职等于自己认定，没有结论的不要签这个字。"
        how = f"去掉后是：{milder}。" if milder else "建议直接写发生了什么事。"
        milder_choice = (Choice("milder", "用去掉后的"),) if milder else ()
        choices = (
            *milder_choice,
            Choice("rewrite", "我来改写"),
            Choice("keep", "照我的原话", ("原话", "不改")),
        )
        return Question(f"{why}{how}怎么写？例：1", choices)

    def said(self, text: str) -> Outcome:
        """Take words like the point's as its new ones, and anything else as further points."""
        if says_nothing(text):
            return self.skipped()
        if "\n" not in text and alike(text, self.point.text):
            return rewritten(self._seen, self._point, text), (Say("按您改的写。"),)
        draft = add(self._seen.draft, self.section.id, split(text, self.section))
        left_out = talk_in(text, self.section)
        unused = f"没有用上：{'；'.join(left_out)}。要写进去，请单独发。" if left_out else ""
        return replace(self.state, draft=draft, focus=AskingSection(self.section.id)), (
            Say(f"又记下了；前面那条照您的原话。不对发 /undo。{unused}"),
        )

    def picked(self, key: str) -> Outcome:
        """Take the milder words, keep them as they are, or wait for other ones."""
        match key:
            case "milder":
                point = replace(self._point, text=self.accusation.milder, sentence=None, variant=0)
                draft = self.state.draft.with_point(point)
                told = Say("按去掉后的写。发 /undo 可以找回。")
                return replace(self.state, draft=draft, focus=AskingSection(point.section)), (told,)
            case "rewrite":
                return replace(self._seen, focus=Rewriting(self.point.id)), ()
            case _:
                return self.skipped()

    def skipped(self) -> Outcome:
        """Keep the words: it has been said once."""
        told = Say("好，照您的原话，不再提了。")
        return replace(self._seen, focus=AskingSection(self.point.section)), (told,)

    @property
    def _point(self) -> Point:
        return replace(self.point, followed=True)

    @property
    def _seen(self) -> State:
        return replace(self.state, draft=self.state.draft.with_point(self._point))


def following_step(outline: Outline, state: State, stop: FollowingUp) -> FollowingStep | AccusingStep | None:
    """Give the step for a point that is foggy or accuses too much; ``None`` once it is gone."""
    point = state.draft.point(stop.point)
    section = outline.leaf(point.section) if point else None
    if point is None or section is None:
        return None
    accusation = self_accusation(point.text) if stop.turn == 1 else None
    if accusation:
        return AccusingStep(state, section, point, accusation)
    return FollowingStep(outline, state, section, point, stop.turn)


def _joined(point: Point, text: str) -> Point:
    """Let the user's words follow those of the point, to be proposed anew."""
    joined = f"{point.text.rstrip(' 。；，,;')}，{text.strip()}"
    return replace(point, text=joined, sentence=None, variant=0, followed=True)


def _asked(draft: Draft, section: str) -> Draft:
    points = tuple(
        replace(point, followed=True) if point.section == section and is_foggy(point.text) else point
        for point in draft.points
    )
    return replace(draft, points=points)
