"""From an update to what it asks of the bot.

Updates are read field by field from Telegram's JSON: whatever else stands in them, known to a library or
not, cannot keep a message from being understood.
"""

import re
from typing import Any

import msgspec
from msgspec import Struct

from bot.adapters.incoming import event_of
from bot.events import Commanded, Event, Picked, Said, Unreadable

Raw = dict[str, Any]

KINDS = ("message", "edited_message", "callback_query")
"""The kinds of update to ask Telegram for."""

_CONTENT = (
    "animation",  # before document: an animation comes with a document of itself
    "audio",
    "document",
    "paid_media",
    "photo",
    "sticker",
    "story",
    "video",
    "video_note",
    "voice",
    "checklist",
    "contact",
    "dice",
    "game",
    "poll",
    "venue",  # before location: a venue comes with its location
    "location",
)
_DATA = re.compile(r"v1:(\d{1,15}):([!-~]+)", re.ASCII)
_ADDRESSED = re.compile(r"/\w+(?:@(\w+))?(?:\s|$)")


class Talk(Struct, frozen=True):
    """An event of a user's own talk, in the private chat, which has the user's id."""

    user: int
    event: Event


class Press(Struct, frozen=True):
    """A press on a button of the user's own talk; Telegram waits for ``callback`` to be answered."""

    user: int
    event: Picked
    callback: str


class Forgery(Struct, frozen=True):
    """A press on what is no button of the user's own talk."""

    user: int
    callback: str


class Edit(Struct, frozen=True):
    """The user has changed a message sent earlier in the private chat."""

    user: int


class Summons(Struct, frozen=True):
    """A command to this bot in a group."""

    chat: int


Incoming = Talk | Press | Forgery | Edit | Summons


class _User(Struct):
    id: int


class _Chat(Struct):
    id: int
    type: str


class _Message(Struct, rename={"sender": "from"}):
    chat: _Chat
    sender: _User | None = None
    text: str | None = None
    caption: str | None = None


class _Callback(Struct, rename={"sender": "from"}):
    id: str
    sender: _User
    data: str = ""
    message: _Message | None = None


class _Update(Struct):
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Callback | None = None


def incoming_of(raw: Raw, name: str) -> Incoming | None:
    """Read an update to the bot of that user name; ``None`` for what asks nothing of it.

    Raises ``msgspec.ValidationError`` for an update that is not as Telegram documents it.
    """
    update = msgspec.convert(raw, _Update)
    if update.callback_query:
        return _press(update.callback_query)
    if update.edited_message:
        return _edit(update.edited_message)
    if not update.message:
        return None
    if update.message.chat.type in {"group", "supergroup"}:
        return _summons(update.message, name)
    event = _event(update.message, raw["message"])
    user = _talker(update.message)
    return Talk(user, event) if user and event else None


def _talker(message: _Message) -> int | None:
    """Give whose private chat this is; a private chat has its user's id."""
    private = message.chat.type == "private" and message.sender and message.sender.id == message.chat.id
    return message.chat.id if private else None


def _event(message: _Message, raw: Raw) -> Event | None:
    if message.text is not None:
        return event_of(message.text)
    if message.caption is not None:
        return Said(message.caption)
    kind = next((kind for kind in _CONTENT if kind in raw), None)
    return Unreadable(kind) if kind else None


def _press(callback: _Callback) -> Press | Forgery:
    at, data = callback.message, _DATA.fullmatch(callback.data)
    own = at and at.chat.type == "private" and at.chat.id == callback.sender.id
    if not own or not data:
        return Forgery(callback.sender.id, callback.id)
    return Press(callback.sender.id, Picked(data[2], int(data[1])), callback.id)


def _edit(message: _Message) -> Edit | None:
    """Tell of a change to words; a moving location, for one, is an edit every few seconds."""
    user = _talker(message)
    return Edit(user) if user and (message.text or message.caption) else None


def _summons(message: _Message, name: str) -> Summons | None:
    text = message.text or ""
    addressed = _ADDRESSED.match(text)
    if not addressed or not isinstance(event_of(text), Commanded):
        return None
    mine = not addressed[1] or addressed[1].casefold() == name.casefold()
    return Summons(message.chat.id) if mine else None
