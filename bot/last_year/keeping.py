"""Last year's items in an answer sheet, so that they can be read and written by hand."""

from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Carryover, Draft, LastYear, Point, Standing


class KeptItem(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An item with its standing."""

    text: str
    line: int = 0
    standing: Standing = "open"
    noted: bool = False


class KeptYear(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Last year's report: its file, to be read, or its items as they were read and answered.

    Items are called y1, y2 … in the ``answers`` of points: the problems in their order, then the plans.
    """

    file: str = ""
    source: str = ""
    year: int | None = None
    section: str = ""
    confirmed: bool = False
    problems: tuple[KeptItem, ...] = ()
    plans: tuple[KeptItem, ...] = ()


def kept(last_year: LastYear) -> object:
    """Give last year's report as a sheet holds it."""
    return msgspec.to_builtins(
        KeptYear(
            source=last_year.source,
            year=last_year.year,
            section=last_year.section,
            confirmed=last_year.confirmed,
            problems=_items(last_year, "problem"),
            plans=_items(last_year, "plan"),
        )
    )


def from_kept(given: KeptYear) -> LastYear:
    """Read last year's report from a sheet that holds its items."""
    items: list[Carryover] = []
    for number, each in enumerate((*given.problems, *given.plans), 1):
        kind: Literal["problem", "plan"] = "problem" if number <= len(given.problems) else "plan"
        items.append(Carryover(f"y{number}", kind, each.text, each.line, each.standing, each.noted))
    return LastYear(given.source, given.year, tuple(items), given.section, given.confirmed)


def answers_kept(draft: Draft, point: Point) -> str:
    """Say what a point answers as a sheet does: an item by its number there, a problem by its words."""
    problem = draft.point(point.answers)
    if problem:
        return problem.text
    items = draft.last_year.items if draft.last_year else ()
    order = [item.id for kind in ("problem", "plan") for item in items if item.kind == kind]
    return f"y{order.index(point.answers) + 1}" if point.answers in order else ""


def answers_linked(draft: Draft) -> Draft:
    """Turn the words that points of a sheet say they answer into ids; unknown ones are let go."""
    ids = {tidy(point.text): point.id for point in draft.points}
    items = {item.id for item in draft.last_year.items} if draft.last_year else set()
    points = tuple(
        replace(point, answers=point.answers if point.answers in items else ids.get(tidy(point.answers), ""))
        if point.answers
        else point
        for point in draft.points
    )
    return replace(draft, points=points)


def _items(last_year: LastYear, kind: str) -> tuple[KeptItem, ...]:
    return tuple(
        KeptItem(item.text, item.line, item.standing, item.noted)
        for item in last_year.items
        if item.kind == kind
    )
