"""The length that a report may have, shared out over its sections while it is being written."""

from bot.compose.tidy import tidy
from bot.draft import Draft, Limit, Point
from bot.notice.pace import PACE, limit_in_words
from bot.notice.placing import kind_of_demand
from bot.outline import Outline, Section
from phrasebank.terms import SectionKind

WEIGHTS: dict[SectionKind, int] = {
    "opening": 5,
    "rectification": 10,
    "achievements": 56,
    "problems": 14,
    "causes": 8,
    "plans": 15,
    "integrity": 8,
    "closing": 1,
    "signature": 1,
}
"""How the reports that the phrasebank is mined from share their length out, in parts of about a hundred."""


def limit_of(draft: Draft) -> Limit:
    """Give the limit in force: the user's own, else the notice's for the whole report."""
    own = draft.preferences.limit
    if own.characters or own.minutes:
        return own
    demands = draft.notice.demands if draft.notice else ()
    limits = [each.limit for each in demands if each.limit and kind_of_demand(each) is None]
    return Limit(
        characters=next((limit.characters for limit in limits if limit.characters), None),
        minutes=next((limit.minutes for limit in limits if limit.minutes), None),
    )


def budget(draft: Draft) -> int | None:
    """Give the characters to write: those of the limit, else what can be read in its minutes unhurriedly."""
    limit = limit_of(draft)
    if limit.characters:
        return limit.characters
    return round(limit.minutes * PACE[0]) if limit.minutes else None


def shares(outline: Outline, draft: Draft) -> dict[str, int]:
    """Give the characters for each leaf, by its id; empty without a limit.

    Several leaves of a kind share its weight, and problems get at least what the notice wants for them.
    """
    whole = budget(draft)
    leaves = [leaf for leaf in outline.leaves() if leaf.id not in draft.absent]
    kinds = [leaf.kind or "achievements" for leaf in leaves]
    weights = {kind: float(WEIGHTS[kind]) for kind in dict.fromkeys(kinds)}
    if whole is None:
        return {}
    weights = _with_problems(weights, draft)
    total = sum(weights.values())
    return {
        leaf.id: round(whole * weights[kind] / kinds.count(kind) / total)
        for leaf, kind in zip(leaves, kinds, strict=True)
    }


def _with_problems(weights: dict[SectionKind, float], draft: Draft) -> dict[SectionKind, float]:
    demands = draft.notice.demands if draft.notice else ()
    wanted = max((demand.share or 0 for demand in demands), default=0)
    told = sum(weights.get(kind, 0) for kind in ("problems", "causes"))
    rest = sum(weights.values()) - told
    if not told or wanted >= 1 or told >= wanted * (told + rest):
        return weights
    more = wanted * rest / (1 - wanted) / told
    return {
        kind: weight * (more if kind in {"problems", "causes"} else 1) for kind, weight in weights.items()
    }


def written(points: tuple[Point, ...]) -> int:
    """Give about how many characters points will take."""
    return sum(len("".join((point.sentence or tidy(point.text)).split())) + 1 for point in points)


def section_told(outline: Outline, draft: Draft, section: Section) -> str:
    """Say how much of its share a section has: 这一部分约 320/800 字; empty without a limit."""
    share = shares(outline, draft).get(section.id)
    if not share or section.kind in {"opening", "closing", "signature"}:
        return ""
    return f"这一部分约 {written(draft.in_section(section.id))}/{share} 字"


def whole_told(draft: Draft, characters: int) -> str:
    """Say how a report of so many characters stands to its limit; empty without one."""
    limit = limit_of(draft)
    if limit.characters:
        left = limit.characters - characters
        return f"（限 {limit.characters} 字，" + (f"还可写 {left} 字）" if left >= 0 else f"超 {-left} 字）")
    if limit.minutes:
        spare = round(limit.minutes * PACE[0]) - characters
        quick, slow = characters / PACE[1], characters / PACE[0]
        told = f"念约 {quick:.1f}—{slow:.1f} 分钟，限 {limit_in_words(Limit(minutes=limit.minutes))}"
        return f"（{told}，" + (f"还可写约 {spare} 字）" if spare >= 0 else f"要删约 {-spare} 字）")
    return ""
