"""Everything that works on updates and replies, put together."""

import asyncio
from collections.abc import Iterable

from bot.adapters.telegram.access import Doorkeeper
from bot.adapters.telegram.courier import Courier
from bot.adapters.telegram.handling import Handler
from bot.adapters.telegram.notes import user_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.reception import Reception


class Office:
    """Takes updates in, applies them, and sends what comes of them. ``name`` is the bot's user name."""

    def __init__(self, parts: Parts, name: str) -> None:
        doorkeeper, courier = Doorkeeper(parts.settings, name), Courier(parts)
        self._courier = courier
        self._store = parts.store
        self._handler = Handler(parts, doorkeeper, courier)
        self.reception = Reception(parts, doorkeeper, self._handler, courier, name)

    async def resume(self) -> None:
        """Go on where the program ended last time: with updates not applied, and replies not sent."""
        await self.reception.resume()
        await self.deliver_all()

    async def look(self) -> None:
        """Send what another program has put in the outbox: its word to somebody whom it let in.

        Whom it made an administrator is shown what they may do. Raises ``StoreError``.
        """
        users = self._idle(await self._store.perform(lambda t: t.outbox.unbegun()))
        for user in users:
            self._handler.deliver(user)
        await self._handler.governing.look(users)

    async def deliver_all(self) -> None:
        """Send whatever waits for anybody in whose chat nothing is being sent. Raises ``StoreError``."""
        for user in self._idle(await self._store.perform(lambda t: t.outbox.owners())):
            self._handler.deliver(user)

    def _idle(self, owners: Iterable[str]) -> list[int]:
        """Give the Telegram users among owners, in whose chat nothing is being sent."""
        users = map(user_of, owners)
        return [user for user in users if user and not self._handler.sending.busy(user)]

    async def drain(self) -> None:
        """Wait until all that was taken in is applied, and all that came of it is sent."""
        await self.reception.inline.lanes.drain()
        await self.reception.handling.drain()
        await self._handler.sending.drain()

    async def close(self, patience: float) -> None:
        """Finish what is in hand, within so many seconds; the rest is stored."""
        lanes = (self.reception.inline.lanes, self.reception.handling, self._handler.sending)
        await asyncio.gather(*(each.close(patience) for each in lanes))
        self._courier.progress.close()
