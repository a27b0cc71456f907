"""Pinyin initials of Chinese text, told from the character set itself.

The 3,755 common characters of GB 2312-80 (level 1) stand there in the order of their pinyin, so the first
code of each initial is all that is needed. The rarer ones (level 2) are listed in ``readings.yaml``, and so
are words in which a character is read in another way than the one it is filed under (调整 against 调查).
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load_own

FIRST_CODES = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, " "),
)  # fmt: skip
CODES = tuple(code for code, _ in FIRST_CODES)


class _Readings(Struct, frozen=True, forbid_unknown_fields=True):
    """``readings.yaml``: characters by their initial, and the initials of words."""

    characters: dict[str, str]
    words: dict[str, str]


class _Letters(dict[int, str]):
    """A table for ``str.translate``, filled as characters are met; ``keeping`` leaves what has no initial."""

    def __init__(self, *, keeping: bool) -> None:
        super().__init__()
        self._keeping = keeping

    def __missing__(self, code: int) -> str:
        letter = _initial(chr(code))
        self[code] = chr(code) if self._keeping and letter == " " else letter
        return self[code]


LETTERS, KEEPING = _Letters(keeping=False), _Letters(keeping=True)


def initials(text: str, *, keeping: bool = False) -> str:
    """Give one letter a character; for what is not a Chinese character of GB 2312 a space, or itself."""
    letters = text.translate(KEEPING if keeping else LETTERS)
    for match in _words().finditer(text):
        letters = letters[: match.start()] + _readings().words[match[0]] + letters[match.end() :]
    return letters


@cache
def _initial(char: str) -> str:
    try:
        place = bisect_right(CODES, int.from_bytes(char.encode("gb2312"), "big"))
    except UnicodeEncodeError:
        return " "
    return (FIRST_CODES[place - 1][1] if place else " ").strip() or _rare().get(char, " ")


@cache
def _readings() -> _Readings:
    return load_own(Path(__file__).with_name("readings.yaml"), _Readings)


@cache
def _rare() -> dict[str, str]:
    return {char: initial for initial, chars in _readings().characters.items() for char in chars}


@cache
def _words() -> re.Pattern[str]:
    """Give an expression for the words of irregular reading, by their first characters, the longest first."""
    words = sorted(_readings().words, key=lambda word: (word[0], -len(word)))
    ends = {first: "|".join(word[1:] for word in own) for first, own in groupby(words, itemgetter(0))}
    return re.compile("|".join(f"{first}(?:{others})" for first, others in ends.items()))
