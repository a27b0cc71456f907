"""Tasks (改稿待办): every comment becomes one, and stays one until the user says what became of it."""

from io import BytesIO
from pathlib import Path

import docx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot import sheet
from bot.adapters.incoming import event_of
from bot.conversation import Conversation
from bot.draft import Draft, Profile, Task
from bot.effects import Export
from bot.engine import advance, ask
from bot.events import Commanded, Filled, Picked, Remarked, Said, Sent
from bot.outline import outlines
from bot.rendering import rendered
from bot.replies import Attachment
from bot.report import assemble
from bot.state import AskingSection, Checking, Resting, ReviewingPoint, State
from bot.steps.agreeing import agreed
from bot.steps.noting import LONGEST_TASK, MOST_TASKS, is_about, noted, tasks_of
from bot.store.store import Store
from bot.turns.changes import changed
from bot.turns.events import printable
from phrasebank.remarks import Remark
from tests.driving import run_terminal
from tests.driving_engine import DESK, labels, played, said

OUTLINE = outlines()["party_building"]
ME = "我"
PROFILE = Profile("区委编办党支部", "党支部书记", "李明", 2025, "2025年12月20日")
GIVEN = (
    "走访群众10户18人，解决急难愁盼问题7件",
    "开展警示教育3次，廉政谈话8人次",
    "发展党员2名，培养入党积极分子5名",
    "建立党员先锋岗3个",
)


def drafted() -> Draft:
    draft = Draft(genre="party_building", profile=PROFILE, asked=("organization", "post", "author", "year"))
    draft = draft.with_points("achievements", GIVEN)
    draft = draft.with_points("problems", ("理论学习不够深入，全年集中研讨只有4次",))
    return agreed(DESK, OUTLINE, draft)


DRAFT = drafted()
REMARKS = (
    Remark("数字核一下", "张三", "走访群众10户18人"),
    Remark("问题再实一点", "张三", "理论学习不够深入"),
    Remark("整体可以，再短些", "王五"),
)
TASKS = tasks_of(REMARKS, (assemble(DRAFT, OUTLINE, DESK.bank),))
REMARKED = noted(DRAFT, TASKS)


def listed(draft: Draft = REMARKED) -> State:
    return played(State(draft=draft), "/tasks")[0]


def revised() -> list[str]:
    return [block.line for block in assemble(DRAFT, OUTLINE, DESK.bank).blocks]


def test_the_comments_of_a_report_that_comes_back_become_tasks_and_our_own_notes_do_not() -> None:
    ours = Remark("事实 f1", "述职助手", "走访群众")
    event = Sent("改.docx", tuple(revised()), None, (*REMARKS, ours, Remark("  ")))
    state, effects = advance(DESK, State(draft=DRAFT), event)
    assert [(task.text, task.author, task.about) for task in state.draft.tasks] == [
        (each.text, each.author, each.about) for each in REMARKS
    ]
    assert [task.section for task in state.draft.tasks] == ["achievements", "problems", ""]
    assert "审阅意见 3 条，已列成待办" in said(effects)
    assert state.draft.points == DRAFT.points


def test_the_same_file_sent_twice_adds_no_task_twice() -> None:
    event = Sent("改.docx", tuple(revised()), None, REMARKS)
    once, _ = advance(DESK, State(draft=DRAFT), event)
    twice, effects = advance(DESK, once, event)
    assert twice.draft.tasks == once.draft.tasks
    assert "审阅意见" not in said(effects)


@pytest.mark.parametrize("command", ["/tasks", "/待办"])
def test_the_open_tasks_are_listed_with_the_words_they_are_about(command: str) -> None:
    state, _ = played(State(draft=REMARKED), command)
    assert labels(state) == [
        "“走访群众10户18人”：数字核一下（张三）",
        "“理论学习不够深入”：问题再实一点（张三）",
        "整体可以，再短些（王五）",
        "都办好了",
        "先不办，接着写",
    ]
    assert "还有 3 条没办" in ask(DESK, state).text


