"""Reviewers: whom a user lets read one draft with a one-time code, though they may be strangers to the bot.

While they read, whatever they write is about that draft; their own talk, if they have one, waits.
"""

from collections.abc import Callable

import msgspec

from bot.adapters.clock import local
from bot.adapters.telegram.links import Link, link_of
from bot.adapters.telegram.notes import Told, owner_of, user_of
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.updates import Classified, Delivery, Incoming, Press, Talk
from bot.events import Commanded, Event, Opened
from bot.store.reviews import MOST_OPEN, Review
from bot.store.transaction import Transaction
from bot.turns.handling import handle
from bot.turns.letters import ENDED, FORMER, NO_CODE, OVER, STEMS, Letter, named
from bot.turns.place import Scope, decoded

LIST = frozenset({"列表", "list", "名单"})
END = frozenset({"结束", "end", "取消", "收回"})
OFFERED = (
    "审阅码 {code}，24 小时内有效，只给一个人用一次。把这条链接转给要审阅的人：\n{link}\n"
    "点不开的，请他给 @{name} 发：/review {code}\n"
    "他只看得到这一份打开时的样子，别的都看不到；他的意见列进 /tasks，稿子不会自己变。"
    "看谁在审发 /review 列表，收回发 /review 结束。稿子经 Telegram 传给他，不宜外传的请不要用。"
)
START = Commanded("start")
NOTHING_YET = "这份还没有可以给人看的内容，先写几条再发 /review。"
TOO_MANY = f"这份已经有 {MOST_OPEN} 个审阅人和没用的审阅码，不能再添。先发 /review 结束。"
NOBODY = "这份还没有请人审阅。请人审发 /review。"
NOTHING_TO_END = "您现在没有在审阅别人的稿子。"
USAGE = "没看懂。请人审阅发 /review，看谁在审发 /review 列表，收回发 /review 结束 或 /review 结束 甲。"


def code_in(event: Event) -> str:
    """Give the code that an event brings, by a link or typed; empty for none."""
    match event:
        case Commanded("start", payload):
            link = link_of(payload)
            return link.value if link and link.purpose == "review" else ""
        case Commanded("review", argument) if argument.partition(" ")[0] not in LIST | END:
            return argument if any(each.isascii() and each.isalnum() for each in argument) else ""
        case _:
            return ""


def lets_in(transaction: Transaction, user: int, incoming: Incoming | None) -> bool:
    """Tell whether somebody is let in as a reader alone: one who reads, or who brings a code that is good."""
    person = owner_of(user)
    match incoming:
        case Talk(_, event) if transaction.reviews.offered_by(code_in(event), person):
            return True
        case Talk() | Press() | Delivery() | Classified() | None:
            return transaction.reviews.of(person) is not None
        case _:
            return False


def refused(transaction: Transaction, user: int, incoming: Incoming | None) -> str:
    """Say to a stranger that the code they bring is not good, and count it, or that they read no longer.

    Nothing where they bring none and have read nothing, or say ``/start``: that asks to be let in.
    """
    event = incoming.event if isinstance(incoming, Talk) else None
    if event and code_in(event):
        transaction.reviews.missed(owner_of(user))
        return NO_CODE
    former = event != START and user and transaction.reviews.left(owner_of(user))
    return FORMER if former else ""


def revoked(transaction: Transaction, user: int) -> tuple[Told, ...]:
    """End what somebody reads, on an administrator's word; gives what to tell them, if they read anything."""
    return (Told(user, ENDED),) if transaction.reviews.leave(owner_of(user)) else ()


