"""Taking updates in: stored before they are confirmed, and only those of people who are let in."""

import json
import logging
from collections.abc import Iterable
from functools import partial
from itertools import zip_longest
from time import time
from typing import Literal

import msgspec
from msgspec import Struct

from bot.adapters.telegram.access import Doorkeeper, Stranger
from bot.adapters.telegram.albums import Albums
from bot.adapters.telegram.belated import reconsider
from bot.adapters.telegram.courier import Courier
from bot.adapters.telegram.flood import Flood
from bot.adapters.telegram.groups import Groups
from bot.adapters.telegram.handling import Handler
from bot.adapters.telegram.inline import Inline
from bot.adapters.telegram.lanes import Lanes
from bot.adapters.telegram.notes import CLASSIFIED, SLOWER, Told, note, owner_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.release import release
from bot.adapters.telegram.updates import (
    Classified,
    Delivery,
    Forgery,
    Incoming,
    Inquiry,
    Press,
    Raw,
    Summons,
    Talk,
    fleeting,
    incoming_of,
    sender_of,
    written_at,
)
from bot.events import Unreadable
from bot.store.transaction import Transaction

NO_BUTTON = "这个按钮用不了。请发 /start，用最新那个问题下面的按钮。"
_log = logging.getLogger(__name__)


class _Arrival(Struct, frozen=True):
    """An update as it came; ``incoming`` is ``None`` where it cannot be read. ``user`` is 0 where unknown."""

    number: int
    raw: Raw
    user: int
    incoming: Incoming | None


