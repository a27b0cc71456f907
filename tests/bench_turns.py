"""Turns: updates a second with the whole engine and every one durable, against other libraries' bare echoes.

The network is a stub in the process, the same for all: an update comes in as bytes of JSON, and what is sent
goes out as parameters that the stub answers with a message. The echoes keep nothing. ``turns`` are those of
the conversation: read, applied, stored and marked as sent; ``office`` is the whole adapter: kept before they
are confirmed, applied, and each reply sent and marked before and after. All run in turns, since other work on
the machine slows each of them; the medians of the rounds' ratios are printed, and between what half of them
lie.
"""

import asyncio
import gc
import json
import os
import random
import re
import statistics
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from importlib import import_module
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import msgspec
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest, RequestData

from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.office import Office
from bot.adapters.telegram.pace import Pace as Courtesy
from bot.adapters.telegram.parts import Parts
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.updates import Talk, incoming_of
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.engine import advance
from bot.events import Event, Opened
from bot.state import State
from bot.store.store import Store
from bot.store.transaction import Transaction
from tests.driving_telegram import FREE
from tests.golden import talk
from tests.soak.fuzz import resident

TOKEN = "1:stub"  # noqa: S105 - opens nothing
CHATS = 16
ROUNDS = 7
ECHOED = 600
OPEN_CHATS = 1000
OPEN_UPDATES = 2000
LOAD = 0.5
"""Of the rate that is reached at most."""

MANY = int(os.environ.get("BENCH_UPDATES", "5000"))
"""For the memory: a million take an hour."""

WARM = 0.2
SHORTEST = 9
"""Lines that are shorter answer a question and stay; in longer ones each chat has figures of its own."""


def main() -> None:
    """Print every measure."""
    asyncio.run(_main())


async def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "drafts.db")
        conversation = Conversation(Desk(), store)
        office = _office(conversation, store)
        await _turns(conversation, "warm", 4)
        await _through_the_office(office, 0)
        gc.collect()
        gc.freeze()  # as the program does once it has loaded: for all that runs here
        most = await _against_echoes(conversation, office)
        await _memory(conversation)
        await store.close()
    by_itself = get_context("spawn").Process(target=open_load, args=(most * LOAD,))
    by_itself.start()  # as the program is: other libraries' objects make looking for garbage slow
    by_itself.join()


class Pace(NamedTuple):
    """Updates a second, by the clock and by the time of processors, which other work stretches least."""

    rate: float
    work: float


@contextmanager
def _timed(number: int, paces: list[Pace]) -> Iterator[None]:
    """Time so many updates."""
    gc.collect()
    worked, began = process_time(), perf_counter()
    yield
    paces.append(Pace(number / (perf_counter() - began), number / (process_time() - worked)))


async def _against_echoes(conversation: Conversation, office: Office) -> float:
    """Print our rates, and their ratios to the echoes of the same round; give the rate of turns."""
    aiogram, paces = _aiogram_echo(), defaultdict[str, list[Pace]](list)
    async with _ptb() as application:
        for number in range(ROUNDS):
            with _timed(CHATS * len(updates("")), paces["turns"]):
                await _turns(conversation, f"r{number}", CHATS)
            with _timed(CHATS * len(updates("")), paces["office"]):
                await _through_the_office(office, 1 + number)
            with _timed(ECHOED, paces["python-telegram-bot's_echo"]):
                await _echoed(partial(_ptb_echo, application))
            if aiogram:
                with _timed(ECHOED, paces["aiogram's_echo"]):
                    await _echoed(aiogram)
    ours = {name: paces.pop(name) for name in ("turns", "office")}
    for name, mine in ours.items():
        print(f"{name} {statistics.median(each.rate for each in mine):.0f} updates/s")
        for other, theirs in paces.items():
            _compared(name, mine, other, theirs)
    if not aiogram:
        print("turns left_out x aiogram's_echo (aiogram is not installed)")
    return statistics.median(each.rate for each in ours["turns"])


def _compared(name: str, mine: list[Pace], other: str, theirs: list[Pace]) -> None:
    """Print the median of the rounds' ratios, and between which the middle half of them lies."""
    for what, ratios in (
        (other, [one.rate / another.rate for one, another in zip(mine, theirs, strict=True)]),
        (
            f"{other}_in_processor_time",
            [one.work / another.work for one, another in zip(mine, theirs, strict=True)],
        ),
    ):
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(f"{name} {middle:.3f} x {what} ({low:.3f} to {high:.3f})")