def test_without_tasks_the_command_says_where_they_come_from() -> None:
    state, text = played(State(draft=DRAFT), "/tasks")
    assert "没有改稿待办" in text
    assert state.focus is None


def test_a_task_leads_to_the_sentence_that_holds_its_words_for_review() -> None:
    state, _ = played(listed(), "1")
    assert "张三：数字核一下" in ask(DESK, state).text
    assert labels(state)[0].startswith("改这一句：走访群众10户18人")
    state, text = played(state, "1")
    assert state.focus == ReviewingPoint("p1")
    assert "您说：走访群众10户18人" in ask(DESK, state).text
    assert "/tasks" in text


def test_a_sentence_like_that_of_the_task_is_its_correction_and_the_task_stays_in_hand() -> None:
    state, text = played(listed(), "1", "走访群众12户20人，解决急难愁盼问题7件")
    assert state.draft.points[0].sentence == "走访群众12户20人，解决急难愁盼问题7件"
    assert "按您改的写" in text
    assert "张三：数字核一下" in ask(DESK, state).text
    state, _ = played(state, "办好了")
    assert [task.done for task in state.draft.tasks] == [True, False, False]


def test_a_task_whose_words_are_gone_leads_to_what_is_like_them_or_to_the_section() -> None:
    point = REMARKED.points[0]
    for sentence, first in (("走访困难群众12户18人", "改这一句"), ("帮扶困难家庭", "去“履职情况”")):
        draft = REMARKED.with_point(replace(point, text=sentence, sentence=sentence))
        state, _ = played(listed(draft), "1")
        assert labels(state)[0].startswith(first)
    state, _ = played(state, "1")
    assert state.focus == AskingSection("achievements")


def test_a_task_on_the_whole_offers_no_place() -> None:
    state, _ = played(listed(), "3")
    assert labels(state) == ["办好了", "不采纳", "看全部待办"]
    assert "全文" in ask(DESK, state).text


def test_a_task_about_a_paragraph_offers_each_of_its_sentences() -> None:
    line = next(block.line for block in assemble(DRAFT, OUTLINE, DESK.bank).blocks if len(block.facts) > 1)
    state, _ = played(
        listed(noted(DRAFT, (Task("", "再概括一下", about=line, section="achievements"),))), "1"
    )
    assert sum(each.startswith("改这一句") for each in labels(state)) > 1


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("办好 1、3", [(True, False), (False, False), (True, False)]),
        ("不采纳 2", [(False, False), (True, True), (False, False)]),
        ("都办好了", [(True, False)] * 3),
        ("改好第2条", [(False, False), (True, False), (False, False)]),
    ],
)
def test_tasks_are_marked_in_the_list_and_behind_the_command(
    words: str, standing: list[tuple[bool, bool]]
) -> None:
    for state, _ in (played(listed(), words), played(State(draft=REMARKED), f"/tasks {words}")):
        assert [(task.done, task.declined) for task in state.draft.tasks] == standing


def test_one_task_is_seen_to_turned_down_and_taken_up_again_by_choice() -> None:
    for key, done, declined in (("done", True, False), ("declined", True, True)):
        state, _ = played(listed(), "3")
        state, _ = advance(DESK, state, Picked(key, state.revision))
        assert (state.draft.tasks[2].done, state.draft.tasks[2].declined) == (done, declined)
        state, _ = played(state, "/tasks 全部", "3")
        state, text = played(state, "重开")
        assert state.draft.tasks[2] == REMARKED.tasks[2]
        assert "还有 3 条没办" in text


def test_when_all_is_seen_to_the_talk_goes_on() -> None:
    state, text = played(listed(), "都办好了")
    assert "都办完了" in text
    assert state.focus is None
    assert "都办过了" in played(state, "/tasks")[1]
    assert "［已办］" in labels(played(state, "/tasks 全部")[0])[0]


