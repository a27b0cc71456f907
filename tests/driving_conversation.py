"""A conversation in the test's own process, over the real engine and store, without an adapter."""

from bot.adapters.clock import dated
from bot.conversation import Conversation
from bot.draft import Draft
from bot.events import Event, Said
from bot.replies import Listing, Question, Reply, Say

BEGINNING = ("2", "区委编办党支部", "党支部书记", "李明", "2025", "1")
ME = "local"


class Talk:
    """One person's side of a talk, with a key of its own for every message."""

    def __init__(self, conversation: Conversation, owner: str = ME) -> None:
        self.conversation = conversation
        self.owner = owner
        self.count = 0

    async def says(self, *messages: str | Event) -> tuple[Reply, ...]:
        replies: tuple[Reply, ...] = ()
        for message in messages:
            self.count += 1
            event = Said(message) if isinstance(message, str) else message
            await self.conversation.handle(self.owner, f"{self.owner}-{self.count}", event)
            replies = await self.reads()
        return replies

    async def reads(self) -> tuple[Reply, ...]:
        unsent = await self.conversation.unsent(self.owner)
        await self.conversation.sent(self.owner, *(each.id for each in unsent))
        return tuple(each.reply for each in unsent)

    async def draft(self) -> Draft:
        where = await self.conversation.session(self.owner)
        assert where
        draft = await self.conversation.draft(self.owner, where[0])
        assert draft
        return draft


def asked(replies: tuple[Reply, ...]) -> Question:
    (question,) = (reply for reply in replies if isinstance(reply, Question))
    return question


def said(replies: tuple[Reply, ...]) -> str:
    told = [dated(reply) if isinstance(reply, Listing) else reply for reply in replies]
    return "\n".join(reply.text for reply in told if isinstance(reply, Say))
