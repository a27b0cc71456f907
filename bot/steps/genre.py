"""Choosing the genre."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Card, Draft
from bot.outline import Outline
from bot.replies import Choice, Question, Say
from bot.state import Receiving, State
from bot.steps.step import Outcome
from phrasebank.terms import SECTION_KINDS


@dataclass(frozen=True, slots=True)
class GenreStep:
    """Which kind of report is to be written."""

    desk: Desk
    state: State

    def ask(self) -> Question:
        """Offer the genres."""
        offered = self.desk.outlines.values()
        choices = tuple(Choice(outline.id, f"{outline.name}　{outline.summary}") for outline in offered)
        return Question("这次写哪一种述职报告？回复序号就行，例：2", choices)

    def said(self, text: str) -> Outcome:
        """Take a genre by its name."""
        named = [o for o in self.desk.outlines.values() if text in o.name or o.name in text]
        named = named if len(named) == 1 else self._called(text)
        if len(named) == 1:
            return self.picked(named[0].id)
        return self.state, (
            Say("还没认出是哪一种。请回复前面的序号，例如 2；拿不准就选最接近的，之后还能改。"),
        )

    def _called(self, text: str) -> list[Outline]:
        """Give the genres that words call by the longest name: 党组书记抓基层党建 is not 基层党建."""
        found = [(len(name), o) for o in self.desk.outlines.values() for name in o.called if name in text]
        longest = max((length for length, _ in found), default=0)
        return [outline for length, outline in found if length == longest]

    def picked(self, key: str) -> Outcome:
        """Take the genre offered."""
        outline = self.desk.outlines[key]
        draft = replace(_placed_anew(self.state.draft, outline), genre=key)
        focus = self.state.focus if isinstance(self.state.focus, Receiving) else None
        return replace(self.state, draft=draft, focus=focus), (Say(f"好，写《{outline.name}》。"),)

    def skipped(self) -> Outcome:
        """Without a genre there is nothing to go on with, unless one was chosen before."""
        if self.state.draft.genre:
            return replace(self.state, focus=None), ()
        return self.state, (Say("先选一种文种，才能往下走。"),)


def _placed_anew(draft: Draft, outline: Outline) -> Draft:
    """Keep every point when the genre changes: one whose section is gone finds its place by its words."""
    if draft.genre == outline.id:
        return draft
    from bot.compose.placing import place  # noqa: PLC0415 - the first prompt needs none of this

    points = tuple(
        point if outline.leaf(point.section) else replace(point, section=place(point.text, outline).id)
        for point in draft.points
    )
    cards = tuple(
        card if outline.leaf(card.section) else replace(card, section=_home(card, outline))
        for card in draft.cards
    )
    return replace(draft, points=points, cards=cards, settled=(), absent=(), skipped=(), chosen={})


def _home(card: Card, outline: Outline) -> str:
    from bot.compose.placing import place  # noqa: PLC0415 - the first prompt needs none of this

    kind = next((kind for kind in SECTION_KINDS if kind == card.section), None)
    return place(card.text, outline, kind, card.topic).id
