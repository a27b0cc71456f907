"""What somebody changed in an exported report: its paragraphs compared with the blocks it was written from.

Blanks do not count, nor does the line under the title that stamps a draft, nor the appendices.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from msgspec import Struct

from bot.export.blocks import Block, Report
from bot.replies import APPENDIX_NAMES, FINDINGS

# In a PDF, the mark of an appendix may come behind the date that ends the page before.
APPENDIX = re.compile(rf"(.*日)?(?:附件\d{{1,2}}(?:　.*)?|{'|'.join((*APPENDIX_NAMES.values(), FINDINGS))})")
MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,2}[.．](?!\d))"
)
GAP = re.compile(r"【待补[^】]*】")
STAMP = re.compile(r"[（(][^（）()]{1,6}稿[）)]")
YEAR = re.compile(r"(?:19|20)\d\d")
LIKE = 0.3  # of the pairs of characters of two paragraphs, from which one is the other, changed
LONGEST_HEADING = 40
IN_PLACE = 0.1  # how like a gap is whatever stands where it stood
SAME, SAME_TITLE = 0.5, 0.8
OWN, OWN_UNTITLED = 0.3, 0.6  # of a report's text that a file must have to be the report


class Changed(Struct, frozen=True):
    """A block with its new line."""

    block: Block
    line: str


class Added(Struct, frozen=True):
    """A new paragraph, the section that it stands in (empty before the first), and its line in the file."""

    section: str
    line: str
    number: int


class Revision(Struct, frozen=True):
    """What a file has otherwise than the report, in order; other numbers of headings are no change."""

    changed: tuple[Changed, ...] = ()
    added: tuple[Added, ...] = ()
    deleted: tuple[Block, ...] = ()


class Piece(Struct, frozen=True):
    """A stretch of a changed line: what has become of the characters from ``start`` to before ``end``."""

    start: int
    end: int
    text: str


def paragraphs(lines: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Give the paragraphs of a file that may be blocks, each with its line from 1.

    Blank lines, indents, appendices and the stamp of a draft are left out.
    """
    told: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        plain = line.strip(" \t\u3000\xa0")
        appendix = APPENDIX.fullmatch(plain) if told else None
        if appendix:
            return (*told, (number, appendix[1])) if appendix[1] else tuple(told)
        if plain and not STAMP.fullmatch(plain):
            told.append((number, plain))
    return tuple(told)


def blocks_of(report: Report, lines: Sequence[str]) -> tuple[Block, ...]:
    """Give the blocks of a report that a file has unchanged, in the order of the file."""
    blocks = _compared(report)
    told = [_bare(line) for _, line in _unwrapped(paragraphs(lines), blocks)]
    return tuple(blocks[i] for i, _ in _matched([_bare(block.line) for block in blocks], told))


def is_of(report: Report, lines: Sequence[str]) -> bool:
    """Whether a file is this report, exported and perhaps edited: by its title and its paragraphs."""
    blocks = _compared(report)
    told = [line for _, line in _unwrapped(paragraphs(lines), blocks)]
    old, new = [_bare(block.line) for block in blocks], [_bare(line) for line in told]
    sizes = [len(block.line) * (block.kind == "paragraph" and not GAP.search(block.line)) for block in blocks]
    kept = sum(sizes[i] for i, j in _paired(old, new) if _likeness(old[i], new[j]) >= SAME)
    share = kept / max(sum(sizes), 1)
    titled = bool(told) and _likeness(_bare(told[0]), _bare(report.title)) >= SAME_TITLE
    years = [set(YEAR.findall(title)) for title in (report.title, told[0] if titled else "")]
    return not (all(years) and years[0] != years[1]) and share >= (OWN if titled else OWN_UNTITLED)


