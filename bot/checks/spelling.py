"""Characters typed for others that sound or look like them: 关健 for 关键, 相得益章 for 相得益彰.

A text is cut into the words it most probably consists of. Where putting one character in the place of
another that is like it makes it much more probable, that other was probably meant. This is a guess from
words alone, so it is never called certain, and never changes anything by itself.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from bot.checks.finding import Finding, Grade
from bot.checks.leftovers import GAP
from bot.checks.lexicon import LONGEST, UNKNOWN, alike, lexicon, marks_of
from bot.checks.manuscript import Manuscript

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
QUOTED = re.compile(r"“[^”]{1,12}”")
SIGNED = re.compile(
    r"^[\s\u3000]*\w{2,10}[：:\s\u3000]+[\u4e00-\u9fff]{1,2}[\s\u3000]?[\u4e00-\u9fff]{1,2}\s*$"
)
"""A line that is a signature: 述职人：李明, 主任　陈静."""

LIKELY, PROBABLE, UNLIKE = 5.0, 8.5, 14.0
"""By how much more probable the other word must make its surroundings (natural logarithm): one of four
characters with one that is alike; one of two; an idiom with any other character."""

NUMERALS = frozenset("一二三四五六七八九十百千万两半")
DOUBTFUL = 6.0
LONGEST_TERM = 3
TWICE = re.compile(r"(?<![\u4e00-\u9fff]的)([\u4e00-\u9fff]{2})\1")
DOUBLING = frozenset(("研究", "讨论", "商量", "考虑", "锻炼", "学习", "交流", "总结"))
"""Verbs that are doubled in speech."""

AHEAD, BEHIND = 4, 6
"""Characters around the place that are weighed together with it."""


class Guess(Struct, frozen=True):
    """What probably was meant: the place in the run, what stands there, what was meant, and how sure.

    ``like`` tells whether the characters are taken for one another.
    """

    start: int
    text: str
    meant: str
    gain: float
    like: bool = True


def misspelt(manuscript: Manuscript) -> Iterator[Finding]:
    """Find what was probably meant otherwise; what stands in the text twice is a term, not a slip."""
    text = manuscript.text
    for line in manuscript.lines:
        if line.section == "signature" or SIGNED.match(line.text):
            continue
        for run in HAN.finditer(GAP.sub(lambda gap: " " * len(gap[0]), line.text)):
            for guess in guesses(run[0]):
                term = len(guess.text) <= LONGEST_TERM and text.count(guess.text) > 1
                if not term and not _in_quotes(line.text, run.start() + guess.start):
                    yield _finding(line.number, run.start() + guess.start, guess)


def doubled(manuscript: Manuscript) -> Iterator[Finding]:
    """Find a word of two characters that stands there twice in a row; 一个一个 and the like may."""
    for line in manuscript.lines:
        for match in TWICE.finditer(line.text):
            if match[1] in lexicon().weights and match[1][0] not in NUMERALS and match[1] not in DOUBLING:
                yield Finding(
                    rule="spelling.doubled",
                    grade="warning",
                    line=line.number,
                    start=match.start(),
                    text=match[0],
                    suggest=match[1],
                    why="词重复了。",
                    source="现代汉语语法",
                    tier="用字",
                )


@lru_cache(maxsize=4096)
def guesses(run: str) -> tuple[Guess, ...]:
    """Guess at a run of Chinese characters; of guesses at one place the surest."""
    cut = tuple(pairwise(_cuts(run)))
    found = [*_longer(run), *_pairs(run, cut)]
    kept: list[Guess] = []
    for guess in sorted(found, key=lambda each: (-len(each.text), -each.gain)):
        span = range(guess.start, guess.start + len(guess.text))
        if not any(span.start < other.start + len(other.text) and other.start < span.stop for other in kept):
            kept.append(guess)
    return tuple(sorted(kept, key=lambda each: each.start))


def _longer(run: str) -> Iterator[Guess]:
    """Guess at words of three characters and more, of which all but one stand there."""
    words = lexicon()
    for start, meant in dict.fromkeys(_near(run)):
        text = run[start : start + len(meant)]
        slips = [place for place, char in enumerate(text) if char != meant[place]]
        if len(slips) != 1 or text in words.weights or {text[slips[0]], meant[slips[0]]} & NUMERALS:
            continue
        like = alike(text[slips[0]], meant[slips[0]])
        least = (PROBABLE if len(meant) == 3 else LIKELY) if like else UNLIKE  # noqa: PLR2004 - see above
        gain = _gain(run, start, meant) if like or meant in words.idioms else 0
        if gain >= least:
            yield Guess(start, text, meant, gain, like)


def _near(run: str) -> Iterator[tuple[int, str]]:
    """Give words that begin or end as the run does somewhere, and those of three that share two with it."""
    words = lexicon()
    for start in range(len(run) - 2):
        pair, three = run[start : start + 2], run[start : start + 3]
        for meant in words.heads.get(pair, ()):
            if run[start + 2 : start + 3] == meant[2] or run[start + 3 : start + 4] == meant[3]:
                yield start, meant
        for meant in words.tails.get(run[start + 1 : start + 3], ()):
            begin = start + 3 - len(meant)
            if begin >= 0 and (run[begin] == meant[0] or run[begin + 1] == meant[1]):
                yield begin, meant
        if three not in words.weights and pair not in words.weights:
            for key in ((0, three[1:]), (1, three[0] + three[2]), (2, pair)):
                for meant in words.threes.get(key, ()):
                    yield start, meant


def _pairs(run: str, cut: tuple[tuple[int, int], ...]) -> Iterator[Guess]:
    """Guess at pairs of characters that are no word, one of which at least stands alone."""
    words = lexicon()
    alone = {start for start, end in cut if end - start == 1}
    for start in range(len(run) - 1):
        text = run[start : start + 2]
        if text in words.weights or (start not in alone and start + 1 not in alone):
            continue
        meant = {
            word
            for place in (0, 1)
            for mark in marks_of(text[place])
            for word in words.pairs.get((place, text[1 - place], mark), ())
        }
        for word in sorted(meant, key=lambda word: (-words.weights[word], word))[:1]:
            gain = _gain(run, start, word)
            if gain >= DOUBTFUL:
                yield Guess(start, text, word, gain)


def _gain(run: str, start: int, meant: str) -> float:
    """Tell how much more probable the surroundings are with the word that may have been meant."""
    low, high = max(0, start - AHEAD), start + len(meant) + BEHIND
    changed = run[low:start] + meant + run[start + len(meant) : high]
    return _weight(changed) - _weight(run[low:high])


def _weight(run: str) -> float:
    return _best(run)[0][-1]


def _cuts(run: str) -> list[int]:
    """Give the places between words, both ends included."""
    back = _best(run)[1]
    places = [len(run)]
    while places[-1] > 0:
        places.append(back[places[-1]])
    return places[::-1]


def _best(run: str) -> tuple[list[float], list[int]]:
    """Give, for each place of a run, the weight of the best words up to it and where the last begins."""
    weights = lexicon().weights
    best, back = [0.0], [0]
    for end in range(1, len(run) + 1):
        top, at = best[end - 1] + weights.get(run[end - 1], UNKNOWN), end - 1
        for start in range(max(0, end - LONGEST), end - 1):
            weight = weights.get(run[start:end])
            if weight is not None and weight + best[start] > top:
                top, at = weight + best[start], start
        best.append(top)
        back.append(at)
    return best, back


def _in_quotes(line: str, place: int) -> bool:
    return any(quoted.start() < place < quoted.end() for quoted in QUOTED.finditer(line))


def _finding(number: int, start: int, guess: Guess) -> Finding:
    sure = guess.like and (len(guess.text) > 2 or guess.gain >= PROBABLE)  # noqa: PLR2004 - of four characters
    grade: Grade = "warning" if sure else "hint"
    return Finding(
        rule="spelling.alike",
        grade=grade,
        line=number,
        start=start,
        text=guess.text,
        suggest=guess.meant,
        why=f"“{guess.text}”像是“{guess.meant}”写错了，请核对。",
        source="音近、形近字对照常用词推测",
        tier="用字" if sure else "待核",
    )
