"""A revision applied to the draft that the report was written from.

What changes the wording alone is taken over. What changes a fact, or leaves one out, is a doubt: the draft
keeps what it has until the user decides. What the draft cannot hold is told, never dropped in silence.
"""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from bot.compose.sections import Setting, composed, title_key
from bot.draft import Draft, Point
from bot.export.blocks import Block
from bot.facts.extraction import fact_id
from bot.facts.ledger import changed, ledger
from bot.facts.numerals import numerals
from bot.outline import Outline, Section
from bot.replies import clipped
from bot.report import assemble
from bot.retelling import MARKS, Applied, Work, retold, untold, with_point
from bot.revision import GAP, MARKER, Added, Changed, Revision, unnumbered
from bot.state import Doubt, Recount, Removal, Restate
from bot.steps.signature import in_full

AUTHOR = re.compile(r"^(?:述职(?:述廉|述责)?人|报告人)[:：]")
HEADING = re.compile(r"[^。；！？：]{2,30}")
SHOWN = 30
LONGEST_LEAD = 30  # of what may stand beside moved text without being said anew: its heading, its number


def applied(work: Work, revision: Revision) -> Applied:
    """Apply a revision."""
    result = Applied(_with_leads(work, revision))
    for change in revision.changed:
        result = _changed(work, result, change)
    for addition in revision.added:
        result = _added(work, result, addition)
    for block in revision.deleted:
        result = _deleted(work, result, block)
    return _checked(work, _moved(work, result), revision.changed)


def kept(draft: Draft, doubt: Doubt) -> bool:
    """Whether a doubt is still open: what it is about is still in the draft as it was."""
    if isinstance(doubt, Removal):
        return any(draft.point(point) for point in doubt.points)
    point = draft.point(doubt.point)
    if point is None or isinstance(doubt, Restate):
        return point is not None
    return any(
        (each.value, each.unit) == (doubt.old, doubt.unit) for each in numerals(point.sentence or point.text)
    )


def _changed(work: Work, result: Applied, change: Changed) -> Applied:
    block, profile = change.block, result.draft.profile
    match block.kind:
        case "salutation":
            told = replace(profile, salutation=change.line.rstrip("：: "))
            return replace(result, draft=replace(result.draft, profile=told))
        case "signature":
            told = replace(profile, author=AUTHOR.sub("", change.line).strip())
            return replace(result, draft=replace(result.draft, profile=told))
        case "date" if date := in_full(change.line):
            return replace(result, draft=replace(result.draft, profile=replace(profile, date=date)))
        case "paragraph" if block.facts:
            return retold(work, result, change)
        case "paragraph":
            return _filled(work, result, block, change.line)
        case _:
            return untold(result, f"“{change.line}”：标题和部分的名称由文种、通知和基本情况定，没有照改")


def _filled(work: Work, result: Applied, block: Block, line: str) -> Applied:
    """Take the words in the place of a gap, or of a wording of the bank, as a point."""
    section = work.outline.leaf(block.section)
    if section is None:
        return untold(result, f"“{line}”没有地方记")
    return replace(result, draft=with_point(result.draft, section.id, line, work.name))


def _with_leads(work: Work, revision: Revision) -> Draft:
    """Keep the headings that the program has chosen in the sections that were touched as they are."""
    touched = {change.block.section for change in revision.changed}
    touched |= {each.section for each in revision.added} | {block.section for block in revision.deleted}
    chosen = dict(work.draft.chosen)
    for section in (leaf for leaf in work.outline.leaves() if leaf.id in touched and leaf.items == "topics"):
        for passage in composed(Setting(section, work.outline, work.draft, work.desk.bank, 0)):
            if passage.key and passage.lead:
                chosen.setdefault(title_key(section.id, passage.key), passage.lead)
    return replace(work.draft, chosen=chosen)


def _added(work: Work, result: Applied, addition: Added) -> Applied:
    """Take a new paragraph as a point of the section that it stands in."""
    plain = MARKER.sub("", addition.line)
    if plain != addition.line and HEADING.fullmatch(plain):
        return untold(result, f"新加的小标题“{addition.line}”没有加：部分由文种和通知定，它下面的话已经记下")
    section = _leaf(work.outline, addition.section)
    if plain != addition.line and section.items == "topics":
        result = untold(
            result, f"“{clipped(addition.line, SHOWN)}”记进了“{section.name}”，没有单列成一个小标题"
        )
    source = f"{work.name}:{addition.number}"
    return replace(result, draft=with_point(_spelt(work, result.draft, section), section.id, plain, source))


def _leaf(outline: Outline, section_id: str) -> Section:
    """Give the section that new text is for; the signature holds none, a part of the report its first."""
    leaves = [leaf for leaf in outline.leaves() if leaf.kind != "signature"]
    order = {leaf.id: place for place, leaf in enumerate(outline.leaves())}
    if section_id in order:
        return next((leaf for leaf in leaves if leaf.id == section_id), leaves[-1])
    return next((leaf for leaf in leaves if leaf.kind == "achievements"), leaves[0])


