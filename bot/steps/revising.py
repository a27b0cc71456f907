"""A report that comes back revised: what was taken over, what is asked about, what reviewers remarked."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.applying import applied, followed, kept
from bot.desk import Desk
from bot.draft import Draft, Task
from bot.events import Sent
from bot.export.blocks import Report
from bot.outline import Outline
from bot.replies import AGREED, Choice, Question, Say, clipped
from bot.report import assemble
from bot.retelling import Applied, Work
from bot.revision import Revision, is_of, revision
from bot.state import Doubt, Recount, Removal, Restate, Revising, State
from bot.steps.checklist import outline_of
from bot.steps.noting import noted, tasks_of
from bot.steps.step import Outcome
from phrasebank.remarks import Remark

SHOWN = 8
LONGEST = 40


def recognised(desk: Desk, state: State, event: Sent) -> Outcome | None:
    """Take a file in that is the draft's own report, revised; ``None`` for any other."""
    outline = outline_of(desk, state.draft)
    if outline is None or not state.draft.points:
        return None
    report = assemble(state.draft, outline, desk.bank)
    if not is_of(report, event.lines):
        return None
    found = revision(report, event.lines)
    name = event.name or "粘贴的稿子"
    result = applied(Work(desk, outline, state.draft, name), found)
    doubts = tuple(doubt for doubt in result.doubts if kept(result.draft, doubt))
    focus = Revising(name, doubts) if doubts else None
    draft = _with_tasks(desk, outline, report, result.draft, event.remarks)
    told = _told(name, found, result, doubts) + _remarked(draft.tasks[len(state.draft.tasks) :])
    return replace(state, draft=draft, focus=focus), (Say(told),)


@dataclass(frozen=True, slots=True)
class RevisingStep:
    """One thing in the revised file that only the user can decide."""

    outline: Outline
    state: State
    now: Revising

    def ask(self) -> Question:
        """Show what was and what would be."""
        doubt, count = self.now.doubts[0], len(self.now.doubts)
        head = f"（《{self.now.name}》里的改动，还有 {count} 处要您定）\n"
        rest = (Choice("all", f"剩下 {count} 处都照文件改", ("都改", "全改", "都照改")),) if count > 1 else ()
        keep = (Choice("none", "剩下的都不改", ("都不改", "全不改")),) if count > 1 else ()
        return Question(head + _asked(self.state.draft, doubt), (*_choices(doubt), *rest, *keep))

    def said(self, text: str) -> Outcome:
        """Take nothing but a choice."""
        return self.state, (Say(f"先定这一处：回复 1 或 2。“{text[:10]}”还没有记，定了再发。"),)

    def picked(self, key: str) -> Outcome:
        """Follow the file in this, or in all that is left, or keep what the draft has."""
        first, *rest = self.now.doubts
        wanted = {"yes": (first,), "all": tuple(self.now.doubts)}.get(key, ())
        draft = self.state.draft
        for doubt in wanted:
            draft = followed(draft, self.outline, doubt)
        left = tuple(each for each in rest if kept(draft, each)) if key in {"yes", "no"} else ()
        says = (
            (Say(f"照文件改了 {len(wanted)} 处。改回来发 /undo。"),)
            if wanted
            else (Say("没有改，还用原来的。"),)
        )
        return replace(self.state, draft=draft, focus=replace(self.now, doubts=left) if left else None), says

    def skipped(self) -> Outcome:
        """Keep what the draft has."""
        return self.picked("no")


def revising_step(outline: Outline, state: State, now: Revising) -> RevisingStep | None:
    """Give the step for what is still open; ``None`` where nothing is."""
    doubts = tuple(doubt for doubt in now.doubts if kept(state.draft, doubt))
    return RevisingStep(outline, state, replace(now, doubts=doubts)) if doubts else None


def _choices(doubt: Doubt) -> tuple[Choice, ...]:
    match doubt:
        case Removal():
            return (
                Choice("yes", "不要了，删掉", ("删", "删掉", "不要了")),
                Choice("no", "留着", ("不删", "保留")),
            )
        case Restate():
            return (
                Choice("yes", "照文件里的写，事实也以它为准", AGREED),
                Choice("no", "还用原来的", ("不改", "原来的")),
            )
        case Recount(_, old, new, unit):
            return (
                Choice("yes", f"改成 {new}{unit}，各处一起改", AGREED),
                Choice("no", f"还是 {old}{unit}", ("不改", "不是")),
            )


def _asked(draft: Draft, doubt: Doubt) -> str:
    match doubt:
        case Removal(points, text):
            return (
                f"这一段在文件里删了（{len(points)} 条事实）：“{clipped(text, LONGEST)}”。真的不要了吗？例：1"
            )
        case Restate(point_id, sentence):
            point = draft.point(point_id)
            old = (point.sentence or point.text) if point else ""
            return f"这句里的数、日期或文件名变了。\n原来：{old}\n文件里：{sentence}\n照哪个？例：1"
        case Recount(_, old, new, unit, counts):
            return f"“{counts or '这个数'}”原来是 {old}{unit}，文件里是 {new}{unit}。改口径吗？例：1"


def _told(name: str, found: Revision, result: Applied, doubts: tuple[Doubt, ...]) -> str:
    if found == Revision():
        return f"《{name}》是这份稿子，文字没有改动。"
    counts = (("改了", found.changed), ("添了", found.added), ("删了", found.deleted))
    told = "、".join(f"{verb} {len(each)} 段" for verb, each in counts if each)
    lines = [f"《{name}》是这份稿子改过的：{told}。说法上的改动照收，发 /undo 可以撤回。"]
    lines += [f"其中 {len(doubts)} 处动了事实，下面一处一处问您。"] if doubts else []
    lines += [f"・{each}" for each in result.left[:SHOWN]]
    return "\n".join(lines)


def _with_tasks(
    desk: Desk, outline: Outline, before: Report, draft: Draft, remarks: tuple[Remark, ...]
) -> Draft:
    """Note what reviewers remarked; the words that they speak of may be those of before or of now."""
    reports = (before, assemble(draft, outline, desk.bank)) if remarks else ()
    return noted(draft, tasks_of(remarks, reports))


def _remarked(tasks: tuple[Task, ...]) -> str:
    """List what has become a task."""
    lines = [
        f"{place}. {f'“{clipped(each.about, LONGEST)}”：' if each.about else ''}{each.text}"
        + (f"（{each.author}）" if each.author else "")
        for place, each in enumerate(tasks, 1)
    ]
    head = f"\n审阅意见 {len(tasks)} 条，已列成待办，逐条办发 /tasks："
    return "\n".join([head, *lines]) if tasks else ""
