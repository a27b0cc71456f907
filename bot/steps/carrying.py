"""The way through last year's items: which is asked next, and what is said when the last one is answered."""

import re

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Carryover, Draft
from bot.effects import Effect
from bot.last_year.matching import carried_out, matched, name_of
from bot.last_year.placing import is_unplaced, place_of
from bot.last_year.standing import is_open, is_questionable, of_kind, tallies
from bot.outline import Outline, Section
from bot.replies import Say
from bot.state import AnsweringCarryover, State
from bot.steps.taking import settled

QUOTED = 30


def open_items(draft: Draft) -> tuple[Carryover, ...]:
    """Give the items still to be answered in their order, those put off among them."""
    return tuple(item for item in draft.last_year.items if is_open(draft, item)) if draft.last_year else ()


def next_open_item(draft: Draft) -> str | None:
    """Give the id of the item to ask now: the first open one that is not put off."""
    return next((item.id for item in open_items(draft) if item.id not in draft.skipped), None)


def unanswered(outline: Outline, draft: Draft) -> tuple[tuple[str, str], ...]:
    """Give what still has to be asked about last year's report: the section it belongs to, and the question.

    An item whose deed is told is answered here, even where nobody has said whether that was all.
    """
    told = {point.answers for point in draft.points}
    place = place_of(outline, draft)
    work = next((leaf.id for leaf in outline.leaves() if leaf.kind == "achievements"), "")
    return tuple(
        (place.id if place and item.kind == "problem" else work, _question(outline, draft, item))
        for item in open_items(draft)
        if item.id not in told and carried_out(draft, outline, item) is None
    )


def _question(outline: Outline, draft: Draft, item: Carryover) -> str:
    """Ask what became of an item; of what the user has said that seems to tell, ask only whether it does."""
    found = matched(draft, outline, item)
    seen = f"材料里的“{_quoted(found.point.text)}”" if found else ""
    if item.kind == "problem":
        return f"去年写的问题“{name_of(item)}”，" + (
            f"{seen}是今年改的吗？结果怎样？" if seen else "今年怎么改的、结果怎样？"
        )
    return f"去年打算“{name_of(item)}”，" + (f"{seen}算落实了吗？" if seen else "今年落实了吗？")


def _quoted(text: str) -> str:
    plain = tidy(text).replace("“", "‘").replace("”", "’")
    return plain if len(plain) <= QUOTED else f"{plain[:QUOTED]}…"


def carried_item(draft: Draft, target: str) -> str | None:
    """Read where the user wants to go among last year's items: 去年 (the list), y2, 去年问题3, 去年打算1."""
    match = re.fullmatch(
        r"(?:y(\d{1,3})|(?:去年|上年度?)的?(?:(问题|打算)(?:第?(\d{1,2})条?)?)?)", target.strip()
    )
    if match is None or draft.last_year is None:
        return None
    if match[1]:
        return f"y{match[1]}" if draft.last_year.item(f"y{match[1]}") else ""
    group = of_kind(draft, "problem" if match[2] == "问题" else "plan")
    number = int(match[3]) if match[3] else 0
    return group[number - 1].id if 0 < number <= len(group) else ""


def item_before(draft: Draft, item_id: str) -> str | None:
    """Give the item that comes before another; ``None`` at the first, and where there is no such item."""
    ids = [item.id for item in draft.last_year.items] if draft.last_year else []
    return ids[ids.index(item_id) - 1] if item_id in ids[1:] else None


def carryover_due(outline: Outline, draft: Draft, upcoming: Section | None) -> AnsweringCarryover | None:
    """Tell whether last year's items are to be asked before the section ``upcoming`` (``None``: the end).

    They come in the turn of the section that tells of them, and at once where the outline has none.
    """
    item = next_open_item(draft)
    if is_questionable(draft) or (item and is_unplaced(outline, draft)):
        return AnsweringCarryover("")
    place = place_of(outline, draft)
    order = [leaf.id for leaf in outline.leaves()]
    early = place and upcoming and order.index(upcoming.id) < order.index(place.id)
    return AnsweringCarryover(item) if item and not early else None


def taken_up(draft: Draft) -> Draft:
    """Ask again for the items that were put off."""
    ids = {item.id for item in open_items(draft)}
    return replace(draft, skipped=tuple(each for each in draft.skipped if each not in ids))


def _section_closed(outline: Outline, draft: Draft) -> Draft:
    """Settle the section that tells of the problems, or put it off with them where nothing is told yet."""
    place = place_of(outline, draft)
    if place is None or place.kind != "rectification":
        return draft
    if draft.in_section(place.id):
        return settled(draft, place.id)
    return replace(draft, skipped=tuple(dict.fromkeys((*draft.skipped, place.id))))


def onward(outline: Outline, state: State, draft: Draft) -> tuple[State, tuple[Effect, ...]]:
    """Go to the next open item; after the last one close the section and count how the items stand."""
    item = next_open_item(draft)
    if item:
        return replace(state, draft=draft, focus=AnsweringCarryover(item)), ()
    draft = _section_closed(outline, draft)
    left = len(open_items(draft))
    rest = f"；放着的 {left} 条最后再提醒您" if left else ""
    return replace(state, draft=draft, focus=None), (
        Say(f"{tallies(draft)}{rest}。想改哪一条发 /goto 去年。"),
    )
