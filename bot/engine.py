"""The engine: what is asked, and what an event does. Pure: no clock, no chance, no I/O.

``ask`` is computed afresh from the desk and the state each time, so that resuming after a crash, undoing,
jumping and showing a question again are all the same call.
"""

from msgspec.structs import replace

from bot.choosing import chosen
from bot.compose.tidy import clean, tidy
from bot.desk import Desk
from bot.events import Commanded, Event, Filled, Opened, Picked, Said, Unreadable
from bot.outline import Outline
from bot.replies import Choice, Question, Say
from bot.state import (
    AskingField,
    AskingSection,
    ChoosingGenre,
    Confirming,
    Editing,
    Going,
    Resting,
    ReviewingPoint,
    Rewriting,
    State,
)
from bot.steps import asides, commands
from bot.steps.answers import EditingStep, SectionStep
from bot.steps.checklist import current, outline_of
from bot.steps.finished import FinishedStep
from bot.steps.formulas import FormulaStep
from bot.steps.genre import GenreStep
from bot.steps.profile import FieldStep
from bot.steps.review import ReviewStep, RewritingStep
from bot.steps.signature import SignatureStep
from bot.steps.step import Outcome, Step
from bot.steps.turning import GoingStep

LONGEST_MESSAGE = 20_000
LARGEST_DRAFT = 200_000


def ask(desk: Desk, state: State) -> Question:
    """Give the one question that the state calls for, stamped with its revision."""
    return replace(step_of(desk, state).ask(), revision=state.revision)


def advance(desk: Desk, state: State, event: Event) -> Outcome:
    """Apply an event. Never raises for anything a user may send; the revision grows by one."""
    after, effects = _advance(desk, state, event)
    return replace(after, revision=state.revision + 1), effects


def step_of(desk: Desk, state: State) -> Step:
    """Give the step that the state stands at."""
    now, outline = current(desk, state), outline_of(desk, state.draft)
    match now:
        case Confirming(everything):
            return asides.ConfirmingStep(state, everything)
        case Resting():
            return asides.RestingStep(state)
        case AskingField(field) if outline:
            return FieldStep(outline, state, field)
        case Going() if outline:
            return GoingStep(outline, state)
        case ChoosingGenre():
            return GenreStep(desk, state)
    if outline is None:
        return GenreStep(desk, state)
    match now:
        case AskingSection(section):
            return _section_step(desk, outline, state, section)
        case ReviewingPoint(point) | Rewriting(point):
            return _point_step(desk, outline, state, point, rewriting=isinstance(now, Rewriting))
        case Editing(section):
            return EditingStep(state, outline.leaf(section) or outline.leaves()[0])
        case _:
            return FinishedStep(desk, outline, state)


def _section_step(desk: Desk, outline: Outline, state: State, section_id: str) -> Step:
    section = outline.leaf(section_id) or outline.leaves()[0]
    match section.kind:
        case "opening" | "closing":
            return FormulaStep(desk, outline, state, section)
        case "signature":
            return SignatureStep(outline, state, section)
        case _:
            return SectionStep(outline, state, section)


def _point_step(desk: Desk, outline: Outline, state: State, point_id: str, *, rewriting: bool) -> Step:
    point = state.draft.point(point_id)
    section = outline.leaf(point.section) if point else None
    if point is None or section is None:
        return FinishedStep(desk, outline, state)
    return RewritingStep(state, point) if rewriting else ReviewStep(desk, outline, state, section, point)


def _advance(desk: Desk, state: State, event: Event) -> Outcome:
    match event:
        case Opened():
            return asides.opened(desk, state)
        case Filled(draft):
            return replace(state, draft=draft, focus=None), ()
        case Said(text):
            return _said(desk, state, text)
        case Picked(key, revision):
            return _picked(desk, state, key, revision)
        case Commanded("skip", _):
            return step_of(desk, state).skipped()
        case Commanded(name, argument):
            return commands.commanded(desk, state, name, argument)
        case Unreadable(kind):
            return state, (asides.unreadable(kind),)


def _said(desk: Desk, state: State, text: str) -> Outcome:
    if len(text) > LONGEST_MESSAGE:
        told = f"这条太长（{len(text)} 字），没有记。请分成几条发，每条不超过 {LONGEST_MESSAGE} 字。"
        return state, (Say(told),)
    if sum(len(point.text) for point in state.draft.points) + len(text) > LARGEST_DRAFT:
        told = f"这份稿子的素材已满 {LARGEST_DRAFT} 字，这条没有记。请先删去一些，或发 /new 另起一份。"
        return state, (Say(told),)
    words = clean(text).strip()
    if "\ufffd" in words:
        return state, (Say("这条里有认不出的字（编码不对），没有记。请重新输入；从文件来的请另存为 UTF-8。"),)
    if not tidy(words):
        return state, (Say("没有收到文字。请用文字回答下面的问题；不知道怎么写可以发 /help。"),)
    return _answered(desk, state, words)


def _answered(desk: Desk, state: State, words: str) -> Outcome:
    """Take words that mean a choice as that choice, small talk as no answer, and anything else as said."""
    step = step_of(desk, state)
    choices = step.ask().choices
    meant = chosen(words, choices)
    if isinstance(meant, Choice):
        return step.picked(meant.key)
    if meant:
        return state, (
            Say(f"没有第 {meant} 项，请回复{'1' if len(choices) == 1 else f' 1 到 {len(choices)}'}。"),
        )
    aside = asides.small_talk(words)
    return (state, (aside,)) if aside else step.said(words)


def _picked(desk: Desk, state: State, key: str, revision: int) -> Outcome:
    if revision != state.revision:
        return state, (Say("这是之前那个问题的按钮，已经过期。请看下面最新的问题。"),)
    step = step_of(desk, state)
    if key not in {choice.key for choice in step.ask().choices}:
        return state, (Say("没有这个选项。请看下面的问题。"),)
    return step.picked(key)
