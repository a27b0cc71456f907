"""Who is let in: nobody unknown, and what a stranger does leaves nothing but the wish for a code."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.telegram.access import ADMITTED, CROWDED, NO_CODE, PRIVACY
from bot.adapters.telegram.notes import CLASSIFIED, SLOWER, WELCOME
from bot.adapters.telegram.secrecy import classified
from bot.adapters.telegram.settings import Settings
from bot.cli import main
from bot.store.members import MOST_OPEN, MOST_TRIES
from tests.driving_telegram import PAIRING, Server, at_the_time, replies, said, serving
from tests.telegram_fake import TOKEN, FakeTelegram, Person, refusal
from tests.traces import bytes_in, rows

LISTED = Settings(TOKEN, admins=frozenset({7}), users=frozenset({8}), access="allowlist", metrics=None)


@pytest.fixture
def admin(fake: FakeTelegram) -> Person:
    return Person(fake)


@pytest.fixture
def stranger(fake: FakeTelegram) -> Person:
    return Person(fake, 4711)


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        yield server


def code_in(text: str) -> str:
    found = re.search(r"/approve (\S+?)；", text)
    assert found
    return found[1]


KINDS: tuple[dict[str, Any], ...] = (
    {"text": "/start"},
    {"text": "走访群众10户18人"},
    {"text": "/approve ABCD-EFGH"},
    {"photo": [{"file_id": "x"}]},
    {"document": {"file_id": "x", "file_name": "台账.txt"}},
    {"sticker": {"file_id": "x"}},
    {"text": "机密★10年"},
    {"text": 5},
)


@pytest.mark.parametrize("content", KINDS)
async def test_whatever_a_stranger_sends_leaves_nothing_but_a_code(
    content: dict[str, Any], server: Server, stranger: Person, tmp_path: Path
) -> None:
    for _ in range(2):
        stranger.send(**content)
        stranger.edit(**content)
        stranger.press("v1:1:take")
        await server.settle()
    assert rows(tmp_path / "drafts.db") == {"pairing": 1}
    assert len({text for text in stranger.seen if "/approve" in text}) == 1
    assert code_in(stranger.seen[0]).encode() not in (tmp_path / "drafts.db-wal").read_bytes()


async def test_a_stranger_whom_an_administrator_approves_is_let_in(
    server: Server, admin: Person, stranger: Person
) -> None:
    (invited,) = await replies(server, stranger, "你好")
    assert (await replies(server, admin, f"/approve {code_in(invited).lower().replace('-', ' ')}"))[0] != ""
    told = await replies(server, admin, f"/approve {code_in(invited)}")
    assert told[0] == ADMITTED.format(user=4711)
    assert stranger.seen[-1] == WELCOME
    assert "述职报告写作助手" in (await replies(server, stranger, "/start"))[0]
    assert "4711　用户" in (await replies(server, admin, "/users"))[0]
    assert (await replies(server, admin, "/revoke 4711"))[0].startswith("4711 不能再用了")
    assert "配对码" in (await replies(server, stranger, "/help"))[0]


async def test_an_administrator_cannot_leave_the_bot_without_one_by_mistake(
    server: Server, admin: Person, stranger: Person
) -> None:
    (invited,) = await replies(server, stranger, "你好")
    await said(server, admin, f"/approve {code_in(invited)} admin")
    assert "请另一位管理员" in (await replies(server, stranger, "/revoke 4711"))[0]
    assert "4711　管理员" in (await replies(server, stranger, "/users"))[0]
    assert (await replies(server, admin, "/revoke 4711"))[0].startswith("4711 不能再用了")


async def test_a_code_is_told_even_while_something_else_is_being_sent(
    server: Server, admin: Person, stranger: Person
) -> None:
    (invited,) = await replies(server, stranger, "你好")
    await said(server, admin, f"/approve {code_in(invited)}")
    stranger.say("/help")
    await server.polling.step()
    await server.office.reception.handling.drain()
    await server.store.perform(lambda t: t.members.revoke("tg:4711"))
    await said(server, stranger, "还在吗")
    assert "您的配对码是" in stranger.seen[-1]


async def test_a_code_that_did_not_arrive_is_told_when_the_stranger_writes_again(
    tmp_path: Path, fake: FakeTelegram, admin: Person, stranger: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, PAIRING) as server:
        fake.faults["sendMessage", stranger.id].append(refusal(400, "Bad Request: lost"))
        assert await replies(server, stranger, "你好") == []
        assert rows(db) == {"pairing": 1}
    async with serving(db, fake, PAIRING) as server:
        first = await replies(server, stranger, "在吗")
        assert await replies(server, stranger, "收到了吗") == first
        await said(server, admin, f"/approve {code_in(first[0])}")
        assert stranger.seen[-1] == WELCOME


async def test_a_code_is_another_after_an_hour_and_when_the_bots_token_is_another(
    tmp_path: Path, fake: FakeTelegram, admin: Person, stranger: Person
) -> None:
    now, db = [datetime(2025, 12, 20, 12, tzinfo=UTC)], tmp_path / "drafts.db"
    async with serving(db, fake, PAIRING, keep=at_the_time(now)) as server:
        invited = await replies(server, stranger, "你好")
        now[0] += timedelta(minutes=59)
        assert await replies(server, stranger, "你好") == invited
        now[0] += timedelta(minutes=2)
        (second,) = await replies(server, stranger, "你好")
        assert code_in(second) != code_in(invited[0])
    other = Settings(f"{TOKEN[:-1]}x", admins=frozenset({7}), metrics=None)
    async with serving(db, fake, other, keep=at_the_time(now)) as server:
        (third,) = await replies(server, stranger, "你好")
        assert (await replies(server, admin, f"/approve {code_in(second)}")) == [NO_CODE]
        assert (await replies(server, admin, f"/approve {code_in(third)}"))[0] == ADMITTED.format(user=4711)


async def test_a_code_works_once(server: Server, admin: Person, stranger: Person) -> None:
    (invited,) = await replies(server, stranger, "你好")
    await said(server, admin, f"/approve {code_in(invited)}")
    assert (await replies(server, admin, f"/approve {code_in(invited)}"))[0] == NO_CODE


async def test_a_code_is_void_after_too_many_wrong_ones(
    server: Server, admin: Person, stranger: Person
) -> None:
    (invited,) = await replies(server, stranger, "你好")
    await said(server, admin, *["/approve ABCD-EFGH"] * MOST_TRIES)
    assert (await replies(server, admin, f"/approve {code_in(invited)}"))[0] == NO_CODE


async def test_strangers_cannot_fill_the_disk(server: Server, tmp_path: Path) -> None:
    for user in range(1, MOST_OPEN + 20):
        Person(server.fake, 10_000 + user).say("/start")
    await server.settle()
    assert rows(tmp_path / "drafts.db") == {"pairing": MOST_OPEN}


async def test_only_an_administrator_approves(server: Server, admin: Person, stranger: Person) -> None:
    other = Person(server.fake, 8)
    (mine,) = await replies(server, other, "你好")
    await said(server, admin, f"/approve {code_in(mine)}")
    (theirs,) = await replies(server, stranger, "你好")
    for line in (f"/approve {code_in(theirs)}", f"/start approve_{code_in(theirs)}", "/users", "/status"):
        assert "只有管理员能用" in (await replies(server, other, line))[0]
    await said(server, admin, f"/approve {code_in(theirs)} admin")
    assert "共 2 人" in (await replies(server, stranger, "/users"))[0]


async def test_the_command_line_lets_somebody_in_while_the_bot_runs(
    server: Server, stranger: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (invited,) = await replies(server, stranger, "你好")

    async def pair(code: str) -> int:  # the command runs a loop of its own
        return await asyncio.to_thread(main, ["pair", code, "--admin", "--db", str(tmp_path / "drafts.db")])

    assert await pair(code_in(invited)) == 0
    await server.office.look()
    await server.office.drain()
    assert stranger.seen[-1] == WELCOME
    (shown,) = server.fake.called("setMyCommands")[-1:]
    assert shown["scope"]["chat_id"] == stranger.id
    assert "4711（管理员）" in capsys.readouterr().out
    assert await pair(code_in(invited)) == 1
    assert "凭配对码登记的共 1 人" in (await replies(server, stranger, "/users"))[0]


async def test_who_is_let_in_while_the_bot_is_not_running_is_told_when_it_starts(
    tmp_path: Path, fake: FakeTelegram, stranger: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, PAIRING) as server:
        (invited,) = await replies(server, stranger, "你好")
    assert await asyncio.to_thread(main, ["pair", code_in(invited), "--db", str(db)]) == 0
    async with serving(db, fake, PAIRING) as server:
        await server.office.drain()
        assert stranger.seen[-1] == WELCOME
        await server.office.look()
        await server.office.drain()
        assert stranger.seen.count(WELCOME) == 1


async def test_a_list_lets_in_those_on_it_and_gives_no_codes(
    tmp_path: Path, fake: FakeTelegram, stranger: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake, LISTED) as server:
        assert "4711" in (await replies(server, stranger, "/start"))[0]
        assert rows(tmp_path / "drafts.db") == {}
        assert len(await replies(server, Person(fake, 8), "/start")) == 2


async def test_everybody_can_read_where_their_words_are_kept(server: Server, admin: Person) -> None:
    assert await replies(server, admin, "/privacy") == [PRIVACY]


async def test_a_stranger_who_was_given_no_code_is_not_told_that_there_is_one(
    server: Server, stranger: Person
) -> None:
    for user in range(MOST_OPEN):
        Person(server.fake, 10_000 + user).say("/start")
    await server.settle()
    assert await replies(server, stranger, "/start") == [CROWDED]


async def test_presses_of_a_stranger_do_not_pile_up(
    server: Server, stranger: Person, fake: FakeTelegram
) -> None:
    await said(server, stranger, "/start")
    for _ in range(50):
        stranger.press("v1:1:take")
        stranger.press("no button")
    await server.settle()
    assert len(fake.called("answerCallbackQuery")) < 3


MARKED = (
    "秘密★10年",
    "机密 ★",
    "绝　密★启用前",
    "【机密】关于开展专项检查的通知",
    "密级：秘密",
    "机密",
    "第一行\n  秘密\n第三行",
    "（绝密）名单.docx",
)
UNMARKED = ("严格保守秘密", "学习保密法，守住国家秘密", "机密文件管理3次", "商业秘密保护", "秘密工作条例", "")


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_of_secrecy_is_seen(text: str) -> None:
    assert classified([text])


@pytest.mark.parametrize("text", UNMARKED)
def test_words_about_secrecy_are_no_mark(text: str) -> None:
    assert not classified([text])


@pytest.mark.parametrize(
    "content",
    [
        {"text": "绝密★长期\n会议纪要"},
        {"photo": [], "caption": "机密★10年"},
        {"document": {"file_id": "f1", "file_name": "（机密）名单.txt"}},
        {"document": {"file_id": "f1", "file_name": "名单.txt"}},
        {"text": "照这个改", "reply_to_message": {"text": "绝密★长期\n会议纪要"}},
        {"text": "照这个改", "quote": {"text": "绝密★长期\n会议纪要"}},
    ],
)
async def test_what_bears_a_mark_of_secrecy_is_refused_and_kept_nowhere(
    content: dict[str, Any], server: Server, admin: Person, tmp_path: Path
) -> None:
    await said(server, admin, "/start", "2")
    server.fake.files["f1"] = "机密★10年\n张三李四王五".encode()
    admin.send(**content)
    await server.settle()
    assert admin.seen[-1] == CLASSIFIED
    stored = bytes_in(tmp_path)
    for words in ("张三李四", "会议纪要"):
        assert words.encode() not in stored
        assert json.dumps(words)[1:-1].encode() not in stored


async def test_a_flood_is_refused_with_one_sentence_and_the_rest_goes_on(
    server: Server, admin: Person
) -> None:
    other = Person(server.fake, 8)
    (invited,) = await replies(server, other, "你好")
    await said(server, admin, f"/approve {code_in(invited)}", "/start", "2")
    for number in range(100):
        admin.say(f"走访群众{number}户")
    await said(server, other, "/start")
    assert admin.seen.count(SLOWER) == 1
    assert len(other.seen) == 4
    assert server.parts.gauges.refused == 70
    assert SLOWER not in await replies(server, admin, "/help")
