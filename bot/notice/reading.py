"""Reading a notice: what the superior demands of the report, line by line."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.draft import Demand, Notice
from bot.notice.aspects import Named, aspects_in, is_whole, kind_named
from bot.notice.clauses import sentence_demands
from bot.notice.placing import section_for
from bot.notice.subjects import subjects_of
from bot.notice.words import any_form, words
from bot.notice.zones import Line, Zones
from bot.outline import Outline
from phrasebank.reflow import paragraphs
from phrasebank.tidying import Line as Text
from phrasebank.tidying import tidy_lines

LONGEST_TITLE = 80
SENTENCE = re.compile(r"[。！？；]")
TITLE = re.compile(r"通知|方案|办法|安排|函|要求|提示")
REPORT = re.compile(r"述|报告|汇报|材料")
DETAILS = re.compile(
    r"[，。：（](?=(?:重点|主要|具体|着重|内容|其中|要|应|需)*"
    r"(?:包括|包含|涵盖|是指|是(?!否)|有|说明|报告|汇报|写清|讲清|写明|介绍|反映|突出|围绕))|：(?=.)"
)
INLINE = re.compile(
    r"(?:^|(?<=[：；。，\s]))(?:（\d{1,2}）|（[一二三四五六七八九十]{1,2}）|[①-⑳]|第[一二三四五六七八九]部分[为是：，]?"
    r"|[一二三四五六七八九]是|\d{1,2}[、.．)）](?!\d))"
)
FEWEST_ITEMS = 2
FEWEST_INDENTED = 3
OPEN = re.compile(r"[，；。、（].*[^。！？；：”）]$")
ANNOUNCED = re.compile(r"(?:以下|如下|下列)[^：]{0,8}：?$")
COLON_LIST = re.compile(r"([^：]{2,30})：([^：]+、[^：]+)$")
BRACKETED = re.compile(r"（[^（）]*）")


class _Found(Struct, frozen=True):
    line: int
    demand: Demand


def read_notice(lines: Sequence[str], source: str, outline: Outline | None) -> Notice:
    """Read the lines of a notice. Sections are those of the outline; without one they stay empty.

    Gives no demand where nothing is demanded; never raises for what a file may hold.
    """
    told = [each for each in _joined(paragraphs(list(tidy_lines(lines)))) if each.text]
    zones = Zones([each.text for each in told])
    turned = (zones.turn(each.number, each.text) for each in told)
    found = _once(each for line in turned for each in _of_line(line))
    demands = (replace(each.demand, id=f"n{number}", line=each.line) for number, each in enumerate(found, 1))
    placed = (replace(each, section=section_for(each, outline)) if outline else each for each in demands)
    return Notice(source, tuple(placed), _title(lines))


def _joined(lines: Sequence[Text]) -> list[Text]:
    """Join what is wrapped where paragraphs are indented: a line that is not goes on with an open one."""
    indented = sum(line.indented for line in lines) >= FEWEST_INDENTED
    joined: list[Text] = []
    for line in lines:
        above = joined[-1].text if joined else ""
        if indented and above and line.text and not line.indented and OPEN.search(above):
            joined[-1] = replace(joined[-1], text=above + line.text)
        else:
            joined.append(line)
    return joined


def _title(lines: Sequence[str]) -> str:
    filled = [line.strip() for line in lines if line.strip()][:6]
    named = (line for line in filled if TITLE.search(line) and REPORT.search(line))
    return next(named, filled[0] if filled else "")[:LONGEST_TITLE]


def _once(found: Iterable[_Found]) -> Iterator[_Found]:
    """Leave out what was demanded before: a part of the report, the same words, the same figure."""
    seen = set[object]()
    for each in found:
        demand = each.demand
        part = kind_named(demand.text) if demand.kind == "aspect" else None
        by_part = demand.kind == "last_year" or (part is not None and is_whole(demand.text, part))
        figure = (demand.limit, demand.count, demand.share)
        said = part if by_part else figure if any(figure) else demand.text
        key = (demand.kind, part, said)
        if key not in seen:
            seen.add(key)
            yield each


def _of_line(line: Line) -> Iterator[_Found]:
    lead, *items = _items(line.text)
    yield from _of_piece(line, lead)
    for item in items:
        zone = line.zone if line.zone != "" or not any_form(words().content_zone).search(lead) else "content"
        yield from _of_piece(Line(line.number, item, zone, item=zone == "content"), item)


def _items(text: str) -> list[str]:
    """Cut a line that counts off （1）…（2）… at its items, what leads them in first."""
    marks = list(INLINE.finditer(text))
    if len(marks) < FEWEST_ITEMS:
        return [text]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [text[: marks[0].start()], *(text[m.end() : end] for m, end in zip(marks, ends, strict=True))]


def _of_piece(line: Line, piece: str) -> Iterator[_Found]:
    """Take a piece sentence by sentence; an item on last year's problems or on this year's has no details."""
    detailed, closed = False, False
    head = SENTENCE.split(piece, maxsplit=1)[0]
    for place, sentence in enumerate(filter(None, map(str.strip, SENTENCE.split(piece)))):
        figures = tuple(sentence_demands(sentence, head, piece))
        answers = any(demand.kind == "last_year" for demand in figures)
        closed = closed or (answers and place == 0)
        silent = closed or answers or line.zone == "other"
        rest = _without(figures, sentence)
        named = () if silent else _aspects(line, rest, place, detailed=detailed)
        apart = bool(re.search(words().apart, sentence))
        yield from (_Found(line.number, _aspect(each, apart=apart)) for each in named)
        yield from (_Found(line.number, each) for each in figures)
        detailed = all(each.kind in {None, "integrity"} for each in named) and (detailed or place == 0)


def _aspect(named: Named, *, apart: bool) -> Demand:
    text = re.sub(rf"(?:要|应|须|需)?(?:{words().apart}).*$", "", named.text) if apart else named.text
    return Demand("", "aspect", text, 0, topic=named.topic, apart=apart and named.kind is None)


def _aspects(line: Line, rest: str, place: int, *, detailed: bool) -> tuple[Named, ...]:
    """Give the aspects that a sentence names, by where it stands; ``place`` counts from 0 in its piece."""
    if line.opens and place == 0:
        lead, _, listed = rest.replace(":", "：").partition("：")
        parts = aspects_in(lead) if "、" in lead else ()
        return tuple(each for each in parts if each.kind) + (aspects_in(listed) if listed else ())
    if ANNOUNCED.search(rest):
        return ()
    if line.item and place == 0:
        return _of_item(rest)
    if line.zone == "content" and detailed:
        led_in = any_form(words().detail_verbs).match(rest)
        if led_in:
            return aspects_in(rest[led_in.end() :])
    return _within(rest, line)


def _without(figures: Iterable[Demand], sentence: str) -> str:
    for demand in figures:
        # A count may come with the words before it that say of what; those can name a part of the report.
        said = demand.text.rpartition("，")[2] if demand.count else demand.text
        sentence = sentence.replace(said, "")
    return sentence.strip("，、")


def _of_item(sentence: str) -> tuple[Named, ...]:
    """Take a list's item: what it is about, and the details behind that of work done."""
    head, *details = DETAILS.split(sentence, maxsplit=1)
    named = aspects_in(BRACKETED.sub("", head))
    if not details or any(each.kind not in {None, "integrity"} for each in named):
        return named
    led_in = any_form(words().detail_verbs).match(details[0])
    return named + aspects_in((details[0][led_in.end() :] if led_in else details[0]).strip("（）"))


