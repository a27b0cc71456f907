"""What an answer about last year does to the draft: points in their sections, worded by how things stand."""

from msgspec.structs import replace

from bot.compose.brief import plan_named, problem_named
from bot.compose.rectification import answered, deed_in
from bot.compose.tidy import tidy
from bot.draft import Carryover, Draft, Point, Standing
from bot.last_year.matching import in_items_order, with_item
from bot.last_year.placing import place_of
from bot.outline import Outline, Section
from bot.steps.taking import add, reopened
from phrasebank.topics import topic_of


def told_point(text: str) -> bool:
    """Whether an answer tells of a deed or a reason, and not only how things stand."""
    return bool(deed_in(text))


def mended(outline: Outline, draft: Draft, item: Carryover, text: str, given: Point | None = None) -> Draft:
    """Put the answer to a problem where it is told; ``given`` is a point that tells it already.

    An answer given before is replaced, or added to while its standing is still being asked. Empty words
    leave the gap visible, or say that nothing was done.
    """
    place = place_of(outline, draft)
    if place is None:
        return draft
    before = next((point for point in draft.points if point.answers == item.id), None)
    if given:
        draft = draft.without_point(before.id) if before and before.id != given.id else draft
        moved = replace(given, section=place.id, answers=item.id)
        return in_items_order(reopened(draft.with_point(_worded(moved, item)), place.id))
    said = text or f"针对“{problem_named(item.text)}”问题"
    if before and text and item.standing == "open" and text not in before.text:
        said = f"{before.text.rstrip('。；')}；{text}"
    if before:
        return draft.with_point(_worded(replace(before, text=said), item))
    draft = reopened(draft.with_points(place.id, [said]), place.id)
    return in_items_order(draft.with_point(_worded(replace(draft.points[-1], answers=item.id), item)))


def fact_added(outline: Outline, draft: Draft, item: Carryover, text: str) -> Draft:
    """Add what was done about a plan to the work done, unless it is told there already.

    The first such fact answers the plan; what is added while its standing is being asked is work done.
    """
    text = deed_in(text)
    leaf = leaf_for("achievements", outline, text)
    linked = "" if any(point.answers == item.id for point in draft.points) else item.id
    known = next((point for point in draft.points if tidy(point.text) == tidy(text)), None)
    if known:
        return draft.with_point(replace(known, answers=known.answers or linked))
    if leaf is None:
        return draft
    after = add(draft, leaf.id, [text])
    fresh = after.points[len(draft.points) :]
    return after.with_point(replace(fresh[0], answers=linked)) if fresh else after


def shortfall_added(outline: Outline, draft: Draft, item: Carryover) -> Draft:
    """Admit among this year's problems that a plan was not carried out."""
    leaf = leaf_for("problems", outline, item.text)
    return add(draft, leaf.id, [_shortfall(item)]) if leaf else draft


def stood(draft: Draft, item_id: str, standing: Standing) -> Draft:
    """Record how an item stands; the sentence that tells of it follows, unless the user has rewritten it."""
    item = draft.last_year.item(item_id) if draft.last_year else None
    if item is None:
        return draft
    after = replace(item, standing=standing)
    skipped = tuple(each for each in draft.skipped if each != item_id)
    draft = replace(with_item(draft, after), skipped=skipped)
    if item.kind == "plan" and standing != "undone":
        kept = tuple(point for point in draft.points if point.text != _shortfall(item))
        draft = replace(draft, points=kept)
    for point in draft.points:
        if point.answers == item_id and item.kind == "problem":
            own = point.sentence not in {None, answered(item.text, point.text, item.standing)}
            draft = draft if own else draft.with_point(_worded(point, after))
    return draft


def unlinked(draft: Draft) -> Draft:
    """Let go of answers to items that are no longer there."""
    known = {item.id for item in draft.last_year.items} if draft.last_year else set()
    points = tuple(
        replace(point, answers="") if point.answers.startswith("y") and point.answers not in known else point
        for point in draft.points
    )
    return replace(draft, points=points)


def leaf_for(kind: str, outline: Outline, text: str) -> Section | None:
    """Give the leaf of a kind that takes the topic of the words, else the first of that kind."""
    leaves = [leaf for leaf in outline.leaves() if leaf.kind == kind]
    about = topic_of(text)
    return next((leaf for leaf in leaves if about in leaf.topics), leaves[0] if leaves else None)


def _shortfall(item: Carryover) -> str:
    return f"去年提出的“{plan_named(item.text)}”还没有落实"


def _worded(point: Point, item: Carryover) -> Point:
    return replace(point, sentence=answered(item.text, point.text, item.standing))
