"""Running text cut into what it admits, explains and promises: rows of 一是…二是…, sentences, clauses."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bot.compose.splitting import lines_of
from bot.last_year.rows import admits
from phrasebank.markers import read_marker
from phrasebank.rows import Item, inline_items
from phrasebank.sections import section_of_sentence
from phrasebank.terms import SectionKind
from phrasebank.tidying import SENTENCE

ANNOUNCES = re.compile(
    r"[：:]$|以下(?:几|[一二三四五六七八九两\d]|方面|问题|工作|措施|不足)|如下|下列|(?:主要|具体)(?:表现|体现|有|是)?(?:在|为)?$|(?:重点|着重|主要|努力)(?:抓好|做好|从|在).{0,8}$"
    r"|(?:存在|还有|仍有|有着?).{0,4}(?:一定|不少|许多|一些|较大|不小|明显).{0,3}(?:的?差距|的?不足|的?问题|不足之处)$|为(?:指导|统领|引领)，|不足之处$"
    r"|(?:持续|不断|切实|努力|认真)(?:加以)?(?:改进|整改|克服|解决)$"
)
SHOWS = re.compile(r"^.{0,60}?(?:主要(?:表现|体现)|表现|体现)(?:在|为|是)?(?:以下.{1,4}方面)?[：:]")
EXPLAINS = re.compile(
    r"(?:究其|分析|剖析)?(?:产生|造成|存在|出现)?(?:这些|以上|上述)?(?:问题)?(?:存在)?的?(?:主要|根本|深层次)?(?:原因|根源)"
    r"(?:主要)?(?:是|在于|有|为)?[：:，,]?|(?:主观上|客观上)(?=[，,])"
)
STOP = "。！？；;，,：:、 "
LEAST = 4


class Piece(Struct, frozen=True):
    """A stretch of one kind; ``marked`` where it is an item of a row, ``run`` tells stretches apart."""

    kind: SectionKind
    text: str
    line: int
    marked: bool
    run: int


class Cutter:
    """Cuts paragraph after paragraph, and keeps the kind that a row began with for its later items."""

    def __init__(self, kind: SectionKind) -> None:
        self.pieces: list[Piece] = []
        self._kind = kind
        self._row = kind
        self._run = 0

    def take(self, text: str, line: int, kind: SectionKind | None = None) -> None:
        """Cut a paragraph; ``kind`` is the section in which one without a marker begins."""
        marker = read_marker(text)
        if kind and (marker is None or marker.ordinal == 1):
            self._kind = kind
        items = inline_items(text)
        if len(items) > 1:
            self._rows(text, items, line)
        elif marker and len(lines_of(text)) == 1:
            self._row = self._kind if marker.ordinal == 1 else self._row
            self._kind = self._row
            self._sentences(marker.rest, line, marked=True)
        else:
            self._lines(lines_of(text), line)

    def _rows(self, text: str, items: Sequence[Item], line: int) -> None:
        """Cut 一是…二是…; a new row begins in the kind that the words before it have turned to."""
        self._sentences(text[: items[0].start - len(items[0].marker)], line, marked=False)
        for item in items:
            if item.marker.lstrip("第").startswith("一"):
                self._row = self._kind
            self._kind = self._row
            self._sentences(text[item.start : item.end], line, marked=True)

    def _lines(self, parts: Sequence[str], line: int) -> None:
        """Take a row that is counted off in another way: 首先…其次…, 1.…2.…, ①…②…."""
        row = self._kind
        for part in parts:
            self._kind = row if len(parts) > 1 else self._kind
            self._sentences(part, line, marked=len(parts) > 1)

    def _sentences(self, text: str, line: int, *, marked: bool) -> None:
        """Put sentences of one kind together; an item that turns to another kind goes on without a marker."""
        self._run += 1
        begun = False
        for match in SENTENCE.finditer(text):
            turned = _turned(match[0].lstrip(), self._kind)
            if turned != self._kind and begun:
                marked = False
            self._kind = turned
            last = self.pieces[-1] if self.pieces else None
            if last and begun and last.kind == turned:
                self.pieces[-1] = Piece(turned, last.text + match[0], last.line, last.marked, last.run)
            else:
                self.pieces.append(Piece(turned, match[0], line, marked, self._run))
            begun = True


def items_in(pieces: list[Piece], kind: SectionKind) -> Iterator[tuple[int, str]]:
    """Give what pieces of one kind say, with its line: marked items if there are any, else sentences."""
    own = [piece for piece in pieces if piece.kind == kind]
    marked = [piece for piece in own if piece.marked]
    said = marked or [piece for piece in own if not announces(piece.text)]
    for piece in said:
        parts = [piece.text] if marked or len({each.run for each in said}) > 1 else _cut(piece.text, kind)
        for part in parts:
            if len(part.strip(STOP)) >= LEAST:
                yield piece.line, part.strip(STOP)


def announces(text: str) -> bool:
    """Whether words only say that something follows."""
    plain = text.strip("。！？； ")
    if SHOWS.match(plain) and not plain.endswith(("：", ":")):
        return False
    return bool(ANNOUNCES.search(plain)) and not re.search(r"[“《]", plain)


def _turned(sentence: str, kind: SectionKind) -> SectionKind:
    """Tell which kind a sentence is of that stands after one of ``kind``."""
    if kind == "problems" and EXPLAINS.match(sentence):
        return "causes"
    return section_of_sentence(sentence, kind).kind


def _cut(text: str, kind: SectionKind) -> list[str]:
    """Cut a single run into its sentences; what is listed behind 主要表现在： into its clauses."""
    if kind == "causes":
        return re.split("[；;]", EXPLAINS.sub("", text))
    parts: list[str] = []
    for match in SENTENCE.finditer(text):
        listed = SHOWS.match(match[0])
        sentence = match[0][listed.end() :] if listed else match[0]
        clauses = re.split("[；;]", sentence)
        if listed and len(clauses) == 1:
            clauses = re.split("，", sentence)
            clauses = clauses if all(map(admits, clauses)) else [sentence]
        if listed or not announces(sentence):
            parts += clauses
    return [part for part in parts if kind != "problems" or admits(part)]
