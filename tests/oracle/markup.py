"""Telegram's HTML: what its documentation allows under “HTML style”, and the text that is left of it."""

import re
from html.parser import HTMLParser

SIMPLE = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"}
ATTRIBUTES = {
    "a": {"href"},
    "blockquote": {"expandable"},
    "code": {"class"},
    "span": {"class"},
    "tg-emoji": {"emoji-id"},
}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_TAG = re.compile(r"<(?!/?[a-z][a-z-]*[\s>])")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SIMPLE and tag not in ATTRIBUTES:
            self.faults.append(f"<{tag}> is no tag of Telegram's")
        if unknown := {name for name, _ in attrs} - ATTRIBUTES.get(tag, set()):
            self.faults.append(f"<{tag}> has no {sorted(unknown)}")
        if tag == "blockquote" and tag in self.open:
            self.faults.append("a quotation stands in another")
        self.open.append(tag)

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.faults.append(f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> tuple[str, list[str]]:
    """Give the text that a reader sees, and what is wrong with how it is marked up."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    faults = [*reader.faults, *(f"<{tag}> stays open" for tag in reader.open)]
    faults += ["a < is not escaped"] * bool(_TAG.search(html)) + ["an & is not escaped"] * bool(
        _ENTITY.search(html)
    )
    return "".join(reader.text), faults
