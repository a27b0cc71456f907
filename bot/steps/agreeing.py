"""Agreeing to the wordings proposed, and where the talk goes on after that."""

from msgspec.structs import replace

from bot.compose.sections import Setting, proposed
from bot.desk import Desk
from bot.draft import Draft
from bot.outline import Outline, Section
from bot.state import AskingSection, State
from bot.steps.checklist import told, undecided
from bot.steps.taking import settled


def agreed(desk: Desk, outline: Outline, draft: Draft, section: str = "") -> Draft:
    """Take the sentence proposed for every undecided point, of one section or of all."""
    said: dict[str, str] = {}
    for leaf in outline.leaves():
        if section in ("", leaf.id):
            setting = Setting(leaf, outline, draft, desk.bank, 0)
            said |= {sentence.point: sentence.text for sentence in proposed(setting)}
    points = tuple(
        replace(point, sentence=said[point.id]) if point.sentence is None and point.id in said else point
        for point in draft.points
    )
    return replace(draft, points=points)


def formulas_agreed(outline: Outline, draft: Draft) -> Draft:
    """Take the opening and the closing as they are shown."""
    for leaf in outline.leaves():
        if leaf.kind in {"opening", "closing"}:
            draft = settled(draft, leaf.id)
    return draft


def decided(state: State, draft: Draft, section: Section) -> State:
    """Stay with the section in hand while something in it is open.

    One that material has told all of is left, and so is one that the user was not at: its point came from
    an answer to something else.
    """
    left = any(point.id in undecided(draft) for point in draft.in_section(section.id))
    stays = state.focus is not None and (left or not told(draft, section))
    focus = AskingSection(section.id) if stays else None
    return replace(state, draft=draft, focus=focus)
