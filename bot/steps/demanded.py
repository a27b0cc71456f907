"""What a notice demands, judged on a finished text that was not drafted here."""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from bot.draft import Demand, Notice, Point
from bot.notice.aspects import is_whole, kind_named
from bot.notice.figures import allowed
from bot.notice.pace import PACE
from bot.notice.placing import kind_of_demand
from bot.notice.telling import told_by
from phrasebank.terms import SECTION_NAMES, SectionKind

SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
ITEM = re.compile(
    r"(?:^|(?<=[。；：，]))[\s\u3000]*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|（?\d{1,2}[）.．、](?!\d)|（[一二三四五六七八九十]）)"
)
DONE: tuple[SectionKind | None, ...] = ("achievements", "rectification", "integrity", "opening", None)


def lacking(manuscript: Manuscript, notice: Notice) -> Iterator[Finding]:
    """Find, at the last line, what the notice demands and the text lacks, as far as a text can show it."""
    for demand in notice.demands if manuscript.lines else ():
        why = _why(demand, manuscript)
        if why:
            yield Finding(
                rule=f"notice.{demand.kind}",
                grade="warning",
                line=manuscript.lines[-1].number,
                start=0,
                text="",
                why=f"通知第 {demand.line} 行要求“{demand.text}”：{why}。",
                source=notice.title or notice.source,
                tier="规定",
            )


def _why(demand: Demand, manuscript: Manuscript) -> str:
    match demand.kind:
        case "aspect":
            return _aspect(demand, manuscript)
        case "problems":
            return _share(demand, manuscript) if demand.share else _count(demand, manuscript)
        case "last_year":
            told = _lines(manuscript, "rectification") or "整改" in manuscript.text
            return "" if told else "没有看到对上年度问题的回应"
        case "length":
            return _length(demand, manuscript)
        case _:
            return ""


def _aspect(demand: Demand, manuscript: Manuscript) -> str:
    kind = kind_named(demand.text)
    if kind is not None and is_whole(demand.text, kind):
        return "" if _lines(manuscript, kind) else f"没有看到“{SECTION_NAMES[kind]}”这一部分"
    lines = [line for line in manuscript.lines if line.section in DONE or line.section == kind]
    sentences = (sentence[0] for line in lines for sentence in SENTENCE.finditer(line.text))
    points = (Point(f"p{place}", "", text) for place, text in enumerate(sentences, 1))
    return "" if told_by(demand.text, points) else "没有看到说做了什么"


def _count(demand: Demand, manuscript: Manuscript) -> str:
    lines = _lines(manuscript, "problems")
    listed = sum(len(ITEM.findall(line.text)) or (not line.heading) for line in lines)
    return "" if listed >= (demand.count or 0) else f"写了 {listed} 个"


def _share(demand: Demand, manuscript: Manuscript) -> str:
    told = _characters((*_lines(manuscript, "problems"), *_lines(manuscript, "causes")))
    share = told / max(_characters(manuscript.lines), 1)
    return "" if share >= (demand.share or 0) else f"现占 {share:.0%}"


def _length(demand: Demand, manuscript: Manuscript) -> str:
    if demand.limit is None:
        return ""
    kind, limit = kind_of_demand(demand), allowed(demand.limit, demand.text)
    count = _characters(_lines(manuscript, kind) if kind else manuscript.lines)
    most = limit.characters or (round(limit.minutes * PACE[1]) if limit.minutes else None)
    if most and count > most:
        return f"现 {count} 字，超 {count - most} 字"
    return f"现 {count} 字，少 {limit.least - count} 字" if limit.least and count < limit.least else ""


def _lines(manuscript: Manuscript, kind: SectionKind) -> tuple[Line, ...]:
    return tuple(line for line in manuscript.lines if line.section == kind and line.text.strip())


def _characters(lines: tuple[Line, ...]) -> int:
    return sum(len("".join(line.text.split())) for line in lines)
