"""Events as they are kept: fit for the disk and the screen, no longer than needed, and told again."""

from msgspec.structs import replace

from bot.choosing import chosen
from bot.compose.tidy import clean
from bot.events import Commanded, Edited, Event, Filled, Picked, Remarked, Said, Sent, Unreadable
from bot.names import changed
from bot.replies import Choice, Question
from bot.steps.asides import KINDS
from bot.steps.limits import LONGEST_FILE, LONGEST_MESSAGE
from phrasebank.remarks import Remark
from phrasebank.typed import from_json


def decoded_event(event: bytes) -> Event:
    """Read a stored event."""
    found: Event = from_json(event, Event)
    return found


def printable(event: Event) -> Event:
    """Make an event fit for the disk and the screen: no lone surrogates, no control characters."""
    match event:
        case Said(text, message, to):
            return Said(clean(text), clean(message), clean(to))
        case Edited(text, message):
            return Edited(clean(text), clean(message))
        case Sent(name, lines, purpose, remarks):
            return Sent(clean(name), tuple(map(clean, lines)), purpose, tuple(map(_printable, remarks)))
        case Picked(key, revision):
            return Picked(clean(key), revision)
        case Commanded(name, argument):
            return Commanded(clean(name), clean(argument[:LONGEST_MESSAGE]))
        case Filled() | Remarked():
            return changed(event, clean)
        case _:
            return event


def _printable(remark: Remark) -> Remark:
    return Remark(clean(remark.text), clean(remark.author), clean(remark.about))


def trimmed(event: Event) -> Event:
    """Keep no more of what was too long to take, or only to be learnt from, than shows that it was."""
    match event:
        case Said(text):
            return replace(event, text=text[: LONGEST_MESSAGE + 1], to="")
        case Edited(text):
            return replace(event, text=text[: LONGEST_MESSAGE + 1])
        case Sent(_, _, "corpus"):
            return replace(event, lines=(), remarks=())
        case Sent(_, lines) if sum(map(len, lines)) > LONGEST_FILE:
            return replace(event, lines=())
        case _:
            return event


def words_of(event: Event) -> str:
    """Give what was said, as it was typed; empty for what was not typed."""
    match event:
        case Said(text):
            return text
        case Edited(text):
            return f"（改了发过的话）{text}"
        case Sent(name, _, "corpus"):
            return f"（发来《{name}》，学它的句式）"
        case Sent(name, lines):
            return f"（发来《{name}》，{len(lines)} 行）"
        case Commanded(name, argument):
            return f"/{name} {argument}".strip()
        case _:
            return ""


def told(event: Event, question: Question | None) -> str:
    """Tell what an event was, to read again: a choice of the question before it by its label."""
    choices = question.choices if question else ()
    match event:
        case Picked(key):
            label = next((choice.label for choice in choices if choice.key == key), "")
            return f"选“{label}”" if label else "按了一个按钮"
        case Said(text):
            meant = chosen(text, choices)
            return f"选“{meant.label}”" if isinstance(meant, Choice) else text
        case Filled():
            return "（由答卷写成）"
        case Remarked(tasks):
            return f"（{tasks[0].author if tasks else ''}提了 {len(tasks)} 条意见）"
        case Unreadable(kind):
            return f"（发来{KINDS.get(kind, '看不懂的内容')}）"
        case _:
            return words_of(event)