def revision(report: Report, lines: Sequence[str]) -> Revision:
    """Compare the paragraphs of a file with the blocks of the report that it is."""
    blocks = _compared(report)
    told = _unwrapped(paragraphs(lines), blocks)
    old, new = [_bare(block.line) for block in blocks], [_bare(line) for _, line in told]
    pairs = _paired(old, new)
    taken = {j: i for i, j in pairs}
    section, added = "", list[Added]()
    for j, (number, line) in enumerate(told):
        if j in taken:
            section = blocks[taken[j]].section or section
        else:
            added.append(Added(section, line, number))
    return Revision(
        changed=tuple(
            Changed(blocks[i], told[j][1]) for i, j in pairs if unnumbered(old[i]) != unnumbered(new[j])
        ),
        added=tuple(added),
        deleted=tuple(block for i, block in enumerate(blocks) if i not in taken.values()),
    )


def unnumbered(line: str) -> str:
    """Give a line without blanks and its number, which follows from its place."""
    return MARKER.sub("", _bare(line))


def pieces(old: str, new: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Tell what has become of the spans of a line, and of what lies between and around them.

    The spans are apart and in order; there is one piece more than twice as many as spans, span after gap.
    What was put in at the edge of a span belongs to the gap beside it.
    """
    bounds = [0, *(place for span in spans for place in span), len(old)]
    firsts, lasts = _places(old, new)
    inner = (lasts[bound] if n % 2 else firsts[bound] for n, bound in enumerate(bounds[1:-1], 1))
    cuts = [*accumulate((0, *inner), max), len(new)]
    return tuple(
        Piece(start, end, new[first:last])
        for start, end, first, last in zip(bounds, bounds[1:], cuts, cuts[1:], strict=False)
    )


def _places(old: str, new: str) -> tuple[list[int], list[int]]:
    """Give for each place of the old line the first and the last place of the new one that it may be at.

    They differ where something was put in.
    """
    firsts, lasts = [len(new)] * (len(old) + 1), [0] * (len(old) + 1)
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for place in range(a, b + 1):
            ats = (c, d) if a == b else (c + (place - a) * (d - c) // (b - a),)
            firsts[place], lasts[place] = min(firsts[place], *ats), max(lasts[place], *ats)
    return firsts, lasts


def _unwrapped(told: Sequence[tuple[int, str]], blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Join the rows of a page that together are a block; a PDF may give them one by one."""
    wanted = {_bare(block.line) for block in blocks}
    joined: list[tuple[int, str]] = []
    place = 0
    while place < len(told):
        end, text = place + 1, told[place][1]
        while (
            _bare(text) not in wanted
            and end < len(told)
            and any(line.startswith(_bare(text)) for line in wanted)
        ):
            text += told[end][1]
            end += 1
        whole = _bare(text) in wanted
        joined.append((told[place][0], text if whole else told[place][1]))
        place = end if whole else place + 1
    return joined


def _compared(report: Report) -> tuple[Block, ...]:
    return tuple(block for block in report.blocks if block.kind != "mark")


def _bare(text: str) -> str:
    return "".join(text.split())


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    for kind, a, b, c, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((a + step, c + step) for step in range(b - a))


def _paired(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Pair the paragraphs that are the same, and within each stretch between them those that are alike."""
    pairs: list[tuple[int, int]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += [(a + step, c + step) for step in range(b - a)]
        elif kind == "replace":
            pairs += [(a + i, c + j) for i, j in _alike(old[a:b], new[c:d])]
    return tuple(pairs)


def _alike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pair like paragraphs so that no pairs cross and their likeness together is greatest."""
    likeness = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(one: str, other: str) -> float:
    """Measure what share of their character pairs two paragraphs have in common (Dice's coefficient).

    Headings of one number are the same heading, whatever it says now, and so are salutations.
    """
    if GAP.fullmatch(one):
        return IN_PLACE
    marker = MARKER.match(one)
    numbered = bool(marker) and other.startswith(marker[0] if marker else "")
    addressed = one.endswith("：") and other.endswith("：")
    if (numbered or addressed) and max(len(one), len(other)) <= LONGEST_HEADING:
        return SAME
    pairs, others = _pairs(one), _pairs(other)
    found = 2 * len(pairs & others) / max(len(pairs) + len(others), 1)
    return found if found >= LIKE else 0.0


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(max(len(text) - 1, 1))}
