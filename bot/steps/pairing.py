"""Asking for the measure of a problem without one, and about one that last year's report named too."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.brief import plan_named, problem_named
from bot.compose.tidy import tidy
from bot.draft import Carryover, Draft, Point
from bot.last_year.matching import with_item
from bot.last_year.standing import STANDINGS
from bot.outline import Outline, Section
from bot.replies import Choice, Question, Say
from bot.state import Pairing, State
from bot.steps.measures import Side, idle_measures, likeliest, pairs, repeated, set_behind, sides, unpaired
from bot.steps.step import Outcome
from bot.steps.taking import add

OFFERED = 3
SHOWN = 60


def pairing_due(outline: Outline, draft: Draft, upcoming: Section | None) -> Pairing | None:
    """Tell which problem to ask about before the section ``upcoming`` (``None``: the end).

    A repetition of last year comes once the problems are given, a missing measure once the measures are.
    """
    order = [leaf.id for leaf in outline.leaves()]
    end = order.index(upcoming.id) if upcoming else len(order)
    lone = unpaired(draft, outline)
    for side in sides(outline):
        problems = draft.in_section(side.problems.id)
        if order.index(side.problems.id) < end:
            again = (each.id for each in problems if (item := repeated(draft, each)) and not item.noted)
            first = next(again, None)
            if first:
                return Pairing(first)
        if order.index(side.plans.id) < end:
            bare = (each.id for each in problems if each in lone and each.id not in draft.skipped)
            first = next(bare, None)
            if first:
                return Pairing(first)
    return None


@dataclass(frozen=True, slots=True)
class PairingStep:
    """A problem without a measure, or one that last year's report named already."""

    outline: Outline
    state: State
    problem: Point

    def ask(self) -> Question:
        """Ask for the measure, offering those that answer nothing yet; or point the repetition out."""
        again = self._again
        if again:
            stood = "" if again.standing == "open" else f"（去年那条记的是：{STANDINGS[again.standing]}）"
            text = (
                f"“{self._name}”去年也写了：“{again.text[:SHOWN]}”{stood}。今年还写，要不要说明为什么没改好？"
                "要就直接发原因；评议的人常会问这一句。例：1"
            )
            return Question(text, (Choice("plain", "不说明，照写"), Choice("drop", "今年不写这一条了")))
        count = len(unpaired(self.state.draft, self.outline))
        left = f"（一个问题至少要有一条措施，还差 {count} 个）"
        offered = [Choice(each.id, f"就是这条：{_short(each)}") for each in self._offered]
        text = f"{left}\n问题“{self._name}”还没有对应的措施，打算怎么改？直接发，先写做什么、再写怎么做。"
        return Question(f"{text}\n例：每月集中研讨1次，每季度通报1次", (*offered, Choice("later", "先放着")))

    def said(self, text: str) -> Outcome:
        """Take the measure, or the reason why the problem is still there."""
        if self._again:
            return self._explained(text)
        side, draft = self._side, self.state.draft
        if side is None:
            return self.skipped()
        after = add(draft, side.plans.id, [text])
        fresh = after.points[len(draft.points) :]
        measures = draft.in_section(side.plans.id)
        known = next((each for each in measures if tidy(each.text) == tidy(text)), None)
        if not fresh and known is None:
            return self.state, (Say("这条里没有看到措施，没有记。请换个说法再发一次。"),)
        measure = replace(fresh[0] if fresh else known or self.problem, answers=self.problem.id)
        after = set_behind(after.with_point(measure), measure, self._measures_before(side))
        told = Say(f"记到“{side.plans.name}”，对应“{self._name}”。发 /undo 可以撤回。")
        return replace(self.state, draft=after, focus=None), (told,)

    def picked(self, key: str) -> Outcome:
        """Take an offered answer."""
        draft, again = self.state.draft, self._again
        if again and key == "drop":
            told = (Say("今年不写这一条了。发 /undo 可以找回。"),)
            return self._noted(draft.without_point(self.problem.id), again), told
        if again:
            return self._noted(draft, again), ()
        measure = draft.point(key)
        if measure is None:
            return self.skipped()
        linked = draft.with_point(replace(measure, answers=self.problem.id))
        return replace(self.state, draft=linked, focus=None), (
            Say(f"“{plan_named(measure.text)}”对应“{self._name}”。发 /undo 可以撤回。"),
        )

    def skipped(self) -> Outcome:
        """Leave the problem without a measure for now, or the repetition without a word."""
        draft, again = self.state.draft, self._again
        if again:
            return self._noted(draft, again), ()
        draft = replace(draft, skipped=tuple(dict.fromkeys((*draft.skipped, self.problem.id))))
        return replace(self.state, draft=draft, focus=None), (Say("先放着，最后会提醒您补。"),)

    @property
    def _name(self) -> str:
        return problem_named(self.problem.text)

    @property
    def _again(self) -> Carryover | None:
        again = repeated(self.state.draft, self.problem)
        return again if again and not again.noted else None

    @property
    def _side(self) -> Side | None:
        return next((side for side in sides(self.outline) if side.problems.id == self.problem.section), None)

    @property
    def _offered(self) -> tuple[Point, ...]:
        """Give the idle measures of the problem's part, the likest first."""
        side = self._side
        idle = idle_measures(self.state.draft, self.outline)
        here = tuple(each for each in idle if side and each.section == side.plans.id)
        return likeliest(self.problem, here)[:OFFERED]

    def _measures_before(self, side: Side) -> tuple[str, ...]:
        """Give the measures of the problems that stand before this one."""
        order = [each.id for each in self.state.draft.in_section(side.problems.id)]
        before = set(order[: order.index(self.problem.id)])
        return tuple(each.measure for each in pairs(self.state.draft, self.outline) if each.problem in before)

    def _explained(self, reason: str) -> Outcome:
        side, again, draft = self._side, self._again, self.state.draft
        if side is None or again is None:
            return self.skipped()
        if side.causes:
            after, where = add(draft, side.causes.id, [reason]), side.causes.name
        else:
            text = f"{self.problem.text.rstrip('。；')}，主要是{reason}"
            after = draft.with_point(replace(self.problem, text=text, sentence=None))
            where = side.problems.name
        told = Say(f"记到“{where}”。发 /undo 可以撤回。")
        return self._noted(after, again), (told,)

    def _noted(self, draft: Draft, again: Carryover) -> State:
        return replace(self.state, draft=with_item(draft, replace(again, noted=True)), focus=None)


def _short(point: Point) -> str:
    return plan_named(point.sentence or point.text)
