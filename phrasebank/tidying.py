"""Undo what web pages, copying and typing habits do to the characters of a line.

Tags, entities, invisible characters and stray spaces go; half-width punctuation in Chinese text becomes
full-width (GB/T 15834); repeated commas become one.
"""

import html
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from phrasebank.reading import printable

INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
BREAK = re.compile(
    r"<\s*/?\s*(?:br|p|div|h[1-6]|li|tr|section|article)\b[^<>]{0,300}>|[\u2028\u2029\f\v]", re.IGNORECASE
)
TAG = re.compile(r"<!--[^<>]{0,300}-->|</?[a-zA-Z][^<>]{0,300}>|<!\w[^<>]{0,300}>")
MARKDOWN = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s+)")
BOLD = re.compile(r"^\*\*([^*]+)\*\*$")
SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
INDENT = re.compile(r"^(?:\u3000{2,}|[ \u00a0]{4,}|\t)")
CLOSED = "\u4e00-\u9fff”’》）】％%"
FULL_WIDTH = (
    (re.compile(r"(?<!\d),|,(?!\d)"), "，"),
    (re.compile(rf"(?<=[{CLOSED}]);|;(?=[\u4e00-\u9fff])"), "；"),
    (re.compile(rf"(?<=[{CLOSED}]):|(?<!\w):(?=[\u4e00-\u9fff])"), "："),
    (re.compile(rf"(?<=[{CLOSED}])\?"), "？"),
    (re.compile(rf"(?<=[{CLOSED}])!"), "！"),
    # The dot behind a number that opens the line is the number's own.
    (
        re.compile(rf"(?<!^[一二三四五六七八九十])(?<!^十[一二三四五六七八九])(?<=[{CLOSED}])\.(?![\w.])"),
        "。",
    ),
    (
        re.compile(
            r"(?<!^[一二三四五六七八九十])(?<=[\u4e00-\u9fff”％%])\.(?=[\u4e00-\u9fff“《（\d\u2460-\u2473])"
        ),
        "。",
    ),
    (re.compile(r"(?<=\d)\.$|^\.$"), "。"),
    # An address that was stuck in behind a sentence is no part of it.
    (re.compile(rf"\.(?<=[{CLOSED}\w]\.)(?=https?://|www\.)"), "。"),
    (re.compile(r"\((?=[^)）]{0,200}[)）])"), "（"),
    (re.compile(r"(?<=[（\u4e00-\u9fff\w”》])\)"), "）"),
)
REPEATED = (
    (re.compile(r"([，、；：])[，、]+"), r"\1"),
    (re.compile(r"[，、]+([。；：！？])"), r"\1"),
    (re.compile(r"。{2,}"), "。"),
    (re.compile(r"([。；：！？])[，、]+"), r"\1"),
)
HALF_OR_REPEATED = re.compile(r"[,;:?!.()\s]|[，、；：。！？][，、。；：！？]")
PLAIN = "\u4e00-\u9fff，。；：！？、“”‘’《》（）【】—…％%0-9A-Za-z*×·+/-"
# A line of nothing but these, no two marks in a row, is tidy as it is; so are most lines of most files.
UNTIDY = re.compile(f"[^{PLAIN}]|[，、；：。！？][，、。；：！？]")
SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）】]*|[^。！？]+$")
STRAY_SPACE = re.compile(
    "(?<=[\u4e00-\u9fff”》）】]) (?=[，。；：！？、”》）】])|(?<=[，。；：！？、“《（【]) "
)
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


class Line(Struct, frozen=True):
    """A line, or part of one, of the file: its 1-based number, and its width and indent before tidying."""

    number: int
    text: str
    indented: bool = False
    width: int = 0


def tidy_lines(raw: Iterable[str]) -> Iterator[Line]:
    """Tidy the lines of a file; a line with break tags gives several of the same number."""
    for number, line in enumerate(raw, start=1):
        if not UNTIDY.search(line) and not line.startswith("**"):
            yield Line(number, line, indented=False, width=len(line))
            continue
        visible = INVISIBLE.sub("", printable(html.unescape(line)))
        for part in BREAK.split(visible):
            yield Line(number, tidy(part), bool(INDENT.match(part)), len(part.rstrip()))


def tidy(text: str) -> str:
    """Tidy one line. Single spaces inside it stay: they may part a heading from its text."""
    text = SPACES.sub(" ", TAG.sub("", MARKDOWN.sub("", text))).strip()
    return punctuate(BOLD.sub(r"\1", text))


def punctuate(text: str) -> str:
    """Make half-width punctuation full-width and repeated commas one. Doing it again changes nothing."""
    if not HALF_OR_REPEATED.search(text):
        return text
    for pattern, replacement in FULL_WIDTH + REPEATED:
        text = pattern.sub(replacement, text)
    return STRAY_SPACE.sub("", text).strip()


def curl(text: str) -> str:
    """Turn straight quotation marks into “ and ” by turns; only a whole paragraph tells which is which."""
    parts = text.split('"')
    if len(parts) == 1 or len(parts) % 2 == 0:
        return text
    return punctuate("".join(part + mark for part, mark in zip(parts, "“”" * len(parts), strict=False))[:-1])


def close_up(text: str) -> str:
    """Remove the spaces between Chinese characters, once they are no longer needed to tell a heading."""
    return BETWEEN_HAN.sub("", text) if " " in text else text
