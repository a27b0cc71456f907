"""Several drafts, named and copied; what was said; undo and redo over any distance; what changed."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.adapters.clock import local
from bot.conversation import Conversation
from bot.desk import Desk
from bot.draft import Draft
from bot.events import Commanded, Event, Opened, Picked, Said, Sent
from bot.replies import Listing, Reply
from bot.sheet import write
from bot.store.store import Store
from bot.turns.changes import changed, marked, matched
from tests.driving import run_terminal
from tests.driving_conversation import BEGINNING, ME, Talk, asked, said
from tests.driving_telegram import run_telegram

WORDS = (
    "走访群众10户18人",
    "1",
    "发展党员2名",
    "6",
    "没有",
    "/skip",
    "/help",
    "/goto 2",
    "/back",
    "2025年12月20日",
)


def event(words: str) -> Event:
    name, _, argument = words[1:].partition(" ")
    return Commanded(name, argument) if words.startswith("/") else Said(words)


def stands(draft: Draft, replies: tuple[Reply, ...]) -> tuple[Draft, str]:
    """Give what a person would call the same place: the draft and the question, but for its buttons' age."""
    return draft, asked(replies).text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), st.data())
async def test_undo_and_redo_give_exactly_the_earlier_states(
    tmp_path_factory: pytest.TempPathFactory, messages: list[str], data: st.DataObject
) -> None:
    store = await Store.open(tmp_path_factory.mktemp("undo") / "d.db")
    talk = Talk(Conversation(Desk(), store))
    replies = await talk.says(*BEGINNING)
    line = [stands(await talk.draft(), replies)]
    undone: list[tuple[Draft, str]] = []
    past: list[list[tuple[Draft, str]]] = []
    for message in messages:
        replies = await talk.says(event(message))
        if stands(await talk.draft(), replies) != line[-1]:
            line.append(stands(await talk.draft(), replies))
            undone = []
            past = []
        if data.draw(st.booleans()) and len(line) > 1:
            steps = data.draw(st.integers(1, len(line) - 1))
            replies = await talk.says(Commanded("undo", str(steps)))
            undone.append(line[-1])
            past.append(list(line))
            del line[-steps:]
            assert stands(await talk.draft(), replies) == line[-1]
        back: bool = data.draw(st.booleans())
        if undone and back:
            replies = await talk.says(Commanded("preview"), Commanded("redo"))
            line = past.pop()
            assert stands(await talk.draft(), replies) == undone.pop()
    await store.close()


