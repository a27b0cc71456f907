"""Wordings for one point: bank patterns whose slots fit its clauses, other openings, the user's own words.

A rewriting may change the register, never the content: a candidate that loses or gains a number, a
document or a quotation is thrown away.
"""

import re
from functools import lru_cache

from bot.compose.frames import edge_of, edges_of, read_by
from bot.compose.tidy import tidy
from bot.compose.verbs import ADJUNCT, PAUSE, SUBJECT, leading_verb, other_openings, with_verb
from bot.compose.words import words
from bot.facts.numerals import numerals
from phrasebank.bank import Bank
from phrasebank.patterns import fill
from phrasebank.remembering import remembered
from phrasebank.terms import SectionKind

CLAUSE_END = re.compile(r"([，；：。])")
INTENDED = re.compile(r"^([只就才仅]?[上讲开办搞看学定修改建写发报签走跑查])(?=\d)")
"""A verb of everyday speech for what is yet to be done: 上1次党课, which is read like 上了1次党课."""

SPOKEN = re.compile(r"了(?=\d)|[搞弄]|(?:^|，)(?:上(?=党课|\d)|开(?![展放通设发辟创]))")
SHORTEST_CLAUSE = 2
DONE: frozenset[SectionKind] = frozenset({"achievements", "rectification", "plans"})
"""Kinds of sections that tell of deeds, done or intended."""
WE = "(?:我们|我支部|本支部|支部|我|本人)?"
SECTION_SAYS: dict[SectionKind, re.Pattern[str]] = {
    "achievements": re.compile(
        r"^(?:一年来|今年以来|过去一年)[，：]?(?:我们|俺们|咱们)?(?=.{4})|^(?:我们|俺们|咱们)(?=.{4})"
    ),
    "problems": re.compile(
        r"^(?:存在的?|主要)?(?:问题|不足|短板|差距)(?:之处|的地方|方面)?(?:主要)?(?:是|在于|：|表现在)[，：]?(?=.{4})"
        r"|^(?:说实话|实话实说|老实说|坦白[讲说]|说白了)[，：]?(?=.{4})|^问题[，：](?:我[看想觉得]{1,2})?(?:第?一个?是)?(?=.{4})"
        r"|^(?:还有|再有|再|另外)(?:一个|一点)?就是(?=.{4})"
    ),
    "causes": re.compile(
        r"^为(?:啥|什么)呢?[，？](?:我自己(?:也)?想过[，：])?(?=.{4})|^(?:还有|再|另外?)(?:一个)?就?是(?=.{4})"
        r"|^(?:主要|关键)(?:还)?是(?=.{4})|^(?:究其|主要|根本|深层次的?)?(?:原因|根源)(?:[嘛么呢啊]，|[嘛么呢啊]?[，：]?(?:主要)?(?:是|在于|有|：)[，：]?)(?=.{4})|^(?:主观上|客观上)：(?=.{4})"
    ),
    "plans": re.compile(
        rf"^(?:下一步|下步|今后|接下来)[，：]?{WE}(?:将|要(?![求素点害])|打算|计划|准备(?!工作)|拟(?![定订]))?[，：]?(?=.{{4}})"
        rf"|^{WE}(?:将(?!军)|打算|要(?![求素点害]))(?=.{{4}})"
    ),
}
SOFTENED = re.compile(r"(?<=[次人场户件个条名份篇期了])吧$")
"""What everyday speech ends a figure with: 谈了80多人次吧."""
WISH = re.compile(
    r"^(明年|来年|下一年)[，：]?(?:我们|我|本人|支部)?(?:将|要(?![求素点害])|打算|计划|准备(?!工作)|拟(?![定订]))"
)


def said_for(kind: SectionKind, text: str) -> str:
    """Tidy a statement and drop what its section says anyway, such as 原因是 among the causes.

    Admissions, causes and plans are set in one run: a colon inside them gives way to a comma.
    """
    plain = SOFTENED.sub("", tidy(text))
    shorter = SECTION_SAYS[kind].sub("", plain, count=1) if kind in SECTION_SAYS else plain
    if kind == "plans":
        shorter = re.sub("^(明年|来年)[，：]", r"\1", WISH.sub(r"\1", shorter))
    if kind in {"problems", "causes", "plans"}:
        shorter = re.sub(r"：(?![一二]是)", "，", shorter, count=1)
    return shorter or plain