class Reviewers:
    """Takes what concerns reviews out of what comes in; ``admits`` tells who may draft."""

    def __init__(self, parts: Parts, admits: Callable[[Transaction, int], bool]) -> None:
        self._desk = parts.conversation.desk
        self._bot = parts.bot
        self._admits = admits
        self._readers: set[int] | None = None
        """Whoever may be reading, or was; for all others no update asks the store."""

    def taken(self, transaction: Transaction, user: int, key: str, event: Event) -> tuple[int, ...] | None:
        """Take an event, if it is about a review; gives all who are told something, else ``None``."""
        letters = self._taken(Scope(transaction, self._desk, owner_of(user), key), user, event)
        for letter in letters or ():
            _post(transaction, letter)
            if letter.farewell:
                self._back(transaction, letter.to, key)
        return None if letters is None else tuple(dict.fromkeys(user_of(letter.to) for letter in letters))

    def _taken(self, scope: Scope, user: int, event: Event) -> tuple[Letter, ...] | None:
        readers, code = self._known(scope.transaction), code_in(event)
        if user in readers and (review := scope.transaction.reviews.of(scope.owner)):
            return self._heard(scope, review, event)
        if code:
            from bot.turns import reviews  # noqa: PLC0415 - few read another's draft, and it loads the report

            readers.add(user)
            return reviews.begun(scope, code)
        if user in readers and not self._admits(scope.transaction, user):  # let in to read, which is over
            return (Letter(scope.owner, OVER),)
        match event:
            case Commanded("review", argument):
                return self._governed(scope, argument.strip())
            case Commanded("done", _):
                return (Letter(scope.owner, NOTHING_TO_END),)
            case _:
                return None

    def _known(self, transaction: Transaction) -> set[int]:
        """Give whoever may be reading; while this program runs nobody begins to without it."""
        if self._readers is None:
            self._readers = {user_of(each) for each in transaction.reviews.readers()}
        return self._readers

    def _heard(self, scope: Scope, review: Review, event: Event) -> tuple[Letter, ...]:
        transaction = scope.transaction
        if review.owner and not self._admits(transaction, user_of(review.owner)):
            transaction.reviews.leave(scope.owner)
            return (Letter(scope.owner, OVER, farewell=True),)
        from bot.turns import reviews  # noqa: PLC0415 - few read another's draft, and it loads the report

        return reviews.heard(scope, review, event)

    def _back(self, transaction: Transaction, person: str, key: str) -> None:
        """Ask somebody who reads no more what their own talk had come to: what they say answers it."""
        if self._admits(transaction, user_of(person)) and transaction.active(person):
            handle(transaction, self._desk, person, key, Opened())

    def _governed(self, scope: Scope, argument: str) -> tuple[Letter, ...]:
        """Carry out what the owner of a draft wants with it."""
        session = scope.transaction.active(scope.owner)
        head = scope.transaction.head(scope.owner, session.id) if session else None
        if session is None or head is None:
            return (Letter(scope.owner, NOTHING_YET),)
        word, _, rest = argument.partition(" ")
        if not argument:
            from bot.turns import reviews  # noqa: PLC0415 - few read another's draft, and it loads the report

            able = reviews.readable(self._desk, decoded(head.state).draft)
            return (Letter(scope.owner, self._offered(scope, session.id) if able else NOTHING_YET),)
        if word in LIST:
            return (Letter(scope.owner, _listed(scope, session.id)),)
        number = _numbered(rest) if word in END else None
        return (Letter(scope.owner, USAGE),) if number is None else self._ended(scope, session.id, number)

    def _ended(self, scope: Scope, session: str, number: int) -> tuple[Letter, ...]:
        readers = scope.transaction.reviews.end(scope.owner, session, number)
        nobody = f"{named(number)}没有在审阅" if number else "没有人在审阅"
        told = f"结束了 {len(readers)} 人的审阅" if readers else nobody
        told += "。" if number else "，没用的审阅码也作废了。"
        return (Letter(scope.owner, told), *(Letter(person, ENDED, farewell=True) for person in readers))

    def _offered(self, scope: Scope, session: str) -> str:
        code, name = scope.transaction.reviews.offer(scope.owner, session), self._bot.username
        if code is None:
            return TOO_MANY
        return OFFERED.format(code=code, link=Link("review", code).address(name), name=name)


def _listed(scope: Scope, session: str) -> str:
    from bot.turns import reviews  # noqa: PLC0415 - few read another's draft, and it loads the report

    seats = scope.transaction.reviews.seats(scope.owner, session)
    by = reviews.remarks(scope.transaction, scope.owner, session)
    lines = [
        f"{named(seat.number)}　{local(seat.at)} 打开，提了 {by[named(seat.number)]} 条"
        f"，{'正在审阅' if seat.reading else '已结束'}"
        for seat in seats
        if seat.number
    ]
    unused = sum(not seat.number for seat in seats)
    lines += [f"没用的审阅码 {unused} 个。"] if unused else []
    return "\n".join([*lines, "意见在 /tasks，收回发 /review 结束。"]) if lines else NOBODY


def _numbered(words: str) -> int | None:
    """Read which reader is meant, 0 for all; ``None`` for what is no reader."""
    plain = words.strip().removeprefix("审阅人")
    if not plain or plain in {"全部", "all"}:
        return 0
    return STEMS.index(plain) + 1 if len(plain) == 1 and plain in STEMS else None


def _post(transaction: Transaction, letter: Letter) -> None:
    transaction.outbox.note(letter.to, msgspec.json.encode(letter.reply), letter.session)
