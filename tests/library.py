"""A library of any size, made of the seeds' clauses: recombined, figures redrawn, one word in eight another.

Words are swapped for others of their kind, drawn as often as a general dictionary has them, which gives a
library its long tail of rare words. It is drier than a real one: its clauses come from some thousand.
"""

import random
import re
import warnings
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

from phrasebank.harvest import SEEDS
from phrasebank.parsing import parse
from phrasebank.reading import read_lines

SENTENCES = 64
PARAGRAPH = 4
SWAPPED = 0.12
KINDS = frozenset({"n", "v", "a", "vn", "an", "ad"})
NOISE = ("更多范文请关注公众号：写材料的老李", "（老李文稿网，www.laoli-example.com）", "- 3 -")
HEADINGS = ("一、主要工作情况", "二、存在的问题", "三、下一步打算")
DIGITS = re.compile(r"\d+")
CLAUSE = re.compile("[^，。；！？]+[，。；！？]?")


class Recombiner:
    """Gives sentences and documents without end; the same ones for the same seed of chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._clauses, self._words = _vocabulary()

    def sentence(self) -> str:
        """Put three to six clauses together, about sixty characters."""
        clauses = self._chance.choices(self._clauses, k=self._chance.randint(3, 6))
        text = "，".join("".join(self._word(word, kind) for word, kind in clause) for clause in clauses)
        return DIGITS.sub(self._number, text) + "。"

    def document(self) -> str:
        """Give a report of some four thousand characters, with headings and advertisements."""
        sentences = [self.sentence() for _ in range(SENTENCES)]
        lines = ["".join(sentences[at : at + PARAGRAPH]) for at in range(0, SENTENCES, PARAGRAPH)]
        for place, heading in zip((0, 10, 14), HEADINGS, strict=True):
            lines.insert(place, heading)
        lines.insert(self._chance.randrange(len(lines)), self._chance.choice(NOISE))
        return "\n".join(["2024年度抓基层党建工作述职报告", *lines]) + "\n"

    def _word(self, word: str, kind: str) -> str:
        if kind not in self._words or self._chance.random() >= SWAPPED:
            return word
        others, weights = self._words[kind]
        return self._chance.choices(others, cum_weights=weights)[0]

    def _number(self, match: re.Match[str]) -> str:
        """Draw another figure of the same length; a year stays one of this century."""
        low = 10 ** (len(match[0]) - 1)
        year = len(match[0]) == len("2024") and match[0].startswith("20")
        return str(self._chance.randint(2000, 2099) if year else self._chance.randint(low, 10 * low - 1))


def write(folder: Path, characters: int, chance: random.Random) -> int:
    """Write a library of at least so many characters, a thousand files a folder; gives how many it has."""
    recombiner, written = Recombiner(chance), 0
    for number, document in enumerate(iter(recombiner.document, "")):
        if written >= characters:
            break
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}.txt").write_text(document, encoding="utf-8")
        written += len(document)
    return written


def sentences(count: int, chance: random.Random) -> Iterator[str]:
    """Give sentences, all different but for chance."""
    return islice(iter(Recombiner(chance).sentence, ""), count)


def _vocabulary() -> tuple[list[list[tuple[str, str]]], dict[str, tuple[list[str], list[int]]]]:
    """Give the seeds' clauses as words with their kinds, and the words of each kind with running weights."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it warns of pkg_resources and of escapes in its patterns
        import jieba.posseg  # noqa: PLC0415 - needed for making a library only
    documents = [parse(read_lines(path)) for path in sorted(SEEDS.glob("*.txt"))]
    texts = [clause for each in documents for line in each.sentences for clause in CLAUSE.findall(line.text)]
    clauses = [
        [(pair.word, pair.flag) for pair in jieba.posseg.cut(text.strip("，。；！？"))] for text in texts
    ]
    words: dict[str, list[tuple[str, int]]] = {kind: [] for kind in KINDS}
    with jieba.get_dict_file() as file:
        for line in file:
            word, count, kind = line.decode().split()
            if kind in KINDS and len(word) > 1:
                words[kind].append((word, int(count)))
    return [clause for clause in clauses if clause], {
        kind: ([word for word, _ in known], list(accumulate(count for _, count in known)))
        for kind, known in words.items()
    }
