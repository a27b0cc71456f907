"""Mine patterns from reports: titles, headings, lead-ins, and clauses turned into frames.

Structure decides, not frequency: reports share next to no wording, but headings, enumerations and turns of
phrase are where it is meant to be taken over. What the seeds give is the same whenever it is mined.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from phrasebank.clauses import DIGIT, clauses_of, runs, trimmed
from phrasebank.constructions import may_pair
from phrasebank.document import Document, Sentence
from phrasebank.families import families_in
from phrasebank.fitness import is_parallel, is_whole, may_be_whole, quality, refusal, states_flaw
from phrasebank.frames import REMEMBERED, fixed, frame_of, held_frame, typed, words
from phrasebank.patterns import SLOT, Pattern, Source, mould_of
from phrasebank.remembering import remembered
from phrasebank.rows import inline_items
from phrasebank.sections import move_of
from phrasebank.terms import Move, SectionKind, Shape, Topic
from phrasebank.topics import topics_by_weight

TITLE = re.compile(r"^(?P<year>20\d\d年度?)?(?P<org>.*?)(?P<post>党支部书记|党组书记|书记)")
LABEL = re.compile("(?:情况|问题|原因|亮点|措施|举措|打算|经验|主要工作|思路|整改)$")
LEAD = re.compile("(?:如下|表现在|体现在|方面|以下几点|原因)$")
LEADING = re.compile(LEAD.pattern.removesuffix("$"))
INTRODUCED = re.compile(r"[^。；：“”]{4,}?(?=：|，一是|$)")
COUNT = re.compile("以下[一二三四五六七八九两]+(?:个方面|点|项|条)")
ADVERBS = re.compile(
    "^(?:坚持|始终|自觉|继续|切实|认真|扎实|积极|进一步|全面|及时|定期|严格|着力|深入|大力|努力|充分|不断)+"
)
PARTICLES = re.compile("[了着的]|做到(?=同)|(?<=下)一(?=步)|等(?=现象|问题)")
FLAWED = {"problems", "causes"}
CLEARLY = 4
SHORTEST, LONGEST = 6, 20
HEADING_MOVES: dict[SectionKind, Move] = {"problems": "admit", "causes": "cause", "plans": "commit"}


class Wording(Struct, frozen=True):
    """A frame that is fit to be taken over; near-duplicates have the same ``likeness``."""

    likeness: str
    pattern: Pattern


class _Clause(Struct, frozen=True):
    """What a clause comes to: what is left of it without what stands in front, and the wording it gives."""

    rest: str
    may_pair: bool
    wordings: tuple[Wording, ...]


def mine(documents: Iterable[Document]) -> tuple[Pattern, ...]:
    """Give the patterns of some documents, in order; near-duplicates count as one, in the first wording."""
    found: dict[str, Pattern] = {}
    places: dict[str, dict[Source, None]] = {}
    genres: dict[str, set[str]] = {}
    families: dict[str, str] = {}
    for document in documents:
        for wording, line, family in wordings(document):
            key = wording.likeness
            found.setdefault(key, wording.pattern)
            places.setdefault(key, {})[Source(document.file, line)] = None
            if family:
                families.setdefault(key, family)
            if wording.pattern.genres:
                genres.setdefault(key, set()).update(wording.pattern.genres)
    return tuple(
        _placed(pattern, tuple(places[key]), families.get(key), tuple(sorted(genres.get(key, ()))))
        for key, pattern in found.items()
    )


def _placed(
    pattern: Pattern, places: tuple[Source, ...], family: str | None, genres: tuple[str, ...]
) -> Pattern:
    return replace(
        pattern,
        source=places[0],
        also=places[1:],
        documents=len({place.file for place in places}),
        family=family,
        genres=genres,
    )


def likeness(pattern: Pattern) -> str:
    """Give what near-duplicates have in common: patterns of the same likeness count as one."""
    return _likeness(pattern.text, pattern.section, pattern.shape == "title")


@remembered(REMEMBERED)
def _likeness(text: str, section: SectionKind, title: bool) -> str:  # noqa: FBT001 - a title is like no other shape
    """Leave out what makes no difference between two wordings, and what their gaps are called."""
    core = PARTICLES.sub("", ADVERBS.sub("", fixed(text))).replace("将", "把")
    return f"{core} {section} {title}"


def wordings(document: Document) -> Iterator[tuple[Wording, int, str | None]]:
    """Give all that a document teaches, with the line and, for a heading, its family."""
    if document.title:
        title = _of_title(document.title.text, document.genre)
        yield from ((wording, document.title.line, None) for wording in title)
    families = families_in(document.headings)
    for place, heading in enumerate(document.headings):
        family = families.get(place)
        for wording in _of_heading(heading.text, heading.section):
            yield wording, heading.line, family if wording.pattern.mould else None
    for sentence in document.sentences:
        for wording in _of_sentence(sentence):
            yield wording, sentence.line, None


def identify(text: str, section: SectionKind, move: Move) -> str:
    """Give the stable id of a mined pattern."""
    return "p-" + hashlib.sha256(f"{text}\n{section}\n{move}".encode()).hexdigest()[:6]


def _fit(  # noqa: PLR0913, PLR0917 - what a pattern is made of
    source: str, frame: str, shape: Shape, section: SectionKind, move: Move, genres: tuple[str, ...] = ()
) -> tuple[Wording, ...]:
    """Judge a frame made of ``source``: none or one wording."""
    return () if refusal(source, frame) else _described(frame, shape, section, move, genres)


@remembered(REMEMBERED)
def _described(
    frame: str, shape: Shape, section: SectionKind, move: Move, genres: tuple[str, ...]
) -> tuple[Wording, ...]:
    label = shape == "heading" and LABEL.search(frame)
    pattern = Pattern(
        id=identify(frame, section, move),
        text=frame,
        shape=shape,
        section=section,
        move=move,
        source=Source(""),
        topic=None if label or shape in {"title", "lead"} else _topic(frame),
        genres=genres,
        mould=mould_of(frame) if shape == "heading" and not label and not SLOT.search(frame) else None,
        quality=quality(frame, shape),
    )
    return (Wording(likeness(pattern), pattern),)


def _topic(frame: str) -> Topic | None:
    """Give the topic that the fixed text speaks of clearly; a frame for any field of work has none."""
    verdicts = topics_by_weight(fixed(frame)) if "{domain" not in frame else ()
    return verdicts[0].topic if verdicts and verdicts[0].weight >= CLEARLY else None


@remembered(REMEMBERED)
def _of_title(title: str, genre: str | None) -> tuple[Wording, ...]:
    genres = (genre,) if genre else ()
    return _fit(title, _title_frame(title), "title", "opening", "open", genres)


def _title_frame(title: str) -> str:
    match = TITLE.match(title)
    if not match:
        return frame_of(title)
    org = "{org}" if match["org"] else ""
    year = re.sub(r"^20\d\d", "{year}", match["year"] or "")
    return year + org + "{post}" + re.sub(r"20\d\d(?=年)", "{year}", title[match.end() :])


@remembered(REMEMBERED)
def _of_heading(text: str, section: SectionKind) -> tuple[Wording, ...]:
    return _fit(text, typed(text), "heading", section, HEADING_MOVES.get(section, "claim"))


def _of_sentence(sentence: Sentence) -> Iterator[Wording]:
    text, section = sentence.text.rstrip("。！？"), sentence.section
    if LEADING.search(text):
        yield from _leads(text, section)
    items = inline_items(text)
    if len(items) == 1 and SHORTEST <= len(text) - items[0].start <= LONGEST:
        yield from _run_in(text[items[0].start :], section)
    texts = clauses_of(text)
    clauses = [_clause(section, each) for each in texts]
    taken: set[int] = set()
    for whole, places in _joined(texts, clauses, alike=section not in FLAWED):
        taken.update(places)
        yield from _of_joined(section, whole)
    for place, clause in enumerate(clauses):
        if clause.wordings and place not in taken:
            yield from clause.wordings


def _joined(texts: Sequence[str], clauses: Sequence[_Clause], *, alike: bool) -> Iterator[tuple[str, range]]:
    """Join neighbours that a construction holds, and those built ``alike``; gives their places too."""
    for place, clause in enumerate(clauses[:-1]):
        if clause.may_pair:
            # 但 belongs to 虽然…，但…; elsewhere what stands in front of the second clause is none of its.
            ways = (texts[place + 1], clauses[place + 1].rest)
            pair = next((pair for way in ways if held_frame(pair := f"{clause.rest}，{way}")), None)
            if pair:
                yield pair, range(place, place + 2)
    if alike:
        for run, places in runs(texts):
            if run.startswith(words().openers) and not DIGIT.search(run):
                yield run, places


def _leads(text: str, section: SectionKind) -> Iterator[Wording]:
    """Find what introduces a row: the words before a colon or before 一是."""
    for match in INTRODUCED.finditer(text):
        words_before = match[0].rpartition("，")[2] if len(match[0]) > LONGEST else match[0]
        if LEAD.search(words_before):
            yield from _of_lead(COUNT.sub("以下方面", words_before), section)


@remembered(REMEMBERED)
def _of_lead(lead: str, section: SectionKind) -> tuple[Wording, ...]:
    move, _ = move_of(lead, section)
    return _fit(lead, typed(lead) + "：", "lead", section, move)


def _run_in(title: str, section: SectionKind) -> Iterator[Wording]:
    """Take a short item that its own sentences follow: it heads them."""
    if title.count("，") <= 1 and is_whole(title, section) and typed(title) == title:
        yield from _of_heading(title, section)


@remembered(REMEMBERED)
def _of_joined(section: SectionKind, text: str) -> tuple[Wording, ...]:
    move, _ = move_of(text, section)
    return _fit(text, frame_of(text), "clause", section, move)


@remembered(REMEMBERED)
def _clause(section: SectionKind, text: str) -> _Clause:
    rest = trimmed(text)
    return _Clause(rest, may_pair(rest), _of_clause(section, text, rest))


def _of_clause(section: SectionKind, clause: str, rest: str) -> tuple[Wording, ...]:
    """Take a clause that has something to fill, runs in parallel, or states a shortcoming."""
    frame = held_frame(clause)
    if not frame and rest != clause:
        clause, frame = rest, held_frame(rest)
    if not frame:
        if not may_be_whole(clause, section):
            return ()
        frame = typed(clause)
        if not (is_whole(frame, section) and _is_telling(frame, section)):
            return ()
    move, _ = move_of(clause, section)
    return _fit(clause, frame, "clause", section, move)


def _is_telling(frame: str, section: SectionKind) -> bool:
    if section == "plans" and "了" in frame:
        return False
    if SLOT.search(frame) or is_parallel(frame):
        return True
    return states_flaw(frame, section) and SHORTEST <= len(frame) <= LONGEST
