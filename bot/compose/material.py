"""Raw material: lines of notes, minutes and reports in any order, read as statements under their labels."""

import re
from collections.abc import Iterable
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.context import Told, kinds_of
from bot.compose.labels import MARKED, Label, Minute, hinted_by, inline, is_residue, label_of, minute
from bot.compose.placing import kind_of, kind_under
from bot.compose.splitting import lines_of, statements_of
from bot.compose.tables import cells_of, is_head, is_rule, told
from bot.compose.tidy import clean, tidy
from phrasebank.markers import read_marker
from phrasebank.terms import SectionKind
from phrasebank.topics import topic_of

TAKEN_BACK = re.compile(
    r"[^，。；？！,;?!]{1,20}[？?，,。](?:哦)?(?:不对|说错了|写错了|记错了|更正一下)[，,：:](?:应该|应当|应)?是?"
)
"""Words that their writer takes back in the next: 开除了？不对，退回2个."""


BYLINE = re.compile(
    r"^\s*(?:[（(](?:本报|本网|本刊)?(?:通讯员|记者)[^（）()\d]{1,14}[）)]|(?:本报|本网|本刊|本站)讯)[：:\s]*"
)
COUNTED = re.compile(r"\s*[（(]?(\d{1,2})(?:[、.．)）](?!\d)|\s)")
ATTENDED = re.compile(r"^[^，。；：]{0,4}应到\s*\d+\s*(?:人|名)[^。；]*实到\s*\d+\s*(?:人|名)[^。；]*。?$")


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
    left_out: list[str] = []
    found: list[Statement] = []
    for name, file in groupby(materials, lambda each: each.source.rpartition(":")[0]):
        pieces = tuple(file)
        reading = _Reading(
            hinted_by(name), _items([line for each in pieces for line in each.text.split("\n")])
        )
        said = [
            Statement(text, label, material.source)
            for material in pieces
            for label, text in reading.statements(material.text)
        ]
        found += _in_context(said, hinted_by(name))
        left_out += [*reading.left_out, *reading.unfinished()]
    return tuple(found), tuple(left_out)


def _in_context(said: list[Statement], hint: Label) -> list[Statement]:
    """Give what is told among shortcomings, causes or plans the kind of those around it."""
    found: list[Statement] = []
    for _, part in groupby(said, lambda each: each.label.board):
        run = tuple(part)
        rows = _rows([each.text for each in run])
        seen = [Told(each.text, each.label.kind, hint.kind, row) for each, row in zip(run, rows, strict=True)]
        found += map(_of_kind, run, kinds_of(seen))
    return found


def _of_kind(each: Statement, kind: SectionKind) -> Statement:
    if kind == kind_under(each.text, each.label.kind):
        return each
    return replace(each, label=replace(each.label, kind=kind, beside=True))


def _rows(texts: list[str]) -> list[int]:
    """Tell by a number which row of items 1. 2. 3. each statement belongs to; 0 for none."""
    rows, row, expected = list[int](), 0, 0
    for text in texts:
        marker = read_marker(text)
        begins = marker is not None and marker.ordinal == 1
        row += begins
        goes_on = marker is not None and (begins or marker.ordinal == expected)
        expected = marker.ordinal + 1 if marker and goes_on else 0 if marker else expected
        rows.append(row if goes_on else 0)
    return rows


def _items(lines: list[str]) -> frozenset[str]:
    """Give the lines that read like labels and are items themselves: there is nothing below them.

    One stands alone, or the next item of the row follows at once: 3. 核对台账, 4. 走访.
    """
    told = [line for line in lines if tidy(line)]
    if len(told) == 1:
        return frozenset(line for line in told if _names_no_kind(line) and not line.endswith(("：", ":")))
    ordinals = [_ordinal(line) for line in told]
    rows = zip(told, [0, *ordinals], ordinals, [*ordinals[1:], 0], [*told[1:], "一、"], strict=False)
    return frozenset(
        line
        for line, before, own, behind, below in rows
        if own and (behind == own + 1 or (own == before + 1 and label_of(below)))
        if _names_no_kind(line)
    )


