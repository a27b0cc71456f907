"""Groups: phrases are looked up, in the bank alone; all else leads to the private chat and leaves nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.telegram.groups import MOST_WAITING, NOTHING, PRIVATE_ONLY, WHAT
from bot.adapters.telegram.updates import Summons, incoming_of
from tests.corpora import taught
from tests.driving_telegram import PAIRING, Server, Waiting, serving
from tests.odd_text import QUERIES
from tests.telegram_fake import FakeTelegram, Shown, refusal, too_many
from tests.traces import bytes_in, rows

GROUP = -100
LINK = "https://t.me/shuzhi_bot?start=write"


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        yield server


def said(user: int, text: str, **fields: object) -> dict[str, Any]:
    person = {"id": user, "is_bot": False, "first_name": "李明"}
    group = {"id": GROUP, "type": "supergroup", "title": "群"}
    return {"message_id": 5, "date": 1, "from": person, "chat": group, "text": text, **fields}


async def answers(server: Server, *texts: str, user: int = 7) -> list[Shown]:
    before = len(server.fake.chats[GROUP])
    for text in texts:
        server.fake.push(message=said(user, text))
    await server.settle()
    return server.fake.chats[GROUP][before:]


@pytest.mark.parametrize(
    "text", ["/phrase 意识形态", "/phrase@shuzhi_bot 意识形态", "/PHRASE@Shuzhi_Bot ysxt", "/句式 意识形态"]
)
async def test_a_look_up_in_a_group_is_answered_there_below_what_asked_for_it(
    text: str, server: Server
) -> None:
    (shown,) = await answers(server, text)
    assert "2. 专题研究意识形态工作〔数字〕次（履职情况·举措）" in shown.text
    assert shown.buttons["复制 2"] == "专题研究意识形态工作【待补：数字】次"
    assert shown.buttons["到私聊里写"] == LINK
    (sent,) = server.fake.called("sendMessage")
    assert sent["reply_parameters"]["message_id"] == 5


@pytest.mark.parametrize(
    ("text", "told"), [("/phrase", WHAT), ("/phrase qqqqzz", NOTHING.format(query="qqqqzz"))]
)
async def test_a_look_up_of_nothing_says_what_to_do(text: str, told: str, server: Server) -> None:
    (shown,) = await answers(server, text)
    assert shown.text == told


@pytest.mark.parametrize(
    "text",
    [
        "/start",
        "/new@shuzhi_bot",
        "/NEW@Shuzhi_Bot 2",
        "/帮助",
        "/import 3月5日开会",
        "@shuzhi_bot 在吗",
        "请@Shuzhi_Bot写",
    ],
)
async def test_all_else_that_is_said_to_the_bot_leads_to_the_private_chat(text: str, server: Server) -> None:
    (shown,) = await answers(server, text)
    assert shown == Shown(PRIVATE_ONLY, {"到私聊里写": LINK})
    assert await server.conversation.session("tg:7") is None


@pytest.mark.parametrize(
    "text",
    [
        "大家好",
        "/new@another_bot",
        "/phrase@another_bot 党课",
        "1/2",
        "/etc/passwd",
        "帮助",
        "a@shuzhi_bot.cn",
        "@shuzhi_bot2",
    ],
)
async def test_what_is_said_among_others_in_a_group_is_left_alone(text: str, server: Server) -> None:
    assert await answers(server, text) == []


@pytest.mark.parametrize("text", ["/phrase 意识形态", "/start", "@shuzhi_bot"])
async def test_a_stranger_is_led_away_and_gets_no_code_for_all_to_see(text: str, server: Server) -> None:
    (shown,) = await answers(server, text, user=4711)
    assert shown == Shown(PRIVATE_ONLY, {"到私聊里写": LINK})


@pytest.mark.parametrize("text", ["/phrase 意识形态", "/start", "@shuzhi_bot 1", "大家好"])
@pytest.mark.parametrize("user", [7, 4711])
async def test_nothing_of_a_group_is_stored(user: int, text: str, server: Server, tmp_path: Path) -> None:
    await answers(server, text, user=user)
    server.fake.push(message=said(user, text, chat={"id": "odd", "type": "group"}))
    server.fake.push(edited_message=said(user, text))
    await server.settle()
    assert rows(tmp_path / "drafts.db") == {}
    assert "意识形态".encode() not in bytes_in(tmp_path)


async def test_nobodys_own_wording_is_shown_in_a_group(tmp_path: Path, fake: FakeTelegram) -> None:
    taught(tmp_path, "tg:7", "推行“红色网格”{number}个")
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        assert "红色网格" in str(await server.conversation.phrases("红色网格", 5, "tg:7"))
        (shown,) = await answers(server, "/phrase 红色网格")
        assert "推行" not in shown.text


async def test_a_look_up_in_a_group_touches_no_draft(server: Server) -> None:
    server.fake.push(message={**said(7, "/start"), "chat": {"id": 7, "type": "private"}})
    await server.settle()
    before = await server.conversation.session("tg:7")
    await answers(server, "/phrase 意识形态")
    assert await server.conversation.session("tg:7") == before


async def test_a_flood_is_answered_in_part_and_the_rest_passed_over(server: Server) -> None:
    assert len(await answers(server, *["/phrase 党课"] * 50)) == MOST_WAITING
    assert len(await answers(server, *["/start"] * 50)) == 1
    assert len(await answers(server, "/phrase 党课")) == 1


async def test_a_group_is_written_to_no_faster_than_telegram_allows(
    tmp_path: Path, fake: FakeTelegram
) -> None:
    waiting = Waiting()
    async with serving(tmp_path / "drafts.db", fake, PAIRING, waiting=waiting) as server:
        fake.faults["sendMessage", GROUP].append(too_many(7))
        (shown,) = await answers(server, "/phrase 党课")
        assert "党课" in shown.text
        assert 7 <= sum(waiting.slept) < 9


async def test_where_buttons_are_refused_the_phrases_come_without(server: Server) -> None:
    server.fake.faults["sendMessage", GROUP].append(refusal(400, "Bad Request: BUTTON_TYPE_INVALID"))
    (shown,) = await answers(server, "/phrase 党课")
    assert "讲授党课" in shown.text
    assert not shown.buttons


async def test_a_group_that_the_bot_was_thrown_out_of_is_given_up(server: Server) -> None:
    for _ in range(2):
        server.fake.faults["sendMessage", GROUP].append(refusal(403, "Forbidden: bot was kicked"))
        assert await answers(server, "/phrase 党课") == []
    assert len(await answers(server, "/phrase 党课")) == 1


@given(QUERIES, st.sampled_from(["/phrase ", "/phrase@shuzhi_bot ", "@shuzhi_bot ", ""]))
@settings(deadline=None)
def test_whatever_is_said_in_a_group_is_a_summons_or_nothing(words: str, before: str) -> None:
    raw = {"update_id": 1, "message": said(7, f"{before}{words}")}
    found = incoming_of(raw, "shuzhi_bot")
    assert found is None or isinstance(found, Summons)


@pytest.mark.parametrize(
    "words", ["党建\x00\u202e", "\ud800党建", "党" * 4000, "“”", "<b>党建</b>", "𠮷" * 100]
)
async def test_odd_words_get_an_answer_that_telegram_takes(words: str, server: Server) -> None:
    (shown,) = await answers(server, f"/phrase {words}")
    assert 0 < len(shown.text) < 1500
