"""How fast messages may leave: for each chat, and for all together.

Telegram gives no exact limits, only these: about one message a second to a chat, with short bursts, twenty a
minute to a group, and thirty a second over all chats. What it asks for with 429 goes before them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from msgspec import Struct
from telegram.error import RetryAfter

from bot.adapters.telegram.retrying import Sleep, wait_of

Clock = Callable[[], float]

MANY = 4096
"""Chats remembered before those are dropped that may be written to at once."""


class Rate(Struct, frozen=True):
    """One message every so many seconds on the average, and so many at once after a pause."""

    every: float
    burst: int = 1


class Rates(Struct, frozen=True):
    """The rate to a person, to a group, and to all chats together."""

    person: Rate = Rate(1, 3)
    group: Rate = Rate(4, 5)  # five at once and fifteen in the minute after
    everybody: Rate = Rate(1 / 25, 5)


class Pace:
    """Lets messages wait for their turn. A group has a negative id, and a person a positive one."""

    def __init__(self, sleep: Sleep, clock: Clock = monotonic, rates: Rates | None = None) -> None:
        self._sleep = sleep
        self.clock = clock
        self._rates = rates or Rates()
        self._due: dict[int, float] = {}
        """When each chat would have been written to, had its messages been evenly spread."""
        self._all_due = 0.0
        self._held: dict[int, float] = {}

    async def turn(self, chat: int) -> None:
        """Wait until a message may leave for a chat; messages for other chats do not wait for it."""
        while (wait := self._wait(chat)) > 0:
            await self._sleep(wait)
        self._spend(chat)
        if (wait := self._reserved()) > 0:
            await self._sleep(wait)

    def more(self, chat: int, messages: int) -> None:
        """Count so many messages that left together with the last one, as the pictures of an album do."""
        for _ in range(messages):
            self._spend(chat)
            self._reserved()

    def spare(self, chat: int) -> bool:
        """Take a place for what is only for show, if the chat has had nothing for a while; never waits."""
        now = self.clock()
        free = max(self._due.get(chat, 0), self._held.get(chat, 0), self._all_due) <= now
        if free:
            self._spend(chat)
            self._reserved()
        return free

    def held(self, chat: int) -> bool:
        """Tell whether Telegram asked to leave a chat alone until later."""
        return self._held.get(chat, 0) > self.clock()

    @contextmanager
    def obeying(self, chat: int) -> Iterator[None]:
        """Keep a chat waiting where Telegram asks for it over what is only for show."""
        try:
            yield
        except RetryAfter as error:
            self.hold(chat, wait_of(error))
            raise

    def hold(self, chat: int, seconds: float) -> None:
        """Keep a chat waiting because Telegram asks for it, and no other: each would be asked in its turn."""
        now = self.clock()
        self._held = {each: until for each, until in self._held.items() if until > now}
        self._held[chat] = now + seconds

    def _wait(self, chat: int) -> float:
        rate = self._rate(chat)
        free = self._due.get(chat, 0) - (rate.burst - 1) * rate.every
        return max(free, self._held.get(chat, 0)) - self.clock()

    def _spend(self, chat: int) -> None:
        now = self.clock()
        if len(self._due) >= MANY:
            self._due = {each: due for each, due in self._due.items() if due > now}
        self._due[chat] = max(self._due.get(chat, 0), now) + self._rate(chat).every

    def _reserved(self) -> float:
        """Take a place among the messages to everybody; gives the seconds until it comes."""
        now, rate = self.clock(), self._rates.everybody
        free = self._all_due - (rate.burst - 1) * rate.every
        self._all_due = max(self._all_due, now) + rate.every
        return free - now

    def _rate(self, chat: int) -> Rate:
        return self._rates.person if chat > 0 else self._rates.group
