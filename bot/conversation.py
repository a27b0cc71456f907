"""The conversation: the engine's turns, kept in the store.

Each turn is one transaction: the incoming event by its unique key, the new state, and the replies are
committed together before anything is sent. Adapters give events in and send what is ``unsent``.
"""

import asyncio
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot import sheet
from bot.appendices import tables
from bot.desk import Desk
from bot.draft import Draft
from bot.events import Event
from bot.replies import Attachment, Reply
from bot.report import assemble
from bot.steps.checklist import outline_of
from bot.store.records import Session, Turn
from bot.store.store import Store
from bot.store.transaction import Transaction
from bot.turns.handling import adopt, handle
from bot.turns.origins import Origin, origins
from bot.turns.place import decoded
from bot.turns.telling import sayings


class Outgoing(Struct, frozen=True):
    """A reply on its way; ``session`` and ``turn`` say where it was decided."""

    id: int
    session: str
    turn: int
    reply: Reply


class File(Struct, frozen=True):
    """A finished file."""

    name: str
    data: bytes


class Conversation:
    """All talks of one store."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store

    async def handle(
        self, owner: str, key: str, event: Event, also: Callable[[Transaction], None] | None = None
    ) -> None:
        """Apply an event once, however often it is delivered. Raises ``StoreError``.

        What is ``also`` to be done is done first, and committed together with the turn.
        """

        def work(transaction: Transaction) -> None:
            if also:
                also(transaction)
            handle(transaction, self._desk, owner, key, event)

        await self._store.perform(work)

    async def adopt(self, owner: str, key: str, draft: Draft) -> str:
        """Keep a draft made elsewhere as a session of its own and give its id; the talk in hand goes on."""
        return await self._store.perform(
            lambda transaction: adopt(transaction, self._desk, owner, key, draft)
        )

    async def unsent(self, owner: str) -> tuple[Outgoing, ...]:
        """Give the replies that are not known to have arrived, in order."""
        rows = await self._store.perform(lambda transaction: transaction.unsent(owner))
        return tuple(Outgoing(row.id, row.session, row.turn, _decoded_reply(row.reply)) for row in rows)

    async def sent(self, owner: str, *outgoing: int) -> None:
        """Note that replies have arrived."""
        await self._store.perform(lambda transaction: _mark(transaction, owner, outgoing))

    async def session(self, owner: str) -> tuple[str, int] | None:
        """Give the active session and its newest turn, if there is one."""
        return await self._store.perform(lambda transaction: _where(transaction, owner))

    async def sessions(self, owner: str) -> tuple[Session, ...]:
        """Give the drafts of an owner, newest first."""
        found = await self._store.perform(lambda transaction: transaction.sessions(owner))
        return tuple(session for session in found if session.title)

    async def sayings(self, owner: str, limit: int) -> tuple[str, ...]:
        """Give what was last said in the active session, oldest first."""
        return await self._store.perform(lambda transaction: sayings(transaction, owner, limit))

    async def draft(self, owner: str, session: str, turn: int | None = None) -> Draft | None:
        """Give the draft of a session as it stood after a turn, by default the newest."""
        found = await self._store.perform(lambda transaction: _turn(transaction, owner, session, turn))
        return decoded(found.state).draft if found else None

    async def file(self, owner: str, outgoing: Outgoing, attachment: Attachment) -> File | None:
        """Write the file of an attachment; ``None`` where its draft has been forgotten since."""
        draft = await self.draft(owner, outgoing.session, outgoing.turn)
        if draft is None:
            return None
        when = await self.origins(owner, outgoing.session, outgoing.turn)
        return await asyncio.to_thread(rendered, self._desk, draft, attachment, when)

    async def origins(self, owner: str, session: str, turn: int | None = None) -> dict[str, Origin]:
        """Give in which turn each point of a session's draft first appeared, by default of the newest."""
        return await self._store.perform(lambda transaction: origins(transaction, owner, session, turn))

    async def forget(self, owner: str, session: str | None) -> int:
        """Erase a session, or all of an owner's. Raises ``StoreError``."""
        return await self._store.perform(lambda transaction: transaction.forget(owner, session))


def rendered(
    desk: Desk, draft: Draft, attachment: Attachment, when: Mapping[str, Origin] | None = None
) -> File:
    """Write a draft as a file; python-docx and its like load here, when first needed.

    ``when`` gives the origins of the points, for the list of evidence.
    """
    from bot.export.formats import format_named, render  # noqa: PLC0415 - exporters are not needed for a talk
    from bot.export.naming import file_name  # noqa: PLC0415 - likewise

    outline = outline_of(desk, draft) or next(iter(desk.outlines.values()))
    report = assemble(draft, outline, desk.bank, final=attachment.final)
    report = replace(report, appendices=tables(attachment.appendices, draft, outline, report, when))
    if attachment.format == "yaml":
        return File(file_name(report, ".yaml"), sheet.write(draft).encode())
    return File(
        file_name(report, format_named(attachment.format).extension), render(report, attachment.format)
    )


def _where(transaction: Transaction, owner: str) -> tuple[str, int] | None:
    session = transaction.active(owner)
    head = transaction.head(owner, session.id) if session else None
    return (session.id, head.number) if session and head else None


def _turn(transaction: Transaction, owner: str, session: str, turn: int | None) -> Turn | None:
    if turn is None:
        return transaction.head(owner, session)
    return transaction.turn(owner, session, turn)


def _decoded_reply(reply: bytes) -> Reply:
    found: Reply = msgspec.json.decode(reply, type=Reply)
    return found


def _mark(transaction: Transaction, owner: str, outgoing: tuple[int, ...]) -> None:
    for each in outgoing:
        transaction.mark_sent(owner, each)
