"""From an update to what it asks of the bot.

Updates are read field by field from Telegram's JSON: whatever else stands in them, known to a library or
not, cannot keep a message from being understood.
"""

import re
from typing import Any

import msgspec
from msgspec import Struct

from bot.adapters.incoming import event_of
from bot.adapters.telegram.documents import Parcel
from bot.adapters.telegram.secrecy import classified
from bot.events import Commanded, Edited, Event, Picked, Said, Unreadable

Raw = dict[str, Any]

KINDS = ("message", "edited_message", "callback_query")
"""The kinds of update to ask Telegram for."""

LARGEST_NUMBER = 1 << 63

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


class Delivery(Struct, frozen=True):
    """A document in the user's own talk, still to be fetched."""

    user: int
    parcel: Parcel


class Classified(Struct, frozen=True):
    """Words, or a file's name, with a mark of secrecy on them: not to be kept."""

    user: int


class Summons(Struct, frozen=True):
    """A command to this bot in a group."""

    chat: int


Incoming = Talk | Press | Forgery | Delivery | Classified | Summons


class _User(Struct):
    id: int


class _Chat(Struct):
    id: int
    type: str


class _Document(Struct):
    file_id: str
    file_name: str = ""
    file_size: int = 0


class _Message(Struct, rename={"sender": "from"}):
    chat: _Chat
    message_id: int = 0
    document: _Document | None = None
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


def numbered(raw: object) -> bool:
    """Tell whether something can be an update at all: it has a number."""
    match raw:
        case {"update_id": int(number)}:
            return 0 <= number < LARGEST_NUMBER
        case _:
            return False


def sender_of(raw: Raw) -> int:
    """Give who an update comes from, though all else in it may be unreadable; 0 where that is not told."""
    for kind in KINDS:
        match raw.get(kind):
            case {"from": {"id": int(user)}}:
                return user
    return 0


def written_at(raw: Raw) -> int:
    """Give the second since 1970 in which a message was written; 0 for what is none."""
    match raw.get("message") or raw.get("edited_message"):
        case {"edit_date": int(second)} | {"date": int(second)}:
            return second
        case _:
            return 0


def incoming_of(raw: Raw, name: str) -> Incoming | None:
    """Read an update to the bot of that user name; ``None`` for what asks nothing of it.

    Raises ``msgspec.ValidationError`` for an update that is not as Telegram documents it.
    """
    update = msgspec.convert(raw, _Update)
    if update.callback_query:
        return _press(update.callback_query)
    message = update.edited_message or update.message
    if not message:
        return None
    if message.chat.type in {"group", "supergroup"}:
        return _summons(message, name) if update.message else None
    user = _talker(message)
    if user is None:
        return None
    if classified(
        (message.text or "", message.caption or "", message.document.file_name if message.document else "")
    ):
        return Classified(user)
    if update.edited_message:
        return _edit(user, message)
    return _private(user, message, raw["message"])


def _private(user: int, message: _Message, raw: Raw) -> Incoming | None:
    if message.document and "animation" not in raw:
        return Delivery(user, _parcel(message, message.document))
    event = _event(message, raw)
    return Talk(user, event) if event else None


def _talker(message: _Message) -> int | None:
    """Give whose private chat this is; a private chat has its user's id."""
    private = message.chat.type == "private" and message.sender and message.sender.id == message.chat.id
    return message.chat.id if private else None


def _event(message: _Message, raw: Raw) -> Event | None:
    if message.text is not None:
        event = event_of(message.text)
        return Said(event.text, _name(message)) if isinstance(event, Said) else event
    if message.caption is not None:
        return Said(message.caption, _name(message))
    kind = next((kind for kind in _CONTENT if kind in raw), None)
    return Unreadable(kind) if kind else None


def _name(message: _Message) -> str:
    return str(message.message_id or "")


def _parcel(message: _Message, document: _Document) -> Parcel:
    caption = event_of(message.caption or "")
    known = caption if isinstance(caption, Said | Commanded) else Said("")
    return Parcel(document.file_id, document.file_name, document.file_size, known)


def _press(callback: _Callback) -> Press | Forgery:
    at, data = callback.message, _DATA.fullmatch(callback.data)
    own = at and at.chat.type == "private" and at.chat.id == callback.sender.id
    if not own or not data:
        return Forgery(callback.sender.id, callback.id)
    return Press(callback.sender.id, Picked(data[2], int(data[1])), callback.id)


def _edit(user: int, message: _Message) -> Talk | None:
    """Tell of a change to words; a moving location, for one, is an edit every few seconds."""
    words = message.text or message.caption
    return Talk(user, Edited(words, _name(message))) if words else None


def _summons(message: _Message, name: str) -> Summons | None:
    text = message.text or ""
    addressed = _ADDRESSED.match(text)
    if not addressed or not isinstance(event_of(text), Commanded):
        return None
    mine = not addressed[1] or addressed[1].casefold() == name.casefold()
    return Summons(message.chat.id) if mine else None
