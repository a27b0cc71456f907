"""The terminal's talks through an emulator of Telegram that nobody here wrote."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.outline import outlines
from tests.bot_api.adapter import MODES, answered, said, settled, working
from tests.bot_api.program import free_port
from tests.driving_telegram import run_telegram
from tests.emulators.node import INSTALLED, Emulator
from tests.golden import golden, talk

pytestmark = pytest.mark.skipif(not INSTALLED, reason="telegram-test-api is not here; make emulators gets it")


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    emulator = Emulator(free_port())
    yield emulator
    emulator.stop()
    assert emulator.violations == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("genre", list(outlines()))
async def test_a_whole_talk_is_the_same_as_through_our_own_server(
    genre: str, mode: str, emulator: Emulator, tmp_path: Path
) -> None:
    async with working(emulator, tmp_path / "drafts.db", mode) as parts:
        await said(emulator, parts, 7, "/start", *talk(genre))
    emulator.read(7)
    texts, documents = await asyncio.to_thread(run_telegram, talk(genre), tmp_path / "ours.db")
    # Whether a word before a question comes as a message of its own is no matter of the talk.
    assert "\n\n".join(emulator.texts[7]) == "\n\n".join(texts)
    assert emulator.documents == documents
    assert [data.decode() for _, data in documents] == [golden(genre)]
    received = {"setWebhook"} if mode == "webhook" else {"getUpdates", "deleteWebhook"}
    assert emulator.methods >= received | {"getMe", "sendMessage"}


@pytest.mark.parametrize("mode", MODES)
async def test_a_press_on_a_button_is_an_answer_once(mode: str, emulator: Emulator, tmp_path: Path) -> None:
    async with working(emulator, tmp_path / "drafts.db", mode) as parts:
        await said(emulator, parts, 7, "/start")
        emulator.read(7)
        for number in (2, 3):
            emulator.press(7, "突出问题、思路措施")
            await answered(emulator, parts, number)
        await settled(emulator, parts)
    emulator.read(7)
    assert sum("好，写《抓基层党建工作述职报告》" in text for text in emulator.texts[7]) == 1
    assert "answerCallbackQuery" in emulator.methods
