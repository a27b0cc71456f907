"""The copy for review (送审稿): where each sentence comes from, and what the check-up finds.

A Word document has them as comments; other formats have the findings as an appendix.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.appendices import paragraphs, source_of
from bot.checks.finding import GRADE_NAMES, Finding
from bot.compose.sections import Setting
from bot.compose.tracing import Span, heading_pattern, located, patterns_of, told_in
from bot.desk import Desk
from bot.draft import Draft, Point
from bot.export.blocks import Block, Note, Report, Table
from bot.facts.extraction import fact_id
from bot.outline import Outline, Section
from bot.replies import FINDINGS
from bot.report import formulas, title_pattern
from bot.steps.checkup import findings_of
from bot.steps.requirements import Requirement, requirements
from bot.turns.origins import Origin
from phrasebank.patterns import Pattern

MARK = "（送审稿）"
COLUMNS = ("序号", "级别", "位置", "原文", "改为", "理由和依据")
NONE = "—"
SHOWN = 60


class Case(Struct, frozen=True):
    """What is reviewed; ``when`` tells by a point's id when it was said, where that is known."""

    desk: Desk
    outline: Outline
    draft: Draft
    report: Report
    when: Mapping[str, Origin]
    demanded: tuple[Requirement, ...]


def case_of(
    desk: Desk, outline: Outline, draft: Draft, report: Report, when: Mapping[str, Origin] | None = None
) -> Case:
    """Take a draft's report as its copy for review, and marked so."""
    blocks = tuple(replace(block, text=MARK) if block.kind == "mark" else block for block in report.blocks)
    report = replace(report, blocks=blocks)
    return Case(desk, outline, draft, report, when or {}, requirements(outline, draft, report))


def reviewed(case: Case, *, comments: bool) -> Report:
    """Give the report with what a reviewer has to know: as ``comments``, or the findings as an appendix."""
    found = findings(case)
    if comments:
        return replace(case.report, notes=(*_origins(case), *_remarks(found)))
    table = _table(found, paragraphs(case.report))
    return replace(case.report, appendices=(*case.report.appendices, table))


def findings(case: Case) -> tuple[tuple[Block, Finding], ...]:
    """Check the text of a report as in the talk; findings come in order, with their blocks."""
    kept = tuple(block for block in case.report.blocks if block.kind != "mark")
    found = findings_of(case.desk, case.outline, case.draft, replace(case.report, blocks=kept))
    in_order = sorted(found, key=lambda finding: (finding.line, finding.start))
    return tuple((kept[finding.line - 1], finding) for finding in in_order)


def _remarks(found: Sequence[tuple[Block, Finding]]) -> Iterator[Note]:
    for block, finding in found:
        change = f"“{finding.text}”→“{finding.suggest}”。" if finding.suggest else ""
        told = f"体检·{GRADE_NAMES[finding.grade]}：{change}{finding.why}"
        told += f"\n依据（{finding.tier}）：{finding.source}"
        yield Note(block.id, finding.start, finding.start + max(len(finding.text), 1), told)


def _table(found: Sequence[tuple[Block, Finding]], labels: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            str(number),
            GRADE_NAMES[finding.grade],
            labels[block.id],
            finding.text[:SHOWN] or NONE,
            finding.suggest or NONE,
            f"{finding.why}（{finding.tier}：{finding.source}）",
        )
        for number, (block, finding) in enumerate(found, 1)
    )
    return Table(FINDINGS, COLUMNS, rows or (("1", NONE, NONE, NONE, NONE, "没有发现问题"),))


def _origins(case: Case) -> Iterator[Note]:
    for block in case.report.blocks:
        section = case.outline.leaf(block.section)
        lines = list(_of_block(case, block, section))
        spans = _spans(case, block, section)
        if not spans and lines:
            yield Note(block.id, 0, len(block.line), "\n".join(lines))
        for place, span in enumerate(spans):
            point = case.draft.point(span.point)
            told = list(_of_point(case, point, block.line[span.start : span.end], section)) if point else []
            yield Note(block.id, span.start, span.end, "\n".join([*told, *(lines if place == 0 else [])]))


def _spans(case: Case, block: Block, section: Section | None) -> tuple[Span, ...]:
    if section is None or not block.facts or block.kind != "paragraph":
        return ()
    setting = Setting(section, case.outline, case.draft, case.desk.bank, block.level)
    here = [each for each in told_in(setting) if fact_id(each.point) in block.facts]
    return located(block.line, here)


def _of_block(case: Case, block: Block, section: Section | None) -> Iterator[str]:
    """Say where a block has what no point of it tells: its pattern, and the demands it answers."""
    pattern = _pattern(case, block, section)
    if pattern:
        yield _pattern_told(
            "标题句式" if block.kind == "title" else "小标题句式" if block.lead else "句式", pattern
        )
    for each in case.demanded:
        if each.source == "notice" and block.id in each.paragraphs:
            line = f" 第{each.line}行" if each.line else ""
            yield f"通知要求：{each.text}（{each.basis}{line}）"
    if block.kind in {"signature", "date", "salutation"}:
        yield "出处：述职人填写的基本情况"
    if block.kind == "heading":
        yield f"小标题：按文种《{case.outline.name}》或通知的要求"


def _pattern(case: Case, block: Block, section: Section | None) -> Pattern | None:
    if block.kind == "title":
        return title_pattern(case.draft, case.outline, case.desk.bank)
    if section is None or section.kind is None or block.kind != "paragraph":
        return None
    if section.kind in {"opening", "closing"} and not block.facts:
        return formulas(section, case.outline, case.desk.bank, case.draft)[0]
    year = case.draft.profile.year
    return heading_pattern(block.lead, section.kind, case.desk.bank, year) if block.lead else None


def _of_point(case: Case, point: Point, words: str, section: Section | None) -> Iterator[str]:
    said = " ".join(point.text.split())
    source = source_of(point, case.draft, case.when.get(point.id))
    yield f"事实 {fact_id(point.id)}：{said}\n出处：{source}"
    kind = section.kind if section else None
    if kind and kind not in {"opening", "closing"}:
        for pattern in patterns_of(point, words, kind, case.desk.bank, case.draft.profile.year):
            yield _pattern_told("句式", pattern)
    item = case.draft.last_year.item(point.answers) if case.draft.last_year and point.answers else None
    if item and case.draft.last_year:
        what = "去年的问题" if item.kind == "problem" else "去年的打算"
        yield f"{what} {item.id}：{item.text}（{case.draft.last_year.source} 第{item.line}行）"


def _pattern_told(what: str, pattern: Pattern) -> str:
    source = pattern.source
    line = f" 第{source.line}行" if source.line else ""
    return f"{what} {pattern.id}（{source.file}{line}）"
