"""What all tests share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.conversation import Conversation
from bot.desk import Desk
from bot.store.store import Store
from tests import oracle
from tests.bot_api.server import BotApi
from tests.driving_conversation import Talk
from tests.driving_telegram import Server, serving
from tests.telegram_fake import FakeTelegram, Person

settings.register_profile("fast", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=20_000)
settings.load_profile("fast")


@pytest.fixture(autouse=True)
def every_call_is_one_that_telegram_takes() -> Iterator[None]:
    """Fail a test that had the bot make a call that the judge refuses."""
    oracle.objections.clear()
    yield
    assert oracle.objections == []


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new database."""
    opened = await Store.open(tmp_path / "drafts.db")
    yield opened
    await opened.close()


@pytest.fixture
def talk(store: Store) -> Talk:
    """A talk that has not begun."""
    return Talk(Conversation(Desk(), store))


@pytest.fixture
def fake() -> FakeTelegram:
    """Telegram's side, in this process."""
    return FakeTelegram()


@pytest.fixture
def person(fake: FakeTelegram) -> Person:
    """The person of the chat 7."""
    return Person(fake)


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[Server]:
    """The adapter at work for everybody, over a new database."""
    async with serving(tmp_path / "drafts.db", fake) as server:
        yield server


@pytest.fixture
def api() -> Iterator[BotApi]:
    """Telegram's side over HTTP."""
    api = BotApi()
    yield api
    api.stop()
    assert api.violations == []
