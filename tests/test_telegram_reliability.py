"""Nothing is lost over a bad line, nothing is knowingly said twice, and no chat waits for another."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.reception import STALLED, TRACES
from bot.adapters.telegram.retrying import pauses
from bot.adapters.telegram.updates import incoming_of
from bot.conversation import Conversation
from bot.events import Event, Said
from bot.store.faults import DiskFullError, StoreError, TracesRemainError
from tests.driving_telegram import Server, Waiting, serving
from tests.telegram_fake import (
    BLOCKED,
    FakeTelegram,
    Fault,
    Person,
    line_fault,
    refusal,
    too_many,
)

UNSENT = line_fault(httpx.ConnectError("no route"))
LONG = [f"{month}月{'抓实支部工作' * 150}{month}次" for month in range(1, 8)]
UNANSWERED = line_fault(httpx.ReadTimeout("silence"))


@pytest.fixture
def fake() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def person(fake: FakeTelegram) -> Person:
    return Person(fake)


@pytest.fixture
def waiting() -> Waiting:
    return Waiting(endless=300)


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram, waiting: Waiting) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake, sleep=waiting) as server:
        yield server


async def turns(server: Server, owner: str = "tg:7") -> int:
    session = await server.conversation.session(owner)
    assert session
    return session[1]


async def test_an_update_delivered_again_changes_nothing(server: Server, person: Person) -> None:
    person.say("/start")
    update = server.fake.pending[0]
    await server.settle()
    seen, applied = list(person.seen), await turns(server)
    await server.reception.take(update["update_id"], update)
    await server.reception.lanes.close(None)
    assert (person.seen, await turns(server)) == (seen, applied)


async def test_an_update_is_confirmed_only_after_its_event_is_stored(server: Server, person: Person) -> None:
    first, last = person.say("/start"), person.say("2")
    await server.settle()
    person.say("区委编办")
    await server.settle()
    assert [call["offset"] for call in server.fake.called("getUpdates")] == [0, last + 1]
    assert last == first + 1


async def test_after_a_quiet_time_updates_counted_anew_are_still_received(
    server: Server, person: Person
) -> None:
    person.say("/start")
    await server.settle()
    server.fake.empty_answers = 1
    await server.settle()
    server.fake.pending.append({"update_id": 5, "message": person.message(text="2")})
    await server.settle()
    assert "好，写《抓基层党建工作述职报告》。" in person.seen


async def test_replies_not_sent_before_a_crash_follow_with_the_redelivered_update(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    fake.faults["sendMessage", 7] += [too_many(300)]
    async with serving(db, fake, sleep=Waiting(endless=300)) as server:
        person.say("/start")
        await server.polling.step()
        applied = await turns(server)
    assert person.seen == []
    async with serving(db, fake) as server:
        await server.settle()
        assert await turns(server) == applied
    assert [text[:4] for text in person.seen] == ["您好，我", "这次写哪"]


async def test_replies_left_over_come_before_those_of_the_next_event_and_once(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, sleep=Waiting(endless=300)) as server:
        person.say("/start")
        await server.polling.step()
        await server.reception.lanes.close(None)
        fake.faults["sendMessage", 7] += [BLOCKED]
        person.say("2")
        await server.settle()
    fake.confirm_everything()
    async with serving(db, fake) as server:
        person.say("区委编办")
        await server.settle()
    beginnings = ["您好，我", "这次写哪", "好，写《", "您的单位", "您以什么"]
    assert [text[:4] for text in person.seen] == beginnings


@pytest.mark.parametrize("fault", [UNSENT, UNANSWERED, refusal(502, "Bad Gateway"), too_many(9)])
async def test_a_message_that_did_not_arrive_is_sent_again_in_its_place(
    fault: Fault, server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["sendMessage", 7].append(fault)
    person.say("/start")
    await server.settle()
    assert [text[:4] for text in person.seen] == ["您好，我", "这次写哪"]
    assert waiting.slept == [9 if fault == too_many(9) else 1]


async def test_a_dead_line_is_tried_more_and_more_slowly_without_end(
    server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["sendMessage", 7] += [UNSENT] * 9
    person.say("/start")
    await server.settle()
    assert waiting.slept == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert len(person.seen) == 2


async def test_what_may_have_arrived_is_repeated_twice_and_then_waits_for_the_next_event(
    server: Server, person: Person
) -> None:
    server.fake.lost_answers["sendMessage", 7] += [UNANSWERED] * 3
    person.say("/start")
    await server.settle()
    assert [text[:4] for text in person.seen] == ["您好，我"] * 3
    person.say("/help")
    await server.settle()
    assert [text[:4] for text in person.seen[3:]] == ["您好，我", "这次写哪", "直接回答", "这次写哪"]


async def test_no_part_of_a_long_reply_that_has_arrived_is_sent_again(server: Server, person: Person) -> None:
    for line in ("/start", "2", "区委编办", "党支部书记", "李明", "2025", "1", "\n".join(LONG)):
        person.say(line)
    await server.settle()
    before = len(person.seen)
    server.fake.lost_answers["sendMessage", 7] += [None, UNANSWERED, UNANSWERED, UNANSWERED]
    person.say("/preview")
    await server.settle()
    first, second, *_ = person.seen[before:]
    assert person.seen[before:] == [first, second, second, second]
    person.say("/preview")
    await server.settle()
    assert person.seen.count(first) == 2  # once for each /preview


async def test_a_slow_chat_does_not_delay_another(server: Server, person: Person, waiting: Waiting) -> None:
    other = Person(server.fake, 8)
    server.fake.faults["sendMessage", 7].append(too_many(300))
    person.say("/start")
    other.say("/start")
    await server.polling.step()
    for _ in range(2):
        other.say("/help")
        await server.polling.step()
    await server.until(lambda: len(other.seen) == 6)
    assert person.seen == []
    assert waiting.slept == [300]


async def test_order_is_kept_within_a_chat(server: Server, person: Person) -> None:
    server.fake.faults["sendMessage", 7] += [UNSENT, too_many(2), UNSENT]
    for line in ("/start", "2", "区委编办党支部", "党支部书记"):
        person.say(line)
    await server.settle()
    asked = ["这次写哪", "您的单位", "您以什么", "您的姓名"]
    assert [text[:4] for text in person.seen if text[:4] in asked] == asked


@pytest.mark.parametrize("fault", [BLOCKED, refusal(400, "Bad Request: chat not found")])
async def test_nothing_more_is_sent_to_a_chat_that_is_gone(
    fault: Fault, server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["sendMessage", 7].append(fault)
    person.say("/start")
    await server.settle()
    assert len(server.fake.called("sendMessage")) == 1
    assert waiting.slept == []


async def test_a_message_that_telegram_will_never_take_does_not_hold_up_the_next(
    server: Server, person: Person
) -> None:
    server.fake.faults["sendMessage", 7].append(refusal(400, "Bad Request: BUTTON_DATA_INVALID"))
    person.say("/start")
    await server.settle()
    assert [text[:4] for text in person.seen] == ["这次写哪"]


async def test_a_button_pressed_too_long_ago_is_answered_to_no_harm(server: Server, person: Person) -> None:
    server.fake.faults["answerCallbackQuery", 0].append(refusal(400, "Bad Request: query is too old"))
    person.press("v1:0:party_building")
    await server.settle()
    assert len(server.fake.called("answerCallbackQuery")) == 1
    assert len(person.seen) == 2


POISON: tuple[dict[str, Any], ...] = (
    {"message": 5},
    {"message": {"chat": "私聊", "text": "你好"}},
    {"message": {"chat": {"id": "x", "type": "private"}}},
    {"callback_query": {"id": 7}},
    {"edited_message": []},
)


@pytest.mark.parametrize("poison", POISON)
async def test_an_update_that_cannot_be_read_does_not_block_the_next(
    poison: dict[str, Any], server: Server, person: Person
) -> None:
    server.fake.push(**poison)
    server.fake.pending.append({"raw": {"no": "number"}})
    last = person.say("/start")
    await server.settle()
    assert len(person.seen) == 2
    person.say("2")
    await server.settle()
    assert server.fake.called("getUpdates")[-1]["offset"] == last + 1


@pytest.mark.parametrize(
    "fault",
    [
        UNSENT,
        refusal(404, "Not Found"),
        refusal(401, "Unauthorized"),
        refusal(409, "Conflict: terminated by other getUpdates request"),
        refusal(502, "Bad Gateway"),
        too_many(1),
        (200, b'{"ok": true, "result": [{"no": "number"}]}'),
        (200, b"<html>"),
    ],
)
async def test_trouble_with_fetching_is_waited_out(
    fault: Fault, server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["getUpdates", 0].append(fault)
    person.say("/start")
    await server.settle()
    assert waiting.slept == [1]
    assert person.seen == []
    await server.settle()
    assert len(person.seen) == 2


class Trouble(Conversation):
    """A conversation whose store or engine fails; ``errors`` are used up, one an event."""

    errors: ClassVar[list[Exception]] = []

    async def handle(self, owner: str, key: str, event: Event) -> None:
        if self.errors and isinstance(self.errors[0], TracesRemainError):
            await super().handle(owner, key, event)
        if self.errors:
            raise self.errors.pop(0)
        await super().handle(owner, key, event)


async def test_while_the_store_takes_nothing_updates_wait_at_telegram_and_their_senders_know(
    tmp_path: Path, fake: FakeTelegram, person: Person, waiting: Waiting
) -> None:
    Trouble.errors[:] = [DiskFullError(tmp_path)] * 2
    async with serving(tmp_path / "drafts.db", fake, sleep=waiting, make=Trouble) as server:
        query = person.press("v1:0:party_building")
        person.say("区委编办")
        for _ in range(3):
            await server.settle()
    assert waiting.slept == [1, 2]
    assert [text[:4] for text in person.seen] == [STALLED[:4], "好，写《", "您的单位", "您以什么"]
    assert fake.answers == {query: ""}


async def test_a_fault_of_the_program_in_one_event_does_not_block_the_next(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    Trouble.errors[:] = [ZeroDivisionError("区委编办")]
    async with serving(tmp_path / "drafts.db", fake, make=Trouble) as server:
        number = person.say("区委编办")
        person.say("/start")
        await server.settle()
    assert f"编号 {number}" in person.seen[0]
    assert [text[:4] for text in person.seen[1:]] == ["您好，我", "这次写哪"]


async def test_traces_that_remain_after_forgetting_are_told(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    Trouble.errors[:] = [TracesRemainError(tmp_path)]
    async with serving(tmp_path / "drafts.db", fake, make=Trouble) as server:
        person.say("/start")
        await server.settle()
    assert [text[:4] for text in person.seen] == [TRACES[:4], "您好，我", "这次写哪"]


class ForgetfulOnce(Conversation):
    """A store that has no room for the mark that a reply was sent, the first time."""

    failures: ClassVar[list[StoreError]] = []

    async def sent(self, owner: str, *outgoing: int) -> None:
        if self.failures:
            raise self.failures.pop()
        await super().sent(owner, *outgoing)


async def test_a_reply_known_to_have_arrived_but_not_marked_is_not_sent_again(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    ForgetfulOnce.failures[:] = [DiskFullError(tmp_path)]
    async with serving(tmp_path / "drafts.db", fake, make=ForgetfulOnce) as server:
        for line in ("/start", "2"):
            person.say(line)
            await server.settle()
    assert [text[:4] for text in person.seen] == ["您好，我", "这次写哪", "好，写《", "您的单位"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from(["private", "group", "v1:1:a", 7]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "chat", "from", "text", "caption", "data", "message", "photo"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["message", "edited_message", "callback_query", "poll"]), JSON))
def test_any_update_is_understood_or_set_aside(raw: dict[str, Any]) -> None:
    with suppress(msgspec.ValidationError):
        incoming_of(raw, "shuzhi_bot")


@given(st.text())
def test_any_text_is_an_event_of_its_writer(text: str) -> None:
    user = {"id": 7}
    raw = {"message": {"chat": {"id": 7, "type": "private"}, "from": user, "text": text}}
    talk = incoming_of(raw, "shuzhi_bot")
    assert talk
    assert getattr(talk, "user", None) == 7
    event = getattr(talk, "event", None)
    assert not isinstance(event, Said) or event.text == text


def test_pauses_grow_to_a_minute() -> None:
    endless = pauses()
    assert [next(endless) for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
