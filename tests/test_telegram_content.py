"""What is passed on, shown or changed is answered sensibly, once, and never lost."""

import asyncio
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.albums import Albums
from bot.adapters.telegram.content import captioned, content_of, copies
from bot.adapters.telegram.documents import MISNAMED, TOO_LARGE, Parcel, RefusedError, fetched
from bot.adapters.telegram.progress import Stages
from bot.adapters.telegram.updates import Press, incoming_of
from bot.adapters.telegram.wire import bot_of
from bot.events import FORWARDED, Commanded, Said, Sent, Unreadable
from tests.driving_telegram import OPEN, Server, said, sent
from tests.telegram_fake import FakeTelegram, Person, refusal
from tests.word_files import p, word_file

ORIGIN = {"forward_origin": {"type": "user", "date": 1, "sender_user": {"id": 99, "first_name": "王芳"}}}
MINUTES = "3月5日召开支部党员大会，28人参加。\n4月9日走访群众10户18人。"


async def written(server: Server, person: Person, *lines: str) -> None:
    await said(server, person, "/start", "2", *lines)


async def test_a_forwarded_text_is_somebody_elses_and_its_use_is_asked(
    server: Server, person: Person
) -> None:
    await written(server, person)
    (told,) = await sent(server, person, text=MINUTES, **ORIGIN)
    assert "《转发的消息》有 2 行，看着像这一年的材料" in told
    person.tap("拆成一条一条")
    await server.settle()
    draft = await server.draft()
    assert [card.source for card in draft.cards] == ["转发的消息:1", "转发的消息:2"]
    turns = await server.store.perform(lambda t: t.history("tg:7", "s1", 9))
    assert not any("王芳".encode() in turn.event for turn in turns)


async def test_texts_forwarded_one_after_another_are_used_together(server: Server, person: Person) -> None:
    await written(server, person)
    await sent(server, person, text=MINUTES, **ORIGIN)
    (told,) = await sent(server, person, text="7月开展主题党日12次。\n8月慰问党员3人。", **ORIGIN)
    assert "接在前一条后面了" in told
    assert "《转发的消息》有 4 行" in told


async def test_files_sent_together_are_asked_about_one_after_another(server: Server, person: Person) -> None:
    await written(server, person)
    for file, name in (("f1", "台账"), ("f2", "纪要"), ("f3", "小结")):
        server.fake.files[file] = f"{MINUTES}\n（{name}）".encode()
        person.send(document={"file_id": file, "file_name": f"{name}.txt"}, media_group_id="a1")
    await server.settle()
    assert "《小结.txt》收到了，定好前一份再问它怎么用。" in person.messages[-1]
    assert "《台账.txt》有 3 行" in person.messages[-1]
    person.tap("不用它")
    await server.settle()
    assert "《纪要.txt》有 3 行" in person.messages[-1]
    person.tap("不用它")
    await server.settle()
    assert "《小结.txt》有 3 行" in person.messages[-1]
    person.tap("拆成一条一条")
    await server.settle()
    draft = await server.draft()
    assert {card.source.partition(":")[0] for card in draft.cards} == {"小结.txt"}


async def test_a_short_forwarded_line_may_be_an_answer(server: Server, person: Person) -> None:
    await written(server, person)
    await sent(server, person, text="区委编办党支部", **ORIGIN)
    draft = await server.draft()
    assert draft.profile.organization == "区委编办党支部"


async def test_a_forwarded_command_is_not_obeyed(server: Server, person: Person) -> None:
    await written(server, person)
    (told,) = await sent(server, person, text="/forget all", **ORIGIN)
    assert "《转发的消息》有 1 行" in told


async def test_a_forwarded_file_is_read_as_a_file(server: Server, person: Person) -> None:
    await written(server, person)
    server.fake.files["f1"] = MINUTES.encode()
    (told,) = await sent(server, person, document={"file_id": "f1", "file_name": "纪要.txt"}, **ORIGIN)
    assert "《纪要.txt》有 2 行" in told


async def test_what_stands_below_a_file_that_is_passed_on_is_no_order(server: Server, person: Person) -> None:
    await written(server, person)
    server.fake.files["f1"] = MINUTES.encode()
    file = {"document": {"file_id": "f1", "file_name": "纪要.txt"}, "caption": "请大家入库学习"}
    (told,) = await sent(server, person, **file, **ORIGIN)
    assert "《纪要.txt》有 2 行" in told


class Dripping(FakeTelegram):
    """A line over which a document comes without end."""

    async def do_request(self, url: str, method: str, *given: object, **named: object) -> tuple[int, bytes]:
        if method == "GET":
            await asyncio.Event().wait()
        return await super().do_request(url, method, *given, **named)  # type: ignore[arg-type]  # as they came


async def test_words_below_a_document_say_that_it_is_material(
    server: Server, person: Person, fake: FakeTelegram
) -> None:
    fake.files["f1"] = MINUTES.encode()
    await written(server, person)
    file = {"file_id": "f1", "file_name": "纪要.txt"}
    assert "看到 2 条" in (await sent(server, person, document=file, caption="这是今年的材料"))[0]


