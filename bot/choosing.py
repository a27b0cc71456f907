"""What people type when they mean one of the answers offered: its number, its words, or words like them."""

import re
import unicodedata

from bot.replies import Choice
from phrasebank.remembering import remembered

LONGEST = 14
SHORTEST_BEGINNING = 2
SEVERAL = re.compile(r"\d\s*[、，,和\s]\s*\d")
PARTICLES = re.compile(r"[吧呢啊呀嘞啦哈哦嘛的]+$")
"""What softens an answer and changes nothing of it: 好的呢, 就这样吧."""
NUMBERED = re.compile(r"(?:选择?|第)?(\d{1,2})(?:个|项|条)?")


def may_choose(words: str) -> bool:
    """Tell whether words are short enough to mean a choice, whatever is offered."""
    return 0 < len(_plain(words)) <= LONGEST


def chosen(words: str, choices: tuple[Choice, ...]) -> Choice | int | None:
    """Give the choice that is meant; a number that none has; ``None`` where no choice is meant."""
    plain = _plain(words)
    if not choices or not may_choose(words) or SEVERAL.search(words):
        return None
    numbered = NUMBERED.fullmatch(plain)
    if numbered:
        number = int(numbered[1])
        return choices[number - 1] if 1 <= number <= len(choices) else number
    exact = _named(plain, choices) or _named(PARTICLES.sub("", plain), choices)
    begun = [choice for choice in choices if _plain(choice.label).startswith(plain)]
    if exact or (len(begun) == 1 and len(plain) >= SHORTEST_BEGINNING):
        return (exact or begun)[0]
    return None


def _named(plain: str, choices: tuple[Choice, ...]) -> list[Choice]:
    return [choice for choice in choices if plain in {_plain(choice.label), *map(_plain, choice.words)}]


@remembered(2048)
def _plain(words: str) -> str:
    return re.sub(r"[\s。．.、，,！!？?；;：:“”\"'（）()]", "", unicodedata.normalize("NFKC", words)).lower()
