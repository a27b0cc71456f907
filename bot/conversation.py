"""The conversation: the engine's turns, kept in the store.

Each turn is one transaction: the incoming event by its unique key, the new state, and the replies are
committed together before anything is sent. Adapters give events in and send what is ``unsent``.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.desk import Desk
from bot.draft import Draft
from bot.events import Event
from bot.names import Names, changed
from bot.rendering import File, drawn, rendered
from bot.replies import Attachment, Errand, Lesson, Reply, Say
from bot.store.records import Session, Turn
from bot.store.store import Store
from bot.store.transaction import Transaction
from bot.turns.handling import Outgoing, adopt, handle
from bot.turns.learning import Done, settled
from bot.turns.origins import Origin, origins
from bot.turns.place import decoded
from bot.turns.telling import sayings
from phrasebank.typed import from_json

if TYPE_CHECKING:
    from bot.checks.overlap import Known
    from phrasebank.finding import Hit


__all__ = ["Conversation", "Outgoing"]


class Conversation:
    """All talks of one store."""

    def __init__(self, desk: Desk, store: Store, names: Names | None = None) -> None:
        """``names`` are those that stay home: no file that is written here holds any of them."""
        self._desk = desk
        self._store = store
        self._names = names
        self._learning = asyncio.Semaphore(1)

    @property
    def desk(self) -> Desk:
        """The outlines and the bank that all talks work from."""
        return self._desk

    async def handle(
        self, owner: str, key: str, event: Event, also: Callable[[Transaction], object] | None = None
    ) -> tuple[Outgoing, ...]:
        """Apply an event once, however often it is delivered; give its replies. Raises ``StoreError``.

        What is ``also`` to be done is done first, and committed together with the turn; where it gives
        ``True``, it has taken the event, and there is no turn. Replies of earlier turns may be waiting too:
        they are among the ``unsent``.
        """

        def work(transaction: Transaction) -> tuple[Outgoing, ...]:
            if also and also(transaction) is True:
                return ()
            return handle(transaction, self._desk, owner, key, event)

        return await self._store.perform(work)

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

    async def phrases(self, query: str, limit: int, owner: str = "") -> "tuple[Hit, ...]":
        """Look up wording, beside all talks: in the bank, and in the own corpus of an ``owner`` given."""
        return await asyncio.to_thread(self._desk.of(owner).find, query, limit=limit)

    async def draft(self, owner: str, session: str, turn: int | None = None) -> Draft | None:
        """Give the draft of a session as it stood after a turn, by default the newest."""
        found = await self._store.perform(lambda transaction: _turn(transaction, owner, session, turn))
        draft = decoded(found.state).draft if found else None
        return changed(draft, self._names.hidden) if draft and self._names else draft

    async def file(self, owner: str, outgoing: Outgoing, attachment: Attachment) -> File | None:
        """Write the file of an attachment; ``None`` where its draft has been forgotten since."""
        draft = await self.draft(owner, outgoing.session, outgoing.turn)
        if draft is None:
            return None
        when = await self.origins(owner, outgoing.session, outgoing.turn)
        return await asyncio.to_thread(rendered, self._desk, draft, attachment, when)

    async def files(self, owner: str, outgoing: Outgoing, attachment: Attachment) -> tuple[File, ...]:
        """Write the files of an attachment: of ``png`` the pages in order, else one; none once forgotten."""
        if attachment.format == "zip":
            return await self._collected(owner)
        if attachment.format != "png":
            file = await self.file(owner, outgoing, attachment)
            return (file,) if file else ()
        draft = await self.draft(owner, outgoing.session, outgoing.turn)
        return await asyncio.to_thread(drawn, self._desk, draft, attachment) if draft else ()

    async def carried_out(self, owner: str, outgoing: Outgoing, errand: Errand) -> Say | None:
        """Carry out an errand, anew where that was cut short; what is told of it is kept in its place.

        ``None`` where it was forgotten in the meantime: then nothing is left of it. Raises ``StoreError``.
        """
        from bot.own_corpus import carried_out, mined, taken_back  # noqa: PLC0415 - few talks learn

        corpus = self._desk.of(owner).corpus
        async with self._learning:
            reading = await asyncio.to_thread(mined, errand) if isinstance(errand, Lesson) else None
            if not await self._store.perform(lambda t: t.errands.waits(owner, outgoing.id)):
                return None
            told, learnt = await asyncio.to_thread(carried_out, corpus, errand, reading)
            done = Done(outgoing.id, outgoing.session, errand, told)
            if await self._store.perform(lambda t: settled(t, owner, done)):
                return told
            await asyncio.to_thread(taken_back, corpus, learnt)
            return None

    async def _collected(self, owner: str) -> tuple[File, ...]:
        """Write everything that is kept about somebody, as it is now."""
        from bot.collecting import Collector  # noqa: PLC0415 - few ask for it, and it loads what reads a corpus

        def write(draft: Draft, format_: str) -> bytes:
            return rendered(self._desk, draft, Attachment(format_)).data

        hidden = self._names.hidden if self._names else str
        collector = Collector(self._store, owner, self._desk.of(owner).corpus, hidden)
        return tuple(File(*each) for each in await collector.collected(write))

    async def origins(self, owner: str, session: str, turn: int | None = None) -> dict[str, Origin]:
        """Give in which turn each point of a session's draft first appeared, by default of the newest."""
        return await self._store.perform(lambda transaction: origins(transaction, owner, session, turn))

    async def texts(self, owner: str, session: str) -> "tuple[Known, ...]":
        """Give the other texts that a session's report is compared with."""
        from bot.turns.sketching import known_to  # noqa: PLC0415 - few turns compare texts

        return await self._store.perform(lambda transaction: known_to(transaction, owner, session))

    async def hand_over(self, owner: str, session: str, draft: Draft) -> None:
        """Note that a draft's report has been handed over, so that others are compared with it."""
        from bot.turns.sketching import handed_over  # noqa: PLC0415 - likewise

        await self._store.perform(
            lambda transaction: handed_over(transaction, self._desk, owner, session, draft)
        )

    async def forget(self, owner: str, session: str | None) -> int:
        """Erase a session, or all of an owner's. Raises ``StoreError``."""

        def work(transaction: Transaction) -> int:
            if session is None:
                transaction.furnish()  # a corpus may be there without any talk, and is noted as due
            return transaction.forget(owner, session)

        return await self._store.perform(work)


def _where(transaction: Transaction, owner: str) -> tuple[str, int] | None:
    session = transaction.active(owner)
    head = transaction.head(owner, session.id) if session else None
    return (session.id, head.number) if session and head else None


def _turn(transaction: Transaction, owner: str, session: str, turn: int | None) -> Turn | None:
    if turn is None:
        return transaction.head(owner, session)
    if turn == 0:  # of a note, which is no turn's: a file of the draft that its owner is let read
        from bot.turns.reviews import read_by  # noqa: PLC0415 - few read another's draft

        return read_by(transaction, owner)
    return transaction.turn(owner, session, turn)


def _decoded_reply(reply: bytes) -> Reply:
    found: Reply = from_json(reply, Reply)
    return found


def _mark(transaction: Transaction, owner: str, outgoing: tuple[int, ...]) -> None:
    for each in outgoing:
        transaction.mark_sent(owner, each)
