"""From a reply to messages: plain text, so that nothing in it has to be escaped, and buttons."""

from msgspec import Struct

from bot.adapters.telegram.splitting import LONGEST, split, units
from bot.replies import Choice, Question, Say, clipped
from phrasebank.reading import printable

LONGEST_LABEL = 60
CLEAR_LABEL = 20
"""Characters of a button that a narrow telephone shows; where one is longer, all stand in the text too."""

MOST_BUTTONS = 40
"""Choices that have a button; with one beside each for copying, still under the hundred of Telegram."""

LONGEST_COPY = 256
"""UTF-16 units that a button can copy."""

SPARE = 16
"""UTF-16 units left free for a word before the text, such as that it may have come before."""


class Button(Struct, frozen=True):
    """``data`` comes back when it is pressed: ``v1:``, the question's revision, and the choice's key.

    ``copy`` is what a button beside it copies; no such button where it is empty.
    """

    label: str
    data: str
    copy: str = ""


class Message(Struct, frozen=True):
    """One message of at most 4,096 UTF-16 units; the buttons stand below it, one a row."""

    text: str
    buttons: tuple[Button, ...] = ()


def messages_of(reply: Say | Question) -> tuple[Message, ...]:
    """Give the messages of a reply in order, the buttons below the last; blank parts are left out."""
    match reply:
        case Say(text):
            return _messages(text, ())
        case Question(text, choices, revision):
            buttons = tuple(
                Button(clipped(line, LONGEST_LABEL), f"v1:{revision}:{choice.key}", copyable(choice.copy))
                for line, choice in zip(_numbered(choices), choices, strict=True)
            )
            return _messages(_listing(text, choices), buttons[:MOST_BUTTONS])


def _messages(text: str, buttons: tuple[Button, ...]) -> tuple[Message, ...]:
    # Telegram refuses blank messages, and a lone surrogate cannot be sent at all.
    *parts, last = [part for part in split(printable(text), LONGEST - SPARE) if part.strip()] or ["…"]
    return (*(Message(part) for part in parts), Message(last, buttons))


def _listing(text: str, choices: tuple[Choice, ...]) -> str:
    clear = len(choices) <= MOST_BUTTONS and all(len(choice.label) <= CLEAR_LABEL for choice in choices)
    return text if clear else "\n".join([text, *_numbered(choices)])


def _numbered(choices: tuple[Choice, ...]) -> list[str]:
    """Give the choices with the numbers that can be typed for them."""
    return [f"{place}. {choice.label}" for place, choice in enumerate(choices, 1)]


def copyable(text: str) -> str:
    """Give what Telegram can copy whole: cut off, it would be pasted without its end unnoticed."""
    text = printable(text).strip()
    return text if units(text) <= LONGEST_COPY else ""
