"""What an earlier release could not read or apply, after the program was upgraded.

An answer belongs to the question that was open when it was written. So a message is taken now only where the
talk stands as it did then; where it went on, its words are given back to whoever wrote them. Commands,
presses of buttons and changes of messages are about a moment that has passed, and are let go.
"""

import json
import re
from datetime import UTC, datetime

import msgspec

from bot.adapters.telegram.access import Doorkeeper
from bot.adapters.telegram.notes import Told, note, owner_of
from bot.adapters.telegram.release import release
from bot.adapters.telegram.updates import Delivery, Raw, Talk, incoming_of, written_at
from bot.events import Said
from bot.store.transaction import Transaction

TAKEN = "程序升级了：您{day}有一条当时没有处理成，现在补收了。不对的话，发 /undo 退回。"
GIVEN_BACK = (
    "程序升级了：您{day}有一条当时没有处理成。稿子后来往下写了，就没有补进去；还用得上，请再发一次：\n{words}"
)
SEND_AGAIN = "程序升级了：您{day}发的文件“{words}”当时没有处理成。还用得上，请再发一次。"

_KEY = re.compile(r"tg:(\d+)")


def reconsider(transaction: Transaction, source: int, name: str, doorkeeper: Doorkeeper) -> None:
    """Open again what another release had set aside, if it can be taken now; ``name`` is the bot's."""
    for stored in transaction.inbox.reopen(source, release()):
        raw = json.loads(stored.raw)
        try:
            incoming = incoming_of(raw, name)
        except (msgspec.ValidationError, UnicodeError):
            transaction.inbox.set_aside(source, stored.number, release())
            continue
        match incoming:
            case Talk(user, Said()) | Delivery(user) if doorkeeper.lets_in(transaction, user, incoming):
                went_on = _went_on(transaction, owner_of(user), stored.number)
                told = _given_back(raw, incoming) if went_on else TAKEN.format(day=_day(raw))
                note(transaction, Told(user, told))
                if went_on:
                    transaction.inbox.settle(source, stored.number)
            case _:
                transaction.inbox.settle(source, stored.number)


def _went_on(transaction: Transaction, owner: str, number: int) -> bool:
    """Tell whether something was applied to the talk that came after an update of that number."""
    session = transaction.active(owner)
    head = transaction.head(owner, session.id) if session else None
    key = _KEY.fullmatch(head.key) if head else None
    return head is not None and (key is None or int(key[1]) > number)


def _given_back(raw: Raw, incoming: Talk | Delivery) -> str:
    if isinstance(incoming, Delivery):
        return SEND_AGAIN.format(day=_day(raw), words=incoming.parcel.name)
    message = raw.get("message", {})
    return GIVEN_BACK.format(day=_day(raw), words=message.get("text") or message.get("caption") or "")


def _day(raw: Raw) -> str:
    try:
        written = datetime.fromtimestamp(written_at(raw), UTC).astimezone()
    except (OverflowError, OSError, ValueError):  # no date: that must not keep the program from starting
        return "以前"
    return f"{written.month}月{written.day}日"
