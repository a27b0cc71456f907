"""Parse a report: noise dropped, paragraphs restored, structure read, everything classified."""

import re
from collections.abc import Sequence

from phrasebank.breaks import restore, restore_raw
from phrasebank.cues import cues, first_in
from phrasebank.document import Document, Heading, Paragraph, Place, Point, Sentence, Title
from phrasebank.masks import find_masks, find_questions
from phrasebank.noise import drop_lines, drop_spans
from phrasebank.reflow import paragraphs as reflow
from phrasebank.sections import genre_of, move_of, section_of_heading, section_of_sentence
from phrasebank.structure import Block, inline_items, read_blocks
from phrasebank.terms import SectionKind
from phrasebank.tidying import SENTENCE, Line, close_up, tidy_lines

YEAR = re.compile(r"(20\d\d)\s*年")
CHINESE_YEAR = re.compile(r"二[〇○零0][一二三四五六七八九〇○零]{2}年")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
DATE_LINE = re.compile(r"(?:20\d\d|二[〇○零].{2})\s*年.{0,12}日?")
LABELLED = re.compile("^(?:标题|题目|文章标题)：")
BARE_TITLE = re.compile("(?:个人|年度|年终|工作)*述[职责廉法德学述]{1,7}(?:工作)?(?:报告|汇报|材料)")
WHOSE = re.compile("书记|主任|局长|校长|院长|支部|党委|党组|委员会|公司|学校|医院|^关于|20\\d\\d年")
SIGNER = re.compile("(?:述职人|报告人|汇报人|书记|主任|局长|校长|院长|经理|主席)：[^，。；]{1,4}$")
LONGEST_TITLE = 60
LONGEST_OPENING_LINE = 45
HEAD = 12
SIGNATURE = 24
SHORTEST_OPENING = 30
TAIL = 4
STOP = "。！？；;，,：:、 "


def parse(lines: Sequence[str], file: str = "") -> Document:
    """Parse the lines of a file; ``file`` is only passed on. Any text gives a document."""
    kept, noise = drop_lines(list(tidy_lines(restore_raw(lines))))
    flowed, spans = drop_spans(restore(reflow(kept)))
    title, rest = _take_title(flowed)
    blocks = read_blocks(rest)
    reader = _Reader(blocks)
    headings = tuple(reader.headings)
    texts = [*([Line(title.line, title.text)] if title else []), *rest]
    return Document(
        file=file,
        title=title,
        year=_year(title, rest),
        genre=genre_of(title.text if title else "", [heading.text for heading in headings]),
        noise=tuple(sorted([*noise, *spans], key=lambda each: each.line)),
        headings=headings,
        points=tuple(reader.points),
        slots=tuple(find_masks(kept)),
        opening=reader.opening,
        closing=_closing(blocks),
        questions=tuple(find_questions(texts)),
        sentences=tuple(reader.sentences),
        paragraphs=(
            *([Paragraph(title.line, title.text, "opening")] if title else []),
            *reader.paragraphs,
        ),
    )


