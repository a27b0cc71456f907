"""Hearing a message: what cannot be taken, what is meant by it, and which message gave what."""

from msgspec.structs import replace

from bot.choosing import chosen, may_choose
from bot.compose.tidy import clean, tidy
from bot.desk import Desk
from bot.draft import Draft
from bot.events import Sent
from bot.outline import Outline, Section
from bot.replies import Choice, Say
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    Awaiting,
    ChoosingGenre,
    Confirming,
    ConfirmingNotice,
    Editing,
    FollowingUp,
    Going,
    Pairing,
    Receiving,
    Resting,
    ReviewingPoint,
    Rewriting,
    Sorting,
    State,
    Stop,
    Titling,
)
from bot.steps import receiving
from bot.steps.checklist import FIELDS, outline_of
from bot.steps.limits import LARGEST_DRAFT, LONGEST_MESSAGE
from bot.steps.pouring import is_material, poured, tells_deeds
from bot.steps.repair import mended
from bot.steps.step import Outcome, Step
from bot.steps.titling import are_titles
from phrasebank.terms import SectionKind

FEWEST_LINES = 4
LONGEST_LINE = 60
NARROW = (AskingField, ChoosingGenre, Editing, Going, Confirming, Resting)
"""Questions that no longer text can be an answer to."""


def refusal(state: State, text: str) -> Say | None:
    """Say why a message cannot be taken, if so; nothing of it is kept then."""
    if len(text) > LONGEST_MESSAGE:
        told = f"这条太长（{len(text)} 字），没有记。请存成文件发来，"
        return Say(f"{told}或分成几条，每条不超过 {LONGEST_MESSAGE} 字。")
    draft = state.draft
    if sum(len(each.text) for each in draft.entries) + len(text) > LARGEST_DRAFT:
        return Say(f"这份稿子的素材已满 {LARGEST_DRAFT} 字，这条没有记。请先删去一些，或发 /new 另起一份。")
    if "\ufffd" in text:
        return Say("这条里有认不出的字（编码不对），没有记。请重新输入；从文件来的请另存为 UTF-8。")
    if not tidy(text):
        return Say("没有收到文字。请用文字回答下面的问题；不知道怎么写可以发 /help。")
    return None


def heard(desk: Desk, state: State, stop: Stop, step: Step, text: str) -> Outcome:
    """Take a message as a choice, a repair, material or an answer, whichever it is first."""
    refused = refusal(state, text)
    if refused:
        return state, (refused,)
    words = clean(text).strip()
    choices = step.ask().choices if may_choose(words) else ()  # a question may take long to put
    meant = chosen(words, choices)
    if isinstance(meant, Choice):
        return step.picked(meant.key)
    if meant:
        return state, (
            Say(f"没有第 {meant} 项，请回复{'1' if len(choices) == 1 else f' 1 到 {len(choices)}'}。"),
        )
    repaired = None if words == state.held else mended(desk, state, stop, step, words)
    return repaired or _material(desk, state, stop, step, words) or step.said(words)


def stamped(before: Draft, after: Draft, words: str, message: str) -> Draft:
    """Note by which message points, cards and fields of the profile came, for edits made there later."""
    if not message or before == after:
        return after
    texts = {each.id: each.text for each in before.entries}
    points = tuple(
        replace(point, message=message)
        if not point.message and _is_new(texts, point.id, point.text, words)
        else point
        for point in after.points
    )
    cards = tuple(replace(card, message=message) if card.id not in texts else card for card in after.cards)
    given = [
        name for name in (*FIELDS, "date") if getattr(before.profile, name) != getattr(after.profile, name)
    ]
    said_in = {**after.said_in, **dict.fromkeys(given, message)}
    return replace(after, points=points, cards=cards, said_in=said_in)


def _is_new(texts: dict[str, str], point: str, text: str, words: str) -> bool:
    return point not in texts or (texts[point] != text and tidy(text) == tidy(words))


def _material(desk: Desk, state: State, stop: Stop, step: Step, words: str) -> Outcome | None:
    """Lay plain material out as cards, whatever is asked; a notice or an earlier report is asked about."""
    if isinstance(stop, Awaiting | Receiving | Sorting | FollowingUp):
        return None
    if isinstance(stop, Titling) and are_titles(words):
        return None
    outline, lines = outline_of(desk, state.draft), tuple(words.split("\n"))
    held = isinstance(stop, ConfirmingNotice)
    likely = receiving.guess(lines, state.draft.profile.year) if len(lines) >= FEWEST_LINES else "material"
    if not held and likely != "material":
        return receiving.sent(desk, replace(state, focus=None), Sent("", lines))
    no_answer = isinstance(stop, NARROW) and len(words) > LONGEST_LINE
    no_name = isinstance(stop, AskingField) and tells_deeds(words)
    if not (no_answer or no_name) and not is_material(words, outline, _section(outline, state.draft, stop)):
        return None
    left, said = step.skipped() if isinstance(stop, Confirming | Resting) else (state, ())
    after, told = poured(desk, left, lines)
    return after, (*said, *told)


def _section(outline: Outline | None, draft: Draft, stop: Stop) -> Section | None:
    """Give the section that an answer would go to."""
    match stop:
        case AskingSection(section):
            return outline.leaf(section) if outline else None
        case ReviewingPoint(point) | Rewriting(point):
            found = draft.point(point)
            return outline.leaf(found.section) if outline and found else None
        case AnsweringCarryover():
            return _first(outline, "rectification")
        case Pairing():
            return _first(outline, "plans")
        case _:
            return None


def _first(outline: Outline | None, kind: SectionKind) -> Section | None:
    leaves = outline.leaves() if outline else ()
    return next((leaf for leaf in leaves if leaf.kind == kind), None)
