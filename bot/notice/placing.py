"""Where in an outline a demand belongs."""

from bot.draft import Demand
from bot.notice.aspects import kind_named
from bot.outline import Outline, Section
from phrasebank.terms import SectionKind, Topic


def section_for(demand: Demand, outline: Outline) -> str:
    """Give the id of the leaf that a demand is for; empty where it is for the whole report or for no leaf.

    Where several leaves are of its kind and no topic tells them apart, it is for all of them: empty as well.
    """
    kind = kind_of_demand(demand)
    found = leaves_for(kind, demand.topic, outline) if kind else ()
    return found[0].id if len(found) == 1 else ""


def kind_of_demand(demand: Demand) -> SectionKind | None:
    """Give the kind of section that a demand is for; ``None`` for the whole report."""
    match demand.kind:
        case "aspect":
            return kind_named(demand.text) or "achievements"
        case "problems":
            return "problems"
        case "last_year":
            return "rectification"
        case "length":
            return kind_named(demand.text)
        case "deadline" | "form":
            return None


def leaves_for(kind: SectionKind, topic: Topic | None, outline: Outline) -> tuple[Section, ...]:
    """Give the leaves of a kind; work done goes to one: that of its topic, else the first."""
    leaves = tuple(leaf for leaf in outline.leaves() if leaf.kind == kind)
    if kind != "achievements":
        return leaves
    return next(((leaf,) for leaf in leaves if topic in leaf.topics), leaves[:1])
