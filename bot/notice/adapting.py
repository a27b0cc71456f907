"""The outline that follows a notice: what it demands is asked for, and stands in the report."""

from collections.abc import Callable

from msgspec.structs import replace

from bot.draft import Demand, Notice
from bot.notice.aspects import is_whole, kind_named
from bot.notice.placing import kind_of_demand, leaves_for
from bot.notice.subjects import subjects_of
from bot.outline import Aspect, Outline, Section, questions
from phrasebank.remembering import remembered
from phrasebank.terms import SECTION_NAMES, SectionKind

BASIS = "通知"
BEFORE: dict[SectionKind, tuple[SectionKind, ...]] = {
    "rectification": ("achievements", "problems"),
    "integrity": ("problems", "plans", "closing", "signature"),
    "causes": ("plans", "closing", "signature"),
    "problems": ("causes", "plans", "closing", "signature"),
    "plans": ("closing", "signature"),
    "achievements": ("problems", "plans", "closing", "signature"),
}
"""What a section that a notice adds comes before, the first that the outline has."""
HEADINGS: dict[SectionKind, str] = {
    "rectification": "上年度问题整改情况",
    "integrity": "个人廉洁自律情况",
    "causes": "产生问题的原因",
    "problems": "存在的问题",
    "plans": "下一步打算",
}


@remembered(64)
def adapted(outline: Outline, notice: Notice | None) -> Outline:
    """Give the outline of a genre as the notice demands it; the genre's own sections all stay."""
    if notice is None:
        return outline
    for demand in notice.demands:
        outline = _with(outline, demand)
    leaves = {leaf.id for leaf in outline.leaves()}
    return _changed(outline, leaves, lambda leaf: _asking(leaf, notice))


def _with(outline: Outline, demand: Demand) -> Outline:
    kind = kind_of_demand(demand)
    if kind is None or demand.kind == "length":
        return outline
    if demand.apart:
        return _with_part(outline, demand)
    if not leaves_for(kind, demand.topic, outline):
        outline = _inserted(outline, _section(kind, demand), kind)
    leaves = {leaf.id for leaf in leaves_for(kind, demand.topic, outline)}
    placed = {demand.section} if outline.leaf(demand.section) else leaves
    return _changed(outline, placed, lambda leaf: _following(leaf, demand))


def _following(leaf: Section, demand: Demand) -> Section:
    match demand.kind:
        case "problems" if demand.count:
            return replace(leaf, least=max(leaf.least, demand.count))
        case "last_year":
            return replace(leaf, may_be_absent=False)
        case "aspect" if not _is_told_by_any(leaf, demand):
            aspect = Aspect(topic=demand.topic, text=demand.text, demand=demand.id)
            return replace(leaf, aspects=(*leaf.aspects, aspect))
        case _:
            return leaf


def _asking(leaf: Section, notice: Notice) -> Section:
    """Say in the question what the notice wants there."""
    named = [each.text for each in leaf.aspects if each.demand and leaf.demand != each.demand]
    wanted = [f"通知还要写到：{'、'.join(named)}。"] if named else []
    wanted += [f"通知要求不少于 {leaf.least} 个。"] if leaf.least else []
    answering = leaf.kind == "rectification" and any(each.kind == "last_year" for each in notice.demands)
    wanted += ["通知要求必须写。"] if answering else []
    return replace(leaf, ask="".join([leaf.ask, *wanted])) if wanted else leaf


def _is_told_by_any(leaf: Section, demand: Demand) -> bool:
    """Whether whatever is said in the section meets the demand, or the genre demands the same there."""
    if leaf.kind and leaf.kind != "achievements":
        return kind_named(demand.text) != leaf.kind or is_whole(demand.text, leaf.kind)
    wanted = subjects_of(demand.text)
    return any(
        demand.text == each.text or (wanted and wanted == subjects_of(each.text)) for each in leaf.aspects
    )


def _section(kind: SectionKind, demand: Demand) -> Section:
    wording = questions()[kind]
    return Section(
        id=kind,
        kind=kind,
        name=SECTION_NAMES[kind],
        heading=HEADINGS.get(kind, ""),
        ask=wording.ask,
        example=wording.example,
        items="paragraphs" if kind == "rectification" else "enumeration",
        source=BASIS,
        demand=demand.id,
    )


def _with_part(outline: Outline, demand: Demand) -> Outline:
    """Add a part of its own for work done; points of its topic then belong there alone."""
    name = demand.text.removesuffix("情况")
    part = replace(
        _section("achievements", demand),
        id=f"notice_{demand.id}",
        name=name,
        heading=f"{name}情况",
        ask=f"{name}方面做了哪些事？通知要求单独写一部分。一条一行。",
        items="topics" if demand.topic else "enumeration",
        topics=(demand.topic,) if demand.topic else (),
        aspects=(Aspect(topic=demand.topic, text=demand.text, demand=demand.id),),
    )
    general = {leaf.id for leaf in leaves_for("achievements", demand.topic, outline)}
    return _inserted(
        _changed(outline, general, lambda leaf: _without_topic(leaf, demand)), part, "achievements"
    )


def _without_topic(leaf: Section, demand: Demand) -> Section:
    return replace(leaf, topics=tuple(topic for topic in leaf.topics if topic != demand.topic) or leaf.topics)


def _changed(outline: Outline, leaves: set[str], change: Callable[[Section], Section]) -> Outline:
    def within(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(
            change(section)
            if section.kind and section.id in leaves
            else replace(section, sections=within(section.sections))
            for section in sections
        )

    return replace(outline, sections=within(outline.sections))


def _inserted(outline: Outline, section: Section, kind: SectionKind) -> Outline:
    """Insert a part of the report before the first of those that it comes before.

    Within a part that tells what comes before it as well, 存在的问题及下步打算, it stands between them.
    """
    for later in BEFORE[kind]:
        for place, each in enumerate(outline.sections):
            if not any(leaf.kind == later for leaf in (each, *_leaves(each))):
                continue
            inside = next((n for n, leaf in enumerate(each.sections) if leaf.kind == later), 0)
            before, behind = outline.sections[:place], outline.sections[place + 1 :]
            if inside:
                parts = (*each.sections[:inside], replace(section, heading=""), *each.sections[inside:])
                return replace(outline, sections=(*before, replace(each, sections=parts), *behind))
            return replace(outline, sections=(*before, section, each, *behind))
    return replace(outline, sections=(*outline.sections, section))


def _leaves(section: Section) -> tuple[Section, ...]:
    return tuple(leaf for each in section.sections for leaf in (each, *_leaves(each)))
