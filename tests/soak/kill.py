"""Kills at random moments of many talks at once: what was acknowledged is there, once, in order, and goes on.

The parent delivers again what was not acknowledged, and some of what was. At the end of every life of a
database the turns are compared with those of the same talks never disturbed.
"""

import asyncio
import random
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from bot.conversation import Conversation
from bot.desk import Desk
from bot.events import Commanded, Event
from bot.store.driver import sqlite3
from bot.store.records import Turn
from bot.store.store import Store
from bot.store.transaction import Transaction
from bot.turns.events import decoded_event, printable, trimmed
from bot.turns.place import decoded
from tests.soak.talks import script

OWNERS = tuple(f"o{number}" for number in range(12))
AHEAD = 3
"""Events of one owner that are given without waiting for the one before."""

AGAIN = 4
"""At most so many of an owner's acknowledged events, less one, are delivered again after a kill."""

MOST_TOLD = 80
LONGEST_WAIT = 0.004
"""Seconds: a commit takes about a tenth of them, a batch of turns all."""

ENDLESS = 1 << 31

LIFE = 25
"""Kills that one database sees."""


@dataclass
class Told:
    """What the kills came to; nothing should ever be in ``faults``."""

    kills: int = 0
    acknowledged: int = 0
    stored: int = 0
    faults: list[str] = field(default_factory=list)


class Kept(NamedTuple):
    """A turn as it can be compared between databases: the numbers of turns differ, their keys do not."""

    key: str
    event: Event
    state: bytes
    parent: str | None
    repeats: str | None
    replies: int


def kills(number: int, seed: int, most_told: int = MOST_TOLD) -> Told:
    """Kill so many times, each after at most so many events were acknowledged, or a little later."""
    chance, told = random.Random(seed), Told()  # noqa: S311 - moments, not secrets
    while told.kills < number:
        with tempfile.TemporaryDirectory() as folder:
            _life(Path(folder) / "drafts.db", min(LIFE, number - told.kills), most_told, chance, told)
    return told


def _life(database: Path, number: int, most_told: int, chance: random.Random, told: Told) -> None:
    acknowledged = dict.fromkeys(OWNERS, 0)
    for _ in range(number):
        firsts = {owner: max(0, last - chance.randrange(AGAIN)) for owner, last in acknowledged.items()}
        heard = _killed(database, firsts, chance.randrange(most_told), chance.uniform(0, LONGEST_WAIT))
        told.kills += 1
        for owner, numbers in heard.items():
            if numbers != list(range(firsts[owner], firsts[owner] + len(numbers))):
                told.faults.append(f"{owner} was answered out of order: {numbers}")
            told.acknowledged += len(numbers)
            acknowledged[owner] = max(acknowledged[owner], firsts[owner] + len(numbers))
        told.faults += sound(database, acknowledged)
    told.stored += asyncio.run(as_undisturbed(database, told.faults))


def _killed(database: Path, firsts: dict[str, int], most: int, wait: float) -> dict[str, list[int]]:
    """Talk, and kill the talker so many seconds after so many events; give what it acknowledged, in order."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.soak.warm"])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(database, firsts, theirs))
    process.start()
    theirs.close()
    heard: dict[str, list[int]] = {owner: [] for owner in OWNERS}
    with suppress(EOFError, OSError):  # cut off in the middle of a word
        for told in count():
            if told == most:
                time.sleep(wait)
                process.kill()
            owner, number = ours.recv_bytes().decode().split()
            heard[owner].append(int(number))
    process.join()
    process.close()
    ours.close()
    return heard


def _serve(database: Path, firsts: dict[str, int], pipe: Connection) -> None:
    asyncio.run(_talks(database, firsts, pipe))


async def _talks(database: Path, firsts: dict[str, int], pipe: Connection) -> None:
    conversation = Conversation(Desk(), await Store.open(database))
    turns = {owner: range(first, ENDLESS) for owner, first in firsts.items()}
    await talks(conversation, turns, lambda owner, number: pipe.send_bytes(f"{owner} {number}".encode()))


def talked(database: Path, number: int) -> None:
    """Say so many things in all talks at once, all of them; to be run in a process of its own."""
    asyncio.run(_talked(database, number))


async def _talked(database: Path, number: int) -> None:
    store = await Store.open(database)
    await talks(Conversation(Desk(), store), dict.fromkeys(OWNERS, range(number)), lambda _, __: None)
    await store.close()


async def talks(
    conversation: Conversation, turns: Mapping[str, range], tell: Callable[[str, int], None]
) -> None:
    """Talk with all owners at once, so many events of each, and tell of each event once it is stored."""
    await asyncio.gather(*(_talk(conversation, owner, each, tell) for owner, each in turns.items()))


async def _talk(
    conversation: Conversation, owner: str, turns: range, tell: Callable[[str, int], None]
) -> None:
    async def stored(number: int, event: Event) -> None:
        await conversation.handle(owner, str(number), event)
        tell(owner, number)

    given: deque[asyncio.Task[None]] = deque()
    for number, event in zip(turns, islice(script(owner), turns.start, None), strict=False):
        given.append(asyncio.create_task(stored(number, event)))
        if len(given) > AHEAD:
            await given.popleft()
    await asyncio.gather(*given)


def sound(database: Path, acknowledged: dict[str, int]) -> list[str]:
    """See that a database is whole, and that each owner's events are there from the first on, each once."""
    try:
        faults, rows = _read(database)
    except sqlite3.Error as error:
        return [f"cannot be read: {error!r}"]
    for owner, last in acknowledged.items():
        keys = [key for each, key in rows if each == owner]
        if keys != [str(number) for number in range(len(keys))]:
            faults.append(f"{owner} lost, doubled or misplaced events: {keys}")
        if len(keys) < last:
            faults.append(f"{owner} lost {last - len(keys)} acknowledged events")
    return faults


