"""From what somebody remarked to a task, and from a task to the place in the draft that it is about."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from bot.checks.finding import Finding
from bot.compose.sections import Setting
from bot.compose.tidy import clean
from bot.compose.tracing import located, told_in
from bot.desk import Desk
from bot.draft import Draft, Point, Task
from bot.export.blocks import AUTHOR, Block, Report
from bot.facts.extraction import fact_id
from bot.outline import Outline
from bot.replies import CUT, clipped
from bot.report import assemble
from bot.steps.review import alike
from phrasebank.remarks import Remark

MOST_TASKS = 300
LONGEST_TASK = 2000
LONGEST_ABOUT = 200
LONGEST_AUTHOR = 40
SHORTEST_PLACE = 8
"""Characters of a paragraph from which words that hold all of it are about it."""


def tasks_of(remarks: Iterable[Remark], reports: Iterable[Report], author: str = "") -> tuple[Task, ...]:
    """Take the comments in a document as tasks, our own notes left out.

    Where the words that one is about stand is looked up in the ``reports``, the first first. ``author``
    takes the place of whoever a comment names.
    """
    reports = tuple(reports)
    return tuple(
        Task(
            id="",
            text=cut(remark.text, LONGEST_TASK),
            author=author or cut(remark.author, LONGEST_AUTHOR),
            about=cut(remark.about, LONGEST_ABOUT),
            section=next(
                (found for found in (_section(each, remark.about) for each in reports) if found), ""
            ),
        )
        for remark in remarks
        if remark.author != AUTHOR and remark.text.strip()
    )


def as_new(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Make tasks that were written down elsewhere fit to be noted as new ones."""
    return tuple(
        replace(
            task,
            id="",
            text=cut(task.text, LONGEST_TASK),
            author=cut(task.author, LONGEST_AUTHOR),
            about=cut(task.about, LONGEST_ABOUT),
        )
        for task in tasks
        if cut(task.text, LONGEST_TASK)
    )


def noted(draft: Draft, tasks: Iterable[Task]) -> Draft:
    """Add tasks, each with an id of its own; what is noted word for word is not noted again.

    One that has an id takes the place of that task. Ids count on: tasks are never dropped. What is beyond
    ``MOST_TASKS`` is left out.
    """
    known, tasks = {_said(task) for task in draft.tasks}, tuple(tasks)
    amended = {task.id: task for task in tasks if task.id}
    kept = tuple(amended.get(task.id, task) for task in draft.tasks)
    fresh = {_said(task): task for task in tasks if not task.id and _said(task) not in known}
    numbered = (replace(task, id=f"t{number}") for number, task in enumerate(fresh.values(), len(kept) + 1))
    return replace(draft, tasks=(*kept, *numbered)[: max(MOST_TASKS, len(kept))])


def points_about(desk: Desk, outline: Outline, draft: Draft, task: Task) -> tuple[Point, ...]:
    """Give the points whose sentences hold the words that a task is about, as far as they still do.

    Where nothing holds them any more, it is the points of the section that say something like them.
    """
    report = assemble(draft, outline, desk.bank)
    blocks = [block for block in report.blocks if block.facts and is_about(block.line, task.about)]
    blocks = [block for block in blocks if block.section == task.section] or blocks
    found = dict.fromkeys(point for each in blocks for point in _told(desk, outline, draft, each, task.about))
    points = tuple(point for each in found if (point := draft.point(each)))
    return points or tuple(
        point
        for point in (draft.in_section(task.section) if task.about else ())
        if alike(point.sentence or point.text, task.about)
    )


def asked_for(draft: Draft, report: Report) -> tuple[Finding, ...]:
    """Give the open tasks as hints at the places that they are about, in their order; else at the title."""
    found = []
    for task in draft.open_tasks:
        words = task.about.removesuffix(CUT)
        place = next((each for each, block in enumerate(report.blocks) if words and words in block.line), -1)
        line = report.blocks[max(place, 0)].line
        found.append(
            Finding(
                rule=f"task.{task.id}",
                grade="hint",
                line=max(place, 0) + 1,
                start=line.find(words) if place >= 0 else 0,
                text=words if place >= 0 else line,
                why=f"审阅意见还没有办：{task.text}（发 /tasks）",
                source=f"{task.author or '审阅人'}的意见",
            )
        )
    return tuple(found)


def is_about(line: str, words: str) -> bool:
    """Whether words are of a line, or hold all of it; blanks do not count, nor what was cut off."""
    bare, wanted = _bare(line), _bare(words.removesuffix(CUT))
    return bool(wanted) and (wanted in bare or (len(bare) >= SHORTEST_PLACE and bare in wanted))


def cut(words: str, longest: int) -> str:
    """Make words fit to be kept: no control characters, no blanks at their ends, no longer than that."""
    return clipped(clean(words).strip(), longest)


def _told(desk: Desk, outline: Outline, draft: Draft, block: Block, words: str) -> Iterator[str]:
    """Give the points of a block that tell the words, or all of them where the words cannot be told apart."""
    section = outline.leaf(block.section)
    if section is None:
        return
    setting = Setting(section, outline, draft, desk.bank, block.level)
    said = tuple(each for each in told_in(setting) if fact_id(each.point) in block.facts)
    spans, wanted = located(block.line, said), words.removesuffix(CUT)
    start = block.line.find(wanted)
    if start >= 0:
        spans = (
            tuple(each for each in spans if each.start < start + len(wanted) and start < each.end) or spans
        )
    yield from (each.point for each in spans)


def _section(report: Report, words: str) -> str:
    """Give the section that words stand in; empty where that is none, or several."""
    found = {block.section for block in report.blocks if block.section and is_about(block.line, words)}
    return found.pop() if len(found) == 1 else ""


def _said(task: Task) -> tuple[str, str, str]:
    return task.text, task.author, task.about


def _bare(text: str) -> str:
    return "".join(text.split())
