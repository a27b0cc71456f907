"""Replies that go out as one message: a chat takes about one a second, and a turn gives several.

What was begun together is put together again after a kill: at most one message of a chat is begun at a time,
so that its posts are those next to one another that were begun as often, and the others were not begun.
"""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.adapters.clock import dated
from bot.adapters.telegram.replies import messages_of
from bot.replies import Listing, Question, Reply, Say
from bot.store.outbox import Post
from phrasebank.typed import from_json

BLANK_LINE = "\n\n"
UNKNOWN = "有一条回复是更新版本的程序写的，这里看不了。请发 /start 看现在的问题。"


class Bundle(Struct, frozen=True):
    """Posts that are sent together, and what they say together."""

    posts: tuple[Post, ...]
    reply: Reply

    @property
    def post(self) -> Post:
        """The first of them; what has arrived of a post, and its place in the talk, are told by it."""
        return self.posts[0]


def bundles(posts: Iterable[Post]) -> Iterator[Bundle]:
    """Put texts together up to a question, whose buttons end a message, as far as one message holds them."""
    held: Bundle | None = None
    for post in posts:
        single = Bundle((post,), _told(_decoded(post.reply)))
        joined = held and _joined(held, single)
        if held and not joined:
            yield held
        held = joined or single
    if held:
        yield held


def _decoded(reply: bytes) -> Reply:
    """Read a reply; one of a kind that a later release has left behind is spoken of."""
    try:
        found: Reply = from_json(reply, Reply)
    except msgspec.DecodeError:
        return Say(UNKNOWN)
    return found


def _told(reply: Reply) -> Reply:
    """Put a listing into words, with what a tap on a line of drafts is to open."""
    if not isinstance(reply, Listing):
        return reply
    lines = (
        replace(line, text=f"{line.text}　/resume{line.draft}") if line.draft else line
        for line in reply.lines
    )
    return dated(replace(reply, lines=tuple(lines)))


def _joined(first: Bundle, second: Bundle) -> Bundle | None:
    """Give both as one, if that may be."""
    match first.reply, second.reply:
        case Say(before, levels=(), apart=False), Say(after, levels=(), apart=False):
            reply: Say | Question = Say(f"{before.rstrip()}{BLANK_LINE}{after.lstrip()}")
        case Say(before, levels=(), apart=False), Question(after, choices, revision):
            reply = Question(f"{before.rstrip()}{BLANK_LINE}{after.lstrip()}", choices, revision)
        case _:
            return None
    alike = first.post.begun == second.post.begun and not first.post.arrived and not second.post.arrived
    return Bundle((*first.posts, *second.posts), reply) if alike and len(messages_of(reply)) == 1 else None
