"""What a user gets to see: few messages, nothing lost or silently doubled, reports and pages in the chat."""

import asyncio
import re
import struct
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.bundles import Bundle, bundles
from bot.adapters.telegram.calls import NOT_TAKEN, Calls, caption_of, shows
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.preview import UPGRADED, blocks_of, parts_of
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.splitting import units
from bot.adapters.telegram.wire import bot_of
from bot.conversation import Conversation
from bot.rendering import File
from bot.replies import Attachment, Choice, Dated, Listing, Question, Reply, Say
from bot.store.outbox import Post
from bot.store.store import Store, T
from bot.store.transaction import Transaction
from tests.bot_api.server import BotApi
from tests.driving_telegram import Server, Waiting, said, sent, serving
from tests.telegram_fake import TOKEN, FakeTelegram, Person, line_fault, refusal

PROFILE = ("2", "区委编办党支部", "党支部书记", "李明", "2025")
UNANSWERED = line_fault(httpx.ReadTimeout("silence"))
UNKNOWN = refusal(404, "Not Found: method not found")
LONG = "\n".join(f"{month}月{'抓实支部工作' * 150}{month}次" for month in range(1, 8))


def post(number: int, reply: Reply, begun: int = 0, arrived: int = 0, turn: int = 1) -> Post:
    return Post(number, "s1", turn, msgspec.json.encode(reply), begun, arrived)


ASKED = Question("您的姓名？", (Choice("a", "就用这句"),), 3)


def test_the_texts_of_a_turn_are_one_message_with_the_buttons_below() -> None:
    listing = Listing((Dated("2025-12-03T06:05:00+00:00", "1. 初稿"),), "打开：/resume")
    (bundle,) = bundles((post(1, Say("记下了。\n")), post(2, listing), post(3, ASKED)))
    assert isinstance(bundle.reply, Question)
    assert re.fullmatch(
        r"记下了。\n\n2025-12-0[34] \d\d:05　1. 初稿\n打开：/resume\n\n您的姓名？", bundle.reply.text
    )
    assert (bundle.reply.choices, bundle.reply.revision) == (ASKED.choices, 3)
    assert [each.id for each in bundle.posts] == [1, 2, 3]


def test_a_question_ends_a_message_and_a_file_stands_alone() -> None:
    posts = (
        post(1, Say("甲")),
        post(2, ASKED),
        post(3, Say("乙"), turn=2),
        post(4, Attachment("txt"), turn=2),
        post(5, ASKED, turn=2),
    )
    assert [[each.id for each in bundle.posts] for bundle in bundles(posts)] == [[1, 2], [3], [4], [5]]


def test_a_report_shown_whole_stands_alone() -> None:
    posts = (post(1, Say("标题\n正文", (1, 0))), post(2, Say("这样的句子占八成。")), post(3, ASKED))
    assert [len(bundle.posts) for bundle in bundles(posts)] == [1, 2]


def test_what_does_not_fit_one_message_goes_out_apart() -> None:
    posts = (post(1, Say("述" * 3000)), post(2, Say("职" * 1070)), post(3, Say("报" * 100)), post(4, ASKED))
    assert [len(bundle.posts) for bundle in bundles(posts)] == [2, 2]


TEXTS = st.text(st.sampled_from("述职\n。a𠮷"), min_size=1, max_size=3000)
REPLIES = st.one_of(
    TEXTS.map(Say), TEXTS.map(lambda text: Question(text, ASKED.choices, 1)), st.just(Attachment("txt"))
)


@given(st.lists(REPLIES, max_size=8), st.integers(0, 3), st.integers(0, 8))
def test_a_message_begun_is_put_together_again_as_it_was(
    replies: list[Reply], begun: int, first: int
) -> None:
    posts = tuple(post(number, reply) for number, reply in enumerate(replies, 1))
    whole = list(bundles(posts))
    assert [each for bundle in whole for each in bundle.posts] == list(posts)
    left = whole[first:]
    if not left:
        return
    marked = {each.id for each in left[0].posts}
    again = bundles(
        msgspec.structs.replace(each, begun=begun if each.id in marked else 0)
        for bundle in left
        for each in bundle.posts
    )
    assert texts(again) == texts(left)


def texts(found: object) -> list[tuple[Reply, list[int]]]:
    assert not isinstance(found, Bundle)
    return [(bundle.reply, [each.id for each in bundle.posts]) for bundle in found]  # type: ignore[attr-defined]  # of bundles


