"""Composing one section: its points in, its numbered blocks out."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.headings import marker, split_lead
from bot.compose.paragraphs import Sentence, closed, countable, enumerated, flowing, in_order
from bot.compose.parallel import TitleSet, for_topics
from bot.compose.rectification import FRAME, answered, item_of, rectified
from bot.compose.tidy import tidy
from bot.compose.wording import choose, in_one_voice, proposals
from bot.draft import Draft, Point
from bot.outline import Outline, Section
from phrasebank.bank import Bank
from phrasebank.patterns import mould_of
from phrasebank.remembering import Recent
from phrasebank.terms import SectionKind, Topic
from phrasebank.topics import topic_of

MOST_COUNTED_RUNNING = 2
FEWEST_HEADED = 2


class Passage(Struct, frozen=True, kw_only=True):
    """A composed paragraph before it has its place in the report.

    ``lead`` is a run-in heading without marker and final 。; ``level`` is its level, 0 for plain text.
    ``key`` is what its heading goes by among those of the section: the topic, or the user's own lead; a
    heading chosen for it is kept in the draft under ``title_key``.
    ``points`` are the ids of the points it tells.
    """

    text: str
    lead: str = ""
    key: str = ""
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


_PROPOSED = Recent[tuple[int, str], tuple[Setting, str]](256)
_COMPOSED = Recent[tuple[int, str, int], tuple[Setting, tuple[Passage, ...]]](1024)


def composed(setting: Setting) -> tuple[Passage, ...]:
    """Compose a section that has points; without any it gives nothing.

    What was composed of the same draft is given again: a question, a preview and a file follow one another.
    """
    key = (id(setting.draft), setting.section.id, setting.level)
    known = _COMPOSED.get(key)
    if known and known[0].draft is setting.draft and known[0] == setting:
        return known[1]
    passages = _composed(setting)
    _COMPOSED.put(key, (setting, passages))
    return passages


def _composed(setting: Setting) -> tuple[Passage, ...]:
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
    told_of_work = setting.kind == "achievements"
    places = in_order(tuple(tidy(point.text) for point in points)) if told_of_work else range(len(points))
    said: list[Sentence] = []
    for place in places:
        # Admissions and plans that open alike are parallel on purpose.
        before = said[-1].text if said and told_of_work else ""
        said.append(Sentence(_worded(setting, points[place], before), points[place].id))
    return tuple(said)


def wordings(setting: Setting, point: Point) -> tuple[str, ...]:
    """Give the wordings that a point could have where it stands, best first."""
    item = item_of(setting.draft, point)
    if item:
        said = _deed_reworded(answered(item.text, point.text, item.standing), setting)
        return tuple(dict.fromkeys((*said, tidy(point.text))))
    if setting.section.items == "paragraphs":
        return tuple(dict.fromkeys((*_deed_reworded(rectified(point.text), setting), tidy(point.text))))
    return proposals(point.text, setting.kind, setting.bank, setting.draft.profile.year)


def _deed_reworded(framed: str, setting: Setting) -> tuple[str, ...]:
    """Word what was done about a problem as any deed, and leave the frame that names the problem."""
    frame = FRAME.match(framed)
    start = frame.end() + 1 if frame else 0
    said = proposals(framed[start:], "rectification", setting.bank, setting.draft.profile.year)
    return tuple(framed[:start] + each for each in said)


def proposal(setting: Setting, point: Point) -> str:
    """Give the sentence that the report would have for a point as things stand."""
    key = (id(setting.draft), point.id)
    known = _PROPOSED.get(key)
    if known and known[0].draft is setting.draft and known[0] == setting:
        return known[1]
    sentence = _proposal(setting, point)
    _PROPOSED.put(key, (setting, sentence))
    return sentence


def _proposal(setting: Setting, point: Point) -> str:
    around = sentences(setting, _neighbours(setting, point))
    return next(sentence.text for sentence in around if sentence.point == point.id)


def proposed(setting: Setting) -> tuple[Sentence, ...]:
    """Give the sentences that the report would have for all points of a section, in telling order."""
    points = setting.draft.in_section(setting.section.id)
    match setting.section.items:
        case "topics":
            groups = tuple(group for _, group in _groups(setting.section, points))
        case "paragraphs":
            groups = tuple((point,) for point in points)
        case _:
            groups = (points,)
    return tuple(sentence for group in groups for sentence in sentences(setting, group))


def _worded(setting: Setting, point: Point, before: str) -> str:
    if point.sentence is not None:
        return point.sentence
    said = choose(wordings(setting, point), point.variant, before)
    return in_one_voice(said, setting.outline.self_name)


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
    """Group points by topic: that of their words, else of the label above them, else the widest one."""
    members: dict[Topic, list[Point]] = {topic: [] for topic in section.topics}
    for point in points:
        topics = (topic_of(point.text), point.topic, _widest(point.text), section.topics[-1])
        members[next(topic for topic in topics if topic in members)].append(point)
    return [(topic, tuple(group)) for topic, group in members.items() if group]


def _widest(text: str) -> Topic:
    return "responsibility" if "党" in text or "支部" in text else "business"


def _by_topic(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    groups = _groups(setting.section, points)
    told: list[Passage] = []
    running = 0
    for turn, (_, group) in enumerate(groups):
        said = sentences(setting, group)
        texts = tuple(sentence.text for sentence in said)
        counted = len(groups) > 1 and running < MOST_COUNTED_RUNNING and countable(texts)
        running = running + 1 if counted else 0
        told.append(Passage(text=flowing(texts, turn, counted=counted), points=_ids(said)))
    if len(groups) == 1:
        return tuple(told)
    about = {topic: passage.text for (topic, _), passage in zip(groups, told, strict=True)}
    leads = _titles(setting, about)
    headed = [replace(each, lead=leads[topic], key=topic) for each, topic in zip(told, about, strict=True)]
    return _numbered(setting, headed)


def title_key(section: str, key: str) -> str:
    """Name the place in ``Draft.chosen`` of the heading of a section's passage."""
    return f"{section}.{key}"


