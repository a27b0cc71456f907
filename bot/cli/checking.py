"""``check``: the check-up of a finished text, whoever wrote it; ``formulations``: what is added to it."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bot.checks.added import DATE, added, kept, place, rules_in, write
from bot.checks.checking import check as checked
from bot.checks.finding import GRADE_NAMES, Finding, Grade
from bot.checks.manuscript import Manuscript, manuscript_of
from bot.checks.overlap import Known, seeds, shares, sketch_of
from bot.cli.database import database_of
from bot.draft import Limit
from bot.outline import outlines
from phrasebank.parsing import parse
from phrasebank.reading import UnreadableError, read_lines

FOLLOWING = 3
"""Until March, a report without a year is taken for last year's."""

SHORTEST_SHARE = 0.01


def check(options: Namespace) -> int:
    """Print the findings; gives 1 where one is as grave as ``--fail-on`` asks, 2 for what cannot be read."""
    if options.genre and options.genre not in outlines():
        print(f"没有“{options.genre}”这个文种。可以写：{'、'.join(outlines())}。", file=sys.stderr)
        return 2
    try:
        manuscript = _manuscript(options)
        against = (*seeds(), *_known(options.against))
        demanded = _demanded(options.notice, manuscript) if options.notice else ()
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    found = (*checked(manuscript, against, added(place(database_of(options).parent))), *demanded)
    if options.json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(manuscript, found, against)))
    graver = [grade for grade in GRADE_NAMES if options.fail_on and _as_grave(grade, options.fail_on)]
    return int(any(finding.grade in graver for finding in found))


def add(options: Namespace) -> int:
    """Add the formulations that a document tells of; gives 1 where it tells of none."""
    if not DATE.fullmatch(options.since):
        print("日期写成 2026、2026-03 或 2026-03-01。", file=sys.stderr)
        return 2
    path = place(database_of(options).parent)
    try:
        fresh = rules_in(read_lines(options.file), options.since, options.source)
        if fresh:
            write(path, kept(added(path), fresh))
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError:
        print(f"没有存成，请检查 {path} 和它的文件夹能不能写。", file=sys.stderr)
        return 2
    for rule in fresh:
        print(rule.why)
    if not fresh:
        print("没有读出哪个说法换成了哪个，例：将“甲”改为“乙”。", file=sys.stderr)
        return 1
    print(f"加了 {len(fresh)} 条，存在 {path}。")
    return 0


def listed(options: Namespace) -> int:
    """Print the formulations added."""
    rules = added(place(database_of(options).parent))
    if options.json:
        print(json.dumps(msgspec.to_builtins(rules), ensure_ascii=False, indent=1))
    else:
        lines = [f"{rule.why}（{rule.source}）" for rule in rules]
        print("\n".join(lines) or "还没有自己加的提法。")
    return 0


def _demanded(path: Path, manuscript: Manuscript) -> tuple[Finding, ...]:
    from bot.notice.reading import read_notice  # noqa: PLC0415 - few checks follow a notice
    from bot.steps.demanded import lacking  # noqa: PLC0415 - likewise

    outline = outlines().get(manuscript.genre or "")
    return tuple(lacking(manuscript, read_notice(read_lines(path), path.name, outline)))


def _manuscript(options: Namespace) -> Manuscript:
    lines = read_lines(options.file)
    manuscript = manuscript_of(lines, parse(lines, options.file.name))
    year = options.year or manuscript.year or _year_now()
    limit = Limit(round(options.limit)) if getattr(options, "limit", None) else Limit()
    return replace(manuscript, year=year, genre=options.genre or manuscript.genre, limit=limit)


def _year_now() -> int:
    today = datetime.now().astimezone()
    return today.year - (today.month <= FOLLOWING)


def _known(paths: Sequence[Path]) -> list[Known]:
    files = [file for path in paths for file in (_files_in(path) if path.is_dir() else [path])]
    return [Known(file.name, sketch_of(parse(read_lines(file), file.name).clean)) for file in files]


def _files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


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
