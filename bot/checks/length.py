"""长短: a report longer than it may be, or shorter than it must."""

from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript


def unfitting(manuscript: Manuscript) -> Iterator[Finding]:
    """Find a length out of bounds, at the last line; characters count without blanks."""
    limit, count = manuscript.limit, len("".join(manuscript.text.split()))
    over = count - limit.characters if limit.characters else 0
    short = (limit.least or 0) - count
    if not manuscript.lines or (over <= 0 and short <= 0):
        return
    told = (
        f"限 {limit.characters} 字，超 {over} 字。"
        if over > 0
        else f"至少 {limit.least} 字，还差 {short} 字。"
    )
    yield Finding(
        rule="length.over" if over > 0 else "length.short",
        grade="warning",
        line=manuscript.lines[-1].number,
        start=0,
        text="",
        why=f"全文 {count} 字，{told}",
        source="通知或您定的篇幅",
    )
