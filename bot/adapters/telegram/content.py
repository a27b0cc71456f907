"""What a private message brings: words, the user's own or passed on, or something that is no text."""

from typing import Any

from msgspec import Struct

from bot.adapters.incoming import event_of
from bot.adapters.telegram.links import meant
from bot.events import FORWARDED, Commanded, Event, Said, Sent, Unreadable
from bot.steps.asides import KINDS

LONGEST_ANSWER = 60
"""Characters of a passed-on line that may well be an answer; a longer one is a text of somebody's."""

ONLY_WORDS = "{kind}我没有看，只收下面的字。"

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
_CAPTIONED = frozenset({"animation", "audio", "document", "paid_media", "photo", "video", "voice"})


class Content(Struct, frozen=True):
    """What came, and what is to be told beside it."""

    event: Event
    aside: str = ""


def content_of(raw: dict[str, Any], text: str | None, caption: str | None, message: str) -> Content | None:
    """Read a message; ``None`` for one about the chat, such as that something was pinned there.

    ``message`` is the adapter's name of it.
    """
    kind = next((kind for kind in _CONTENT if kind in raw), None)
    if text is not None:
        return Content(_words(raw, text, message))
    if caption:
        told = ONLY_WORDS.format(kind=KINDS.get(kind or "", "图里的内容"))
        return Content(_words(raw, caption, message), told)
    return Content(Unreadable(kind)) if kind else None


def copies(raw: dict[str, Any]) -> bool:
    """Tell whether a button below a press's message copies something, which it does at any time."""
    match raw:
        case {"message": {"reply_markup": {"inline_keyboard": list(rows)}}}:
            buttons = (button for row in rows if isinstance(row, list) for button in row)
            return any("copy_text" in button for button in buttons if isinstance(button, dict))
        case _:
            return False


def captioned(raw: dict[str, Any]) -> bool:
    """Tell whether a message may have words below what it shows, though it has none now."""
    return any(kind in raw for kind in _CAPTIONED)


def _words(raw: dict[str, Any], text: str, message: str) -> Event:
    if "forward_origin" in raw:
        return _passed_on(text, message)
    event = event_of(text)
    match event:
        case Said(words):
            return Said(words, message, answered(raw))
        case Commanded():
            return meant(event)
        case _:
            return event


def _passed_on(text: str, message: str) -> Event:
    """Take somebody else's words for a text whose use is asked about; only a short line may be an answer.

    Who wrote them is not kept, and a command among them is not obeyed.
    """
    line = text.strip()
    if "\n" in line or len(line) > LONGEST_ANSWER or not isinstance(event_of(text), Said):
        return Sent(FORWARDED, tuple(text.split("\n")))
    return Said(text, message)


def answered(raw: dict[str, Any]) -> str:
    """Give the words that a message replies to: those quoted of another, else all of it."""
    match raw:
        case {"quote": {"text": str(words)}}:
            return words
        case {"reply_to_message": {"text": str(words)} | {"caption": str(words)}}:
            return words
        case _:
            return ""