@pytest.mark.parametrize("words", ["/tasks 9", "/tasks 办好 9", "/tasks 随便"])
def test_a_number_or_word_that_means_no_task_changes_nothing(words: str) -> None:
    state, text = played(State(draft=REMARKED), words)
    assert state.draft == REMARKED
    assert text


def test_what_is_typed_beside_the_list_is_not_lost_without_a_word() -> None:
    state, text = played(listed(), "明年抓好理论学习")
    assert "还没有记" in text or state.draft.points != REMARKED.points


def test_a_comment_that_comes_in_meanwhile_changes_no_number_shown() -> None:
    state = listed()
    before = ask(DESK, state).choices
    state = replace(advance(DESK, state, Remarked((Task("", "又一条", "审阅人甲"),)))[0])
    assert len(state.draft.tasks) == 4
    assert ask(DESK, state).choices == before


def test_all_done_is_said_of_what_was_shown_and_leaves_what_was_turned_down() -> None:
    state, _ = played(listed(), "不采纳 2")
    for words in ("全都好了", "都办好了"):
        shown, _ = played(state, "/tasks 全部")
        shown, _ = advance(DESK, shown, Remarked((Task("", "又一条", "审阅人甲"),)))
        done, text = played(shown, words)
        assert [(task.done, task.declined) for task in done.draft.tasks] == [
            (True, False),
            (True, True),
            (True, False),
            (False, False),
        ]
        assert text.startswith("办好了 2 条，还有 1 条没办")


def test_open_tasks_are_told_at_the_end_and_with_the_final_text_and_hold_nothing_up() -> None:
    done = replace(REMARKED, settled=("achievements", "problems"), absent=())
    asked = [leaf.id for leaf in OUTLINE.leaves()]
    state = State(draft=replace(done, skipped=tuple(asked)))
    question = ask(DESK, state)
    assert "改稿待办还有 3 条没办" in question.text
    assert question.choices[-1].key == "tasks"
    state, _ = advance(DESK, state, Picked("tasks", 0))
    assert "改稿待办：还有 3 条没办" in ask(DESK, state).text


def whole() -> Draft:
    draft = DRAFT.with_points("rectification", ("针对党员教育形式单一的问题，开设微党课6期",))
    for leaf in OUTLINE.leaves():
        if not draft.in_section(leaf.id) and leaf.kind not in {"opening", "closing", "signature"}:
            draft = draft.with_points(leaf.id, ("每月组织集中学习1次，由党支部书记负责",))
    return agreed(DESK, OUTLINE, draft)


def test_a_final_text_says_how_many_tasks_are_open() -> None:
    draft = noted(whole(), TASKS)
    state, effects = advance(DESK, State(draft=draft), Commanded("export", "docx 定稿"))
    assert any(isinstance(effect, Export) and effect.final for effect in effects), said(effects)
    assert "改稿待办还有 3 条没办" in said(effects)
    _, effects = advance(DESK, State(draft=whole()), Commanded("export", "docx 定稿"))
    assert "待办" not in said(effects)
    _, effects = advance(DESK, state, Commanded("export", "docx"))
    assert "待办" not in said(effects)


def test_the_check_up_lists_open_tasks_as_hints_which_can_be_waved_aside() -> None:
    state, _ = played(State(draft=REMARKED), "/check")
    assert isinstance(state.focus, Checking)
    pages = ""
    while state.focus == Checking(state.focus.at if isinstance(state.focus, Checking) else 0):
        question = ask(DESK, state)
        pages += question.text
        if not any(choice.key == "more" for choice in question.choices):
            break
        state, _ = advance(DESK, state, Picked("more", state.revision))
    hints = pages.partition("—— 提示 ——")[2]
    assert "【走访群众10户18人】" in hints
    assert "审阅意见还没有办：整体可以，再短些" in hints
    number = hints.partition("审阅意见还没有办：数字核一下")[0].rsplit(". ", 1)[0].rsplit("\n", 1)[1]
    state, _ = played(state, f"不再提示 {number}")
    assert state.draft.unheeded[0].startswith("task.t1:")
    assert not state.draft.tasks[0].done


