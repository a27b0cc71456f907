"""Time: plans that are to be done in a year gone by."""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript

DUE = re.compile(
    r"(20\d\d)年(?:年?底|年?末|上半年|下半年|[一二三四]季度|第[一二三四]季度|\d{1,2}月|内)(?:底|末|前|之前|以前)*"
)
PAST = re.compile(
    r"以来|已|基础上|印发|出台|通知|文件|反馈|发现的|问题|情况|成果|经验|教训|自$|截至|从$|[《（]"
)


def overdue(manuscript: Manuscript) -> Iterator[Finding]:
    """Find plans due in the year reported on, or before."""
    year = manuscript.year
    for line in manuscript.lines if year else ():
        for match in DUE.finditer(line.text) if line.section == "plans" else ():
            clause = re.split(r"[，。；]", line.text[match.end() :])[0]
            before = re.split(r"[，。；]", line.text[: match.start()])[-1]
            if year and int(match[1]) <= year and not PAST.search(before + "\n" + clause):
                yield Finding(
                    rule="tense.overdue",
                    grade="warning",
                    line=line.number,
                    start=match.start(),
                    text=match[0],
                    why=f"这是{year}年度报告的打算，期限却写在{match[1]}年，请核对。",
                    source="述职报告的通行写法：打算写将要做的事",
                )
