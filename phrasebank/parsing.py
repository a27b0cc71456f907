"""Parse a report: noise dropped, paragraphs restored, structure read, everything classified."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from phrasebank.blocks import Block
from phrasebank.breaks import are_lost, restore, restore_raw
from phrasebank.cues import cues, first_in
from phrasebank.document import (
    UNTOLD,
    Cue,
    Cues,
    Document,
    Heading,
    Paragraph,
    Place,
    Point,
    Sentence,
)
from phrasebank.headline import take_title, year_of
from phrasebank.masks import find_masks, find_questions
from phrasebank.noise import drop_lines
from phrasebank.reflow import paragraphs as reflow
from phrasebank.rows import inline_items
from phrasebank.sections import (
    Section,
    genre_of,
    move_of_sentence,
    section_of_heading,
    section_of_sentence,
)
from phrasebank.stamps import drop_spans, drop_stamps
from phrasebank.structure import read_blocks
from phrasebank.terms import Move, SectionKind
from phrasebank.tidying import SENTENCE, Line, close_up, tidy_lines

DATE_LINE = re.compile(r"(?:20\d\d|二[〇○零].{2})\s*年.{0,12}日?")
SIGNER = re.compile("(?:述职人|报告人|汇报人|书记|主任|局长|校长|院长|经理|主席)：[^，。；]{1,4}$")
ASKS = re.compile("(?:请|望|盼)[^。，]{0,10}(?:评议|批评|指正|审议|审查|监督|帮助|指教)[。！]?$")
LASTLY = ("最后", "最后，")
LONGEST_LEAVE = 200
SIGNATURE = 24
SHORTEST_OPENING = 30
TAIL = 4
STOP = "。！？；;，,：:、 "
AT_HEAD = Cues(Cue("place"), UNTOLD.move)


def parse(lines: Sequence[str], file: str = "") -> Document:
    """Parse the lines of a file; ``file`` is only passed on. Any text gives a document."""
    kept, noise = drop_lines(list(tidy_lines(restore_raw(lines))))
    flowed = reflow(kept)
    flowed, stamps = drop_stamps(flowed) if are_lost(flowed) else (flowed, [])
    restored = restore(flowed)
    flowed, around = drop_lines(restored) if len(restored) > len(flowed) else (restored, [])
    flowed, spans = drop_spans(flowed)
    title, rest = take_title(flowed)
    blocks = read_blocks(rest)
    reader = _Reader(blocks)
    headings = tuple(reader.headings)
    texts = [*([Line(title.line, title.text)] if title else []), *rest]
    return Document(
        file=file,
        title=title,
        year=year_of(title, rest),
        genre=genre_of(title.text if title else "", [heading.text for heading in headings]),
        noise=tuple(sorted([*noise, *stamps, *around, *spans], key=lambda each: each.line)),
        headings=headings,
        points=tuple(reader.points),
        slots=tuple(find_masks(kept)),
        opening=reader.opening,
        closing=_closing(blocks) or reader.closing,
        questions=tuple(find_questions(texts)),
        sentences=tuple(reader.sentences),
        paragraphs=(
            *([Paragraph(title.line, title.text, "opening", None, AT_HEAD)] if title else []),
            *reader.paragraphs,
        ),
    )


class _Reader:
    """Walks through the blocks once, keeping the section that it stands in and the cue that led there."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.headings: list[Heading] = []
        self.points: list[Point] = []
        self.sentences: list[Sentence] = []
        self.paragraphs: list[Paragraph] = []
        self.opening: Place | None = None
        self.closing: Place | None = None
        self._section: SectionKind = "opening"
        self._cue = Cue("place")
        self._parents: list[tuple[int, SectionKind, Cue]] = []
        signature = _signature_start(blocks)
        for place, block in enumerate(blocks):
            if place >= signature:
                self._turn("signature", Cue("place", block.text, block.line))
            elif place >= len(blocks) - TAIL and _takes_leave(block):
                self._turn("closing", Cue("place", first_in(block.text, cues().farewells) or "", block.line))
            self._read(block, () if block.level != 1 else blocks[place:])

    def _turn(self, section: SectionKind, cue: Cue) -> None:
        self._section, self._cue = section, cue

    def _read(self, block: Block, below: Sequence[Block]) -> None:
        if block.level:
            self._read_heading(block, below)
        section, cue, first = self._section, self._cue, len(self.sentences)
        if section == "opening" and not self.opening and _is_signature_line(block) and not _greets(block):
            section, cue = "signature", Cue("place", block.text, block.line)
        elif block.level == 0 or block.body:
            section, cue = self._read_body(block)
        if section == "closing" and not self.closing:
            self.closing = Place(block.line)
        move, why = _main_move(self.sentences[first:])
        self.paragraphs.append(Paragraph(block.line, close_up(block.text), section, move, Cues(cue, why)))

    def _read_heading(self, block: Block, below: Sequence[Block]) -> None:
        while self._parents and self._parents[-1][0] >= block.level:
            self._parents.pop()
        parent = self._parents[-1] if self._parents else None
        section = section_of_heading(
            block.phrase, block.level, parent and parent[1], partial(_text_below, below)
        )
        text = close_up(block.phrase)
        if parent and section.by == "section":
            cue = parent[2]
        else:
            told = (each.line for each in below if section.by == "body" and section.cue in each.text)
            cue = Cue(section.by, section.cue or text, next(told, block.line))
        self._parents.append((block.level, section.kind, cue))
        self._turn(section.kind, cue)
        marker = block.marker.text if block.marker else ""
        self.headings.append(
            Heading(block.line, block.level, marker, text, bool(block.body), section.kind, cue)
        )

    def _read_body(self, block: Block) -> tuple[SectionKind, Cue]:
        """Read what is no heading; give the section in which the paragraph begins."""
        body = block.body if block.level else block.text
        if self.opening is None and not self.headings and len(body) >= SHORTEST_OPENING:
            self.opening = Place(block.line)
        rows = inline_items(body)
        if block.marker and not block.level and len(rows) <= 1:
            self._follow(section_of_sentence(block.marker.rest, self._section), block.line)
            self.points.append(
                Point(block.line, block.marker.text, close_up(block.marker.rest).rstrip(STOP), self._section)
            )
            body = block.marker.rest
        begin: tuple[SectionKind, Cue] | None = None
        sections: list[tuple[int, SectionKind]] = []
        for match in SENTENCE.finditer(body):
            self._follow(section_of_sentence(match[0], self._section), block.line)
            begin = begin or (self._section, self._cue)
            sections.append((match.end(), self._section))
            self._add_sentence(block.line, match[0])
        for item in rows if len(rows) > 1 else ():
            section = next((kind for stop, kind in sections if item.start < stop), self._section)
            text = close_up(body[item.start : item.end]).strip(STOP)
            self.points.append(Point(block.line, item.marker, text, section))
        return begin or (self._section, self._cue)

    def _follow(self, section: Section, line: int) -> None:
        """Go where the words of a sentence lead; most lead nowhere."""
        if section.by == "sentence":
            self._turn(section.kind, Cue("sentence", section.cue, line))

    def _add_sentence(self, line: int, text: str) -> None:
        move, by, cue = move_of_sentence(text, self._section)
        why = self._cue if by == "section" else Cue(by, cue, line)
        self.sentences.append(Sentence(line, close_up(text), self._section, move, Cues(self._cue, why)))


