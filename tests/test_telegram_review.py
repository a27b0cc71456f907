"""Somebody else reads a draft: let in by a one-time code, for that draft alone, and each remark is a task."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.telegram.access import PRIVACY
from bot.adapters.telegram.links import link_of
from bot.adapters.telegram.notes import CLASSIFIED
from bot.adapters.telegram.reviewers import NOBODY, NOTHING_TO_END, NOTHING_YET, TOO_MANY, Reviewers
from bot.adapters.telegram.settings import Settings
from bot.desk import Desk
from bot.draft import Draft
from bot.events import Commanded
from bot.rendering import rendered
from bot.replies import Attachment
from bot.steps.noting import LONGEST_TASK, MOST_TASKS
from bot.store.driver import sqlite3
from bot.store.reviews import MOST_OPEN, MOST_TRIES, MOST_TRYING
from bot.store.transaction import Transaction
from bot.turns.comments import Comment, Paragraph, comments_in
from bot.turns.letters import ENDED, FORMER, NO_CODE, OVER, named
from bot.turns.reviews import GONE, KNOWN, LOOK, NO_REMARKS, OWN
from tests.driving_telegram import OPEN, Server, at_the_time, said, sent, serving
from tests.telegram_fake import TOKEN, FakeTelegram, Person
from tests.traces import bytes_in

PAIRING = Settings(TOKEN, admins=frozenset({7}), users=frozenset({8, 9}), metrics=None)
BEGUN = ("/start", "2", "区委编办党支部", "党支部书记", "李明", "2025")
TOLD = ("搞了3次警示教育，廉政谈话8人次", "1", "走访群众10户18人，解决急难愁盼问题7件", "1")


@pytest.fixture
def owner(fake: FakeTelegram) -> Person:
    return Person(fake)


@pytest.fixture
def reviewer(fake: FakeTelegram) -> Person:
    """A stranger to the bot."""
    return Person(fake, 4711)


@pytest.fixture
def colleague(fake: FakeTelegram) -> Person:
    """Somebody who drafts here too."""
    return Person(fake, 8)


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        yield server


async def drafted(server: Server, owner: Person) -> None:
    await said(server, owner, *BEGUN, "/goto 履职情况", *TOLD)


async def code_of(server: Server, owner: Person) -> str:
    told = await said(server, owner, "/review")
    found = re.search(r"start=(\S+)", told)
    assert found, told
    link = link_of(found[1])
    assert link
    assert f"/review {link.value}" in told
    return link.value


async def opened(server: Server, owner: Person, *readers: Person) -> None:
    await drafted(server, owner)
    for reader in readers:
        shown = await said(server, reader, f"/start review_{await code_of(server, owner)}")
        assert "走访群众10户18人" in shown


async def draft_of(server: Server, person: Person, session: str = "") -> Draft:
    return await server.draft(person.id, session)


async def tasks_of(server: Server, person: Person) -> list[tuple[str, str]]:
    return [(task.author, task.text) for task in (await draft_of(server, person)).tasks]


def number_of(person: Person, words: str) -> str:
    """Give the number that a paragraph has on the reader's screen."""
    line = next(line for text in person.seen for line in text.split("\n") if words in line)
    found = re.match(r"［(\d+)］", line)
    assert found
    return found[1]


def query(server: Server, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(server.store.path)) as connection:
        return connection.execute(statement).fetchall()