def _read(database: Path) -> tuple[list[str], list[tuple[str, str]]]:
    faults = []
    connection = sqlite3.connect(database)
    for check, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        found = connection.execute(f"PRAGMA {check}").fetchall()
        if found != good:
            faults.append(f"{check}: {found[:3]}")
    tables = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'turn'").fetchall()
    rows = connection.execute("SELECT owner, key FROM turn ORDER BY number").fetchall() if tables else []
    connection.close()
    return faults, rows


async def as_undisturbed(database: Path, faults: list[str]) -> int:
    """Compare every turn with that of the same talk undisturbed, then undo all and take that back."""
    stored = 0
    with tempfile.TemporaryDirectory() as folder:
        ours, other = await Store.open(database), await Store.open(Path(folder) / "undisturbed.db")
        for owner in OWNERS:
            mine = await kept(ours, owner)
            stored += len(mine)
            conversation = Conversation(Desk(), other)
            for number, event in enumerate(islice(script(owner), len(mine))):
                await conversation.handle(owner, str(number), event)
            faults += differences(owner, mine, await kept(other, owner))
            faults += await _undone_and_redone(ours, owner)
        await ours.close()
        await other.close()
    return stored


def differences(owner: str, kept: list[Kept], undisturbed: list[Kept]) -> list[str]:
    """Tell where two databases differ, and where one holds another event than was given."""
    wrong = [mine.key for mine, theirs in zip(kept, undisturbed, strict=True) if mine != theirs]
    given = [trimmed(printable(event)) for event in islice(script(owner), len(kept))]
    other = [turn.key for turn, event in zip(kept, given, strict=True) if turn.event != event]
    return [f"{owner}'s turns {wrong} {other} are not as undisturbed"] if wrong or other else []


async def kept(store: Store, owner: str) -> list[Kept]:
    """Give an owner's turns in the order of their numbers."""
    turns = await store.perform(partial(turns_of, owner=owner))
    replies = await store.perform(partial(_replies_of, owner=owner))
    names: dict[int | None, str | None] = {None: None, **{turn.number: turn.key for turn in turns}}
    return [
        Kept(
            turn.key,
            decoded_event(turn.event),
            turn.state,
            names[turn.parent],
            names[turn.repeats],
            replies.count(turn.number),
        )
        for turn in turns
    ]


def turns_of(transaction: Transaction, owner: str) -> list[Turn]:
    """Give all turns of an owner's in the order of their numbers."""
    sessions = transaction.sessions(owner)
    turns = (turn for each in sessions for turn in transaction.history(owner, each.id, ENDLESS))
    return sorted(turns, key=lambda turn: turn.number)


def _replies_of(transaction: Transaction, owner: str) -> list[int]:
    """Give the turn of each reply."""
    sessions = transaction.sessions(owner)
    return [turn for each in sessions for turn, _ in transaction.replies(owner, each.id)]


async def _undone_and_redone(store: Store, owner: str) -> list[str]:
    """Undo everything, and take that back: the chain must lead to the first turn, and to the last again."""
    conversation = Conversation(Desk(), store)
    where = await conversation.session(owner)
    if where is None:
        return []
    before = await conversation.draft(owner, where[0])
    await conversation.handle(owner, "undo", Commanded("undo", "999999"))
    turns = await store.perform(lambda t: t.history(owner, where[0], ENDLESS))
    undone = await conversation.draft(owner, where[0])
    first = decoded(turns[-1].state).draft
    went = turns[0].repeats != turns[1].repeats if len(turns) > 1 else False
    if went:
        await conversation.handle(owner, "redo", Commanded("redo"))
    after = await conversation.draft(owner, where[0])
    faults = [] if undone in (first, before) else [f"{owner} cannot be undone to the first turn"]
    return faults + ([] if after == before else [f"{owner}'s undo cannot be taken back"])
