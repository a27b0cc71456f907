"""Turning to another section: back, or to any by name or number."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.draft import Draft
from bot.last_year.placing import place_of
from bot.outline import Outline, Section
from bot.replies import Choice, Question, Say
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    ChoosingGenre,
    Editing,
    Going,
    Pairing,
    ReviewingPoint,
    Rewriting,
    Sorting,
    State,
    Stop,
)
from bot.steps.carrying import carried_item, item_before, open_items
from bot.steps.changing import section_named
from bot.steps.checklist import is_missing, is_open, stops
from bot.steps.profile import NAMES
from bot.steps.step import Outcome


@dataclass(frozen=True, slots=True)
class GoingStep:
    """Which section or field to turn to."""

    outline: Outline
    state: State

    def ask(self) -> Question:
        """Offer every stop with its standing."""
        draft = self.state.draft
        sections = [
            Choice(leaf.id, f"{leaf.name}（{_standing(draft, leaf)}）") for leaf in self.outline.leaves()
        ]
        fields = [
            Choice(field, f"{name}（{getattr(draft.profile, field) or '未填'}）")
            for field, name in NAMES.items()
        ]
        count = len(draft.cards)
        others = [Choice("cards", f"材料（{count} 条等您定）")] if count else []
        if draft.last_year:
            others.append(Choice("last_year", f"去年的问题和打算（还差 {len(open_items(draft))} 条）"))
        others += [Choice("genre", f"文种（{self.outline.name}）"), Choice("none", "哪也不去")]
        return Question("去哪一项？例：1", (*sections, *fields, *others))

    def said(self, text: str) -> Outcome:
        """Take a stop by its name."""
        state, says = goto(self.outline, self.state, text)
        if isinstance(state.focus, Going):
            says = (Say(f"没有找到“{text[:20]}”这一项，没有记。请从下面选；是要写进稿子的，选好再发一次。"),)
        return state, says

    def picked(self, key: str) -> Outcome:
        """Turn to the stop picked."""
        if key == "genre":
            return replace(self.state, focus=ChoosingGenre()), ()
        if key == "last_year":
            return replace(self.state, focus=AnsweringCarryover("")), ()
        if key == "cards":
            return replace(self.state, focus=Sorting()), ()
        if self.outline.leaf(key):
            return replace(self.state, focus=AskingSection(key)), ()
        field = next((field for field in NAMES if field == key), None)
        return replace(self.state, focus=AskingField(field) if field else None), ()

    def skipped(self) -> Outcome:
        """Go nowhere."""
        return self.picked("none")


def goto(outline: Outline, state: State, target: str) -> Outcome:
    """Turn to a section by its number, id or name; without one, ask which."""
    for field, name in NAMES.items():
        if target == name:
            return replace(state, focus=AskingField(field)), ()
    item = carried_item(state.draft, target)
    if item is not None:
        return replace(state, focus=AnsweringCarryover(item)), ()
    if target == "材料" and state.draft.cards:
        return replace(state, focus=Sorting()), ()
    named = [leaf for n, leaf in enumerate(outline.leaves(), 1) if target in {str(n), leaf.id, leaf.name}]
    named += [leaf for leaf in outline.leaves() if target and target in leaf.name]
    called = section_named(target, outline, state.draft) if target else None
    named += [called] if called else []
    if named:
        return replace(state, focus=AskingSection(named[0].id)), ()
    say = (Say(f"没有找到“{target[:20]}”这一项，请从下面选。"),) if target else ()
    return replace(state, focus=Going()), say


def back(outline: Outline, state: State, now: Stop) -> Outcome:
    """Turn to the stop before the one asked now."""
    if isinstance(now, AnsweringCarryover) and (before := item_before(state.draft, now.item)):
        return replace(state, focus=AnsweringCarryover(before)), ()
    route = stops(outline)
    here = _on_route(outline, state.draft, now)
    place = route.index(here) if here in route else len(route)
    if place == 0:
        return state, (Say("已经是第一步了。"),)
    return replace(state, focus=route[place - 1]), ()


def _on_route(outline: Outline, draft: Draft, now: Stop) -> Stop:
    """Tell which stop of the route an aside belongs to."""
    match now:
        case ReviewingPoint(point) | Rewriting(point) | Pairing(point):
            found = draft.point(point)
            return AskingSection(found.section) if found else now
        case Editing(section):
            return AskingSection(section)
        case AnsweringCarryover():
            place = place_of(outline, draft) or outline.leaves()[0]
            return AskingSection(place.id)
        case _:
            return now


def _standing(draft: Draft, section: Section) -> str:
    if section.id in draft.absent:
        return "无"
    count = len(draft.in_section(section.id))
    if count:
        return f"{count} 条"
    if is_open(draft, section):
        return "未写"
    return "缺" if is_missing(draft, section) else "已定"
