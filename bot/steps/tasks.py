"""Tasks (改稿待办): what readers of the draft asked for, listed, gone to, and marked as seen to.

None of a reader's words gets into the report by itself: the user goes to the place and changes it.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Draft, Point, Task
from bot.outline import Outline
from bot.replies import Choice, Question, Say, clipped
from bot.state import AskingSection, ReviewingPoint, State, Tasking
from bot.steps.answers import short
from bot.steps.noting import points_about
from bot.steps.review import alike, rewritten
from bot.steps.step import Outcome

MOST_SHOWN = 30
MOST_POINTS = 5
SHOWN = 40
NONE = "没有改稿待办。审阅人提的意见、Word 里的批注都会列在这里。"
EVERYTHING = frozenset({"全部", "all", "所有", "办过的"})
ALL_DONE = re.compile(r"(?:都|全|全部|全都)(?:办好?了?|完成了?|好了)")
NUMBERS = r"(?:第)?\s*(?P<numbers>\d[\d、,，和\s]*)\s*[条个]?(?:了)?"
DONE = re.compile(rf"(?:办好|办完|办了|已办|完成|改好|改了|done)\s*{NUMBERS}", re.IGNORECASE)
DECLINED = re.compile(rf"(?:不采纳|不采用|不办|不改)\s*{NUMBERS}")
OPEN = re.compile(rf"(?:重开|没办好?|还没办|恢复)\s*{NUMBERS}")
LOOKED_AT = re.compile(r"(?:看)?\s*第?\s*(\d{1,3})\s*条?")


def tasks(_: Desk, __: Outline, state: State, argument: str) -> Outcome:
    """List the open tasks, or all: /tasks 全部; look at one: /tasks 2; mark some: /tasks 办好 1、2."""
    draft = state.draft
    if not draft.tasks:
        return state, (Say(NONE),)
    wanted = argument.strip()
    if not wanted or wanted in EVERYTHING:
        return _listed(state, everything=bool(wanted))
    order = tuple(task.id for task in _ordered(draft))
    found = _worded(replace(state, focus=Tasking(order)), wanted)
    return found or (_listed(state)[0], (Say(f"没看懂“{wanted[:20]}”。例：/tasks 2、/tasks 办好 1、2。"),))


def tasks_step(desk: Desk, outline: Outline, state: State, now: Tasking) -> "TaskStep | TasksStep":
    """Give the step for one task, or for the list of those shown."""
    task = next((each for each in state.draft.tasks if each.id == now.task), None)
    return TaskStep(desk, outline, state, now, task) if task else TasksStep(state, now)


@dataclass(frozen=True, slots=True)
class TasksStep:
    """The tasks, to pick one of. Those that come in meanwhile change none of the numbers shown."""

    state: State
    now: Tasking

    def ask(self) -> Question:
        """List them."""
        draft, shown = self.state.draft, self._shown[:MOST_SHOWN]
        choices = [Choice(task.id, _told(task)) for task in shown]
        more = len(self._shown) - len(shown)
        if any(not task.done for task in shown):
            choices.append(Choice("all", "都办好了", ("都办了", "全办好了", "全部办好")))
        choices.append(Choice("back", "先不办，接着写", ("接着写", "返回", "好", "知道了")))
        left = len(draft.open_tasks)
        head = f"改稿待办：还有 {left} 条没办" + (f"（先列前 {MOST_SHOWN} 条）" if more else "")
        seen = len(draft.tasks) - left
        hidden = seen and not any(task.done for task in shown)
        head += f"，办过的 {seen} 条发 /tasks 全部 看" if hidden else f"，办过 {seen} 条" if seen else ""
        return Question(f"{head}。回复序号看那一条；也可以说“办好 1、2”“不采纳 3”。例：1", tuple(choices))

    def said(self, text: str) -> Outcome:
        """Mark those named; anything else goes back to the checklist."""
        found = _worded(self.state, text.strip())
        if found:
            return found
        return replace(self.state, focus=None), (_unheard(text),)

    def picked(self, key: str) -> Outcome:
        """Look at one, mark all of those shown, or go on writing."""
        match key:
            case "back":
                return replace(self.state, focus=None), ()
            case "all":
                return _all_done(self.state, self._shown[:MOST_SHOWN])
            case _:
                return replace(self.state, focus=replace(self.now, task=key)), ()

    def skipped(self) -> Outcome:
        """Go on writing."""
        return self.picked("back")

    @property
    def _shown(self) -> tuple[Task, ...]:
        known = {task.id: task for task in self.state.draft.tasks}
        return tuple(known[each] for each in self.now.shown if each in known)


@dataclass(frozen=True)
class TaskStep:
    """One task: go to what it is about, or say what became of it."""

    desk: Desk
    outline: Outline
    state: State
    now: Tasking
    task: Task

    def ask(self) -> Question:
        """Show it with the words that it is about, and where these are now."""
        task, leaf = self.task, self.outline.leaf(self.task.section)
        place = f"（{leaf.name}）" if leaf else ""
        about = f"\n说的是：{task.about}{place}" if task.about else f"\n说的是：{place or '全文'}"
        author = f"{task.author}：" if task.author else ""
        return Question(f"{_standing(task)}{author}{task.text}{about}\n怎么办？例：1", self._choices())

    def said(self, text: str) -> Outcome:
        """Mark those named; take a sentence like that which it is about as its correction."""
        meant = next((each for each in self._points if alike(text, each.sentence or each.text)), None)
        if meant is None or _worded(self.state, text.strip()):
            return TasksStep(self.state, self.now).said(text)
        after = replace(rewritten(self.state, meant, text), focus=self.now)
        return after, (Say("按您改的写。没有别的要改就选“办好了”，撤回发 /undo。"),)

    def picked(self, key: str) -> Outcome:
        """Go there, mark it, or see the list again."""
        match key.partition("-"):
            case ("point", _, point):
                return self._reviewing(point)
            case ("goto", _, _):
                leaf = self.outline.leaf(self.task.section)
                return replace(self.state, focus=AskingSection(leaf.id) if leaf else None), (_after(),)
            case ("done", _, _):
                return _marked(self.state, (self.task,), done=True)
            case ("declined", _, _):
                return _marked(self.state, (self.task,), done=True, declined=True)
            case ("open", _, _):
                return _marked(self.state, (self.task,), done=False)
            case _:
                return replace(self.state, focus=replace(self.now, task="")), ()

    def skipped(self) -> Outcome:
        """See the list again."""
        return self.picked("back")

    def _reviewing(self, point_id: str) -> Outcome:
        """Take a point up again, as if its sentence were not agreed on."""
        draft, point = self.state.draft, self.state.draft.point(point_id)
        if point is None:
            return self.picked("goto")
        draft = draft.with_point(replace(point, sentence=None, variant=0))
        draft = replace(draft, skipped=tuple(each for each in draft.skipped if each != point.id))
        return replace(self.state, draft=draft, focus=ReviewingPoint(point.id)), (_after(),)

    def _choices(self) -> tuple[Choice, ...]:
        leaf = self.outline.leaf(self.task.section)
        choices = [Choice(f"point-{each.id}", f"改这一句：{short(each)}") for each in self._points]
        if leaf:
            choices.append(Choice("goto", f"去“{leaf.name}”", ("去", "去改")))
        if self.task.done:
            choices.append(Choice("open", "重开，还要办", ("重开", "没办好")))
        else:
            choices.append(Choice("done", "办好了", ("办好", "办了", "已办", "完成")))
            choices.append(Choice("declined", "不采纳", ("不采用", "不办", "不改")))
        return (*choices, Choice("back", "看全部待办", ("返回", "待办")))

    @cached_property
    def _points(self) -> tuple[Point, ...]:
        return points_about(self.desk, self.outline, self.state.draft, self.task)[:MOST_POINTS]


def _listed(state: State, *, everything: bool = False) -> Outcome:
    draft = state.draft
    shown = _ordered(draft) if everything else draft.open_tasks
    if not shown:
        return state, (Say(f"改稿待办都办过了（{len(draft.tasks)} 条），再看发 /tasks 全部。"),)
    return replace(state, focus=Tasking(tuple(task.id for task in shown))), ()


def _ordered(draft: Draft) -> tuple[Task, ...]:
    """Give all tasks, the open ones first."""
    return (*draft.open_tasks, *(task for task in draft.tasks if task.done))


def _worded(state: State, words: str) -> Outcome | None:
    """Do what words say about tasks by the numbers shown; ``None`` where they say nothing of that."""
    shown = state.focus.shown if isinstance(state.focus, Tasking) else ()
    known = {task.id: task for task in state.draft.tasks}
    if ALL_DONE.fullmatch(words):
        return _all_done(state, tuple(known[each] for each in shown if each in known))
    if looked := LOOKED_AT.fullmatch(words):
        number = int(looked[1])
        if not 1 <= number <= len(shown):
            return _listed(state)[0], (Say(f"没有第 {number} 条待办。"),)
        return replace(state, focus=Tasking(shown, shown[number - 1])), ()
    for form, done, declined in ((DONE, True, False), (DECLINED, True, True), (OPEN, False, False)):
        if match := form.fullmatch(words):
            numbers = dict.fromkeys(map(int, re.findall(r"\d{1,3}", match["numbers"])))
            wanted = tuple(known[shown[each - 1]] for each in numbers if 1 <= each <= len(shown))
            return _marked(state, wanted, done=done, declined=declined)
    return None


def _all_done(state: State, shown: tuple[Task, ...]) -> Outcome:
    """Mark what was shown; what has come in since was not seen yet, and what was turned down stays so."""
    return _marked(state, tuple(task for task in shown if not task.done), done=True)


def _marked(state: State, wanted: tuple[Task, ...], *, done: bool, declined: bool = False) -> Outcome:
    """Say of tasks what became of them, and list those still open."""
    if not wanted:
        return _listed(state)[0], (Say("没有这样的待办。"),)
    ids = {task.id for task in wanted}
    changed = (
        replace(task, done=done, declined=declined) if task.id in ids else task for task in state.draft.tasks
    )
    state = replace(state, draft=replace(state.draft, tasks=tuple(changed)))
    left = len(state.draft.open_tasks)
    verb = "不采纳" if declined else "办好了" if done else "重开了"
    told = f"{verb} {len(ids)} 条，{f'还有 {left} 条没办' if left else '都办完了'}。撤回发 /undo。"
    still_open = tuple(task.id for task in state.draft.open_tasks)
    return replace(state, focus=Tasking(still_open) if left else None), (Say(told),)


def _told(task: Task) -> str:
    about = f"“{clipped(task.about, SHOWN)}”：" if task.about else ""
    return f"{_standing(task)}{about}{task.text}" + (f"（{task.author}）" if task.author else "")


def _standing(task: Task) -> str:
    return "" if not task.done else "［不采纳］" if task.declined else "［已办］"


def _after() -> Say:
    return Say("改好以后发 /tasks，把这一条标成办好了。")


def _unheard(text: str) -> Say:
    return Say(f"先回到写稿。“{text[:20]}”还没有记，请看着下面的问题再发一次。")
