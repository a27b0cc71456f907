"""One turn of a talk, within a transaction: the engine's step, carried out in the store."""

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from bot.desk import Desk
from bot.draft import Draft
from bot.effects import (
    Collect,
    Copy,
    Effect,
    Erase,
    Export,
    Redo,
    Rename,
    Resume,
    ShowChanges,
    ShowDrafts,
    ShowHistory,
    StartNew,
    Undo,
)
from bot.engine import advance, ask
from bot.events import Event, Filled, Sent
from bot.replies import Attachment, Lesson, Rejection, Reply, Say, Unlearning
from bot.state import ConfirmingNotice, Receiving, State
from bot.store.transaction import Transaction
from bot.turns import keeping, stepping
from bot.turns.comparing import compared
from bot.turns.events import printable, trimmed
from bot.turns.place import Place, Scope, follow, remember, state_of
from bot.turns.telling import history

if TYPE_CHECKING:
    from bot.checks.overlap import Known

SENT_IN = "发来的文件"


class Outgoing(Struct, frozen=True):
    """A reply on its way; ``session`` and ``turn`` say where it was decided."""

    id: int
    session: str
    turn: int
    reply: Reply


def handle(transaction: Transaction, desk: Desk, owner: str, key: str, event: Event) -> tuple[Outgoing, ...]:
    """Apply an event within a transaction; one whose key was applied before changes nothing."""
    standing = transaction.standing(owner, key)
    if standing.seen:
        return ()
    session = standing.session or transaction.create(owner)
    event = printable(event)
    mine = desk.of(owner, partial(_known, transaction, owner, session.id))
    before = state_of(session.id, standing.head)
    state, effects = advance(mine, before, event)
    scope, replies = Scope(transaction, mine, owner, key), list[Reply]()
    place = follow(scope, session, state, standing.head, before)
    for effect in effects:
        place, said = _carried_out(scope, place, effect)
        replies += said
    replies.append(ask(mine, place.state))
    turn = transaction.append(
        owner,
        place.session.id,
        key=key,
        parent=place.parent,
        event=msgspec.json.encode(trimmed(event)),
        state=msgspec.json.encode(place.state),
        replies=(),
        repeats=place.repeats,
    )
    remember(place.session.id, turn.packed, place.state)
    keeping.entitle(scope, place.session, place.state)
    _sketched(scope, place, before, event, effects)
    queued = transaction.queue(owner, turn.number, [msgspec.json.encode(reply) for reply in replies])
    return tuple(
        Outgoing(post, place.session.id, turn.number, reply)
        for post, reply in zip(queued, replies, strict=True)
    )


def adopt(transaction: Transaction, desk: Desk, owner: str, key: str, draft: Draft) -> str:
    """Keep a draft made elsewhere as a session of its own; the active one stays active. Gives its id."""
    active = transaction.active(owner)
    session = transaction.create(owner)
    event = Filled(draft)
    state, _ = advance(desk, State(), event)
    transaction.append(
        owner,
        session.id,
        key=key,
        parent=None,
        event=msgspec.json.encode(event),
        state=msgspec.json.encode(state),
        replies=(),
    )
    keeping.entitle(Scope(transaction, desk, owner, key), session, state)
    if active and active.title:
        transaction.activate(owner, active.id)
    return session.id


def _known(transaction: Transaction, owner: str, session: str) -> "tuple[Known, ...]":
    from bot.turns.sketching import known_to  # noqa: PLC0415 - few turns compare texts

    return known_to(transaction, owner, session)


def _sketched(scope: Scope, place: Place, before: State, event: Event, effects: tuple[Effect, ...]) -> None:
    """Keep sketches of what is handed over, and of a notice or last year's report that was taken in."""
    sent = event if isinstance(event, Sent) else before.beneath.focus
    after = place.state
    notice = isinstance(after.focus, ConfirmingNotice) and not isinstance(before.focus, ConfirmingNotice)
    taken = notice or after.draft.last_year != before.draft.last_year
    handed = any(isinstance(effect, Export) for effect in effects)
    if not handed and not (taken and isinstance(sent, Sent | Receiving)):
        return
    from bot.turns.sketching import handed_over, taken_in  # noqa: PLC0415 - few turns hand something over

    if handed:
        handed_over(scope.transaction, scope.desk, scope.owner, place.session.id, after.draft)
    elif isinstance(sent, Sent | Receiving):
        taken_in(scope.transaction, scope.owner, place.session.id, sent.name or SENT_IN, sent.lines)


def _attachment(effect: Export | Collect) -> Attachment:
    return Attachment("zip") if isinstance(effect, Collect) else Attachment(**msgspec.structs.asdict(effect))


def _carried_out(  # noqa: C901 - one case for each effect
    scope: Scope, place: Place, effect: Effect
) -> tuple[Place, list[Reply]]:
    match effect:
        case Say() | Lesson() | Unlearning() | Rejection():
            return place, [effect]
        case Export() | Collect():
            return place, [_attachment(effect)]
        case Undo(steps, turn):
            return stepping.undone(scope, place, steps, turn)
        case Redo():
            return stepping.redone(scope, place)
        case ShowHistory(count):
            return place, [history(scope.transaction, scope.owner, place.session.id, count)]
        case ShowChanges():
            return place, [compared(scope, place, effect)]
        case StartNew(draft):
            return keeping.begun(scope, place, draft)
        case Copy(name):
            return keeping.copied(scope, place, name)
        case ShowDrafts():
            return place, [keeping.listed(scope, place)]
        case Resume(draft):
            return keeping.resumed(scope, place, draft)
        case Rename():
            return keeping.renamed(scope, place, effect)
        case Erase(everything, draft):
            return keeping.erased(scope, place, everything=everything, words=draft)
