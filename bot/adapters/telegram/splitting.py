"""Splitting text into messages that Telegram takes."""

import re

LONGEST = 4096
"""UTF-16 code units, which Telegram counts in: a rare Han character and most emoji are two."""

_PARAGRAPH = re.compile(r"\n+")
_SENTENCE = re.compile(r"[。！？；…!?;]+[”’」』）)]*")


def units(text: str) -> int:
    """Give a length as Telegram counts it."""
    rare = sum(character > "\uffff" for character in text) if max(text, default="") > "\uffff" else 0
    return len(text) + rare


def split(text: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Split after a paragraph, or else after a sentence, or else anywhere; the parts joined are the text."""
    parts = []
    while (room := _fitting(text, longest)) < len(text):
        border = _last(_PARAGRAPH, text, room) or _last(_SENTENCE, text, room) or room
        parts.append(text[:border])
        text = text[border:]
    return (*parts, text)


def _fitting(text: str, longest: int) -> int:
    """Count the characters from the start that fit."""
    if 2 * len(text) <= longest:
        return len(text)
    used = 0
    for place, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > longest:
            return place
    return len(text)


def _last(border: re.Pattern[str], text: str, room: int) -> int:
    return max((found.end() for found in border.finditer(text, 0, room)), default=0)
