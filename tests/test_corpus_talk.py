"""A user's own wording, taught in the talk: learnt once, for its sender alone, and gone when forgotten."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation, Outgoing
from bot.desk import Desk, corpus_path
from bot.engine import advance, ask
from bot.events import Commanded, Picked, Said, Sent
from bot.own_corpus import carried_out, mined
from bot.replies import Lesson
from bot.state import State
from bot.store.store import Store
from bot.turns.learning import AT_ONCE
from phrasebank.lessons import LARGEST_CORPUS, holdings, patterns
from tests.driving import run_terminal
from tests.driving_engine import played
from tests.driving_telegram import ME, OTHER, Server, said, serving
from tests.teaching import REPORT, TOLD, handed_in
from tests.telegram_fake import FakeTelegram, Person
from tests.traces import empty_log, forms, traces


def kept(folder: Path) -> int:
    """How many pieces of the report's own words are found anywhere in the data folder.

    What was overwritten stands in the log until that begins anew, which happens by itself now and then.
    """
    empty_log(folder / "drafts.db")
    return traces(folder / "drafts.db", forms(TOLD))


@pytest.mark.parametrize("caption", ["入库", "请收进句式库", "/corpus"])
async def test_a_document_sent_for_it_is_learnt_from_and_its_text_is_not_kept(
    caption: str, server: Server, person: Person, tmp_path: Path
) -> None:
    await said(server, person, "/start", "2")
    told = await handed_in(server, person, caption)
    assert "从《往年.txt》学到" in told
    assert "您的单位叫什么" in told
    found = patterns(corpus_path(tmp_path, ME))
    assert len(found) > 3
    assert not any("张三" in each.text or "青石" in each.text for each in found)
    assert kept(tmp_path) == 0


async def test_what_a_file_is_for_can_be_chosen_and_then_no_copy_stays_in_the_talk(
    server: Server, person: Person
) -> None:
    await said(server, person, "/start", "2")
    assert "怎么用它" in await handed_in(server, person)
    before = len(person.seen)
    person.tap("学它的句式（只存带空的句式，不存原文）")
    await server.settle()
    assert "从《往年.txt》学到" in "\n".join(person.seen[before:])
    rows = await server.store.perform(lambda t: t.history(ME, "s1", 99))
    assert not any(TOLD.encode() in row.event or TOLD.encode() in row.state for row in rows)
    assert "怎么用它" not in await said(server, person, "/undo")


async def test_however_long_it_was_left_open_what_a_file_is_for_no_copy_stays(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    store = await Store.open(path)
    conversation = Conversation(Desk(tmp_path), store)
    await conversation.handle(ME, "sent", Sent("往年.txt", REPORT))
    for number in range(3 * AT_ONCE):
        await conversation.handle(ME, f"k{number}", Said("谢谢"))
    await conversation.handle(ME, "2", Said("2"))
    await conversation.handle(ME, "learn", Said("入库"))
    outgoing, lesson = await first_errand(conversation)
    assert await conversation.carried_out(ME, outgoing, lesson)
    await store.close()
    assert kept(tmp_path) == 0


async def test_a_document_sent_twice_is_learnt_once(server: Server, person: Person) -> None:
    await said(server, person, "/start")
    await handed_in(server, person, "入库")
    assert "学过了" in await handed_in(server, person, "入库", "另一个名字.txt")
    assert "1 份材料" in await said(server, person, "/corpus")


async def test_the_corpus_is_listed_and_a_document_of_it_forgotten(
    server: Server, person: Person, tmp_path: Path
) -> None:
    assert "还是空的" in await said(server, person, "/start", "/corpus")
    await handed_in(server, person, "入库")
    listed = await said(server, person, "/corpus")
    assert "1. 往年.txt" in listed
    assert "〔数字〕" in await said(server, person, "/corpus 句式")
    first = (
        (await said(server, person, "/corpus 句式")).splitlines()[0].removeprefix("1. ").partition("（")[0]
    )
    assert f"不再给这一条：{first}" in await said(server, person, "/corpus 不要 1")
    assert first not in await said(server, person, "/corpus 句式")
    assert "没有第 99 条" in await said(server, person, "/corpus 不要 99")
    assert "没有第 7 份" in await said(server, person, "/corpus 删除 7")
    assert "忘掉了" in await said(server, person, "/corpus 删除 1")
    assert holdings(corpus_path(tmp_path, ME)) == ()
    assert "还是空的" in await said(server, person, "/corpus")
    await handed_in(server, person, "入库")
    assert "都忘掉了" in await said(server, person, "/corpus 删除 全部")
    assert holdings(corpus_path(tmp_path, ME)) == ()


async def test_nobody_sees_what_another_has_taught(
    server: Server, fake: FakeTelegram, tmp_path: Path
) -> None:
    me, other = Person(fake, 7), Person(fake, 8)
    await said(server, me, "/start")
    await said(server, other, "/start")
    await handed_in(server, me, "入库")
    assert "还是空的" in await said(server, other, "/corpus")
    assert "没有" in await said(server, other, "/corpus 删除 1")
    assert len(holdings(corpus_path(tmp_path, ME))) == 1
    assert not corpus_path(tmp_path, OTHER).exists()


async def test_a_lesson_cut_off_by_a_kill_is_finished_at_the_next_start(tmp_path: Path) -> None:
    fake = FakeTelegram()
    store = await Store.open(tmp_path / "drafts.db")
    await Conversation(Desk(tmp_path), store).handle(ME, "1", Sent("往年.txt", REPORT, "corpus"))
    await store.close()
    assert kept(tmp_path) > 0
    async with serving(tmp_path / "drafts.db", fake) as server:
        await server.office.drain()
    assert any("从《往年.txt》学到" in text for text in Person(fake).seen)
    assert len(holdings(corpus_path(tmp_path, ME))) == 1


async def test_learnt_but_not_noted_is_learnt_no_second_time(tmp_path: Path) -> None:
    lesson = Lesson("往年.txt", REPORT)
    carried_out(corpus_path(tmp_path, ME), lesson, mined(lesson))
    store = await Store.open(tmp_path / "drafts.db")
    conversation = Conversation(Desk(tmp_path), store)
    await conversation.handle(ME, "1", Sent("往年.txt", REPORT, "corpus"))
    outgoing, lesson_now = await first_errand(conversation)
    told = await conversation.carried_out(ME, outgoing, lesson_now)
    assert told
    assert "学过了" in told.text
    assert await conversation.carried_out(ME, outgoing, lesson_now) == told
    await store.close()


async def first_errand(conversation: Conversation) -> tuple[Outgoing, Lesson]:
    waiting = await conversation.unsent(ME)
    return next((each, each.reply) for each in waiting if isinstance(each.reply, Lesson))


async def test_what_was_forgotten_before_it_was_learnt_is_not_learnt(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    conversation = Conversation(Desk(tmp_path), store)
    await conversation.handle(ME, "1", Sent("往年.txt", REPORT, "corpus"))
    outgoing, lesson = await first_errand(conversation)
    await conversation.forget(ME, None)
    assert await conversation.carried_out(ME, outgoing, lesson) is None
    await store.close()
    assert not corpus_path(tmp_path, ME).exists()
    assert kept(tmp_path) == 0


async def test_what_is_forgotten_while_it_is_learnt_leaves_nothing(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    conversation = Conversation(Desk(tmp_path), store)
    await conversation.handle(ME, "1", Sent("往年.txt", REPORT, "corpus"))
    outgoing, lesson = await first_errand(conversation)
    learning = asyncio.ensure_future(conversation.carried_out(ME, outgoing, lesson))
    await asyncio.sleep(0)
    await conversation.forget(ME, None)
    await learning
    assert holdings(corpus_path(tmp_path, ME)) == ()
    assert kept(tmp_path) == 0
    await store.close()


async def test_a_corpus_takes_no_more_than_its_share(server: Server, person: Person, tmp_path: Path) -> None:
    await said(server, person, "/start")
    path = corpus_path(tmp_path, ME)
    await handed_in(server, person, "入库")
    with path.open("r+b") as file:
        file.truncate(LARGEST_CORPUS)
    server.fake.files["f2"] = "\n".join((*REPORT, "二是补短板强弱项，建立台账12项。")).encode()
    person.send(document={"file_id": "f2", "file_name": "再来.txt"}, caption="入库")
    await server.settle()
    assert any("没有再收" in text for text in person.seen[-2:])


def test_in_the_terminal_too(tmp_path: Path) -> None:
    file = tmp_path / "往年.txt"
    file.write_text("\n".join(REPORT), encoding="utf-8")
    db = tmp_path / "data" / "drafts.db"
    lines = ("2", f"{file} 入库", f"/corpus {file}", "/corpus", "/corpus 没有.txt", "/forget all", "1")
    shown = run_terminal(lines, db, tmp_path)
    told = "\n".join(shown)
    for words in ("从《往年.txt》学到", "学过了", "1. 往年.txt", "找不到文件", "您的句式库也删了，不留痕迹"):
        assert words in told
    assert not (db.parent / "corpus.db").exists()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_any_words_behind_the_command_are_answered(words: str) -> None:
    assert "句式库" in played(State(), Commanded("corpus", words))[1]


def test_a_document_that_cannot_be_mined_is_told_of(tmp_path: Path) -> None:
    told, learnt = carried_out(tmp_path / "corpus.db", Lesson("往年.txt", REPORT), None)
    assert (told.text[:4], learnt) == ("没有学成", "")


def test_a_desk_without_corpora_offers_and_learns_nothing_it_cannot_keep() -> None:
    state, effects = advance(Desk(), State(), Sent("往年.txt", REPORT, "corpus"))
    assert effects == (Lesson("往年.txt", REPORT),)
    assert state.focus is None
    assert carried_out(None, effects[0], None)[0].text.startswith("这里没有句式库")


def test_the_purpose_can_be_said_in_words() -> None:
    state, _ = advance(Desk(), State(), Said("2"))
    state, _ = advance(Desk(), state, Sent("往年.txt", REPORT))
    keys = [choice.key for choice in ask(Desk(), state).choices]
    assert "corpus" in keys
    for event in (Said("入库"), Said("收进句式库"), Picked("corpus", state.revision)):
        after, effects = advance(Desk(), state, event)
        assert effects == (Lesson("往年.txt", REPORT),)
        assert after.focus is None


async def test_of_files_that_wait_for_one_another_only_the_one_learnt_leaves_no_copy(
    server: Server, person: Person
) -> None:
    await said(server, person, "/start", "2")
    server.fake.files["f2"] = "走访群众10户18人\n开展主题党日12次\n".encode()
    await handed_in(server, person)
    person.send(document={"file_id": "f2", "file_name": "台账.txt"})
    await server.settle()
    assert "从《往年.txt》学到" in await said(server, person, "入库")
    assert "《台账.txt》有" in person.seen[-1]
    rows = await server.store.perform(lambda t: t.history(ME, "s1", 99))
    assert not any(TOLD.encode() in row.event or TOLD.encode() in row.state for row in rows)
    assert any("开展主题党日12次".encode() in row.state for row in rows)
