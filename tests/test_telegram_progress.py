"""What is being done is shown while it takes a while, and never in the way of anything."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.constants import ChatAction

from bot.adapters.telegram.pace import Pace, Rates
from bot.adapters.telegram.progress import MOST, TICK, Progress
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.rendering import File
from bot.store.transaction import Transaction
from tests.driving_telegram import OPEN, Server, Waiting, said, serving
from tests.telegram_fake import FakeTelegram, Person, refusal, too_many


class Ticks:
    """A clock of the test's own, which it lets tick."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    async def __call__(self, seconds: float) -> None:
        assert seconds == TICK
        self._waiting.append(asyncio.get_running_loop().create_future())
        await self._waiting[-1]

    async def tick(self, times: int = 1) -> None:
        for _ in range(times):
            await settled()
            for each in self._waiting:
                if not each.done():
                    each.set_result(None)
            self._waiting.clear()
            await settled()


async def settled() -> None:
    """Let everything go as far as it goes without the clock."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
async def progress(fake: FakeTelegram, ticks: Ticks, waiting: Waiting) -> AsyncIterator[Progress]:
    bot = bot_of(OPEN, fake, fake)
    await bot.initialize()
    progress = Progress(bot, Pace(waiting, waiting.clock, Rates()), ticks)
    yield progress
    progress.close()
    await settled()


def actions(fake: FakeTelegram) -> list[str]:
    return [call["action"] for call in fake.called("sendChatAction")]


async def test_what_is_done_in_a_moment_is_not_shown(
    progress: Progress, fake: FakeTelegram, ticks: Ticks
) -> None:
    for _ in range(3):
        with progress.shown(7, ChatAction.TYPING):
            await ticks.tick()
    await ticks.tick(9)
    assert fake.calls[1:] == []


async def test_an_action_is_renewed_every_four_seconds_until_the_work_is_done(
    progress: Progress, fake: FakeTelegram, ticks: Ticks
) -> None:
    with progress.shown(7, ChatAction.TYPING):
        shown = []
        for _ in range(10):
            await ticks.tick()
            shown.append(len(actions(fake)))
    await ticks.tick(9)
    assert shown == [0, 1, 1, 1, 1, 2, 2, 2, 2, 3]
    assert len(actions(fake)) == 3


async def test_a_file_is_announced_at_once(progress: Progress, fake: FakeTelegram, ticks: Ticks) -> None:
    with progress.told(7, ChatAction.UPLOAD_DOCUMENT):
        await settled()
        assert actions(fake) == ["upload_document"]
        await ticks.tick(4)
        assert actions(fake) == ["upload_document"] * 2


async def test_a_server_that_takes_no_actions_stops_nothing(
    progress: Progress, fake: FakeTelegram, ticks: Ticks
) -> None:
    fake.faults["sendChatAction", 7] += [refusal(404, "Not Found"), refusal(502, "Bad Gateway")]
    with progress.told(7, ChatAction.TYPING):
        await ticks.tick(12)
    assert len(actions(fake)) == 4


async def test_nothing_is_shown_where_telegram_asks_for_a_pause_and_other_chats_see_theirs(
    progress: Progress, fake: FakeTelegram, ticks: Ticks, waiting: Waiting
) -> None:
    fake.faults["sendChatAction", 7] += [too_many(9)]
    with progress.told(7, ChatAction.TYPING), progress.told(8, ChatAction.TYPING):
        await ticks.tick(12)
        assert [call["chat_id"] for call in fake.called("sendChatAction")].count(7) == 1
        assert len(actions(fake)) == 5
        waiting.now += 9
        await ticks.tick(4)
        assert [call["chat_id"] for call in fake.called("sendChatAction")].count(7) == 2


async def test_of_very_many_waiting_chats_a_few_are_shown_at_a_time(
    progress: Progress, fake: FakeTelegram, ticks: Ticks
) -> None:
    doing = [progress.shown(chat, ChatAction.TYPING) for chat in range(1, 2 * MOST + 1)]
    for each in doing:
        each.__enter__()
    await ticks.tick(2)
    await settled()
    assert len(actions(fake)) == MOST
    for each in doing:
        each.__exit__(None, None, None)


async def test_a_long_work_is_told_of_in_one_message_that_goes_along(
    progress: Progress, fake: FakeTelegram, ticks: Ticks, waiting: Waiting
) -> None:
    with progress.told(7, ChatAction.TYPING) as stages:
        stages.stage = "正在下载《台账.docx》……"
        await ticks.tick(2)
        assert fake.chats[7] == []
        await ticks.tick()
        (shown,) = fake.chats[7]
        assert shown.text == "正在下载《台账.docx》……"
        waiting.now += 1
        stages.stage = "正在读《台账.docx》……"
        await ticks.tick()
        assert shown.text == "正在读《台账.docx》……"
        stages.stage = "《台账.docx》读好了。"
    await settled()
    assert shown.text == "《台账.docx》读好了。"
    assert len(fake.called("sendMessage")) == 1
    assert len(fake.called("editMessageText")) == 2


async def test_a_short_work_leaves_no_message(progress: Progress, fake: FakeTelegram, ticks: Ticks) -> None:
    with progress.told(7, ChatAction.TYPING) as stages:
        stages.stage = "正在下载……"
        await ticks.tick(2)
        stages.stage = "读好了。"
    await ticks.tick(9)
    assert fake.chats[7] == []


async def test_stages_give_way_to_messages_that_matter(
    progress: Progress, fake: FakeTelegram, ticks: Ticks
) -> None:
    progress._pace.hold(7, 60)  # noqa: SLF001 - as after a 429
    with progress.told(7, ChatAction.TYPING) as stages:
        stages.stage = "正在下载……"
        await ticks.tick(9)
    assert fake.chats[7] == []


class Slow(Conversation):
    """A conversation whose turns take as long as the test likes."""

    gate: asyncio.Event

    async def handle(self, *given: object, **named: object) -> object:  # type: ignore[override]  # given on as they are
        await self.gate.wait()
        return await super().handle(*given, **named)  # type: ignore[arg-type]  # as above


class SlowFiles(Conversation):
    """A conversation whose files take as long."""

    gate: asyncio.Event

    async def files(self, *given: object) -> tuple[File, ...]:
        await self.gate.wait()
        return await super().files(*given)  # type: ignore[arg-type]  # as above


async def test_a_long_turn_shows_that_an_answer_is_being_written(
    tmp_path: Path, fake: FakeTelegram, ticks: Ticks
) -> None:
    Slow.gate = asyncio.Event()
    person = Person(fake)
    async with serving(tmp_path / "drafts.db", fake, make=Slow, tick=ticks) as server:
        person.say("/start")
        await server.polling.step()
        await served(server)
        await ticks.tick(2)
        assert actions(fake) == ["typing"]
        Slow.gate.set()
        await server.office.drain()
    assert len(person.messages) == 1


async def served(server: Server) -> None:
    """Wait until the command was looked at by whoever answers commands, and the turn is about to be taken."""
    await settled()  # whoever answers commands asks the store first
    await server.store.perform(_nothing)
    await settled()


def _nothing(_: Transaction) -> None:
    """Do nothing."""


async def test_a_file_that_takes_long_is_told_of_until_it_is_there(
    tmp_path: Path, fake: FakeTelegram, ticks: Ticks
) -> None:
    SlowFiles.gate = asyncio.Event()
    person = Person(fake)
    async with serving(tmp_path / "drafts.db", fake, make=SlowFiles, tick=ticks) as server:
        for line in ("/start", "2", "区委编办党支部", "党支部书记", "李明", "2025"):
            await said(server, person, line)
        person.say("/export txt")
        await server.polling.step()
        await server.office.reception.handling.drain()
        while actions(fake) != ["upload_document"]:
            await served(server)
        await ticks.tick(3)
        assert person.messages[-1] == "正在做文件，请稍等……"
        SlowFiles.gate.set()
        await server.office.drain()
        await settled()
    assert "文件发好了。" in person.messages
    assert len(person.documents) == 1


class Stuck(FakeTelegram):
    """A line over which documents come slowly."""

    gate: asyncio.Event

    async def do_request(self, url: str, method: str, *given: object, **named: object) -> tuple[int, bytes]:
        if method == "GET":
            await self.gate.wait()
        return await super().do_request(url, method, *given, **named)  # type: ignore[arg-type]  # as above


async def test_a_document_that_comes_slowly_is_told_of_until_it_is_read(tmp_path: Path, ticks: Ticks) -> None:
    fake = Stuck()
    fake.gate = asyncio.Event()
    fake.files["f1"] = "走访群众10户18人\n开展主题党日12次\n".encode()
    person = Person(fake)
    async with serving(tmp_path / "drafts.db", fake, tick=ticks) as server:
        for line in ("/start", "2"):
            await said(server, person, line)
        person.send(document={"file_id": "f1", "file_name": "台账.txt", "file_size": 50})
        await server.polling.step()
        await settled()
        await ticks.tick(3)
        assert person.messages[-1] == "正在下载《台账.txt》……"
        fake.gate.set()
        await server.office.drain()
        await settled()
        *_, told, question = person.messages
    assert told == "《台账.txt》读好了。"
    assert "《台账.txt》有 2 行" in question


async def test_what_is_for_show_goes_only_to_a_chat_that_has_had_nothing_for_a_while(
    waiting: Waiting,
) -> None:
    pace = Pace(waiting, waiting.clock, Rates())
    assert pace.spare(7)
    assert not pace.spare(7)
    waiting.now += 1
    assert pace.spare(7)
    await pace.turn(7)
    assert not pace.spare(7)
    assert waiting.slept == []


async def test_pictures_that_leave_together_count_one_by_one(waiting: Waiting) -> None:
    pace = Pace(waiting, waiting.clock, Rates())
    await pace.turn(7)
    pace.more(7, 9)
    await pace.turn(7)
    assert sum(waiting.slept) == 8  # ten left, and after that pause three would have been free at once


async def test_pictures_that_leave_together_count_for_all_chats(waiting: Waiting) -> None:
    pace = Pace(waiting, waiting.clock, Rates())
    await pace.turn(7)
    pace.more(7, 9)
    await pace.turn(8)
    assert waiting.slept == [pytest.approx(6 / 25)]  # ten left where five may leave at once
