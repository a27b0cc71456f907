"""What all tests share."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import oracle
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
def fake() -> FakeTelegram:
    """Telegram's side, in this process."""
    return FakeTelegram()


@pytest.fixture
def person(fake: FakeTelegram) -> Person:
    """The person of the chat 7."""
    return Person(fake)
