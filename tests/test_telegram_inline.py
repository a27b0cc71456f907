"""Inline mode: phrases offered in any chat, to people who are let in, beside everything else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.telegram.inline import CACHED, NOTHING, REST, SHOWN, STRANGER, WHAT
from bot.adapters.telegram.updates import KINDS, Inquiry, incoming_of
from bot.conversation import Conversation
from bot.desk import Desk
from phrasebank.finding import Hit
from tests.bot_api.adapter import MODES, reached, working
from tests.bot_api.server import BotApi
from tests.corpora import taught
from tests.driving_telegram import OPEN, PAIRING, Server, Waiting, serving
from tests.odd_text import QUERIES
from tests.telegram_fake import FakeTelegram, Person, refusal
from tests.traces import bytes_in, rows


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        yield server


def ask(fake: FakeTelegram, text: str, user: int = 7, offset: str = "", query: str = "") -> str:
    """Type after the bot's name in some chat; gives Telegram's name for the query."""
    query = query or f"i{len(fake.results)}.{len(fake.pending)}"
    person = {"id": user, "is_bot": False, "first_name": "李明"}
    fake.push(
        inline_query={"id": query, "from": person, "query": text, "offset": offset, "chat_type": "group"}
    )
    return query


async def answer(server: Server, text: str, user: int = 7, offset: str = "") -> dict[str, Any]:
    query = ask(server.fake, text, user, offset)
    await server.settle()
    return server.fake.results[query]


def texts(given: dict[str, Any]) -> list[str]:
    return [each["input_message_content"]["message_text"] for each in given["results"]]


@pytest.mark.parametrize("words", ["意识形态", " ysxt "])
async def test_phrases_are_offered_to_be_sent_with_their_gaps_visible(words: str, server: Server) -> None:
    given = await answer(server, words)
    first = given["results"][1]
    assert first["type"] == "article"
    assert first["title"] == "专题研究意识形态工作〔数字〕次"
    assert first["description"] == "履职情况·举措"
    assert texts(given)[1] == "专题研究意识形态工作【待补：数字】次"
    assert (given["is_personal"], given["cache_time"]) == (True, CACHED)
    assert "button" not in given


async def test_the_pages_together_offer_every_hit_once(server: Server) -> None:
    offset, seen = "", list[str]()
    while True:
        given = await answer(server, "意识形态", offset=offset)
        assert 0 < len(given["results"]) <= SHOWN
        seen += [each["id"] for each in given["results"]]
        offset = given["next_offset"]
        if not offset:
            break
    hits = Desk().find("意识形态", limit=100)
    assert seen == [hit.id for hit in hits]
    assert len(seen) > SHOWN


@pytest.mark.parametrize("offset", ["x", "-1", "９", "1e3", "999", "9" * 64, "20; DROP"])
async def test_an_offset_that_was_never_given_is_answered_all_the_same(offset: str, server: Server) -> None:
    given = await answer(server, "意识形态", offset=offset)
    assert len(given["results"]) in {0, SHOWN}


@pytest.mark.parametrize(
    ("text", "told"), [("", WHAT), (" \u200b", WHAT), ("qqqqzz", NOTHING), ("“", NOTHING)]
)
async def test_where_nothing_is_found_a_button_opens_the_private_chat(
    text: str, told: str, server: Server
) -> None:
    given = await answer(server, text)
    assert given["results"] == []
    assert given["button"] == {"text": told, "start_parameter": "write"}


async def test_a_stranger_gets_the_button_alone_and_leaves_nothing(server: Server, tmp_path: Path) -> None:
    given = await answer(server, "意识形态", user=4711)
    assert (given["results"], given["button"]["text"]) == ([], STRANGER)
    assert rows(tmp_path / "drafts.db") == {}


async def test_who_is_let_in_with_a_code_may_look_up_too(server: Server) -> None:
    code = await server.store.perform(lambda t: t.members.invite("tg:8", b"secret"))
    assert code
    assert (await answer(server, "党课", user=8))["results"] == []
    await server.store.perform(lambda t: t.members.approve(code, "user"))
    assert (await answer(server, "党课", user=8))["results"]


async def test_nobody_finds_another_ones_wording(tmp_path: Path, fake: FakeTelegram) -> None:
    taught(tmp_path, "tg:7", "推行“红色网格”{number}个")

    async with serving(tmp_path / "drafts.db", fake, OPEN) as server:
        mine = await answer(server, "红色网格")
        assert mine["results"][0]["title"] == "推行“红色网格”〔数字〕个"
        assert "您的材料" in mine["results"][0]["description"]
        assert "推行" not in str(await answer(server, "红色网格", user=8))


async def test_a_query_changes_no_draft_and_is_not_stored(server: Server, tmp_path: Path) -> None:
    person = Person(server.fake)
    for line in ("/start", "2"):
        person.say(line)
    await server.settle()
    before, kept = await server.conversation.session("tg:7"), rows(tmp_path / "drafts.db")
    await answer(server, "红旗飘飘意识形态")
    server.fake.push(inline_query={"id": 5, "from": {"id": 7}, "query": "红旗飘飘"})
    await server.settle()
    assert await server.conversation.session("tg:7") == before
    assert rows(tmp_path / "drafts.db") == kept
    assert "红旗".encode() not in bytes_in(tmp_path)


async def test_what_is_typed_is_never_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    server.fake.faults["answerInlineQuery", 0].append(refusal(400, "Bad Request: query is too old"))
    ask(server.fake, "红旗飘飘")
    await server.settle()
    await answer(server, "红旗飘飘")
    assert "红旗" not in caplog.text


@pytest.mark.parametrize("code", [400, 403, 429, 500])
async def test_an_answer_that_telegram_refuses_is_let_go_and_the_next_one_comes(
    code: int, server: Server
) -> None:
    server.fake.faults["answerInlineQuery", 0].append(refusal(code, "no", retry_after=60))
    ask(server.fake, "党课", query="late")
    await server.settle()
    assert "late" not in server.fake.results
    assert len(server.fake.called("answerInlineQuery")) == 1
    assert (await answer(server, "党课"))["results"]


async def test_of_what_is_typed_on_only_the_newest_is_answered(server: Server) -> None:
    for number, text in enumerate(("意", "意识", "意识形", "意识形态")):
        ask(server.fake, text, query=f"q{number}")
    ask(server.fake, "党课", user=7, query="last")
    await server.settle()
    assert list(server.fake.results) == ["last"]


async def test_one_person_is_answered_only_so_often(tmp_path: Path, fake: FakeTelegram) -> None:
    waiting = Waiting(endless=REST)
    async with serving(tmp_path / "drafts.db", fake, PAIRING, waiting=waiting) as server:
        ask(fake, "党课", query="first")
        await server.polling.step()
        await waiting.until(REST)
        ask(fake, "党课", query="second")
        await server.polling.step()
        assert list(fake.results) == ["first"]


async def test_a_look_up_that_takes_long_delays_nothing_else(tmp_path: Path, fake: FakeTelegram) -> None:
    never = asyncio.Event()

    class Slow(Conversation):
        async def phrases(self, query: str, limit: int, owner: str = "") -> tuple[Hit, ...]:
            await never.wait()
            return await super().phrases(query, limit, owner)

    async with serving(tmp_path / "drafts.db", fake, OPEN, make=Slow) as server:
        for user in range(50):
            ask(fake, "意识形态", user=user + 1)
        Person(fake).say("/start")
        await server.polling.step()
        await server.until(lambda: bool(fake.chats[7]))
        assert fake.results == {}
        assert not server.office.reception.handling.busy(1)


def test_telegram_is_asked_for_queries() -> None:
    assert "inline_query" in KINDS


@given(QUERIES, st.text(max_size=70), st.integers(1, 1 << 52))
def test_any_query_is_read(text: str, offset: str, user: int) -> None:
    raw = {"update_id": 1, "inline_query": {"id": "1", "from": {"id": user}, "query": text, "offset": offset}}
    assert incoming_of(raw, "shuzhi_bot") == Inquiry(user, "1", text, offset)


@given(QUERIES)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_gets_one_answer_that_telegram_takes(tmp_path: Path, words: str) -> None:
    async def talk() -> None:
        fake = FakeTelegram()
        async with serving(tmp_path / "drafts.db", fake) as server:
            given = await answer(server, words)
            assert given["results"] or given["button"]

    asyncio.run(talk())


@pytest.mark.parametrize("words", ["党建" * 128, "\ud800", "\x00\u202e", "𠮷" * 100, "<b>&</b>", "{number}"])
async def test_odd_words_get_an_answer_that_telegram_takes(words: str, server: Server) -> None:
    assert (await answer(server, words))["cache_time"] == CACHED


@pytest.mark.parametrize("mode", MODES)
async def test_over_http_a_query_and_a_look_up_in_a_group_are_answered_polling_or_called(
    mode: str, api: BotApi, tmp_path: Path
) -> None:
    person, group = {"id": 7, "is_bot": False, "first_name": "李明"}, {"id": -100, "type": "supergroup"}
    async with working(api, tmp_path / "drafts.db", mode):
        asked = {"id": "q", "from": person, "query": "意识形态", "offset": ""}
        await asyncio.to_thread(api.push, inline_query=asked)
        message = {**api.message(7, text="/phrase@shuzhi_bot 党课"), "chat": group}
        await asyncio.to_thread(api.push, message=message)
        await reached(api, lambda: bool(api.results and api.texts[-100]))
    assert len(api.results["q"]) == SHOWN
    (told,) = api.texts[-100]
    assert "讲授党课〔数字〕次" in told
    assert rows(tmp_path / "drafts.db") == {}