class _Reader:
    """Walks through the blocks once, keeping the section that it stands in."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.headings: list[Heading] = []
        self.points: list[Point] = []
        self.sentences: list[Sentence] = []
        self.paragraphs: list[Paragraph] = []
        self.opening: Place | None = None
        self._section: SectionKind = "opening"
        self._parents: list[tuple[int, SectionKind]] = []
        signature = _signature_start(blocks)
        for place, block in enumerate(blocks):
            if place >= signature:
                self._section = "signature"
            elif place >= len(blocks) - TAIL and _takes_leave(block):
                self._section = "closing"
            self._read(block)

    def _read(self, block: Block) -> None:
        if block.level:
            self._read_heading(block)
        section = self._section
        if section == "opening" and not self.opening and _is_signature_line(block) and not _greets(block):
            section = "signature"
        elif block.level == 0 or block.body:
            section = self._read_body(block)
        self.paragraphs.append(Paragraph(block.line, close_up(block.text), section))

    def _read_heading(self, block: Block) -> None:
        while self._parents and self._parents[-1][0] >= block.level:
            self._parents.pop()
        parent = self._parents[-1][1] if self._parents else None
        section = section_of_heading(block.phrase, block.level, parent)
        self._parents.append((block.level, section.kind))
        self._section = section.kind
        marker = block.marker.text if block.marker else ""
        text = close_up(block.phrase)
        self.headings.append(
            Heading(block.line, block.level, marker, text, bool(block.body), section.kind, section.cue)
        )

    def _read_body(self, block: Block) -> SectionKind:
        """Read what is no heading; give the section in which the paragraph begins."""
        body = block.body if block.level else block.text
        if self.opening is None and not self.headings and len(body) >= SHORTEST_OPENING:
            self.opening = Place(block.line)
        rows = inline_items(body)
        if block.marker and not block.level and len(rows) <= 1:
            self._section = section_of_sentence(block.marker.rest, self._section).kind
            self.points.append(
                Point(block.line, block.marker.text, close_up(block.marker.rest).rstrip(STOP), self._section)
            )
            body = block.marker.rest
        begin: SectionKind | None = None
        sections: list[tuple[int, SectionKind]] = []
        for match in SENTENCE.finditer(body):
            found = section_of_sentence(match[0], self._section)
            self._section = found.kind
            begin = begin or found.kind
            sections.append((match.end(), found.kind))
            move, cue = move_of(match[0], found.kind)
            self.sentences.append(
                Sentence(block.line, close_up(match[0]), found.kind, move, cue or found.cue)
            )
        for item in rows if len(rows) > 1 else ():
            section = next((kind for stop, kind in sections if item.start < stop), self._section)
            text = close_up(body[item.start : item.end]).strip(STOP)
            self.points.append(Point(block.line, item.marker, text, section))
        return begin or self._section


def _take_title(paragraphs: Sequence[Line]) -> tuple[Title | None, list[Line]]:
    """Part the title from the rest; lines that stand above it (a number, a date) stay."""
    head = list(enumerate(paragraphs[:HEAD]))
    for wanted in (_ends_like_title, _holds_title_word):
        for place, line in head:
            if wanted(line.text):
                start = place - 1 if place and _is_split(paragraphs[place - 1].text, line.text) else place
                text = "".join(each.text for each in paragraphs[start : place + 1])
                title = Title(paragraphs[start].number, close_up(LABELLED.sub("", text)))
                return title, [*paragraphs[:start], *paragraphs[place + 1 :]]
    return None, list(paragraphs)


def _is_split(above: str, text: str) -> bool:
    """Tell whether a title stands on two lines: what it is called, and above it whose it is."""
    whose = len(above) <= SIGNATURE and not above.endswith(tuple(STOP)) and WHOSE.search(above)
    return bool(whose and BARE_TITLE.fullmatch(text))


def _ends_like_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and text.endswith(cues().title.ends)


def _holds_title_word(text: str) -> bool:
    plain = len(text) <= LONGEST_OPENING_LINE and not text.endswith(("。", "：", "；", "，"))
    return plain and first_in(text, cues().title.holds) is not None


def _year(title: Title | None, rest: Sequence[Line]) -> int | None:
    """Take the year from the title, else from the first paragraphs; the year reported on is named first."""
    for text in [title.text if title else "", *(line.text for line in rest[:3])]:
        match = YEAR.search(text)
        if match:
            return int(match[1])
        written = CHINESE_YEAR.search(text)
        if written:
            return int(written[0][:4].translate(CHINESE_DIGITS))
    return None


def _signature_start(blocks: Sequence[Block]) -> int:
    """Find where the signature begins: short lines at the end, the last of them or the one before a date."""
    start = len(blocks)
    while start and _is_signature_line(blocks[start - 1]):
        start -= 1
    signed = any(DATE_LINE.fullmatch(block.text) or SIGNER.search(block.text) for block in blocks[start:])
    return start if signed else len(blocks)


def _is_signature_line(block: Block) -> bool:
    return (
        not block.level
        and not block.marker
        and not block.closed
        and not block.body
        and len(block.text) <= SIGNATURE
    )


def _greets(block: Block) -> bool:
    return block.text.startswith(cues().salutations)


def _takes_leave(block: Block) -> bool:
    """Tell a last paragraph that thanks, or asks for criticism."""
    return not block.level and not block.marker and first_in(block.text, cues().farewells) is not None


def _closing(blocks: Sequence[Block]) -> Place | None:
    """Find the paragraph whose last sentence takes leave."""
    for block in reversed(blocks[-TAIL:]):
        if block.level and not block.body:
            return None
        last = SENTENCE.findall(block.text)[-1:]
        if last and first_in(last[0], cues().closing):
            return Place(block.line)
    return None
