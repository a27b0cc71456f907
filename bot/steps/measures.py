"""Problems and the measures that answer them: by the user's word, else by words that speak for one alone."""

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.brief import plan_named, problem_named
from bot.compose.likeness import likeness, repeats
from bot.draft import Carryover, Draft, Point
from bot.last_year.matching import name_of
from bot.last_year.standing import of_kind
from bot.outline import Outline, Section
from phrasebank.remembering import remembered
from phrasebank.terms import Topic
from phrasebank.topics import topic_of

NAMED = 1.5
"""How much more a word counts that stands in the names of both."""
TOPIC = 2.0
"""What it counts to be about the same topic, where only one of the problems is."""
MARGIN = 2.0
FIRM_NAME = 2.0
FIRM_TEXT = 3.0
FIRM_TOPIC = 0.5


class Pair(Struct, frozen=True):
    """A measure and the problem that it answers; ``words`` say why, empty where the user said so."""

    problem: str
    measure: str
    words: tuple[str, ...] = ()


class Side(Struct, frozen=True):
    """The problems of one part of an outline, with the sections of their measures and their causes."""

    problems: Section
    plans: Section
    causes: Section | None


class _Claim(Struct, frozen=True):
    """How much speaks for a measure to answer a problem, whether that is enough, and the words."""

    weight: float
    firm: bool
    words: tuple[str, ...]
    problem: str


def sides(outline: Outline) -> list[Side]:
    """Give each section of problems with the next section of measures behind it."""
    leaves = outline.leaves()
    found: list[Side] = []
    for place, leaf in enumerate(leaves):
        if leaf.kind != "problems":
            continue
        plans = next((n for n, each in enumerate(leaves) if n > place and each.kind == "plans"), None)
        if plans:
            causes = next((each for each in leaves[place:plans] if each.kind == "causes"), None)
            found.append(Side(leaf, leaves[plans], causes))
    return found


def pairs(draft: Draft, outline: Outline) -> tuple[Pair, ...]:
    """Pair each measure with the problem it answers, in the order of the measures.

    What speaks for two problems alike is not paired: a measure that is not surely an answer is none.
    """
    return tuple(
        pair
        for side in sides(outline)
        for pair in _paired(draft.in_section(side.problems.id), draft.in_section(side.plans.id))
    )


def unpaired(draft: Draft, outline: Outline) -> tuple[Point, ...]:
    """Give the problems that no measure answers, where measures have been given at all."""
    known = {pair.problem for pair in pairs(draft, outline)}
    return tuple(
        problem
        for side in sides(outline)
        if draft.in_section(side.plans.id)
        for problem in draft.in_section(side.problems.id)
        if problem.id not in known
    )


def idle_measures(draft: Draft, outline: Outline) -> tuple[Point, ...]:
    """Give the measures that answer no problem."""
    known = {pair.measure for pair in pairs(draft, outline)}
    plans = [side.plans.id for side in sides(outline)]
    return tuple(
        measure
        for section in dict.fromkeys(plans)
        for measure in draft.in_section(section)
        if measure.id not in known
    )


def unmeasured(outline: Outline, draft: Draft) -> tuple[tuple[str, str], ...]:
    """Give the questions for problems that surely have no measure, with the section of the measures.

    Where a measure answers no problem for sure, it may answer one of these: then nothing is asked.
    """
    idle = {measure.section for measure in idle_measures(draft, outline)}
    lone = unpaired(draft, outline)
    return tuple(
        (side.plans.id, f"问题“{problem_named(problem.text)}”还没有对应的措施，打算怎么改？")
        for side in sides(outline)
        if side.plans.id not in idle
        for problem in draft.in_section(side.problems.id)
        if problem in lone
    )


def repeated(draft: Draft, problem: Point) -> Carryover | None:
    """Give last year's problem that a problem of this year says again."""
    name = problem_named(problem.text)
    return next((item for item in of_kind(draft, "problem") if repeats(name, name_of(item))), None)


def likeliest(problem: Point, measures: tuple[Point, ...]) -> tuple[Point, ...]:
    """Sort measures by how much speaks for their answering a problem, the likeliest first."""
    return tuple(sorted(measures, key=lambda each: -_claim(problem, each, alone=False).weight))


def in_order(draft: Draft, outline: Outline) -> Draft:
    """Let poured-in measures follow the order of their problems; those given in the talk keep their own."""
    answers = {pair.measure: pair.problem for pair in pairs(draft, outline)}
    rank = {point.id: place for place, point in enumerate(draft.points)}
    for side in sides(outline):
        measures = draft.in_section(side.plans.id)
        if all(measure.source and measure.id in answers for measure in measures):
            turned = iter(sorted(measures, key=lambda each: rank[answers[each.id]]))
            draft = replace(
                draft, points=tuple(next(turned) if each in measures else each for each in draft.points)
            )
    return draft


def set_behind(draft: Draft, point: Point, before: tuple[str, ...]) -> Draft:
    """Move a point behind the last of those named, of its section; with none of them it comes first there."""
    rest = [each for each in draft.points if each.id != point.id]
    own = [place for place, each in enumerate(rest) if each.section == point.section]
    behind = [place for place in own if rest[place].id in before]
    place = behind[-1] + 1 if behind else own[0] if own else len(rest)
    return replace(draft, points=(*rest[:place], point, *rest[place:]))


@remembered(512)
def _paired(problems: tuple[Point, ...], measures: tuple[Point, ...]) -> tuple[Pair, ...]:
    """Pair by words; where half of as many measures answer in order, the others do too."""
    found = {pair.measure: pair for pair in (_pair(each, problems) for each in measures) if pair}
    row = {measure.id: problem.id for problem, measure in zip(problems, measures, strict=False)}
    straight = all(row.get(each) == pair.problem for each, pair in found.items())
    if straight and len(problems) == len(measures) and 2 * len(found) >= len(measures):
        found |= {each: Pair(row[each], each, ("依次对应",)) for each in row if each not in found}
    return tuple(found[measure.id] for measure in measures if measure.id in found)


def _pair(measure: Point, problems: tuple[Point, ...]) -> Pair | None:
    if any(problem.id == measure.answers for problem in problems):
        return Pair(measure.answers, measure.id)
    topics = [_topic(problem_named(problem.text)) for problem in problems]
    claims = [
        _claim(problem, measure, alone=topics.count(topic) == 1)
        for problem, topic in zip(problems, topics, strict=True)
    ]
    ranked = sorted(claims, key=lambda claim: -claim.weight)
    if not ranked or not ranked[0].firm:
        return None
    clear = len(ranked) == 1 or ranked[0].weight - ranked[1].weight >= MARGIN
    return Pair(ranked[0].problem, measure.id, ranked[0].words) if clear else None


@remembered(4096)
def _topic(name: str) -> Topic | None:
    return topic_of(name)


def _claim(problem: Point, measure: Point, *, alone: bool) -> _Claim:
    """Weigh the words of a problem and a measure; ``alone`` tells a problem whose topic no other has."""
    name, called = problem_named(problem.text), plan_named(measure.text)
    named, whole = likeness(name, called), likeness(problem.text, measure.text)
    about = _topic(name)
    same = alone and about is not None and about == _topic(called)
    firm = named.weight >= FIRM_NAME or whole.weight >= FIRM_TEXT or (same and whole.weight >= FIRM_TOPIC)
    weight = NAMED * named.weight + whole.weight + (TOPIC if same else 0)
    return _Claim(weight, firm, tuple(dict.fromkeys((*named.words, *whole.words))), problem.id)
