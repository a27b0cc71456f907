"""After a lesson: no copy of its text stays in the talk in which it was sent."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.events import Event, Said, Sent
from bot.replies import Errand, Lesson, Say
from bot.state import Receiving, State
from bot.store.records import Turn
from bot.store.transaction import Transaction
from bot.turns.events import decoded_event
from bot.turns.place import decoded

SHORT = 40
"""Characters of a message that may also be a line of the text by chance."""

AT_ONCE = 40
"""Turns of the session that are looked through, and as many again for as long as one held the text."""


class Done(Struct, frozen=True):
    """An errand that was carried out: the reply that it is, of which session, and what is told of it."""

    post: int
    session: str
    errand: Errand
    told: Say


def settled(transaction: Transaction, owner: str, done: Done) -> bool:
    """Keep what is told of an errand in its place; False where it was forgotten while it was carried out."""
    if not transaction.errands.done(owner, done.post, msgspec.json.encode(done.told)):
        return False
    if isinstance(done.errand, Lesson):
        looked = 0
        while _redacted(transaction, owner, done.session, looked, done.errand.lines):
            looked += AT_ONCE
    return True


def _redacted(
    transaction: Transaction, owner: str, session: str, looked: int, lines: tuple[str, ...]
) -> bool:
    """Take the text out of the next turns, going back; whether any held it."""
    turns = transaction.history(owner, session, looked + AT_ONCE)[looked:]
    return any([_redact(transaction, owner, session, turn, lines) for turn in turns])  # noqa: C419 - all of them


def _redact(transaction: Transaction, owner: str, session: str, turn: Turn, lines: tuple[str, ...]) -> bool:
    event, state = decoded_event(turn.event), decoded(turn.state)
    kept, left = _without(event, lines), _left(state, lines)
    if kept is event and left is state:
        return False
    transaction.errands.redact(
        owner, session, turn.number, event=msgspec.json.encode(kept), state=msgspec.json.encode(left)
    )
    return True


def _without(event: Event, lines: tuple[str, ...]) -> Event:
    match event:
        case Sent(_, sent) if _within(sent, lines):
            return replace(event, lines=(), remarks=(), purpose="corpus")
        case Said(text) if len(text) > SHORT and _within(tuple(text.split("\n")), lines):
            return Sent("", (), "corpus")
        case _:
            return event


def _left(state: State, lines: tuple[str, ...]) -> State:
    waiting = tuple(each for each in state.waiting if not _within(each.lines, lines))
    focus = state.focus
    if isinstance(focus, Receiving) and _within(focus.lines, lines):
        focus = None
    if focus is state.focus and len(waiting) == len(state.waiting):
        return state
    return replace(state, focus=focus, waiting=waiting)


def _within(held: tuple[str, ...], lines: tuple[str, ...]) -> bool:
    """Tell whether a text is the one that was learnt, or a part of it, as one of forwarded messages is."""
    return bool(held) and set(held) <= set(lines)