def _ordinal(line: str) -> int:
    match = COUNTED.match(line)
    return int(match[1]) if match else 0


def _names_no_kind(line: str) -> bool:
    label = label_of(line)
    return label is not None and label.kind is None and label.board is None


class _Reading:
    """Goes through raw material line by line: the label in force, and fields of minutes not yet told."""

    def __init__(self, label: Label, items: frozenset[str]) -> None:
        self.left_out: list[str] = []
        self._items = items
        self._bare = ""
        self._begun = False
        # A file called 问题 may hold more than problems: a hint. One on last year's says what all of it is.
        self._label = label if label.kind in {None, "rectification"} else Label()
        self._kind_leads = True
        self._head: tuple[str, ...] = ()
        self._date = ""
        self._attendance = ""

    def statements(self, text: str) -> list[tuple[Label, str]]:
        found: list[tuple[Label, str]] = []
        pending: list[str] = []
        for told_line in TAKEN_BACK.sub("", clean(text)).split("\n"):
            line = BYLINE.sub("", told_line)
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
        self._stands_over("")
        return [self._dated("")] if self._date or self._attendance else []

    def _stands_over(self, line: str) -> None:
        """Tell of a label that nothing came to stand below, unless the text only begins with it."""
        if self._bare:
            self.left_out.append(self._bare)
        bare = self._begun and _names_no_kind(line) and not MARKED.match(line)
        self._bare, self._begun = tidy(line) if bare else "", True

    def _read(self, line: str) -> list[tuple[Label, str]] | None:
        """Take a line that is a label, a field of minutes, or has a label of its own; ``None`` for others."""
        cells = cells_of(line)
        if cells:
            return self._row(line, cells)
        self._head = ()
        if is_residue(line):
            self.left_out.append(tidy(line))
            return []
        label = label_of(line) if tidy(line) and line not in self._items else None
        if label is not None:
            self._stands_over(line)
            self._label = self._under(label)
            return []
        if tidy(line):
            self._bare, self._begun = "", True
        if ATTENDED.match(line):
            self._attendance += f"，{tidy(line)}"
            return []
        field = minute(line)
        if field:
            return [(self._label, each) for each in self._noted(field)]
        labelled = inline(line)
        if labelled:
            own = self._under(labelled[0])
            if own.board:
                self._label = replace(own, topic=None)
            return [(own, each) for each in statements_of(labelled[1], _subject)]
        return None

    def _row(self, line: str, cells: tuple[str, ...]) -> list[tuple[Label, str]]:
        """Take a row of a table; the first, if it names columns, tells what the others count."""
        if is_rule(line):
            return []
        if not self._head and is_head(cells):
            self._head = cells
            return []
        return [(self._label, told(cells, self._head))]

    def _under(self, label: Label) -> Label:
        """Put a label in force: a new kind ends the topic above, a topic stands under the kind above.

        The parts of a report (boards) stand above the kinds or below them, as the first of them does.
        """
        above = self._label
        if label.board:
            return replace(label, kind=above.kind if self._kind_leads else None)
        if label.kind:
            self._kind_leads = above.board is None
            return replace(label, board=above.board)
        return Label(above.kind if label.topic else None, label.topic, above.board if label.topic else None)

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
        said = tidy(statement) if self._date else statement.rstrip("。")
        dated = f"{self._date}{said}{self._attendance}"
        self._date = self._attendance = ""
        return dated

    def _cut(self, lines: list[str], label: Label) -> list[tuple[Label, str]]:
        cut = lines_of if label.kind == "rectification" else partial(statements_of, subject=_subject)
        found = list(cut("\n".join(lines)))
        if found and (self._date or self._attendance):
            found[0] = self._dated(found[0])
        return [(label, each) for each in found]


def _subject(text: str) -> object:
    kind, cue = kind_of(text)
    topic = topic_of(text)
    return (kind, topic) if cue or topic else None