async def test_a_file_that_comes_without_end_is_given_up() -> None:
    dripping = Dripping()
    dripping.files["f1"] = MINUTES.encode()
    parcel = Parcel("f1", "纪要.txt", 50, Said(""))
    with pytest.raises(RefusedError, match="没有下载成"):
        await fetched(bot_of(OPEN, dripping, dripping), parcel, Stages(), 0)


async def test_a_file_of_pictures_is_read_up_to_what_telegram_lets_bots_fetch(
    server: Server, person: Person
) -> None:
    await written(server, person)
    held = BytesIO(word_file("".join(map(p, MINUTES.split("\n")))))
    with ZipFile(held, "a", ZIP_STORED) as package:
        for number in range(19):
            package.writestr(f"word/media/image{number}.png", bytes(1_000_000))
    server.fake.files["f1"] = held.getvalue()
    document = {"file_id": "f1", "file_name": "画册.docx", "file_size": held.tell()}
    (told,) = await sent(server, person, document=document)
    assert "《画册.docx》有 2 行" in told


async def test_a_file_that_telegram_does_not_hand_over_for_its_size_is_explained(
    server: Server, person: Person
) -> None:
    await written(server, person)
    server.fake.faults["getFile", 0].append(refusal(400, "Bad Request: file is too big"))
    (told,) = await sent(server, person, document={"file_id": "f1", "file_name": "画册.docx"})
    assert told == TOO_LARGE
    assert "删掉里面的图片" in told


WORD = word_file(p("走访群众10户18人。") * 30)
DAMAGED = (
    WORD[: len(WORD) // 2],
    WORD[len(WORD) // 2 :],
    WORD[:40] + bytes(reversed(WORD[40:-40])) + WORD[-40:],
    bytes(512) + WORD[512:],
    b"XX" + WORD[2:],
    bytes(len(WORD)),
)


@pytest.mark.parametrize("data", DAMAGED)
@pytest.mark.parametrize("name", ["述职报告.docx", "述职报告.DOC"])
async def test_a_damaged_document_is_said_to_be_damaged_and_what_to_do(
    data: bytes, name: str, server: Server, person: Person
) -> None:
    await written(server, person)
    server.fake.files["f1"] = data
    (told,) = await sent(server, person, document={"file_id": "f1", "file_name": name})
    assert told.startswith(f"文件 {name} 打不开，可能已损坏：请用 Word 或 WPS 打开它，另存为新的 .docx 再试")
    assert "编码" not in told


@pytest.mark.parametrize("name", ["纪要.doc", "台账.xlsx", "台账.XLS", "纪要.docx", "纪要.pdf"])
@pytest.mark.parametrize("form", ["{}", "<html><body><p>{}</p></body></html>"])
async def test_text_under_the_name_of_another_kind_of_file_is_taken_and_that_is_told(
    name: str, form: str, server: Server, person: Person
) -> None:
    await written(server, person)
    server.fake.files["f1"] = form.format("走访群众10户18人。").encode()
    told = await sent(server, person, document={"file_id": "f1", "file_name": name})
    assert told[0].startswith(f"{MISNAMED}\n\n")
    assert f"《{name}》有 1 行" in told[0]


@pytest.mark.parametrize("name", ["纪要.docx", "纪要.doc", "纪要.txt"])
async def test_of_a_word_document_nothing_is_told_whatever_it_is_called(
    name: str, server: Server, person: Person
) -> None:
    await written(server, person)
    server.fake.files["f1"] = word_file(p("走访群众10户18人。"))
    (told,) = await sent(server, person, document={"file_id": "f1", "file_name": name})
    assert told.startswith(f"《{name}》有 1 行")


async def test_the_words_below_a_picture_are_taken_and_the_picture_said_to_be_not(
    server: Server, person: Person
) -> None:
    await written(server, person)
    (told,) = await sent(server, person, photo=[{"file_id": "x"}], caption="区委编办党支部")
    assert told.startswith("图片我没有看，只收下面的字。\n\n")
    assert "您以什么职务述职？" in told


async def test_a_command_below_a_picture_is_one(server: Server, person: Person) -> None:
    await written(server, person)
    (told,) = await sent(server, person, photo=[{"file_id": "x"}], caption="/notice")
    assert told.startswith("图片我没有看")
    assert "请把上级的通知发来" in told


async def test_an_album_is_answered_once(server: Server, person: Person) -> None:
    await written(server, person)
    before = len(person.messages)
    for _ in range(10):
        person.send(photo=[{"file_id": "x"}], media_group_id="a1")
    await server.settle()
    assert len(person.messages) == before + 1
    (told,) = await sent(server, person, photo=[{"file_id": "x"}], media_group_id="a2")
    assert told.startswith("图片我看不懂")


async def test_the_words_below_an_album_are_taken_once(server: Server, person: Person) -> None:
    await written(server, person)
    before = len(person.messages)
    person.send(photo=[{"file_id": "x"}], media_group_id="a1", caption="区委编办党支部")
    person.send(photo=[{"file_id": "x"}], media_group_id="a1")
    await server.settle()
    (told,) = person.messages[before:]
    assert "您以什么职务述职？" in told


def album(number: int, group: str = "a1") -> dict[str, Any]:
    return {"update_id": number, "message": {"media_group_id": group}}


def test_the_first_of_an_album_delivered_again_is_still_the_first() -> None:
    albums = Albums()
    assert [albums.again(7, album(number)) for number in (5, 6, 5, 7)] == [False, True, False, True]
    assert not albums.again(8, album(9))
    assert not albums.again(7, album(10, "a2"))
    assert not albums.again(7, {"update_id": 11, "message": {"text": "好"}})


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("photo", "提取文字"),
        ("voice", "语音输入"),
        ("video_note", "语音输入"),
        ("sticker", "请看下面的问题"),
        ("location", "位置我看不懂"),
        ("contact", "名片我看不懂"),
        ("poll", "投票我看不懂"),
        ("video", "视频我看不懂"),
        ("dice", "骰子我看不懂"),
        ("story", "动态我看不懂"),
    ],
)
async def test_what_is_no_text_is_answered_with_what_to_do(
    kind: str, told: str, server: Server, person: Person
) -> None:
    await written(server, person)
    (answer,) = await sent(server, person, **{kind: {"file_id": "x"}})
    assert told in answer
    assert "您的单位叫什么" in answer


