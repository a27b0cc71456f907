"""Labels in raw material: lines that say what the lines below them are about, and are no statements."""

import re
from functools import cache

from msgspec import Struct

from bot.compose.tidy import tidy
from bot.compose.words import words
from phrasebank.terms import SectionKind, Topic
from phrasebank.topics import topic_of

LONGEST = 22
LONGEST_HEADING = 32
YEAR = re.compile(r"^\d{4}年度?")
MARKED = re.compile(r"\s*(?:#+\s|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
INLINE = re.compile(r"^([^：:，,。；;]{1,14})[：:](.+)$", re.DOTALL)


class Label(Struct, frozen=True):
    """What a label says of the lines below it: their kind of section, their topic, either or neither."""

    kind: SectionKind | None = None
    topic: Topic | None = None


class Minute(Struct, frozen=True):
    """A field of minutes: its name, as 时间 or 参会人员, and what stands there."""

    name: str
    value: str


def label_of(line: str) -> Label | None:
    """Read a line as a label; ``None`` for one that states something."""
    raw, plain = line.strip(), YEAR.sub("", tidy(line))
    if re.search(r"\d|[。；]", plain) or len(plain) > LONGEST_HEADING:
        return None
    for kind, form in _kinds().items():
        if form.fullmatch(plain):
            return Label(kind)
    if plain.endswith(words().titles) or any(word in plain for word in words().announcements):
        return Label()
    if re.search(r"[“《]", plain):
        return None
    headed = bool(MARKED.match(raw)) and not raw.endswith("。")
    closed = raw.endswith(("：", ":")) and len(plain) <= LONGEST
    if (
        headed
        or closed
        or (plain.endswith(words().label_ends) and "，" not in plain and len(plain) <= LONGEST)
    ):
        return Label(topic=topic_of(plain))
    return None


def inline(line: str) -> tuple[Label, str] | None:
    """Part a label from the statement behind it on the same line: 存在的问题：…, 统战工作：…."""
    match = INLINE.match(line.strip())
    label = label_of(f"{match[1]}：") if match else None
    if match is None or label is None or (label.kind is None and label.topic is None):
        return None
    name = tidy(match[1])
    text = f"做好{name}，{match[2].strip()}" if name.endswith("工作") and not label.kind else match[2].strip()
    return label, text


def minute(line: str) -> Minute | None:
    """Read a line as a field of minutes."""
    match = INLINE.match(line.strip())
    name = tidy(match[1]).removeprefix("会议") if match else ""
    return Minute(name, match[2].strip()) if match and name in words().minutes else None


@cache
def _kinds() -> dict[SectionKind, re.Pattern[str]]:
    return {kind: re.compile(form) for kind, form in words().label_forms.items()}