def test_a_sheet_holds_the_tasks_and_their_standing() -> None:
    state, _ = played(State(draft=REMARKED), "/tasks 不采纳 2", "/tasks 办好 1")
    again = sheet.read_sent(sheet.write(state.draft).split("\n"), "答卷.yaml").draft
    assert again.tasks == state.draft.tasks
    assert any(task.done for task in again.tasks)


def test_tasks_in_a_sheet_written_by_hand_are_as_fit_to_be_kept_as_any() -> None:
    lines = (
        "genre: party_building",
        "tasks:",
        '- {id: a, text: "核\\x01对", about: "走访\\x02群众"}',
        f"- {{id: b, text: {'长' * (LONGEST_TASK + 9)}}}",
        '- {id: c, text: " "}',
    )
    tasks = sheet.read_sent(lines, "答卷.yaml").draft.tasks
    assert [task.id for task in tasks] == ["t1", "t2"]
    assert (tasks[0].text, tasks[0].about) == ("核对", "走访群众")
    assert len(tasks[1].text) == LONGEST_TASK


def test_a_state_of_an_earlier_release_has_no_tasks() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(State(draft=DRAFT)))
    del stored["draft"]["tasks"]
    assert msgspec.json.decode(msgspec.json.encode(stored), type=State) == State(draft=DRAFT)


def test_changes_tell_how_many_tasks_are_open() -> None:
    assert changed(DESK, OUTLINE, DRAFT, REMARKED) == ("改稿待办：原 0 条没办，现 3 条",)


def test_a_reviewers_words_never_stand_in_the_report() -> None:
    lines = [block.line for block in assemble(REMARKED, OUTLINE, DESK.bank).blocks]
    assert lines == [block.line for block in assemble(DRAFT, OUTLINE, DESK.bank).blocks]
    for name in ("docx", "txt", "md"):
        plain, remarked = (rendered(DESK, each, Attachment(name)).data for each in (DRAFT, REMARKED))
        assert plain == remarked


def test_no_more_tasks_are_kept_than_a_draft_may_have() -> None:
    tasks = tuple(Task("", f"意见{number}") for number in range(MOST_TASKS + 5))
    full = noted(DRAFT, tasks)
    assert len(full.tasks) == MOST_TASKS
    assert noted(full, (Task("", "又一条"),)).tasks == full.tasks


