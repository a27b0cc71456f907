"""Cutting a message into points: one line one point, enumerations and unrelated sentences apart."""

import re
from collections.abc import Callable

from bot.compose.tidy import clean, tidy
from bot.compose.words import words

STARTS = re.compile(r"\s*(?:一是|[①⑴]|（一）)")
ENUMERATED = re.compile(
    r"(?<=[。；;，,])\s*(?=[二三四五六七八九十]是)|(?=[②-⑳⑵-⒇])|(?<=[。；;])\s*(?=（[二三四五六七八九十]）)"
)
PART_OF = "其中"
LONGEST_LABEL = 14
MARKED = re.compile(r"#|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
SENTENCE_END = re.compile(r"(?<=[。！？!?])(?![”’）])")


def lines_of(message: str) -> tuple[str, ...]:
    """Cut at line breaks, and a line that begins with 一是 or ① before each of its items.

    An enumeration with words before it stays whole: they belong to all its items.
    """
    pieces = (piece for line in clean(message).split("\n") for piece in _items(line))
    return tuple(piece.strip() for piece in pieces if tidy(piece))


def _items(line: str) -> list[str]:
    return ENUMERATED.split(line) if STARTS.match(line) else [line]


def statements_of(message: str, subject: Callable[[str], object]) -> tuple[str, ...]:
    """Cut further, where a new sentence turns to another subject; ``subject`` names what a text is about.

    A sentence without a subject of its own, or beginning like a continuation (通过…), stays with the one
    before, and so does a line that begins with 其中: apart from it, nobody could tell what it says.
    """
    found: list[str] = []
    for line in lines_of(message):
        if found and tidy(line).startswith(PART_OF):
            found[-1] = f"{found[-1].rstrip('。；，')}，{line}"
        else:
            found.extend(_by_subject(line, subject))
    return tuple(found)


def is_label(text: str) -> bool:
    """Whether a line of raw material only names what follows, such as 会议记录 or 一、学习情况."""
    plain = tidy(text)
    if len(plain) > LONGEST_LABEL or re.search(r"[\d，。；“《]", plain):
        return False
    return (
        plain.endswith(words().labels)
        or bool(MARKED.match(text.strip()))
        or text.rstrip().endswith(("：", ":"))
    )


def _by_subject(line: str, subject: Callable[[str], object]) -> list[str]:
    joined: list[str] = []
    about: object = None
    for sentence in filter(tidy, SENTENCE_END.split(line)):
        own = subject(sentence)
        goes_on = tidy(sentence).startswith(words().continuing)
        if joined and (own is None or own == about or goes_on):
            joined[-1] += sentence
        else:
            joined.append(sentence.strip())
            about = own
    return joined
