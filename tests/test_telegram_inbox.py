"""Updates are stored before they are confirmed, applied once, and then only their numbers are kept."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.flood import MOST, MOST_IN_SPAN, Flood
from bot.adapters.telegram.handling import MOST_TRIES
from bot.adapters.telegram.pace import Pace, Rates
from bot.store.inbox import Depth, Stored
from bot.store.store import Store
from bot.store.transaction import Transaction
from tests.driving_telegram import Waiting, said, serving
from tests.telegram_fake import TOKEN, FakeTelegram, Person
from tests.traces import bytes_in

SOURCE = int(TOKEN.partition(":")[0])
NOON = datetime(2025, 12, 20, 12, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


async def test_what_was_stored_and_not_applied_is_applied_at_the_next_start(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake) as server:
        for line in ("/start", "2", "区委编办"):
            person.say(line)
        await server.polling.step()
        assert person.seen == []
    fake.confirm_everything()
    async with serving(db, fake) as server:
        await server.office.drain()
        draft = await server.draft()
    assert draft.profile.organization == "区委编办"


async def test_an_update_delivered_again_after_everything_was_forgotten_changes_nothing(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake) as server:
        for line in ("/start", "2", "区委编办朱雀湖", "/forget all", "1"):
            person.say(line)
        again = list(fake.pending)
        await server.settle()
        seen, where = len(person.seen), await server.conversation.session("tg:7")
        await server.office.reception.take(again)
        await server.office.drain()
        assert (len(person.seen), await server.conversation.session("tg:7")) == (seen, where)
    assert "朱雀湖".encode() not in bytes_in(tmp_path)
    assert json.dumps("朱雀湖")[1:-1].encode() not in bytes_in(tmp_path)


async def test_an_update_that_cannot_be_read_is_kept_aside_until_its_sender_forgets(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake) as server:
        person.say("/start")
        fake.push(message={"from": {"id": 7}, "chat": "私聊", "text": "朱雀湖"})
        await server.settle()
        source = server.parts.settings.source
        assert (await server.store.perform(lambda t: t.inbox.depth(source))).aside == 1
        assert json.dumps("朱雀湖")[1:-1].encode() in bytes_in(tmp_path)
        for line in ("/forget all", "1"):
            person.say(line)
        await server.settle()
        assert (await server.store.perform(lambda t: t.inbox.depth(source))).aside == 0
    assert "朱雀湖".encode() not in bytes_in(tmp_path)
    assert json.dumps("朱雀湖")[1:-1].encode() not in bytes_in(tmp_path)


async def test_an_update_that_ends_the_program_again_and_again_is_set_aside(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    number = person.say("/start")
    source, raw = int(TOKEN.partition(":")[0]), msgspec.json.encode(fake.pending.pop())
    store = await Store.open(db)
    await store.perform(lambda t: t.inbox.put(source, number, "tg:7", raw))
    for _ in range(MOST_TRIES):
        await store.perform(lambda t: t.inbox.try_again(source, number))
    await store.close()
    async with serving(db, fake) as server:
        await server.office.drain()
    assert len(person.seen) == 1
    assert f"编号 {number}" in person.seen[0]


async def set_aside(db: Path, *updates: dict[str, Any]) -> None:
    """Have updates stored, and set aside by an earlier release of the program."""
    store = await Store.open(db)

    def work(transaction: Transaction) -> None:
        for update in updates:
            raw = msgspec.json.encode(update)
            transaction.inbox.put_aside(SOURCE, update["update_id"], "tg:7", raw, "0")

    await store.perform(work)
    await store.close()


async def test_after_an_upgrade_what_was_set_aside_is_taken_where_the_talk_stands_as_it_did(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake) as server:
        for line in ("/start", "2"):
            person.say(line)
        await server.settle()
    fake.confirm_everything()
    person.say("区委编办")
    await set_aside(db, fake.pending.pop())
    for _ in range(2):
        async with serving(db, fake) as server:
            await server.office.drain()
            draft = await server.draft()
    assert draft.profile.organization == "区委编办"
    assert [("补收了" in text, "您以什么职务" in text) for text in person.seen[-2:]] == [
        (True, False),
        (False, True),
    ]


async def test_after_an_upgrade_words_that_the_talk_has_left_behind_are_given_back(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    person.say("走访群众30户")
    person.send(document={"file_id": "f", "file_name": "总结.docx", "file_size": 9})
    person.say("/forget all")
    person.press("v1:1:party_building")
    person.edit(text="走访群众31户")
    fake.push(message={"from": {"id": 7}, "chat": "私聊", "text": "你好"})
    earlier = list(fake.pending)
    fake.confirm_everything()
    for line in ("/start", "2"):
        person.say(line)
    async with serving(db, fake) as server:
        await server.settle()
        before, draft = len(person.seen), await server.conversation.draft("tg:7", "s1")
    await set_aside(db, *earlier)
    async with serving(db, fake) as server:
        await server.office.drain()
        source = server.parts.settings.source
        assert await server.conversation.draft("tg:7", "s1") == draft
        assert await server.store.perform(lambda t: t.inbox.depth(source)) == Depth(0, 1, "")
    told = "\n".join(person.seen[before:])
    assert told.count("程序升级了") == 2
    assert told.index("没有补进去") < told.index("走访群众30户") < told.index("“总结.docx”")


async def test_an_update_set_aside_with_a_date_that_is_none_does_not_keep_the_program_from_starting(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    person.say("区委编办")
    odd = fake.pending.pop()
    odd["message"]["date"] = 10**30
    await set_aside(db, odd)
    async with serving(db, fake) as server:
        await server.office.drain()
        await said(server, person, "/start")
    assert any("补收了" in text for text in person.seen)


class Unsteady(Store):
    """A store whose clock may be set."""

    now = NOON

    @classmethod
    async def open(cls, path: Path | None = None, **_: Any) -> Store:  # noqa: ANN401 - nobody gives any here
        return await Store.open(path, clock=lambda: cls.now)


@pytest.mark.parametrize("days", [-400, -9, -1, 1, 9, 400])
async def test_a_clock_that_jumps_by_days_neither_loses_an_update_nor_applies_one_twice(
    days: int, tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db, Unsteady.now = tmp_path / "drafts.db", NOON
    for line in ("/start", "2", "区委编办"):
        person.say(line)
    again = list(fake.pending)
    async with serving(db, fake, keep=Unsteady) as server:
        await server.settle()
    for now in (NOON + timedelta(days=days), NOON):
        Unsteady.now = now
        async with serving(db, fake, keep=Unsteady) as server:
            await server.store.perform(lambda t: t.inbox.prune())
            await server.office.reception.take(again)
            await server.office.drain()
            draft = await server.draft()
            assert (draft.profile.organization, draft.profile.post) == ("区委编办", "")
            assert await server.store.perform(lambda t: t.inbox.next(SOURCE)) <= 1003


async def test_too_many_drafts_are_refused(tmp_path: Path, fake: FakeTelegram, person: Person) -> None:
    async with serving(tmp_path / "drafts.db", fake) as server:
        await said(server, person, "/start")

        def fill(transaction: Transaction) -> None:
            for _ in range(199):
                transaction.create("tg:7")

        await server.store.perform(fill)
        await said(server, person, "/new")
        assert "200 份" in person.seen[-1]
        assert len(await server.store.perform(lambda t: t.sessions("tg:7"))) == 200


async def test_numbers_are_known_for_eight_days_and_counted_on_for_six(tmp_path: Path) -> None:
    clock = Clock()
    store = await Store.open(tmp_path / "drafts.db", clock=clock)
    assert await store.perform(lambda t: t.inbox.next(1)) == 0
    assert await store.perform(lambda t: t.inbox.put(1, 5, "tg:7", b"{}"))
    assert not await store.perform(lambda t: t.inbox.put(1, 5, "tg:7", b"{}"))
    assert await store.perform(lambda t: t.inbox.put(2, 5, "tg:7", b"{}"))
    assert await store.perform(lambda t: (t.inbox.next(1), t.inbox.open(1))) == (6, (Stored(5, b"{}"),))
    await store.perform(lambda t: t.inbox.settle(1, 5))
    clock.now = NOON + timedelta(days=6, seconds=1)
    assert await store.perform(lambda t: t.inbox.next(1)) == 0
    await store.perform(lambda t: t.inbox.prune())
    assert not await store.perform(lambda t: t.inbox.put(1, 5, "tg:7", b"{}"))
    clock.now = NOON + timedelta(days=8, seconds=1)
    await store.perform(lambda t: t.inbox.prune())
    assert await store.perform(lambda t: t.inbox.put(1, 5, "tg:7", b"{}"))
    assert await store.perform(lambda t: t.inbox.depth(2)) == Depth(1, 0, "2025-12-20T12:00:00.000+00:00")
    await store.close()


async def test_of_a_note_that_was_let_go_after_a_month_nothing_is_in_the_way_of_the_next(
    tmp_path: Path,
) -> None:
    clock = Clock()
    store = await Store.open(tmp_path / "drafts.db", clock=clock)
    await store.perform(lambda t: t.outbox.note("tg:7", b"{}"))
    await store.perform(lambda t: t.outbox.begin("tg:7", t.outbox.unsent("tg:7")[0].id))
    clock.now = NOON + timedelta(days=29)
    await store.perform(lambda t: t.outbox.prune())
    assert [each.begun for each in await store.perform(lambda t: t.outbox.unsent("tg:7"))] == [1]
    clock.now = NOON + timedelta(days=30, seconds=1)
    await store.perform(lambda t: t.outbox.prune())
    await store.perform(lambda t: t.outbox.note("tg:7", b"{}"))
    assert await store.perform(lambda t: t.outbox.unbegun()) == ("tg:7",)
    await store.close()


@given(st.lists(st.sampled_from([7, 8, -100]), max_size=80), st.integers(0, 3))
async def test_no_chat_gets_more_than_it_may(chats: list[int], holds: int) -> None:
    waiting = Waiting()
    pace, sent = Pace(waiting, waiting.clock, Rates()), list[tuple[float, int]]()
    for place, chat in enumerate(chats):
        if place < holds:
            pace.hold(7, 5)
        await pace.turn(chat)
        sent.append((waiting.now, chat))
    for chat, span, most in ((7, 1, 4), (7, 10, 13), (-100, 60, 20)):
        times = [at for at, each in sent if each == chat]
        assert all(sum(at <= other < at + span - 1e-6 for other in times) <= most for at in times)
    assert all(sum(at <= other < at + 1 - 1e-6 for other, _ in sent) <= 30 for at, _ in sent)


async def test_chats_that_telegram_holds_back_hold_no_other() -> None:
    waiting = Waiting()
    pace = Pace(waiting, waiting.clock)
    pace.hold(7, 60)
    pace.hold(8, 5)
    await pace.turn(9)
    assert waiting.slept == []
    await pace.turn(8)
    assert waiting.slept == [5]


def test_a_flood_is_counted_by_the_minute_and_a_long_absence_is_not_one() -> None:
    flood = Flood()
    assert [flood.refuses(7, 100) for _ in range(MOST_IN_SPAN + 1)] == [False] * MOST_IN_SPAN + [True]
    assert not flood.refuses(8, 100)
    assert flood.first(7)
    assert not flood.first(7)
    for _ in range(MOST_IN_SPAN):
        flood.close(7)
    assert flood.first(7)
    slow = Flood()
    assert not any(slow.refuses(7, 10 * second) for second in range(MOST))
    assert slow.refuses(7, 10 * MOST)
