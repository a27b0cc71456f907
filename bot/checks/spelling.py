"""Characters typed for others that sound or look like them: 关健 for 关键, 相得益章 for 相得益彰.

A text is cut into the words it most probably consists of. Where putting one character in the place of
another that is like it makes it much more probable, that other was probably meant. This is a guess from
words alone, so it is never called certain, and never changes anything by itself.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from bot.checks.finding import Finding, Grade
from bot.checks.leftovers import GAP
from bot.checks.lexicon import LONGEST, UNKNOWN, alike, lexicon, marks_of
from bot.checks.manuscript import Manuscript
from phrasebank.remembering import remembered

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
QUOTED = re.compile(r"“[^”]{1,12}”")
SIGNED = re.compile(
    r"^[\s\u3000]*\w{2,10}[：:\s\u3000]+[\u4e00-\u9fff]{1,2}[\s\u3000]?[\u4e00-\u9fff]{1,2}\s*$"
)
"""A line that is a signature: 述职人：李明, 主任　陈静."""

LIKELY, PROBABLE, UNLIKE = 5.0, 8.5, 14.0
"""By how much more probable the other word must make its surroundings (natural logarithm): one of four
characters with one that is alike; one of two; an idiom with any other character."""

RARE, RARER, COMMON = -11.0, 4.6, -9.6
"""How rare a word must be, how much rarer than one it is like, how common that one (natural logarithms)."""

NUMERALS = frozenset("一二三四五六七八九十百千万两半")
DOUBTFUL = 5.6
LONGEST_TERM = 3
TWICE = re.compile(r"(?<![\u4e00-\u9fff]的)([\u4e00-\u9fff]{2})\1")
DOUBLING = frozenset(("研究", "讨论", "商量", "考虑", "锻炼", "学习", "交流", "总结"))
"""Verbs that are doubled in speech."""

SAME = re.compile(r"([\u4e00-\u9fff])\1")
OFTEN_TWICE = frozenset(
    "人天年月日家户事件处时步层级代个次样条种点岁桩句字看说想谈走听试问查学讲写管聊练改比帮动试盼望等教谢歇抓村红出洗擦敲跑松放"
)
"""Characters that are doubled to mean each of them, or doing for a while."""

STAMMERED = frozenset("到为在以与和对把被从向由于将及是有等中上下内后前让给就都也还再又不了的地得着过")
"""Characters that are doubled by mistake even between single ones, where others may be a name: 丽丽."""

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
                counted = not guess.start and len(guess.text) == 2 and line.text[: run.start()][-1:].isdigit()  # noqa: PLR2004 - a measure and 的
                if not term and not counted and not _named(line.text, run.start() + guess.start, guess):
                    yield _finding(line.number, run.start() + guess.start, guess)


def stuttered(manuscript: Manuscript) -> Iterator[Finding]:
    """Find a character that stands there twice in a row where no word has it twice: 减少到到4分钟."""
    for line in manuscript.lines:
        if line.section == "signature" or SIGNED.match(line.text) or not SAME.search(line.text):
            continue
        for run in HAN.finditer(line.text):
            for start in _stutters(run[0]):
                yield Finding(
                    rule="spelling.stuttered",
                    grade="warning",
                    line=line.number,
                    start=run.start() + start,
                    text=run[0][start : start + 2],
                    suggest=run[0][start],
                    why="字重复了。",
                    source="现代汉语语法",
                    tier="用字",
                )


@remembered(4096)
def _stutters(run: str) -> tuple[int, ...]:
    """Give the places of characters that stand twice, one of them at least alone and the other no name."""
    cut = tuple(pairwise(_cuts(run))) if SAME.search(run) else ()
    words = {place: (start, end) for start, end in cut for place in range(start, end)}
    return tuple(
        match.start()
        for match in SAME.finditer(run)
        if _stutter(run, words, match.start(), match.start() + 1)
    )


def _stutter(run: str, words: dict[int, tuple[int, int]], first: int, second: int) -> bool:
    """Whether neither of the two belongs to a word without which the other still stands."""
    (start, middle), (then, end) = words[first], words[second]
    apart = middle == then and 1 in {middle - start, end - then} and run[second + 1 : second + 2] != "长"
    named = middle - start == end - then == 1 and run[first] not in STAMMERED
    return apart and not named and run[first] not in OFTEN_TWICE | NUMERALS


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


@remembered(4096)
def guesses(run: str) -> tuple[Guess, ...]:
    """Guess at a run of Chinese characters; of guesses at one place the surest."""
    cut = tuple(pairwise(_cuts(run)))
    found = [*_longer(run), *_pairs(run, cut), *_rare(run, cut)]
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
        for word in sorted(_like(text), key=lambda word: (-words.weights[word], word))[:1]:
            gain = _gain(run, start, word)
            if gain >= DOUBTFUL:
                yield Guess(start, text, word, gain)


def _rare(run: str, cut: tuple[tuple[int, int], ...]) -> Iterator[Guess]:
    """Guess at rare words of two characters that are like a very common one: 领到 for 领导, 须要 for 需要."""
    words = lexicon()
    for start, end in cut:
        text = run[start:end]
        weight = words.weights.get(text, 0.0)
        if end - start == 2 and weight < RARE and text not in words.official:  # noqa: PLR2004 - see above
            for word in _like(text):
                if words.weights[word] > max(weight + RARER, COMMON):
                    yield Guess(start, text, word, words.weights[word] - weight)


def _like(text: str) -> set[str]:
    """Give the words of two characters that differ from these in one that is like it."""
    return {
        word
        for place in (0, 1)
        for mark in marks_of(text[place])
        for word in lexicon().pairs.get((place, text[1 - place], mark), ())
    }


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


def _named(line: str, place: int, guess: Guess) -> bool:
    """Whether this stands in quotation marks as a name of its own: not where a fixed term was meant."""
    quoted = next((each for each in QUOTED.finditer(line) if each.start() < place < each.end()), None)
    fixed = quoted and quoted[0][1:-1] == guess.text and guess.meant in lexicon().official
    return quoted is not None and not fixed


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
