"""Cut a sentence into the clauses that frames are made of."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle

from phrasebank.fitness import run_alike
from phrasebank.frames import words

CLAUSE = re.compile(r"[，；：](?![^（]*）)(?![^“]*”)")
SERIAL = re.compile("^第?[一二三四五六七八九]是|^主要(?:是|体现在)")
FIGURE = re.compile(r"\d+(?![\d余多])")
DIGIT = re.compile(r"\d")
SHORTEST = 6
YEAR = 4


def clauses_of(sentence: str) -> list[str]:
    """Cut at commas, semicolons and colons that stand in neither quotation marks nor brackets.

    一是 and the like go; figures of a length become the same, for no frame hangs on them and a clause that
    comes again with others need not be read again. Neighbours stay unlike, a year stays one, and so does
    what may be miswritten (1732余).
    """
    if "”" in sentence or "）" in sentence:
        clauses = CLAUSE.split(sentence)
    else:
        clauses = sentence.replace("；", "，").replace("：", "，").split("，")
    clauses = [SERIAL.sub("", each) if "是" in each or "主" in each else each for each in clauses]
    if not DIGIT.search(sentence):
        return clauses
    return [_alike(clause) if DIGIT.search(clause) else clause for clause in clauses]


def _alike(text: str) -> str:
    digits = cycle("123456789")

    def other(figure: re.Match[str]) -> str:
        year = len(figure[0]) == YEAR and figure[0].startswith("20")
        return figure[0] if year else next(digits) * len(figure[0])

    return FIGURE.sub(other, text)


def runs(clauses: Sequence[str], shortest: int = SHORTEST) -> Iterator[tuple[str, range]]:
    """Join neighbours that are built alike, such as 想群众之所想，急群众之所急; gives their places too."""
    start = 0
    lengths = [*map(len, clauses), -1]
    for end in range(1, len(clauses) + 1):
        alike = lengths[end - 1] == lengths[end] >= shortest and run_alike(clauses[end - 1], clauses[end])
        if not alike:
            if end - start > 1:
                yield "，".join(clauses[start:end]), range(start, end)
            start = end


def trimmed(clause: str) -> str:
    """Take off what stands in front of a clause and is no part of its frame, and who acts."""
    fronts = _fronts()
    if not clause.startswith(fronts):
        return clause
    for prefix in fronts:
        rest = clause.removeprefix(prefix)
        if rest != clause and len(rest) >= SHORTEST:
            return rest if prefix in words().prefixes or rest.startswith(words().openers) else clause
    return clause


@cache
def _fronts() -> tuple[str, ...]:
    return words().prefixes + words().subjects
