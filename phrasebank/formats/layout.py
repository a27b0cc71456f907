"""From characters with places to the rows of a page. Lengths are in points, from the lower left corner."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

SAME_ROW = 0.5
OVERPRINTED = 0.2
WORD_GAP, GAP, TYPED_GAP = 0.18, 0.7, 0.1
OPENING, CLOSING = "“‘（《〈【「『〔([", "，。、；：？！”’）》〉】」』〕…,.;:?!)]%％"


class Glyph(Struct, frozen=True):
    """A character: from where to where, on which base line, how large."""

    left: float
    right: float
    base: float
    size: float
    text: str


class Row(Struct, frozen=True):
    """A row of text; ``first`` is how wide its beginning is that no line break may part."""

    left: float
    right: float
    base: float
    size: float
    text: str
    first: float


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    """Put the characters of a page into rows, top to bottom, whatever order they are drawn in."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: -each.base):
        if groups and groups[-1][0].base - glyph.base < SAME_ROW * max(groups[-1][-1].size, glyph.size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    rows = (_row(sorted(group, key=lambda each: each.left)) for group in groups)
    return [row for row in rows if row]


def _row(glyphs: Sequence[Glyph]) -> Row | None:
    shown: list[Glyph] = []
    text, spaced = "", False
    for glyph in glyphs:
        if glyph.text.isspace():
            spaced = True
            continue
        if shown and _is_overprinted(shown[-1], glyph):
            continue
        text += (" " if shown and _apart(shown[-1], glyph, typed=spaced) else "") + glyph.text
        shown.append(glyph)
        spaced = False
    if not shown:
        return None
    sizes = Counter(round(glyph.size, 1) for glyph in shown)
    size = sizes.most_common(1)[0][0]
    base = next(glyph.base for glyph in shown if round(glyph.size, 1) == size)
    # Beyond the plane of most characters, some systems give halves, which make one character in UTF-16.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Row(shown[0].left, shown[-1].right, base, size, whole, _first(shown))


def _is_overprinted(before: Glyph, glyph: Glyph) -> bool:
    """Tell a character that is drawn twice to look bold."""
    return (
        before.text == glyph.text
        and glyph.text.isalnum()
        and abs(glyph.left - before.left) < OVERPRINTED * glyph.size
    )


def _apart(before: Glyph, glyph: Glyph, *, typed: bool) -> bool:
    gap = (glyph.left - before.right) / max(before.size, glyph.size, 1)
    if typed and gap > TYPED_GAP:
        return True
    return gap > (WORD_GAP if _is_word(before.text) and _is_word(glyph.text) else GAP)


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _first(glyphs: Sequence[Glyph]) -> float:
    """Measure the first character, or word, with the marks that may not be parted from it."""
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in OPENING:
        end += 1
    while end < len(glyphs) - 1 and _is_word(glyphs[end].text) and _is_word(glyphs[end + 1].text):
        end += 1
    while end < len(glyphs) - 1 and glyphs[end + 1].text in CLOSING:
        end += 1
    return glyphs[end].right - glyphs[0].left
