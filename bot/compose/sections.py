"""Composing one section: its points in, its numbered blocks out."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.headings import for_topics, marker, split_lead
from bot.compose.paragraphs import Sentence, closed, enumerated, flowing, in_order
from bot.compose.rectification import rectified
from bot.compose.tidy import tidy
from bot.compose.wording import choose, proposals
from bot.draft import Draft, Point
from bot.outline import Outline, Section
from phrasebank.bank import Bank
from phrasebank.terms import SectionKind, Topic
from phrasebank.topics import topic_of


class Passage(Struct, frozen=True, kw_only=True):
    """A composed paragraph before it has its place in the report.

    ``lead`` is a run-in heading without marker and final 。; ``level`` is its level, 0 for plain text.
    ``points`` are the ids of the points it tells.
    """

    text: str
    lead: str = ""
    level: int = 0
    number: int = 0
    points: tuple[str, ...] = ()

    @property
    def marker(self) -> str:
        """The number as printed."""
        return marker(self.level, self.number) if self.number else ""


class Setting(Struct, frozen=True):
    """What composing a section works from; ``level`` is that of the headings inside the section."""

    section: Section
    outline: Outline
    draft: Draft
    bank: Bank
    level: int

    @property
    def kind(self) -> SectionKind:
        """The kind of the section, which is a leaf."""
        return self.section.kind or "achievements"


def composed(setting: Setting) -> tuple[Passage, ...]:
    """Compose a section that has points; without any it gives nothing."""
    points = setting.draft.in_section(setting.section.id)
    if not points:
        return ()
    match setting.section.items:
        case "topics":
            return _by_topic(setting, points)
        case "paragraphs":
            return _as_paragraphs(setting, points)
        case "headings":
            return _under_leads(setting, points) or _counted_off(setting, points)
        case "enumeration":
            return _counted_off(setting, points)


def sentences(setting: Setting, points: Sequence[Point]) -> tuple[Sentence, ...]:
    """Word points that stand in one paragraph, in telling order, so that no two running open alike."""
    said: list[Sentence] = []
    places = in_order(tuple(tidy(point.text) for point in points))
    for place in places if setting.kind == "achievements" else range(len(points)):
        before = said[-1].text if said else ""
        said.append(Sentence(_worded(setting, points[place], before), points[place].id))
    return tuple(said)


def wordings(setting: Setting, point: Point) -> tuple[str, ...]:
    """Give the wordings that a point could have where it stands, best first."""
    if setting.section.items == "paragraphs":
        return tuple(dict.fromkeys((rectified(point.text), tidy(point.text))))
    return proposals(point.text, setting.kind, setting.bank, setting.draft.profile.year)


def proposal(setting: Setting, point: Point) -> str:
    """Give the sentence that the report would have for a point as things stand."""
    around = sentences(setting, _neighbours(setting, point))
    return next(sentence.text for sentence in around if sentence.point == point.id)


def _worded(setting: Setting, point: Point, before: str) -> str:
    if point.sentence is not None:
        return point.sentence
    return choose(wordings(setting, point), point.variant, before)


def _neighbours(setting: Setting, point: Point) -> tuple[Point, ...]:
    """Give the points that will stand in one paragraph with a point, in the order they were said."""
    points = setting.draft.in_section(setting.section.id)
    match setting.section.items:
        case "topics":
            return next(group for _, group in _groups(setting.section, points) if point in group)
        case "paragraphs":
            return (point,)
        case _:
            return points


def _groups(section: Section, points: Sequence[Point]) -> list[tuple[Topic, tuple[Point, ...]]]:
    """Group points by topic; one without a topic of the section stays with the point said before it."""
    members: dict[Topic, list[Point]] = {topic: [] for topic in section.topics}
    topic = next((t for t in (topic_of(p.text) for p in points) if t in members), section.topics[-1])
    for point in points:
        own = topic_of(point.text)
        topic = own if own in members else topic
        members[topic].append(point)
    return [(topic, tuple(group)) for topic, group in members.items() if group]


def _by_topic(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    groups = _groups(setting.section, points)
    told = [_flowing(sentences(setting, group), turn) for turn, (_, group) in enumerate(groups)]
    if len(groups) == 1:
        return tuple(told)
    texts = {topic: passage.text for (topic, _), passage in zip(groups, told, strict=True)}
    leads = for_topics(setting.bank, setting.section.mould, texts, setting.draft.profile.year)
    return _numbered(setting, [replace(each, lead=lead) for each, lead in zip(told, leads, strict=True)])


def _flowing(said: tuple[Sentence, ...], turn: int) -> Passage:
    return Passage(text=flowing(tuple(s.text for s in said), turn), points=tuple(s.point for s in said))


def _numbered(setting: Setting, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(
        replace(passage, level=setting.level, number=place) for place, passage in enumerate(passages, 1)
    )


def _under_leads(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    """Set points as numbered headings with their text, if every one of them begins with a short phrase."""
    said = sentences(setting, points)
    cuts = [split_lead(sentence.text) for sentence in said]
    if len(said) < 2 or None in cuts:  # noqa: PLR2004 - one item is not numbered
        return ()
    passages = [
        Passage(text=closed(cut[1]), lead=cut[0], points=(sentence.point,))
        for sentence, cut in zip(said, cuts, strict=True)
        if cut
    ]
    return _numbered(setting, passages)


def _counted_off(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    said = sentences(setting, points)
    texts = tuple(sentence.text for sentence in said)
    lead_in = _lead_in(setting)
    if setting.kind == "integrity":
        text = _in_own_name(setting.outline.self_name, "".join(map(closed, texts)))
    elif lead_in and not texts[0].startswith(lead_in[:2]):
        text = lead_in + enumerated(texts)
    else:
        text = enumerated(texts)
    return (Passage(text=text, points=tuple(sentence.point for sentence in said)),)


def _in_own_name(self_name: str, text: str) -> str:
    return text if text.startswith(("我", "本人", self_name)) else self_name + text


def _lead_in(setting: Setting) -> str:
    """Take a lead-in from the bank, another for each section of the kind that stands in the outline."""
    other = "我" if setting.outline.self_name == "本人" else "本人"
    leads = [
        pattern.text
        for pattern in setting.bank.select(
            shape="lead", section=setting.kind, genre=setting.outline.id, year=setting.draft.profile.year
        )
        if not pattern.slots and other not in pattern.text.replace("自我", "")
    ]
    siblings = [leaf.id for leaf in setting.outline.leaves() if leaf.kind == setting.kind]
    return leads[siblings.index(setting.section.id) % len(leads)] if leads else ""


def _as_paragraphs(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    return tuple(Passage(text=closed(proposal(setting, point)), points=(point.id,)) for point in points)
