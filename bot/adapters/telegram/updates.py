"""From an update to what it asks of the bot.

Updates are read field by field from Telegram's JSON: whatever else stands in them, known to a library or
not, cannot keep a message from being understood.
"""

import re
from typing import Any

from msgspec import Struct

from bot.adapters.incoming import event_of
from bot.adapters.telegram.content import answered, captioned, content_of, copies
from bot.adapters.telegram.documents import Parcel
from bot.adapters.telegram.secrecy import classified
from bot.events import Commanded, Edited, Event, Picked, Said
from phrasebank.typed import converted

Raw = dict[str, Any]

KINDS = ("message", "edited_message", "callback_query", "inline_query")
"""The kinds of update to ask Telegram for."""

LARGEST_NUMBER = 1 << 63

_DATA = re.compile(r"v1:(\d{1,15}):([!-~]+)", re.ASCII)
_ADDRESSED = re.compile(r"/\w+(?:@(\w+))?(?:\s|$)")


class Talk(Struct, frozen=True):
    """An event of a user's own talk, in the private chat, which has the user's id.

    ``aside`` is what to tell before what comes of it.
    """

    user: int
    event: Event
    aside: str = ""


class Press(Struct, frozen=True):
    """A press on a button of the user's own talk; Telegram waits for ``callback`` to be answered.

    ``message`` is the one below which all buttons are used up; 0 where some still do something.
    """

    user: int
    event: Picked
    callback: str
    message: int = 0


class Forgery(Struct, frozen=True):
    """A press on what is no button of the user's own talk."""

    user: int
    callback: str


class Delivery(Struct, frozen=True):
    """A document in the user's own talk, still to be fetched."""

    user: int
    parcel: Parcel


class Classified(Struct, frozen=True):
    """Words, be it those quoted, or a file's name, with a mark of secrecy on them: not to be kept."""

    user: int


class Summons(Struct, frozen=True):
    """A command to this bot in a group, or its name there; ``query`` is what is to be looked up, if so."""

    chat: int
    user: int = 0
    message: int = 0
    query: str | None = None


class Inquiry(Struct, frozen=True):
    """What somebody types after the bot's name in any chat; ``query`` is Telegram's name for it."""

    user: int
    query: str
    text: str
    offset: str


Incoming = Talk | Press | Forgery | Delivery | Classified | Summons | Inquiry


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


class _Inline(Struct, rename={"sender": "from"}):
    id: str
    sender: _User
    query: str = ""
    offset: str = ""


class _Update(Struct):
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Callback | None = None
    inline_query: _Inline | None = None


def numbered(raw: object) -> bool:
    """Tell whether something can be an update at all: it has a number."""
    match raw:
        case {"update_id": int(number)} if not isinstance(number, bool):
            return 0 <= number < LARGEST_NUMBER
        case _:
            return False


def sender_of(raw: Raw) -> int:
    """Give who an update comes from, though all else in it may be unreadable; 0 where that is not told."""
    for kind in KINDS:
        match raw.get(kind):
            case {"from": {"id": int(user)}} if not isinstance(user, bool):
                return user
    return 0


def fleeting(raw: Raw) -> bool:
    """Tell whether an update is not to be kept, be it readable or not: a query, or from a group."""
    match raw.get("message") or raw.get("edited_message"):
        case {"chat": {"type": str(kind)}}:
            return kind != "private"
        case _:
            return "inline_query" in raw


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
    update = converted(raw, _Update)
    if update.callback_query:
        return _press(update.callback_query, raw["callback_query"])
    if update.inline_query:
        asked = update.inline_query
        return Inquiry(asked.sender.id, asked.id, asked.query, asked.offset)
    message = update.edited_message or update.message
    if not message:
        return None
    if message.chat.type in {"group", "supergroup"}:
        return _summons(message, name) if update.message else None
    user = _talker(message)
    if user is None:
        return None
    edited = update.edited_message is not None
    given: Raw = raw["edited_message" if edited else "message"]
    file = message.document.file_name if message.document else ""
    if classified((message.text or "", message.caption or "", file, answered(given))):
        return Classified(user)
    return _edit(user, message, given) if edited else _private(user, message, given)


def _private(user: int, message: _Message, raw: Raw) -> Incoming | None:
    if message.document and "animation" not in raw:
        return Delivery(user, _parcel(message, message.document, raw))
    found = content_of(raw, message.text, message.caption, _name(message))
    return Talk(user, found.event, found.aside) if found else None


def _talker(message: _Message) -> int | None:
    """Give whose private chat this is; a private chat has its user's id."""
    private = message.chat.type == "private" and message.sender and message.sender.id == message.chat.id
    return message.chat.id if private else None


def _name(message: _Message) -> str:
    return str(message.message_id or "")


def _parcel(message: _Message, document: _Document, raw: Raw) -> Parcel:
    """Take a document with what it is for; what stands below one that is passed on was said to others."""
    caption = event_of("" if "forward_origin" in raw else message.caption or "")
    known = caption if isinstance(caption, Said | Commanded) else Said("")
    return Parcel(document.file_id, document.file_name, document.file_size, known)


def _press(callback: _Callback, raw: Raw) -> Press | Forgery:
    at, data = callback.message, _DATA.fullmatch(callback.data)
    own = at and at.chat.type == "private" and at.chat.id == callback.sender.id
    if not own or not data:
        return Forgery(callback.sender.id, callback.id)
    message = at.message_id if at and not copies(raw) else 0
    return Press(callback.sender.id, Picked(data[2], int(data[1])), callback.id, message)


def _edit(user: int, message: _Message, raw: Raw) -> Talk | None:
    """Tell of a change to words; a moving location, for one, is an edit every few seconds."""
    words = message.text or message.caption or ""
    return Talk(user, Edited(words, _name(message))) if words or captioned(raw) else None


def _summons(message: _Message, name: str) -> Summons | None:
    text, sender = message.text or "", message.sender.id if message.sender else 0
    addressed, asked = _ADDRESSED.match(text), event_of(text)
    if not addressed or not isinstance(asked, Commanded):
        named = re.search(rf"(?<![\w@])@{re.escape(name)}(?!\w)", text, re.ASCII | re.IGNORECASE)
        return Summons(message.chat.id, sender, message.message_id) if named else None
    if addressed[1] and addressed[1].casefold() != name.casefold():
        return None
    query = asked.argument if asked.name == "phrase" else None
    return Summons(message.chat.id, sender, message.message_id, query)
