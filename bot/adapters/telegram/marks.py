"""How often a message was begun without word of it."""

from collections.abc import Callable

from bot.store.outbox import Outbox, Post
from bot.store.store import Store
from bot.store.transaction import Transaction


class Doubts:
    """Counts that for a message which is kept nowhere."""

    count = 0

    async def begin(self) -> None:
        """Note that the message is being given to Telegram, from where it may arrive unheard of."""
        self.count += 1

    async def failed(self) -> None:
        """Note that the message begun last has certainly not arrived."""
        self.count -= 1


class Mark(Doubts):
    """Counts it in the outbox, for all posts that a message holds at once: in one transaction each time."""

    def __init__(self, store: Store, owner: str, posts: tuple[Post, ...]) -> None:
        self.count = posts[0].begun
        self._store = store
        self._owner = owner
        self._posts = tuple(post.id for post in posts)

    async def begin(self) -> None:
        """Note it before the message leaves."""
        await super().begin()
        await self._each(Outbox.begin)

    async def failed(self) -> None:
        """Take that back."""
        await super().failed()
        await self._each(Outbox.failed)

    async def arrived(self) -> None:
        """Note that the message begun last has arrived, and that others of the same post follow."""
        self.count = 0
        await self._each(Outbox.arrived)

    async def sent(self) -> None:
        """Note that all of the posts has arrived, or never will."""
        await self._each(Outbox.sent)

    async def _each(self, note: Callable[[Outbox, str, int], None]) -> None:
        def work(transaction: Transaction) -> None:
            for post in self._posts:
                note(transaction.outbox, self._owner, post)

        await self._store.perform(work)