def in_one_voice(sentence: str, self_name: str) -> str:
    """Let the writer speak of themselves by one name where a sentence begins with it."""
    mine = r"^(?:本人|我(?![们校局院委县市省区镇乡村党国办中公支部单位]))(?:自己(?!的))?"
    return re.sub(mine, self_name, sentence)


@remembered(2048)
def proposals(text: str, kind: SectionKind, bank: Bank, year: int | None) -> tuple[str, ...]:
    """Give the wordings of a statement, without final 。, best first; its own tidied words are among them.

    ``kind`` is that of the section the statement stands in, ``year`` that of the report.
    """
    plain = said_for(kind, text)
    options = [_options(clause, kind, bank, year) for clause in CLAUSE_END.split(PAUSE.sub("，", plain))]
    candidates = [_joined(options, start) for start in (0, 1, 2)]
    if kind in {"achievements", "plans", "rectification"}:
        candidates += [other + plain[len(verb) :] for verb, other in other_openings(plain)]
    kept = [each for each in dict.fromkeys((*candidates, plain)) if each == plain or _tells(each, plain)]
    return tuple(kept)


def choose(wordings: tuple[str, ...], variant: int, after: str = "") -> str:
    """Pick a wording; ``variant`` counts those turned down, ``after`` is the sentence it will follow.

    No two sentences running should open alike, so one that opens like ``after`` is passed over where
    another is left that is not of everyday speech.
    """
    turned = [wordings[(variant + step) % len(wordings)] for step in range(len(wordings))]
    others = (each for each in turned[1:] if opening(each) != opening(after) and not SPOKEN.search(each))
    return next(others, turned[0]) if opening(turned[0]) == opening(after) else turned[0]


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
    if not found and kind in DONE:
        found = [head + text for text in _of_somebody(rest, head, kind, bank, year)]
    return (*dict.fromkeys(found), clause)


def _of_somebody(clause: str, head: str, kind: SectionKind, bank: Bank, year: int | None) -> list[str]:
    """Reword what somebody named before the verb did; a bare event gets its verb."""
    subject = SUBJECT.match(clause)
    who, deed = (clause[: subject.end()], clause[subject.end() :]) if subject else ("", clause)
    found = _rewritings(deed, kind, bank, year) if who else []
    counted = bool(re.search(r"\d", head + clause))
    given = with_verb(deed, counted=counted)
    if found or given:
        return [who + text for text in found or [given]]
    return list(filter(None, [with_verb(clause, counted=counted)]))


def _joined(options: list[tuple[str, ...]], start: int) -> str:
    """Put the clauses together; a verb that governs a list is not said again for each of its members."""
    said: list[str] = []
    verb = ""
    for choices in options:
        plain = choices[-1]
        turned = choices[start:] or choices[-1:]
        before = opening(said[-2]) if len(said) > 1 else ""
        choice = next((choice for choice in turned if opening(choice) != before), turned[0])
        governed = _governed(choices, verb)
        said.append(governed or choice)
        if len(plain) >= SHORTEST_CLAUSE and not governed:
            verb = leading_verb(said[-1])
    return "".join(said)


def _governed(choices: tuple[str, ...], verb: str) -> str:
    """Give a clause as it stands where the verb before it serves it too; empty where it has its own."""
    if not verb or choices[-1].startswith(verb):
        return ""
    whole = (verb + choices[-1], *choices)
    return next((each.removeprefix(verb) for each in whole if each.startswith(verb) and each in choices), "")


def _rewritings(clause: str, kind: SectionKind, bank: Bank, year: int | None) -> list[str]:
    by_edge = _by_edge(kind, bank, year)
    fitting = sorted({each for edge in edges_of(clause) for each in by_edge.get(edge, ())})
    found: dict[int, str] = {}
    for rank, _, frame, text in fitting:
        values = read_by(frame, clause) if rank not in found else None
        if values is not None and _fits(values, text):
            found[rank] = fill(text, values)
    if not found and INTENDED.match(clause):
        return _rewritings(INTENDED.sub(r"\1了", clause), kind, bank, year)
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


def _fits(values: dict[str, str], text: str) -> bool:
    """Whether what was read into the slots of a pattern is of their kind, and holds no verb of its own."""
    fillers, event = words().fillers, text.startswith(tuple(words().event_verbs))
    for name, value in values.items():
        if name.startswith("activity"):
            fits = value.endswith(fillers.activity_ends) and not fillers.governed(value)
        elif f"{{{name}}}{{number" in text and name.startswith("person"):
            fits = value.endswith(fillers.person_ends)
        else:
            fits = not (event and name.startswith("name") and fillers.verbal(value))
        if not fits:
            return False
    return True
