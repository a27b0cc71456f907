"""What the report as a whole should have: the sections it promises and those its genre requires."""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from bot.outline import Section, outlines
from phrasebank.terms import SECTION_NAMES, SectionKind

PROMISES: dict[SectionKind, re.Pattern[str]] = {
    "integrity": re.compile("廉洁自律|廉政勤政|廉洁从政|廉洁从业"),
    "problems": re.compile("(?:存在)?的?(?:问题|不足|短板)"),
    "plans": re.compile("下一?步|工作?打算|工作思路|努力方向|明年计划"),
    "rectification": re.compile("整改(?:落实)?情况"),
}
REPORTING = re.compile(r"[^。！？]*(?:报告|汇报|述职|报告情况)如下")
CAUSE = re.compile(r"原因|根源|根子|症结|究其|归根结底|在于(?:我|本人|思想|认识)")
"""Words that tell causes where they stand among the problems."""

BASIS = "述职报告的通行写法：开头说的，正文要有"


def promised(manuscript: Manuscript) -> Iterator[Finding]:
    """Find what the opening says that the report tells, and no section does."""
    told = {heading.section for heading in manuscript.headings} | {
        line.section for line in manuscript.lines if line.section
    }
    titles = "".join(heading.text for heading in manuscript.headings)
    for line in manuscript.lines:
        for saying in REPORTING.finditer(line.text) if line.section == "opening" else ():
            for kind, form in PROMISES.items():
                match = form.search(saying[0])
                if match and kind not in told and not form.search(titles):
                    yield _unkept(line, saying.start() + match.start(), match[0], kind)


def required(manuscript: Manuscript) -> Iterator[Finding]:
    """Find sections that the genre requires and the text has nothing of; without a known genre, none."""
    outline = outlines().get(manuscript.genre or "")
    told = {line.section for line in manuscript.lines if line.section}
    if outline is None or len(told) < 2:  # noqa: PLR2004 - a mere paragraph is no report
        return
    kinds = dict.fromkeys(
        leaf.kind for leaf in outline.leaves() if leaf.kind and leaf.required and not leaf.may_be_absent
    )
    last = next(line for line in reversed(manuscript.lines) if line.text.strip())
    for kind in kinds:
        if kind == "causes" and CAUSE.search(manuscript.text):
            continue
        if kind not in told and kind not in {"signature", "closing", "opening"}:
            leaf = next(leaf for leaf in outline.leaves() if leaf.kind == kind)
            yield _lacking(last, leaf, kind)


def _unkept(line: Line, start: int, text: str, kind: SectionKind) -> Finding:
    return Finding(
        rule="structure.promised",
        grade="warning",
        line=line.number,
        start=start,
        text=text,
        why=f"开头说要报告“{text}”，正文没有“{SECTION_NAMES[kind]}”这一部分：补上，或改开头。",
        source=BASIS,
    )


def _lacking(line: Line, leaf: Section, kind: SectionKind) -> Finding:
    return Finding(
        rule=f"structure.required_{kind}",
        grade="hint" if kind == "causes" else "warning",
        line=line.number,
        start=0,
        text="",
        why=f"没有看到“{leaf.name or SECTION_NAMES[kind]}”这一部分，这个文种一般要写。",
        source=leaf.source or "该文种的通行要求",
    )
