"""Foggy answers are followed up at most twice and never again; what accuses too much is pointed out once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Commanded
from bot.facts.fog import is_foggy, lacks, self_accusation
from tests.driving_conversation import BEGINNING, Talk, asked, said

ANSWERS = Path(__file__).with_name("fog_answers.txt")
TO_PROBLEMS = (*BEGINNING, Commanded("goto", "存在问题"))


@pytest.mark.parametrize("line", ANSWERS.read_text(encoding="utf-8").splitlines())
def test_answers_are_judged_as_by_hand(line: str) -> None:
    judged, _, text = line.partition(" ")
    found = "accuse" if self_accusation(text) else "foggy" if is_foggy(text) else "clear"
    assert found == judged


@pytest.mark.parametrize(
    ("text", "wanting"),
    [
        ("学习不够深入", ("instance", "consequence", "root")),
        ("3月的党课念了文件，导致大家没兴趣", ("root",)),
        ("推进力度不够，影响了进度", ("instance", "root")),
        ("我一年只听过2次汇报，工作被通报", ()),
    ],
)
def test_what_an_answer_lacks_is_told(text: str, wanting: tuple[str, ...]) -> None:
    assert lacks(text) == wanting


@given(st.text("我严重违反党纪，没有党员1名毫无党性给造成损失", max_size=40))
def test_a_milder_wording_is_of_the_users_own_words(text: str) -> None:
    found = self_accusation(text)
    if found and found.milder:
        assert all(clause in text for clause in found.milder.split("，"))
        assert found.verdict not in found.milder


async def test_a_foggy_problem_is_asked_for_the_instance_and_then_the_root(talk: Talk) -> None:
    first = asked(await talk.says(*TO_PROBLEMS, "学习不够深入", "1"))
    assert "追问 1/2" in first.text
    assert "哪次会、哪件事、谁、什么后果" in first.text
    second = asked(await talk.says("3月的主题党日只念了文件，没有讨论"))
    assert "追问 2/2" in second.text
    assert "根子在自己身上的是哪一条" in second.text
    after = asked(await talk.says("我备课没有下功夫"))
    assert "写成：学习不够深入，3月的主题党日只念了文件，没有讨论" in after.text
    draft = await talk.draft()
    assert [(point.section, point.text) for point in draft.points] == [
        ("problems", "学习不够深入，3月的主题党日只念了文件，没有讨论"),
        ("causes", "我备课没有下功夫"),
    ]
    assert "追问" not in asked(await talk.says("1")).text


async def test_where_the_genre_asks_for_no_causes_the_root_belongs_to_the_problem(talk: Talk) -> None:
    await talk.says("3", "市总工会", "党组书记", "张伟", "2025", Commanded("goto", "问题"))
    await talk.says("压力传导不够", "1", "2个直属单位没有研究党建", "我只布置没有检查")
    (point,) = (await talk.draft()).in_section("problems")
    assert point.text == "压力传导不够，2个直属单位没有研究党建，我只布置没有检查"


async def test_a_clear_problem_is_not_followed_up(talk: Talk) -> None:
    question = asked(await talk.says(*TO_PROBLEMS, "学习不够深入，全年集中研讨只有4次", "1"))
    assert "追问" not in question.text


@pytest.mark.parametrize("words", ["没有", "没有了", "1", "不补了", "下一项"])
async def test_nothing_to_add_goes_on_at_once_and_is_never_asked_again(talk: Talk, words: str) -> None:
    await talk.says(*TO_PROBLEMS, "学习不够深入", "1")
    following = asked(await talk.says(words))
    assert following.text.startswith("（履职情况")
    assert "追问" not in asked(await talk.says(Commanded("goto", "存在问题"))).text


@pytest.mark.parametrize("words", ["不知道", "记不清了", "跳过", "/skip", "2", "说不上来"])
async def test_not_knowing_ends_it_and_stays_with_the_section(talk: Talk, words: str) -> None:
    await talk.says(*TO_PROBLEMS, "学习不够深入\n创新意识不强", "6")
    message = Commanded("skip") if words == "/skip" else words
    following = asked(await talk.says(message))
    assert following.text.startswith("（存在问题")
    assert "追问" not in following.text
    assert len((await talk.draft()).in_section("problems")) == 2


@pytest.mark.parametrize("words", ["不要追问", "别追问了", "4"])
async def test_follow_ups_are_turned_off_in_words_and_on_again(talk: Talk, words: str) -> None:
    await talk.says(*TO_PROBLEMS, "学习不够深入", "1")
    assert "/settings 追问 开" in said(await talk.says(words))
    assert "追问" not in asked(await talk.says("创新意识不强", "1")).text
    await talk.says(Commanded("settings", "追问 开"))
    assert (await talk.draft()).preferences.follow_ups
    assert "追问 1/2" in asked(await talk.says("作风不够实", "1")).text


@pytest.mark.parametrize(
    ("words", "on"), [("追问 关", False), ("不要追问", False), ("追问开", True), ("开追问", True)]
)
async def test_the_settings_turn_follow_ups_on_and_off_and_show_them(
    talk: Talk,
    words: str,
    on: bool,  # noqa: FBT001 - a case, not a flag
) -> None:
    await talk.says(*BEGINNING, Commanded("settings", words))
    assert (await talk.draft()).preferences.follow_ups is on
    assert f"追问：{'开' if on else '关'}" in said(await talk.says(Commanded("settings")))


async def test_a_further_problem_is_no_answer_to_the_follow_up(talk: Talk) -> None:
    await talk.says(*TO_PROBLEMS, "学习不够深入", "1")
    await talk.says("落实制度不严，1个支部有2个月没有开展主题党日")
    assert [point.text for point in (await talk.draft()).in_section("problems")] == [
        "学习不够深入",
        "落实制度不严，1个支部有2个月没有开展主题党日",
    ]
    assert "追问" not in asked(await talk.says("1")).text


async def test_words_kept_as_they_are_can_be_followed_up_too(talk: Talk) -> None:
    question = asked(await talk.says(*TO_PROBLEMS, "学习不够深入", "4"))
    assert "追问 1/2" in question.text
    await talk.says("3月的党课念了文件", "1")
    (point,) = (await talk.draft()).points
    assert (point.text, point.sentence) == ("学习不够深入，3月的党课念了文件", None)


async def test_self_accusation_is_pointed_out_once_with_what_is_left_of_the_words(talk: Talk) -> None:
    question = asked(await talk.says(*TO_PROBLEMS, "毫无担当，全年没有下过一次支部", "1"))
    assert "“毫无担当”是组织才能下的结论" in question.text
    assert "去掉后是：全年没有下过一次支部。" in question.text
    await talk.says("1")
    (point,) = (await talk.draft()).points
    assert point.text == "全年没有下过一次支部"


async def test_whoever_keeps_the_accusation_is_not_told_again(talk: Talk) -> None:
    await talk.says(*TO_PROBLEMS, "我严重违反党纪", "1")
    assert "照您的原话" in said(await talk.says("照我的原话"))
    assert "结论" not in asked(await talk.says("没有了")).text
    assert (await talk.draft()).points[0].text == "我严重违反党纪"


async def test_material_is_not_followed_up(talk: Talk) -> None:
    notes = "开展主题党日12次\n走访群众10户18人\n学习不够深入\n下一步，每月集中研讨1次"
    await talk.says(*BEGINNING, notes)
    assert "追问" not in asked(await talk.says("4")).text


async def test_a_follow_up_is_undone_like_anything_else(talk: Talk) -> None:
    await talk.says(*TO_PROBLEMS, "学习不够深入", "1")
    before = await talk.draft()
    question = asked(await talk.says("3月的党课念了文件", Commanded("undo")))
    assert "追问 1/2" in question.text
    assert await talk.draft() == before
