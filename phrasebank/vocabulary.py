"""How a line sounds: like a report, or like what web pages put about one.

Both are learnt from characters and pairs of neighbouring ones: the report's from the curated wording, the
advertiser's from ``voices.yaml`` and the words in ``cues.yaml``. No line is looked for as it stands.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from phrasebank.cues import cues
from phrasebank.loading import load

HERE = Path(__file__).parent
HAN = re.compile("[\u4e00-\u9fff]+")
SMOOTHING = 0.3
DOUBT = 4
MOSTLY, USUAL = 0.25, 3
LEAST_TURNING = 10.0
SINGLE = 0.5
"""What a character alone weighs beside a pair of them."""


class _Voices(Struct, frozen=True, forbid_unknown_fields=True):
    """``voices.yaml``."""

    advertising: tuple[str, ...]
    reporting: tuple[str, ...]


def leaning(text: str) -> float:
    """Say which way a line leans: above 0 to advertising, below 0 to a report; about -2 to 4.

    It is the logarithm of how much likelier its characters are in advertising, averaged over them and a few
    more that say nothing: of three characters no more is known than of three.
    Raises ``BrokenFileError``.
    """
    weights, unknown = _weights()
    runs = HAN.findall(text)
    length = sum(map(len, runs))
    singles = sum(weights.get(character, unknown) for run in runs for character in run)
    pairs = sum(weights.get(pair, unknown) for pair in _pairs(runs))
    return (SINGLE * singles + pairs) / (length + DOUBT)


def turning(text: str) -> int:
    """Say where advertising goes over into a report; 0 where too little of it leans so."""
    weights, unknown = _weights()
    total = most = 0.0
    place = 0
    for end, pair in enumerate(pairwise(f" {text}"), start=1):
        if HAN.match(pair[1]):
            total += SINGLE * weights.get(pair[1], unknown)
            total += weights.get("".join(pair), unknown) if HAN.match(pair[0]) else 0
        if total > most:
            most, place = total, end
    return place if most >= LEAST_TURNING else 0


@cache
def beginnings() -> frozenset[str]:
    """Give the pairs of characters that curated wording mostly begins with, such as 坚持 and 组织."""
    return _mostly(re.compile('(?:: |- )"?([\u4e00-\u9fff]{2})'), _wording())


@cache
def endings() -> frozenset[str]:
    """Give the pairs of characters that end a curated heading, such as 根基 and 作风."""
    headings = (HERE / "curation" / "headings.yaml").read_text(encoding="utf-8")
    return frozenset(re.findall('([\u4e00-\u9fff]{2})"?$', headings, re.MULTILINE))


@cache
def usual_pairs() -> frozenset[str]:
    """Give the pairs of characters that stand side by side again and again in curated wording."""
    return frozenset(pair for pair, times in Counter(_pairs([_wording()])).items() if times >= USUAL)


def _mostly(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """Give what a pattern finds, where that is a good part of all the times that it occurs."""
    everywhere = Counter(_pairs([text]))
    found = Counter(pattern.findall(text))
    return frozenset(
        each for each, times in found.items() if times > 1 and times >= MOSTLY * everywhere[each]
    )


def _wording() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("curation/*.yaml")))


@cache
def _weights() -> tuple[dict[str, float], float]:
    """Give the weight of each character and pair, and that of one never seen."""
    noise = cues().noise
    voices = load(HERE / "voices.yaml", _Voices)
    report = _counted([_wording(), *voices.reporting])
    advertising = _counted([*noise.strong, *noise.weak, *noise.starts, *voices.advertising])
    seen = set(report) | set(advertising)
    spread = SMOOTHING * len(seen)
    # Of two never seen, the likelier is the one from the smaller stock of words: it says nothing.
    scale = math.log((report.total() + spread) / (advertising.total() + spread))
    weights = {
        each: math.log((advertising[each] + SMOOTHING) / (report[each] + SMOOTHING)) + scale for each in seen
    }
    return weights, 0.0


def _counted(texts: Iterable[str]) -> Counter[str]:
    runs = [run for text in texts for run in HAN.findall(text)]
    found = Counter(character for run in runs for character in run)
    found.update(_pairs(runs))
    return found


def _pairs(texts: Iterable[str]) -> Iterable[str]:
    return (one + other for text in texts for run in HAN.findall(text) for one, other in pairwise(run))
