"""The paragraphs of a parsed report in their order, each with its heading, its text and its section."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.labels import inline
from phrasebank.document import Document, Heading, Paragraph
from phrasebank.rows import inline_items
from phrasebank.terms import SectionKind

KINDS: tuple[SectionKind, ...] = ("problems", "causes", "plans")
ENDS: tuple[SectionKind, ...] = ("closing", "signature")
TURNS: dict[SectionKind, re.Pattern[str]] = {
    "problems": re.compile(
        r"[^。；]{0,30}(?:还|仍|也|尚)(?:然|有)?(?:存在|有)[^。；]{0,8}(?:问题|不足|差距|短板)[。，：]"
        r"|(?:主要|突出)?(?:问题|不足|差距)(?:主要)?(?:有|是|表现)"
    ),
    "causes": re.compile(r"(?:造成|产生|出现|究其|分析)[^。；，]{0,10}(?:原因|根源)"),
    "plans": re.compile(
        r"(?:下一?步|下一?年|明年|今后|新的一年|下一阶段|20\d\d年)[^。；]{0,6}(?:打算|将|计划|准备|要|重点|我们?从)"
        r"|(?:下一?步|明年|今后)[，：:]"
    ),
}
OF_PROBLEMS = re.compile(
    r"[^，。；：:]{0,14}(?:方面|工作)(?:还|仍)?(?:存在)?的?(?:主要|突出)*(?:问题|不足|短板)(?:主要)?(?:是|有)?[：:]"
)
"""Leads in, without a heading, what is lacking in one field: 党建方面的问题：…."""
ROOT = re.compile(r"(?:原因|根源|症结)(?:分析|剖析)?$")
ALSO = re.compile(r"问题.{0,4}[及和、与]")
NAMED = re.compile(r"(?:存在|面临|查摆).{0,6}(?:问题|不足|短板|差距|薄弱环节|困难|弱项)$")
FAULT = re.compile(
    r"不|缺|薄弱|欠|单一|滞后|差(?!异)|偏少|较少|很少|弱|空白|老化|流于|走过场|偏|宽松软|松散|松懈|较慢|缓慢|淡|淡化|脱节"
    r"|漏洞|乏力|反弹|弱化|虚化|滑坡|隐患|形式主义|两张皮|参差|有待|还需|仍需|尚需|亟待|亟需|需要?进一步|短板|差距|不足|打折扣|粗放|粗暴|局限|没有|未能|未真正|好人主义"
)


class Row(Struct, frozen=True):
    """A paragraph: ``level`` and ``lead`` of its heading (0 and empty without one), and the text behind it.

    ``kind`` is the section in which it begins; ``label`` tells a heading that names its section only.
    """

    line: int
    kind: SectionKind
    text: str
    level: int = 0
    lead: str = ""
    label: bool = False

    @property
    def states(self) -> bool:
        """Whether its heading is a problem, a cause or a measure, and not the name of a section."""
        return bool(self.level) and not self.label and self.kind in KINDS


def rows_of(document: Document) -> list[Row]:
    """Give the paragraphs behind the title."""
    title = document.title.line if document.title else 0
    waiting = list(document.headings)
    rows: list[Row] = []
    above: Row | None = None
    for paragraph in document.paragraphs:
        heading = waiting[0] if waiting and _heads(waiting[0], paragraph) else None
        if heading:
            above = _headed(waiting.pop(0), paragraph)
            rows.append(above)
        elif paragraph.line != title or paragraph.section != "opening":
            plain = _plain(paragraph)
            rows.append(replace(plain, kind="causes") if above and _explained(above, plain) else plain)
    return rows


def admits(text: str) -> bool:
    """Whether words own up to a shortcoming, and do not only announce some."""
    return bool(FAULT.search(NAMED.sub("", text)))


def blocks_of(rows: list[Row]) -> Iterator[list[Row]]:
    """Part the rows: a heading that states an item with all below it, else rows up to the next heading."""
    place = 0
    while place < len(rows):
        first = rows[place]
        stated = first.level and not first.label
        stop = place + 1
        while stop < len(rows) and _belongs(rows[stop], first.level if stated else 0):
            stop += 1
        yield rows[place:stop]
        place = stop


def _belongs(row: Row, level: int) -> bool:
    """Whether a row stands below what began a block: no heading, or one below ``level``; and no farewell."""
    if row.level:
        return 0 < level < row.level
    return row.kind not in ENDS


def _heads(heading: Heading, paragraph: Paragraph) -> bool:
    start = paragraph.text.find(heading.text)
    return heading.line == paragraph.line and 0 <= start <= len(heading.marker) + 2


def _headed(heading: Heading, paragraph: Paragraph) -> Row:
    end = paragraph.text.find(heading.text) + len(heading.text)
    own = bool(heading.cue) and heading.cue.line == heading.line
    label = own and (heading.level == 1 or not admits(heading.text))
    return Row(
        heading.line,
        "causes" if own and _names_causes(heading.text) else heading.section,
        paragraph.text[end:].lstrip("。！？：；，: "),
        heading.level,
        heading.text,
        label,
    )


def _names_causes(heading: str) -> bool:
    """Whether a heading names the causes alone: 问题根源, not 问题及原因."""
    return bool(ROOT.search(heading)) and not ALSO.search(heading)


def _explained(heading: Row, below: Row) -> bool:
    """Whether a paragraph that counts as a problem stands below a heading of causes."""
    return heading.kind == "causes" and below.kind == "problems" and not below.level


def _plain(paragraph: Paragraph) -> Row:
    """Take a paragraph that begins with the name of its section, 存在的不足：…, as a heading with text.

    A speech without headings turns by what a paragraph begins with.
    """
    admitted = OF_PROBLEMS.match(paragraph.text)
    if admitted:
        said = paragraph.text[admitted.end() :]
        return Row(paragraph.line, "problems", said, 1, "", label=len(inline_items(said)) > 1)
    if paragraph.section in {"opening", "achievements"}:
        turned = next((kind for kind, form in TURNS.items() if form.match(paragraph.text)), None)
        if turned:
            return Row(paragraph.line, turned, paragraph.text, 1, "", label=True)
    labelled = inline(paragraph.text)
    if labelled and labelled[0].kind:
        return Row(paragraph.line, labelled[0].kind, labelled[1], 1, "", label=True)
    return Row(paragraph.line, paragraph.section, paragraph.text)