async def test_words_taken_from_under_a_picture_leave_the_draft_too(server: Server, person: Person) -> None:
    await written(server, person, "区委编办党支部", "党支部书记", "李明", "2025", "1")
    await sent(server, person, photo=[{"file_id": "x"}], caption="走访群众10户18人")
    before = await server.draft()
    person.edit(photo=[{"file_id": "x"}])
    await server.settle()
    after = await server.draft()
    assert "去掉“走访群众10户18人”" in person.messages[-1]
    assert (len(before.points), len(after.points)) == (1, 0)


async def test_an_edit_of_what_was_never_written_down_changes_nothing(server: Server, person: Person) -> None:
    await written(server, person)
    await sent(server, person, text=MINUTES, **ORIGIN)
    person.edit(text="换了话", forward_origin=ORIGIN["forward_origin"])
    await server.settle()
    assert "那条消息没有写进稿子" in person.messages[-1]


async def test_the_button_pressed_goes_and_so_do_its_neighbours(server: Server, person: Person) -> None:
    await said(server, person, "/start")
    (shown,) = server.fake.chats[7]
    data = next(iter(shown.buttons.values()))
    server.fake.push(
        callback_query={
            "id": "q1",
            "from": {"id": 7, "is_bot": False, "first_name": "李明"},
            "data": data,
            "message": {**person.message(text="?"), "message_id": shown.number},
        }
    )
    await server.settle()
    assert shown.buttons == {}


@pytest.mark.parametrize(
    "keyboard", [None, {}, {"inline_keyboard": 5}, {"inline_keyboard": [5, [5], [{"text": "x"}]]}]
)
def test_a_keyboard_that_copies_nothing_is_used_up_by_a_press(keyboard: object) -> None:
    assert not copies({"message": {"reply_markup": keyboard}})


def test_a_keyboard_that_copies_stays() -> None:
    press = {
        "id": "q",
        "from": {"id": 7},
        "data": "v1:3:next",
        "message": {
            "message_id": 5,
            "chat": {"id": 7, "type": "private"},
            "reply_markup": {"inline_keyboard": [[{"text": "复制 1", "copy_text": {"text": "甲"}}]]},
        },
    }
    found = incoming_of({"update_id": 1, "callback_query": press}, "shuzhi_bot")
    assert isinstance(found, Press)
    assert found.message == 0


async def test_a_button_that_cannot_be_taken_away_is_no_harm(server: Server, person: Person) -> None:
    await said(server, person, "/start")
    server.fake.faults["editMessageReplyMarkup", 7].append(refusal(400, "Bad Request: message not found"))
    person.tap("抓基层党建工作述职报告　党支部书记、基层党组织书记用：总结、突出问题、思路措施")
    await server.settle()
    assert "您的单位叫什么" in person.messages[-1]


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
FIELDS = st.sampled_from(
    ["photo", "document", "forward_origin", "quote", "reply_to_message", "poll", "media_group_id", "x"]
)
WORDS = st.none() | st.text() | st.sampled_from(["/start draft_3", "/forget all", "第一行\n第二行", "/"])


@given(st.dictionaries(FIELDS, JSON), WORDS, WORDS)
def test_whatever_a_message_holds_its_words_are_kept_and_nothing_is_invented(
    raw: dict[str, Any], text: str | None, caption: str | None
) -> None:
    found = content_of(raw, text, caption, "5")
    assert captioned(raw) in {True, False}
    if found is None:
        assert text is None
        assert not caption
        return
    words = caption if text is None else text
    match found.event:
        case Said(said):
            assert said == words
        case Sent(name, lines):
            assert (name, "\n".join(lines)) == (FORWARDED, words)
            assert "forward_origin" in raw
        case Unreadable(kind):
            assert kind in raw
        case event:
            assert isinstance(event, Commanded)
            assert "forward_origin" not in raw
