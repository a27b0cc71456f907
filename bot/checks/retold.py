"""The same fact told twice in other words: two clauses with the same figures, mostly alike."""

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript
from bot.checks.official import official, plain

CLAUSE = re.compile(r"[^，。；：！？\n]+")
DIGITS = re.compile(r"\d+(?:\.\d+)?")
HAN = str.maketrans("一二三四五六七八九两", "1234567892")
SHORTEST = 6
ALIKE = 0.6
COMMON = 12
"""A pair of characters that more clauses hold than this tells nothing of any."""

Clause = tuple[Line, int, str, frozenset[str], tuple[str, ...]]


def retold(manuscript: Manuscript) -> Iterator[Finding]:
    """Find clauses that say again, in other words, what one before them in their section said."""
    clauses = list(_clauses(manuscript))
    holders: dict[str, list[int]] = defaultdict(list)
    for place, (line, start, text, pairs, figures) in enumerate(clauses):
        near: dict[int, int] = defaultdict(int)
        for pair in pairs:
            if len(holders[pair]) <= COMMON:
                for other in holders[pair]:
                    near[other] += 1
            holders[pair].append(place)
        for other, shared in near.items():
            before = clauses[other]
            same = before[0].section == line.section and before[4] == figures and before[2] != text
            if same and 2 * shared >= ALIKE * (len(pairs) + len(before[3])):
                yield Finding(
                    rule="repetition.retold",
                    grade="hint",
                    line=line.number,
                    start=start,
                    text=text,
                    why=f"像是把第 {before[0].number} 行“{before[2]}”又说了一遍，留一处。",
                    source="公文写作的通行要求：不重复",
                )
                break


def _clauses(manuscript: Manuscript) -> Iterator[Clause]:
    for line in manuscript.lines:
        if line.heading and "。" not in line.text:
            continue
        for match in CLAUSE.finditer(line.text):
            han = official().sub("", plain(match[0]))
            figures = tuple(sorted(DIGITS.findall(match[0].translate(HAN))))
            if len(han) >= SHORTEST and figures:
                pairs = frozenset(han[at : at + 2] for at in range(len(han) - 1))
                yield line, match.start(), match[0], pairs, figures
