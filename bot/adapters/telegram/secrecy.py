"""Marks of secrecy (密级), as the law has them put on a document: 秘密, 机密 and 绝密, mostly with a star.

What bears one must not leave the unit's own network, and Telegram has it already: it is refused and not kept.
Words about secrecy, as in 保守秘密, are no mark. Source: 《国家秘密定密管理规定》, the form of the mark.
"""

import re
from collections.abc import Iterable

_GRADE = r"(?:绝\s*密|机\s*密|秘\s*密)"
_MARK = re.compile(
    rf"{_GRADE}\s*[★☆]"
    rf"|(?:密\s*级|保密等级)\s*[：:]\s*{_GRADE}"
    rf"|^\s*(?:[【\[（(〔]\s*{_GRADE}\s*[】\])）〕])"
    rf"|^\s*{_GRADE}\s*(?:[★☆*＊]|$)",
    re.MULTILINE,
)


def classified(lines: Iterable[str]) -> bool:
    """Tell whether a line bears a mark of secrecy."""
    return any(_MARK.search(line) for line in lines)
