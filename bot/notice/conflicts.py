"""Where a notice and the rest do not go together: shown to the user, never merged in silence."""

import re
from collections.abc import Iterator
from datetime import date

from bot.draft import Demand, Draft, Notice
from bot.notice.adapting import adapted
from bot.notice.figures import allowed, day_of
from bot.notice.pace import PACE, limit_in_words
from bot.notice.placing import kind_of_demand
from bot.notice.words import any_form, words
from bot.outline import Outline


def conflicts(notice: Notice, outline: Outline, draft: Draft, characters: int) -> tuple[str, ...]:
    """Say what does not fit, a sentence each. ``outline`` is the genre's own; ``characters`` are written."""
    found = (
        *_of_genre(notice, outline),
        *_of_sections(notice, outline),
        *_of_length(notice, draft, characters),
        *_of_answers(notice, outline, draft),
        *_of_date(notice, draft),
    )
    return tuple(dict.fromkeys(found))


def _of_genre(notice: Notice, outline: Outline) -> Iterator[str]:
    other = next((name for name, form in words().unknown_genres.items() if re.search(form, notice.title)), "")
    fitting = [genre for genre, forms in words().genres.items() if any_form(forms).search(notice.title)]
    if outline.id in fitting or not (fitting or other):
        return
    named = other or "另一种述职"
    yield (
        f"通知的标题是“{notice.title}”，像是要{named}的报告，"
        f"现在选的文种是《{outline.name}》。要换文种发 /goto 文种。"
    )


def _of_sections(notice: Notice, outline: Outline) -> Iterator[str]:
    named = {
        kind_of_demand(demand)
        for demand in notice.demands
        if demand.kind in {"aspect", "problems", "last_year"}
    }
    if named:
        fixed = {"opening", "closing", "signature"}
        own = [leaf for leaf in outline.leaves() if leaf.required and leaf.kind not in fixed]
        left = [leaf.name for leaf in own if leaf.kind not in named]
        if left:
            yield f"《{outline.name}》还要写“{'”“'.join(left)}”，通知没有提，照样保留。"
    before = {leaf.id for leaf in outline.leaves()}
    for leaf in adapted(outline, notice).leaves():
        if leaf.id not in before:
            yield f"《{outline.name}》没有“{leaf.name}”，按通知加上这一部分。"


def _of_length(notice: Notice, draft: Draft, characters: int) -> Iterator[str]:
    lengths = [
        demand for demand in notice.demands if demand.kind == "length" and kind_of_demand(demand) is None
    ]
    limits = [demand.limit for demand in lengths if demand.limit]
    most = next((limit.characters for limit in limits if limit.characters), None)
    minutes = next((limit.minutes for limit in limits if limit.minutes), None)
    if most and minutes and most / PACE[1] > minutes:
        aloud = f"{most} 字念下来约 {_minutes(most)} 分钟"
        yield f"{aloud}，比通知的 {minutes:g} 分钟长：书面稿和现场讲的要分两份。"
    yield from (
        f"现在已写约 {characters} 字，通知{each.text}。" for each in lengths if _is_over(each, characters)
    )
    own = draft.preferences.limit
    if (own.characters and most and own.characters != most) or (
        own.minutes and minutes and own.minutes != minutes
    ):
        yield f"您自己定的是 {limit_in_words(own)}，和通知不一样：写的时候按您定的算，对标表按通知算。"


def _is_over(demand: Demand, characters: int) -> bool:
    most = allowed(demand.limit, demand.text).characters if demand.limit else None
    return most is not None and characters > most


def _of_answers(notice: Notice, outline: Outline, draft: Draft) -> Iterator[str]:
    wanted = any(demand.kind == "last_year" for demand in notice.demands)
    gone = [leaf for leaf in outline.leaves() if leaf.kind == "rectification" and leaf.id in draft.absent]
    if wanted and gone:
        yield f"您说过“{gone[0].name}”没有，通知要求必须写：定下来以后会再问一次。"


def _of_date(notice: Notice, draft: Draft) -> Iterator[str]:
    signed = day_of(draft.profile.date, None)
    for demand in notice.demands:
        due = day_of(demand.text, draft.profile.year) if demand.kind == "deadline" else None
        if isinstance(signed, date) and due and signed > due:
            yield f"落款日期 {draft.profile.date} 已经过了通知的期限（{demand.text}）。"


def _minutes(characters: int) -> str:
    quick, slow = round(characters / PACE[1]), round(characters / PACE[0])
    return f"{quick}—{slow}" if quick != slow else f"{slow}"