class Reception:
    """Stores updates, and has the handler apply them chat by chat."""

    def __init__(
        self, parts: Parts, doorkeeper: Doorkeeper, handler: Handler, courier: Courier, name: str
    ) -> None:
        """``name`` is the bot's user name."""
        self.handling = Lanes()
        self._sending = handler.sending
        self._store = parts.store
        self._source = parts.settings.source
        self._doorkeeper = doorkeeper
        self._handler = handler
        self._courier = courier
        self._gauges = parts.gauges
        self._name = name
        self._flood = Flood()
        self._albums = Albums()
        self._turning_away: set[int] = set()
        self.inline = Inline(parts, doorkeeper)
        self._groups = Groups(parts, doorkeeper, courier, handler.sending, name)

    async def take(self, raws: Iterable[Raw]) -> None:
        """Store updates, which may then be confirmed; what cannot be read is set aside.

        Raises ``StoreError`` where nothing could be stored: they must then be delivered again.
        """
        arrivals = [self._arrival(raw) for raw in sorted(raws, key=lambda raw: int(raw["update_id"]))]
        asking = [each for each in arrivals if self._to_keep(each)]
        if asking:
            await self._keep(asking)

    async def resume(self) -> None:
        """Go on with what an earlier run of the program had stored and not applied. Raises ``StoreError``."""
        await self._store.perform(lambda t: reconsider(t, self._source, self._name, self._doorkeeper))
        for stored in await self._store.perform(lambda t: t.inbox.open(self._source)):
            arrival = self._arrival(json.loads(stored.raw))
            match arrival.incoming:
                case Talk() | Press() | Delivery():
                    self._flood.refuses(arrival.user, _written(arrival))
                    self._begin(arrival, arrival.incoming, again=True)
                case _:
                    await self._store.perform(partial(_set_aside, source=self._source, number=stored.number))

    def _arrival(self, raw: Raw) -> _Arrival:
        number = raw["update_id"]
        try:
            incoming = incoming_of(raw, self._name)
        except (msgspec.ValidationError, UnicodeError) as error:  # the latter for half a character as a value
            told = error if isinstance(error, msgspec.ValidationError) else type(error).__name__
            _log.warning("更新 %d 读不懂，搁在一边：%s", number, told)
            self._gauges.updates["unreadable"] += 1
            return _Arrival(number, {} if fleeting(raw) else raw, sender_of(raw), None)
        self._gauges.updates[type(incoming).__name__.lower() if incoming else "other"] += 1
        return _Arrival(number, raw, sender_of(raw), incoming) if incoming else _Arrival(number, {}, 0, None)

    def _to_keep(self, arrival: _Arrival) -> bool:
        """Answer what is answered on the spot and leaves nothing behind."""
        match arrival.incoming:
            case Forgery(user, callback):
                self._answer(user, callback, NO_BUTTON)
            case Summons() as summons:
                self._groups.take(summons)
            case Inquiry() as inquiry:
                self.inline.take(inquiry)
            case Talk(user, event):
                again = self._albums.again(user, arrival.raw)
                return not (again and isinstance(event, Unreadable))
            case None:
                return bool(arrival.raw)
            case _:
                return True
        return False

    async def _keep(self, arrivals: list[_Arrival]) -> None:
        flooding = [self._flood.refuses(each.user, _written(each)) for each in arrivals]

        def work(transaction: Transaction) -> list[_Verdict]:
            pairs = zip(arrivals, flooding, strict=True)
            return [self._kept(transaction, each, flooding=floods) for each, floods in pairs]

        verdicts: list[_Verdict] = []
        try:
            verdicts = await self._store.perform(work)
        finally:
            for arrival, floods, verdict in zip_longest(arrivals, flooding, verdicts):
                if not floods and verdict != "new":
                    self._flood.close(arrival.user)
        for arrival, verdict in zip(arrivals, verdicts, strict=True):
            self._follow(arrival, verdict)

    def _kept(self, transaction: Transaction, arrival: _Arrival, *, flooding: bool) -> "_Verdict":
        """Store one update, but never a stranger's."""
        inbox, number, user = transaction.inbox, arrival.number, arrival.user
        if user and not self._doorkeeper.lets_in(transaction, user, arrival.incoming):
            return self._doorkeeper.turn_away(transaction, user, arrival.incoming)
        match arrival.incoming:
            case None:
                owner = owner_of(user) if user else ""
                put = inbox.put_aside(self._source, number, owner, _encoded(arrival), release())
                return "aside" if put else "known"
            case Classified():
                return self._refused(transaction, number, Told(user, CLASSIFIED))
            case _ if flooding:
                return self._refused(transaction, number, Told(user, SLOWER))
            case _:
                return (
                    "new" if inbox.put(self._source, number, owner_of(user), _encoded(arrival)) else "known"
                )

    def _refused(self, transaction: Transaction, number: int, told: Told) -> "_Verdict":
        if not transaction.inbox.refuse(self._source, number):
            return "known"
        if told.text != SLOWER or self._flood.first(told.user):
            note(transaction, told)
        return "refused"

    def _follow(self, arrival: _Arrival, verdict: "_Verdict") -> None:
        """Do what follows from storing an update, once that is committed."""
        user = arrival.user
        match verdict, arrival.incoming:
            case "new", Talk() | Press() | Delivery() as incoming:
                self._begin(arrival, incoming)
            case "refused", _:
                self._gauges.refused += 1
                self._handler.deliver(user)
            case "aside", _:
                self._gauges.aside += 1
            case Stranger(told), incoming:
                if isinstance(incoming, Press):
                    self._answer(user, incoming.callback)
                self._turn_away(user, told)

    def _turn_away(self, user: int, told: str) -> None:
        """Tell a stranger where they stand, if they are not just being told."""

        async def work() -> None:
            try:
                await self._courier.tell(user, told)
            finally:
                self._turning_away.discard(user)

        if user not in self._turning_away:
            self._gauges.strangers += 1
            self._turning_away.add(user)
            self._sending.put(user, work)

    def _answer(self, user: int, callback: str, told: str = "") -> None:
        """Answer a press that comes to nothing; one at a time, for nobody counts them."""
        if not self._sending.busy(user):
            self._sending.put(user, partial(self._courier.answer, callback, told))

    def _begin(self, arrival: _Arrival, incoming: Talk | Press | Delivery, *, again: bool = False) -> None:
        async def work() -> None:
            try:
                await self._handler.handle(arrival.number, incoming, again=again)
            finally:
                self._flood.close(incoming.user)

        self.handling.put(incoming.user, work, arrival.number)


def _set_aside(transaction: Transaction, source: int, number: int) -> None:
    transaction.inbox.set_aside(source, number, release())


_Verdict = Literal["new", "known", "aside", "refused"] | Stranger


def _written(arrival: _Arrival) -> int:
    return written_at(arrival.raw) or int(time())


def _encoded(arrival: _Arrival) -> bytes:
    return json.dumps(arrival.raw).encode()  # in ASCII: half a character, as ``\\ud800``, passes too
