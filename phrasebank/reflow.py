"""Put paragraphs back together that were wrapped at a fixed width."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from phrasebank.markers import read_marker
from phrasebank.tidying import Line, curl, punctuate

TERMINAL = ("。", "！", "？", "；", "：", "”", "）")
AFTER_STAMP = ("】", "]", "#")
INLINE = frozenset({"serial", "arabic_bracketed"})
"""Markers that often count within a paragraph."""
CLOSING = (*TERMINAL, *AFTER_STAMP, "，", "、", ")")
NARROWEST, WIDEST = 12, 120
LEAST_LINES = 5
SHARE = 0.4
NARROWEST_BROKEN, FEWEST_BROKEN = 20, 3


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Join wrapped lines; the paragraph has the number of its first line. Empty lines part paragraphs."""
    width = wrap_width(lines)
    groups: list[list[Line]] = []
    full = False
    for line in lines:
        if line.text:
            if full and groups and not _begins(line, groups[-1], width):
                groups[-1].append(line)
            else:
                groups.append([line])
        full = is_full(line, width)
    return [_whole(group) for group in groups]


def _whole(group: Sequence[Line]) -> Line:
    if len(group) == 1:
        return replace(group[0], text=curl(group[0].text)) if '"' in group[0].text else group[0]
    return replace(group[0], text=curl(punctuate("".join(line.text for line in group))))


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Give the width that a text was wrapped at; ``None`` where its lines are whole paragraphs.

    Wrapped text shows as a crowd of lines of the same width, give or take a hanging punctuation mark, with
    hardly any wider one.
    """
    widths = Counter(line.width for line in lines if line.text)
    crowds = {
        width: widths[width - 1] + widths[width] + widths[width + 1]
        for width in widths
        if NARROWEST <= width < WIDEST
    }
    width = max(crowds, key=lambda width: (crowds[width], widths[width]), default=0)
    wider = sum(count for each, count in widths.items() if each > width + 1)
    if crowds.get(width, 0) >= max(LEAST_LINES, SHARE * widths.total()) and wider <= crowds.get(width, 0) / 2:
        return width
    return _width_of_broken_lines(lines)


def _width_of_broken_lines(lines: Sequence[Line]) -> int | None:
    """Give the width of the lines that stop in the middle of a sentence, where hardly any line is wider."""
    broken = Counter(
        line.width for line in lines if line.width >= NARROWEST_BROKEN and not line.text.endswith(TERMINAL)
    )
    width = max(broken, key=lambda width: (broken[width], width), default=0)
    wider = sum(line.width > width + 1 for line in lines if line.text)
    return width if broken[width] >= FEWEST_BROKEN and wider * 3 <= broken[width] else None


def is_full(line: Line, width: int | None) -> bool:
    """Tell whether a line goes to the margin of wrapped text; a comma may hang over, a bracket back."""
    if not line.text or width is None or abs(line.width - width) > 1:
        return False
    return line.width == width or not line.text.endswith(TERMINAL)


def continuations(lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether it certainly goes on with the sentence of the one before."""
    width = wrap_width(lines)
    found, open_before = [], False
    for line in lines:
        ends = open_before and (is_full(line, width) or line.text.endswith((*TERMINAL, *AFTER_STAMP)))
        found.append(ends and not _is_numbered(line.text))
        open_before = is_full(line, width) and not line.text.endswith(TERMINAL)
    return found


def _is_numbered(text: str) -> bool:
    """Tell a line that begins a paragraph whatever stands above it; 二是 may go on with a sentence."""
    marker = read_marker(text)
    return marker is not None and marker.kind not in INLINE


def _begins(line: Line, above: Sequence[Line], width: int | None) -> bool:
    """Tell whether a line after a full one begins a paragraph all the same."""
    if line.indented:
        return True
    if not above[-1].text.endswith((*TERMINAL, *AFTER_STAMP)):
        return False
    marker = read_marker(line.text)
    if marker is None:
        # Neither goes on nor ends as a paragraph does: a heading on a line of its own.
        return not is_full(line, width) and not line.text.endswith(CLOSING)
    if marker.kind not in INLINE or (marker.kind != "serial" and marker.ordinal == 1):
        return True
    # 二是 begins a paragraph where 一是 did so, and goes on with the line where 一是 stands within it.
    opening = read_marker(above[0].text)
    return opening is not None and opening.kind == marker.kind and opening.ordinal == marker.ordinal - 1
