"""Give a text its paragraphs back where all line breaks were lost in copying.

What is left to go by are markers in their order (一、 and 二、, （一） under each, 1. under those), the
labels that headings end with, and short sentences that run parallel.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from phrasebank.advertising import end_of_signs
from phrasebank.alternatives import any_of
from phrasebank.below import breaks_below, broken_rows
from phrasebank.cues import cues
from phrasebank.glued import is_glued
from phrasebank.labels import ANEW, BEGINS
from phrasebank.markers import DIGITS
from phrasebank.marks import BRACKETED, CHINESE, COUNTED, Mark, marks_in
from phrasebank.sisters import common_shapes
from phrasebank.tidying import Line, punctuate
from phrasebank.unnumbered import heads_in, parallel_sentences
from phrasebank.vocabulary import turning

LEAST = 250
SHARE = 0.6
MOST_LINES = 6
HEAD = 240
LONGEST_TITLE = 45
TAIL = 120
PLAIN_TITLE = re.compile("[^。！？：；，]{2,40}?(?:述[职责廉法德学])+")
SENTENCE_START = re.compile("(?<=[。！；])")
CONTACTED = re.compile(r"(?:QQ|微信|VX|vx)[号：:]? ?[A-Za-z0-9_-]{5,20}")
BARE = re.compile(rf"第[{DIGITS}]{{1,3}}部分|\d{{1,2}}[.．]\d{{1,2}}|[（(]?[{DIGITS}\d]{{1,3}}[）)、.．]+")
WORDS = "[一-鿿，]{3,12}(?: [一-鿿，]{3,12}){1,3}"
SLOGAN = re.compile(f"^{WORDS}(?=——| )|{WORDS}(?=——)")
SALUTED = re.compile("(?:同[志事]们|(?:父老)?乡亲们|各位[^。：]{1,20}|尊敬的[^。：]{1,30})：")
SIGNED = re.compile(
    r"(?<=[。！])([^。，；！]{0,40}?(?:20\d\d|二[〇○零].{2})\s*年[^。，]{1,5}日|[^。，；]{2,40}?20\d\d\s*年[^。，]{1,8}$)"
    r"(?![前起止至后内的，])|(?<=[。！])(述职人：?[^。，；]{2,12})$"
)
SPACED = re.compile(r"(?<![|｜>＞»·\d])\s+(?![|｜>＞»·])|(?<=\d)\s+(?![|｜>＞»·\d])")
SENTENCE_END = re.compile('[。.！!？?；;：:”"）)]$')
MARKED = re.compile(rf"(?:[（(]?[{DIGITS}\d]{{1,3}}[）)、.．]|第[{DIGITS}]|[{DIGITS}]是)")
DASHED = re.compile("(?<=[。！】\n])——(?=[^。，；：]{4,20}。[^。—]{10,})")
HALF, LONG_PIECE = re.compile("[一-鿿]{3,8}"), 20
LEAST_SPACES, HEAD_PIECES = 4, 10
SPACED_SHARE = 0.35
MEAN_LENGTH = range(18, 151)


def restore_raw(lines: Sequence[str]) -> list[str]:
    """Break a text at the blanks that stand for its line breaks; other texts stay as they are."""
    if not _is_lost([len(line) for line in lines]):
        return list(lines)
    longest = max(lines, key=len)
    pieces = SPACED.split(longest.strip())
    ends = sum(bool(SENTENCE_END.search(one) or MARKED.match(other)) for one, other in pairwise(pieces))
    pieces = _with_markers(_with_halves(_with_slogan(pieces)))
    even = len(pieces) > LEAST_SPACES and ends >= SPACED_SHARE * (len(pieces) - 1)
    if not even or len(longest) // len(pieces) not in MEAN_LENGTH:
        return list(lines)
    return ["\v".join(pieces) if line is longest else line for line in lines]


def _with_slogan(pieces: Sequence[str]) -> list[str]:
    """Put the slogan that opens a title together again: pieces of a length before one with a dash."""
    dashed = next((place for place, piece in enumerate(pieces[:HEAD_PIECES]) if "——" in piece), 0)
    last = dashed - pieces[dashed].startswith("——") if dashed else 0
    first = last
    while first and len(pieces[first - 1]) == len(pieces[last].split("——")[0]):
        first -= 1
    return [*pieces[:first], " ".join(pieces[first : last + 1]), *pieces[last + 1 :]]


def _with_halves(pieces: Sequence[str]) -> list[str]:
    """Put the halves of headings together again that a blank parts, two or more: 坚守初心 修身立德."""
    found = [
        place
        for place, (one, other, below) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False))
        if HALF.fullmatch(one)
        and HALF.fullmatch(other)
        and len(one) == len(other)
        and len(below) >= LONG_PIECE
    ]
    if len(found) <= 1:
        return list(pieces)
    joined = [
        f"{piece} {pieces[place + 1]}" if place in found else piece for place, piece in enumerate(pieces)
    ]
    return [piece for place, piece in enumerate(joined) if place - 1 not in found]


def _with_markers(pieces: Sequence[str]) -> list[str]:
    """Put a marker that stands alone before the piece that it marks."""
    joined: list[str] = []
    for piece in pieces:
        if joined and BARE.fullmatch(joined[-1]):
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return joined


def restore(lines: Sequence[Line]) -> list[Line]:
    """Break the paragraphs of a text that has lost line breaks, all or some; each keeps its number."""
    if not are_lost(lines):
        text = "\n".join(line.text for line in lines)
        return _unglued(lines, text) if len(text) >= LEAST and is_glued(text) else list(lines)
    return [
        replace(line, text=part, width=0)
        for line in lines
        for part in ([line.text] if len(line.text) < LEAST else _parts(line.text))
    ]


def are_lost(lines: Sequence[Line]) -> bool:
    """Tell a text that has lost its line breaks."""
    return _is_lost([len(line.text) for line in lines])


def _is_lost(lengths: Sequence[int]) -> bool:
    """Tell a text that stands in one line, a few lines of furniture about it not counted."""
    filled = [length for length in lengths if length]
    longest = max(filled, default=0)
    return longest >= LEAST and (longest >= SHARE * sum(filled)) and len(filled) <= MOST_LINES


def _unglued(lines: Sequence[Line], text: str) -> list[Line]:
    cuts = _cuts(text)
    out: list[Line] = []
    start = 0
    for line in lines:
        stop = start + len(line.text)
        inside = [start, *(cut for cut in cuts if start < cut < stop), stop]
        parts = [punctuate(text[one:other]) for one, other in pairwise(inside)]
        out += [replace(line, text=part, width=0) for part in parts if part]
        start = stop + 1
    return out


def _parts(text: str) -> list[str]:
    parts = (punctuate(text[one:other]) for one, other in pairwise(_cuts(text)))
    return [part for part in parts if part]


def _cuts(text: str) -> list[int]:
    """Find where paragraphs begin or end."""
    marks = marks_in(text)
    start = marks[0].start if marks else 0
    numbered = set(_at_marks(text, marks))
    sections = {mark.start for mark in marks if mark.level <= BRACKETED}
    sections |= numbered - {mark.start for mark in marks}
    if not any(mark.level <= CHINESE and not COUNTED.match(text, mark.start) for mark in marks):
        sections |= set(heads_in(text))
    breaks = {0, len(text), *numbered, *sections, *broken_rows(text), *_around(text, start)}
    begins = sorted(sections) or [start]
    for begin, end in pairwise([*begins, len(text)]):
        breaks.update(parallel_sentences(text, begin, end))
    return sorted(breaks)


def _at_marks(text: str, marks: Sequence[Mark]) -> Iterator[int]:
    """Find where numbered headings begin and what follows them."""
    shapes = common_shapes(text, marks)
    for mark, stop in zip(marks, (*(mark.start for mark in marks[1:]), len(text)), strict=False):
        yield mark.start
        yield from breaks_below(text, mark, stop, shapes.get(mark.start))


def _around(text: str, start: int) -> Iterator[int]:
    """Find the breaks of what stands about the sections, which begin at ``start``, and of dashes."""
    yield from _title_breaks(text)
    yield from (match.end() for match in CONTACTED.finditer(text))
    yield from (match.end() for match in SALUTED.finditer(text, 0, start or len(text)))
    signed = SIGNED.search(text, max(0, len(text) - TAIL))
    yield from signed.span() if signed else ()
    yield from _leave_taking(text)
    dashed = [match.start() for match in DASHED.finditer(text)]
    yield from dashed if len(dashed) > 1 else ()


def _leave_taking(text: str) -> Iterator[int]:
    """Find where the last sentences of a report begin, such as 以上报告，请予评议."""
    words = any_of(tuple(word for turn in cues().turns if turn.to == "closing" for word in turn.starts))
    starts = (match.end() for match in SENTENCE_START.finditer(text, max(0, len(text) - TAIL)))
    yield from (start for start in starts if words.match(text, start))


def _slogan_before(title: str) -> int | None:
    """Find where a slogan begins that opens a title: 抓党建 强引领——…. ``None`` where none does."""
    slogan = SLOGAN.search(title)
    pieces = slogan[0].split() if slogan else []
    return slogan.start() if slogan and len(set(map(len, pieces))) == 1 else None


def _title_breaks(text: str) -> tuple[int, ...]:
    """Find where the title begins and ends: before it stand advertisements, behind it the opening."""
    for match in any_of(tuple(sorted(cues().title.ends, key=len, reverse=True))).finditer(text[:HEAD]):
        rest = text[match.end() :].lstrip()[:1]
        if not rest or rest not in "的，。、；如”）中会|｜>＞»":
            start = max(text.rfind(mark, 0, match.start()) + 1 for mark in "】。！？：]>》 \n")
            slogan = _slogan_before(text[: match.start()])
            start = start if slogan is None else slogan
            start = max(start, end_of_signs(text[: match.start()]))
            start += turning(text[start : match.end()])
            if match.end() - start <= LONGEST_TITLE and not (start and "，" in text[start : match.end()]):
                return start, match.end()
    plain = PLAIN_TITLE.match(text)
    if plain and any(begins.match(text, plain.end()) for begins in (BEGINS, ANEW, SALUTED)):
        return 0, plain.end()
    return ()
