"""Requirements: what the genre and the notice demand, and whether a draft meets it, with the evidence."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from bot.draft import Demand, Draft
from bot.export.blocks import Report
from bot.facts.extraction import fact_id
from bot.last_year.matching import carried_out, title_of
from bot.last_year.placing import place_of
from bot.last_year.standing import accounted, of_kind, standing_of
from bot.notice.placing import kind_of_demand, section_for
from bot.outline import Outline
from bot.steps.checklist import missing
from bot.steps.judging import Case, Status, Verdict, aspect_told, judged, section_told


class Requirement(Struct, frozen=True):
    """One thing demanded; ``source`` says by whom, ``basis`` by which rule or usage.

    ``line`` is that of the notice, ``None`` for the genre and 0 for a demand that the user added. ``points``
    and ``paragraphs`` are the evidence, by the ids of points and of the report's blocks. The status
    ``unjudged`` is for what the text cannot show, such as a deadline; ``note`` says why, or what is lacking.
    """

    id: str
    text: str
    source: Literal["genre", "notice", "last_year"]
    section: str
    status: Status
    basis: str = ""
    line: int | None = None
    points: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    note: str = ""


class _Judged(Struct, frozen=True):
    text: str
    source: Literal["genre", "notice", "last_year"]
    section: str
    verdict: Verdict
    basis: str = ""
    line: int | None = None


def requirements(outline: Outline, draft: Draft, report: Report) -> tuple[Requirement, ...]:
    """Give the genre's requirements in the outline's order, then the notice's in the order of its lines.

    The outline is that which follows the notice, the report that of the draft.
    """
    case = Case(outline, draft, report)
    found = (*_of_genre(case), *_of_notice(case), *_of_last_year(case))
    return tuple(_told(f"r{number}", each, report) for number, each in enumerate(found, 1))


def _of_genre(case: Case) -> Iterator[_Judged]:
    for leaf in case.outline.leaves():
        if leaf.required and not leaf.demand:
            yield _Judged(leaf.name, "genre", leaf.id, section_told(leaf, case), leaf.source)
        for aspect in leaf.aspects:
            if not aspect.demand:
                verdict = aspect_told(aspect.text, (leaf,), case.draft)
                yield _Judged(aspect.text, "genre", leaf.id, verdict, leaf.source)


def _of_notice(case: Case) -> Iterator[_Judged]:
    notice = case.draft.notice
    for demand in notice.demands if notice else ():
        basis = notice.source if notice else ""
        section = demand.section if case.outline.leaf(demand.section) else section_for(demand, case.outline)
        yield _Judged(demand.text, "notice", section, judged(demand, case), basis, demand.line)


def _of_last_year(case: Case) -> Iterator[_Judged]:
    """Judge last year's problems by whether they are answered, and its plans by whether they were kept."""
    draft, place = case.draft, place_of(case.outline, case.draft)
    for item in draft.last_year.items if draft.last_year else ():
        points = tuple(point for point in draft.points if point.answers == item.id)
        section = points[0].section if points else place.id if place and item.kind == "problem" else ""
        told = "回应去年的问题" if item.kind == "problem" else "落实去年的打算"
        basis = draft.last_year.source if draft.last_year else ""
        seen = carried_out(draft, case.outline, item) if item.standing == "open" and not points else None
        verdict = (
            Verdict("unjudged", "做了，完成没有请定", (seen,))
            if seen
            else Verdict(accounted(draft, item), standing_of(draft, item), points)
        )
        yield _Judged(f"{told}：{title_of(item)}", "last_year", section, verdict, basis, item.line)


def asks(outline: Outline, draft: Draft, found: Iterable[Requirement]) -> tuple[tuple[str, str], ...]:
    """Give the questions where the notice's demands are not met, beside whole sections that are missing.

    Each comes with the section that it belongs to. Last year's problems, where they are known, are asked for
    by their names and not here.
    """
    empty = {leaf.id for leaf in missing(outline, draft)}
    demands = {demand.text: demand for demand in (draft.notice.demands if draft.notice else ())}
    asked = []
    for each in found:
        demand = demands.get(each.text)
        apart = demand and demand.kind == "last_year" and of_kind(draft, "problem")
        question = _question(demand, each.note) if demand and not apart else ""
        lacking = each.source == "notice" and each.status == "missing" and each.section not in empty - {""}
        if lacking and demand and question:
            where = each.section or kind_of_demand(demand) or "report"
            asked.append((where, question))
    return tuple(asked)


def _question(demand: Demand, note: str) -> str:
    """Ask for what the user can tell; a length or a day out of bounds is no question."""
    match demand.kind:
        case "aspect":
            return f"通知要求写到“{demand.text}”，这一年做了什么？"
        case "problems" if demand.count:
            return f"通知要求“{demand.text}”，{note}，还有哪些问题？"
        case "last_year":
            return f"通知要求“{demand.text}”，{note}：上年度反馈的问题各是怎么改的？"
        case _:
            return ""


def _told(requirement_id: str, each: _Judged, report: Report) -> Requirement:
    verdict = each.verdict
    facts = {fact_id(point.id) for point in verdict.points}
    whole = set(verdict.sections) if not facts else set[str]()
    paragraphs = tuple(
        block.id
        for block in report.blocks
        if block.kind != "heading" and (facts & set(block.facts) or block.section in whole)
    )
    return Requirement(
        requirement_id,
        each.text,
        each.source,
        each.section,
        verdict.status,
        each.basis,
        each.line,
        tuple(point.id for point in verdict.points),
        paragraphs if verdict.status != "missing" or facts else (),
        verdict.note,
    )