async def test_a_turn_is_one_message(server: Server, person: Person) -> None:
    (greeting,) = await sent(server, person, text="/start")
    assert greeting.startswith("您好，我是")
    assert "\n\n这次写哪一种" in greeting
    assert server.fake.chats[7][0].buttons


class Counting(Store):
    """A store that counts the units of work that write."""

    written: ClassVar[Counter[str]] = Counter()

    async def perform(self, work: Callable[[Transaction], T]) -> T:
        def counted(transaction: Transaction) -> T:
            before = transaction._connection.total_changes  # noqa: SLF001 - only the connection counts them
            found = work(transaction)
            if transaction._connection.total_changes > before:  # noqa: SLF001 - as above
                self.written[work.__qualname__] += 1
            return found

        return await super().perform(counted)


async def test_a_delivery_takes_two_commits(tmp_path: Path, fake: FakeTelegram, person: Person) -> None:
    Counting.written.clear()
    async with serving(tmp_path / "drafts.db", fake, keep=Counting) as server:
        await said(server, person, "/start")
    assert Counting.written["Mark._each.<locals>.work"] == 2


async def test_replies_of_one_message_are_sent_together_or_not_at_all(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    db = tmp_path / "drafts.db"
    fake.lost_answers["sendMessage", 7] += [asyncio.CancelledError()]
    async with serving(db, fake) as server:
        person.say("/start")
        await server.polling.step()
        await server.until(lambda: len(person.messages) == 1)
    fake.lost_answers["sendMessage", 7] += [asyncio.CancelledError()]
    async with serving(db, fake) as server:
        await server.until(lambda: len(person.messages) == 2)
    async with serving(db, fake) as server:
        await server.office.drain()
        await said(server, person, "2")
    first, second, third, answer = person.messages
    assert second == third == f"（重发）{first}"
    assert answer.startswith("好，写《")


async def test_buttons_that_telegram_refuses_are_told_in_words(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE[:-1])
    server.fake.faults["sendMessage", 7].append(refusal(400, "Bad Request: BUTTON_DATA_INVALID"))
    (told,) = await sent(server, person, text="/forget")
    assert "1. 删除，不留痕迹\n2. 不删" in told


REPORT = Say("2025年度述职报告\n（讨论稿）\n一、履职情况\n走访群众10户。", (1, 0, 2, 0))


def test_a_report_is_blocks_with_headings() -> None:
    assert blocks_of(REPORT) == [
        {"type": "heading", "text": "2025年度述职报告", "size": 1},
        {"type": "paragraph", "text": "（讨论稿）"},
        {"type": "heading", "text": "一、履职情况", "size": 2},
        {"type": "paragraph", "text": "走访群众10户。"},
    ]


@pytest.mark.parametrize("text", ["述" * 32_001, "\n".join("述" * 481), " \n "])
def test_what_no_rich_message_holds_is_shown_as_texts(text: str) -> None:
    assert blocks_of(Say(text, (0,) * (text.count("\n") + 1))) is None


@given(
    st.lists(st.tuples(st.text(max_size=200), st.integers(0, 5)), min_size=1, max_size=40),
    st.sampled_from(["", "（重发）"]),
)
def test_nothing_in_a_report_is_lost_or_taken_for_markup(lines: list[tuple[str, int]], before: str) -> None:
    told = [(line.replace("\n", " "), level) for line, level in lines]
    say = Say("\n".join(line for line, _ in told), tuple(level for _, level in told))
    blocks = blocks_of(say)
    shown = [line.encode(errors="replace").decode().strip() for line, _ in told if line.strip()]
    if blocks is not None:
        assert [str(block["text"]).replace("\ufffd", "?") for block in blocks] == [
            each.replace("\ufffd", "?") for each in shown
        ]
    parts = parts_of(say)
    for part in parts:
        assert 0 < units(part.text) <= 4080
        for entity in part.entities(before):
            assert 0 <= entity.offset < entity.offset + entity.length <= units(before + part.text)


def test_the_headings_of_a_report_told_in_texts_are_bold() -> None:
    (part,) = parts_of(REPORT)
    stretches = [part.text[start : start + length] for start, length in part.bold]
    assert stretches == ["2025年度述职报告", "一、履职情况"]


async def written(server: Server, person: Person, text: str = "走访群众10户18人") -> None:
    await said(server, person, "/start", *PROFILE, "1", text)


async def test_the_whole_report_is_one_rich_message(server: Server, person: Person) -> None:
    await written(server, person, LONG)
    shown = (await sent(server, person, text="/preview"))[0]
    (call,) = server.fake.called("sendRichMessage")
    assert call["rich_message"]["skip_entity_detection"] is True
    assert [block["size"] for block in call["rich_message"]["blocks"] if block["type"] == "heading"][:2] == [
        1,
        2,
    ]
    assert units(shown) > 4096


async def test_a_server_without_rich_messages_is_asked_once_an_hour_and_gets_texts_with_bold_headings(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    waiting = Waiting()
    async with serving(tmp_path / "drafts.db", fake, waiting=waiting) as server:
        await written(server, person)
        fake.faults["sendRichMessage", 7].append(UNKNOWN)
        first = await sent(server, person, text="/preview")
        waiting.now += UPGRADED - 60
        assert await sent(server, person, text="/preview") == first
        assert len(fake.called("sendRichMessage")) == 1
        assert "述职报告" in first[0]
        assert not first[0].startswith("（重发）")
        bold = [call for call in fake.called("sendMessage") if call.get("entities")]
        assert len(bold) == 2
        waiting.now += 60
        await sent(server, person, text="/preview")
        assert len(fake.called("sendRichMessage")) == 2
        assert len([call for call in fake.called("sendMessage") if call.get("entities")]) == 2


async def test_a_rich_message_that_is_refused_is_told_in_texts_and_the_next_is_rich_again(
    server: Server, person: Person
) -> None:
    await written(server, person)
    server.fake.faults["sendRichMessage", 7].append(refusal(400, "Bad Request: can't parse blocks"))
    first = await sent(server, person, text="/preview")
    assert "述职报告" in first[0]
    assert len([call for call in server.fake.called("sendMessage") if call.get("entities")]) == 1
    await sent(server, person, text="/preview")
    assert len(server.fake.called("sendRichMessage")) == 2
    assert len([call for call in server.fake.called("sendMessage") if call.get("entities")]) == 1


async def test_bold_type_that_telegram_refuses_is_left_out(server: Server, person: Person) -> None:
    await written(server, person)
    server.fake.faults["sendRichMessage", 7].append(UNKNOWN)
    server.fake.faults["sendMessage", 7].append(refusal(400, "Bad Request: can't parse entities"))
    shown = (await sent(server, person, text="/preview"))[0]
    assert "述职报告" in shown


async def test_a_rich_message_that_may_have_arrived_says_so_when_it_is_repeated(
    server: Server, person: Person
) -> None:
    await written(server, person)
    server.fake.lost_answers["sendRichMessage", 7].append(UNANSWERED)
    first, again = (await sent(server, person, text="/preview"))[:2]
    assert again == f"（重发）\n{first}"


class Pages(Conversation):
    """A conversation whose reports have as many pages as ``pictures``."""

    pictures: tuple[bytes, ...] = ()

    async def files(self, *_: object) -> tuple[File, ...]:
        return tuple(File(f"述职报告-{n:02}.png", data) for n, data in enumerate(self.pictures, 1))


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


async def shown_pages(tmp_path: Path, fake: FakeTelegram, pictures: tuple[bytes, ...]) -> Person:
    Pages.pictures = pictures
    person = Person(fake)
    async with serving(tmp_path / "drafts.db", fake, make=Pages) as server:
        await said(server, person, "/start", *PROFILE, "/preview 图")
    return person


async def test_pages_come_in_albums_of_ten(tmp_path: Path, fake: FakeTelegram) -> None:
    person = await shown_pages(tmp_path, fake, (png(1191, 1684),) * 21)
    assert [len(album) for album in person.albums] == [10, 10, 1]
    first, second = fake.called("sendMediaGroup")
    assert first["media"][0]["caption"] == "排好的页面（讨论稿），第 1—10 页，共 21 页"
    assert second["media"][0]["caption"] == "排好的页面（讨论稿），第 11—20 页，共 21 页"
    assert {each["type"] for each in first["media"]} == {"photo"}
    (photo,) = fake.called("sendPhoto")
    assert photo["caption"] == "排好的页面（讨论稿），第 21 页，共 21 页"
    assert fake.called("sendChatAction")[0]["action"] == "upload_photo"
    assert person.albums[0][0][0] == "述职报告-01.png"


async def test_pages_that_are_no_photo_come_as_documents(tmp_path: Path, fake: FakeTelegram) -> None:
    fake.faults["sendMediaGroup", 7].append(refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    person = await shown_pages(tmp_path, fake, (png(1191, 1684),) * 2)
    assert [each["type"] for each in fake.called("sendMediaGroup")[-1]["media"]] == ["document"] * 2
    assert [len(album) for album in person.albums] == [2]


async def test_a_picture_too_large_for_a_photo_comes_as_a_document(
    tmp_path: Path, fake: FakeTelegram
) -> None:
    person = await shown_pages(tmp_path, fake, (png(9000, 1684),))
    assert person.albums == []
    assert [name for name, _ in person.documents] == ["述职报告-01.png"]


async def test_an_album_that_may_have_arrived_is_repeated_once(tmp_path: Path, fake: FakeTelegram) -> None:
    fake.lost_answers["sendMediaGroup", 7] += [UNANSWERED, UNANSWERED]
    person = await shown_pages(tmp_path, fake, (png(1191, 1684),) * 2)
    captions = [call["media"][0]["caption"] for call in fake.called("sendMediaGroup")]
    assert captions == ["排好的页面（讨论稿），共 2 页", "（重发）排好的页面（讨论稿），共 2 页"]
    assert any("文件发了两次都没有回音" in text for text in person.messages)


async def test_a_file_that_telegram_refuses_is_told_of(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE)
    server.fake.faults["sendDocument", 7].append(refusal(400, "Bad Request: file is too big"))
    assert (await sent(server, person, text="/export txt"))[0] == NOT_TAKEN


@pytest.mark.parametrize(
    ("picture", "fits"),
    [
        (png(1191, 1684), True),
        (png(5000, 5000), True),
        (png(5001, 5000), False),
        (png(2100, 100), False),
        (png(0, 0), False),
        (png(100, 0), False),
        (b"\x89PNG", False),
        (png(1191, 1684) + b"\0" * 10_000_000, False),
    ],
)
def test_a_picture_is_a_photo_within_telegrams_limits(picture: bytes, fits: bool) -> None:  # noqa: FBT001 - the expected answer
    assert shows(picture) is fits


@given(st.binary(max_size=40))
def test_whatever_is_no_picture_is_no_photo(data: bytes) -> None:
    assert shows(data) in {True, False}


@pytest.mark.parametrize(
    ("attachment", "caption"),
    [
        (Attachment("docx"), "Word 讨论稿"),
        (Attachment("pdf", final=True), "PDF 定稿"),
        (Attachment("docx", review=True), "Word 送审稿"),
        (Attachment("txt", characters=2000), "纯文字讨论稿，压到 2000 字"),
        (Attachment("docx", appendices=("requirements", "ledger")), "Word 讨论稿，附对标表、口径表"),
        (Attachment("yaml"), "答卷"),
        (Attachment("zip"), "存着的关于您的一切，里面的说明.txt 说明各是什么"),
    ],
)
def test_a_file_says_what_it_is(attachment: Attachment, caption: str) -> None:
    assert caption_of(attachment) == caption


async def test_a_files_chinese_name_and_caption_arrive_intact_over_the_wire() -> None:
    api = BotApi()
    bot = bot_of(Settings(TOKEN, api=api.root))
    files = (File("区委编办党支部2025年度述职报告（讨论稿）.docx", b"PK"),)
    pages = tuple(File(f"述职报告-{n:02}.png", png(1191, 1684)) for n in (1, 2))
    try:
        await bot.initialize()
        calls = Calls(bot, Pace(asyncio.sleep))
        for call in (*calls.files(7, files, Attachment("docx")), *calls.files(7, pages, Attachment("png"))):
            await call(1)
        await bot.shutdown()
    finally:
        api.stop()
    album = next(params for method, params in api.calls if method == "sendMediaGroup")
    assert api.documents[7] == [(files[0].name, b"PK", "Word 讨论稿")]
    assert [each[0] for each in album.values() if isinstance(each, tuple)] == [page.name for page in pages]
    assert album["media"][0]["caption"] == "排好的页面（讨论稿），共 2 页"
    assert api.violations == []


async def test_the_list_of_drafts_opens_one_at_a_tap(server: Server, person: Person) -> None:
    await said(server, person, "/start", *PROFILE, "/new", "3")
    (listed,) = await sent(server, person, text="/drafts")
    assert "1. 2025年度抓基层党建工作述职报告　/resume1\n" in listed
    assert "/resume2" not in listed
    (opened,) = await sent(server, person, text="/resume1")
    assert opened.startswith("打开了《2025年度抓基层党建工作述职报告》。")
