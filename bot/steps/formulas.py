"""The opening and the closing: wordings offered from the bank, or the user's own."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Draft, Point
from bot.outline import Outline, Section
from bot.replies import AGREED, Choice, Question, Say
from bot.report import filled, formulas
from bot.state import AskingSection, State
from bot.steps.checklist import announced
from bot.steps.review import verbatim
from bot.steps.step import Outcome
from bot.steps.taking import settled

SALUTATION = "各位领导、同志们"


def as_given(outline: Outline, state: State) -> State:
    """Let the user's own openings and closings stand as they are worded: nothing is proposed for them."""
    own = {leaf.id for leaf in outline.leaves() if leaf.kind in {"opening", "closing"}}
    draft = state.draft
    for point in draft.points:
        if point.section in own and point.sentence is None:
            draft = draft.with_point(replace(point, sentence=verbatim(point.text)))
    return replace(state, draft=draft)


@dataclass(frozen=True, slots=True)
class FormulaStep:
    """A section that the bank has whole wordings for."""

    desk: Desk
    outline: Outline
    state: State
    section: Section

    def ask(self) -> Question:
        """Show the wording as it would stand in the report."""
        profile = self.state.draft.profile
        offered = formulas(self.section, self.outline, self.desk.bank, self.state.draft)
        text = self._own[-1].text if self._own else filled(offered[0], profile)
        if self.section.kind == "opening" and profile.salutation:
            text = f"{profile.salutation}：\n{text}"
        head = announced(self.outline, self.state.draft, self.section) + self.section.ask
        return Question(f"{head}\n{text}\n例：1；也可以直接发您自己写的", self._choices())

    def said(self, text: str) -> Outcome:
        """Take the user's own wording in place of the bank's."""
        draft = self._without_own().with_points(self.section.id, [text])
        own = draft.points[-1]
        draft = draft.with_point(replace(own, sentence=verbatim(text)))
        return self._settled(draft), (Say("用您写的。"),)

    def picked(self, key: str) -> Outcome:
        """Take an offered answer."""
        match key:
            case "another":
                return self._with(self._another()), ()
            case "address":
                return self._addressed(SALUTATION), ()
            case "plain":
                return self._addressed(""), ()
            case _:
                return self.skipped()

    def skipped(self) -> Outcome:
        """Take the wording shown."""
        return self._settled(self.state.draft), ()

    @property
    def _own(self) -> tuple[Point, ...]:
        return self.state.draft.in_section(self.section.id)

    def _choices(self) -> tuple[Choice, ...]:
        choices = (Choice("take", "就用这个", AGREED), Choice("another", "换一个", ("换", "再换")))
        if self.section.kind != "opening":
            return choices
        if self.state.draft.profile.salutation:
            return (*choices, Choice("plain", "去掉称谓"))
        return (*choices, Choice("address", f"前面加称谓“{SALUTATION}：”"))

    def _another(self) -> Draft:
        """Turn to the next wording; the user's own goes first, and after the last comes the first."""
        draft = self._without_own()
        if self._own:
            return draft
        offered = formulas(self.section, self.outline, self.desk.bank, draft)
        turn = sorted(offered, key=lambda pattern: pattern.id)
        following = turn[(turn.index(offered[0]) + 1) % len(turn)]
        return replace(draft, chosen={**draft.chosen, self.section.id: following.id})

    def _without_own(self) -> Draft:
        draft = self.state.draft
        return replace(draft, points=tuple(point for point in draft.points if point not in self._own))

    def _addressed(self, salutation: str) -> State:
        draft = self.state.draft
        return self._with(replace(draft, profile=replace(draft.profile, salutation=salutation)))

    def _with(self, draft: Draft) -> State:
        return replace(self.state, draft=draft, focus=AskingSection(self.section.id))

    def _settled(self, draft: Draft) -> State:
        return replace(self.state, draft=settled(draft, self.section.id), focus=None)
