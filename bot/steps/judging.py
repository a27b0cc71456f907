"""Judging a demand of the notice by the report: met, missing, or not to be told from its text."""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from bot.checks.leftovers import leftovers
from bot.compose.placing import kind_of
from bot.draft import Demand, Draft, Limit, Point
from bot.export.blocks import Report, characters_of
from bot.notice.aspects import is_whole, kind_named
from bot.notice.figures import allowed, day_of
from bot.notice.pace import PACE
from bot.notice.placing import kind_of_demand, leaves_for
from bot.notice.telling import told_by
from bot.notice.words import words
from bot.outline import Outline, Section
from bot.steps.checklist import is_missing
from phrasebank.terms import SectionKind

Status = Literal["met", "missing", "unjudged"]
FRAME = frozenset({"title", "mark", "salutation", "signature", "date"})
PLANS_TOO = re.compile("整改|措施|打算|思路|计划|建议")
FOR_EACH = re.compile("各|分别|每个方面|每一?方面")
FIRST_PERSON = re.compile("我|本人")


class Verdict(Struct, frozen=True):
    """A status, the points it rests on, and what to say about it; ``sections`` where no point does."""

    status: Status
    note: str = ""
    points: tuple[Point, ...] = ()
    sections: tuple[str, ...] = ()


class Case(Struct, frozen=True):
    """What a demand is judged by; the outline is that which follows the notice."""

    outline: Outline
    draft: Draft
    report: Report

    @property
    def unfinished(self) -> bool:
        """Whether text is still to come, so that a length may change."""
        return bool(leftovers(block.line for block in self.report.blocks))

    def of_kind(self, kind: SectionKind) -> tuple[Section, ...]:
        """Give the leaves of a kind."""
        return tuple(leaf for leaf in self.outline.leaves() if leaf.kind == kind)


def judged(demand: Demand, case: Case) -> Verdict:
    """Judge a demand. Nothing that the text cannot show is told as met."""
    match demand.kind:
        case "aspect":
            return _aspect(demand, case)
        case "problems":
            return _share(demand.share, demand.text, case) if demand.share else _count(demand, case)
        case "last_year":
            return _last_year(demand, case)
        case "length":
            return _length(demand, case)
        case "deadline":
            return _deadline(demand, case.draft)
        case "form":
            return _form(demand, case.report)


def section_told(leaf: Section, case: Case) -> Verdict:
    """Judge whether a section stands in the report without a gap."""
    denied = leaf.id in case.draft.absent and not leaf.may_be_absent
    if denied or is_missing(case.draft, leaf):
        return Verdict("missing", "还没有写", sections=(leaf.id,))
    blocks = [block for block in case.report.blocks if block.section == leaf.id]
    if leftovers(block.line for block in blocks):
        return Verdict("missing", "还有待补的地方", sections=(leaf.id,))
    note = "您说没有，文中不写" if leaf.id in case.draft.absent else ""
    return Verdict("met", note, case.draft.in_section(leaf.id), (leaf.id,))


def aspect_told(text: str, leaves: Iterable[Section], draft: Draft) -> Verdict:
    """Judge whether what an aspect names is told of in sections, as done."""
    points = told_by(text, (point for leaf in leaves for point in draft.in_section(leaf.id)))
    return Verdict("met", "", points) if points else Verdict("missing", "没有要点说到做了什么")


def _aspect(demand: Demand, case: Case) -> Verdict:
    kind = kind_named(demand.text)
    if kind is not None and is_whole(demand.text, kind):
        return _all_of(tuple(section_told(leaf, case) for leaf in case.of_kind(kind)))
    own = tuple(
        leaf for leaf in case.outline.leaves() if any(each.demand == demand.id for each in leaf.aspects)
    )
    leaves = own or leaves_for(kind or "achievements", demand.topic, case.outline)
    return aspect_told(demand.text, leaves, case.draft)


def _all_of(verdicts: tuple[Verdict, ...]) -> Verdict:
    failed = next((each for each in verdicts if each.status != "met"), None)
    if failed or not verdicts:
        return failed or Verdict("missing", "还没有写")
    return Verdict(
        "met",
        points=tuple(point for each in verdicts for point in each.points),
        sections=tuple(section for each in verdicts for section in each.sections),
    )


