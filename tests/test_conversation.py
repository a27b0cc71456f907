from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation
from bot.desk import Desk
from bot.events import Commanded, Opened, Said
from bot.replies import Attachment, Question
from bot.store.store import Store
from tests.driving_conversation import BEGINNING, ME, Talk, asked, said
from tests.traces import bytes_in


async def test_every_turn_ends_in_exactly_one_question(talk: Talk) -> None:
    for message in (Opened(), *BEGINNING, "/", "走访群众10户18人", Commanded("preview"), Commanded("drafts")):
        replies = await talk.says(message)
        assert isinstance(replies[-1], Question)
        asked(replies)


async def test_a_redelivered_message_changes_nothing_and_says_nothing(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人")
    before = await talk.draft()
    await talk.conversation.handle(ME, f"{ME}-{talk.count}", Said("走访群众10户18人"))
    assert await talk.draft() == before
    assert await talk.reads() == ()


async def test_undo_goes_back_step_by_step_and_over_what_changed_nothing(talk: Talk) -> None:
    await talk.says(*BEGINNING)
    steps = [await talk.draft()]
    for message in ("走访群众10户18人", "1", "发展党员2名", "1"):
        await talk.says(message, Commanded("help"), Commanded("preview"))
        steps.append(await talk.draft())
    for expected in reversed(steps[:-1]):
        await talk.says(Commanded("undo"), Commanded("facts"))
        assert await talk.draft() == expected


async def test_undo_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    for message in (*BEGINNING, "走访群众10户18人", Commanded("help")):
        store = await Store.open(path)
        talk = Talk(Conversation(Desk(), store))
        await talk.conversation.handle(
            ME, f"{message}", Said(message) if isinstance(message, str) else message
        )
        await store.close()
    store = await Store.open(path)
    talk = Talk(Conversation(Desk(), store), ME)
    await talk.says(Commanded("undo"))
    assert (await talk.draft()).points == ()
    await talk.says(*(Commanded("undo") for _ in range(3)))
    assert (await talk.draft()).profile.year is None
    await store.close()


async def test_undo_at_the_very_beginning_says_so(talk: Talk) -> None:
    assert "没有可以撤销的了" in said(await talk.says(Opened(), Commanded("undo")))


async def test_a_new_draft_keeps_the_old_one_and_both_can_be_reached(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", "1")
    old = await talk.draft()
    replies = await talk.says(Commanded("new"))
    assert "/resume 1" in said(replies)
    await talk.says("3", "市总工会", "党组书记", "张伟", "2025")
    listed = said(await talk.says(Commanded("drafts")))
    assert "抓基层党建" in listed
    assert "全面从严治党" in listed
    await talk.says(Commanded("resume", "1"))
    assert await talk.draft() == old
    assert "没有第 9 份" in said(await talk.says(Commanded("resume", "9")))


async def test_new_on_an_empty_draft_makes_no_second_one(talk: Talk) -> None:
    await talk.says(Opened(), Commanded("new"), Commanded("new"), *BEGINNING)
    assert len(await talk.conversation.sessions(ME)) == 1


async def test_cancelling_lays_the_draft_aside_and_resuming_takes_it_up(talk: Talk) -> None:
    before = asked(await talk.says(*BEGINNING))
    assert [choice.key for choice in asked(await talk.says(Commanded("cancel"))).choices] == [
        "resume",
        "new",
        "drafts",
    ]
    assert asked(await talk.says(Commanded("resume"))).text == before.text


async def test_a_forgotten_draft_leaves_no_byte_behind(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    talk = Talk(Conversation(Desk(), store))
    words = "走访甲乙丙丁户隐秘群众77户"
    await talk.says(*BEGINNING, words, "1", Commanded("history"), Commanded("preview"), Commanded("export"))
    replies = await talk.says(Commanded("forget"), "1")
    assert "已彻底删除 1 份" in said(replies)
    stored = bytes_in(tmp_path)
    for trace in ("隐秘", "李明", "区委编办"):
        assert trace.encode() not in stored
    await store.close()


async def test_forgetting_asks_first_and_other_words_erase_nothing(talk: Talk) -> None:
    await talk.says(*BEGINNING)
    before = await talk.draft()
    assert "没有删除" in said(await talk.says(Commanded("forget"), "走访群众10户18人"))
    assert await talk.draft() == before
    await talk.says(Commanded("forget"), "2")
    assert await talk.draft() == before


async def test_forgetting_everything_leaves_no_draft(talk: Talk) -> None:
    await talk.says(*BEGINNING, Commanded("new"), *BEGINNING, Commanded("forget", "all"), "1")
    assert await talk.conversation.sessions(ME) == ()


async def test_one_owner_never_sees_another(store: Store) -> None:
    conversation = Conversation(Desk(), store)
    mine, theirs = Talk(conversation, "a"), Talk(conversation, "b")
    await mine.says(*BEGINNING, "走访群众10户18人", "1")
    assert "没有草稿" in said(await theirs.says(Opened(), Commanded("drafts")))
    assert "没有第 1 份" in said(await theirs.says(Commanded("resume", "1")))
    await theirs.says(Commanded("forget", "all"), "1")
    assert (await mine.draft()).points


async def test_an_export_is_of_the_moment_it_was_asked_for(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", "1")
    await talk.conversation.handle(ME, "export", Commanded("export", "txt"))
    await talk.conversation.handle(ME, "later", Said("发展党员2名"))
    outgoing = next(each for each in await talk.conversation.unsent(ME) if isinstance(each.reply, Attachment))
    assert isinstance(outgoing.reply, Attachment)
    file = await talk.conversation.file(ME, outgoing, outgoing.reply)
    assert file is not None
    assert "走访群众10户18人" in file.data.decode()
    assert "发展党员" not in file.data.decode()
    assert file.name == "区委编办党支部书记2025年度抓基层党建工作述职报告（讨论稿）.txt"


async def test_a_final_export_is_refused_while_gaps_are_left(talk: Talk) -> None:
    replies = await talk.says(*BEGINNING, Commanded("export", "定稿"))
    assert not [reply for reply in replies if isinstance(reply, Attachment)]
    assert "不能出定稿" in said(replies)


async def test_a_lone_surrogate_is_stored_as_something_printable(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访\ud800群众10户", Commanded("\ud800"), Commanded("phrase", "党\udfff建"))
    assert (await talk.draft()).points[0].text == "走访群众10户"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [*BEGINNING, "走访群众10户18人", "/undo", "/new", "/back", "/goto 2", "/cancel", "没有"]
        ),
        max_size=25,
    )
)
async def test_a_talk_over_restarts_is_the_same_as_one_without(
    tmp_path_factory: pytest.TempPathFactory, messages: list[str]
) -> None:
    events = [
        Commanded(m[1:].split()[0], " ".join(m.split()[1:])) if m.startswith("/") else Said(m)
        for m in messages
    ]
    folder = tmp_path_factory.mktemp("talks")
    whole = await Store.open(folder / "whole.db")
    once = Talk(Conversation(Desk(), whole))
    expected = await once.says(*events)
    for number, event in enumerate(events, 1):
        store = await Store.open(folder / "broken.db")
        conversation = Conversation(Desk(), store)
        await conversation.handle(ME, f"{ME}-{number}", event)
        got = await Talk(conversation).reads()
        await store.close()
    if events:
        assert asked(got) == asked(expected)
    await whole.close()
