"""What is checked: a report line by line, with what each line is and who reports on which year."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from bot.draft import Limit
from phrasebank.document import Document, Heading, Noise, Question
from phrasebank.terms import SectionKind

BODY = re.compile(r"党组(?!织)|党工委|党支部|党总支|党委|纪委")
STAMP = re.compile(
    r"##|www|http|\.com|\.cn|关注|领取|扫码|加群|进群|会员|素材|范文|文库|网盘|下载|来源|转载|版权|侵权|收录|整理|公众号[：:]|客服|填写|代笔"
)
"""What a website puts between the words of a text."""

HEAD = re.compile(rf"({BODY.pattern})(?:副?书记|代表)")


LONGEST_RUN = 80
RUN = re.compile(rf"([0-9０-９.．XxＸ×*＊]{{{LONGEST_RUN}}})([0-9０-９.．XxＸ×*＊]+)")
BLANK = "\ue000"
"""In place of what is not looked at, so that every other character keeps its place: no rule speaks of it."""


class Line(Struct, frozen=True):
    """A line of the text. ``heading`` is its level where it is or begins with a heading, else 0."""

    number: int
    text: str
    section: SectionKind | None = None
    heading: int = 0


class Manuscript(Struct, frozen=True, kw_only=True, dict=True):
    """A report to be checked.

    ``body`` is the Party body that the writer heads or speaks for (``党支部``, ``党组`` …), empty where
    nothing names it; ``organization`` is the unit's name, ``year`` the year reported on. Noise is blanked out
    in the lines; ``noise`` tells what it was. ``questions`` are what the parser could not decide. ``limit``
    is in characters.
    """

    lines: tuple[Line, ...]
    title: str = ""
    year: int | None = None
    genre: str | None = None
    body: str = ""
    organization: str = ""
    headings: tuple[Heading, ...] = ()
    questions: tuple[Question, ...] = ()
    noise: tuple[Noise, ...] = ()
    limit: Limit = Limit()

    @cached_property
    def text(self) -> str:
        """All lines, with line feeds between them."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        lengths = [len(line.text) + 1 for line in self.lines]
        return [0, *accumulate(lengths)][:-1]

    def place(self, offset: int) -> tuple[Line, int]:
        """Give the line that a place of ``text`` is in, and the place within that line."""
        at = bisect_right(self._starts, offset) - 1
        return self.lines[at], offset - self._starts[at]


def readable(manuscript: Manuscript) -> Manuscript:
    """Blank out what goes on and on in figures or masks, over which patterns take the square of its length.

    No report has such a run; its beginning stays, so that it is found all the same.
    """
    if not any(RUN.search(line.text) for line in manuscript.lines):
        return manuscript
    return replace(manuscript, lines=tuple(replace(line, text=_cut(line.text)) for line in manuscript.lines))


def _cut(text: str) -> str:
    return RUN.sub(lambda run: run[1] + BLANK * len(run[2]), text)


def manuscript_of(lines: Sequence[str], document: Document) -> Manuscript:
    """Take a file's lines as parsed; what the parser found to be noise is blanked out, line by line."""
    stamps = tuple(each for each in document.noise if _is_stamp(each, lines[each.line - 1]))
    noise: dict[int, list[str]] = {}
    for each in stamps:
        noise.setdefault(each.line, []).append(each.text)
    sections = {each.line: each.section for each in document.paragraphs}
    levels = {each.line: each.level for each in reversed(document.headings)}
    told = [
        Line(number, _without(text, noise.get(number, ())), sections.get(number), levels.get(number, 0))
        for number, text in enumerate(lines, 1)
    ]
    title = document.title.text if document.title else ""
    opening = next((line.text for line in told if line.section == "opening"), "")
    return Manuscript(
        lines=tuple(told),
        title=title,
        year=document.year,
        genre=document.genre,
        body=body_of(title) or body_of(opening),
        headings=document.headings,
        questions=document.questions,
        noise=stamps,
    )


def _is_stamp(noise: Noise, line: str) -> bool:
    """Whether noise is beyond doubt: a whole line, or within one words that no report has."""
    return noise.text.strip() == line.strip() or bool(STAMP.search(noise.text))


def body_of(words: str) -> str:
    """Give the Party body that words name: the one whose secretary speaks, else the last, or none."""
    head = HEAD.search(words)
    named = BODY.findall(words)
    return head[1] if head else named[-1] if named else ""


def _without(text: str, noise: Sequence[str]) -> str:
    for each in noise:
        text = text.replace(each, "\u3000" * len(each), 1)
    return text
