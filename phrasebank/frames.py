"""Turn wording into a frame: figures, names, dates, documents, masks and what a construction holds become slots."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from msgspec import Struct

from phrasebank.constructions import PAIR, SINGLE
from phrasebank.loading import load
from phrasebank.masks import masks_in
from phrasebank.patterns import SLOT
from phrasebank.terms import SlotKind

HERE = Path(__file__).parent
WORK = re.compile(r"《[^》]*》(?=等?(?:专题片|警示教育|系列|电影|纪录片|专题纪录片))")
DOCUMENT = re.compile(r"《[^》]*》(?:（[^）]*）)?(?:[、，]?《[^》]*》(?:（[^）]*）)?)*")
QUOTED = re.compile(r"“([^”]*)”")
NUMBERS = (
    (re.compile(r"20\d\d(?=年)"), "year"),
    (re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}月至\d{1,2}月"), "date"),
    (re.compile(r"\d+(?:[.,]\d+)*[余多]?"), "number"),
)
AFTER_MASK = re.compile(r"(?:区委办公室|党组|局党组|省|市委|市|区|街道|局|地|业务|工作)?")
PEOPLE = re.compile("(?:党员|干部|负责人|成员|人员|职工|群众|同志|书记)$")


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``wording.yaml``."""

    set_expressions: frozenset[str]
    quoted: dict[SlotKind, tuple[str, ...]]
    orgs: tuple[str, ...]
    openers: tuple[str, ...]
    flaws: tuple[str, ...]
    prefixes: tuple[str, ...]
    endings: tuple[str, ...]


@cache
def words() -> Words:
    """Read the words by which frames are made. Raises ``BrokenFileError``."""
    return load(HERE / "wording.yaml", Words)


def frame_of(text: str) -> str:
    """Give the frame of one clause, or of two joined by a comma."""
    return _numbered(_typed(_constructed(text)))


def is_constructed(text: str) -> bool:
    """Tell whether a construction holds the text, so that its frame needs no further proof of being whole."""
    return _construction(text) is not None


def _construction(text: str) -> re.Match[str] | None:
    expressions = PAIR if "，" in text else SINGLE
    return next((match for each in expressions if (match := each.fullmatch(text))), None)


def _constructed(text: str) -> str:
    match = _construction(text)
    if not match:
        return text
    spans = sorted((match.span(name), name) for name, value in match.groupdict().items() if value is not None)
    parts, end = [], 0
    for (start, stop), name in spans:
        parts += [text[end:start], _slot(name, text[start:stop])]
        end = stop
    return "".join(parts) + text[end:]


def _slot(name: str, value: str) -> str:
    if name == "drop":
        return ""
    kind = re.sub(r"_\d$", "", name)
    return "{person}" if kind == "domain" and PEOPLE.search(value) else f"{{{kind}}}"


def _typed(text: str) -> str:
    text = DOCUMENT.sub("{document}", WORK.sub("{work}", text))
    text = QUOTED.sub(_quotation, text)
    for mask, (start, end), kind in reversed(list(masks_in(text))):
        rest = text[end:]
        text = text[:start] + f"{{{kind}}}" + (rest if kind == "number" else AFTER_MASK.sub("", rest, count=1))
        del mask
    for pattern, kind in NUMBERS:
        text = pattern.sub(f"{{{kind}}}", text)
    for org in words().orgs:
        text = text.replace(org, "{org}")
    return text


def _quotation(match: re.Match[str]) -> str:
    if match[1] in words().set_expressions or "{" in match[1]:
        return match[0]
    rest = match.string[match.end() :].removeprefix("等")
    kind = next((kind for kind, nouns in words().quoted.items() if rest.startswith(nouns)), "name")
    return f"“{{{kind}}}”"


def _numbered(frame: str) -> str:
    """Give every slot a name of its own: the second number is ``number_2``."""
    times: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        kind = match[1]
        times[kind] = times.get(kind, 0) + 1
        return f"{{{kind}}}" if times[kind] == 1 else f"{{{kind}_{times[kind]}}}"

    return SLOT.sub(name, frame)


def fixed(frame: str) -> str:
    """Give the fixed text of a frame, with … for each slot."""
    return SLOT.sub("…", frame)


def kinds() -> Iterator[str]:
    """Give the slot kinds that a frame may hold."""
    yield from get_args(SlotKind)
