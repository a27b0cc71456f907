"""Last year's report: taking it in, and the steps that ask about it."""

from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Carryover, Draft, LastYear
from bot.last_year.matching import title_of
from bot.last_year.placing import is_unplaced
from bot.last_year.standing import is_questionable, of_kind
from bot.outline import Outline
from bot.replies import Say
from bot.state import AnsweringCarryover, Awaiting, State
from bot.steps.answering import unlinked
from bot.steps.carrying import next_open_item
from bot.steps.checklist import outline_of
from bot.steps.importing import ListStep, PlaceStep, YearStep
from bot.steps.item import ItemStep
from bot.steps.step import Outcome, Step

LISTED = 8


def received(desk: Desk, state: State, name: str, lines: tuple[str, ...]) -> Outcome:
    """Take last year's report in and begin with its items. ``name`` is the file's, empty if pasted."""
    from bot.last_year.reading import read_last_year  # noqa: PLC0415 - a talk without it needs no parser

    outline, source = outline_of(desk, state.draft), name or "粘贴的报告"
    found = read_last_year(lines, source)
    if not found.items:
        told = (
            f"《{source}》里没有读出问题和打算，没有用。请确认是去年的述职报告，里面有“存在问题”“下一步打算”这样的部分；"
            "也可以只把那两部分粘贴过来，或发 /cancel 不导入。"
        )
        return replace(state, focus=Awaiting("last_year")), (Say(told),)
    draft = unlinked(replace(state.draft, last_year=_kept(state.draft.last_year, found)))
    focus = AnsweringCarryover(next_open_item(draft) or "") if outline else None
    return replace(state, draft=draft, focus=focus), (Say(_listing(draft, source)),)


def carryover_step(outline: Outline, state: State, item_id: str) -> Step | None:
    """Give the step for last year's report: the item asked, or what has to be known before."""
    last_year = state.draft.last_year
    if last_year is None:
        return None
    if is_questionable(state.draft):
        return YearStep(outline, state, last_year)
    if is_unplaced(outline, state.draft):
        return PlaceStep(outline, state, last_year)
    item = last_year.item(item_id)
    return ItemStep(outline, state, item) if item else ListStep(outline, state, last_year)


def _kept(before: LastYear | None, found: LastYear) -> LastYear:
    """Keep ids and answers of the items that the same report, imported again, has in the same words."""
    if before is None:
        return found
    known = {(item.kind, item.text): item for item in before.items}
    number = max((int(item.id.removeprefix("y")) for item in before.items), default=0)
    items: list[Carryover] = []
    for item in found.items:
        old = known.get((item.kind, item.text))
        number += old is None
        items.append(replace(old, line=item.line) if old else replace(item, id=f"y{number}"))
    return replace(found, items=tuple(items), section=before.section)


def _listing(draft: Draft, source: str) -> str:
    problems, plans = of_kind(draft, "problem"), of_kind(draft, "plan")
    counted = f"{len(problems)} 个问题、{len(plans)} 条打算"
    lines = [f"从《{source}》读出 {counted}，逐条对一下（不想对的可以放着，发 /undo 撤回导入）："]
    for title, items in (("问题", problems), ("打算", plans)):
        lines += [f"{title} {n}. {title_of(item)}" for n, item in enumerate(items[:LISTED], 1)]
        lines += [f"……{title}还有 {len(items) - LISTED} 条"] if len(items) > LISTED else []
    return "\n".join(lines)
