"""A changed paragraph told back to its points: what has become of each sentence, and what is new.

The report is composed anew from the points, so that a paragraph is changed by changing what its points say.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.headings import split_lead
from bot.compose.paragraphs import Sentence
from bot.compose.sections import Setting, composed, title_key
from bot.compose.tracing import located, told_in
from bot.desk import Desk
from bot.draft import Draft, Point
from bot.export.blocks import Block
from bot.facts.amounts import amount
from bot.facts.counting import counted
from bot.facts.dates import dates
from bot.facts.extraction import fact_id
from bot.facts.numerals import Numeral, numerals
from bot.outline import Outline
from bot.revision import Changed, Piece, pieces
from bot.state import Doubt, Recount, Removal, Restate
from bot.steps.review import verbatim

COUNTED = re.compile(r"(?:^|(?<=[；。]))[一二三四五六七八九十]是")
SHORTEST = 2
MARKS = "。；，、：;, "


class Applied(Struct, frozen=True):
    """A draft after a revision, the doubts about it, and what of the revision the draft cannot hold."""

    draft: Draft
    doubts: tuple[Doubt, ...] = ()
    left: tuple[str, ...] = ()


class Work(Struct, frozen=True):
    """What a revision is applied with: the draft as it was exported, and the name of the revised file."""

    desk: Desk
    outline: Outline
    draft: Draft
    name: str


def retold(work: Work, result: Applied, change: Changed) -> Applied:
    """Give each point of a paragraph what has become of its sentence, and take up what was put between."""
    block, line = change.block, change.line
    section = work.outline.leaf(block.section)
    if section is None:
        return untold(result, f"“{line}”没有地方记")
    setting = Setting(section, work.outline, work.draft, work.desk.bank, block.level)
    said = {each.point: each for each in told_in(setting) if fact_id(each.point) in block.facts}
    spans = located(block.line, tuple(said.values()))
    head = len(block.marker), len(block.marker + block.lead.rstrip(MARKS))
    led = bool(block.lead and spans and spans[0].start >= head[1])
    found = pieces(block.line, line, [*([head] if led else ()), *((each.start, each.end) for each in spans)])
    if led:
        result = _led(setting, result, block, found[1].text)
        found = found[2:]
    texts, fresh = _told(block.line, found)
    for span, text in zip(spans, texts, strict=True):
        old = block.line[span.start : span.end]
        if text != old:
            result = _sentence(result, said[span.point], old, text)
    for text in fresh:
        result = replace(result, draft=with_point(result.draft, section.id, text, work.name))
    return result


def with_point(draft: Draft, section: str, line: str, source: str) -> Draft:
    """Add a paragraph as a point, or as several where it counts them off."""
    for text in _statements(line):
        draft = draft.with_points(section, (text,), source)
        draft = draft.with_point(replace(draft.points[-1], sentence=verbatim(text)))
    return draft


def untold(result: Applied, told: str) -> Applied:
    """Note what the draft cannot hold."""
    return replace(result, left=(*result.left, told))


def _told(old: str, found: tuple[Piece, ...]) -> tuple[list[str], list[str]]:
    """Give the sentences of a line with what was put in beside them, and the sentences that are new."""
    texts, fresh = [piece.text for piece in found[1::2]], list[str]()
    for place, gap in enumerate(found[::2]):
        after, new, before = _between(old, gap, first=place == 0, last=place == len(texts))
        fresh += new
        if place:
            texts[place - 1] += after
        if place < len(texts):
            texts[place] = before + texts[place]
    return texts, fresh


def _between(old: str, gap: Piece, *, first: bool, last: bool) -> tuple[str, list[str], str]:
    """Tell what was put between two sentences: the end of the one, new sentences, the head of the other."""
    before, now = old[gap.start : gap.end], gap.text
    if now == before:
        return "", [], ""
    if not last and now.startswith(before) and (first or before) and not now.endswith(("。", "！")):
        return "", [], now.removeprefix(before)
    if first or not (now.startswith(before) or now.endswith(before)):
        return "", [], ""
    more = now.removesuffix(before) if now.endswith(before) else now.removeprefix(before)
    whole = more.startswith(("。", "；")) or (now.startswith(before) and bool(before))
    return ("", _whole(more), "") if whole else (more, [], "")


def _whole(text: str) -> list[str]:
    return [
        each for each in (part.strip(MARKS) for part in re.split("[。！]", text)) if len(each) >= SHORTEST
    ]


def _led(setting: Setting, result: Applied, block: Block, text: str) -> Applied:
    """Keep a run-in heading that was changed."""
    lead = text.strip(MARKS)
    if not lead or lead == block.lead.strip(MARKS):
        return result
    passages = composed(setting)
    key = next((each.key for each in passages if tuple(map(fact_id, each.points)) == block.facts), "")
    if not key:
        return untold(result, f"小标题“{lead}”没有照改")
    chosen = {**result.draft.chosen, title_key(setting.section.id, key): lead}
    return replace(result, draft=replace(result.draft, chosen=chosen))


def _sentence(result: Applied, said: Sentence, old: str, new: str) -> Applied:
    point = result.draft.point(said.point)
    if point is None:
        return result
    if len(new.strip(MARKS)) < SHORTEST:
        return replace(result, doubts=(*result.doubts, Removal((point.id,), old)))
    new = _as_said(said.text, old, new).strip().rstrip(MARKS)
    before, after = numerals(old), numerals(new)
    same = [(each.value, each.unit) for each in before] == [(each.value, each.unit) for each in after]
    if _named(old) != _named(new) or [each.unit for each in before] != [each.unit for each in after]:
        return replace(result, doubts=(*result.doubts, Restate(point.id, new)))
    if same:
        return replace(result, draft=result.draft.with_point(replace(point, sentence=new)))
    return _recounted(result, point, new, before, after)


def _recounted(
    result: Applied, point: Point, new: str, before: tuple[Numeral, ...], after: tuple[Numeral, ...]
) -> Applied:
    """Take the wording over with the figures that were there, and doubt each that differs."""
    doubts: list[Doubt] = []
    restored = new
    named = counted(new, after)
    for old, now, counts in reversed(list(zip(before, after, named, strict=True))):
        amounts = amount(old.value, old.unit), amount(now.value, now.unit)
        if old.value != now.value and amounts[0] != amounts[1]:
            start = new.index(now.value, now.start)
            restored = restored[:start] + old.value + restored[start + len(now.value) :]
            doubts.insert(0, Recount(point.id, old.value, now.value, old.unit, counts))
    draft = result.draft.with_point(replace(point, sentence=restored))
    return replace(result, draft=draft, doubts=(*result.doubts, *doubts))


def _as_said(sentence: str, old: str, new: str) -> str:
    """Put a sentence whose beginning stands as a run-in heading together again: with its own first mark."""
    cut = split_lead(sentence)
    if cut is None or old == sentence.rstrip(MARKS):
        return new
    mark = sentence[len(cut[0]) : len(cut[0]) + 1]
    return new.replace("。", mark, 1) if old.startswith(f"{cut[0]}。") else f"{cut[0]}{mark}{new}"


def _named(text: str) -> tuple[list[str], list[str]]:
    return list(dates(text)), re.findall(r"《[^《》]+》", text)


def _statements(line: str) -> list[str]:
    """Cut 一是…；二是… apart: the report counts its points off itself."""
    counted_off = COUNTED.split(line)
    if counted_off[0].strip() or len(counted_off) == 1:
        return [line]
    return [text.strip(MARKS) for text in counted_off[1:] if text.strip(MARKS)]
