"""Cutting the words of a notice into the aspects that it demands, each for a kind of section."""

import re
from collections.abc import Iterator

from msgspec import Struct

from bot.notice.subjects import subjects_of, unnamed
from bot.notice.words import any_form, words
from phrasebank.terms import SectionKind, Topic
from phrasebank.topics import topic_of

SHORTEST_PIECE = 4
SHORTEST_JOINED = 5
LONGEST = 60
SHORTEST = 2
KINDS: tuple[SectionKind, ...] = ("causes", "plans", "integrity", "problems")
JOINED = re.compile(r"(?<=[^总温])(以及|及其?|与(?!业务|生产|中心|教学|医疗)|(?<!中央)和(?!谐|睦))")
PAUSED = re.compile(r"([、，；])(?![^（]*）)(?![^“]{0,12}”)")
QUOTED_LIST = re.compile(r"“([^“”]*、[^“”]*、[^“”]*)”")
FIELDS = re.compile(
    r"(?:自身|本人|个人)?(?:在|从)[^，。；]{2,40}?方面的?(?=问题|不足|差距|短板)|不敢腐、不能腐、不想腐"
)
HELD = "\x1f"
BRACKETS = re.compile(r"（[^（）]*）$")


class Named(Struct, frozen=True):
    """An aspect as named: its words, and the kind of section it is for, ``None`` for work done."""

    text: str
    kind: SectionKind | None = None

    @property
    def topic(self) -> Topic | None:
        """What it is about: that of the subject it names, else of its words; a part of a report has none."""
        if self.kind:
            return None
        found = subjects_of(self.text)
        return found[0].topic if found else topic_of(self.text)


def aspects_in(text: str) -> tuple[Named, ...]:
    """Cut a list of aspects; what names none is left out."""
    pieces = [part for piece in _pieces(QUOTED_LIST.sub(r"\1", text)) for part in _parted(piece)]
    return tuple(named for named in map(_named, pieces) if named)


def kind_named(text: str) -> SectionKind | None:
    """Give the kind of section that words name, ``None`` for work done."""
    return next((kind for kind in KINDS if any_form(words().sections[kind]).search(text)), None)


def is_whole(text: str, kind: SectionKind) -> bool:
    """Whether words speak of a kind of section as a whole and so are met by anything said there."""
    return bool(re.fullmatch(words().whole_sections[kind], _bare(text)))


def _pieces(text: str) -> Iterator[str]:
    """Cut at pauses; a piece too short to stand alone (研究部署、督促落实…) goes on with the next."""
    kept = FIELDS.sub(lambda match: match[0].replace("、", HELD), text)
    cuts = PAUSED.split(kept.strip("。；，、：:"))
    held = ""
    for place in range(0, len(cuts), 2):
        held += cuts[place]
        mark = cuts[place + 1] if place + 1 < len(cuts) else ""
        goes_on = mark and re.match(words().continues, cuts[place + 2])
        if (mark == "、" and not _stands_alone(cuts[place])) or goes_on:
            held += mark
            continue
        yield held.replace(HELD, "、")
        held = ""
    if held:
        yield held.replace(HELD, "、")


def _stands_alone(piece: str) -> bool:
    """Whether a piece of a list names something by itself; verbs alone share the object of the next."""
    bare = _bare(piece)
    quoted = piece.startswith("“") and piece.endswith("”")
    named = len(bare) >= SHORTEST_PIECE and not re.fullmatch(words().bare_verbs, bare)
    return quoted or named or bool(subjects_of(piece)) or kind_named(piece) is not None


def _parted(piece: str) -> Iterator[str]:
    """Cut 和 and 及 where what they join belongs to different sections or topics."""
    cuts = JOINED.split(piece)
    held = cuts[0]
    for joint, part in zip(cuts[1::2], cuts[2::2], strict=True):
        if _differ(held, part) and not (joint == "及其" and kind_named(part) is None):
            yield held
            held = part
        else:
            held += joint + part
    yield held


def _differ(one: str, other: str) -> bool:
    kinds = kind_named(one), kind_named(other)
    if any(kinds):
        known = kinds[1] is not None or bool(subjects_of(other))
        return kinds[0] != kinds[1] and known
    topics = [{subject.topic for subject in subjects_of(part)} for part in (one, other)]
    if not all(topics):
        return any(topics) and all(len(_bare(part)) >= SHORTEST_JOINED for part in (one, other))
    return not topics[0] & topics[1]


def _named(piece: str) -> Named | None:
    text = any_form(words().lead_in).sub("", piece.strip(" 。；，、：:"), count=1).strip(" ：:")
    text = re.sub(r"等(?:方面|内容|工作)?(?:的?情况)?$", "", text)
    bare = _bare(text)
    if len(bare) < SHORTEST or len(text) > LONGEST:
        return None
    kind = kind_named(text)
    known = kind is not None or bool(subjects_of(text))
    if not known and (any_form(words().not_aspects).search(text) or not unnamed(text)):
        return None
    return Named(text, kind)


def _bare(text: str) -> str:
    return any_form(words().tails).sub("", BRACKETS.sub("", text.strip(" 。；，、：:")))
