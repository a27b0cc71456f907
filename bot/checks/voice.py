"""Who speaks: one name for the writer throughout the report."""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript

I = re.compile(  # noqa: E741 - the word itself
    r"(?<![自忘无本])我(?![们国党军省市县区乡镇局办院校公司单位部委处科所站社村街支机中厅集馆台队])"
)
ONESELF = re.compile("本人")
FEW = 3
"""The rarer name may stand so often beside the other before it counts as the writer's second name."""


def mixed(manuscript: Manuscript) -> Iterator[Finding]:
    """Find the name used less often, where a report says both 我 and 本人."""
    text = manuscript.text
    names = sorted((list(I.finditer(text)), list(ONESELF.finditer(text))), key=len)
    rare, usual = names
    if not rare or len(rare) * FEW > len(usual):
        return
    for match in rare[:FEW]:
        line, start = manuscript.place(match.start())
        yield Finding(
            rule="voice.mixed",
            grade="hint",
            line=line.number,
            start=start,
            text=match[0],
            suggest=usual[0][0],
            why=f"全文多用“{usual[0][0]}”（{len(usual)} 处），这里用“{match[0]}”，宜统一。",
            source="述职报告的通行写法：自称前后一致",
        )
