"""Nothing is lost over a bad line, nothing is knowingly said twice, and no chat waits for another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.calls import NOT_TAKEN, UNHEARD_OF
from bot.adapters.telegram.courier import UNSENDABLE
from bot.adapters.telegram.lock import RunningError
from bot.adapters.telegram.notes import STALLED, TRACES
from bot.adapters.telegram.retrying import pauses
from bot.adapters.telegram.updates import incoming_of, numbered, sender_of, written_at
from bot.conversation import Conversation, Outgoing
from bot.events import Event, Said
from bot.export.naming import ExportError
from bot.rendering import File
from bot.store.faults import DiskFullError, TracesRemainError
from bot.store.store import Store, T
from bot.store.transaction import Transaction
from tests.driving_telegram import Server, Waiting, said, serving
from tests.telegram_fake import (
    BLOCKED,
    FakeTelegram,
    Fault,
    Person,
    line_fault,
    refusal,
    too_many,
)

PROFILE = ("/start", "2", "区委编办", "党支部书记", "李明", "2025")
UNSENT = line_fault(httpx.ConnectError("no route"))
LONG = [f"{month}月{'抓实支部工作' * 150}{month}次" for month in range(1, 8)]
UNANSWERED = line_fault(httpx.ReadTimeout("silence"))


@pytest.fixture
def waiting() -> Waiting:
    return Waiting(endless=300)


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram, waiting: Waiting) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake, waiting=waiting) as server:
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
    await server.office.reception.take([update])
    await server.office.drain()
    assert (person.seen, await turns(server)) == (seen, applied)


async def test_an_update_is_confirmed_only_after_its_event_is_stored(server: Server, person: Person) -> None:
    first, last = person.say("/start"), person.say("2")
    await server.settle()
    await said(server, person, "区委编办")
    assert [call["offset"] for call in server.fake.called("getUpdates")] == [0, last + 1]
    assert last == first + 1


async def test_after_a_quiet_time_updates_counted_anew_are_still_received(
    server: Server, person: Person
) -> None:
    await said(server, person, "/start")
    server.fake.empty_answers = 1
    await server.settle()
    server.fake.pending.append({"update_id": 5, "message": person.message(text="2")})
    await server.settle()
    assert "好，写《抓基层党建工作述职报告》。" in person.seen


async def test_replies_not_sent_before_a_crash_are_sent_at_the_next_start(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    fake.faults["sendMessage", 7] += [too_many(300)]
    waiting = Waiting(endless=300)
    async with serving(db, fake, waiting=waiting) as server:
        person.say("/start")
        await server.polling.step()
        await waiting.until(300)
        applied = await turns(server)
    assert person.seen == []
    async with serving(db, fake) as server:
        await server.office.drain()
        assert [text[:4] for text in person.seen] == ["您好，我", "这次写哪"]
        await server.settle()
        assert await turns(server) == applied
    assert len(person.seen) == 2


async def test_what_was_being_sent_when_the_program_was_killed_is_sent_again_and_says_so(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    fake.lost_answers["sendMessage", 7] += [asyncio.CancelledError()]
    async with serving(db, fake) as server:
        person.say("/start")
        await server.polling.step()
        await server.until(lambda: len(person.messages) == 1)
    async with serving(db, fake) as server:
        await server.office.drain()
    first, again = person.messages
    assert again == f"（重发）{first}"


async def test_a_document_that_may_have_arrived_is_sent_once_more_and_then_told_of(
    server: Server, person: Person
) -> None:
    for line in ("/start", "2", "区委编办", "党支部书记", "李明", "2025"):
        person.say(line)
    await server.settle()
    server.fake.lost_answers["sendDocument", 7] += [UNANSWERED] * 2
    await said(server, person, "/export txt")
    told = [call["caption"] for call in server.fake.called("sendDocument")]
    assert told == ["纯文字讨论稿", "（重发）纯文字讨论稿"]
    assert UNHEARD_OF in person.seen


async def test_what_waits_for_somebody_who_has_blocked_the_bot_is_dropped(
    server: Server, person: Person
) -> None:
    server.fake.faults["sendMessage", 7] += [BLOCKED]
    await said(server, person, "/start")
    assert await server.store.perform(lambda t: t.outbox.owners()) == ()
    await said(server, person, "2")
    assert [text[:4] for text in person.seen] == ["好，写《", "（标题、"]


@pytest.mark.parametrize("fault", [UNSENT, UNANSWERED, refusal(502, "Bad Gateway"), too_many(9)])
async def test_a_message_that_did_not_arrive_is_sent_again_in_its_place(
    fault: Fault, server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["sendMessage", 7].append(fault)
    await said(server, person, "/start")
    first = "（重发）" if fault == UNANSWERED else "您好，我"
    assert [text[:4] for text in person.seen] == [first, "这次写哪"]
    assert waiting.slept == [9 if fault == too_many(9) else 1]


async def test_a_dead_line_is_tried_more_and_more_slowly_without_end(
    server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["sendMessage", 7] += [UNSENT] * 9
    await said(server, person, "/start")
    assert waiting.slept == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert len(person.seen) == 2


async def test_what_may_have_arrived_is_repeated_twice_and_then_waits_for_the_next_event(
    server: Server, person: Person
) -> None:
    server.fake.lost_answers["sendMessage", 7] += [UNANSWERED] * 3
    await said(server, person, "/start")
    first = person.messages[0]
    assert person.messages == [first, f"（重发）{first}", f"（重发）{first}"]
    await said(server, person, "/help")
    again, answer = person.messages[3:]
    assert again == f"（重发）{first}"
    assert "直接回答问题" in answer


async def test_what_was_left_over_a_silent_line_comes_without_another_event(
    server: Server, person: Person
) -> None:
    server.fake.faults["sendMessage", 7] += [UNANSWERED] * 3
    await said(server, person, "/start")
    assert person.seen == []
    await server.office.deliver_all()
    await server.office.drain()
    assert [text[:4] for text in person.seen] == ["（重发）", "这次写哪"]


async def test_a_reply_of_a_later_release_does_not_hold_up_the_next(server: Server, person: Person) -> None:
    await server.store.perform(lambda t: t.outbox.note("tg:7", b'{"type":"tomorrow"}'))
    await said(server, person, "/start")
    assert [text[:4] for text in person.seen] == ["有一条回", "您好，我", "这次写哪"]


class Unsendable(Conversation):
    """A conversation whose files are none."""

    async def files(self, *_: object, **__: object) -> tuple[File, ...]:
        return (File("述职报告.txt", b"x"), *msgspec.json.decode(b"[null]"))


async def test_a_reply_that_the_program_cannot_send_does_not_hold_up_the_next(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake, make=Unsendable) as server:
        for line in (*PROFILE, "/export txt", "/help"):
            await said(server, person, line)
        assert await server.store.perform(lambda t: t.outbox.owners()) == ()
    assert UNSENDABLE in person.seen
    assert any("直接回答问题" in text for text in person.seen)


async def test_a_file_larger_than_the_server_takes_is_told_of_and_not_sent_again(
    server: Server, person: Person, waiting: Waiting
) -> None:
    for line in PROFILE:
        person.say(line)
    await server.settle()
    server.fake.faults["sendDocument", 7].append(refusal(413, "Request Entity Too Large"))
    await said(server, person, "/export txt")
    assert NOT_TAKEN in person.seen
    assert len(server.fake.called("sendDocument")) == 1
    assert waiting.slept == []


async def test_no_part_of_a_long_reply_that_has_arrived_is_sent_again(server: Server, person: Person) -> None:
    for line in ("/start", "2", "区委编办", "党支部书记", "李明", "2025", "1", "\n".join(LONG)):
        person.say(line)
    await server.settle()
    before = len(person.messages)
    server.fake.faults["sendRichMessage", 7].append(refusal(404, "Not Found: method not found"))
    server.fake.lost_answers["sendMessage", 7] += [None, UNANSWERED, UNANSWERED, UNANSWERED]
    await said(server, person, "/preview")
    first, second, *_ = person.messages[before:]
    assert person.messages[before:] == [first, second, f"（重发）{second}", f"（重发）{second}"]
    await said(server, person, "/preview")
    assert person.messages.count(first) == 2  # once for each /preview


async def test_a_slow_chat_does_not_delay_another(server: Server, person: Person, waiting: Waiting) -> None:
    other = Person(server.fake, 8)
    server.fake.faults["sendMessage", 7].append(too_many(300))
    person.say("/start")
    other.say("/start")
    await server.polling.step()
    for _ in range(2):
        other.say("/help")
        await server.polling.step()
    await server.until(lambda: sum("直接回答问题" in text for text in other.seen) == 2)
    assert person.seen == []
    assert waiting.slept == [300]


async def test_order_is_kept_within_a_chat(server: Server, person: Person) -> None:
    server.fake.faults["sendMessage", 7] += [UNSENT, too_many(2), UNSENT]
    for line in ("/start", "2", "区委编办党支部", "党支部书记"):
        person.say(line)
    await server.settle()
    asked = ("这次写哪", "您的单位", "您以什么", "您的姓名")
    assert [each for text in person.seen for each in asked if each in text] == list(asked)


async def test_updates_that_came_in_disorder_are_applied_in_order(server: Server, person: Person) -> None:
    for line in ("/start", "2", "区委编办党支部", "党支部书记"):
        person.say(line)
    server.fake.pending.reverse()
    await server.settle()
    draft = await server.draft()
    assert (draft.profile.organization, draft.profile.post) == ("区委编办党支部", "党支部书记")


@pytest.mark.parametrize("fault", [BLOCKED, refusal(400, "Bad Request: chat not found")])
async def test_nothing_more_is_sent_to_a_chat_that_is_gone(
    fault: Fault, server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["sendMessage", 7].append(fault)
    await said(server, person, "/start")
    assert len(server.fake.called("sendMessage")) == 1
    assert waiting.slept == []


async def test_a_message_that_telegram_will_never_take_does_not_hold_up_the_next(
    server: Server, person: Person
) -> None:
    server.fake.faults["sendMessage", 7] += [refusal(400, "Bad Request: message text is strange")] * 2
    for line in ("/start", "2"):
        await said(server, person, line)
    assert [text[:4] for text in person.seen] == ["好，写《", "（标题、"]


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
    {"message": "\ud800"},
    {"inline_query": {"id": "1", "from": "\ud800"}},
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
    await said(server, person, "2")
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
    await said(server, person, "/start")
    assert waiting.slept == [1]
    assert person.seen == []
    await server.settle()
    assert len(person.seen) == 2


@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        (UNSENT, "看网络和代理（SHUZHI_PROXY）"),
        (refusal(401, "Unauthorized"), "Telegram 不认这个令牌了"),
        (refusal(404, "Not Found"), "Telegram 不认这个令牌了"),
    ],
)
async def test_the_log_says_what_to_look_at_when_nothing_can_be_fetched(
    fault: Fault, advice: str, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.fake.faults["getUpdates", 0].append(fault)
    await server.settle()
    assert advice in caplog.text


CONFLICT = refusal(409, "Conflict: terminated by other getUpdates request")
ACTIVE = refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")


async def test_another_program_that_goes_on_fetching_for_a_minute_ends_this_one(
    server: Server, person: Person, waiting: Waiting
) -> None:
    server.fake.faults["getUpdates", 0] += [CONFLICT] * 7
    person.say("/start")
    with pytest.raises(RunningError, match="请只留一个"):
        await server.polling.run(0)
    assert sum(waiting.slept) >= 60
    assert person.seen == []


async def test_another_program_that_is_stopped_within_the_minute_is_waited_for(
    server: Server, person: Person
) -> None:
    for _ in range(3):
        server.fake.faults["getUpdates", 0] += [CONFLICT] * 6
        person.say("/help")
        for _ in range(7):
            await server.settle()
    assert sum("直接回答问题" in text for text in person.seen) == 3


async def test_a_webhook_that_somebody_set_meanwhile_is_taken_away(
    server: Server, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    server.fake.faults["getUpdates", 0] += [ACTIVE]
    person.say("/start")
    for _ in range(2):
        await server.settle()
    assert len(server.fake.called("deleteWebhook")) == 1
    assert person.seen
    assert "设过 webhook" in caplog.text


class Trouble(Conversation):
    """A conversation whose store or engine fails; ``errors`` are used up, one an event."""

    errors: ClassVar[list[Exception]] = []

    async def handle(
        self, owner: str, key: str, event: Event, also: Callable[[Transaction], object] | None = None
    ) -> tuple[Outgoing, ...]:
        if self.errors and isinstance(self.errors[0], TracesRemainError):
            await super().handle(owner, key, event, also)
        if self.errors:
            raise self.errors.pop(0)
        return await super().handle(owner, key, event, also)


async def test_while_the_store_takes_nothing_updates_wait_in_it_and_their_senders_know(
    tmp_path: Path, fake: FakeTelegram, person: Person, waiting: Waiting
) -> None:
    Trouble.errors[:] = [DiskFullError(tmp_path)] * 2
    async with serving(tmp_path / "drafts.db", fake, waiting=waiting, make=Trouble) as server:
        query = person.press("v1:0:party_building")
        await said(server, person, "区委编办")
    assert waiting.slept == [1, 2]
    assert person.seen[0] == STALLED
    assert [text[:4] for text in person.seen[1:3]] == ["好，写《", "（标题、"]
    assert "您以什么" in person.seen[3]
    assert fake.answers == {query: ""}


async def test_a_fault_of_the_program_in_one_event_does_not_block_the_next(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    Trouble.errors[:] = [ZeroDivisionError("区委编办")]
    async with serving(tmp_path / "drafts.db", fake, make=Trouble) as server:
        number = person.say("区委编办")
        await said(server, person, "/start")
    assert f"编号 {number}" in person.seen[0]
    assert [text[:4] for text in person.seen[1:]] == ["您好，我", "这次写哪"]


class Unprintable(Conversation):
    """A conversation whose reports hold what no font can draw."""

    async def files(self, *_: object, **__: object) -> tuple[File, ...]:
        raise ExportError("这台电脑的字体里没有这些字：𪚥。请导出 .docx，或装上有这些字的字体再试。")


async def test_why_a_file_cannot_be_written_is_told_and_later_replies_follow(
    tmp_path: Path, fake: FakeTelegram, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path / "drafts.db", fake, make=Unprintable) as server:
        for line in ("/start", "2", "区委编办", "党支部书记", "李明", "2025", "/export pdf", "/help"):
            person.say(line)
        await server.settle()
    told = "\n".join(person.seen)
    assert told.index("没有这些字：𪚥") < told.index("直接回答问题")
    assert [record for record in caplog.records if record.exc_info] == []


async def test_traces_that_remain_after_forgetting_are_told(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    Trouble.errors[:] = [TracesRemainError(tmp_path)]
    async with serving(tmp_path / "drafts.db", fake, make=Trouble) as server:
        await said(server, person, "/start")
    assert [text[:4] for text in person.seen] == ["您好，我", "这次写哪", TRACES[:4]]


async def test_a_turn_is_answered_though_traces_remain_and_that_cannot_be_told(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    Trouble.errors[:] = [TracesRemainError(tmp_path)]
    ForgetfulOnce.forgetful[:] = ["Handler._attempt"]
    async with serving(tmp_path / "drafts.db", fake, make=Trouble, keep=ForgetfulOnce) as server:
        await said(server, person, "/start")
    assert [text[:4] for text in person.seen] == ["您好，我", "这次写哪"]
    assert ForgetfulOnce.forgetful == []


class ForgetfulOnce(Store):
    """A store that has no room for the mark that a reply was sent, the first time."""

    forgetful: ClassVar[list[str]] = []

    async def perform(self, work: Callable[[Transaction], T]) -> T:
        if self.forgetful and work.__qualname__.startswith(self.forgetful[0]):
            self.forgetful.pop()
            raise DiskFullError(self.path)
        return await super().perform(work)


async def test_a_reply_known_to_have_arrived_but_not_marked_is_not_sent_again(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    ForgetfulOnce.forgetful[:] = ["Mark._each"]
    async with serving(tmp_path / "drafts.db", fake, keep=ForgetfulOnce) as server:
        for line in ("/start", "2"):
            await said(server, person, line)
    assert [text[:4] for text in person.seen] == ["您好，我", "这次写哪", "好，写《", "（标题、"]
    assert ForgetfulOnce.forgetful == []


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
    assert isinstance(sender_of(raw), int)
    assert isinstance(written_at(raw), int)
    with suppress(msgspec.ValidationError):
        incoming_of(raw, "shuzhi_bot")


@given(JSON)
def test_what_has_no_number_is_no_update(raw: object) -> None:
    assert not numbered(raw)


@pytest.mark.parametrize("number", [-1, 1 << 63, "5", None, 5.0, True])
def test_a_number_that_telegram_never_gives_is_none(number: object) -> None:
    assert not numbered({"update_id": number})


async def test_half_a_character_is_stored_and_applied(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake) as server:
        for line in ("/start", "2", "区委\ud800编办"):
            person.say(line)
        await server.polling.step()
    async with serving(tmp_path / "drafts.db", fake) as server:
        await server.office.drain()
        draft = await server.draft()
    assert draft.profile.organization.startswith("区委")


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