def _spelt(work: Work, draft: Draft, section: Section) -> Draft:
    """Write an opening or closing out as a point before another is added to it, which would replace it."""
    if section.kind not in {"opening", "closing"} or draft.in_section(section.id):
        return draft
    report = assemble(draft, work.outline, work.desk.bank)
    lines = [
        block.line for block in report.blocks if block.section == section.id and block.kind == "paragraph"
    ]
    for line in lines:
        draft = with_point(draft, section.id, line, work.name)
    return draft


def _deleted(work: Work, result: Applied, block: Block) -> Applied:
    points = tuple(point.id for point in work.draft.points if fact_id(point.id) in block.facts)
    if points:
        return replace(result, doubts=(*result.doubts, Removal(points, block.line)))
    if GAP.search(block.line):
        return result
    return untold(result, f"“{clipped(block.line, SHOWN)}”在文件里删了，报告要有它，没有删")


def _moved(work: Work, result: Applied) -> Applied:
    """Let points follow text that was moved, cut apart or joined: what is gone here and new there is one."""
    for doubt in result.doubts:
        if isinstance(doubt, Removal):
            left = tuple(point for point in doubt.points if not _new_place(work, result.draft, point))
            for point in doubt.points:
                result = _put(work, result, point)
            kept_open = (replace(doubt, points=left),) if left else ()
            others = tuple(each for each in result.doubts if each is not doubt)
            result = replace(result, doubts=(*others, *kept_open))
    return result


def _new_place(work: Work, draft: Draft, point_id: str) -> Point | None:
    """Give the point of a revised file that says what one of the report's said."""
    point = work.draft.point(point_id)
    known = {each.id for each in work.draft.points}
    said = "".join((point.sentence or point.text).split()) if point else ""
    fresh = (each for each in draft.points if each.id not in known)
    return next((each for each in fresh if said and said in "".join(each.text.split())), None)


def _put(work: Work, result: Applied, point_id: str) -> Applied:
    """Move a point to where the file tells it; what is said there beside it stays a point of its own."""
    place, point = _new_place(work, result.draft, point_id), result.draft.point(point_id)
    if place is None or point is None:
        return result
    rest = "".join(place.text.split()).replace("".join((point.sentence or point.text).split()), "", 1)
    moved = replace(point, section=place.section)
    draft = replace(result.draft, points=tuple(each for each in result.draft.points if each.id != point_id))
    at = next(number for number, each in enumerate(draft.points) if each.id == place.id)
    stays = (replace(place, text=rest, sentence=rest.strip(MARKS)),) if len(rest) > LONGEST_LEAD else ()
    return replace(
        result, draft=replace(draft, points=(*draft.points[:at], moved, *stays, *draft.points[at + 1 :]))
    )


def followed(draft: Draft, outline: Outline, doubt: Doubt) -> Draft:
    """Follow the file: a new figure goes wherever the quantity is told, as in the ledger."""
    match doubt:
        case Removal(points):
            return replace(draft, points=tuple(point for point in draft.points if point.id not in points))
        case Restate(point_id, sentence):
            point = draft.point(point_id)
            return draft.with_point(replace(point, text=sentence, sentence=sentence)) if point else draft
        case Recount():
            return _recounted(draft, outline, doubt)


def _recounted(draft: Draft, outline: Outline, doubt: Recount) -> Draft:
    for entry in ledger(draft, outline):
        told = ((each.point, each.value, each.unit) for each in entry.tellings)
        if (doubt.point, doubt.old, doubt.unit) in told:
            return changed(draft, entry, doubt.new)
    point = draft.point(doubt.point)
    if point is None or point.sentence is None:
        return draft
    old, new = doubt.old + doubt.unit, doubt.new + doubt.unit
    return draft.with_point(replace(point, sentence=point.sentence.replace(old, new, 1)))


def _checked(work: Work, result: Applied, changes: Iterable[Changed]) -> Applied:
    """Tell of each changed paragraph that, were the file followed in all, would not read as it does there."""
    draft = result.draft
    for doubt in result.doubts:
        draft = followed(draft, work.outline, doubt)
    report = assemble(draft, work.outline, work.desk.bank, final=True)
    lines = {unnumbered(block.line) for block in report.blocks}
    for change in changes:
        facts = set(change.block.facts)
        if facts and unnumbered(change.line) not in lines:
            now = next((block.line for block in report.blocks if facts & set(block.facts)), "")
            told = f"“{change.line}”里连接的话由程序排，没有全照改，照您的改动写出来是“{now}”"
            result = untold(result, told)
    return result
