"""Fuzzing: many owners' hostile events, one at a time through the engine, together through the store.

Through the Telegram adapter go hostile updates: see ``adapter``.
"""

import asyncio
import os
import random
import resource
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import msgspec
from msgspec.structs import replace

from bot.conversation import Conversation
from bot.desk import Desk
from bot.effects import Export, Redo, StartNew, Undo
from bot.engine import advance, ask
from bot.events import Event
from bot.export.formats import FORMATS, pages, render
from bot.export.naming import ExportError
from bot.rendering import rendered
from bot.replies import Attachment, Question, Reply
from bot.state import State
from bot.store.store import Store
from bot.turns.events import printable
from bot.turns.place import decoded
from tests.papers import REPORT, block
from tests.soak.adapter import through_adapter
from tests.soak.hostile import OWNERS, foreign, hostile
from tests.soak.kill import turns_of
from tests.soak.tally import Tally

DESK = Desk()
DECODED_EVERY = 4
RENDERED_EVERY = 3
"""Of the files asked for, those that are written and read: writing takes ten times as long as a turn."""

SLOW = 1.0
"""Seconds from which on an event is told of; nothing fails by it."""

LONGEST_TALK = 60
WARM, WARM_EVENTS = 0.2, 20_000
"""How much of a run, and how many events at least, come before its memory is measured for the first time."""

ONE_IN = 20
"""Of the events of a run, those that go through the store, and as many through the Telegram adapter."""


def check(tally: Tally, number: int, holds: bool, what: str) -> None:  # noqa: FBT001 - it is the thing checked
    """Note a fault where something does not hold."""
    if not holds:
        tally.blame(number, what)


def through_engine(count: int, seed: int) -> Tally:
    """Run so many events of interleaved owners through the engine alone."""
    chance, tally = random.Random(seed), Tally(seed)  # noqa: S311 - reproducible, not secret
    talks = [_Talk() for _ in range(OWNERS)]

    def turn(number: int) -> None:
        owner = chance.randrange(OWNERS)
        if len(talks[owner].states) > LONGEST_TALK:
            talks[owner] = _Talk([State(revision=talks[owner].states[-1].revision)])
        _turn(tally, number, chance, owner, talks[owner])

    if count > WARM_EVENTS:
        _load()
    measured(tally, count, turn)
    return tally


def measured(tally: Tally, count: int, turn: Callable[[int], None]) -> None:
    """Take so many turns by number, and measure the memory held after the first fifth and at the end."""
    began, warm = perf_counter(), max(int(count * WARM), WARM_EVENTS)
    for number in range(count):
        turn(number)
        if number == warm:
            tally.resident = (resident(), 0)
    tally.events, tally.seconds = count, perf_counter() - began
    if tally.resident[0]:
        tally.resident = (tally.resident[0], resident())


def _load() -> None:
    """Have loaded what is loaded once, with the first file of a format: else a run may end with that alone.

    The fonts of a PDF are 130 MB, and of 30,000 events one asks for a PDF.
    """
    pages(REPORT)
    for each in FORMATS:
        render(REPORT, each)
    with suppress(ExportError):  # what fonts can draw is read where the first of them cannot
        render(replace(REPORT, blocks=(*REPORT.blocks, block("paragraph", "\ue000"))), "pdf")


@dataclass
class _Talk:
    """The states that a talk has been through, and what is asked in the last, where that is known."""

    states: list[State] = field(default_factory=lambda: [State()])
    asked: Question | None = None


def _turn(tally: Tally, number: int, chance: random.Random, owner: int, talk: _Talk) -> None:
    before, began, event = talk.states[-1], perf_counter(), None
    try:
        event = hostile(chance, owner, talk.asked or ask(DESK, before))
        began = perf_counter()
        state, effects = advance(DESK, before, printable(event))
        question = ask(DESK, state)
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        tally.blame(number, f"{short(event)}\n{traceback.format_exc(limit=-6)}")
        return
    taken = perf_counter() - began
    if taken > SLOW:
        tally.slow.append((taken, short(event)))
    check(
        tally, number, state.revision == before.revision + 1 == question.revision, "the revision did not grow"
    )
    check(tally, number, bool(question.text), "nothing is asked")
    told = msgspec.json.encode((effects, question)).decode()
    check(tally, number, not foreign(told, owner), "another owner's words are told")
    if number % DECODED_EVERY == 0:
        kept = msgspec.json.encode(state)
        check(tally, number, decoded(kept) == state, "the state is another when read again")
        check(tally, number, not foreign(kept.decode(), owner), "another owner's words are kept")
    talk.asked = question
    for effect in effects:
        match effect:
            case Export(format_, final, appendices) if chance.randrange(RENDERED_EVERY) == 0:
                _render(tally, number, owner, state, Attachment(format_, final, appendices))
            case StartNew(draft):
                state, talk.asked = State(draft, revision=state.revision), None
            case Undo() | Redo():
                gone_back = chance.choice(talk.states)
                state, talk.asked = replace(gone_back, revision=state.revision), None
    talk.states.append(state)


