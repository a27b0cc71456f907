"""Reading last year's report: any text gives a reading, though perhaps one without a problem in it."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from bot.draft import Carryover, LastYear
from bot.last_year.pieces import STOP, Cutter, Piece, items_in
from bot.last_year.rows import KINDS, Row, admits, blocks_of, rows_of
from phrasebank.document import Document
from phrasebank.masks import masks_in
from phrasebank.parsing import parse
from phrasebank.terms import SectionKind

ASPECT = re.compile(r"(?:方面|上|情况|工作|建设|问题|不足)$")
BULLET = re.compile(r"\s*[●○■□◆◇▪▶➢•·★☆√✓]+\s*")
TITLE_YEAR = re.compile(r"(20\d\d)(?=[年）)—-]|$)")
MOST = 60
LONGEST = 500
LEAST_HAN = 4
HAN = re.compile(r"[\u4e00-\u9fff]")


class Found(Struct, frozen=True):
    """A problem, cause or measure in its full words, with the line where it begins."""

    line: int
    text: str


class Reading(Struct, frozen=True):
    """What a report admits, explains and promises, each in its order; at most 60 of a kind."""

    source: str
    year: int | None
    problems: tuple[Found, ...]
    causes: tuple[Found, ...]
    measures: tuple[Found, ...]

    @property
    def last_year(self) -> LastYear:
        """Problems and measures as items to be answered, problems first; ids count on from ``y1``."""
        kinds = [("problem", each) for each in self.problems] + [("plan", each) for each in self.measures]
        items = (
            Carryover(f"y{number}", "problem" if kind == "problem" else "plan", found.text, found.line)
            for number, (kind, found) in enumerate(kinds, 1)
        )
        return LastYear(self.source, self.year, tuple(items))


def read_report(lines: Sequence[str], source: str) -> Reading:
    """Read a report in any shape, advertisements and all. Never raises."""
    document = parse([_unbulleted(line) for line in lines], source)
    found: dict[SectionKind, list[Found]] = {kind: [] for kind in KINDS}
    blocks = list(blocks_of(rows_of(document)))
    for block, below in zip_longest(blocks, blocks[1:], fillvalue=list[Row]()):
        for kind, each in _in_block(block, below):
            if _says_something(each.text) and len(found[kind]) < MOST:
                found[kind].append(each)
    return Reading(source, _year(document), *(tuple(found[kind]) for kind in KINDS))


def _unbulleted(line: str) -> str:
    """Take the bullet off a line, and let it be a sentence, so that it is taken for no heading."""
    match = BULLET.match(line)
    text = line[match.end() :].rstrip() if match else line
    return f"{text}。" if match and text and text[-1] not in "。；：！？，;:" else text


def _year(document: Document) -> int | None:
    """Take the year from the title, also one that stands there alone: 述职报告（2024）."""
    title = TITLE_YEAR.search(document.title.text) if document.title else None
    return int(title[1]) if title else document.year


def read_last_year(lines: Sequence[str], source: str) -> LastYear:
    """Read a report as the items that this year's has to answer."""
    return read_report(lines, source).last_year


def _in_block(block: list[Row], below: list[Row]) -> Iterator[tuple[SectionKind, Found]]:
    """Read a block; running text that only leads to headings of its kind, which stand below, is no item."""
    first = block[0]
    if first.states:
        yield from _stated(block)
        return
    headed = below[0].kind if below and below[0].states else None
    cutter = Cutter(first.kind)
    for row in block:
        if row.text:
            cutter.take(row.text, row.line, row.kind)
    yield from _items([piece for piece in cutter.pieces if piece.marked or piece.kind != headed])


def _stated(block: list[Row]) -> Iterator[tuple[SectionKind, Found]]:
    """Take a heading with all below it as one item, unless it only names what its own items are about."""
    first = block[0]
    cutter = Cutter(first.kind)
    for row in block:
        text = f"{row.lead}。{row.text}" if row is not first and row.lead else row.text
        if text:
            cutter.take(text, row.line)
    own = [piece for piece in cutter.pieces if piece.kind == first.kind]
    aspect = ASPECT.search(first.lead) and not (first.kind == "problems" and admits(first.lead))
    if aspect and any(piece.marked for piece in own):
        yield from _items(cutter.pieces)
        return
    body = "".join(piece.text for piece in own)
    yield first.kind, Found(first.line, _shortened(f"{first.lead}。{body}" if body else first.lead))
    yield from _items([piece for piece in cutter.pieces if piece.kind != first.kind])


def _items(pieces: list[Piece]) -> Iterator[tuple[SectionKind, Found]]:
    for kind in KINDS:
        for line, text in items_in(pieces, kind):
            yield kind, Found(line, _shortened(text))


def _shortened(text: str) -> str:
    """Keep what an item is about: its first sentences, at most 500 characters."""
    if len(text) > LONGEST:
        text = text[:LONGEST]
        text = text[: max(text.rfind("。"), text.rfind("；"), text.rfind("，"), LONGEST // 2)]
    return text.strip(STOP)


def _says_something(text: str) -> bool:
    """Whether words are left once what was blotted out is taken away."""
    for mask, _, _ in masks_in(text):
        text = text.replace(mask, "")
    return len(HAN.findall(text)) >= LEAST_HAN