async def test_undo_goes_back_to_any_turn_of_the_history_even_an_undone_one(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", "1", "发展党员2名", "1")
    full = await talk.draft()
    turns = said(await talk.says(Commanded("history", "50")))
    place = re.search(r"第 (\d+) 轮　走访群众10户18人", turns)
    assert place
    await talk.says(Commanded("undo", f"到 {place[1]}"))
    assert [point.text for point in (await talk.draft()).points] == ["走访群众10户18人"]
    assert "（已撤销）" in said(await talk.says(Commanded("history", "50")))
    await talk.says("建立党员先锋岗3个")
    later = re.search(r"第 (\d+) 轮　选“就用这句”（已撤销）\n[^\n]*/history", turns)
    assert later is None
    last = re.findall(r"第 (\d+) 轮　选“就用这句”", turns)[-1]
    await talk.says(Commanded("undo", f"到 {last}"))
    assert await talk.draft() == full


async def test_undo_says_what_it_took_back_and_how_to_find_it_again(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人")
    told = said(await talk.says(Commanded("undo")))
    assert told == "撤销了上一步（“走访群众10户18人”）。要找回来发 /redo。"
    assert said(await talk.says(Commanded("redo"))) == "恢复了刚才撤销的。"
    assert len((await talk.draft()).points) == 1
    assert "没有可以恢复的" in said(await talk.says(Commanded("redo")))


async def test_undo_takes_files_that_wait_back_one_by_one(talk: Talk) -> None:
    one, two = Sent("一.txt", ("关于开展述职评议的通知",)), Sent("二.txt", ("会议记录", "研究党建工作6次"))
    await talk.says(*BEGINNING, one, two)
    assert "二.txt" in said(await talk.says(Commanded("undo")))
    assert "一.txt" in asked(await talk.says(Commanded("help"))).text


async def test_undo_further_than_there_is_goes_as_far_as_there_is(talk: Talk) -> None:
    await talk.says(Opened(), *BEGINNING, "走访群众10户18人")
    whole = await talk.draft()
    assert "再往前没有了" in said(await talk.says(Commanded("undo", "999")))
    assert await talk.draft() == Draft()
    assert "没有可以撤销的了" in said(await talk.says(Commanded("undo")))
    await talk.says(Commanded("redo"))
    assert await talk.draft() == whole


async def test_a_new_change_after_an_undo_leaves_nothing_to_redo_but_the_history_has_it(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", Commanded("undo"), "发展党员2名")
    assert "没有可以恢复的" in said(await talk.says(Commanded("redo")))
    assert "走访群众10户18人（已撤销）" in said(await talk.says(Commanded("history")))


@pytest.mark.parametrize("words", ["到99", "第 99 轮", "三步", "-1", "到", "99999999999999999999"])
async def test_undo_to_nowhere_is_refused_in_words_and_changes_nothing(talk: Talk, words: str) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人")
    before = await talk.draft()
    assert re.search("没有第 99 轮|写数字", said(await talk.says(Commanded("undo", words))))
    assert await talk.draft() == before


async def test_the_history_tells_choices_by_their_labels_with_turns_and_local_times(talk: Talk) -> None:
    replies = await talk.says(Opened(), *BEGINNING, "走访群众10户18人")
    await talk.says(Picked("verbatim", asked(replies).revision), "照例写")
    (listing,) = (each for each in await talk.says(Commanded("history")) if isinstance(each, Listing))
    texts = [line.text for line in listing.lines]
    assert texts[-2] == "第 9 轮　选“照我的原话”"
    assert texts[0].startswith("第 2 轮　选“抓基层党建工作述职报告")
    assert not any(re.search(r"轮　\d{1,2}$", text) for text in texts)
    shown = said(await talk.says(Commanded("history", "2")))
    assert shown.splitlines()[0].startswith(local(listing.lines[-1].at)[:10])
    assert "前面还有" in shown


async def test_a_name_shows_in_the_list_and_opens_the_draft(talk: Talk) -> None:
    await talk.says(*BEGINNING, Commanded("name", "初稿"), Commanded("new"), *BEGINNING)
    await talk.says(Commanded("drafts", "改名 2 送审稿"))
    listed = said(await talk.says(Commanded("drafts")))
    assert "1. 初稿（2025年度抓基层党建工作述职报告）" in listed
    assert "2. 送审稿（2025年度抓基层党建工作述职报告）　← 现在这份" in listed
    assert "UTC" not in listed
    assert "打开了《初稿（" in said(await talk.says(Commanded("resume", "初稿")))
    await talk.says(Commanded("drafts", "改名 2 定稿前"), Commanded("resume", "定稿前"))
    assert (await talk.draft()).name == "定稿前"
    await talk.says(Commanded("undo"))
    assert (await talk.draft()).name == "送审稿"


async def test_a_word_that_fits_several_drafts_opens_none(talk: Talk) -> None:
    await talk.says(*BEGINNING, Commanded("new"), *BEGINNING)
    assert "第 2、1 份" in said(await talk.says(Commanded("resume", "抓基层党建")))
    assert "没有叫“年终稿”的草稿" in said(await talk.says(Commanded("resume", "年终稿")))


@pytest.mark.parametrize("name", ["2", "　", "很" * 31])
async def test_a_name_that_cannot_be_one_is_refused(talk: Talk, name: str) -> None:
    await talk.says(*BEGINNING, Commanded("name", name.strip() or "　"))
    assert (await talk.draft()).name == ""


async def test_a_copy_shares_nothing_with_its_original(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", "1", Commanded("name", "初稿"))
    original = await talk.draft()
    told = said(await talk.says(Commanded("copy", "送审稿")))
    assert told == "复制成第 2 份“送审稿”，现在写的是它；原来那份没有动，回去发 /resume 1。"
    await talk.says("发展党员2名", "1", Commanded("undo", "99"))
    assert (await talk.draft()).points == original.points
    await talk.says("建立党员先锋岗3个", "1", Commanded("resume", "1"))
    assert await talk.draft() == original
    await talk.says("开展主题党日12次", Commanded("resume", "2"))
    assert "开展主题党日12次" not in [point.text for point in (await talk.draft()).points]


async def test_a_copy_without_a_name_gets_one_that_no_other_has(talk: Talk) -> None:
    await talk.says(
        *BEGINNING, Commanded("name", "初稿"), Commanded("copy"), Commanded("resume", "1"), Commanded("copy")
    )
    listed = said(await talk.says(Commanded("drafts")))
    assert "3. 初稿副本2（" in listed
    assert "2. 初稿副本（" in listed


async def test_one_draft_is_forgotten_and_the_one_in_hand_stays(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", Commanded("copy", "送审稿"))
    before = await talk.draft()
    assert "草稿“1”" in asked(await talk.says(Commanded("forget", "1"))).text
    assert "已彻底删除 1 份" in said(await talk.says("1"))
    assert await talk.draft() == before
    assert len(await talk.conversation.sessions(ME)) == 1
    assert "没有第 1 份" in said(await talk.says(Commanded("drafts", "删除 1"), "1"))


async def test_changes_since_the_last_export_are_told_section_by_section_in_words(talk: Talk) -> None:
    await talk.says(*BEGINNING, "开展主题党日12次", "1", "发展党员2名", "1", "走访群众10户18人", "1")
    assert "还没有导出过" in said(await talk.says(Commanded("changes")))
    await talk.says(Commanded("export", "txt"))
    assert "没有变化" in said(await talk.says(Commanded("changes")))
    await talk.says("2", "1", "开展主题党日14次", Commanded("goto", "单位"), "区委编办机关支部")
    await talk.says(Commanded("goto", "2"), "2", "2", "不要这条", "建立党员先锋岗3个", "1")
    told = said(await talk.says(Commanded("changes"))).splitlines()
    assert told[0].startswith("上次导出（第 ")
    assert told[1:] == [
        "单位：原 区委编办党支部，现 区委编办机关支部",
        "【履职情况】",
        "－ 删去：发展党员2名",
        "～ 原：开展主题党日〖12〗次",
        "　 现：开展主题党日〖14〗次",
        "＋ 新增：建立党员先锋岗3个",
    ]


async def test_two_drafts_are_compared_by_number_or_name(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", "1", Commanded("copy", "送审稿"), "发展党员2名", "1")
    told = said(await talk.says(Commanded("changes", "草稿 1")))
    assert told.startswith("第 1 份（原）和现在这份（现）：")
    assert "＋ 新增：发展党员2名" in told
    back = said(await talk.says(Commanded("changes", "草稿 送审稿 1")))
    assert "－ 删去：发展党员2名" in back
    assert "没有第 9 份" in said(await talk.says(Commanded("changes", "草稿 9")))


async def test_changes_between_turns_are_told(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", "1", "发展党员2名", "1")
    assert "＋ 新增：发展党员2名" in said(await talk.says(Commanded("changes", "8")))
    assert "走访群众" not in said(await talk.says(Commanded("changes", "8 9")))
    assert "没有第 80 轮" in said(await talk.says(Commanded("changes", "80")))


@given(
    st.text("开展主题党日12次走访3户，。", max_size=40), st.text("开展主题党日14次走访5户，。", max_size=40)
)
def test_marks_only_add_brackets(before: str, after: str) -> None:
    one, other = marked(before, after)
    assert (re.sub("[〖〗]", "", one), re.sub("[〖〗]", "", other)) == (before, after)


@given(st.lists(st.sampled_from(["走访10户", "走访12户", "发展党员2名", "讲党课4次"]), max_size=6).map(tuple))
def test_every_point_of_both_versions_is_told_of_once(texts: tuple[str, ...]) -> None:
    before = Draft(genre="party_building").with_points("achievements", texts)
    after = Draft(genre="party_building").with_points("achievements", reversed(texts[1:]))
    pairs = matched(before.points, after.points)
    assert sorted(each.id for each, _ in pairs if each) == sorted(each.id for each in before.points)
    assert sorted(each.id for _, each in pairs if each) == sorted(each.id for each in after.points)


def test_a_version_is_the_same_as_itself() -> None:
    desk = Desk()
    draft = Draft(genre="party_building").with_points("achievements", ["走访群众10户18人"])
    assert changed(desk, desk.outlines["party_building"], draft, draft) == ()


def test_times_are_local_in_the_terminal_and_on_telegram(tmp_path: Path) -> None:
    lines = [*BEGINNING, "走访群众10户18人", "/history", "/drafts"]
    shown = "".join(run_terminal(lines, tmp_path / "d.db", tmp_path))
    assert re.search(
        r"\d{4}-\d\d-\d\d \d\d:\d\d　第 7 轮　走访群众10户18人|　第 8 轮　走访群众10户18人", shown
    )
    assert re.search(r"\d\d:\d\d　1\. 2025年度抓基层党建工作述职报告　← 现在这份", shown)
    replies, _ = run_telegram(lines, tmp_path / "t.db")
    assert any("轮　走访群众10户18人" in each for each in replies)


def test_a_time_is_shown_as_the_machines_clock_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import time  # noqa: PLC0415 - only this test turns the clock's zone

    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be turned on this system")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    assert local("2025-12-20T20:30:00.000+00:00") == "2025-12-21 04:30"
    monkeypatch.undo()
    time.tzset()


async def test_a_sheet_sent_in_the_talk_is_a_draft_of_its_own(talk: Talk) -> None:
    await talk.says(*BEGINNING, "走访群众10户18人", "1", Commanded("name", "初稿"))
    first = await talk.draft()
    lines = tuple(write(replace(first, name="回来的")).splitlines())
    told = said(await talk.says(Sent("答卷.yaml", lines)))
    assert "写成了一份草稿，1 条要点" in told
    assert "/resume 1" in told
    second = await talk.draft()
    assert (second.name, second.points) == ("回来的", first.points)
    await talk.says("发展党员2名", "1", Commanded("resume", "初稿"))
    assert await talk.draft() == first


@pytest.mark.parametrize(
    "lines",
    [
        ("genre: 没有的",),
        ("::: 乱",),
        ("- 1",),
        ("genre: party_building", "materials: [{file: /etc/hostname}]"),
    ],
)
async def test_a_broken_sheet_is_explained_and_changes_nothing(talk: Talk, lines: tuple[str, ...]) -> None:
    await talk.says(*BEGINNING)
    before = await talk.draft()
    assert "原来的稿子没有动" in said(await talk.says(Sent("答卷.yml", lines)))
    assert await talk.draft() == before
