"""Which of what the user has given answers an item of last year's report, and by which words."""

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.brief import plan_named, problem_named
from bot.compose.likeness import likeness, repeats, share_of
from bot.compose.rectification import named_in, problem_in
from bot.compose.splitting import lines_of
from bot.draft import Carryover, Draft, Point
from bot.last_year.standing import of_kind, standing_said
from bot.outline import Outline, Section

TELLING = {"problem": ("rectification", "achievements"), "plan": ("achievements", "rectification")}
MOST = 0.6
"""How much of a plan's name a statement says that tells of it."""

EVEN = 1.0
SHORTEST_NAME = 5


class Match(Struct, frozen=True):
    """A point that seems to answer an item; ``plain`` where it says itself which problem it answers."""

    point: Point
    words: tuple[str, ...]
    plain: bool


def name_of(item: Carryover) -> str:
    """Call an item in a few words."""
    return problem_named(item.text) if item.kind == "problem" else plan_named(item.text)


def title_of(item: Carryover) -> str:
    """Call an item in a few words that do not stand in quotation marks."""
    return name_of(item).replace("‘", "“").replace("’", "”")


def matched(draft: Draft, outline: Outline, item: Carryover) -> Match | None:
    """Give the point that answers an item best, if one does so beyond doubt of what it speaks of."""
    own = rectification_of(outline)
    free = [point for point in _told(draft, outline, item) if not point.answers]
    said = [(_said(point, item, own), point) for point in free]
    plain = next(((words, point) for words, point in said if words and _names(words, item)), None)
    if plain:
        return Match(plain[1], (plain[0] if item.kind == "problem" else title_of(item),), plain=True)
    found = [(likeness(name_of(item), words or point.text), point) for words, point in said]
    firm = sorted(((like, point) for like, point in found if like.firm), key=lambda each: -each[0].weight)
    return Match(firm[0][1], firm[0][0].words, plain=False) if firm else None


def carried_out(draft: Draft, outline: Outline, item: Carryover) -> Point | None:
    """Give a point that tells of what a plan promised, even one that answers a problem as well.

    It speaks of most of what the plan names; whether that was all, only the user can say.
    """
    if item.kind != "plan":
        return None
    name = title_of(item)
    told = [
        (share_of(name, point.text), point)
        for point in _told(draft, outline, item)
        if likeness(name, point.text).firm
    ]
    share, point = max(told, key=lambda each: each[0], default=(0.0, None))
    return point if share >= MOST else None


def answers_in(draft: Draft, text: str) -> dict[str, str]:
    """Read several answers in one message: by the id of the problem that each names, all of them or none."""
    parts, problems = lines_of(text), of_kind(draft, "problem")
    found: dict[str, str] = {}
    for part in parts:
        named = problem_in(part)
        item = next((each for each in problems if named and _names(named, each)), None)
        if item:
            found[item.id] = part
    return found if len(found) == len(parts) else {}


def linked(draft: Draft, outline: Outline) -> Draft:
    """Link what says itself which of last year's items it answers, and how they stand if it says so.

    A statement answers one item: where it names several alike, none is linked.
    """
    for item in draft.last_year.items if draft.last_year else ():
        if not any(point.answers == item.id for point in draft.points):
            match = matched(draft, outline, item)
            if match and match.plain and not _ambiguous(draft, match.words[0], item):
                draft = draft.with_point(replace(match.point, answers=item.id))
                standing = standing_said(match.point.text) or item.standing
                draft = with_item(draft, replace(item, standing=standing))
    return in_items_order(draft)


def in_items_order(draft: Draft) -> Draft:
    """Let the answers to last year's problems stand in the order of the problems."""
    rank = {item.id: place for place, item in enumerate(of_kind(draft, "problem"))}
    own = [point for point in draft.points if point.answers in rank]
    turned = iter(sorted(own, key=lambda point: rank[point.answers]))
    return replace(draft, points=tuple(next(turned) if each in own else each for each in draft.points))


def with_item(draft: Draft, item: Carryover) -> Draft:
    """Put a changed item in its place."""
    return replace(draft, last_year=draft.last_year.with_item(item)) if draft.last_year else draft


def rectification_of(outline: Outline) -> Section | None:
    """Give the section that tells what became of last year's problems, if the outline has one."""
    return next((leaf for leaf in outline.leaves() if leaf.kind == "rectification"), None)


def _told(draft: Draft, outline: Outline, item: Carryover) -> tuple[Point, ...]:
    """Give the points that may answer an item: a plan is answered by work done."""
    telling = {leaf.id for leaf in outline.leaves() if leaf.kind in TELLING[item.kind]}
    return tuple(point for point in draft.points if point.section in telling)


def _said(point: Point, item: Carryover, own: Section | None) -> str:
    """Give the words of a point that say what it answers: the problem it names, for a plan all it says."""
    if item.kind == "plan":
        return point.text
    answers = own is not None and point.section == own.id
    return problem_in(point.text) if answers else named_in(point.text)


def _names(words: str, item: Carryover) -> bool:
    """Whether words name an item as last year's report does."""
    name = title_of(item)
    if item.kind == "plan":
        return len(name) >= SHORTEST_NAME and name in words
    return repeats(name, words) or (len(words) >= SHORTEST_NAME and words in item.text)


def _ambiguous(draft: Draft, words: str, item: Carryover) -> bool:
    """Whether the words that a point gives name another item of the kind as well as this one."""
    own = likeness(words, name_of(item)).weight
    others = [each for each in draft.last_year.items if each.kind == item.kind] if draft.last_year else []
    return any(
        each.id != item.id and _names(words, each) and likeness(words, name_of(each)).weight > own - EVEN
        for each in others
    )
