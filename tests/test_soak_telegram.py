"""A few kills of the Telegram adapter, of which ``make soak`` has hundreds; and that losses are noticed."""

import sys

import pytest

from tests.bot_api.adapter import MODES
from tests.soak import telegram

TOLD = "您的单位叫什么？您以什么职务述职？您的姓名？"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork what is loaded already")
@pytest.mark.parametrize("mode", MODES)
def test_kills_of_the_adapter_lose_double_and_misplace_nothing(mode: str) -> None:
    heard = telegram.kills(3, 20251220, mode)
    assert heard.faults == []
    assert heard.kills == 3
    assert heard.confirmed
    assert heard.messages


@pytest.mark.parametrize(
    "messages",
    [
        ["您的单位叫什么？", "您以什么职务述职？", "您的姓名？"],
        ["您的单位叫什么？\n\n您以什么职务述职？", "您的姓名？"],
        ["您的单位叫什么？", "（重发）您的单位叫什么？", "您以什么职务述职？您的姓名？"],
        ["（重发）您的单位叫什么？\n您以什么职务述职？", "（重发）您以什么职务述职？", "您的姓名？"],
    ],
)
def test_messages_may_be_put_together_and_repeated_with_a_mark(messages: list[str]) -> None:
    assert telegram.heard_otherwise(7, TOLD, messages) == []


@pytest.mark.parametrize(
    "messages",
    [
        ["您的单位叫什么？", "您以什么职务述职？"],
        ["您的单位叫什么？", "您的姓名？", "您以什么职务述职？"],
        ["您的单位叫什么？", "您的单位叫什么？", "您以什么职务述职？", "您的姓名？"],
        ["您的单位叫什么？", "您以什么职务述职？您的姓名？您的姓名？"],
        ["您的单位叫什么？", "（重发）述职的是哪一年？", "您以什么职务述职？", "您的姓名？"],
    ],
)
def test_a_message_that_is_lost_misplaced_or_twice_without_a_mark_is_noticed(messages: list[str]) -> None:
    assert telegram.heard_otherwise(7, TOLD, messages) != []
