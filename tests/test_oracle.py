"""Calls that Telegram would refuse are refused by the tests, and those that it takes are not."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import oracle
from tests.oracle.calls import faults, judge

Params = dict[str, Any]

TEXT: Params = {"chat_id": 7, "text": "您好"}
FILE: Params = {"chat_id": 7, "document": ("述职报告.docx", b"PK")}
COMMAND: Params = {"command": "help", "description": "怎么用"}
ARTICLE: Params = {
    "type": "article",
    "id": "1",
    "title": "意识形态",
    "input_message_content": {"message_text": "压实意识形态工作责任"},
}
ALBUM: Params = {
    "chat_id": 7,
    "media": [{"type": "photo", "media": f"attach://p{number}"} for number in range(2)],
    "p0": ("1.png", b"PNG"),
    "p1": ("2.png", b"PNG"),
}
WEBHOOK: Params = {"url": "https://bot.example/hook", "secret_token": "0123456789abcdef"}
QUERY: Params = {"inline_query_id": "1", "results": [ARTICLE]}


def buttons(*row: Params) -> Params:
    return {**TEXT, "reply_markup": {"inline_keyboard": [list(row)]}}


GOOD: tuple[tuple[str, Params], ...] = (
    ("getMe", {}),
    ("getUpdates", {"offset": 5, "timeout": 50, "allowed_updates": ["message", "inline_query"]}),
    ("sendMessage", TEXT),
    ("sendMessage", {**TEXT, "text": "𠮷" * 2048}),
    ("sendMessage", {**TEXT, "text": "1 < 2 & <b>"}),
    ("sendMessage", {**TEXT, "text": "<b>" + "字" * 4096 + "</b>", "parse_mode": "HTML"}),
    ("sendMessage", {**TEXT, "text": "<blockquote expandable>甲&lt;乙</blockquote>", "parse_mode": "HTML"}),
    ("sendMessage", {**TEXT, "entities": [{"type": "bold", "offset": 0, "length": 2}]}),
    ("sendMessage", {**TEXT, "reply_parameters": {"message_id": 5}}),
    ("sendMessage", buttons({"text": "好", "callback_data": "v1:5:party_building"})),
    ("sendMessage", buttons({"text": "复制", "copy_text": {"text": "字" * 256}})),
    ("sendMessage", buttons({"text": "去", "url": "https://t.me/shuzhi_bot?start=review-K7QM"})),
    ("sendDocument", FILE),
    ("sendDocument", {**FILE, "caption": "（重发）"}),
    ("sendMediaGroup", ALBUM),
    ("setMyCommands", {"commands": [COMMAND], "scope": {"type": "chat", "chat_id": 7}}),
    ("setWebhook", {**WEBHOOK, "max_connections": 1}),
    ("answerInlineQuery", {**QUERY, "cache_time": 0, "is_personal": True}),
    ("answerCallbackQuery", {"callback_query_id": "1"}),
    ("sendChatAction", {"chat_id": 7, "action": "typing"}),
    ("editMessageText", {**TEXT, "message_id": 5}),
    ("sendRichMessage", {"chat_id": 7, "rich_message": {"markdown": "# 述职报告"}}),
)

BAD: tuple[tuple[str, Params, str], ...] = (
    ("sendMesage", TEXT, "no such method"),
    ("sendMessage", {"chat_id": 7}, "text: Field required"),
    ("sendMessage", {"text": "您好"}, "chat_id: Field required"),
    ("sendMessage", {**TEXT, "chat_id": [7]}, "chat_id"),
    ("sendMessage", {**TEXT, "text": 5}, "text: Input should be a valid string"),
    ("sendMessage", {**TEXT, "colour": "red"}, "SendMessage has no ['colour']"),
    ("sendMessage", {**TEXT, "text": " \n"}, "text is blank"),
    ("sendMessage", {**TEXT, "text": "𠮷" * 2049}, "text is longer than 4096"),
    ("sendMessage", {**TEXT, "text": "\ud800"}, "half a character"),
    ("sendMessage", {**TEXT, "text": "<b>甲", "parse_mode": "HTML"}, "<b> stays open"),
    ("sendMessage", {**TEXT, "text": "<b>甲</i>", "parse_mode": "HTML"}, "</i> closes what is not open"),
    ("sendMessage", {**TEXT, "text": "<p>甲</p>", "parse_mode": "HTML"}, "<p> is no tag of Telegram's"),
    ("sendMessage", {**TEXT, "text": "1 < 2", "parse_mode": "HTML"}, "a < is not escaped"),
    ("sendMessage", {**TEXT, "text": "甲&乙", "parse_mode": "HTML"}, "an & is not escaped"),
    ("sendMessage", {**TEXT, "text": "甲<br/>", "parse_mode": "HTML"}, "<br/> closes itself"),
    ("sendMessage", {**TEXT, "text": "<a name='x'>甲</a>", "parse_mode": "HTML"}, "<a> has no ['name']"),
    ("sendMessage", {**TEXT, "parse_mode": "MarkdownV2"}, "nothing here can tell"),
    ("sendMessage", {**TEXT, "entities": [{"type": "bold", "offset": 1, "length": 2}]}, "outside"),
    ("sendMessage", {**TEXT, "reply_parameters": {"message": 5}}, "ReplyParameters has no ['message']"),
    ("sendMessage", buttons({"text": "好", "callback_data": "意" * 22}), "not of 1 to 64 bytes"),
    ("sendMessage", buttons({"text": "好", "callback_data": ""}), "not of 1 to 64 bytes"),
    ("sendMessage", buttons({"text": "好"}), "instead of one thing"),
    ("sendMessage", buttons({"text": "好", "callback_data": "1", "url": "https://t.me"}), "one thing"),
    ("sendMessage", buttons({"text": " ", "callback_data": "1"}), "no label"),
    ("sendMessage", buttons({"text": "好", "calback_data": "1"}), "InlineKeyboardButton has no"),
    ("sendMessage", buttons({"text": "复制", "copy_text": {"text": "字" * 257}}), "copy_text"),
    ("sendMessage", buttons({"text": "复制", "copy_text": "字"}), "inline_keyboard"),
    ("sendMessage", buttons({"text": "去", "url": "shuzhi"}), "url is no link"),
    (
        "sendMessage",
        buttons({"text": "去", "url": "https://t.me/x_bot?start=党建"}),
        "payload of a deep link",
    ),
    ("sendMessage", buttons({"text": "查", "switch_inline_query": "字" * 257}), "longer than 256"),
    ("sendMessage", buttons(*({"text": "好", "callback_data": "1"},) * 9), "1 to 8 buttons"),
    ("sendDocument", {"chat_id": 7}, "document: Field required"),
    ("sendDocument", {**FILE, "document": ("../a.docx", b"PK")}, "no name of a file"),
    ("sendDocument", {**FILE, "document": ("甲" * 90, b"PK")}, "longer than 255 bytes"),
    ("sendDocument", {**FILE, "document": ("甲.docx", b"")}, "a file is empty"),
    ("sendDocument", {**FILE, "caption": "字" * 1025}, "caption is longer than 1024"),
    ("sendMediaGroup", {**ALBUM, "p2": ("3.png", b"PNG")}, "SendMediaGroup has no ['p2']"),
    ("sendMediaGroup", {**ALBUM, "p1": ("2.png", b"")}, "a file is empty"),
    ("sendMediaGroup", {**ALBUM, "media": ALBUM["media"][:1]}, "not of 2 to 10"),
    ("sendMediaGroup", {key: ALBUM[key] for key in ("chat_id", "media", "p0")}, "attach://p1 is not there"),
    ("setMyCommands", {"commands": [{**COMMAND, "command": "帮助"}]}, "no command's name"),
    ("setMyCommands", {"commands": [{**COMMAND, "description": ""}]}, "not described"),
    ("setMyCommands", {"commands": [COMMAND, COMMAND]}, "twice"),
    ("setMyCommands", {"commands": [{**COMMAND, "command": f"c{n}"} for n in range(101)]}, "more than 100"),
    ("setMyCommands", {"commands": [COMMAND], "scope": {"type": "chat"}}, "scope"),
    ("setWebhook", {**WEBHOOK, "secret_token": "暗号"}, "secret_token"),
    ("setWebhook", {**WEBHOOK, "allowed_updates": ["messages"]}, "no kind of update"),
    ("answerInlineQuery", {**QUERY, "results": [ARTICLE, ARTICLE]}, "the same id"),
    ("answerInlineQuery", {**QUERY, "results": [{**ARTICLE, "id": "意" * 22}]}, "1 to 64 bytes"),
    ("answerInlineQuery", {**QUERY, "results": [{**ARTICLE, "id": f"{n}"} for n in range(51)]}, "50 results"),
    ("answerInlineQuery", {**QUERY, "results": [{"type": "article", "id": "1"}]}, "Field required"),
    (
        "answerInlineQuery",
        {**QUERY, "results": [{**ARTICLE, "input_message_content": {"message_text": "字" * 4097}}]},
        "message_text is longer than 4096",
    ),
    ("answerInlineQuery", {**QUERY, "button": {"text": "私聊", "start_parameter": "党"}}, "start_parameter"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "字" * 201}, "text is longer than 200"),
    ("sendChatAction", {"chat_id": 7, "action": "thinking"}, "no action"),
    ("editMessageText", TEXT, "not told which message"),
    ("sendRichMessage", {"chat_id": 7, "rich_message": {}}, "not told in one way"),
    ("sendMessageDraft", {**TEXT, "draft_id": 0}, "draft_id is 0"),
)


@pytest.mark.parametrize(("method", "params"), GOOD)
def test_a_call_that_telegram_takes_is_taken(method: str, params: Params) -> None:
    assert faults(method, params) == []


@pytest.mark.parametrize(("method", "params", "rule"), BAD)
def test_a_damaged_call_is_refused_for_what_is_wrong_with_it(method: str, params: Params, rule: str) -> None:
    assert any(rule in fault for fault in faults(method, params)), faults(method, params)


@given(st.sampled_from([each for each in GOOD if each[1]]), st.data())
def test_a_call_with_a_field_that_nobody_knows_is_refused(
    good: tuple[str, Params], data: st.DataObject
) -> None:
    method, params = good
    assert faults(method, with_unknown(params, data)) != []


def with_unknown(params: Params, data: st.DataObject) -> Params:
    """Put a field that nobody knows into a call, or into some object within it."""
    inner = [key for key, value in params.items() if isinstance(value, dict)]
    key = data.draw(st.sampled_from(["", *inner]))
    return {**params, key: with_unknown(params[key], data)} if key else {**params, "未知": 1}


@pytest.fixture
def excused() -> Iterator[None]:
    """Let a test make bad calls on purpose."""
    yield
    oracle.objections.clear()


@pytest.mark.usefixtures("excused")
def test_what_is_refused_is_kept_for_the_end_of_the_test() -> None:
    judge("sendMessage", {"chat_id": 7})
    assert oracle.objections == ["sendMessage: text: Field required"]
