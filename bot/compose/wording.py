"""Wordings for one point: bank patterns whose slots fit its clauses, other openings, the user's own words.

A rewriting may change the register, never the content: a candidate that loses or gains a number, a
document or a quotation is thrown away.
"""

import re
from functools import cache, lru_cache

from bot.compose.frames import NUMBER_FORM, edge_of, edges_of, read_by
from bot.compose.tidy import HAN, tidy
from bot.compose.words import words
from bot.facts.dates import DATE
from bot.facts.numerals import numerals
from phrasebank.bank import Bank
from phrasebank.patterns import fill
from phrasebank.remembering import remembered
from phrasebank.terms import SectionKind

CLAUSE_END = re.compile(r"([，；：。])")
ADJUNCT = re.compile(
    rf"^(?:(?:全年|今年以来|今年|一年来|年内|先后|累计|共计|共|同时|并|{DATE.pattern})[，,]?)+"
)
LIGHT = re.compile(
    rf"^(?:搞|弄|做)了?(?:(?P<number>(?:{NUMBER_FORM}|一)(?:次|场|期|轮|回))(?P<name>[{HAN}“”]{{2,16}})|(?P<rest>(?!了).{{3,}}))$"
)
EVENT = re.compile(rf"^(?P<name>[{HAN}“”、]{{2,16}}?)(?:{NUMBER_FORM}(?:次|场|期|轮|人次))?$")
SHORTEST_CLAUSE = 2
WE = "(?:我们|我支部|本支部|支部|我|本人)?"
SECTION_SAYS: dict[SectionKind, re.Pattern[str]] = {
    "achievements": re.compile(
        r"^(?:一年来|今年以来|过去一年)[，：]?(?:我们|俺们|咱们)?(?=.{4})|^(?:我们|俺们|咱们)(?=.{4})"
    ),
    "problems": re.compile(
        r"^(?:存在的?|主要)?(?:问题|不足|短板|差距)(?:之处|的地方|方面)?(?:主要)?(?:是|在于|：|表现在)[，：]?(?=.{4})"
        r"|^(?:说实话|实话实说|老实说|坦白[讲说]|说白了)[，：]?(?=.{4})|^问题[，：](?:我[看想觉得]{1,2})?(?:第?一个?是)?(?=.{4})"
    ),
    "causes": re.compile(
        r"^为(?:啥|什么)呢?[，？](?:我自己(?:也)?想过[，：])?(?=.{4})|^(?:还有|再|另外?)(?:一个)?就?是(?=.{4})"
        r"|^(?:主要|关键)(?:还)?是(?=.{4})|^(?:究其|主要|根本|深层次的?)?(?:原因|根源)[，：]?(?:主要)?(?:是|在于|有|：)[，：]?(?=.{4})|^(?:主观上|客观上)：(?=.{4})"
    ),
    "plans": re.compile(
        rf"^(?:下一步|下步|今后|接下来)[，：]?{WE}(?:将|要(?![求素点害])|打算|计划|准备(?!工作)|拟(?![定订]))?[，：]?(?=.{{4}})"
        rf"|^{WE}(?:将(?!军)|打算|要(?![求素点害]))(?=.{{4}})"
    ),
}
WISH = re.compile(
    r"^(明年|来年|下一年)[，：]?(?:我们|我|本人|支部)?(?:将|要(?![求素点害])|打算|计划|准备(?!工作)|拟(?![定订]))"
)


def said_for(kind: SectionKind, text: str) -> str:
    """Tidy a statement and drop what its section says anyway, such as 原因是 among the causes.

    Admissions, causes and plans are set in one run: a colon inside them gives way to a comma.
    """
    plain = tidy(text)
    shorter = SECTION_SAYS[kind].sub("", plain, count=1) if kind in SECTION_SAYS else plain
    if kind == "plans":
        shorter = re.sub("^(明年|来年)[，：]", r"\1", WISH.sub(r"\1", shorter))
    if kind in {"problems", "causes", "plans"}:
        shorter = re.sub(r"：(?![一二]是)", "，", shorter, count=1)
    return shorter or plain


def in_one_voice(sentence: str, self_name: str) -> str:
    """Let the writer speak of themselves by one name where a sentence begins with it."""
    return re.sub(r"^(?:本人|我(?![们校局院委县市省区镇乡村党国办中公支部单位]))", self_name, sentence)


@remembered(2048)
def proposals(text: str, kind: SectionKind, bank: Bank, year: int | None) -> tuple[str, ...]:
    """Give the wordings of a statement, without final 。, best first; its own tidied words are among them.

    ``kind`` is that of the section the statement stands in, ``year`` that of the report.
    """
    plain = said_for(kind, text)
    options = [_options(clause, kind, bank, year) for clause in CLAUSE_END.split(plain)]
    candidates = [_joined(options, start) for start in (0, 1, 2)]
    if kind in {"achievements", "plans", "rectification"}:
        candidates += [other + plain[len(verb) :] for verb, other in _other_openings(plain)]
    kept = [each for each in dict.fromkeys((*candidates, plain)) if each == plain or _tells(each, plain)]
    return tuple(kept)


def choose(wordings: tuple[str, ...], variant: int, after: str = "") -> str:
    """Pick a wording; ``variant`` counts those turned down, ``after`` is the sentence it will follow.

    No two sentences running should open alike, so one that opens like ``after`` is passed over where
    another is left.
    """
    turned = [wordings[(variant + step) % len(wordings)] for step in range(len(wordings))]
    return next((wording for wording in turned if opening(wording) != opening(after)), turned[0])


