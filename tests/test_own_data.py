"""Everything kept about a person: handed over to them alone on request, and gone for good on request."""

import json
import random
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.conversation import Conversation
from bot.desk import Desk, corpus_path
from bot.events import Commanded, Said, Sent
from bot.own_data import Archive, folder_of
from bot.replies import Attachment, Lesson
from bot.sheet import read_sent
from bot.store.belongings import TALKS
from bot.store.driver import immediate, sqlite3
from bot.store.faults import TracesRemainError
from bot.store.opening import connect
from bot.store.records import Session
from bot.store.store import Store
from bot.store.transaction import Transaction
from phrasebank.lessons import patterns
from tests.driving import run_terminal
from tests.driving_telegram import ME, OTHER, Server, said, serving
from tests.packages import texts_in
from tests.teaching import REPORT, handed_in
from tests.telegram_fake import FakeTelegram, Person
from tests.traces import forms, inflated, traces

MINE = "开展红色网格巡访三十七轮，化解邻里纠纷九起。"
THEIRS = "组织蓝色驿站义诊一十二回，服务老人五百位。"


async def drafted(server: Server, person: Person, deed: str) -> None:
    await said(server, person, "/start", "2", "区委编办党支部", "党支部书记", "李明", "2025", "1", deed, "1")


async def test_all_that_is_kept_comes_as_one_file_that_needs_no_program(
    server: Server, person: Person
) -> None:
    await server.store.perform(lambda t: t.members.approve(str(t.members.invite(ME, b"secret")), "user"))
    await drafted(server, person, MINE)
    await handed_in(server, person, "入库")
    await said(server, person, "/new", "/settings 3000字", "/export_my_data")
    ((name, data),) = person.documents
    assert name.startswith("我的数据-20")
    assert name.endswith(".zip")
    files = texts_in(data)
    folder = next(each for each in files if each.endswith("全文.txt")).rpartition("/")[0]
    assert "红色网格" in files[f"{folder}/全文.txt"]
    assert "红色网格" in files[f"{folder}/说过的话.txt"]
    sheet = read_sent(tuple(files[f"{folder}/答卷.yaml"].split("\n")), "答卷.yaml")
    assert sheet.draft.profile.organization == "区委编办党支部"
    turns = json.loads(files[f"{folder}/说过的话.json"])
    assert MINE in [turn["event"].get("text") for turn in turns]
    assert [turn["turn"] for turn in turns] == list(range(1, len(turns) + 1))
    assert "〔数字〕" in files["句式库/句式.txt"]
    assert "往年.txt" in files["句式库/材料.txt"]
    assert json.loads(files["其他.json"])["member"][0]["role"] == "user"
    assert "草稿 2 份" in files["说明.txt"]
    assert "/forget all" in files["说明.txt"]


async def test_nothing_of_anybody_else_is_in_it(server: Server, fake: FakeTelegram) -> None:
    me, other = Person(fake, 7), Person(fake, 8)
    for person, deed in ((me, MINE), (other, THEIRS)):
        await drafted(server, person, deed)
        await said(server, person, "/export docx")
    await said(server, other, "/export_my_data")
    files = texts_in(other.documents[-1][1])
    told = "".join(files) + "".join(files.values())
    assert "蓝色驿站" in told
    assert "红色网格" not in told
    assert ME not in told


async def test_it_is_asked_for_again_after_a_kill_and_never_after_forgetting(tmp_path: Path) -> None:
    fake = FakeTelegram()
    store = await Store.open(tmp_path / "drafts.db")
    conversation = Conversation(Desk(tmp_path), store)
    await conversation.handle(ME, "1", Said("2"))
    await conversation.handle(ME, "2", Commanded("export_my_data"))
    await store.close()
    async with serving(tmp_path / "drafts.db", fake) as server:
        await server.office.drain()
        assert len(Person(fake).documents) == 1
        await server.conversation.handle(ME, "3", Commanded("export_my_data"))
        await server.conversation.forget(ME, None)
        waiting = await server.conversation.unsent(ME)
        assert not any(isinstance(each.reply, Attachment) for each in waiting)


def test_in_the_terminal_it_is_written_where_exports_go(tmp_path: Path) -> None:
    shown = run_terminal(("2", MINE, "/导出我的数据"), tmp_path / "data" / "drafts.db", tmp_path)
    (file,) = tmp_path.glob("我的数据-*.zip")
    assert f"已导出：{file}" in "\n".join(shown)
    assert any(MINE in text for text in texts_in(file.read_bytes()).values())


