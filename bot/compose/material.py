"""Raw material: lines of notes, minutes and reports in any order, read as statements under their labels."""

import re
from collections.abc import Iterable

from msgspec import Struct

from bot.compose.labels import Label, Minute, inline, label_of, minute
from bot.compose.placing import kind_of
from bot.compose.splitting import statements_of
from bot.compose.tidy import clean, tidy
from phrasebank.topics import topic_of


class Material(Struct, frozen=True):
    """A piece of raw material and where it comes from."""

    text: str
    source: str = ""


class Statement(Struct, frozen=True):
    """One thing said in raw material, with the label in force where it stands."""

    text: str
    label: Label
    source: str


def statements_in(materials: Iterable[Material]) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Give the statements in their order, and the fields of minutes that say nothing for a report."""
    reading = _Reading()
    found = [
        Statement(text, label, material.source)
        for material in materials
        for label, text in reading.statements(material.text)
    ]
    return tuple(found), (*reading.left_out, *reading.unfinished())


class _Reading:
    """Goes through raw material line by line: the label in force, and fields of minutes not yet told."""

    def __init__(self) -> None:
        self.left_out: list[str] = []
        self._label = Label()
        self._date = ""
        self._attendance = ""

    def statements(self, text: str) -> list[tuple[Label, str]]:
        found: list[tuple[Label, str]] = []
        pending: list[str] = []
        for line in clean(text).split("\n"):
            above = self._label
            alone = self._read(line)
            if alone is None:
                pending.append(line)
                continue
            found += [*self._cut(pending, above), *alone]
            pending = []
        return found + self._cut(pending, self._label)

    def unfinished(self) -> list[str]:
        """Give a date or an attendance that no statement came to take up."""
        return [self._dated("")] if self._date or self._attendance else []

    def _read(self, line: str) -> list[tuple[Label, str]] | None:
        """Take a line that is a label, a field of minutes, or has a label of its own; ``None`` for others."""
        label = label_of(line) if tidy(line) else None
        if label is not None:
            self._label = _joined(self._label, label)
            return []
        field = minute(line)
        if field:
            return [(self._label, each) for each in self._noted(field)]
        labelled = inline(line)
        if labelled:
            own = _joined(self._label, labelled[0])
            return [(own, each) for each in statements_of(labelled[1], _subject)]
        return None

    def _noted(self, field: Minute) -> list[str]:
        """Keep date and attendance for the statement of what the meeting was about."""
        people = re.search(r"\d+\s*人", field.value)
        match field.name:
            case "时间" | "日期":
                self._date = field.value
            case "内容" | "议题" | "主题":
                return [self._dated(field.value)]
            case _ if len(re.findall(r"\d+\s*人", field.value)) > 1:
                self._attendance += f"，{field.value.rstrip('。')}"
            case _ if people:
                came = field.name[:2] if field.name.startswith(("缺席", "列席")) else "参加"
                self._attendance += f"，{came}{people[0]}"
            case _ if re.search(r"\d", field.value):
                return [f"{field.name}{field.value}"]
            case _:
                self.left_out.append(f"{field.name}：{field.value}")
        return []

    def _dated(self, statement: str) -> str:
        told = f"{self._date}{statement.rstrip('。')}{self._attendance}"
        self._date = self._attendance = ""
        return told

    def _cut(self, lines: list[str], label: Label) -> list[tuple[Label, str]]:
        found = list(statements_of("\n".join(lines), _subject))
        if found and (self._date or self._attendance):
            found[0] = self._dated(found[0])
        return [(label, each) for each in found]


def _joined(above: Label, label: Label) -> Label:
    """Put a label in force: a new kind ends the topic above, a topic stands under the kind above."""
    if label.kind:
        return label
    return Label(above.kind if label.topic else None, label.topic)


def _subject(text: str) -> object:
    kind, cue = kind_of(text)
    topic = topic_of(text)
    return (kind, topic) if cue or topic else None