def _titles(setting: Setting, about: Mapping[Topic, str]) -> dict[Topic, str]:
    """Give each topic the heading chosen for it; a topic told since then gets one of the same mould."""
    chosen = {topic: setting.draft.chosen.get(title_key(setting.section.id, topic), "") for topic in about}
    taken = TitleSet(tuple(filter(None, chosen.values())))
    mould = mould_of(taken.headings[0]) if taken.headings and taken.even else setting.section.mould
    rest = {topic: text for topic, text in about.items() if not chosen[topic]}
    found = for_topics(setting.bank, mould, rest, setting.draft.profile.year, taken.headings)
    return {topic: text for topic, text in chosen.items() if text} | dict(zip(rest, found, strict=True))


def _ids(said: tuple[Sentence, ...]) -> tuple[str, ...]:
    return tuple(sentence.point for sentence in said)


def _numbered(setting: Setting, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(
        replace(passage, level=setting.level, number=place) for place, passage in enumerate(passages, 1)
    )


def _under_leads(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    """Set points as numbered headings, if each begins with a short phrase of its own and most say more."""
    said = sentences(setting, points)
    cuts = [cut for cut in (split_lead(sentence.text) for sentence in said) if cut]
    detailed = sum(bool(rest) for _, rest in cuts)
    distinct = len({lead for lead, _ in cuts}) == len(said)
    if len(said) < FEWEST_HEADED or not distinct or detailed * 3 < len(said) * 2:
        return ()
    chosen = setting.draft.chosen
    passages = [
        Passage(
            text=closed(rest) if rest else "",
            lead=chosen.get(title_key(setting.section.id, lead), lead),
            key=lead,
            points=(sentence.point,),
        )
        for sentence, (lead, rest) in zip(said, cuts, strict=True)
    ]
    return _numbered(setting, passages)


def _counted_off(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    said = sentences(setting, points)
    texts = tuple(sentence.text for sentence in said)
    told = enumerated(texts)
    match setting.kind:
        case "integrity":
            told = _in_own_name(setting.outline.self_name, "".join(map(closed, texts)))
        case "causes":
            told = _lead_in(setting) + told
        case _ if len(texts) > 1:
            told = _lead_in(setting) + told
    return (Passage(text=told, points=_ids(said)),)


def _in_own_name(self_name: str, text: str) -> str:
    return text if text.startswith(("我", "本人", self_name)) else self_name + text


def _lead_in(setting: Setting) -> str:
    """Take a lead-in from the bank, another for each section of the kind that stands in the outline."""
    leads = [
        pattern.text
        for pattern in setting.bank.select(
            shape="lead", section=setting.kind, genre=setting.outline.id, year=setting.draft.profile.year
        )
        if not pattern.slots and setting.outline.voices(pattern.text)
    ]
    siblings = [leaf.id for leaf in setting.outline.leaves() if leaf.kind == setting.kind]
    return leads[siblings.index(setting.section.id) % len(leads)] if leads else ""


def _as_paragraphs(setting: Setting, points: Sequence[Point]) -> tuple[Passage, ...]:
    return tuple(Passage(text=closed(proposal(setting, point)), points=(point.id,)) for point in points)
