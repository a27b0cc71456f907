"""Whether a report tells of what a notice demands: told as done, and not in passing, in a plan or a denial.

A demand that a careful reader could not find told counts as not told: to be asked once too often costs less
than a table that says 已写 where nothing is written.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.compose.placing import kind_of
from bot.compose.tidy import tidy
from bot.compose.words import words as composing
from bot.draft import Point
from bot.notice.subjects import Subject, subjects_of, unnamed
from phrasebank.loading import load
from phrasebank.remembering import remembered
from phrasebank.terms import TOPIC_NAMES
from phrasebank.topics import topic_of

ENOUGH = 0.6
SENTENCE = re.compile(r"[。；！？\n]")
CLAUSE = re.compile(r"(?<=，)")
LONGEST = 1000
"""Characters of a sentence that are looked at: what has more without a stop is none."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Expressions for clauses that do not say that something was done; ``deed`` is a figure of one."""

    plan: str
    negation: str
    passing: tuple[str, ...]
    topic_only: str
    deed: str


def told_by(text: str, points: Iterable[Point]) -> tuple[Point, ...]:
    """Give the points that tell what the words of a demand name; none unless all that they name is told.

    Points of any kind may be given: what each says was done is what counts. Words that name nothing in
    particular, such as 主要工作情况, are met by any deed.
    """
    said = [(point, deeds(point)) for point in points]
    wanted = subjects_of(text)
    parts = [[point for point, told in said if tells_subject(told, each, text)] for each in wanted]
    parts += [[point for point, told in said if covers(told, words)] for words in unnamed(text)]
    if not parts:
        return tuple(point for point, told in said if told)
    if not all(parts):
        return ()
    found = {point.id for part in parts for point in part}
    return tuple(point for point, _ in said if point.id in found)


@remembered(16_384)
def tells_subject(told: str, subject: Subject, text: str) -> bool:
    """Whether deeds tell of a subject; of a congress or plenum only where they name the same."""
    if not told:
        return False
    if not subject.told:
        return topic_of(told) == subject.topic
    if subject.particular:
        named = re.findall(subject.particular, text)
        return all(name.removeprefix("二十届") in told for name in named) and bool(
            re.search(subject.told, told)
        )
    return bool(re.search(subject.told, told))


def covers(told: str, words: tuple[str, ...]) -> bool:
    """Whether deeds use most of the words, character pair by character pair."""
    pairs = {word[place : place + 2] for word in words for place in range(len(word) - 1)}
    return bool(pairs) and sum(pair in told for pair in pairs) >= ENOUGH * len(pairs)


def deeds(point: Point) -> str:
    """Give what a point says was done; nothing for one that tells a plan, a fault or a cause.

    The label that the user had set above it says what it is about, where its own words do not.
    """
    done = _deeds_of(point.text)
    name = TOPIC_NAMES[point.topic] if point.topic else ""
    return (
        f"{name}，{done}"
        if done and name not in done and topic_of(point.text) in {None, point.topic}
        else done
    )


@remembered(4096)
def _deeds_of(text: str) -> str:
    if kind_of(text)[0] in {"plans", "causes"}:
        return ""
    sentences = (each[:LONGEST] for each in SENTENCE.split(tidy(text)))
    return "。".join(filter(None, map(_of_sentence, sentences)))


def _of_sentence(sentence: str) -> str:
    for form in _words().passing:
        sentence = re.sub(form, "", sentence)
    kept: list[str] = []
    for clause in filter(None, (each.strip("，") for each in CLAUSE.split(sentence))):
        if re.search(_words().plan, clause):
            break
        if re.search(_words().negation, clause) or kind_of(clause)[0] in {"problems", "causes"}:
            if kept and re.search(_words().topic_only, kept[-1]):
                kept.pop()
            continue
        kept.append(clause)
    told = "，".join(kept)
    return told if _says_a_deed(told) else ""


def _says_a_deed(told: str) -> bool:
    return bool(re.search(_words().deed, told)) or any(verb in told for verb in _verbs())


@cache
def _verbs() -> tuple[str, ...]:
    """Verbs of deeds; those of one character are in too many nouns, as 学 in 学校."""
    lists = composing()
    found = {*lists.openings, *lists.verbs, *lists.event_verbs, *lists.moves["result"]}
    return tuple(sorted(verb for verb in found if len(verb) > 1))


@cache
def _words() -> Words:
    return load(Path(__file__).with_name("deeds.yaml"), Words)
