"""Rules that are data: wording that should not stand in a report, read from ``rules/*.yaml``.

A rule never says more than its source does: ``tier`` is how strong that is, and what rests on memory alone
(待核) is a hint. Words and order stand in the YAML; what a rule does stands in ``wording``.
"""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bot.checks.finding import Grade, Tier
from phrasebank.loading import BrokenFileError, load, load_own
from phrasebank.terms import SectionKind

FOLDER = Path(__file__).parent / "rules"

Kind = Literal["existence", "substitution", "dated"]


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    r"""One rule.

    ``pattern`` is a regular expression on one line. ``suggest`` is what should stand there; ``\1`` and the
    like are filled from the pattern; it is ``fix``ed by a tap only where the meaning cannot change. A
    ``dated`` rule finds its pattern outside its years of validity: ``since`` and ``until`` are dates such as
    2017, 2017-10 or 2017-10-24, both included; any other with ``since`` is in force from then on.
    ``sections`` and ``bodies`` narrow where it holds, ``unless`` is what must not stand in the sentence.
    ``bad`` texts are found, ``good`` ones are not; a dated
    rule's examples begin with the year of the report, as in ``2026：…``.
    """

    id: str
    kind: Kind
    pattern: str
    grade: Grade
    tier: Tier
    why: str
    source: str
    suggest: str = ""
    fix: bool = False
    since: str = ""
    until: str = ""
    sections: tuple[SectionKind, ...] = ()
    bodies: tuple[str, ...] = ()
    unless: str = ""
    bad: tuple[str, ...]
    good: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Read all rules, in the order of file and line. Raises ``BrokenFileError``."""
    found = [
        rule
        for path in sorted(FOLDER.glob("*.yaml"))
        for rule in _sound(path, load_own(path, tuple[Rule, ...]))
    ]
    ids = [rule.id for rule in found]
    twice = next((each for each in ids if ids.count(each) > 1), "")
    if twice:
        raise BrokenFileError(f"校核规则“{twice}”的编号用了两次，请改掉一个。")
    return tuple(found)


def read(path: Path) -> tuple[Rule, ...]:
    """Read one file of rules. Raises ``BrokenFileError`` that names the rule and what is wrong with it."""
    return _sound(path, load(path, tuple[Rule, ...]))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a rule's pattern, once: there are more of them than the library keeps. Raises ``re.error``."""
    return re.compile(pattern, re.MULTILINE)


def _sound(path: Path, found: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Give rules that are right in themselves. Raises ``BrokenFileError`` for the first that is not."""
    for rule in found:
        why = _fault(rule)
        if why:
            raise BrokenFileError(f"文件 {path} 里的规则“{rule.id}”不对：{why}。")
    return found


def _fault(rule: Rule) -> str:
    for form in (rule.pattern, rule.unless):
        try:
            compiled(form)
        except re.error as error:
            return f"“{form}”不是正确的正则表达式（{error}）"
    if rule.tier == "待核" and rule.grade != "hint":
        return "没有核实的来源（待核）只能是提示（hint）"
    if rule.fix and not rule.suggest:
        return "能一键改的要写明改成什么（suggest）"
    if rule.kind == "dated" and not rule.since and not rule.until:
        return "有年限的提法要写 since 或 until"
    if not rule.bad or not rule.good:
        return "要有 bad 和 good 的例子"
    return ""