async def test_a_greeting_is_answered_and_is_no_remark(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    assert "有意见直接发" in await said(server, reviewer, "您好！")
    assert await tasks_of(server, owner) == []


async def test_a_stranger_reads_remarks_and_goes_and_the_owner_sees_to_it(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await drafted(server, owner)
    code = await code_of(server, owner)

    shown = await said(server, reviewer, f"/start review_{code}")
    assert "您在审阅一份述职报告的草稿" in shown
    assert "您的姓名不存" in shown
    assert "［1］" in shown
    assert "审阅人甲打开了《2025年度" in owner.seen[-1]
    number = number_of(reviewer, "走访群众10户18人")

    assert f"记下了（第 {number} 段）" in await said(server, reviewer, f"{number} 这里数字核一下")
    assert owner.seen[-1] == f"审阅人甲提了 1 条意见，{LOOK}"
    assert "记下了（全文）" in await said(server, reviewer, "总的可以，问题要写实")
    draft = await draft_of(server, owner)
    assert [(task.author, task.text, task.section) for task in draft.tasks] == [
        ("审阅人甲", "这里数字核一下", "achievements"),
        ("审阅人甲", "总的可以，问题要写实", ""),
    ]
    assert "审阅结束" in await said(server, reviewer, "/done")
    assert "审阅人甲审完了，一共提了 2 条意见" in owner.seen[-1]
    assert await said(server, reviewer, "还有一句") == FORMER

    listed = await said(server, owner, "/tasks")
    assert "这里数字核一下（审阅人甲）" in listed
    assert "改这一句：走访群众10户18人" in await said(server, owner, "1")
    assert "您说：走访群众10户18人" in await said(server, owner, "1")
    await said(server, owner, "走访群众12户20人，解决急难愁盼问题7件")
    assert "办好了 1 条，还有 1 条没办" in await said(server, owner, "/tasks 办好 1")
    assert "都办完了" in await said(server, owner, "/tasks 不采纳 1")
    assert len(await tasks_of(server, owner)) == 2
    assert "这里数字" not in await said(server, owner, "/preview")


async def test_a_remark_leaves_the_owners_question_and_its_buttons_as_they_were(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    await said(server, owner, "建立党员先锋岗3个")
    before = len(owner.seen)
    await said(server, reviewer, "1 标题再短些")
    assert len(owner.seen) == before + 1
    owner.tap("就用这句")
    await server.settle()
    assert "过期" not in owner.seen[-1]
    draft = await draft_of(server, owner)
    assert draft.points[-1].sentence == "建立党员先锋岗3个"
    assert len(draft.tasks) == 1
    await said(server, owner, "/undo", "/undo")
    assert (await draft_of(server, owner)).points[-1].text == "走访群众10户18人，解决急难愁盼问题7件"
    assert len(await tasks_of(server, owner)) == 1
    assert "审阅人甲提了 1 条意见" in await said(server, owner, "/history")


async def test_remarks_reach_the_draft_they_are_about_while_its_owner_writes_another(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    first = await server.conversation.session("tg:7")
    assert first
    await said(server, owner, "/new", "1")
    await said(server, reviewer, "总的可以")
    assert "审阅人甲《2025年度" in owner.seen[-1]
    assert "打开它发 /resume 1" in owner.seen[-1]
    assert await tasks_of(server, owner) == []
    assert [task.text for task in (await draft_of(server, owner, first[0])).tasks] == ["总的可以"]
    assert await server.conversation.session("tg:7") != first
    await said(server, owner, "/resume 1")
    assert await tasks_of(server, owner) == [("审阅人甲", "总的可以")]


async def test_several_read_at_once_and_keep_their_names(
    server: Server, owner: Person, reviewer: Person, colleague: Person
) -> None:
    await opened(server, owner, reviewer, colleague)
    await said(server, reviewer, "甲的意见")
    await said(server, colleague, "乙的意见")
    await said(server, reviewer, "/done")
    await opened(server, owner, Person(server.fake, 4712))
    assert await tasks_of(server, owner) == [("审阅人甲", "甲的意见"), ("审阅人乙", "乙的意见")]
    listed = await said(server, owner, "/review 列表")
    assert re.search(r"审阅人甲.*提了 1 条，已结束\n审阅人乙.*提了 1 条，正在审阅\n审阅人丙", listed)


async def test_many_remarks_ring_once_until_the_owner_has_looked_and_all_are_listed(
    server: Server, owner: Person, reviewer: Person, colleague: Person
) -> None:
    await opened(server, owner, reviewer, colleague)
    before = len(owner.messages)
    await said(server, reviewer, "1 标题再短些", "数字核一下", "问题写实些")
    await said(server, colleague, "打算再具体些")
    reviewer.edit(text="问题要写实")
    await server.settle()
    assert owner.messages[before:] == [f"审阅人甲提了 1 条意见，{LOOK}"]
    listed = await said(server, owner, "/tasks")
    for remark in ("标题再短些", "数字核一下", "问题要写实（审阅人甲）", "打算再具体些（审阅人乙）"):
        assert remark in listed
    before = len(owner.messages)
    await said(server, colleague, "落款日期再核", "附件没有")
    assert owner.messages[before:] == [f"审阅人乙提了 1 条意见，{LOOK}"]
    await said(server, colleague, "/done")
    assert owner.seen[-1] == "审阅人乙审完了，一共提了 3 条意见。"


async def test_an_owner_who_looks_at_another_draft_has_not_looked_at_this_one(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    await said(server, owner, "/new", "1")
    await said(server, reviewer, "总的可以")
    assert "打开它发 /resume 1" in owner.seen[-1]
    await said(server, owner, "/tasks", "开展调研5次")
    before = len(owner.messages)
    await said(server, reviewer, "再短些")
    assert owner.messages[before:] == []
    await said(server, owner, "/resume 1")
    await said(server, reviewer, "再实些")
    assert owner.seen[-1] == f"审阅人甲提了 1 条意见，{LOOK}"


async def test_a_user_who_reads_has_his_own_draft_untouched_and_is_back_in_it_when_done(
    server: Server, owner: Person, colleague: Person
) -> None:
    await said(server, colleague, *BEGUN, "/goto 履职情况", "发展党员2名")
    own, question = await draft_of(server, colleague), colleague.seen[-1]
    await opened(server, owner, colleague)
    for words in ("开展调研5次", "/undo", "/new", "/forget all", "/duty", "3"):
        told = await said(server, colleague, words)
        assert "您在审阅别人的稿子" in told, words
    colleague.press("v1:1:take")
    colleague.send(photo=[{"file_id": "x"}])
    colleague.edit(text="改一改")
    await server.settle()
    assert await draft_of(server, colleague) == own
    assert await tasks_of(server, owner) == [("审阅人甲", "开展调研5次")]
    back = await said(server, colleague, "完成")
    assert back.startswith("审阅结束")
    assert question.split("\n")[-1] in back
    await said(server, colleague, "1")
    assert (await draft_of(server, colleague)).points[0].sentence == "发展党员2名"
    assert await said(server, colleague, "/done") == NOTHING_TO_END


async def test_what_is_read_is_the_draft_as_it_was_opened(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    await said(server, owner, "建立党员先锋岗3个", "1")
    again = await said(server, reviewer, "/start")
    assert "走访群众10户18人" in again
    assert "先锋岗" not in again


async def test_a_reply_is_about_the_paragraph_it_replies_to(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    page = next(text for text in reviewer.seen if "走访群众10户18人" in text)
    line = next(line for line in page.split("\n") if "走访群众10户18人" in line)
    number = number_of(reviewer, "走访群众10户18人")
    (told,) = await sent(server, reviewer, text="核一下", reply_to_message={"text": line})
    assert f"（第 {number} 段）" in told
    quoted = {"text": "核几户", "reply_to_message": {"text": page}, "quote": {"text": "走访群众10户18人"}}
    assert f"（第 {number} 段）" in (await sent(server, reviewer, **quoted))[0]
    assert (await draft_of(server, owner)).tasks[1].about == "走访群众10户18人"
    assert "段）" in (await sent(server, reviewer, text="这几段合一合", reply_to_message={"text": page}))[0]
    assert "（全文）" in (await sent(server, reviewer, text="好", reply_to_message={"photo": []}))[0]


async def test_what_is_beyond_the_most_that_a_draft_may_have_is_told(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    numbers = range(MOST_TASKS + 2)
    for part in (numbers[:200], numbers[200:]):
        told = await said(server, reviewer, "\n".join(f"1 意{number}" for number in part))
    assert told.startswith("记下了 100 条。这份稿子的意见已经太多")
    assert len(await tasks_of(server, owner)) == MOST_TASKS
    assert (await said(server, reviewer, "还有")).startswith("这份稿子的意见已经太多")
    assert "太长" in await said(server, reviewer, "长" * (LONGEST_TASK + 1))


async def test_an_edited_remark_is_put_otherwise_and_is_to_be_seen_to_again(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    number = number_of(reviewer, "走访群众10户18人")
    await said(server, reviewer, f"{number} 数字核一下", "总的可以")
    await said(server, owner, "/tasks 办好 1、2")
    for text in ("户数核一下", "户数核一下"):
        reviewer.edit(back=1, text=text)
        await server.settle()
        assert "照您改的记下了" in reviewer.seen[-1]
    assert owner.seen.count(f"审阅人甲改了 1 条意见，{LOOK}") == 1
    first, second = (await draft_of(server, owner)).tasks
    assert (first.text, first.section, first.done) == ("户数核一下", "achievements", False)
    assert (second.text, second.done) == ("总的可以", True)
    reviewer.edit(back=1, text=f"{number} 一\n{number} 二")
    await server.settle()
    assert "没有照着改" in reviewer.seen[-1]
    await said(server, owner, "/undo")
    first, second = (await draft_of(server, owner)).tasks
    assert (first.text, first.done, second.done) == ("户数核一下", False, False)


async def test_the_comments_of_a_word_file_are_remarks_without_their_authors_name(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    draft = await draft_of(server, owner)
    document = docx.Document(BytesIO(rendered(Desk(), draft, Attachment("docx", review=True)).data))
    paragraph = next(each for each in document.paragraphs if "走访群众" in each.text)
    document.add_comment(paragraph.runs, "数字核一下", author="王五", initials="王")
    held = BytesIO()
    document.save(held)
    server.fake.files["f1"] = held.getvalue()
    file = {"file_id": "f1", "file_name": "改.docx"}
    assert "批注 1 条都记下了" in (await sent(server, reviewer, document=file))[0]
    (task,) = (await draft_of(server, owner)).tasks
    assert (task.author, task.text, task.section) == ("审阅人甲", "数字核一下", "achievements")
    assert KNOWN in (await sent(server, reviewer, document=file))[0]
    server.fake.files["f2"] = "没有批注".encode()
    assert NO_REMARKS in (await sent(server, reviewer, document={"file_id": "f2", "file_name": "a.txt"}))[0]
    assert (await draft_of(server, owner)).points == draft.points


async def test_marks_of_secrecy_are_refused_in_remarks_and_in_the_comments_of_a_file(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    document = docx.Document()
    document.add_comment(
        document.add_paragraph().add_run("走访"), "机密★10年 名单", author="王五", initials="王"
    )
    held = BytesIO()
    document.save(held)
    server.fake.files["f1"] = held.getvalue()
    assert await said(server, reviewer, "机密★10年\n名单") == CLASSIFIED
    file = {"file_id": "f1", "file_name": "改.docx"}
    assert await sent(server, reviewer, document=file) == [CLASSIFIED]
    assert await tasks_of(server, owner) == []


@pytest.mark.parametrize("form", ["/start review_{}", "/review {}"])
async def test_a_code_that_is_forged_used_or_anothers_opens_nothing(
    form: str, server: Server, owner: Person, reviewer: Person
) -> None:
    await drafted(server, owner)
    code = await code_of(server, owner)
    assert await said(server, reviewer, form.format("AAAA-BBBB-CCCCC")) == NO_CODE
    assert query(server, "SELECT count(*) FROM inbox WHERE owner = 'tg:4711'") == [(0,)]
    assert "您在审阅" in await said(server, reviewer, form.format(code))
    other = Person(server.fake, 4712)
    assert await said(server, other, form.format(code)) == NO_CODE
    assert "［1］" not in "\n".join(other.seen)
    colleague = Person(server.fake, 8)
    assert await said(server, colleague, form.format(code)) == NO_CODE
    assert query(server, "SELECT count(*) FROM session WHERE owner <> 'tg:7'") == [(0,)]
    assert "先发 /done" in await said(server, reviewer, form.format(await code_of(server, owner)))


async def test_a_code_is_kept_as_a_digest_and_is_not_for_its_owner(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await drafted(server, owner)
    code = await code_of(server, owner)
    kept = repr(query(server, "SELECT * FROM review") + query(server, "SELECT * FROM note"))
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert await said(server, owner, f"/start review_{code}") == OWN
    assert "您在审阅" in await said(server, reviewer, f"/review {code.lower().replace('-', ' ')}")


async def test_a_code_is_good_for_a_day(tmp_path: Path, fake: FakeTelegram, owner: Person) -> None:
    now = [datetime(2025, 12, 20, 12, tzinfo=UTC)]
    reviewer = Person(fake, 4711)
    async with serving(tmp_path / "drafts.db", fake, PAIRING, keep=at_the_time(now)) as server:
        await drafted(server, owner)
        codes = [await code_of(server, owner), await code_of(server, owner)]
        now[0] += timedelta(hours=23, minutes=59)
        assert "您在审阅" in await said(server, reviewer, f"/review {codes[0]}")
        now[0] += timedelta(minutes=2)
        assert await said(server, Person(fake, 4712), f"/review {codes[1]}") == NO_CODE
        await server.store.perform(lambda t: t.reviews.prune())
        assert query(server, "SELECT count(*) FROM review") == [(1,)]


async def test_who_enters_too_many_wrong_codes_is_not_let_in_with_a_good_one(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await drafted(server, owner)
    code = await code_of(server, owner)
    for number in range(MOST_TRIES):
        assert await said(server, reviewer, f"/review WRNG-WRNG-{number}") == NO_CODE
    assert await said(server, reviewer, f"/review {code}") == NO_CODE
    assert "您在审阅" in await said(server, Person(server.fake, 4712), f"/review {code}")


async def test_strangers_with_wrong_codes_cannot_fill_the_disk(server: Server, owner: Person) -> None:
    await drafted(server, owner)

    def try_all(transaction: Transaction) -> None:
        for person in range(MOST_TRYING + 50):
            transaction.reviews.missed(f"tg:{person}")

    await server.store.perform(try_all)
    assert query(server, "SELECT count(*) FROM wrong_code") == [(MOST_TRYING,)]


async def test_only_so_many_read_one_draft(server: Server, owner: Person) -> None:
    await drafted(server, owner)
    for _ in range(MOST_OPEN):
        await code_of(server, owner)
    assert await said(server, owner, "/review") == TOO_MANY


async def test_the_owner_ends_a_review_and_its_reader_sees_and_says_nothing_more(
    server: Server, owner: Person, reviewer: Person, colleague: Person
) -> None:
    await opened(server, owner, reviewer, colleague)
    unused = await code_of(server, owner)
    assert "结束了 1 人的审阅" in await said(server, owner, "/review 结束 甲")
    assert await said(server, owner, "/review 结束 甲") == "审阅人甲没有在审阅。"
    assert reviewer.seen[-1] == ENDED
    assert "配对码" in await said(server, reviewer, "/start")
    assert "记下了" in await said(server, colleague, "还在")
    assert "结束了 1 人的审阅，没用的审阅码也作废了" in await said(server, owner, "/review 结束")
    assert colleague.seen[-1] == ENDED
    assert await said(server, Person(server.fake, 4712), f"/review {unused}") == NO_CODE
    await said(server, colleague, *BEGUN)
    assert len((await draft_of(server, colleague)).asked) == 4
    assert await tasks_of(server, owner) == [("审阅人乙", "还在")]


@pytest.mark.parametrize("restarted", [False, True])
async def test_what_comes_just_after_the_end_is_neither_a_remark_nor_a_strangers_draft(
    tmp_path: Path, fake: FakeTelegram, owner: Person, reviewer: Person, *, restarted: bool
) -> None:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        await opened(server, owner, reviewer)
        number = reviewer.say("走访群众99户")
        raw = next(each for each in server.fake.pending if each["update_id"] == number)
        source, stored = server.parts.settings.source, json.dumps(raw).encode()
        await server.store.perform(lambda t: t.inbox.put(source, number, "tg:4711", stored))
        server.fake.pending.clear()
        await said(server, owner, "/review 结束")
        if not restarted:
            await server.office.resume()
            await server.office.drain()
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        await server.office.drain()
        assert reviewer.seen[-1] == OVER
        assert await tasks_of(server, owner) == []
        assert query(server, "SELECT count(*) FROM session WHERE owner = 'tg:4711'") == [(0,)]


async def test_forgetting_the_draft_ends_the_review_and_erases_what_was_remarked(
    server: Server, owner: Person, reviewer: Person, tmp_path: Path
) -> None:
    await opened(server, owner, reviewer)
    await said(server, reviewer, "标记意见甲乙丙")
    await said(server, owner, "/forget", "1")
    assert "标记意见甲乙丙".encode() not in bytes_in(tmp_path)
    assert await said(server, reviewer, "还有一句") == GONE
    assert await said(server, reviewer, "还有一句") == FORMER


async def test_what_was_not_shown_yet_goes_with_the_draft(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await drafted(server, owner)
    code = await code_of(server, owner)
    person = f"tg:{reviewer.id}"
    reviewers = Reviewers(server.parts, lambda _, user: user == owner.id)
    await server.store.perform(lambda t: reviewers.taken(t, reviewer.id, "tg:1", Commanded("review", code)))
    waiting = await server.store.perform(lambda t: t.outbox.unsent(person))
    assert len(waiting) > 1
    await server.conversation.forget("tg:7", None)
    waiting = await server.store.perform(lambda t: t.outbox.unsent(person))
    assert not any("走访".encode() in post.reply for post in waiting)


async def test_a_reader_with_a_talk_of_their_own_is_asked_its_question_when_the_owner_ends_the_review(
    server: Server, owner: Person, colleague: Person
) -> None:
    await said(server, colleague, *BEGUN, "/goto 履职情况", "发展党员2名")
    question = colleague.seen[-1].split("\n")[-1]
    await opened(server, owner, colleague)
    before = len(colleague.seen)
    await said(server, owner, "/review 结束")
    told = colleague.seen[before:]
    assert ENDED in told[0]
    assert question in told[-1]


async def test_an_administrator_can_end_what_somebody_reads(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    assert "4711 在审阅的稿子不能再看了" in await said(server, owner, "/revoke 4711")
    assert reviewer.seen[-1] == ENDED
    assert await said(server, reviewer, "你好") == FORMER


async def test_a_draft_whose_owner_is_let_in_no_longer_is_read_no_longer(
    tmp_path: Path, fake: FakeTelegram, colleague: Person, reviewer: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake, PAIRING) as server:
        await opened(server, colleague, reviewer)
    closed = Settings(TOKEN, admins=frozenset({7}), metrics=None)
    async with serving(tmp_path / "drafts.db", fake, closed) as server:
        assert await said(server, reviewer, "1 短些") == OVER
        assert query(server, "SELECT count(*) FROM review WHERE reviewer IS NOT NULL") == [(0,)]


async def test_who_has_read_a_draft_is_told_that_it_is_over_and_is_let_in_no_more_than_any_stranger(
    tmp_path: Path, fake: FakeTelegram, owner: Person, reviewer: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, PAIRING) as server:
        await opened(server, owner, reviewer)
        await said(server, reviewer, "总的可以", "/done")
    async with serving(db, fake, PAIRING) as server:
        for words in ("谢谢", "1 短些", "/preview", "/drafts", "/approve ABCD-EFGH"):
            assert await said(server, reviewer, words) == FORMER
        document = {"file_id": "x", "file_name": "改.docx"}
        assert await sent(server, reviewer, document=document) == [FORMER]
        assert await sent(server, reviewer, photo=[]) == await sent(server, reviewer, text=5) == [FORMER]
        reviewer.edit(text="总的不行")
        await server.settle()
        assert reviewer.seen[-1] == FORMER
        assert query(server, "SELECT count(*) FROM pairing") == [(0,)]
        assert query(server, "SELECT count(*) FROM inbox WHERE owner = 'tg:4711'") == [(0,)]
        assert "您的配对码是" in await said(server, reviewer, "/start")
        assert await said(server, reviewer, "/review AAAA-BBBB-CCCCC") == NO_CODE
        assert await tasks_of(server, owner) == [("审阅人甲", "总的可以")]
        assert "您在审阅" in await said(server, reviewer, f"/review {await code_of(server, owner)}")
        assert "记下了" in await said(server, reviewer, "还有一句")


async def test_a_former_reader_is_forgotten_after_a_month_and_at_once_on_their_own_word(
    tmp_path: Path, fake: FakeTelegram, owner: Person, reviewer: Person, colleague: Person
) -> None:
    now = [datetime(2025, 12, 20, 12, tzinfo=UTC)]
    async with serving(tmp_path / "drafts.db", fake, PAIRING, keep=at_the_time(now)) as server:
        await opened(server, owner, reviewer, colleague)
        await said(server, reviewer, "/done")
        await said(server, colleague, "/done", "/forget all", "1")
        assert query(server, "SELECT owner FROM former_reader") == [("tg:4711",)]
        now[0] += timedelta(days=31)
        await server.store.perform(lambda t: t.reviews.prune())
        assert "您的配对码是" in await said(server, reviewer, "你好")


async def test_after_an_upgrade_a_remark_that_was_set_aside_is_taken(
    tmp_path: Path, fake: FakeTelegram, owner: Person, reviewer: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, PAIRING) as server:
        await opened(server, owner, reviewer)
        number, source = reviewer.say("总的可以"), server.parts.settings.source
        raw = json.dumps(fake.pending.pop()).encode()
        await server.store.perform(
            lambda t: t.inbox.put_aside(source, number, "tg:4711", raw, "an earlier one")
        )
    async with serving(db, fake, PAIRING) as server:
        await server.office.drain()
        assert await tasks_of(server, owner) == [("审阅人甲", "总的可以")]
        assert "补收了" in reviewer.seen[-2]
        assert "记下了（全文）" in reviewer.seen[-1]


@pytest.mark.parametrize("line", ["/review", "/review 列表", "/review 结束"])
async def test_without_a_draft_there_is_nothing_to_review(line: str, server: Server, owner: Person) -> None:
    assert await said(server, owner, line) == NOTHING_YET
    await said(server, owner, "/start", "2")
    assert await said(server, owner, "/review") == NOTHING_YET
    await drafted(server, owner)
    assert await said(server, owner, "/review 列表") == NOBODY
    assert "没看懂" in await said(server, owner, "/review 怎么用")


async def test_a_remark_survives_a_kill_and_is_applied_once(
    tmp_path: Path, fake: FakeTelegram, owner: Person, reviewer: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, PAIRING) as server:
        await opened(server, owner, reviewer)
        reviewer.say("总的可以")
        before = list(fake.pending)
        await server.settle()
    fake.pending.extendleft(before)  # delivered again, as when the confirmation was lost
    async with serving(db, fake, PAIRING) as server:
        await server.settle()
        assert await tasks_of(server, owner) == [("审阅人甲", "总的可以")]
        assert owner.seen.count(f"审阅人甲提了 1 条意见，{LOOK}") == 1
        assert query(server, "SELECT count(*) FROM turn WHERE key LIKE '%/r%'") == [(1,)]
        assert query(server, "SELECT count(*) FROM inbox WHERE raw IS NOT NULL") == [(0,)]


@pytest.mark.parametrize("steps", [0, 1, 2, 4, 8, 16, 32, 64])
async def test_wherever_the_program_is_killed_a_remark_is_there_once_and_told(
    steps: int, tmp_path: Path, fake: FakeTelegram, owner: Person, reviewer: Person
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, PAIRING) as server:
        await opened(server, owner, reviewer)
        reviewer.say("总的可以")
        await server.polling.step()
        for _ in range(steps):
            await asyncio.sleep(0)
    async with serving(db, fake, PAIRING) as server:
        await server.office.drain()
        assert await tasks_of(server, owner) == [("审阅人甲", "总的可以")]
        assert any("审阅人甲提了 1 条意见" in text for text in owner.seen)
        assert any("记下了（全文）" in text for text in reviewer.seen)
        assert query(server, "SELECT count(*) FROM note") == [(0,)]


async def test_a_reader_may_have_the_copy_for_review_and_send_it_back(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    await said(server, owner, "建立党员先锋岗3个", "1")
    await said(server, reviewer, "/export docx")
    ((name, data),) = reviewer.documents
    assert name.endswith("（送审稿）.docx")
    document = docx.Document(BytesIO(data))
    text = "".join(each.text for each in document.paragraphs)
    assert "走访群众10户18人" in text
    assert "先锋岗" not in text
    document.add_comment(document.paragraphs[0].runs, "标题太长", author="王五", initials="王")
    held = BytesIO()
    document.save(held)
    server.fake.files["f1"] = held.getvalue()
    await sent(server, reviewer, document={"file_id": "f1", "file_name": name})
    assert await tasks_of(server, owner) == [("审阅人甲", "标题太长")]


WORDS = (
    *("/start", "/done", "/review", "/preview", "/export txt", "/resume 1", "/drafts", "1 短些", "/history"),
    *("/changes", "/forget all", "/phrase 走访", "/undo", "/copy", "/tasks", "/review 列表", "v1"),
)


@settings(max_examples=8)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(WORDS)), min_size=5, max_size=25))
def test_whatever_a_reader_does_they_see_one_draft_as_it_was_opened(talk: list[tuple[int, str]]) -> None:
    """The reader of the first owner's draft is a stranger; a second one reads the second owner's."""

    async def run(folder: Path) -> None:
        fake = FakeTelegram()
        owners, readers = (Person(fake, 7), Person(fake, 8)), (Person(fake, 4711), Person(fake, 9))
        async with serving(folder / "drafts.db", fake, PAIRING) as server:
            for number, (owner, reader) in enumerate(zip(owners, readers, strict=True)):
                await said(server, owner, *BEGUN, "/goto 履职情况", f"走访{'东西'[number]}村群众10户", "1")
                await said(server, reader, f"/review {await code_of(server, owner)}")
                await said(server, owner, f"慰问{'东西'[number]}街群众3户", "1", "/new")
            for who, words in talk:
                reader = (*readers, owners[0])[who]
                if words == "v1":
                    reader.press("v1:5:take")
                    await server.settle()
                else:
                    await said(server, reader, words)
        for reader, own, other in zip(readers, "东西", "西东", strict=True):
            seen = "\n".join(reader.seen) + "".join(
                data.decode(errors="ignore") for _, data in reader.documents
            )
            assert f"走访{own}村" in seen
            assert f"{other}村" not in seen
            assert "街" not in seen

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


async def test_somebody_who_is_let_in_by_everybody_can_still_read(tmp_path: Path, fake: FakeTelegram) -> None:
    owner, reader = Person(fake), Person(fake, 12)
    async with serving(tmp_path / "drafts.db", fake, OPEN) as server:
        await opened(server, owner, reader)
        assert "记下了（全文）" in await said(server, reader, "可以")
        assert "审阅结束" in await said(server, reader, "/完成")
        assert "述职报告写作助手" in await said(server, reader, "/start")


def test_the_privacy_text_names_reviewers() -> None:
    assert "/review" in PRIVACY


PARAGRAPHS = tuple(
    Paragraph(number, text, section)
    for number, text, section in (
        (1, "区委编办党支部书记2025年度抓基层党建工作述职报告", ""),
        (2, "一、履职情况", "achievements"),
        (3, "（一）回应群众诉求。走访群众10户18人，解决群众急难愁盼问题7件。", "achievements"),
        (4, "（二）严明纪律规矩。开展警示教育3次，廉政谈话8人次。", "achievements"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 这里数字核一下", [("第 3 段", "这里数字核一下")]),
        ("3、这里数字核一下", [("第 3 段", "这里数字核一下")]),
        ("３．这里数字核一下", [("第 3 段", "这里数字核一下")]),
        ("第3段：数字核一下", [("第 3 段", "数字核一下")]),
        ("第三段数字核一下", [("第 3 段", "数字核一下")]),
        ("［3］数字核一下", [("第 3 段", "数字核一下")]),
        ("3\n数字核一下\n再定", [("第 3 段", "\n数字核一下\n再定")]),
        ("2 短些\n3 实些", [("第 2 段", "短些"), ("第 3 段", "实些")]),
        ("总的可以\n3 实些", [("全文", "总的可以"), ("第 3 段", "实些")]),
        (
            "1. 总的可以\n2. 问题太虚\n3. 打算再实",
            [("全文", "总的可以"), ("全文", "问题太虚"), ("全文", "打算再实")],
        ),
        ("3次警示教育的数不对", [("全文", "3次警示教育的数不对")]),
        ("3 次警示教育的数不对", [("全文", "3 次警示教育的数不对")]),
        ("3.5万这个数不对", [("全文", "3.5万这个数不对")]),
        ("3,000户不对", [("全文", "3,000户不对")]),
        ("99 没有这一段", [("全文", "99 没有这一段")]),
        ("0 没有这一段", [("全文", "0 没有这一段")]),
        ("3", []),
        ("第3段", []),
        (" ", []),
    ],
)
def test_a_number_at_the_head_names_a_paragraph_and_a_figure_does_not(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = comments_in(text, "", PARAGRAPHS)
    assert [(each.place, each.text) for each in found] == expected


@pytest.mark.parametrize(
    ("to", "place", "about"),
    [
        (PARAGRAPHS[2].line, "第 3 段", PARAGRAPHS[2].text),
        ("走访群众10户18人", "第 3 段", "走访群众10户18人"),
        ("\n".join(each.line for each in PARAGRAPHS[2:]), "第 3—4 段", "第 3—4 段"),
        ("别的话", "全文", ""),
        ("", "全文", ""),
        ("［77］没有", "全文", ""),
    ],
)
def test_a_reply_names_the_paragraph_it_shows_or_quotes(to: str, place: str, about: str) -> None:
    (found,) = comments_in("核一下", to, PARAGRAPHS)
    assert (found.place, found.about) == (place, about)
    assert comments_in("4 核一下", to, PARAGRAPHS)[0].place == "第 4 段"


@given(st.text(), st.text())
def test_any_message_is_read_and_no_word_of_it_is_lost(text: str, to: str) -> None:
    found = comments_in(text, to, PARAGRAPHS)
    kept = "".join(each.text for each in found)
    assert all(isinstance(each, Comment) and each.text.strip() for each in found)
    assert {*"".join(text.split())} - {*kept} <= {*"第段自然［］()（）.．、：:，,。 "} | {
        c for c in text if c.isnumeric()
    }


@given(
    st.lists(
        st.tuples(st.sampled_from(["{} ", "第{}段：", "［{}］", "{}："]), st.integers(1, 4)), max_size=5
    ),
    st.text(alphabet="数字核一下再实些", min_size=1),
)
def test_every_line_with_a_number_is_a_remark_on_that_paragraph(
    heads: list[tuple[str, int]], words: str
) -> None:
    text = "\n".join(form.format(number) + words for form, number in heads)
    found = comments_in(text, "", PARAGRAPHS)
    assert [(each.place, each.text) for each in found] == [(f"第 {number} 段", words) for _, number in heads]


def test_readers_have_names_without_end() -> None:
    assert [named(number) for number in (1, 2, 10, 11)] == ["审阅人甲", "审阅人乙", "审阅人癸", "审阅人11"]


async def test_half_a_character_and_control_characters_stay_out_of_a_remark(
    server: Server, owner: Person, reviewer: Person
) -> None:
    await opened(server, owner, reviewer)
    assert "记下了" in await said(server, reviewer, "这一段\ud800太空\x00，补具体例子")
    (task,) = (await draft_of(server, owner)).tasks
    assert task.text == "这一段太空，补具体例子"
