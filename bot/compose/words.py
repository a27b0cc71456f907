"""The word lists that composing goes by, read from ``words.yaml``."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load
from phrasebank.terms import Move, SectionKind, Topic


class Fillers(Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand in an ``activity`` slot: how the words must end, must not begin and must not hold.

    ``person_ends`` end those who are counted, as in 慰问老党员5名.
    ``governing`` are verbs that have an event for their object, so that it is theirs wherever they stand;
    those ``arranging`` it may also name a meeting, as 部署会. ``harmless`` words only look like such.
    """

    activity_ends: tuple[str, ...]
    person_ends: tuple[str, ...]
    not_at_start: tuple[str, ...]
    not_inside: tuple[str, ...]
    governing: tuple[str, ...]
    arranging: tuple[str, ...]
    harmless: tuple[str, ...]

    def governed(self, name: str) -> bool:
        """Whether words hold somebody who acts, or a verb, and so are more than the name of an activity."""
        bare = name
        for word in self.harmless:
            bare = bare.replace(word, "□")
        return (
            bare.startswith(self.not_at_start)
            or any(word in bare for word in self.not_inside)
            or self.verbal(bare)
        )

    def verbal(self, name: str) -> bool:
        """Whether words hold a verb that an event is the object of, or end with one."""
        return (
            any(verb in name for verb in self.governing)
            or name.endswith(("开", "搞"))
            or (name.startswith(self.arranging) and not _arranged(self.arranging).fullmatch(name))
        )


@cache
def _arranged(arranging: tuple[str, ...]) -> re.Pattern[str]:
    """Match the name of a meeting made of such verbs alone, with or without the word for meeting."""
    return re.compile(rf"(?:{'|'.join(arranging)}|动员|工作)+(?:会|会议|大会|例会)?")


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Cue words; where a word alone misleads, expressions (``kinds``, ``mended``, ``label_forms``).

    ``openings`` gives verbs other ways to open a sentence that say nothing more, and ``not_objects`` what,
    standing behind the verb, makes it part of a noun. ``parts`` begin a line that belongs to the one before;
    ``claims`` are words in a heading that its text must bear out. ``boards`` name the parts of a report on
    several responsibilities, each by its leading topic; ``looking_back`` leads in what was done about last
    year's problems, and ``residue`` is left over from how material was sent or filed.
    """

    enumerators: tuple[str, ...]
    openings: dict[str, tuple[str, ...]]
    not_objects: tuple[str, ...]
    moves: dict[Move, tuple[str, ...]]
    verbs: tuple[str, ...]
    deepening: tuple[str, ...]
    claims: tuple[str, ...]
    softeners: tuple[str, ...]
    light_verbs: tuple[str, ...]
    continuing: tuple[str, ...]
    parts: tuple[str, ...]
    titles: tuple[str, ...]
    announcements: tuple[str, ...]
    label_ends: tuple[str, ...]
    label_forms: dict[SectionKind, str]
    boards: dict[Topic, str]
    looking_back: str
    residue: tuple[str, ...]
    minutes: tuple[str, ...]
    kinds: dict[SectionKind, tuple[str, ...]]
    mended: tuple[str, ...]
    fillers: Fillers
    event_verbs: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """Read the lists. Raises ``BrokenFileError``."""
    return load(Path(__file__).with_name("words.yaml"), Words)
