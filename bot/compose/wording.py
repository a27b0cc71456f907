"""Wordings for one point: bank patterns whose slots fit its clauses, other openings, the user's own words.

A rewriting may change the register, never the content: a candidate that loses or gains a number, a
document or a quotation is thrown away.
"""

import re
from functools import cache, lru_cache

from bot.compose.tidy import HAN, tidy
from bot.compose.words import words
from bot.facts.numerals import DATE, numerals
from phrasebank.bank import Bank
from phrasebank.patterns import SLOT, Pattern, fill
from phrasebank.terms import SectionKind, SlotKind

CLAUSE_END = re.compile(r"([，；：。])")
ADJUNCT = re.compile(
    rf"^(?:(?:全年|今年以来|今年|一年来|年内|先后|累计|共计|共|同时|并|{DATE.pattern})[，,]?)+"
)
NUMBER_FORM = (
    r"(?:近|约|超过|超|逾)?(?:\d[\d,]*(?:\.\d+)?[百千万亿]*|[二两三四五六七八九十百千万]+)[余多]?"
    r"(?:[-—~～至到](?:\d[\d,.]*|[二两三四五六七八九十百千万]+)[余多]?)?"
)
FORMS: dict[SlotKind, str] = {
    "number": NUMBER_FORM,
    "document": r"《[^《》]+》(?:等)?",
    "work": r"《[^《》]+》(?:等)?",
    "date": DATE.pattern,
    "year": r"\d{4}",
}
ANY_FORM = rf"[{HAN}“”A-Za-z、·《》]{{2,20}}?"


SECTION_SAYS: dict[SectionKind, re.Pattern[str]] = {
    "problems": re.compile(r"^(?:存在的?|主要)?(?:问题|不足)(?:是|在于|有|：)[，：]?"),
    "causes": re.compile(r"^(?:究其|主要|根本)?(?:原因|根源)[，：]?(?:主要)?(?:是|在于|有|：)?[，：]?"),
    "plans": re.compile(
        r"^(?:下一步|下步|今后|明年|来年|下一年)[，：]?(?:我|本人)?(?:将|要|打算|计划|准备|拟)?[，：]?"
    ),
}


def said_for(kind: SectionKind, text: str) -> str:
    """Tidy a statement and drop what its section says anyway, such as 原因是 among the causes."""
    plain = tidy(text)
    shorter = SECTION_SAYS[kind].sub("", plain, count=1) if kind in SECTION_SAYS else plain
    return shorter or plain


@lru_cache(maxsize=2048)
def proposals(text: str, kind: SectionKind, bank: Bank, year: int | None) -> tuple[str, ...]:
    """Give the wordings of a statement, without final 。, best first; its own tidied words are among them.

    ``kind`` is that of the section the statement stands in, ``year`` that of the report.
    """
    plain = said_for(kind, text)
    options = [_options(clause, kind, bank, year) for clause in CLAUSE_END.split(plain)]
    candidates = [_joined(options, start) for start in (0, 1, 2)]
    candidates += [other + plain[len(verb) :] for verb, other in _other_openings(plain)]
    kept = [candidate for candidate in candidates if keeps_content(plain, candidate)]
    return tuple(dict.fromkeys([*kept, plain]))


def choose(wordings: tuple[str, ...], variant: int, after: str = "") -> str:
    """Pick a wording; ``variant`` counts those turned down, ``after`` is the sentence it will follow.

    No two sentences running should open alike, so one that opens like ``after`` is passed over where
    another is left.
    """
    turned = [wordings[(variant + step) % len(wordings)] for step in range(len(wordings))]
    return next((wording for wording in turned if opening(wording) != opening(after)), turned[0])


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


def _figures(text: str) -> list[str]:
    return sorted([number.value + number.unit for number in numerals(text)] + re.findall(r"\d+", text))


def _quoted(text: str) -> list[str]:
    return re.findall(r"“([^“”]+)”", text)


def _options(clause: str, kind: SectionKind, bank: Bank, year: int | None) -> tuple[str, ...]:
    adjunct = ADJUNCT.match(clause)
    head, rest = (adjunct[0], clause[adjunct.end() :]) if adjunct else ("", clause)
    found = (head + text for text in _rewritings(rest, kind, bank, year))
    return (*dict.fromkeys(found), clause)


def _joined(options: list[tuple[str, ...]], start: int) -> str:
    said: list[str] = []
    for choices in options:
        turned = choices[start:] or choices[-1:]
        before = opening(said[-2]) if len(said) > 1 else ""
        said.append(next((choice for choice in turned if opening(choice) != before), turned[0]))
    return "".join(said)


def _other_openings(plain: str) -> list[tuple[str, str]]:
    for verb, others in words().openings.items():
        if plain.startswith(verb):
            return [(verb, other) for other in others]
    return []


def _rewritings(clause: str, kind: SectionKind, bank: Bank, year: int | None) -> list[str]:
    patterns = bank.select(shape="clause", section=kind, year=year)
    if kind != "achievements":
        patterns += bank.select(shape="clause", section="achievements", year=year)
    found = (_rewritten(clause, pattern) for pattern in patterns)
    return [text for text in found if text]


def _rewritten(clause: str, pattern: Pattern) -> str | None:
    for frame in (*pattern.reads, pattern.text):
        if _fixed_part(frame) in clause:
            match = _reading(frame).fullmatch(clause)
            if match and _fits(match.groupdict()):
                return fill(pattern.text, match.groupdict())
    return None


@cache
def _fixed_part(frame: str) -> str:
    return max(re.split(r"\{[^}]*\}", frame), key=len)


@cache
def _reading(frame: str) -> re.Pattern[str]:
    """Turn a frame into an expression in which each slot takes only what its kind allows."""
    parts, end = [], 0
    for slot in SLOT.finditer(frame):
        kind: SlotKind = slot[1]  # type: ignore[assignment]  # the bank's loader has checked the kind
        parts += [re.escape(frame[end : slot.start()]), f"(?P<{slot[0][1:-1]}>{FORMS.get(kind, ANY_FORM)})"]
        end = slot.end()
    return re.compile("".join(parts) + re.escape(frame[end:]))


def _fits(values: dict[str, str]) -> bool:
    fillers = words().fillers
    return all(
        value.endswith(fillers.activity_ends) and not value.startswith(fillers.not_at_start)
        for name, value in values.items()
        if name.startswith("activity")
    )
