"""Read a saved web page as its reader sees it: block elements become lines, what is not shown is left out.

No tree is built: elements are counted while the page is parsed, and a page of too many is given up.
"""

import re

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information

from phrasebank.formats.numerals import numeral
from phrasebank.formats.refusal import BROKEN, TOO_MUCH, RefusedError
from phrasebank.formats.tables import row

MOST_ELEMENTS = 200_000
CHUNK = 65_536
UNSEEN = re.compile(
    "head|script|style|template|noscript|iframe|object|embed|svg|math|canvas|audio|video|select|button"
    "|textarea|nav|datalist|map|dialog"
)
BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|header|hr|html|legend|li|main|menu|ol|p|pre|section|summary|table|tbody|td|tfoot|th"
    "|thead|tr|ul"
)
TITLE = re.compile("h[1-6]")
CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
FORMS = {
    "a": "lowerLetter",
    "lower-alpha": "lowerLetter",
    "A": "upperLetter",
    "upper-alpha": "upperLetter",
    "i": "lowerRoman",
    "lower-roman": "lowerRoman",
    "I": "upperRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital",
}
MARKLESS = {"none", "disc", "circle", "square"}
WRAP = re.compile(r"(?<=[^\x00-\xff])[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\xff])")
SPACE = re.compile(r"[ \t\r\n\f]+")


def lines(data: bytes) -> list[str]:
    """Read the lines of a page, given in UTF-8; none is empty. Raises ``RefusedError``."""
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise RefusedError(BROKEN) from error
    return page.lines


class _Page:
    """What the parser reports to. ``_unseen`` counts the open elements from the one that hides the rest."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._pieces: list[str] = []
        self._unseen = 0
        self._elements = 0
        self._centred: list[bool] = []
        self._lists: list[_List] = []
        self._label = ""
        self._rows: list[list[int]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise RefusedError(TOO_MUCH)
        if self._unseen or _hides(tag, attributes):
            self._unseen += 1
            return
        if BLOCK.fullmatch(tag):
            self._end_line()
            self._centred.append(_is_centred(tag, attributes))
        match tag:
            case "br" if not any(self._centred[-1:]):
                # A long title is parted into rows, but is one.
                self._end_line()
            case "ol" | "ul" | "menu":
                self._lists.append(_List(tag, attributes))
            case "li" if self._lists:
                self._label = self._lists[-1].label(attributes)
            case "tr":
                self._rows.append([])
            case "td" | "th" if self._rows:
                self._rows[-1].append(len(self.lines))

    def end(self, tag: str) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        if BLOCK.fullmatch(tag):
            self._end_line()
            self._centred.pop()
        if tag in {"ol", "ul", "menu"} and self._lists:
            self._lists.pop()
        if tag == "tr" and self._rows:
            self._end_row(self._rows.pop())

    def data(self, text: str) -> None:
        if not self._unseen:
            self._pieces.append(text)

    def close(self) -> None:
        self._end_line()

    def _end_line(self) -> None:
        """End a line. A source that is wrapped within Chinese text means no space there."""
        text = SPACE.sub(" ", WRAP.sub("", "".join(self._pieces))).strip(" ")
        self._pieces = []
        if text.strip():
            self.lines.append(self._label + text)
            self._label = ""

    def _end_row(self, starts: list[int]) -> None:
        """Put the cells that began at these lines together."""
        if starts:
            ends = [*starts[1:], len(self.lines)]
            cells = [self.lines[start:end] for start, end in zip(starts, ends, strict=True)]
            self.lines[starts[0] :] = row(cells)


class _List:
    """A list that is open, and its count."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        style = LIST_STYLE.search(attributes.get("style", ""))
        form = style[1].lower() if style else attributes.get("type", "decimal")
        self._silent = tag != "ol" or form in MARKLESS
        self._form = FORMS.get(form, "decimal")
        self._next = _whole(attributes.get("start"), 1)

    def label(self, attributes: dict[str, str]) -> str:
        """Count an item; give what a browser sets before it, "" for a bullet."""
        number = _whole(attributes.get("value"), self._next)
        self._next = number + 1
        written = numeral(number, self._form)
        if self._silent:
            return ""
        return f"{written}、" if self._form == "chineseCountingThousand" else f"{written}. "


def _hides(tag: str, attributes: dict[str, str]) -> bool:
    return bool(UNSEEN.fullmatch(tag) or "hidden" in attributes or HIDING.search(attributes.get("style", "")))


def _is_centred(tag: str, attributes: dict[str, str]) -> bool:
    alignment = attributes.get("align", "").lower()
    return bool(TITLE.fullmatch(tag) or alignment == "center" or CENTRED.search(attributes.get("style", "")))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default  # noqa: PLR2004 - more is no count