def problems_of(draft: Draft, leaf: Section) -> tuple[Point, ...]:
    """Give the points of a section that do tell a problem, not a plan or a cause."""
    return tuple(
        point for point in draft.in_section(leaf.id) if kind_of(point.text)[0] not in {"plans", "causes"}
    )


def _count(demand: Demand, case: Case) -> Verdict:
    found = tuple(problems_of(case.draft, leaf) for leaf in case.of_kind("problems"))
    wanted, points = demand.count or 0, tuple(point for each in found for point in each)
    for_each = len(found) > 1 and FOR_EACH.search(demand.text)
    fewest = min(map(len, found), default=0) if for_each else len(points)
    note = f"{'最少的一块' if for_each else '现'}有 {fewest} 个"
    return Verdict("met" if fewest >= wanted else "missing", note, points)


def _share(share: float | None, text: str, case: Case) -> Verdict:
    kinds = {"problems", "causes"} | ({"plans"} if PLANS_TOO.search(text) else set())
    wanted = {leaf.id for leaf in case.outline.leaves() if leaf.kind in kinds}
    body = [block for block in case.report.blocks if block.kind not in FRAME]
    part, whole = characters_of(block for block in body if block.section in wanted), characters_of(body)
    note = f"占 {part * 100 // max(whole, 1)}%"
    if part < (share or 0) * whole or not part:
        return Verdict("missing", note, sections=tuple(wanted))
    return Verdict("unjudged" if case.unfinished else "met", note, sections=tuple(wanted))


def _last_year(demand: Demand, case: Case) -> Verdict:
    told = _all_of(tuple(section_told(leaf, case) for leaf in case.of_kind("rectification")))
    if told.status != "met" or not told.points:
        return Verdict("missing", told.note or "还没有回应", told.points, told.sections)
    past = case.draft.last_year
    problems = [item for item in past.items if item.kind == "problem"] if past else []
    answered = {point.answers for point in case.draft.points}
    left = [item for item in problems if item.id not in answered]
    if left:
        return Verdict("missing", f"还有 {len(left)} 个没有回应，如“{left[0].text[:20]}”", told.points)
    if not problems and re.search(words().each_item, demand.text):
        return Verdict("unjudged", f"写了 {len(told.points)} 条，反馈了几个问题请核", told.points)
    return told


def _length(demand: Demand, case: Case) -> Verdict:
    limit, kind = allowed(demand.limit or Limit(), demand.text), kind_of_demand(demand)
    wanted = {leaf.id for leaf in case.of_kind(kind)} if kind else set()
    blocks = [block for block in case.report.blocks if not kind or block.section in wanted]
    count = characters_of(blocks)
    status = _minutes(limit.minutes, count) if limit.minutes else _within(limit, count)
    note = (
        f"现 {count} 字，念约 {count / PACE[1]:.1f}—{count / PACE[0]:.1f} 分钟"
        if limit.minutes
        else f"现 {count} 字"
    )
    note += "，还没有写完" if case.unfinished else ""
    grows = status == "met" and case.unfinished
    return Verdict("unjudged" if grows else status, note, sections=tuple(wanted))


def _within(limit: Limit, count: int) -> Status:
    over = limit.characters is not None and count > limit.characters
    return "missing" if over or count < (limit.least or 0) else "met"


def _minutes(minutes: float, count: int) -> Status:
    if count > minutes * PACE[1]:
        return "missing"
    return "met" if count <= minutes * PACE[0] else "unjudged"


def _deadline(demand: Demand, draft: Draft) -> Verdict:
    due, signed = day_of(demand.text, draft.profile.year), day_of(draft.profile.date, None)
    if due and signed and signed > due:
        return Verdict("missing", f"落款是 {draft.profile.date}，过了期限")
    return Verdict("unjudged", "是否按时报出，请您自己把握")


def _form(demand: Demand, report: Report) -> Verdict:
    if "第一人称" not in demand.text and not re.search("用“我”", demand.text):
        return Verdict("unjudged", "正文里看不出来，请您核对")
    body = [block for block in report.blocks if block.kind == "paragraph"]
    spoken = any(FIRST_PERSON.search(block.line) for block in body)
    if not spoken:
        return Verdict("missing", "正文里没有“我”或“本人”")
    return Verdict("unjudged", "正文用了“我”或“本人”，有没有混用请您核对")
