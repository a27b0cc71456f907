"""Errands among what waits for a user: carried out before anything is sent, each told in a sentence then."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from bot.conversation import Conversation, Outgoing
from bot.replies import Lesson, Rejection, Reply, Unlearning
from bot.store.outbox import Post
from phrasebank.typed import from_json

TAGS = tuple(f'{{"type":"{kind}"'.encode() for kind in ("lesson", "unlearning", "rejection"))


async def without_errands(conversation: Conversation, owner: str, posts: Iterable[Post]) -> tuple[Post, ...]:
    """Give the posts with what came of each errand in its place. Raises ``StoreError``."""
    found = [await _carried_out(conversation, owner, post) for post in posts]
    return tuple(post for post in found if post)


async def _carried_out(conversation: Conversation, owner: str, post: Post) -> Post | None:
    if not post.reply.startswith(TAGS):
        return post
    reply: Reply = from_json(post.reply, Reply)
    if not isinstance(reply, Lesson | Unlearning | Rejection):
        return post
    outgoing = Outgoing(post.id, post.session, post.turn, reply)
    told = await conversation.carried_out(owner, outgoing, reply)
    return replace(post, reply=msgspec.json.encode(told)) if told else None
