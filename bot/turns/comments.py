"""A draft as it is shown to be remarked on, and what a remark is about: a paragraph, some words, the whole.

``3 这里数字核一下``, ``3、…``, ``第3段：…``, or a reply to the message that shows the paragraph. A figure at
the head of a remark is no paragraph: 3次, 3.5万. Who counts their remarks off, 1. 2. 3., means none either.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from bot.desk import Desk
from bot.draft import Draft
from bot.report import assemble
from bot.steps.checklist import outline_of
from bot.steps.noting import is_about
from phrasebank.markers import chinese_number

UNITS = "年月日号时分秒个次人户件名条项期场篇份万亿元%％度轮批届倍"
ADDRESSED = re.compile(
    r"\s*(?:第\s*(?P<named>[一二三四五六七八九十]{1,3}|\d{1,3})\s*(?:自然)?段\s*[：:，,。.、]?"
    r"|［\s*(?P<marked>\d{1,3})\s*］"
    r"|(?P<counted>\d{1,3})[.．、)）](?!\d)"
    r"|[(（]\s*(?P<bracketed>\d{1,3})\s*[)）]"
    rf"|(?P<plain>\d{{1,3}})(?:[：:，,](?!\d)|\s+(?![{UNITS}])|$)"
    r")\s*(?P<rest>.*)",
    re.DOTALL,
)
ALONE = re.compile(r"\s*(?:第\s*)?[（(［]?\s*\d{1,3}\s*[)）］]?\s*段?\s*[.．、：:，,]?\s*")
SHOWN = re.compile(r"［(\d{1,4})］")
SHORTEST_QUOTE = 2
PAGE = 900
"""Characters of a draft in one message, so that a reply to it says where a remark belongs."""


class Paragraph(Struct, frozen=True):
    """One paragraph of the draft as it is shown; numbers count from 1."""

    number: int
    text: str
    section: str = ""

    @property
    def line(self) -> str:
        """The paragraph with its number, by which a reply to it is known."""
        return f"［{self.number}］{self.text}"


def paragraphs_of(desk: Desk, draft: Draft) -> tuple[Paragraph, ...]:
    """Give the paragraphs of a draft as it is shown, numbered: those of the report that it is now."""
    outline = outline_of(desk, draft)
    blocks = assemble(draft, outline, desk.bank).blocks if outline else ()
    told = (block for block in blocks if block.kind != "mark")
    return tuple(Paragraph(number, block.line, block.section) for number, block in enumerate(told, 1))


def pages_of(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Lay paragraphs out in messages of some each."""
    held: list[str] = []
    for each in paragraphs:
        if held and sum(map(len, held)) + len(each.line) > PAGE:
            yield "\n".join(held)
            held = []
        held.append(each.line)
    yield from ["\n".join(held)] if held else []


class Comment(Struct, frozen=True):
    """A remark: ``place`` says where it belongs, ``about`` holds the words there, empty for the whole."""

    text: str
    place: str = "全文"
    about: str = ""
    section: str = ""


def comments_in(text: str, to: str, paragraphs: Sequence[Paragraph]) -> tuple[Comment, ...]:
    """Read a message, which may reply to the words ``to``; none where it says nothing but a number."""
    if ALONE.fullmatch(text) or not text.strip():
        return ()
    known = {each.number: each for each in paragraphs}
    told = list(_told(text, known))
    if _counted_off([match for match, _ in told]):
        told = [(None, rest) for _, rest in told]
    replied = _replied(to, paragraphs)
    return tuple(
        _on((known[_number(match)],), rest) if match else _with(replied, rest)
        for match, rest in told
        if rest.strip()
    )


def _told(text: str, known: dict[int, Paragraph]) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Cut a message where a line names a paragraph that there is."""
    match, held = None, list[str]()
    for line in text.strip().split("\n"):
        found = ADDRESSED.fullmatch(line)
        if found and _number(found) in known:
            if held:
                yield match, "\n".join(held)
            match, held = found, [found["rest"]]
        else:
            held.append(line.strip())
    yield match, "\n".join(held)


def _counted_off(found: list[re.Match[str] | None]) -> bool:
    """Whether remarks are counted off from 1: then their numbers are their own."""
    own = [match for match in found if match and (match["counted"] or match["bracketed"])]
    return len(own) > 1 and len(own) == len(found) and [_number(each) for each in own] == _first(len(own))


def _first(count: int) -> list[int]:
    return list(range(1, count + 1))


def _number(match: re.Match[str]) -> int:
    written = next(each for each in match.group("named", "marked", "counted", "bracketed", "plain") if each)
    return int(written) if written.isdecimal() else chinese_number(written)


def _replied(to: str, paragraphs: Sequence[Paragraph]) -> Comment:
    """Find what a reply is about, still without its own words."""
    numbers = {int(each) for each in SHOWN.findall(to)}
    shown = tuple(each for each in paragraphs if each.number in numbers)
    quote = SHOWN.sub("", to).strip()
    if len(quote) < SHORTEST_QUOTE:
        return Comment("")
    held = tuple(each for each in shown or paragraphs if is_about(each.text, quote))
    if len(held) == 1 and "".join(quote.split()) in "".join(held[0].text.split()):
        return Comment("", f"第 {held[0].number} 段", quote, held[0].section)
    return _on(shown, "") if shown else Comment("")


def _on(paragraphs: tuple[Paragraph, ...], text: str) -> Comment:
    first, last = paragraphs[0], paragraphs[-1]
    if first is last:
        return Comment(text, f"第 {first.number} 段", first.text, first.section)
    sections = {each.section for each in paragraphs}
    place = f"第 {first.number}—{last.number} 段"
    return Comment(text, place, place, first.section if len(sections) == 1 else "")


def _with(place: Comment, text: str) -> Comment:
    return Comment(text, place.place, place.about, place.section)