def _text_below(blocks: Sequence[Block]) -> Iterator[str]:
    """Give the sentences below a top heading, which is the first of the blocks, up to the next one."""
    for place, block in enumerate(blocks):
        if place and block.level == 1:
            return
        yield from SENTENCE.findall(block.body if block.level else block.text)


def _main_move(sentences: Sequence[Sentence]) -> tuple[Move | None, Cue]:
    """Give the move that most characters of a paragraph make, the first of them where two are even."""
    lengths: dict[Move, int] = {}
    for sentence in sentences:
        lengths[sentence.move] = lengths.get(sentence.move, 0) + len(sentence.text)
    if not lengths:
        return None, UNTOLD.move
    move = max(lengths, key=lambda each: lengths[each])
    return move, next(sentence.cues.move for sentence in sentences if sentence.move == move)


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
    if block.level or (block.marker and block.marker.text not in LASTLY) or len(block.text) > LONGEST_LEAVE:
        return False
    return first_in(block.text, cues().farewells) is not None or ASKS.search(block.text) is not None


def _closing(blocks: Sequence[Block]) -> Place | None:
    """Find the paragraph whose last sentence takes leave."""
    for block in reversed(blocks[-TAIL:]):
        if block.level and not block.body:
            return None
        last = SENTENCE.findall(block.text)[-1:]
        if last and (first_in(last[0], cues().closing) or ASKS.search(last[0])):
            return Place(block.line)
    return None