async def test_long_histories_are_whole_and_in_order(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    conversation = Conversation(Desk(), store)
    for number in range(230):
        await conversation.handle(ME, f"{number}", Commanded("facts", f"第{number}"))
    session = await conversation.session(ME)
    assert session
    (file,) = await conversation.files(ME, (await conversation.unsent(ME))[0], Attachment("zip"))
    turns = json.loads(next(text for name, text in texts_in(file.data).items() if "说过的话.json" in name))
    assert [turn["event"]["argument"] for turn in turns] == [f"第{number}" for number in range(230)]
    await store.close()


async def test_every_table_about_people_is_handed_over(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    await Conversation(Desk(), store).handle(ME, "1", Said("2"))
    given = await store.perform(lambda t: t.belongings.others(ME))
    with sqlite3.connect(store.path) as reader:
        tables = [name for (name,) in reader.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        about = {
            table
            for table in tables
            for _, column, *_ in reader.execute(f"PRAGMA table_info({table})")
            if column in {"owner", "reviewer", "reader"}
        }
    assert about == given.keys() | TALKS
    await store.close()


def test_what_does_not_fit_goes_into_another_archive() -> None:
    archive = Archive(str, full=1000)
    texts = {f"{place}.txt": random.Random(place).randbytes(900).hex() for place in range(3)}  # noqa: S311 - no secret
    for name, text in texts.items():
        archive.add(name, text)
    parts = [texts_in(data) for data in archive.close()]
    assert len(parts) == 3
    assert {name: text for part in parts for name, text in part.items()} == texts


@given(st.text(), st.text())
def test_any_words_can_be_packed(title: str, words: str) -> None:
    archive = Archive(str)
    name = f"{folder_of(Session('s1', 1, title, '', ''))}/说过的话.txt"
    archive.add(name, words)
    (data,) = archive.close()
    ((path, text),) = texts_in(data).items()
    assert path.count("/") == 2
    assert text == words.encode(errors="replace").decode()


def wording(folder: Path, owner: str) -> list[bytes]:
    """The bytes of the wording that somebody taught, four characters at a time, that only stand there."""
    found = [form for each in patterns(corpus_path(folder, owner)) for form in forms(each.text)]
    talked = b"".join(file.read_bytes() for file in folder.glob("drafts.db*"))
    texts = list(inflated(talked))
    return [form for form in found if not any(form in text for text in texts)]


async def test_forgetting_everything_erases_the_corpus_and_every_byte_of_it(
    server: Server, fake: FakeTelegram, tmp_path: Path
) -> None:
    me, other = Person(fake, 7), Person(fake, 8)
    for person in (me, other):
        await said(server, person, "/start")
        await handed_in(server, person, "入库")
    sought = wording(tmp_path, ME)
    assert traces(tmp_path / "drafts.db", sought) > 9
    await said(server, other, "/forget all", "1")
    assert "句式库也删了，不留痕迹" in "\n".join(other.seen)
    assert traces(tmp_path / "drafts.db", sought) > 0  # one's own stays
    await said(server, me, "/forget all")
    assert "自己的句式库" in me.seen[-1]
    await said(server, me, "1")
    assert traces(tmp_path / "drafts.db", sought) == 0
    assert corpora(tmp_path) == []


def corpora(folder: Path) -> list[Path]:
    return list(folder.glob("corpus*"))


async def taught(path: Path, *owners: str) -> None:
    store = await Store.open(path)
    conversation = Conversation(Desk(path.parent), store)
    for owner in owners:
        await conversation.handle(owner, "1", Sent("往年.txt", REPORT, "corpus"))
        for each in await conversation.unsent(owner):
            if isinstance(each.reply, Lesson):
                await conversation.carried_out(owner, each, each.reply)
    await store.close()


async def test_an_erasure_cut_off_after_its_commit_is_finished_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    await taught(path, ME, OTHER)
    sought = wording(tmp_path, ME)
    connection = connect(path)
    with immediate(connection):
        Transaction(connection, lambda: datetime.now(UTC)).forget(ME, None)
    connection.close()
    assert corpus_path(tmp_path, ME).exists()
    await (await Store.open(path)).close()
    assert not corpus_path(tmp_path, ME).exists()
    assert corpus_path(tmp_path, OTHER).exists()
    assert wording(tmp_path, OTHER) == sought


async def test_an_erasure_that_was_not_committed_takes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    await taught(path, ME)
    connection = connect(path)
    connection.execute("BEGIN IMMEDIATE")
    Transaction(connection, lambda: datetime.now(UTC)).forget(ME, None)
    connection.close()
    await (await Store.open(path)).close()
    assert corpus_path(tmp_path, ME).exists()


async def test_a_corpus_that_cannot_be_deleted_now_is_told_of_and_deleted_later(tmp_path: Path) -> None:
    corpus_path(tmp_path, ME).mkdir()
    store = await Store.open(tmp_path / "drafts.db", connect=partial(connect, patience=0))
    conversation = Conversation(Desk(), store)
    with pytest.raises(TracesRemainError):
        await conversation.forget(ME, None)
    corpus_path(tmp_path, ME).rmdir()
    corpus_path(tmp_path, ME).write_bytes(b"words")
    await store.close()
    await (await Store.open(tmp_path / "drafts.db")).close()
    assert not corpus_path(tmp_path, ME).exists()


async def test_a_code_that_was_given_is_void_after_forgetting(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    code = await store.perform(lambda t: t.members.invite(ME, b"secret"))
    await store.perform(lambda t: t.forget(ME, None))
    assert await store.perform(lambda t: t.members.approve(str(code), "user")) is None
    await store.close()


async def test_who_reads_a_draft_and_whose_it_is_are_not_told_of_each_other(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    await Conversation(Desk(), store).handle(ME, "1", Said("2"))

    def work(transaction: Transaction) -> None:
        code = transaction.reviews.offer(ME, "s1")
        assert transaction.reviews.begin(str(code), OTHER)

    await store.perform(work)
    mine, theirs = [await store.perform(partial(_others, owner=owner)) for owner in (ME, OTHER)]
    assert theirs["review"]
    assert OTHER not in str(mine)
    assert ME not in str(theirs)
    await store.close()


def _others(transaction: Transaction, owner: str) -> dict[str, list[dict[str, object]]]:
    return transaction.belongings.others(owner)


def test_forgetting_everything_on_the_command_line_erases_the_corpus_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus_path(tmp_path, "local").write_bytes(b"words" * 999)
    assert main(("forget", "--all", "--yes", "--db", str(tmp_path / "drafts.db"))) == 0
    assert capsys.readouterr().out == "已彻底删除 0 份。您的句式库也删了，不留痕迹。\n"
    assert corpora(tmp_path) == []
