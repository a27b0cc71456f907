"""How much a line sounds like a report: by the pairs of characters in the genre's own words."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from phrasebank.cues import cues
from phrasebank.topics import cue_words

HAN = re.compile("[\u4e00-\u9fff]+")


def familiarity(text: str) -> float:
    """Give the share of pairs of neighbouring Chinese characters, 0 to 1, that are in words of the genre."""
    pairs = list(_pairs([text]))
    return sum(pair in _known() for pair in pairs) / len(pairs) if pairs else 0.0


@cache
def _known() -> frozenset[tuple[str, str]]:
    # Compiling the constructions takes a while, and most documents hold no line that is in doubt.
    from phrasebank.frames import words  # noqa: PLC0415 - see above

    sections = (word for each in cues().sections for word in each.strong + each.weak)
    written = words()
    return frozenset(
        _pairs([*sections, *cue_words(), *written.openers, *written.flaws, *written.set_expressions])
    )


def _pairs(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    return (pair for text in texts for run in HAN.findall(text) for pair in pairwise(run))