def _render(tally: Tally, number: int, owner: int, state: State, attachment: Attachment) -> None:
    """Write what is asked for, and the same as plain text, which shows whose words it holds."""
    try:
        rendered(DESK, state.draft, attachment)
        text = rendered(DESK, state.draft, Attachment("txt", appendices=attachment.appendices))
    except ExportError:  # a sentence for the user: of characters that no font here has, for one
        return
    except Exception:  # noqa: BLE001 - as above
        tally.blame(number, f"{attachment}\n{traceback.format_exc(limit=-6)}")
        return
    tally.files += 1
    told = text.name + text.data.decode()
    check(tally, number, not foreign(told, owner), "another owner's words are in a file")


def through_store(count: int, seed: int) -> Tally:
    """Run so many events through a store, those of all owners at once, each owner's in order."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_through_store(Path(folder) / "drafts.db", count, seed))


async def _through_store(path: Path, count: int, seed: int) -> Tally:
    tally, began = Tally(seed), perf_counter()
    store = await Store.open(path)
    conversation = Conversation(DESK, store)
    each = -(-count // OWNERS)
    await asyncio.gather(*(_talk(tally, conversation, owner, each) for owner in range(OWNERS)))
    tally.seconds = perf_counter() - began
    for owner in range(OWNERS):
        await _look_back(tally, store, owner)
    await store.close()
    return tally


async def _talk(tally: Tally, conversation: Conversation, owner: int, count: int) -> None:
    chance, asked = random.Random(f"{tally.seed}-{owner}"), Question("")  # noqa: S311 - as above
    name = f"o{owner}"
    for number in range(count):
        event, tally.events = hostile(chance, owner, asked), tally.events + 1
        try:
            for _ in range(chance.choice((1, 1, 1, 2))):  # some are delivered again
                await conversation.handle(name, f"k{number}", event)
            unsent = await conversation.unsent(name)
        except Exception:  # noqa: BLE001 - as above
            tally.blame(number, f"owner {owner} {short(event)}\n{traceback.format_exc(limit=-6)}")
            continue
        replies = [each.reply for each in unsent]
        asked = _asked(tally, number, owner, replies) or asked
        for each in unsent:
            if isinstance(each.reply, Attachment) and chance.randrange(RENDERED_EVERY) == 0:
                file = await conversation.file(name, each, replace(each.reply, format="txt"))
                tally.files += 1
                check(tally, number, file is not None, "the file is not there")
                told = file.name + file.data.decode() if file else ""
                check(tally, number, not foreign(told, owner), "another owner's words are in a file")
        await conversation.sent(name, *(each.id for each in unsent))


def _asked(tally: Tally, number: int, owner: int, replies: list[Reply]) -> Question | None:
    questions = [reply for reply in replies if isinstance(reply, Question)]
    told = msgspec.json.encode(replies).decode()
    check(tally, number, not foreign(told, owner), "another owner's words are told")
    check(
        tally,
        number,
        len(questions) == 1 and replies[-1:] == questions,
        "not exactly one question, at the end",
    )
    return questions[-1] if questions else None


async def _look_back(tally: Tally, store: Store, owner: int) -> None:
    """See that everything kept can be read, is the owner's own, and stands in order."""
    name, last = f"o{owner}", -1
    for turn in await store.perform(partial(turns_of, owner=name)):
        kept, revision = (turn.event + turn.state).decode(), decoded(turn.state).revision
        check(tally, turn.number, not foreign(kept, owner), f"another owner's words are kept for {name}")
        if "/" not in turn.key:  # renaming another draft is a turn of that one's own
            check(tally, turn.number, revision > last, f"the revision of {name} did not grow")
            last = revision


def short(event: Event | None) -> str:
    """Show an event, but not all of a long one."""
    told = repr(event)
    return told if len(told) <= 300 else f"{told[:200]}…{told[-60:]} ({len(told)})"


def resident() -> int:
    """Give the bytes of memory that this process holds now; the most it ever held where that is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")


def soak(count: int, seed: int) -> list[Tally]:
    """Run so many events, most through the engine alone, on all processors; the longest runs come first.

    Runs of different seeds add up to one of all their events.
    """
    processes = os.cpu_count() or 1
    few = count // ONE_IN
    shares: dict[Callable[[int, int], Tally], int] = {
        through_engine: count - 2 * few,
        through_adapter: few,
        through_store: few,
    }
    runs = [(run, share // processes + 1) for run, share in shares.items() for _ in range(processes)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        futures = [pool.submit(run, each, seed + place) for place, (run, each) in enumerate(runs)]
        return [future.result() for future in futures]
