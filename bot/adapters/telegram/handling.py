"""Applying one stored update: whatever comes of it is committed together with its end."""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from time import perf_counter

from bot.adapters.telegram.access import COMMON, Doorkeeper, administered
from bot.adapters.telegram.at_home import AtHome
from bot.adapters.telegram.courier import Courier
from bot.adapters.telegram.documents import RefusedError
from bot.adapters.telegram.introduction import Governing
from bot.adapters.telegram.lanes import Lanes
from bot.adapters.telegram.notes import CLASSIFIED, FAULT, STALLED, TOO_MANY, TRACES, Told, note, owner_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.release import release
from bot.adapters.telegram.retrying import pauses
from bot.adapters.telegram.reviewers import Reviewers
from bot.adapters.telegram.secrecy import classified
from bot.adapters.telegram.status import Status
from bot.adapters.telegram.updates import Delivery, Press, Talk
from bot.events import Commanded, Event
from bot.store.faults import StoreError, TracesRemainError
from bot.store.transaction import Transaction

HELP = "\n".join(("只在 Telegram 里有的：", *(f"/{name}　{does}" for name, does in COMMON.items())))
"""What the talk's own list of commands does not know of."""

MOST_DRAFTS = 200
MOST_TRIES = 5
"""Starts of the program in a row that an update outlives unapplied: it may be what ends the program."""

MOST_FETCHED = 4
"""Documents fetched and read at a time, which are up to 20 MB each."""

_log = logging.getLogger(__name__)


