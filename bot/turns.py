"""One turn of a talk, within a transaction: the engine's step, carried out in the store."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.compose.tidy import clean
from bot.desk import Desk
from bot.draft import Draft
from bot.effects import Effect, Erase, Export, Resume, ShowDrafts, ShowHistory, StartNew, Undo
from bot.engine import LONGEST_MESSAGE, advance, ask
from bot.events import Commanded, Event, Filled, Picked, Said
from bot.replies import Attachment, Reply, Say
from bot.state import Resting, State
from bot.steps.checklist import outline_of
from bot.store.transaction import Session, Transaction

TOLD = 20


class Place(Struct, frozen=True):
    """Where the next turn goes: the session, the state before it, and the turn it follows in meaning."""

    session: Session
    state: State
    parent: int | None


def handle(transaction: Transaction, desk: Desk, owner: str, key: str, event: Event) -> None:
    """Apply an event within a transaction; one whose key was applied before changes nothing."""
    if transaction.seen(owner, key):
        return
    session = transaction.active(owner) or transaction.create(owner)
    head = transaction.head(owner, session.id)
    before = decoded(head.state) if head else State()
    event = _printable(event)
    state, effects = advance(desk, before, event)
    unchanged = replace(state, revision=before.revision) == before
    parent = head.parent if head and unchanged else head.number if head else None
    place, replies = Place(session, state, parent), list[Reply]()
    for effect in effects:
        place, said = _carried_out(transaction, owner, place, effect)
        replies += said
    replies.append(ask(desk, place.state))
    transaction.append(
        owner,
        place.session.id,
        key=key,
        parent=place.parent,
        event=msgspec.json.encode(_trimmed(event)),
        state=msgspec.json.encode(place.state),
        replies=[msgspec.json.encode(reply) for reply in replies],
    )
    _entitle(transaction, desk, owner, place)


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
    _entitle(transaction, desk, owner, Place(session, state, None))
    if active and active.title:
        transaction.activate(owner, active.id)
    return session.id


def _carried_out(
    transaction: Transaction, owner: str, place: Place, effect: Effect
) -> tuple[Place, list[Reply]]:
    match effect:
        case Say():
            return place, [effect]
        case Export(format_, final):
            return place, [Attachment(format_, final)]
        case Undo():
            return _undone(transaction, owner, place)
        case StartNew():
            return _begun(transaction, owner, place)
        case Resume(number):
            return _resumed(transaction, owner, place, number)
        case ShowDrafts():
            return place, [Say(_listed(transaction, owner, place))]
        case ShowHistory():
            told = [f"・{text}" for text in sayings(transaction, owner, TOLD)]
            return place, [Say("\n".join(told) or "这份稿子里还没有说过话。")]
        case Erase(everything):
            return _erased(transaction, owner, place, everything=everything)


def _undone(transaction: Transaction, owner: str, place: Place) -> tuple[Place, list[Reply]]:
    target = transaction.turn(owner, place.session.id, place.parent) if place.parent else None
    if target is None:
        return place, [Say("没有可以撤销的了。")]
    state = replace(decoded(target.state), revision=place.state.revision)
    return Place(place.session, state, target.parent), [Say("撤销了上一步。")]


def _begun(transaction: Transaction, owner: str, place: Place) -> tuple[Place, list[Reply]]:
    fresh = State(revision=place.state.revision)
    if place.state.draft == Draft():
        return Place(place.session, fresh, place.parent), []
    says = [Say(f"原来那份存着，想回去发 /resume {place.session.number}。")]
    return Place(transaction.create(owner), fresh, None), [*says]


def _resumed(transaction: Transaction, owner: str, place: Place, number: int) -> tuple[Place, list[Reply]]:
    session = next(
        (each for each in transaction.sessions(owner) if each.number == number and each.title), None
    )
    head = transaction.head(owner, session.id) if session else None
    if session is None or head is None:
        return place, [Say(f"没有第 {number} 份。发 /drafts 看全部草稿。")]
    transaction.activate(owner, session.id)
    state = decoded(head.state)
    focus = None if isinstance(state.focus, Resting) else state.focus
    state = replace(state, focus=focus, revision=max(state.revision, place.state.revision) + 1)
    return Place(session, state, head.parent), [Say(f"打开了《{session.title}》。")]


def _listed(transaction: Transaction, owner: str, place: Place) -> str:
    lines = [
        f"{each.number}. {each.title}（{each.touched[:16].replace('T', ' ')} UTC）"
        + ("　← 现在这份" if each.id == place.session.id else "")
        for each in transaction.sessions(owner)
        if each.title
    ]
    return "\n".join([*lines, "打开某一份：/resume 序号"]) if lines else "还没有草稿。"


def _erased(
    transaction: Transaction, owner: str, place: Place, *, everything: bool
) -> tuple[Place, list[Reply]]:
    count = transaction.forget(owner, None if everything else place.session.id)
    fresh = Place(transaction.create(owner), State(revision=place.state.revision), None)
    return fresh, [Say(f"已彻底删除 {count} 份。")]


def _entitle(transaction: Transaction, desk: Desk, owner: str, place: Place) -> None:
    outline = outline_of(desk, place.state.draft)
    year = place.state.draft.profile.year
    title = (f"{year}年度" if year else "") + outline.name if outline else ""
    if title != place.session.title:
        transaction.rename(owner, place.session.id, title)


def sayings(transaction: Transaction, owner: str, limit: int) -> tuple[str, ...]:
    """Give what was said in the active session, of its last ``limit`` turns, oldest first."""
    session = transaction.active(owner)
    turns = transaction.history(owner, session.id, limit) if session else ()
    said = (_words(msgspec.json.decode(turn.event, type=Event)) for turn in reversed(turns))
    return tuple(text for text in said if text)


def _words(event: Event) -> str:
    match event:
        case Said(text):
            return text
        case Commanded(name, argument):
            return f"/{name} {argument}".strip()
        case _:
            return ""


def _printable(event: Event) -> Event:
    """Make an event fit for the disk and the screen: no lone surrogates, no control characters."""
    match event:
        case Said(text):
            return Said(clean(text))
        case Picked(key, revision):
            return Picked(clean(key), revision)
        case Commanded(name, argument):
            return Commanded(clean(name), clean(argument[:LONGEST_MESSAGE]))
        case _:
            return event


def _trimmed(event: Event) -> Event:
    """Keep no more of a message that was too long to take than shows that it was."""
    return Said(event.text[: LONGEST_MESSAGE + 1]) if isinstance(event, Said) else event


def decoded(state: bytes) -> State:
    """Read a stored state."""
    return msgspec.json.decode(state, type=State)
