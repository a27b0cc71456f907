"""The talk on Telegram: the same as everywhere, and what only Telegram has answered sensibly."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from bot.adapters.telegram.courier import FORGOTTEN, NOT_MADE
from bot.adapters.telegram.reception import NO_BUTTON
from bot.conversation import Conversation
from bot.rendering import File
from bot.replies import Attachment, Reply, Say
from bot.store.transaction import Transaction
from tests.driving_telegram import PAIRING, Server, Waiting, replies, run_telegram, said, serving
from tests.golden import NAMES, talk
from tests.repairing import NOTICE
from tests.telegram_fake import FakeTelegram, Person, refusal, too_many

PROFILE = ("2", "区委编办党支部", "党支部书记", "李明", "2025")


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_talk_ends_with_the_report_in_hand(name: str, tmp_path: Path) -> None:
    texts, documents = run_telegram(talk(name), tmp_path / "drafts.db")
    assert any(question in texts[-1] for question in ("现在做什么？", "还没有对应的措施"))
    ((file, data),) = documents
    assert file.endswith("述职报告（讨论稿）.txt")
    assert "2025" in data.decode()


async def test_a_choice_is_made_by_its_button(server: Server, person: Person) -> None:
    await said(server, person, "/start")
    query = person.tap("抓基层党建工作述职报告　党支部书记、基层党组织书记用：总结、突出问题、思路措施")
    await server.settle()
    assert person.seen[-2] == "好，写《抓基层党建工作述职报告》。"
    assert server.fake.answers == {query: ""}


async def test_the_button_of_an_older_question_is_refused_and_changes_nothing(
    server: Server, person: Person
) -> None:
    await said(server, person, "/start")
    old = next(iter(server.fake.chats[7][-1].buttons.values()))
    asked = (await replies(server, person, "2"))[-1]
    query = person.press(old)
    await server.settle()
    assert person.seen[-2:] == ["这是之前那个问题的按钮，已经过期。请看下面最新的问题。", asked]
    assert server.fake.answers == {query: ""}


@pytest.mark.parametrize(
    "data",
    [
        "",
        "v1",
        "v1:1",
        "v1:1:",
        "v2:1:take",
        "v1:x:take",
        "v1:-1:take",
        "v1:１:take",
        "v1:1:选",
        "v1:" + "9" * 40 + ":a",
    ],
)
async def test_a_forged_button_is_refused_and_changes_nothing(
    data: str, server: Server, person: Person
) -> None:
    query = person.press(data)
    await server.settle()
    assert server.fake.answers == {query: NO_BUTTON}
    assert await server.conversation.session("tg:7") is None


async def test_a_button_of_somebody_elses_chat_is_refused_and_changes_nothing(
    server: Server, person: Person
) -> None:
    await said(server, person, "/start")
    data = next(iter(server.fake.chats[7][-1].buttons.values()))
    before = await server.conversation.session("tg:7")
    query = Person(server.fake, 8).press(data, chat=7)
    await server.settle()
    assert server.fake.answers == {query: NO_BUTTON}
    assert await server.conversation.session("tg:7") == before
    assert await server.conversation.session("tg:8") is None


async def test_a_made_up_choice_of_the_present_question_is_refused(server: Server, person: Person) -> None:
    await said(server, person, "/start")
    person.press("v1:1:no_such_genre")
    await server.settle()
    assert "没有这个选项。请看下面的问题。" in person.seen


async def test_a_command_is_known_with_the_bots_name_and_an_argument(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE)
    found = await replies(server, person, "/phrase@shuzhi_bot 意识形态")
    assert "意识形态" in found[0]


async def test_the_pages_come_as_pictures(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE, "/preview 图")
    (album,) = person.albums
    assert all(name.endswith(".png") and data.startswith(b"\x89PNG") for name, data in album)


async def test_the_report_comes_as_a_document_with_a_sensible_name(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE, "/export")
    ((name, data),) = person.documents
    assert name == "区委编办党支部书记2025年度抓基层党建工作述职报告（讨论稿）.docx"
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    calls = [called for called, _ in server.fake.calls]
    assert calls[calls.index("sendDocument") - 1] == "sendChatAction"
    assert server.fake.called("sendChatAction")[0]["action"] == "upload_document"


def queue(*replies: Reply) -> Callable[[Transaction], None]:
    """Have replies waiting in the outbox, as after a turn."""

    def work(transaction: Transaction) -> None:
        session = transaction.active("tg:7")
        assert session
        head = transaction.head("tg:7", session.id)
        assert head
        encoded = [msgspec.json.encode(reply) for reply in replies]
        transaction.append(
            "tg:7", session.id, key="k", parent=None, event=head.event, state=head.state, replies=encoded
        )

    return work


async def test_the_report_of_a_draft_forgotten_meanwhile_is_not_sent(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    class Forgetting(Waiting):
        async def __call__(self, seconds: float) -> None:
            await super().__call__(seconds)
            await serving_now.conversation.forget("tg:7", None)

    async with serving(tmp_path / "drafts.db", fake, waiting=Forgetting()) as serving_now:
        await said(serving_now, person, "/start", *PROFILE)
        await serving_now.store.perform(queue(Say("写好了。"), Attachment("txt")))
        fake.faults["sendMessage", 7].append(too_many(1))
        assert (await replies(serving_now, person, "/help"))[:2] == ["写好了。", FORGOTTEN]
    assert person.documents == []


async def test_help_tells_of_the_commands_that_are_telegrams_own(server: Server, person: Person) -> None:
    told = "\n".join(await replies(server, person, "/start", "/help"))
    assert all(f"/{name}　" in told for name in ("review", "privacy", "export"))


async def test_a_file_that_cannot_be_made_holds_nothing_up(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE)
    await server.store.perform(queue(Attachment("papyrus"), Say("写好了。")))
    why, after = (await replies(server, person, "/help"))[:2]
    assert why.startswith("不会导出“papyrus”格式")
    assert after == "写好了。"


class Faulty(Conversation):
    """A conversation whose files the program fails to write."""

    async def files(self, *_: object) -> tuple[File, ...]:
        raise ZeroDivisionError


async def test_a_fault_of_the_program_in_a_file_holds_nothing_up(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake, make=Faulty) as server:
        await said(server, person, "/start", *PROFILE)
        assert (await replies(server, person, "/export txt"))[0] == NOT_MADE


async def test_a_text_of_many_pages_arrives_whole(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE, "1")
    await said(
        server, person, "\n".join(f"{month}月{'抓实支部工作' * 150}{month}次" for month in range(1, 8))
    )
    server.fake.faults["sendRichMessage", 7].append(refusal(404, "Not Found: method not found"))
    before = len(person.messages)
    await said(server, person, "/preview")
    preview = person.messages[before:-1]
    assert len(preview) > 1
    assert all(f"{month}月抓实支部工作" in "".join(preview) for month in range(1, 8))


@pytest.mark.parametrize(
    ("content", "reply"),
    [
        ({"photo": [{"file_id": "x"}]}, "图片我看不懂"),
        ({"sticker": {"file_id": "x"}}, "表情我看不懂"),
        ({"voice": {"file_id": "x"}}, "语音我看不懂"),
        ({"animation": {"file_id": "x"}, "document": {"file_id": "x"}}, "我看不懂"),
        ({"venue": {}, "location": {}}, "我看不懂"),
    ],
)
async def test_what_is_no_text_is_answered_and_the_question_asked_again(
    content: dict[str, object], reply: str, server: Server, person: Person
) -> None:
    question = (await replies(server, person, "/start"))[-1]
    person.send(**content)
    await server.settle()
    assert reply in person.seen[-2]
    assert person.seen[-1] == question


async def test_the_words_below_a_picture_are_taken_as_said(server: Server, person: Person) -> None:
    await said(server, person, "/start", "2")
    person.send(photo=[{"file_id": "x"}], caption="区委编办党支部")
    await server.settle()
    draft = await server.draft()
    assert draft.profile.organization == "区委编办党支部"


async def test_an_edit_of_an_earlier_message_changes_what_it_had_said(server: Server, person: Person) -> None:
    await said(server, person, "/start", "2", "区委办", "党支部书记")
    person.edit(text="区委编办党支部", back=1)
    await server.settle()
    assert "单位“区委编办党支部”" in person.seen[-2]
    draft = await server.draft()
    assert (draft.profile.organization, draft.profile.post) == ("区委编办党支部", "党支部书记")


async def test_a_document_is_fetched_and_its_purpose_asked(server: Server, person: Person) -> None:
    await said(server, person, "/start", "2")
    server.fake.files["f1"] = "走访群众10户18人\n开展主题党日12次\n".encode()
    person.send(document={"file_id": "f1", "file_name": "台账.txt", "file_size": 50})
    await server.settle()
    assert "《台账.txt》有 2 行，看着像这一年的材料" in person.seen[-1]
    person.tap("拆成一条一条")
    await server.settle()
    draft = await server.draft()
    assert [card.source for card in draft.cards] == ["台账.txt:1", "台账.txt:2"]


@pytest.mark.parametrize(
    ("caption", "asked"), [("/notice", "读出"), ("这是今年的通知", "读出"), ("", "怎么用它")]
)
async def test_the_words_under_a_document_say_what_it_is_for(
    caption: str, asked: str, server: Server, person: Person
) -> None:
    await said(server, person, "/start", "2")
    server.fake.files["f1"] = "\n".join(NOTICE).encode()
    person.send(document={"file_id": "f1", "file_name": "通知.txt"}, caption=caption)
    await server.settle()
    assert asked in person.seen[-1]


@pytest.mark.parametrize(
    ("document", "data", "why"),
    [
        ({"file_id": "f1", "file_name": "大.pdf", "file_size": 21_000_000}, b"", "文件太大"),
        ({"file_id": "gone", "file_name": "丢.txt"}, b"", "没有下载成"),
        ({"file_id": "f1", "file_name": "旧.doc"}, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        ({"file_id": "f1", "file_name": "空.txt"}, b"", "是空的"),
    ],
)
async def test_a_document_that_cannot_be_taken_is_refused_with_a_sentence(
    document: dict[str, object], data: bytes, why: str, server: Server, person: Person
) -> None:
    await said(server, person, "/start", "2")
    server.fake.files["f1"] = data
    person.send(document=document)
    await server.settle()
    assert why in person.seen[-1]


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {"text": "x"}},  # a message about the chat, not of the user's
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    ],
)
async def test_a_message_about_the_chat_is_left_unanswered(
    content: dict[str, object], server: Server, person: Person
) -> None:
    person.send(**content)
    await server.settle()
    assert person.seen == []


async def test_a_moving_location_is_not_taken_for_an_edit(server: Server, person: Person) -> None:
    person.edit(location={"latitude": 0, "longitude": 0})
    await server.settle()
    assert person.seen == []


async def test_kinds_of_update_unknown_today_are_left_unanswered(server: Server) -> None:
    server.fake.push(telepathy={"from": {"id": 7}, "thought": "写稿"})
    server.fake.push(channel_post={"chat": {"id": -5, "type": "channel"}, "text": "/start"})
    await server.settle()
    assert server.fake.chats == {}


async def test_an_administrator_is_let_in(tmp_path: Path, fake: FakeTelegram, person: Person) -> None:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        assert "述职报告写作助手" in (await replies(server, person, "/start"))[0]


async def test_everybody_writes_a_draft_of_their_own(server: Server, person: Person) -> None:
    other = Person(server.fake, 8)
    for each, name in ((person, "区委编办"), (other, "市总工会")):
        for line in ("/start", "2", name):
            each.say(line)
    await server.settle()
    for owner, name in (("tg:7", "区委编办"), ("tg:8", "市总工会")):
        session = await server.conversation.session(owner)
        assert session
        draft = await server.conversation.draft(owner, session[0])
        assert draft
        assert draft.profile.organization == name
    assert server.fake.chats[7][-1] == server.fake.chats[8][-1]
