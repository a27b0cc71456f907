"""Official wording: what everybody has to say in the same words, so that saying it again is no fault."""

import re
from functools import cache
from pathlib import Path

from phrasebank.loading import load_own

OTHER = re.compile(r"[^\u4e00-\u9fff]+")


@cache
def official() -> re.Pattern[str]:
    """Match official wording in text of Chinese characters alone, the longest first."""
    wordings = load_own(Path(__file__).parent / "official.yaml", tuple[str, ...])
    return re.compile("|".join(sorted((plain(each) for each in wordings), key=len, reverse=True)))


def plain(text: str) -> str:
    """Leave the Chinese characters."""
    return OTHER.sub("", text)
