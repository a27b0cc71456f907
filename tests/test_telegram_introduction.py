"""The bot shows each person the commands that they may give, and none of it can stop the work."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.telegram.access import ADMINISTRATION, COMMON
from bot.adapters.telegram.introduction import presented
from bot.adapters.telegram.settings import Settings
from bot.steps.menu import COMMANDS
from bot.store.store import Store
from bot.store.transaction import Transaction
from tests.driving_telegram import OPEN, PAIRING, Server, parts_of, serving
from tests.telegram_fake import FakeTelegram, Fault, Person, line_fault, refusal, too_many


def lists(fake: FakeTelegram) -> dict[object, dict[str, str]]:
    """Give what each scope shows now; a chat by its number."""
    shown: dict[object, dict[str, str]] = {}
    for method, params in fake.calls:
        scope: dict[str, Any] = params.get("scope") or {"type": "default"}
        place = scope.get("chat_id", scope["type"])
        if method == "setMyCommands":
            shown[place] = {each["command"]: each["description"] for each in params["commands"]}
        elif method == "deleteMyCommands":
            shown.pop(place, None)
    return shown


async def present(db: Path, fake: FakeTelegram, settings: Settings = OPEN) -> None:
    store = await Store.open(db)
    try:
        parts = parts_of(fake, store, settings)
        await parts.bot.initialize()
        await presented(parts)
    finally:
        await store.close()


async def test_everybody_is_shown_the_commands_that_they_may_give(tmp_path: Path, fake: FakeTelegram) -> None:
    await present(tmp_path / "drafts.db", fake, PAIRING)
    shown = lists(fake)
    everybody = COMMANDS | COMMON
    assert shown["default"] == shown["all_private_chats"] == everybody
    assert set(shown["all_group_chats"]) == {"phrase", "help"}
    assert shown[7] == everybody | ADMINISTRATION
    assert len(shown) == 4


async def test_the_bot_says_what_it_is_for(tmp_path: Path, fake: FakeTelegram) -> None:
    await present(tmp_path / "drafts.db", fake)
    (call,) = fake.called("setMyDescription")
    (short,) = fake.called("setMyShortDescription")
    (menu,) = fake.called("setChatMenuButton")
    assert "述职报告" in call["description"]
    assert "述职报告" in short["short_description"]
    assert menu["menu_button"] == {"type": "commands"}


METHODS = ("setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "fault",
    [refusal(404, "Not Found"), refusal(401, "Unauthorized"), too_many(5), line_fault(OSError("no route"))],
)
async def test_what_is_only_for_show_may_fail(
    method: str, fault: Fault, tmp_path: Path, fake: FakeTelegram
) -> None:
    fake.faults[method, 0] += [fault] * 9
    await present(tmp_path / "drafts.db", fake)
    assert {name for name, _ in fake.calls} >= set(METHODS)


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        yield server


def invite(transaction: Transaction) -> str:
    return str(transaction.members.invite("tg:8", b"secret"))


async def said(server: Server, person: Person, line: str) -> str:
    person.say(line)
    await server.settle()
    await server.store.perform(_nothing)  # what is only for show goes beside
    await server.office.drain()
    return person.messages[-1]


def _nothing(_: Transaction) -> None:
    """Do nothing."""


async def test_who_becomes_an_administrator_by_a_code_is_shown_the_commands_until_it_ends(
    server: Server, fake: FakeTelegram, tmp_path: Path
) -> None:
    admin, code = Person(fake), await server.store.perform(invite)
    await said(server, admin, f"/approve {code} admin")
    assert lists(fake)[8] == COMMANDS | COMMON | ADMINISTRATION
    await present(tmp_path / "drafts.db", again := FakeTelegram(), PAIRING)
    assert set(lists(again)) >= {7, 8}
    await said(server, admin, "/revoke 8")
    assert 8 not in lists(fake)


async def test_who_is_only_let_in_is_shown_no_commands_of_an_administrator(
    server: Server, fake: FakeTelegram
) -> None:
    admin, code = Person(fake), await server.store.perform(invite)
    fake.faults["deleteMyCommands", 0].append(refusal(404, "Not Found"))
    assert "登记好了" in await said(server, admin, f"/approve {code}")
    assert 8 not in lists(fake)
    assert lists(fake)[7] == COMMANDS | COMMON | ADMINISTRATION


async def test_an_administrator_lets_somebody_in_with_one_tap(server: Server, fake: FakeTelegram) -> None:
    admin, stranger = Person(fake), Person(fake, 8)
    invited = await said(server, stranger, "/start")
    link = invited.rpartition("：")[2]
    assert link.startswith("https://t.me/shuzhi_bot?start=approve_")
    payload = link.partition("?start=")[2]
    assert "登记好了：8。请记下" in await said(server, admin, f"/start {payload}")
    assert "述职报告写作助手" in await said(server, stranger, "/start")


async def test_nobody_else_lets_anybody_in_by_that_link(server: Server, fake: FakeTelegram) -> None:
    stranger = Person(fake, 8)
    invited = await said(server, stranger, "/start")
    payload = invited.partition("?start=")[2]
    assert "登记过的人" in await said(server, stranger, f"/start {payload}")
    assert await server.store.perform(lambda t: t.members.all()) == ()


@pytest.mark.parametrize("payload", ["write", "", "存在问题", "draft_", "approve_", "x" * 64, "review_"])
async def test_a_link_for_nothing_in_particular_only_greets(
    payload: str, server: Server, fake: FakeTelegram
) -> None:
    assert "述职报告写作助手" in await said(server, Person(fake), f"/start {payload}")


async def test_a_link_opens_the_draft_of_whoever_follows_it(server: Server, fake: FakeTelegram) -> None:
    admin = Person(fake)
    for line in ("/start", "2", "区委编办党支部", "党支部书记", "李明", "2025", "/new"):
        await said(server, admin, line)
    assert "打开了《2025年度抓基层党建工作述职报告》" in await said(server, admin, "/start draft_1")
    assert "没有第 20 份" in await said(server, admin, "/start draft_20")  # though it stands in a title
    code = await server.store.perform(invite)
    await said(server, admin, f"/approve {code}")
    assert "没有第 1 份" in await said(server, Person(fake, 8), "/start draft_1")
