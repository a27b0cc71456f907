"""The appendices of a report as tables: 对标表, 佐证清单 and 口径表, read from the draft each time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone

from bot.draft import Draft, Point
from bot.export.blocks import Report, Table
from bot.facts.consistency import in_draft
from bot.facts.extraction import fact_id, fact_of
from bot.outline import Outline
from bot.replies import APPENDIX_NAMES, Appendix
from bot.steps.ledger import entries
from bot.steps.requirements import Requirement, requirements
from bot.turns.origins import Origin

BEIJING = timezone(timedelta(hours=8))
STATUS = {"met": "已写", "missing": "缺", "unjudged": "请人工核对"}
NONE = "—"


def tables(
    names: Iterable[Appendix],
    draft: Draft,
    outline: Outline,
    report: Report,
    origins: Mapping[str, Origin] | None = None,
) -> tuple[Table, ...]:
    """Make the tables asked for, always in the order of ``APPENDIX_NAMES``.

    ``report`` is that of the draft; ``origins`` tell by a point's id when it was said, where that is known.
    """
    labels = paragraphs(report)
    made = {
        "requirements": lambda: _requirements(outline, draft, report, labels),
        "evidence": lambda: _evidence(outline, draft, report, labels, origins or {}),
        "ledger": lambda: _ledger(outline, draft, report, labels),
    }
    wanted = set(names)
    return tuple(made[name]() for name in APPENDIX_NAMES if name in wanted)


def paragraphs(report: Report) -> dict[str, str]:
    """Name the blocks of a report so that a reader finds them: 二（一）, 二第2段 where none is numbered."""
    found: dict[str, str] = {}
    path: list[str] = []
    counts: dict[str, int] = {}
    for block in report.blocks:
        if block.kind == "heading":
            path = [*path[: block.level - 1], block.marker]
        if block.kind in {"heading", "paragraph"}:
            marker = block.marker if block.kind == "paragraph" and block.lead else ""
            where = "".join([*path, marker]).replace("、（", "（")
            counts[where] = counts.get(where, 0) + (block.kind == "paragraph")
            alone = marker or block.kind == "heading"
            found[block.id] = where.rstrip("、") + ("" if alone else f"第{counts[where]}段")
        else:
            found[block.id] = {"signature": "落款", "date": "落款"}.get(block.kind, "开头")
    return found


def _requirements(outline: Outline, draft: Draft, report: Report, labels: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            str(number),
            each.text,
            _basis(each),
            _listed(labels[block] for block in each.paragraphs),
            STATUS[each.status] + (f"：{each.note}" if each.note else ""),
        )
        for number, each in enumerate(requirements(outline, draft, report), 1)
    )
    return Table(APPENDIX_NAMES["requirements"], ("序号", "要求", "依据", "对应段落", "结果"), rows)


def _basis(requirement: Requirement) -> str:
    if requirement.source == "genre":
        return requirement.basis or "文种"
    return f"{requirement.basis or '通知'}" + (f" 第{requirement.line}行" if requirement.line else "")


def _evidence(
    outline: Outline, draft: Draft, report: Report, labels: Mapping[str, str], origins: Mapping[str, Origin]
) -> Table:
    order = [leaf.id for leaf in outline.leaves()]
    placed = {section: place for place, section in enumerate(order)}
    points = sorted(draft.points, key=lambda point: placed.get(point.section, len(order)))
    rows = tuple(
        (
            str(number),
            point.text.strip(),
            _values(point),
            source_of(point, draft, origins.get(point.id)),
            _time(origins.get(point.id)),
            _where(report, labels, (point.id,)),
        )
        for number, point in enumerate(points, 1)
    )
    columns = ("序号", "事实（原话）", "数据", "出处", "记下时间", "写在")
    return Table(APPENDIX_NAMES["evidence"], columns, rows)


def _values(point: Point) -> str:
    return "；".join(f"{each.counts}{each.value}{each.unit}" for each in fact_of(point).numbers) or NONE


def source_of(point: Point, draft: Draft, origin: Origin | None) -> str:
    """Say who gave it: the writer in the talk, by the turn, or a file, by the line."""
    who = draft.profile.author or "述职人"
    name, colon, line = point.source.rpartition(":")
    if colon and line.isdecimal():
        return f"{name} 第{line}行（{who}提供）"
    if point.source or origin is None or origin.sheet:
        return f"答卷（{who}提供）"
    return f"{who}，对话第{origin.turn}轮"


def _time(origin: Origin | None) -> str:
    """Give the time in Beijing, wherever the program runs."""
    if origin is None:
        return NONE
    return datetime.fromisoformat(origin.at).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _ledger(outline: Outline, draft: Draft, report: Report, labels: Mapping[str, str]) -> Table:
    doubts: dict[str, list[str]] = {}
    for point, each in in_draft(draft, outline):
        doubts.setdefault(point, []).append(each.why)
    rows = []
    for number, entry in enumerate(entries(outline, draft), 1):
        points = tuple(dict.fromkeys(each.point for each in entry.tellings))
        about = (why for point in points for why in doubts.get(point, ()) if _speaks_of(why, entry.values))
        told = "；".join((["几处说法不一样"] if entry.conflict else []) + list(dict.fromkeys(about)))
        values = "、".join(f"{value}{entry.unit}" for value in entry.values)
        where = _where(report, labels, points)
        rows.append((str(number), entry.counts or NONE, values, where, told or NONE))
    return Table(APPENDIX_NAMES["ledger"], ("序号", "数的是什么", "数值", "写在", "核对"), tuple(rows))


def _speaks_of(why: str, values: tuple[str, ...]) -> bool:
    return any(value in why for value in values)


def _where(report: Report, labels: Mapping[str, str], points: Iterable[str]) -> str:
    facts = set(map(fact_id, points))
    return _listed(labels[block.id] for block in report.blocks if facts & set(block.facts))


def _listed(labels: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(labels)) or NONE
