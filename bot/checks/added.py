"""Formulations that a user or an administrator adds: read out of a pasted document, with date and source.

They are kept as rules like all others, in a file of their own, and are in force for reports of the year that
the date falls in and later ones.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bot.checks.rules import Rule, read

DATE = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
QUOTE = "[“《「\"']?"
END = "[”》」\"']?"
WORDS = r"([^“”《》「」\"'\n→，。；：]{2,40}?)"
STOPPED = r"(?:不再(?:使用|用|提|称|写|表述为)|停止使用|不(?:使用|用|写|称|得写作|得称)|禁用|慎用)"
SAID = (
    re.compile(
        rf"^[\s\d.、（）一二三四五六七八九十-]*{QUOTE}{WORDS}{END}\s*(?:→|->|=>|——>|⇒)\s*{QUOTE}{WORDS}{END}[。；]?\s*$"
    ),
    re.compile(
        rf"(?:将|把){QUOTE}{WORDS}{END}(?:一律|统一)?(?:修改|规范|改写|表述|统一|更改|改|调整)?(?:为|成|称){QUOTE}{WORDS}{END}(?=[，。；]|$)"
    ),
    re.compile(
        rf"{STOPPED}{QUOTE}{WORDS}{END}(?:的(?:提法|表述|说法))?[，、；]\s*(?:而|应|一律|统一|现)*(?:改用|改称|改为|用|使用|称|写作|写|表述为|提){QUOTE}{WORDS}{END}(?=[，。；]|$)"
    ),
    re.compile(
        rf"{QUOTE}{WORDS}{END}(?:应为|应写作|应改为|应表述为|规范表述为|现改为|现称|改称){QUOTE}{WORDS}{END}(?=[，。；]|$)"
    ),
)
"""Ways of saying that one wording has taken the place of another: the old one, then the new one."""

STOPPED_ALONE = re.compile(rf"{STOPPED}[“《「]([^”》」\n]{{2,40}})[”》」]")
FILE = "formulations.yaml"


def place(folder: Path) -> Path:
    """Give the file of the formulations added, in a folder of data."""
    return folder / FILE


def added(path: Path) -> tuple[Rule, ...]:
    """Read the formulations added, none where there is no file. Raises ``BrokenFileError``."""
    return read(path) if path.is_file() else ()


def rules_in(lines: Iterable[str], since: str, source: str) -> tuple[Rule, ...]:
    """Take what a document says of wordings that changed: 将“A”改为“B”, 不再使用“A”, A → B.

    ``since`` is a date such as 2026, 2026-03 or 2026-03-01. Gives none where nothing is said.
    """
    found: dict[str, Rule] = {}
    for line in lines:
        for old, new in said(line):
            rule = rule_of(old.strip(), new.strip(), since, source)
            found[rule.id] = rule
    return tuple(found.values())


def kept(known: Sequence[Rule], more: Sequence[Rule]) -> tuple[Rule, ...]:
    """Put further formulations to those known, each once, the newer in place of the older."""
    return tuple({rule.id: rule for rule in (*known, *more)}.values())


def write(path: Path, rules: Sequence[Rule]) -> None:
    """Keep formulations in their file. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".part")
    waiting.write_bytes(HEAD.encode() + msgspec.yaml.encode([_filled(rule) for rule in rules]))
    waiting.replace(path)


HEAD = "# 自己加的提法。每一条：旧说法（pattern）、新说法（suggest）、从哪一天起（since）、依据（source）。\n"


def said(line: str) -> Iterator[tuple[str, str]]:
    """Give what a line says of wordings that changed, the old one first; the new one may be empty."""
    told = False
    for form in SAID:
        for match in form.finditer(line):
            if match[1] != match[2]:
                told = True
                yield match[1], match[2]
        if told:
            return
    for match in STOPPED_ALONE.finditer(line):
        yield match[1], ""


def rule_of(old: str, new: str, since: str, source: str) -> Rule:
    """Make the rule that an old wording has given way to a new one, or to none if that is empty."""
    pattern = re.escape(old)
    if new and old in new:
        # 从严治党 within 全面从严治党 is the new wording, not the old one.
        before, after = new.split(old, 1)
        pattern = (
            (f"(?<!{re.escape(before)})" if before else "")
            + pattern
            + (f"(?!{re.escape(after)})" if after else "")
        )
    rule = Rule(
        id=f"added.{blake2b(old.encode(), digest_size=4).hexdigest()}",
        kind="substitution" if new else "existence",
        pattern=pattern,
        suggest=new.replace("\\", "\\\\"),
        grade="warning",
        tier="提法",
        fix=bool(new),
        since=since,
        why=f"{since} 起用“{new}”，不再用“{old}”。" if new else f"{since} 起不再用“{old}”。",
        source=source,
        bad=(f"{since[:4]}：{old}",),
        good=(f"{since[:4]}：{new or '…'}",),
    )
    return rule if new else replace(rule, fix=False)


def _filled(rule: Rule) -> dict[str, object]:
    """Give a rule without what it leaves empty."""
    data: dict[str, object] = msgspec.to_builtins(rule)
    return {name: value for name, value in data.items() if value not in ("", (), [], False)}
