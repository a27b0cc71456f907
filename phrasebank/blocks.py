"""Paragraphs cut into marker, first phrase and what follows it."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from phrasebank.markers import Marker, MarkerKind, read_marker
from phrasebank.tidying import Line

END = re.compile("[。！？](?:[”’）】]*)")
COLON = re.compile(r"(?:[^，。；：！？“]|“[^”，。；]{1,12}”){3,25}(?=：.)")
PAIR_AND_COLON = re.compile(r"[^，。；：！？]{3,16}，[^，。；：！？]{3,16}(?<!如下)(?<!以下)(?=：.{15})")
RUN_IN_COLON = re.compile(
    r"[^\d，。；：！？“][^，。；：！？“]{1,15}(?:，[^，。；：！？]{2,14})?(?=：[^。]{8,}。)"
)
LEADS_ON = re.compile("如下|以下|下列|[们志导委家人表]：$|[几三四五六两个]个?方面：$")
GAP = re.compile(r"([^ 。；：]{6,25}) (?=\S{15})")
STOP = "。！？；;，,：:、 "
PUNCTUATION = re.compile("[，。；：！？、“”‘’《》（）【】 ]")
ASKS = re.compile("[^。！？；，：]{4,18}？")
"""A line such as 明年怎么干？, which is a heading."""
TITLED = re.compile("[^，。；：！？]{2,12}：[^，。；：！？]{3,14}")
"""A whole line such as 政治监督：做到抓早抓小: the colon is within the heading."""
WHOLE = frozenset({"chinese", "bracketed"})
LABELLED = frozenset({"chinese", "bracketed", "arabic", "decimal"})
SPREAD = 3
LONGEST_RUN_IN = 32


class Block(Struct, frozen=True):
    """A paragraph cut into marker, first phrase and the text behind it (empty for a line of its own)."""

    line: int
    text: str
    marker: Marker | None
    phrase: str
    body: str
    closed: bool
    level: int = 0

    @property
    def length(self) -> int:
        """Characters of the phrase, punctuation not counted."""
        return len(PUNCTUATION.sub("", self.phrase))


def cut_blocks(paragraphs: Sequence[Line]) -> list[Block]:
    """Cut paragraphs up; no level is told yet."""
    return _cut_at_colons([_block(paragraph) for paragraph in paragraphs])


def _block(paragraph: Line) -> Block:
    marker = read_marker(paragraph.text)
    rest = marker.rest if marker else paragraph.text
    cut = _phrase_end(rest, marker.kind if marker else None)
    phrase, body = rest[:cut].rstrip(STOP), rest[cut:].lstrip("。！？：； ")
    closed = (
        not body
        and rest.endswith(("。", "！", "？", "；", "，", "："))
        and not ASKS.fullmatch(paragraph.text)
    )
    return Block(paragraph.number, paragraph.text, marker, phrase, body, closed)


def _cut_at_colons(blocks: list[Block]) -> list[Block]:
    """Cut neighbours without a marker at their colons, where these close phrases of a length: 思想方面：…."""
    run: list[int] = []
    for place in range(len(blocks) + 1):
        if place < len(blocks) and not blocks[place].marker and _colon_end(blocks[place].text):
            run.append(place)
            continue
        phrases = [blocks[each].text[: _colon_end(blocks[each].text)] for each in run]
        if len(run) > 1 and are_parallel(phrases):
            for each, phrase in zip(run, phrases, strict=True):
                body = blocks[each].text[len(phrase) :].lstrip("： ")
                blocks[each] = replace(blocks[each], phrase=phrase, body=body, closed=False)
        run = []
    return blocks


def _colon_end(text: str) -> int:
    """Give the length of a phrase that a colon closes and a paragraph follows; 0 for all else."""
    match = RUN_IN_COLON.match(text) if "：" in text[:LONGEST_RUN_IN] else None
    return match.end() if match and not LEADS_ON.search(match[0] + "：") else 0


def _phrase_end(rest: str, kind: MarkerKind | None) -> int:
    end = END.search(rest)
    cut = end.end() if end else len(rest)
    if kind and not (kind in WHOLE and TITLED.fullmatch(rest)):
        for pattern in (COLON, GAP, PAIR_AND_COLON) if kind in LABELLED else (COLON, GAP):
            match = pattern.match(rest)
            if match and match.end() < cut:
                return match.end()
    return cut


def without_colon(block: Block) -> Block:
    """Take a line that ends with a colon for one without it: headings of some texts all end so."""
    colon = block.closed and block.text.endswith("：") and not LEADS_ON.search(block.text)
    return replace(block, closed=False) if colon else block


def are_parallel(phrases: Sequence[str]) -> bool:
    """Tell phrases of much the same length that all begin with a quotation, or none of them."""
    if not phrases:
        return False
    lengths = [len(phrase) for phrase in phrases]
    quoted = {phrase[0] == "“" for phrase in phrases}
    return max(lengths) - min(lengths) <= SPREAD and len(quoted) == 1
