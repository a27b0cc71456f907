"""The same words again: a phrase within a page, a sentence anywhere."""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript
from bot.checks.official import official

PAGE = 22 * 28
"""Characters on a page of 22 lines of 28 (GB/T 9704-2012, 5.2.3)."""

SHORTEST = 8
SENTENCE = 16
CLAUSE = re.compile(r"[^，。；：！？、“”《》（）\s]{%d,}" % SHORTEST)  # noqa: UP031 - braces of the pattern
FIXED = re.compile(
    "全面从严治党|党风廉政建设|意识形态工作|主体责任|党员干部|党支部|基层党建|第一责任人|学习贯彻"
)
"""Words that a duty report cannot do without."""


def repeated(manuscript: Manuscript) -> Iterator[Finding]:
    """Find clauses told again: any of them within a page, long ones anywhere; official wording may return."""
    before: dict[str, int] = {}
    for match in CLAUSE.finditer(manuscript.text):
        said = match[0]
        first = before.get(said)
        before[said] = match.start()
        if first is None or len(FIXED.sub("", official().sub("", said))) < SHORTEST:
            continue
        near = match.start() - first <= PAGE
        line, start = manuscript.place(match.start())
        heading = line.heading and "。" not in line.text[:start]
        if not heading and (near or len(said) >= SENTENCE):
            where = manuscript.place(first)[0].number
            yield Finding(
                rule="repetition.clause",
                grade="warning" if len(said) >= SENTENCE else "hint",
                line=line.number,
                start=start,
                text=said,
                why=f"和第 {where} 行的话一样，同一页里宜换个说法，同一件事只写一遍。",
                source="公文写作的通行要求：不重复",
            )
