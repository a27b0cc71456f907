"""Requirements: what a genre demands, and whether a draft meets it."""

from typing import Literal

from msgspec import Struct

from bot.draft import Draft
from bot.outline import Outline
from bot.steps.answers import unmet_aspects
from bot.steps.checklist import is_missing


class Requirement(Struct, frozen=True):
    """One thing demanded; ``source`` says by whom, ``basis`` by which rule or usage."""

    id: str
    text: str
    source: Literal["genre", "notice"]
    section: str
    status: Literal["met", "missing"]
    basis: str = ""


def requirements(outline: Outline, draft: Draft) -> tuple[Requirement, ...]:
    """Give the requirements of a draft's genre in the outline's order: its sections, then their aspects."""
    found: list[tuple[str, str, bool, str]] = []
    for leaf in outline.leaves():
        if leaf.required:
            found.append((leaf.name, leaf.id, not is_missing(draft, leaf), leaf.source))
        unmet = unmet_aspects(draft, leaf)
        found += [(each.text, leaf.id, each.text not in unmet, leaf.source) for each in leaf.aspects]
    return tuple(
        Requirement(f"r{number}", text, "genre", section, "met" if met else "missing", basis)
        for number, (text, section, met, basis) in enumerate(found, 1)
    )
