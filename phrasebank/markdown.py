"""Take the marks of Markdown off a text, line by line, so that line numbers stay the file's own.

Masks (``**区委``) look like emphasis. Only what CommonMark would certainly set bold is taken for emphasis: a
pair of marks that opens a line or follows punctuation.
"""

import re
from collections.abc import Sequence

HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)")
CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
BULLET = re.compile(r"^(\s*)[-*+][ \t]+(?=\S)(?![-*+ \t]+$)")
QUOTATION = re.compile(r"^ {0,3}>[ \t]?")
STRONG = re.compile(r"(?<![\w*\\])(\*\*|__)(?=[^\s*_])([^*\n]{1,200}?)(?<=[\w\\*])\1(?![*_])")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_markdown(lines: Sequence[str]) -> bool:
    """Tell Markdown by a heading such as ``# 述职报告``; ``##paidbegin##`` is none."""
    return any(HEADING.match(line) for line in lines)


def plain(lines: Sequence[str]) -> list[str]:
    """Take the marks off; the lines stay as many as they were."""
    return [_plain(line) for line in lines]


def _plain(line: str) -> str:
    text = QUOTATION.sub("", line)
    if HEADING.match(text):
        text = CLOSING_HASHES.sub("", HEADING.sub("", text))
    text = BULLET.sub(r"\1", text)
    return ESCAPE.sub(r"\1", STRONG.sub(r"\2", text))