class Handler:
    """Applies updates; ``sending`` are the lanes in which what comes of it is sent."""

    def __init__(self, parts: Parts, doorkeeper: Doorkeeper, courier: Courier) -> None:
        self.sending = Lanes()
        self._conversation = parts.conversation
        self._store = parts.store
        self._source = parts.settings.source
        self._doorkeeper = doorkeeper
        self._courier = courier
        self.governing = Governing(parts, doorkeeper)
        self._gauges = parts.gauges
        self._status = Status(parts, doorkeeper)
        self._at_home = AtHome(parts.settings.names)
        self._reviewers = Reviewers(parts, doorkeeper.admits)
        self._sleep = parts.sleep
        self._fetching = asyncio.Semaphore(MOST_FETCHED)
        self._stalled: set[int] = set()
        """Users who were told that the store is out of order."""

    async def handle(self, number: int, incoming: Talk | Press | Delivery, *, again: bool = False) -> None:
        """Apply an update, however long the store takes nothing; ``again`` after a start of the program."""
        began, waits = perf_counter(), pauses()
        while not await self._attempt(number, incoming, again=again):
            await self._sleep(next(waits))
        if isinstance(incoming, Press):
            self.sending.put(incoming.user, partial(self._courier.answer, incoming.callback))
            self._courier.retire(incoming.user, incoming.message)
        self.deliver(incoming.user)
        took = perf_counter() - began
        self._gauges.handled(took)
        kind = type(incoming).__name__
        fields = {"update": number, "kind": kind, "ms": round(took * 1000, 1)}
        _log.info("更新 %d：%s，%.1f 毫秒", number, kind, took * 1000, extra={"fields": fields})

    def deliver(self, user: int) -> None:
        """Have sent whatever waits for a user."""
        self.sending.put(user, partial(self._courier.deliver, user))

    async def _attempt(self, number: int, incoming: Talk | Press | Delivery, *, again: bool) -> bool:
        user = incoming.user
        try:
            if again and await self._tries(number) > MOST_TRIES:
                await self._set_aside(number, user)
            else:
                await self._apply(number, incoming)
        except TracesRemainError:  # committed all the same, whether that can be told now or not
            with suppress(StoreError):
                await self._store.perform(lambda t: note(t, Told(user, TRACES)))
        except StoreError as error:
            _log.error("%s", error)
            self._stall(user)
            return False
        except Exception:  # noqa: BLE001 - the program's own fault, which the update would meet again for ever
            _log.exception("更新 %d 没有处理成，搁在一边", number)
            return await self._give_up(number, user)
        self._stalled.discard(user)
        return True

    async def _tries(self, number: int) -> int:
        return await self._store.perform(lambda t: t.inbox.try_again(self._source, number))

    async def _give_up(self, number: int, user: int) -> bool:
        try:
            await self._set_aside(number, user)
        except StoreError:
            return False
        return True

    async def _set_aside(self, number: int, user: int) -> None:
        def work(transaction: Transaction) -> None:
            transaction.inbox.set_aside(self._source, number, release())
            note(transaction, Told(user, FAULT.format(update=number)))

        await self._store.perform(work)
        self._gauges.aside += 1

    async def _apply(self, number: int, incoming: Talk | Press | Delivery) -> None:
        taken = await self._fetched(incoming) if isinstance(incoming, Delivery) else incoming
        if isinstance(taken, Told):
            told = self._at_home.sayable(taken)
            await self._store.perform(lambda t: self._tell(t, number, (told,)))
            return
        event, named = self._at_home.taken_in(taken.event)
        if not (isinstance(event, Commanded) and await self._answered(number, incoming.user, event)):
            own = HELP if event == Commanded("help") else taken.aside if isinstance(taken, Talk) else ""
            aside = "\n".join(filter(None, (own, named)))
            with self._courier.composing(incoming.user):
                await self._talked(number, incoming.user, event, aside)

    async def _talked(self, number: int, user: int, event: Event, aside: str) -> None:
        """Take an event of a user's own talk, or of a draft that they were let read."""
        key, told = f"tg:{number}", list[int]()

        def settled(transaction: Transaction) -> bool:
            if aside:
                note(transaction, Told(user, aside))
            readers = self._reviewers.taken(transaction, user, key, event)
            transaction.inbox.settle(self._source, number)
            told.extend(readers or ())
            return readers is not None

        await self._conversation.handle(owner_of(user), key, event, settled)
        for each in told:
            self.deliver(each)

    async def _fetched(self, delivery: Delivery) -> Talk | Told:
        try:
            async with self._fetching:
                sent, aside = await self._courier.fetch(delivery.user, delivery.parcel)
        except RefusedError as error:
            return Told(delivery.user, str(error))
        words = (*sent.lines, *(remark.text for remark in sent.remarks))
        marked = await asyncio.to_thread(classified, words)  # a third of a second for the longest
        return Told(delivery.user, CLASSIFIED) if marked else Talk(delivery.user, sent, aside)

    async def _answered(self, number: int, user: int, command: Commanded) -> bool:
        """Answer a command that is none of the talk's; what it changes is committed with its end."""

        def work(transaction: Transaction) -> tuple[Told, ...]:
            told = self._status.reported(transaction, user, command) or self._at_home.answered(user, command)
            told = told or administered(transaction, self._doorkeeper, user, command)
            return self._tell(transaction, number, told or _too_many(transaction, user, command))

        told = await self._store.perform(work)
        for each in told:
            self.deliver(each.user)
        if told and command.name in {"approve", "revoke"}:
            self._courier.progress.beside(self.governing.changed(command, told))
        return bool(told)

    def _tell(self, transaction: Transaction, number: int, told: tuple[Told, ...]) -> tuple[Told, ...]:
        if told:
            transaction.inbox.settle(self._source, number)
        for each in told:
            note(transaction, each)
        return told

    def _stall(self, user: int) -> None:
        if user not in self._stalled:
            self._stalled.add(user)
            self.sending.put(user, partial(self._courier.tell, user, STALLED))


def _too_many(transaction: Transaction, user: int, command: Commanded) -> tuple[Told, ...]:
    if command.name not in {"new", "copy"}:
        return ()
    count = len(transaction.sessions(owner_of(user)))
    return (Told(user, TOO_MANY.format(count=count)),) if count >= MOST_DRAFTS else ()
