"""Turn wording into a frame: figures, names, documents, masks and what a construction holds become slots."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.constructions import ANY_PAIR, PAIR, SINGLE, may_hold
from phrasebank.loading import load
from phrasebank.masks import MASK, masks_in
from phrasebank.patterns import SLOT
from phrasebank.terms import SlotKind

HERE = Path(__file__).parent
REMEMBERED = 1 << 13
"""Clauses whose frame is kept in memory: each is asked for several times, and set phrases come again."""
WORK = re.compile(r"《[^》]*》(?:、?《[^》]*》)*(?=等?(?:专题片|警示教育|系列|电影|纪录片|专题纪录片))")
DOCUMENT = re.compile(r"《[^》]*》(?:（[^）]*）)?(?:[、，]?《[^》]*》(?:（[^）]*）)?)*")
TYPED = re.compile(r"[《“\d]|" + MASK.pattern)
QUOTED = re.compile(r"“([^”]*)”")
NUMBERS = (
    (re.compile(r"20\d\d(?=年)"), "{year}"),
    (re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}月至\d{1,2}月"), "{date}"),
    (re.compile(r"\d+(?:[.,]\d+)*[余多]?"), "{number}"),
)
AFTER_MASK = re.compile(r"(?:党组|局党组|省|市委|市|区|街道|局|地|业务|工作)?")
PEOPLE = re.compile(
    "(?:全体|广大|支部|基层|科室|分管|领导|部分)*"
    "(?:党员|干部|班子(?:其他)?成员|群众|职工|人员|同志|负责人|领导|挂职第一书记|科室|和|、)+"
)
BY_VALUE: tuple[tuple[SlotKind, re.Pattern[str]], ...] = (
    ("person", PEOPLE),
    ("org", re.compile(r".{0,8}(?:支部|党组|党委|机关|党组织|单位|科室)")),
    ("result", re.compile(r".{0,8}(?:结果|成果|成效)")),
    ("problem", re.compile(r".{0,20}问题.{0,6}|整改情况")),
)


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``wording.yaml``."""

    set_expressions: frozenset[str]
    quoted: dict[SlotKind, tuple[str, ...]]
    orgs: tuple[str, ...]
    openers: tuple[str, ...]
    flaws: tuple[str, ...]
    prefixes: tuple[str, ...]
    subjects: tuple[str, ...]
    endings: tuple[str, ...]


@cache
def words() -> Words:
    """Read the words by which frames are made. Raises ``BrokenFileError``."""
    return load(HERE / "wording.yaml", Words)


def may_tell(text: str) -> bool:
    """Tell whether a clause may have a gap, or a row of parts, whatever holds it: most have neither."""
    return _telling().search(text) is not None


@cache
def _telling() -> re.Pattern[str]:
    return re.compile("|".join([TYPED.pattern, "[、{]", *map(re.escape, words().orgs)]))


def frame_of(text: str) -> str:
    """Give the frame of one clause, or of two joined by a comma."""
    return held_frame(text) or typed(text)


def held_frame(text: str) -> str | None:
    """Give the frame where a construction holds the text; it needs no further proof of being whole."""
    match = _construction(text)
    return typed(_filled(text, match)) if match else None


def typed(text: str) -> str:
    """Make slots of what is one wherever it stands: figures, documents, quotations, masks, institutions."""
    return _numbered(_typed(text))


def _construction(text: str) -> re.Match[str] | None:
    if "，" in text:
        return _first(PAIR, text) if ANY_PAIR.fullmatch(text) else None
    return _first(SINGLE, text) if may_hold(text) else None


def _first(expressions: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((match for each in expressions if (match := each.fullmatch(text))), None)


def _filled(text: str, match: re.Match[str]) -> str:
    spans = sorted((match.span(name), name) for name, value in match.groupdict().items() if value is not None)
    parts, end = [], 0
    for (start, stop), name in spans:
        parts += [text[end:start], _slot(name, text[start:stop])]
        end = stop
    return "".join(parts) + text[end:]


def _slot(name: str, value: str) -> str:
    if name.startswith("drop"):
        return ""
    kind = re.sub(r"_\d$", "", name)
    if kind in {"domain", "person"}:
        kind = next((other for other, value_form in BY_VALUE if value_form.fullmatch(value)), kind)
    return f"{{{kind}}}"


def _typed(text: str) -> str:
    if TYPED.search(text):
        text = _marked(text)
    return _orgs().sub("{org}", text)


@cache
def _orgs() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words().orgs)))


def _marked(text: str) -> str:
    text = DOCUMENT.sub("{document}", WORK.sub("{work}", text))
    text = QUOTED.sub(_quotation, text)
    for _, (start, end), kind in reversed(list(masks_in(text))):
        rest = text[end:] if kind == "number" else AFTER_MASK.sub("", text[end:], count=1)
        text = f"{text[:start]}{{{kind}}}{rest}"
    for pattern, slot in NUMBERS:
        text = pattern.sub(slot, text)
    return text


def _quotation(match: re.Match[str]) -> str:
    if match[1] in words().set_expressions or "{" in match[1]:
        return match[0]
    rest = match.string[match.end() :].removeprefix("等")
    kind = next((kind for kind, nouns in words().quoted.items() if rest.startswith(nouns)), "name")
    return f"“{{{kind}}}”"


def _numbered(frame: str) -> str:
    """Give every slot a name of its own: the second number is ``number_2``."""
    if "{" not in frame:
        return frame
    times: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        kind = match[1]
        times[kind] = times.get(kind, 0) + 1
        return f"{{{kind}}}" if times[kind] == 1 else f"{{{kind}_{times[kind]}}}"

    return SLOT.sub(name, frame)


def fixed(frame: str) -> str:
    """Give the fixed text of a frame, with … for each slot."""
    return SLOT.sub("…", frame) if "{" in frame else frame
