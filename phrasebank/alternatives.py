"""Expressions for any one of several words."""

import re
from collections.abc import Iterable
from functools import cache


def either(forms: Iterable[str]) -> str:
    """Write an expression for any of several; where two begin at one place, the longer one is found."""
    return "|".join(sorted(dict.fromkeys(forms), key=len, reverse=True))


def longest_first(words: Iterable[str]) -> str:
    """Write an expression for any of the words, read literally; the longest is found first."""
    return either(map(re.escape, words))


@cache
def longest_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Find any of the words, the longest of those that begin at one place; nothing where there are none."""
    return re.compile(longest_first(words) or "(?!)")


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Find any of the words, at one place the one named first; nothing where there are none."""
    return re.compile("|".join(map(re.escape, words)) or "(?!)")
