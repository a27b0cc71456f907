"""``check``: the check-up of a finished text, whoever wrote it."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bot.checks.checking import check as checked
from bot.checks.finding import GRADE_NAMES, Finding, Grade
from bot.checks.manuscript import Manuscript, manuscript_of
from bot.checks.overlap import Known, seeds, shares, sketch_of
from bot.outline import outlines
from phrasebank.parsing import parse
from phrasebank.reading import UnreadableError, read_lines

FOLLOWING = 3
"""Until March, a report without a year is taken for last year's."""

SHORTEST_SHARE = 0.01


def check(options: Namespace) -> int:
    """Print the findings; gives 1 where one is as grave as ``--fail-on`` asks, 2 for what cannot be read."""
    try:
        manuscript = _manuscript(options)
        against = (*seeds(), *_known(options.against))
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    if options.genre and options.genre not in outlines():
        print(f"没有“{options.genre}”这个文种。可以写：{'、'.join(outlines())}。", file=sys.stderr)
        return 2
    found = checked(manuscript, against)
    if options.json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(manuscript, found, against)))
    graver = [grade for grade in GRADE_NAMES if options.fail_on and _as_grave(grade, options.fail_on)]
    return int(any(finding.grade in graver for finding in found))


def _manuscript(options: Namespace) -> Manuscript:
    lines = read_lines(options.file)
    manuscript = manuscript_of(lines, parse(lines, options.file.name))
    year = options.year or manuscript.year or _year_now()
    return replace(manuscript, year=year, genre=options.genre or manuscript.genre)


def _year_now() -> int:
    today = datetime.now().astimezone()
    return today.year - (today.month <= FOLLOWING)


def _known(paths: Sequence[Path]) -> list[Known]:
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return [
        Known(file.name, sketch_of(parse(read_lines(file), file.name).clean))
        for file in files
        if file.is_file()
    ]


def _as_grave(grade: Grade, limit: Grade) -> bool:
    order = list(GRADE_NAMES)
    return order.index(grade) <= order.index(limit)


def _told(manuscript: Manuscript, found: Sequence[Finding], against: Sequence[Known]) -> list[str]:
    order = list(GRADE_NAMES)
    lines = [_line(finding) for finding in sorted(found, key=lambda each: order.index(each.grade))]
    counts = Counter(finding.grade for finding in found)
    total = "，".join(f"{name} {counts[grade]}" for grade, name in GRADE_NAMES.items())
    copied = [
        f"和“{each.name}”重合 {each.share:.1%}"
        for each in shares(manuscript, against)
        if each.share >= SHORTEST_SHARE
    ]
    return [*lines, f"按 {manuscript.year} 年度核对：{total}。", *copied]


def _line(finding: Finding) -> str:
    change = f" → “{finding.suggest}”" if finding.suggest else ""
    quoted = f"“{finding.text}”{change}　" if finding.text else ""
    grade = GRADE_NAMES[finding.grade]
    return f"第 {finding.line} 行　{grade}　{quoted}{finding.why}（{finding.tier}：{finding.source}）"
