"""Mine patterns from reports: titles, headings, lead-ins, and clauses turned into frames.

Structure decides, not frequency: reports share next to no wording, but headings, enumerations and turns of
phrase are where it is meant to be taken over. What the seeds give is the same whenever it is mined.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import cycle, pairwise

from msgspec import Struct
from msgspec.structs import replace

from phrasebank.document import Document, Heading, Sentence
from phrasebank.fitness import is_parallel, is_whole, quality, refusal, run_alike, states_flaw
from phrasebank.frames import REMEMBERED, fixed, frame_of, is_constructed, typed, words
from phrasebank.patterns import SLOT, Pattern, Source, mould_of
from phrasebank.sections import move_of
from phrasebank.structure import inline_items
from phrasebank.terms import Move, SectionKind, Shape, Topic
from phrasebank.topics import topics_by_weight

CLAUSE = re.compile(r"[，；：](?![^（]*）)(?![^“]*”)")
FIGURE = re.compile(r"(?<!\d)(?!20\d\d(?!\d))\d+(?![\d余多])")
SERIAL = re.compile("^第?[一二三四五六七八九]是|^主要(?:是|体现在)")
TITLE = re.compile(r"^(?P<year>20\d\d年度?)?(?P<org>.*?)(?P<post>党支部书记|党组书记|书记)")
LABEL = re.compile("(?:情况|问题|原因|亮点|措施|举措|打算|经验|主要工作|思路|整改)$")
LEAD = re.compile("(?:如下|表现在|体现在|方面|以下几点|原因)$")
LEADING = re.compile(LEAD.pattern.removesuffix("$"))
INTRODUCED = re.compile(r"[^。；：“”]{4,}?(?=：|，一是|$)")
COUNT = re.compile("以下[一二三四五六七八九两]+(?:个方面|点|项|条)")
ADVERBS = re.compile(
    "^(?:坚持|始终|自觉|继续|切实|认真|扎实|积极|进一步|全面|及时|定期|严格|着力|深入|大力|努力|充分|不断)+"
)
PARTICLES = re.compile("[了着的]|做到(?=同)")
FLAWED = {"problems", "causes"}
CLEARLY = 4
SHORTEST, LONGEST = 6, 20
HEADING_MOVES: dict[SectionKind, Move] = {"problems": "admit", "causes": "cause", "plans": "commit"}


class Candidate(Struct, frozen=True):
    """A frame with what it was made of."""

    source: str
    frame: str
    shape: Shape
    section: SectionKind
    move: Move
    line: int
    genres: tuple[str, ...] = ()


def mine(documents: Iterable[Document]) -> tuple[Pattern, ...]:
    """Give the patterns of some documents, in order; near-duplicates count as one, in the first wording."""
    found: dict[str, Pattern] = {}
    files: dict[str, set[str]] = {}
    for document in documents:
        for candidate in candidates(document):
            if refusal(candidate.source, candidate.frame):
                continue
            pattern = _pattern(candidate, document.file)
            key = likeness(pattern)
            known = found.setdefault(key, pattern)
            files.setdefault(key, set()).add(document.file)
            genres = tuple(sorted({*known.genres, *pattern.genres}))
            found[key] = replace(known, documents=len(files[key]), genres=genres)
    return tuple(found.values())


def likeness(pattern: Pattern) -> str:
    """Give what near-duplicates have in common: patterns of the same likeness count as one."""
    return f"{_core(pattern.text)} {pattern.section} {pattern.shape == 'title'}"


def _core(text: str) -> str:
    """Leave out what makes no difference between two wordings."""
    return PARTICLES.sub("", ADVERBS.sub("", text)).replace("将", "把")


def candidates(document: Document) -> Iterator[Candidate]:
    """Give all that a document might add, fit or not."""
    if document.title:
        genres = (document.genre,) if document.genre else ()
        frame = _title_frame(document.title.text)
        yield Candidate(document.title.text, frame, "title", "opening", "open", document.title.line, genres)
    for heading in document.headings:
        yield _of_heading(heading)
    for sentence in document.sentences:
        for found in _of_wording(_alike(sentence.text), sentence.section, sentence.move):
            yield replace(found, line=sentence.line)


def identify(text: str, section: SectionKind, move: Move) -> str:
    """Give the stable id of a mined pattern."""
    return "p-" + hashlib.sha256(f"{text}\n{section}\n{move}".encode()).hexdigest()[:6]


def _pattern(candidate: Candidate, file: str) -> Pattern:
    text = candidate.frame
    label = candidate.shape == "heading" and LABEL.search(text)
    plain = candidate.shape == "heading" and not SLOT.search(text)
    return Pattern(
        id=identify(text, candidate.section, candidate.move),
        text=text,
        shape=candidate.shape,
        section=candidate.section,
        move=candidate.move,
        source=Source(file, candidate.line),
        topic=None if label or candidate.shape in {"title", "lead"} else _topic(text),
        genres=candidate.genres,
        mould=mould_of(text) if plain and not label else None,
        documents=0,
        quality=quality(text, candidate.shape),
    )


@lru_cache(maxsize=REMEMBERED)
def _topic(frame: str) -> Topic | None:
    """Give the topic that the fixed text speaks of clearly; a frame for any field of work has none."""
    verdicts = topics_by_weight(fixed(frame))
    if "{domain" in frame or not verdicts or verdicts[0].weight < CLEARLY:
        return None
    return verdicts[0].topic


def _title_frame(title: str) -> str:
    match = TITLE.match(title)
    if not match:
        return frame_of(title)
    org = "{org}" if match["org"] else ""
    year = re.sub(r"^20\d\d", "{year}", match["year"] or "")
    return year + org + "{post}" + re.sub(r"20\d\d(?=年)", "{year}", title[match.end() :])


def _of_heading(heading: Heading) -> Candidate:
    move = HEADING_MOVES.get(heading.section, "claim")
    frame = typed(heading.text)
    return Candidate(heading.text, frame, "heading", heading.section, move, heading.line)


def _alike(text: str) -> str:
    """Make figures of a length the same, for no frame hangs on them.

    Neighbours stay unlike, a year stays one, and so does what may be miswritten (1732余).
    """
    digits = cycle("123456789")
    return FIGURE.sub(lambda figure: next(digits) * len(figure[0]), text)


@lru_cache(maxsize=REMEMBERED)
def _of_wording(text: str, section: SectionKind, move: Move) -> tuple[Candidate, ...]:
    """Mine a sentence once, for set phrases come again with other figures; lines are 0."""
    return tuple(_of_sentence(Sentence(0, text, section, move)))


def _of_sentence(sentence: Sentence) -> Iterator[Candidate]:
    text = sentence.text.rstrip("。！？")
    yield from _leads(sentence, text)
    items = inline_items(text)
    if len(items) == 1 and SHORTEST <= len(text) - items[0].start <= LONGEST:
        yield from _run_in(sentence, text[items[0].start :])
    clauses = [SERIAL.sub("", clause) for clause in CLAUSE.split(text)]
    taken: set[int] = set()
    for joined, places in _joined(clauses, alike=sentence.section not in FLAWED):
        taken.update(places)
        yield _candidate(sentence.section, frame_of(joined), joined)
    for place, clause in enumerate(clauses):
        if place not in taken:
            yield from _of_clause(sentence.section, clause)


def _joined(clauses: Sequence[str], *, alike: bool) -> Iterator[tuple[str, range]]:
    """Join neighbours that a construction holds together, and runs of clauses that are built alike."""
    for place, (one, other) in enumerate(pairwise(map(_trimmed, clauses))):
        if is_constructed(f"{one}，{other}"):
            yield f"{one}，{other}", range(place, place + 2)
    start = 0
    for end in range(1, len(clauses) + 1) if alike else ():
        if end == len(clauses) or not run_alike(clauses[end - 1], clauses[end]):
            if end - start > 1 and clauses[start].startswith(words().openers):
                yield "，".join(clauses[start:end]), range(start, end)
            start = end


def _leads(sentence: Sentence, text: str) -> Iterator[Candidate]:
    """Find what introduces a row: the words before a colon or before 一是."""
    if not LEADING.search(text):
        return
    for match in INTRODUCED.finditer(text):
        words_before = match[0].rpartition("，")[2] if len(match[0]) > LONGEST else match[0]
        if LEAD.search(words_before):
            lead = COUNT.sub("以下方面", words_before)
            move, _ = move_of(lead, sentence.section)
            yield Candidate(lead, typed(lead) + "：", "lead", sentence.section, move, sentence.line)


def _run_in(sentence: Sentence, title: str) -> Iterator[Candidate]:
    """Take a short item that its own sentences follow: it heads them."""
    if title.count("，") <= 1 and is_whole(title, sentence.section) and typed(title) == title:
        move = HEADING_MOVES.get(sentence.section, "claim")
        yield Candidate(title, title, "heading", sentence.section, move, sentence.line)


@lru_cache(maxsize=REMEMBERED)
def _of_clause(section: SectionKind, clause: str) -> tuple[Candidate, ...]:
    """Take a clause that has something to fill, runs in parallel, or states a shortcoming."""
    clause = clause if is_constructed(clause) else _trimmed(clause)
    frame = frame_of(clause)
    if is_constructed(clause) or (is_whole(frame, section) and _is_telling(frame, section)):
        return (_candidate(section, frame, clause),)
    return ()


def _is_telling(frame: str, section: SectionKind) -> bool:
    if section == "plans" and "了" in frame:
        return False
    if SLOT.search(frame) or is_parallel(frame):
        return True
    return states_flaw(frame, section) and SHORTEST <= len(frame) <= LONGEST


def _candidate(section: SectionKind, frame: str, source: str) -> Candidate:
    move, _ = move_of(source, section)
    return Candidate(source, frame, "clause", section, move, 0)


@lru_cache(maxsize=REMEMBERED)
def _trimmed(clause: str) -> str:
    if not clause.startswith(words().prefixes + words().subjects):
        return clause
    for prefix in (*words().prefixes, *words().subjects):
        rest = clause.removeprefix(prefix)
        if rest != clause and len(rest) >= SHORTEST:
            return rest if prefix in words().prefixes or rest.startswith(words().openers) else clause
    return clause