def _within(sentence: str, line: Line) -> tuple[Named, ...]:
    """Take a list out of running text: what follows 紧扣 or stands before 别漏, and parts that are named."""
    led = COLON_LIST.match(sentence)
    if led and re.search(words().colon_leads, led[1]):
        return aspects_in(led[2])
    opens = re.search(words().list_opens, sentence)
    if opens:
        return _known(aspects_in(sentence[opens.end() :].partition("，")[0]))
    listed = any_form(words().list_ends).search(sentence)
    if listed:
        return _known(aspects_in(sentence[: listed.start()]))
    verbs = words().list_verbs if line.zone == "content" else words().report_verbs
    verb = any_form(verbs).search(sentence)
    if verb is None:
        return _parts_of_report(sentence, line)
    clauses = sentence[verb.end() :].split("，")
    found = aspects_in(clauses[0])
    return (found if _known(found) else ()) + tuple(
        each for clause in clauses[1:] for each in _known(aspects_in(clause))
    )


def _parts_of_report(sentence: str, line: Line) -> tuple[Named, ...]:
    """Take 分析原因、提出措施; outside the part on content only what is put as something to do."""
    named = tuple(each for each in aspects_in(sentence) if each.kind)
    if line.zone == "content":
        return named
    put = re.search(words().section_verbs, sentence)
    return tuple(each for each in named if put and each.kind in {"causes", "plans"})


def _known(found: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(each for each in found if each.kind or subjects_of(each.text))