async def _turns(conversation: Conversation, name: str, chats: int) -> None:
    """Hold a talk in so many chats at once, each update read, applied and stored, its replies marked."""
    talks = {f"{name}-{chat}": updates(f"{name}-{chat}") for chat in range(chats)}

    async def talk(owner: str, raws: tuple[bytes, ...]) -> None:
        for place, raw in enumerate(raws):
            replies = await conversation.handle(owner, str(place), _event(raw))
            await conversation.sent(owner, *(each.id for each in replies))

    await asyncio.gather(*(talk(owner, raws) for owner, raws in talks.items()))


def _office(conversation: Conversation, store: Store) -> Office:
    """Give the whole adapter, which keeps updates, applies them and sends, over the stub network."""
    settings = Settings(TOKEN, access="open", metrics=None)
    bot = bot_of(settings, Stub(), Stub())
    pace = Courtesy(asyncio.sleep, rates=FREE)
    return Office(Parts(bot, conversation, store, settings, asyncio.sleep, pace, Gauges()), "stub_bot")


async def _through_the_office(office: Office, round_: int) -> None:
    """Hold a talk in each chat of a round, from the bytes of what getUpdates gives to the last mark.

    No chat is in two rounds: an update that is known already is soon done.
    """
    users = range(1 + round_ * CHATS, 1 + (round_ + 1) * CHATS)
    talks = [updates(f"office-{user}", user) for user in users]
    for said in zip(*talks, strict=True):
        raws = msgspec.json.decode(b"[" + b",".join(said) + b"]")
        await office.reception.take(raws)
        await office.drain()


def open_load(rate: float) -> None:
    """Print how long updates take that come at a rate, in a process that does nothing else."""
    asyncio.run(_by_itself(rate))


async def _by_itself(rate: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "drafts.db")
        conversation = Conversation(Desk(), store)
        await _turns(conversation, "warm", 4)
        gc.collect()
        gc.freeze()
        await _open_load(conversation, store, rate)
        await store.close()


async def _open_load(conversation: Conversation, store: Store, rate: float) -> None:
    """Have updates come at a rate, whatever becomes of them, to chats in the middle of their talks."""
    chance = random.Random(1)  # noqa: S311 - an order
    talks = {f"open-{chat}": updates(f"open-{chat}") for chat in range(OPEN_CHATS)}
    places = await _begun(store, talks, chance)
    locks = {owner: asyncio.Lock() for owner in talks}
    taken: list[float] = []

    async def come(owner: str, due: float) -> None:
        async with locks[owner]:
            place, places[owner] = places[owner], places[owner] + 1
            await conversation.handle(owner, f"o{place}", _event(talks[owner][place % len(talks[owner])]))
        taken.append(perf_counter() - due)

    began, coming = perf_counter(), list[asyncio.Task[None]]()
    for number in range(OPEN_UPDATES):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - perf_counter()))
        coming.append(asyncio.create_task(come(chance.choice(tuple(talks)), due)))
    await asyncio.gather(*coming)
    *_, p99 = statistics.quantiles(taken, n=100)
    print(f"turns_open_load {rate:.0f} updates/s_from_{OPEN_CHATS}_chats")
    print(f"turns_open_p50 {statistics.median(taken) * 1000:.1f} ms")
    print(f"turns_open_p99 {p99 * 1000:.1f} ms")


async def _begun(store: Store, talks: dict[str, tuple[bytes, ...]], chance: random.Random) -> dict[str, int]:
    """Put each chat somewhere into its talk; give where."""
    state, states = State(), [State()]
    for raw in next(iter(talks.values())):
        state, _ = advance(Desk(), state, _event(raw))
        states.append(state)
    places = {owner: chance.randrange(len(states) - 1) for owner in talks}

    def work(transaction: Transaction) -> None:
        for owner, place in places.items():
            kept, event = msgspec.json.encode(states[place]), msgspec.json.encode(Opened())
            session = transaction.create(owner).id
            transaction.append(owner, session, key="begun", parent=None, event=event, state=kept, replies=())

    await store.perform(work)
    return places


async def _memory(conversation: Conversation) -> None:
    """Print what the memory grows to, after the first fifth of many updates."""
    done, first, number = 0, 0, count()
    while done < MANY:
        name = f"memory-{next(number)}"
        await _turns(conversation, name, CHATS)
        done += CHATS * len(updates(name))
        first = first or (resident() if done >= MANY * WARM else 0)
    print(f"turns_memory {resident() / first:.3f} x_that_after_{WARM:.0%}_of_{done}_updates")