async def test_undo_takes_a_mark_back_and_no_comment_away(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    conversation = Conversation(DESK, store)
    session = await conversation.adopt(ME, "a", REMARKED)

    async def says(key: str, line: str) -> Draft:
        await conversation.handle(ME, key, event_of(line))
        draft = await conversation.draft(ME, session)
        assert draft
        return draft

    assert (await says("1", "/tasks 办好 1")).tasks[0].done
    assert not (await says("2", "/undo")).tasks[0].done
    assert (await says("3", "/redo")).tasks[0].done
    await conversation.handle(ME, "4", Sent("改.docx", tuple(revised()), None, (Remark("再改", "赵六"),)))
    kept = await says("5", "/undo")
    assert [task.text for task in kept.tasks][3:] == ["再改"]
    assert [task.text for task in (await says("6", "/undo 到 1")).tasks][3:] == ["再改"]
    copied = await says("7", "/copy 副本")
    assert copied.tasks == (await conversation.draft(ME, session) or Draft()).tasks
    await store.close()


async def test_what_a_reader_puts_otherwise_is_to_be_seen_to_again_whatever_is_undone(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    conversation = Conversation(DESK, store)
    session = await conversation.adopt(ME, "a", REMARKED)
    again = replace(REMARKED.tasks[0], text="数字再核一下，和台账对不上")
    for key, event in enumerate((event_of("/tasks 办好 1"), Remarked((again,)), event_of("/undo 到 2"))):
        await conversation.handle(ME, str(key), event)
    draft = await conversation.draft(ME, session)
    await store.close()
    assert draft
    assert draft.tasks[0] == again


def test_in_the_terminal_a_word_file_with_comments_leads_to_tasks(tmp_path: Path) -> None:
    document = docx.Document(BytesIO(rendered(DESK, DRAFT, Attachment("docx")).data))
    paragraph = next(each for each in document.paragraphs if "走访群众" in each.text)
    document.add_comment(paragraph.runs, "数字核一下", author="张三", initials="张")
    document.save(str(tmp_path / "改.docx"))
    (tmp_path / "答卷.yaml").write_text(sheet.write(DRAFT), encoding="utf-8")
    lines = [f"{tmp_path}/答卷.yaml", f"/import {tmp_path}/改.docx", "/待办", "1", "办好了", "/tasks"]
    shown = run_terminal(lines, tmp_path / "a.db", tmp_path)
    text = "\n".join(shown)
    assert "审阅意见 1 条，已列成待办" in text
    assert "张三：数字核一下" in text
    assert "办好了 1 条，都办完了" in text
    assert "改稿待办都办过了" in text


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_are_about_a_line_whatever_they_are(line: str, words: str) -> None:
    assert is_about(line + words, words) == bool("".join(words.removesuffix("…").split()))


@given(
    st.lists(st.builds(Remark, st.text(max_size=30), st.text(max_size=9), st.text(max_size=30)), max_size=6)
)
def test_any_comments_become_tasks_that_can_be_listed_and_looked_at(remarks: list[Remark]) -> None:
    draft = noted(DRAFT, tasks_of(remarks, (assemble(DRAFT, OUTLINE, DESK.bank),)))
    state = listed(draft)
    assert len(draft.tasks) == len({task.id for task in draft.tasks}) <= len(remarks)
    for number in range(1, len(draft.tasks) + 1):
        looked, _ = played(State(draft=draft), f"/tasks {number}")
        assert ask(DESK, looked).choices[-1].key == "back"
    assert advance(DESK, state, Said("都办好了"))[0].draft.open_tasks == ()


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_whatever_a_reader_or_a_sheet_says_can_be_stored(text: str, author: str) -> None:
    for event in (
        Remarked((Task("", text, author, text),)),
        Filled(Draft(name=text, tasks=(Task("t1", text),))),
    ):
        kept = printable(event)
        assert msgspec.json.decode(msgspec.json.encode(kept), type=type(kept)) == kept


ANY_TASKS = st.lists(
    st.builds(
        Task, st.just(""), st.sampled_from("核改短"), st.sampled_from("甲乙"), st.sampled_from(("", "走访"))
    ),
    max_size=6,
)
STANDING = st.lists(st.booleans(), min_size=12, max_size=12)


@given(ANY_TASKS, ANY_TASKS, STANDING)
def test_tasks_are_noted_once_and_going_back_takes_none_away(
    first: list[Task], more: list[Task], done: list[bool]
) -> None:
    before = noted(Draft(), first)
    before = replace(
        before, tasks=tuple(replace(task, done=each) for task, each in zip(before.tasks, done, strict=False))
    )
    after = noted(before, more)
    assert noted(after, more) == after
    assert after.tasks[: len(before.tasks)] == before.tasks
    assert [task.id for task in after.tasks] == [f"t{number}" for number in range(1, len(after.tasks) + 1)]
    assert before.keeping_tasks(after).tasks == after.tasks
    assert after.keeping_tasks(after) == after
    seen_to = replace(after, tasks=tuple(replace(task, done=True) for task in after.tasks))
    assert [task.done for task in before.keeping_tasks(seen_to).tasks[: len(before.tasks)]] == [
        task.done for task in before.tasks
    ]


def test_a_task_in_a_draft_laid_aside_waits() -> None:
    state = State(draft=DRAFT, focus=Resting())
    after, effects = advance(DESK, state, Remarked(TASKS))
    assert effects == ()
    assert after.focus == Resting()
    assert len(after.draft.tasks) == 3
