"""Official wording: what everybody has to say in the same words, so that saying it again is no fault."""

import re
from functools import cache
from pathlib import Path

from phrasebank.alternatives import longest_of
from phrasebank.loading import load_own

OTHER = re.compile(r"[^\u4e00-\u9fff]+")


@cache
def official() -> re.Pattern[str]:
    """Match official wording in text of Chinese characters alone, the longest first."""
    wordings = load_own(Path(__file__).parent / "official.yaml", tuple[str, ...])
    return longest_of(tuple(plain(each) for each in wordings))


def plain(text: str) -> str:
    """Leave the Chinese characters."""
    return OTHER.sub("", text)