def _event(raw: bytes) -> Event:
    incoming = incoming_of(msgspec.json.decode(raw), "stub_bot")
    if not isinstance(incoming, Talk):
        raise TypeError(incoming)
    return incoming.event


def updates(owner: str, user: int = 7) -> tuple[bytes, ...]:
    """Give the updates of a user's talk as they come over the wire."""
    chance, numbers = random.Random(owner), count(user * 1000)  # noqa: S311 - figures for a talk
    lines = talk("party_building")
    return tuple(update(next(numbers), _varied(line, chance), user) for line in lines)


def _varied(line: str, chance: random.Random) -> str:
    """Give the line with other figures, so that nothing worked out for another chat serves for this one."""
    if len(line) < SHORTEST or line.startswith(("/", "2")):
        return line
    return re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), line)


def update(number: int, text: str, user: int = 7) -> bytes:
    """Write an update as Telegram does; nobody writes faster than one message in ten seconds."""
    sender = {"id": user, "is_bot": False, "first_name": "李明", "language_code": "zh-hans"}
    chat = {"id": user, "first_name": "李明", "type": "private"}
    date = 1766200000 + number * 10
    message = {"message_id": number, "from": sender, "chat": chat, "date": date, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


class Stub(BaseRequest):
    """Answers every call at once with a message of the text that was sent."""

    read_timeout = None

    async def initialize(self) -> None:
        """Have nothing to set up."""

    async def shutdown(self) -> None:
        """Have nothing to take down."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        """Answer."""
        if url.endswith("getMe") or method == "GET":
            bot = {"id": 1, "is_bot": True, "first_name": "述职", "username": "stub_bot"}
            return 200, json.dumps({"ok": True, "result": bot}).encode()
        parameters = request_data.json_parameters if request_data else {}
        return 200, answer(parameters.get("text", ""))


def answer(text: str) -> bytes:
    """Write the answer to a message sent."""
    sender = {"id": 1, "is_bot": True, "first_name": "述职", "username": "stub_bot"}
    chat = {"id": 7, "first_name": "李明", "type": "private"}
    message = {"message_id": 1, "from": sender, "chat": chat, "date": 1766200000, "text": text}
    return json.dumps({"ok": True, "result": message}).encode()


async def _echoed(echo: Callable[[bytes], Awaitable[None]]) -> None:
    for number in range(ECHOED):
        await echo(update(number, "开展主题党日12次，参加336人次"))


@asynccontextmanager
async def _ptb() -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    stub = Stub()
    application = (
        Application.builder().token(TOKEN).request(stub).get_updates_request(stub).updater(None).build()
    )

    async def echo(incoming: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if incoming.effective_message and incoming.effective_message.text:
            await incoming.effective_message.reply_text(incoming.effective_message.text)

    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        yield application


async def _ptb_echo(application: Application[Any, Any, Any, Any, Any, Any], raw: bytes) -> None:
    await application.process_update(Update.de_json(json.loads(raw), application.bot))


def _aiogram_echo() -> Callable[[bytes], Awaitable[None]] | None:
    """Give aiogram's echo, if aiogram is installed."""
    try:
        aiogram, sessions = import_module("aiogram"), import_module("aiogram.client.session.base")
    except ImportError:
        return None

    class Session(sessions.BaseSession):  # type: ignore[misc,name-defined]  # known only where it is installed
        async def close(self) -> None: ...

        async def stream_content(self, *_: Any, **__: Any) -> AsyncIterator[bytes]:  # noqa: ANN401 - nothing is fetched
            yield b""

        async def make_request(self, bot: Any, method: Any, timeout: Any = None) -> Any:  # noqa: ANN401, ARG002, ASYNC109 - its shape is theirs
            values = method.model_dump(warnings=False)
            sent = {name: self.prepare_value(value, bot=bot, files={}) for name, value in values.items()}
            answered = answer(sent["text"]).decode()
            return self.check_response(bot=bot, method=method, status_code=200, content=answered).result

    bot, dispatcher = (
        aiogram.Bot("1:stubstubstubstubstubstubstubstubstub", session=Session()),
        aiogram.Dispatcher(),
    )

    async def echo(message: Any) -> None:  # noqa: ANN401 - as above
        await message.answer(message.text)

    dispatcher.message.register(echo, aiogram.F.text)

    async def feed(raw: bytes) -> None:
        await dispatcher.feed_raw_update(bot, json.loads(raw))

    return feed


if __name__ == "__main__":
    main()
