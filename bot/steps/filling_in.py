"""Filling the gaps of a sentence: with the whole sentence, or with what belongs into them alone."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Point
from bot.outline import Outline, Section
from bot.replies import Question, Say
from bot.state import AskingSection, State
from bot.steps.answers import SectionStep
from bot.steps.review import rewritten
from bot.steps.step import Outcome

GAP = re.compile(r"【待补：?([^】]*)】")
PARTED = re.compile(r"[、，；;\s]+|(?<!\d),|,(?!\d)")
_NUMBER = r"(?:约|近|超过?|逾|共)?(?:\d[\d.,]*[万亿]?|[一二两三四五六七八九十百千万亿零〇]+)[余多]?[万亿]?"
BARE = re.compile(_NUMBER)
FIGURE = re.compile(rf"{_NUMBER}(?:[%％‰]|[\u4e00-\u9fff]{{0,3}})")
UNIT = re.compile(r"[\u4e00-\u9fff%％‰]")
DATED = frozenset({"日期", "年度"})
NUMBERED = re.compile("[《〔号]")
"""What tells the name of a document from other words with a figure in them, which tell of something done."""

LONGEST_PART = 24
KEPT = 0.5
"""Share of a sentence's own words, pair by pair; a message with more is that sentence, filled in."""


def gaps_in(sentence: str) -> tuple[str, ...]:
    """Name the gaps of a sentence in their order."""
    return tuple(GAP.findall(sentence))


@dataclass(frozen=True, slots=True)
class FillingStep:
    """What the gaps of a point are to hold. No choice is offered, since a number may be the answer."""

    outline: Outline
    state: State
    section: Section
    point: Point

    def ask(self) -> Question:
        """Show the sentence with its gaps."""
        gaps = gaps_in(self.point.text)
        told = f"还空着 {len(gaps)} 处：{'、'.join(gaps)}。请发填好的整句；只报空里的内容也行，"
        more = "几处空照次序用“、”隔开。" if len(gaps) > 1 else ""
        return Question(f"{told}{more}以后再填发 /skip。例：{tidy(self.point.text)}")

    def said(self, text: str) -> Outcome:
        """Take the sentence, or what fills it; words of something else are further points of the section."""
        whole = completed(self.point.text, text)
        if whole:
            return rewritten(self.state, self.point, whole), (Say(f"写成：{tidy(whole)}。"),)
        if all(map(FIGURE.fullmatch, _parts(text))):
            return self.state, (Say(f"“{text[:20]}”和空着的地方对不上，没有填。请照下面的样子发。"),)
        if self.point.sentence is None:  # its user is rewording it
            return rewritten(self.state, self.point, text), (Say("按您改的写。"),)
        state, effects = SectionStep(self.outline, self.state, self.section).said(text)
        return state, (Say("前面那句还空着，文中标【待补】。"), *effects)

    def picked(self, key: str) -> Outcome:  # noqa: ARG002 - nothing is offered
        """Leave the gaps as they are."""
        return self.skipped()

    def skipped(self) -> Outcome:
        """Leave the gaps, which stay visible."""
        state = replace(self.state, focus=AskingSection(self.section.id))
        return state, (Say("先空着，文中标【待补】。"),)


def completed(sentence: str, words: str) -> str:
    """Put words into the gaps of a sentence, one part a gap, unless they are the sentence itself, filled in.

    Empty for words that are neither. A unit that a part brings and the sentence has behind the gap is
    written once: 4次 in 讲授党课【】次; any other unit does not fit there: 3人 is no 3人次, 5元 no 5万元.
    """
    if _is_whole(sentence, words):
        return words
    gaps, given, own = gaps_in(sentence), _parts(words), GAP.split(sentence)[::2]
    parts = [part.removesuffix(_shared(part, after)) for part, after in zip(given, own[1:], strict=False)]
    if len(given) != len(gaps) or not all(map(_fits, gaps, given, parts, own[1:])):
        return ""
    whole = "".join(text + part for text, part in zip_longest(own, parts, fillvalue=""))
    return whole if _figures(whole) == _figures(*own, *parts) else ""


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part for part in PARTED.split(words.strip(" 。；.．")) if part)


def _fits(gap: str, given: str, part: str, after: str) -> bool:
    """Tell whether what was given fits a gap, where ``part`` of it is to stand before ``after``."""
    if gap == "数字":
        return bool(BARE.fullmatch(part) or (FIGURE.fullmatch(given) and not UNIT.match(after)))
    named = gap in DATED or (gap == "文件" and NUMBERED.search(given))
    return len(given) <= LONGEST_PART and bool(named or not re.search(r"\d", given))


def _figures(*texts: str) -> list[str]:
    """Give the figures of texts: two that met would be one that nobody gave."""
    return sorted(figure for text in texts for figure in re.findall(r"\d+", text))


def _is_whole(sentence: str, words: str) -> bool:
    """Tell whether words are the sentence itself, by what they have of its own words."""
    pairs = {text[at : at + 2] for text in GAP.split(sentence)[::2] for at in range(len(text) - 1)}
    return bool(pairs) and sum(pair in words for pair in pairs) > KEPT * len(pairs)


def _shared(part: str, after: str) -> str:
    """Give the longest end of a part that the words behind its gap begin with; 人 is no beginning of 人次."""
    ends = (part[at:] for at in range(1, len(part)))
    return next((end for end in ends if after.startswith(end) and after[len(end) : len(end) + 1] != "次"), "")
