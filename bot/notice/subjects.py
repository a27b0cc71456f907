"""Subjects: what notices demand to be told of, how they name it and how reports tell it, from YAML."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load
from phrasebank.remembering import remembered
from phrasebank.terms import SectionKind, Topic

SHORTEST = 2
LEAST_BESIDE = 5
PARTS = re.compile("[、，；和及与]")
GENERIC = re.compile(
    r"情况|工作|方面|落实|推进|推动|加强|抓好|抓实|抓牢|开展|履行|履职|建设|进行|切实|认真|积极|严格|深入|全面|扎实|做好|强化|深化"
    r"|本年度|全年|抓好?(?=基层党建|党建)|执行|遵守|贯彻|制度|机制|职责|责任|任务|本人|个人|自觉|支部|党支部|党组织|党员|基层|重点|等|[的和与及、，；：“”《》（）()\s\d]|以及|有关|相关|主要|做法|成效"
)


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """``named`` and ``told`` are expressions; without ``told`` any deed of the topic tells it.

    ``particular`` are names that a report must repeat, such as that of a plenum.
    """

    name: str
    topic: Topic
    named: str
    told: str
    kind: SectionKind = "achievements"
    particular: str = ""


class _Subjects(Struct, frozen=True, forbid_unknown_fields=True):
    subjects: tuple[Subject, ...]


@remembered(4096)
def subjects_of(text: str) -> tuple[Subject, ...]:
    """Give the subjects that words name, in the order in which they are named.

    A name that lies within another subject's longer one is not its own: 发展党员和党员教育管理 names two.
    """
    found = [(match.span(), subject) for subject in _subjects() for match in re.finditer(subject.named, text)]
    kept = [
        (span, subject)
        for span, subject in found
        if not any(_within(span, other) for other, another in found if another != subject)
    ]
    return tuple(dict.fromkeys(subject for _, subject in sorted(kept, key=lambda each: each[0])))


def unnamed(text: str) -> tuple[tuple[str, ...], ...]:
    """Give, for each part of a demand that names no subject, the words that say what it is about.

    Beside a subject, a part of few words is taken as belonging to it: 研究部署、督促落实党建工作.
    """
    alone = not subjects_of(text)
    parts = [text] if alone else [part for part in PARTS.split(text) if not subjects_of(part)]
    found = (tuple(word for word in GENERIC.split(part) if word) for part in parts)
    least = SHORTEST if alone else LEAST_BESIDE
    return tuple(words for words in found if sum(map(len, words)) >= least)


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a span lies in a longer one."""
    return other[0] <= span[0] and span[1] <= other[1] and span != other


@cache
def _subjects() -> tuple[Subject, ...]:
    return load(Path(__file__).with_name("subjects.yaml"), _Subjects).subjects