@remembered(8192)
def opening(sentence: str) -> str:
    """Give what a reader hears first: two characters, whatever adverb of time stands before them."""
    return ADJUNCT.sub("", sentence)[:2]


def keeps_content(plain: str, candidate: str) -> bool:
    """Whether a rewriting has the numbers, documents and quotations of the original, and no others.

    Quotation marks may be put around words that were there without them, such as “三会一课”.
    """
    added = [words for words in _quoted(candidate) if words not in _quoted(plain)]
    return (
        _figures(plain) == _figures(candidate)
        and re.findall(r"《[^《》]+》", plain) == re.findall(r"《[^《》]+》", candidate)
        and set(_quoted(plain)) <= set(_quoted(candidate))
        and all(words in plain for words in added)
    )


def _tells(candidate: str, plain: str) -> bool:
    return keeps_content(plain, candidate) and not _softer(plain, candidate)


def _softer(plain: str, candidate: str) -> bool:
    """Whether a rewriting owns up to less than was admitted."""
    return any(word in candidate and word not in plain for word in words().softeners)


def _figures(text: str) -> list[str]:
    return sorted([number.value + number.unit for number in numerals(text)] + re.findall(r"\d+", text))


def _quoted(text: str) -> list[str]:
    return re.findall(r"“([^“”]+)”", text)


def _options(clause: str, kind: SectionKind, bank: Bank, year: int | None) -> tuple[str, ...]:
    if len(clause) < SHORTEST_CLAUSE:  # the mark between two clauses
        return (clause,)
    adjunct = ADJUNCT.match(clause)
    head, rest = (adjunct[0], clause[adjunct.end() :]) if adjunct else ("", clause)
    found = [head + text for text in _rewritings(rest, kind, bank, year)]
    if kind in {"achievements", "rectification"} and not found:
        found = [head + text for text in _with_verb(rest)] if re.search(r"\d", clause) else []
    return (*dict.fromkeys(found), clause)


def _joined(options: list[tuple[str, ...]], start: int) -> str:
    """Put the clauses together; a verb that governs a list is not said again for each of its members."""
    said: list[str] = []
    verb = ""
    for choices in options:
        plain = choices[-1]
        turned = choices[start:] or choices[-1:]
        before = opening(said[-2]) if len(said) > 1 else ""
        choice = next((choice for choice in turned if opening(choice) != before), turned[0])
        governed = verb and any(each == verb + plain for each in choices)
        said.append(plain if governed else choice)
        verb = _verb(said[-1]) or verb
    return "".join(said)


def _verb(clause: str) -> str:
    verb = _event_verb().match(ADJUNCT.sub("", clause))
    return verb[0] if verb else ""


@cache
def _event_verb() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words().event_verbs)))


def _with_verb(clause: str) -> list[str]:
    """Give a bare event its verb: 支部大会 is held, 主题党日12次 are carried out."""
    light = LIGHT.match(clause)
    if light:
        clause = f"{light['name']}{light['number']}" if light["name"] else light["rest"]
    event = EVENT.match(clause)
    if not event or _acts(event["name"]):
        return []
    ends = [
        (end, verb)
        for verb, ends in words().event_verbs.items()
        for end in ends
        if event["name"].endswith(end)
    ]
    return [max(ends, key=lambda found: len(found[0]))[1] + clause] if ends else []


def _acts(name: str) -> bool:
    """Whether what looks like the name of an event has a verb or somebody who acts in it."""
    return (
        name.startswith(words().light_verbs) or words().fillers.governed(name) or bool(_other_openings(name))
    )


def _other_openings(plain: str) -> list[tuple[str, str]]:
    for verb, others in words().openings.items():
        if plain.startswith(verb) and not plain[len(verb) :].startswith(words().not_objects):
            return [(verb, other) for other in others]
    return []


def _rewritings(clause: str, kind: SectionKind, bank: Bank, year: int | None) -> list[str]:
    by_edge = _by_edge(kind, bank, year)
    fitting = sorted({each for edge in edges_of(clause) for each in by_edge.get(edge, ())})
    found: dict[int, str] = {}
    for rank, _, frame, text in fitting:
        values = read_by(frame, clause) if rank not in found else None
        if values is not None and _fits(values):
            found[rank] = fill(text, values)
    return list(filter(None, found.values()))


@lru_cache(maxsize=64)
def _by_edge(kind: SectionKind, bank: Bank, year: int | None) -> dict[str, list[tuple[int, int, str, str]]]:
    """Give the frames that may read a clause, by their edges.

    Each stands behind the rank of its pattern and its place there, and before what the pattern writes.
    """
    patterns = bank.select(shape="clause", section=kind, year=year)
    if kind != "achievements":
        patterns += bank.select(shape="clause", section="achievements", year=year)
    found: dict[str, list[tuple[int, int, str, str]]] = {}
    for rank, pattern in enumerate(patterns):
        for place, frame in enumerate((*pattern.reads, pattern.text)):
            found.setdefault(edge_of(frame), []).append((rank, place, frame, pattern.text))
    return found


def _fits(values: dict[str, str]) -> bool:
    fillers = words().fillers
    return all(
        value.endswith(fillers.activity_ends) and not fillers.governed(value)
        for name, value in values.items()
        if name.startswith("activity")
    )
