"""What was said, told again: each turn with the question that it answered."""

from functools import cached_property

from bot.events import Opened
from bot.replies import Attachment, Dated, Listing, Question, Reply, clipped
from bot.store.records import Turn
from bot.store.transaction import Transaction
from bot.turns.events import decoded_event, told, words_of
from bot.turns.place import made
from phrasebank.typed import from_json

SHOWN = 80


class Teller:
    """Tells the turns of one session."""

    def __init__(self, transaction: Transaction, owner: str, session: str) -> None:
        self._transaction = transaction
        self._owner = owner
        self._session = session

    def told(self, turn: Turn | None) -> str:
        """Tell what was said in a turn; empty for coming (back) to the talk."""
        if turn is None:
            return ""
        event = decoded_event(turn.event)
        return "" if isinstance(event, Opened) else told(event, self._question_before(turn.number))

    def exported(self) -> int:
        """Give the newest turn that gave the report as a file; 0 where none did."""
        reports = (
            turn for turn, reply in self._replies if isinstance(reply, Attachment) and reply.format != "zip"
        )
        return next(reports, 0)

    def _question_before(self, number: int) -> Question | None:
        found = (each for turn, each in self._replies if turn < number and isinstance(each, Question))
        return next(found, None)

    @cached_property
    def _replies(self) -> tuple[tuple[int, Reply], ...]:
        rows = self._transaction.replies(self._owner, self._session)
        return tuple((turn, from_json(reply, Reply)) for turn, reply in rows)


def history(transaction: Transaction, owner: str, session: str, count: int) -> Listing:
    """List the newest turns of a session that said something, oldest first, with their places."""
    turns = transaction.history(owner, session, count)
    first = transaction.place(owner, session, turns[-1].number) if turns else 1
    lines = _lines(transaction, owner, session, turns, first)
    if not lines:
        return Listing((), "这份稿子里还没有说过话。")
    more = f"前面还有 {first - 1} 轮，发 /history {first - 1 + len(turns)} 看全部。" if first > 1 else ""
    return Listing(lines, f"{more}回到某一轮发 /undo 到 {first}，看改了什么发 /changes {first}。")


def _lines(
    transaction: Transaction, owner: str, session: str, turns: tuple[Turn, ...], first: int
) -> tuple[Dated, ...]:
    if not turns:
        return ()
    teller, standing = (
        Teller(transaction, owner, session),
        _standing(transaction, owner, session, turns[-1].number),
    )
    lines = []
    for place, turn in enumerate(reversed(turns), first):
        words = " ".join(teller.told(turn).split())
        gone = "" if made(turn) in standing or turn.repeats else "（已撤销）"
        if words:
            lines.append(Dated(turn.at, f"第 {place} 轮　{clipped(words, SHOWN)}{gone}"))
    return tuple(lines)


def sayings(transaction: Transaction, owner: str, limit: int) -> tuple[str, ...]:
    """Give what was typed in the active session, of its last ``limit`` turns, oldest first."""
    session = transaction.active(owner)
    turns = transaction.history(owner, session.id, limit) if session else ()
    said = (words_of(decoded_event(turn.event)) for turn in reversed(turns))
    return tuple(text for text in said if text)


def _standing(transaction: Transaction, owner: str, session: str, since: int) -> set[int]:
    """Give the turns that made the present state and those that it follows, from a turn on."""
    turn, found = transaction.head(owner, session), set[int]()
    while turn and turn.number >= since:
        found.add(made(turn))
        turn = transaction.turn(owner, session, turn.parent) if turn.parent else None
    return found
