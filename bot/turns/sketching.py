"""Texts that a draft must not repeat: their sketches are kept where they are handed over, and looked up.

Nothing of another owner's can be told from a sketch but that a sentence stands there too; not even its name.
"""

from collections.abc import Iterable

from bot.checks.overlap import Known, packed, sketch_of, unpacked
from bot.desk import Desk
from bot.draft import Draft
from bot.report import assemble
from bot.steps.checklist import outline_of
from bot.store.transaction import Transaction

ANOTHER = "本机另一份稿子"


def known_to(transaction: Transaction, owner: str, session: str) -> tuple[Known, ...]:
    """Give the other texts that a session's report is compared with: one's own by name, others' without."""
    found = transaction.sketches.others(owner, session)
    key = transaction.sketches.key() if found else b""
    return tuple(
        Known(f"您的《{each.name}》" if each.own else ANOTHER, unpacked(each.data), key) for each in found
    )


def handed_over(transaction: Transaction, desk: Desk, owner: str, session: str, draft: Draft) -> None:
    """Keep the sketch of a report that is being handed over."""
    outline = outline_of(desk, draft)
    if outline:
        report = assemble(draft, outline, desk.bank, final=True)
        _keep(transaction, owner, session, "", (block.line for block in report.blocks))


def taken_in(transaction: Transaction, owner: str, session: str, name: str, lines: Iterable[str]) -> None:
    """Keep the sketch of a text that was sent to be answered: last year's report, the superior's notice."""
    _keep(transaction, owner, session, name, lines)


def _keep(transaction: Transaction, owner: str, session: str, name: str, lines: Iterable[str]) -> None:
    sketch = sketch_of("\n".join(lines), transaction.sketches.key())
    if sketch:
        transaction.sketches.keep(owner, session, name, packed(sketch))
