"""Which of the nine topics a point is about, and the cue that says so."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load
from phrasebank.remembering import remembered
from phrasebank.terms import Topic

CUES = Path(__file__).with_name("topics.yaml")
GAP = 10
CLAUSE_END = re.compile("[，。；,;.]")
FIRST = 1.5


class Verdict(Struct, frozen=True):
    """A topic that a text may have: the sum of its cues' weights, and the strongest cue as it is written."""

    topic: Topic
    weight: float
    cue: str


class _Cue(Struct, frozen=True):
    parts: tuple[str, ...]
    topic: Topic
    weight: int

    def end(self, text: str, start: int) -> int | None:
        """Say where the cue ends that begins at ``start``; ``None`` where its other parts do not follow."""
        end = start + len(self.parts[0])
        for part in self.parts[1:]:
            window = CLAUSE_END.split(text[end : end + GAP + len(part)], maxsplit=1)[0]
            place = window.find(part)
            if place < 0:
                return None
            end += place + len(part)
        return end


class _Found(Struct, frozen=True):
    cue: _Cue
    written: str


class _Cues(Struct, frozen=True, forbid_unknown_fields=True):
    topics: dict[Topic, dict[str, int]]


def topic_of(text: str) -> Topic | None:
    """Give the topic that weighs most; ``None`` where no cue is found."""
    verdicts = topics_by_weight(text)
    return verdicts[0].topic if verdicts else None


@remembered(4096)
def topics_by_weight(text: str) -> tuple[Verdict, ...]:
    """Weigh every topic that a cue speaks for, heaviest first.

    A cue counts once, however often it is repeated. What is named first is what a point is mainly about,
    so the first weighty cue gets a small bonus; a tie goes to the topic named first.
    Raises ``BrokenFileError`` where the cue file cannot be used.
    """
    found: dict[_Cue, _Found] = {}
    for hit in _find(text):
        found.setdefault(hit.cue, hit)
    weights: dict[Topic, float] = {}
    strongest: dict[Topic, _Found] = {}
    for place, (cue, hit) in enumerate(found.items()):
        bonus = FIRST if place == 0 and cue.weight > 1 else 0
        weights[cue.topic] = weights.get(cue.topic, 0) + cue.weight + bonus
        if cue.topic not in strongest or cue.weight > strongest[cue.topic].cue.weight:
            strongest[cue.topic] = hit
    verdicts = (Verdict(topic, weight, strongest[topic].written) for topic, weight in weights.items())
    return tuple(sorted(verdicts, key=lambda verdict: -verdict.weight))


def _find(text: str) -> list[_Found]:
    """Read cues from left to right, none overlapping another, the longest where several begin together."""
    cues, found, place = _by_first_character(), [], 0
    while place < len(text):
        for cue in cues.get(text[place], ()):
            end = cue.end(text, place) if text.startswith(cue.parts[0], place) else None
            if end is not None:
                found.append(_Found(cue, text[place:end]))
                place = end
                break
        else:
            place += 1
    return found


@cache
def _by_first_character() -> dict[str, tuple[_Cue, ...]]:
    index: dict[str, tuple[_Cue, ...]] = {}
    written = [
        (cue, topic, weight)
        for topic, cues in load(CUES, _Cues).topics.items()
        for cue, weight in cues.items()
    ]
    for cue, topic, weight in sorted(written, key=lambda entry: -len(entry[0])):
        index[cue[0]] = (*index.get(cue[0], ()), _Cue(tuple(cue.split("…")), topic, weight))
    return index
