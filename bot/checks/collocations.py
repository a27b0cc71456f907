"""Words that do not go together: a noun with a verb or an adjective that is not said of it (提高……力度).

A kind of rule: nouns and the words that fit and do not fit them are data in ``collocations.yaml``. The verb
may stand before the noun, which then ends its clause, or behind it with nothing but adverbs between.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript
from phrasebank.alternatives import either
from phrasebank.loading import load_own

APART = 14
"""Characters that may stand between a verb and its object."""

WINDOW = 24
"""Characters before a noun in which its verb is looked for."""

CLAUSE = re.compile(r"[^，。；：、！？\s“”《》（）\d]*$")
ENDED = r"(?=[，。；！\n]|$)"
ENDS = re.compile(ENDED)
BETWEEN = (
    r"(?:得到|得以|有了|有所|取得|也|都|正在|明显|显著|大幅|稳步|持续|不断|进一步|逐步|逐年|切实|有效"
    r"|较大|很大|的|了)+"
)
DEGREE = r"(?:还|也|都|仍|仍然|尚|相对|比较|不够|不太|不|较|有些|偏|很|十分|更)+"
OTHERS = (
    *("提高", "提升", "增强", "加强", "加大", "加快", "扩大", "增加", "改善", "优化", "完善", "健全", "建立"),
    *("落实", "履行", "推进", "推动", "强化", "深化", "规范", "创新", "影响", "作为", "成为", "通过", "根据"),
    *("检验", "体现", "展现", "取得", "形成", "围绕", "确保", "促进"),
)
"""Verbs that, standing between, have the noun for their own object."""


class Collocation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns, the verbs that fit them, and the verbs and adjectives that do not.

    ``bad`` texts are found, ``good`` ones are not.
    """

    id: str
    nouns: tuple[str, ...]
    fit: tuple[str, ...]
    unfit: tuple[str, ...]
    why: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    unfit_adjectives: tuple[str, ...] = ()


@cache
def collocations() -> tuple[Collocation, ...]:
    """Read the nouns. Raises ``BrokenFileError``."""
    return load_own(Path(__file__).with_name("collocations.yaml"), tuple[Collocation, ...])


def ill_matched(manuscript: Manuscript, known: tuple[Collocation, ...] | None = None) -> Iterator[Finding]:
    """Find words that do not go together, clause by clause."""
    text = manuscript.text
    for each in collocations() if known is None else known:
        for noun in _forms(each.nouns).finditer(text):
            span = _before(each, noun) or _behind(each, noun)
            if span:
                line, start = manuscript.place(span[0])
                yield _finding(each, line.number, start, text[slice(*span)])


def _before(each: Collocation, noun: re.Match[str]) -> tuple[int, int] | None:
    """Give the place of an unfit verb up to the noun that ends its clause."""
    ended = ENDS.match(noun.string, noun.end())
    clause = CLAUSE.search(noun.string, max(0, noun.start() - WINDOW), noun.start())
    if not ended or not clause or any(verb in clause[0][-APART:] for verb in each.fit):
        return None
    verbs = [*_forms((*OTHERS, *each.unfit)).finditer(clause[0])]
    near = verbs and len(clause[0]) - verbs[-1].end() <= APART and verbs[-1][0] in each.unfit
    return (clause.start() + verbs[-1].start(), noun.end()) if near else None


def _behind(each: Collocation, noun: re.Match[str]) -> tuple[int, int] | None:
    """Give the noun up to an unfit verb or adjective that is said of it."""
    told = _verb_behind().match(noun.string, noun.end())
    if told and told[1] in each.unfit:
        return noun.start(), told.end()
    told = _adjective_behind().match(noun.string, noun.end())
    return (noun.start(), told.end()) if told and told[1] in each.unfit_adjectives else None


@cache
def _verb_behind() -> re.Pattern[str]:
    """Give what is said of a noun: behind 的 the verb ends the clause, else 了 or a figure may follow."""
    verbs = either(verb for each in collocations() for verb in each.unfit)
    return re.compile(rf"{BETWEEN}({verbs})(?:{ENDED}|(?<!的..)(?<!的.)(?=了[，。；！\d]|\d))")


@cache
def _adjective_behind() -> re.Pattern[str]:
    words = either(word for each in collocations() for word in each.unfit_adjectives)
    return re.compile(rf"{DEGREE}({words}){ENDED}")


@cache
def _forms(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(either(forms))


def _finding(each: Collocation, number: int, start: int, text: str) -> Finding:
    return Finding(
        rule=each.id,
        grade="warning",
        line=number,
        start=start,
        text=text,
        why=each.why,
        source="公文用语的通行搭配",
    )
