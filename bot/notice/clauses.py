"""Demands that a single sentence of a notice makes: length, problems, last year, deadline, form."""

import re
from collections.abc import Iterator

from bot.draft import Demand, DemandKind, Limit
from bot.notice.aspects import kind_named
from bot.notice.figures import ABOUT, FIRM, LEAST, count_in, deadline_in, limit_in, share_in
from bot.notice.words import any_form, words

CLAUSE = re.compile(r"[，；。！]|(?<=[内前版人])、|\s(?=[\u4e00-\u9fff])")
OF_LENGTH = re.compile(r"字数|篇幅|[-—–~～至到]")
BRACKETED = re.compile(r"（[^（）]*）")
ASIDE = re.compile(r"（([^（）]{5,})）(?!之?前|以前|下班|[上下]午)")
BARE_SHARE = re.compile(r"^(?:不(?:得)?(?:少|低)于|占|篇幅|原则上|要)")
OF_REPORT = re.compile(r"述|报告|汇报|材料|全文|正文|字数|篇幅")
WITH_CAUSES = re.compile(
    r"(?<=[题足板距])(?:[及和与]其?|以及)(?:产生|主要)?(?:原因|根源)(?:分析|剖析)?(?=（|$)"
)
LONGEST = 60
SHORTEST_REPORT = 300


def sentence_demands(sentence: str, head: str = "", around: str = "") -> Iterator[Demand]:
    """Give what a sentence demands beside aspects, clause by clause in order.

    ``head`` is what the item is about that the sentence stands in, ``around`` the whole of it.
    """
    last_year = any_form(words().last_year).search(sentence)
    if last_year and not count_in(sentence):
        yield _demand("last_year", _shortened(sentence, last_year[0]))
    opened = ASIDE.sub(r"，\1，", sentence)
    for clause in filter(None, (each.strip() for each in CLAUSE.split(opened))):
        yield from _clause_demands(clause, sentence, head, around)


def _clause_demands(clause: str, sentence: str, head: str, around: str) -> Iterator[Demand]:
    limit = _length(clause, sentence)
    if limit:
        yield _demand("length", clause, limit=limit)
    count, share = _problems(clause, sentence, head)
    if count or share:
        yield _demand("problems", _with_subject(_of_problems(clause), sentence), count=count, share=share)
    day = deadline_in(clause)
    # 审核阶段（12月20日前）。述职报告……: what a stage is for follows it.
    about = around if f"（{day}）" in sentence else sentence
    if day and any_form(words().sending).search(about):
        yield _demand("deadline", clause)
    rest = clause.partition(day)[2] if day else clause
    if not limit and not count and any_form(words().form).search(rest):
        yield _demand("form", rest)


def _length(clause: str, sentence: str) -> Limit | None:
    limit = limit_in(clause)
    if limit is None or any_form(words().not_length).search(_spoken_of(clause, sentence)):
        return None
    if limit.minutes:
        return limit if any_form(words().speaking).search(sentence) else None
    said = any(form.search(clause) for form in (FIRM, LEAST, ABOUT, OF_LENGTH))
    return limit if said and (limit.characters or limit.least or 0) >= SHORTEST_REPORT else None


def _spoken_of(clause: str, sentence: str) -> str:
    """Give the clause, and the one before where it does not say itself what it limits: 附简历，300字以内."""
    clause = BRACKETED.sub("", clause)
    if OF_REPORT.search(clause):
        return clause
    before = re.split(r"[，；。！]", sentence[: sentence.find(clause)].rstrip("，；。！"))[-1]
    return before + clause


def _problems(clause: str, sentence: str, head: str) -> tuple[int | None, float | None]:
    said = (each for each in (clause, sentence, head) if re.search(words().problems_word, each))
    about = next(said, "")
    if not re.search(words().problems_word, about) or re.search(words().not_problems, about):
        return None, None
    share = share_in(clause)
    if share and (about == clause or BARE_SHARE.match(clause)):
        most = FIRM.search(LEAST.sub("", clause)) and not LEAST.search(clause)
        return None, None if most else share
    return count_in(clause), None


def _of_problems(clause: str) -> str:
    """Leave out the other parts of a report that a clause names beside the problems it counts."""
    pieces = [
        piece
        for piece in clause.split("、")
        if kind_named(piece) not in {"causes", "plans"} or WITH_CAUSES.search(piece)
    ]
    return WITH_CAUSES.sub("", "、".join(pieces)) if count_in("、".join(pieces)) else clause


def _with_subject(clause: str, sentence: str) -> str:
    """Put 问题找准找实 before 三个以上, which alone does not say of what."""
    if re.search(words().problems_word, clause):
        return clause
    before = sentence[: sentence.find(clause)].strip("，、；：: ")
    named = re.search(rf"[^，；。！：]*(?:{words().problems_word}).*$", before)
    return f"{named[0]}，{clause}" if named and len(named[0]) + len(clause) < LONGEST else clause


def _demand(
    kind: DemandKind,
    clause: str,
    *,
    limit: Limit | None = None,
    count: int | None = None,
    share: float | None = None,
) -> Demand:
    text = clause.strip(" ：:、")
    return Demand("", kind, text, 0, limit=limit, count=count, share=share)


def _shortened(sentence: str, matched: str) -> str:
    plain = sentence.strip(" ：:、")
    return plain if len(plain) <= LONGEST else matched
