"""Repairs in words: what is corrected, amended, asked back, left open, and what only looks like a repair."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine import advance, ask
from bot.events import Commanded, Edited, Event, Picked, Said, Sent, Unreadable
from bot.outline import outlines
from bot.state import AskingField, AskingSection, Finished, ReviewingPoint, Rewriting, State
from bot.steps.checklist import current, outline_of
from bot.steps.introducing import introduced
from bot.turns.events import printable
from tests.driving_engine import DESK, labels, said
from tests.repairing import (
    AGREED,
    BEGUN,
    FACT,
    MOVES,
    NOTES,
    NOTICE,
    PROFILE,
    REPORT,
    STANDS,
    TOLD,
    after,
    stand,
    told,
)

TYPED = (
    "走访群众10户18人",
    "一是抓学习；二是抓作风。三是抓廉政",
    "不是10户，是12户",
    "把10户改成12户",
    "上一条不对",
    "上一条不对，应该是6次",
    "刚才那条写错了，应该是发展党员3名",
    "姓名改成王芳",
    "我是机关党委书记王芳",
    "回到上年度问题整改",
    "去材料",
    "下一题",
    "全收",
    "一条一条看",
    "放到下步打算",
    "同上",
    "你定",
    "没有",
    "不会写",
    "\n".join(NOTES),
    "\n".join(NOTICE),
    "\n".join(REPORT),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(list(MOVES.values())),
    st.builds(Said, st.sampled_from(TYPED), st.sampled_from(["", "a", "b", "c"])),
    st.builds(Said, st.text(max_size=40)),
    st.builds(Said, st.integers(1, 8).map(str)),
    st.builds(Edited, st.sampled_from([*TYPED, ""]), st.sampled_from(["a", "b", "c", "fact", ""])),
    st.builds(
        Sent,
        st.sampled_from(["通知.docx", "", "\ud800"]),
        st.sampled_from([NOTES, NOTICE, REPORT, (), ("\ud800", "")]),
        st.sampled_from([None, "material", "notice", "last_year"]),
    ),
    st.builds(Commanded, st.sampled_from(["skip", "back", "import", "notice", "cancel"])),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(STANDS)), st.lists(events, max_size=12))
def test_whatever_is_sent_the_draft_holds_together(name: str, talk: list[Event]) -> None:
    state = stand(name)
    for event in map(printable, talk):
        before, (state, _) = state, advance(DESK, state, event)
        question, draft = ask(DESK, state), state.draft
        assert question.text
        assert state.revision == before.revision + 1
        assert msgspec.json.decode(msgspec.json.encode(state), type=State) == state
        ids = [each.id for each in draft.entries]
        assert len(set(ids)) == len(ids)
        outline = outline_of(DESK, draft)
        if outline:
            assert all(outline.leaf(each.section) for each in draft.entries)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(list(STANDS)), st.text(alphabet="走访群众不是10户，改成的应该上一条问题吧。", max_size=16)
)
def test_words_close_to_a_repair_lose_nothing(name: str, words: str) -> None:
    before = stand(name)
    state, effects = advance(DESK, before, Said(words))
    assert effects or state.draft != before.draft or state.focus != before.focus
    assert len(state.draft.points) >= len(before.draft.points)


@pytest.mark.parametrize(
    "words",
    [
        "党建不是软任务，是硬指标",
        "将周例会改为半月例会",
        "上个月开展主题党日2次",
        "上一条战线的同志帮扶6户",
        "前一个季度走访群众6户",
        "问题整改不是一阵风，是长期抓",
        "为什么基层治理有成效",
        "随便吃拿卡要的现象不再出现",
        "先写规划再抓落实，修订制度3项",
        "写先进典型材料6篇",
    ],
)
def test_what_only_looks_like_a_repair_is_an_answer(words: str) -> None:
    state = after([Said(words)], after(AGREED))
    assert state.draft.points[-1].text == words
    assert len(state.draft.points) == 2


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("前面说的10户应该是12户", "走访群众12户18人，解决急难愁盼问题7件"),
        ("不是10户，是12户", "走访群众12户18人，解决急难愁盼问题7件"),
        ("把10户改成12户", "走访群众12户18人，解决急难愁盼问题7件"),
        ("刚才写的7件不对，应该是9件", "走访群众10户18人，解决急难愁盼问题9件"),
        ("上一条不对，应该是20人", "走访群众10户20人，解决急难愁盼问题7件"),
        ("上一条错了，是慰问困难党员6户", "慰问困难党员6户"),
    ],
)
def test_a_correction_changes_the_words_and_the_sentence(words: str, text: str) -> None:
    state, effects = advance(DESK, after(AGREED), Said(words))
    (point,) = state.draft.points
    assert point.text == text
    assert point.sentence is None or text[:6] in point.sentence
    assert "/undo" in said(effects)


def test_of_figures_alike_that_is_changed_which_is_named() -> None:
    before = after([Said("慰问党员10户"), Said("1")], after(AGREED))
    state = after([Said("等等，走访群众不是10户，应该是12户")], before)
    assert [point.text for point in state.draft.points] == [FACT.replace("10户", "12户"), "慰问党员10户"]


@pytest.mark.parametrize(
    "words", ["再帮我写几句关于意识形态的", "你帮我编两个数吧", "能不能给我润色一下？", "你随便写写"]
)
def test_a_wish_that_something_be_made_up_is_declined_and_is_no_point(words: str) -> None:
    for before in (after(BEGUN), after([Said(FACT)], after(BEGUN))):
        state, effects = advance(DESK, before, Said(words))
        assert state.draft.points == before.draft.points
        assert "/phrase 意识形态" in said(effects)


@pytest.mark.parametrize(
    "words",
    [
        *("你是谁", "人工客服", "第三条不对", "这样写领导会满意吗？", "要写几页呢"),
        *("？？？", "asdfghjkl", "..."),
    ],
)
def test_what_is_asked_of_the_program_or_tells_nothing_is_answered_and_is_no_point(words: str) -> None:
    for before in (after(BEGUN), after([Said(FACT)], after(BEGUN))):
        state, effects = advance(DESK, before, Said(words))
        assert state.draft.points == before.draft.points
        assert said(effects)


def test_a_correction_is_told_with_its_clause() -> None:
    state = after([Said("1月20日走访慰问困难党员6户，送慰问金6000元"), Said("1")], after(BEGUN))
    _, effects = advance(DESK, state, Said("不是6户，是7户"))
    assert "“1月20日走访慰问困难党员6户，" in said(effects)


@pytest.mark.parametrize(
    "words",
    ["帮我村困难群众修房6间", "给我们写来感谢信3封", "党建和业务结合得还差得远呢", "替我分管领域办实事5件"],
)
def test_help_that_was_given_is_a_deed(words: str) -> None:
    assert after([Said(words)], after(BEGUN)).draft.points[-1].text == words


def test_a_figure_said_twice_is_changed_where_it_was_said_last_and_the_other_named() -> None:
    state, effects = advance(
        DESK, after([Said("慰问党员10户"), Said("1")], after(AGREED)), Said("不是10户，是12户")
    )
    assert [point.text for point in state.draft.points] == [FACT, "慰问党员12户"]
    assert "另有 1 处也写着“10户”" in said(effects)


def test_a_unit_may_be_another_word_in_the_draft() -> None:
    state = after([Said("发展党员28名"), Said("1"), Said("前面说的28人应该是30人")], after(BEGUN))
    assert state.draft.points[0].text == "发展党员30名"


def test_a_correction_of_what_was_never_said_is_told() -> None:
    state, effects = advance(DESK, after(AGREED), Said("不是99次，是100次"))
    assert state.draft == after(AGREED).draft
    assert "没有找到“99次”" in said(effects)


@pytest.mark.parametrize("words", ["前面说的单位应该是区委办", "单位写错了，是区委办", "把单位改成区委办"])
def test_a_field_is_corrected_by_its_name(words: str) -> None:
    assert after([Said(words)], after(BEGUN)).draft.profile.organization == "区委办"


@pytest.mark.parametrize("words", ["再见", "今天先到这里吧", "不写了", "再说吧", "算了", "等等"])
def test_a_farewell_or_delay_is_no_point(words: str) -> None:
    state, effects = advance(DESK, after(BEGUN), Said(words))
    assert not state.draft.points
    assert said(effects)


def test_the_last_answer_is_opened_for_rewriting() -> None:
    assert isinstance(current(DESK, after([Said("上一条不对")], after(AGREED))), Rewriting)


def test_an_edit_changes_what_the_message_had_said_and_proposes_it_anew() -> None:
    state, effects = advance(DESK, after(AGREED), Edited("走访群众12户20人，解决急难愁盼问题7件", "fact"))
    (point,) = state.draft.points
    assert (point.text, point.sentence) == ("走访群众12户20人，解决急难愁盼问题7件", None)
    assert isinstance(current(DESK, state), ReviewingPoint)
    assert "/undo" in said(effects)


def test_an_own_opening_stays_the_user_s_when_it_is_edited_or_corrected() -> None:
    state = after([Said("2025年，本人抓党建12次。现将情况报告如下：", "m")], after(PROFILE))
    for event in (Edited("2025年，本人抓党建6次。现将情况报告如下：", "m"), Said("不是6次，是12次")):
        state = after([event], state)
        assert current(DESK, state) == AskingSection("achievements")
    (point,) = state.draft.points
    assert point.sentence == "2025年，本人抓党建12次。现将情况报告如下："


def test_an_edit_that_adds_and_drops_lines_says_so() -> None:
    state = after([Said("开展主题党日12次\n发展党员2名\n慰问老党员6户", "m")], after(BEGUN))
    state, effects = advance(
        DESK, state, Edited("开展主题党日12次\n发展党员3名\n建立先锋岗3个\n讲党课4次", "m")
    )
    assert [point.text for point in state.draft.points] == [
        *("开展主题党日12次", "发展党员3名", "建立先锋岗3个", "讲党课4次")
    ]
    assert "“发展党员2名”改成“发展党员3名”" in said(effects)
    assert "去掉“慰问老党员6户”" in said(effects)


def test_an_edit_of_poured_in_material_changes_its_cards() -> None:
    state = after([Said("\n".join(NOTES), "m")], after(BEGUN))
    edited = [*NOTES[:-1], NOTES[-1].replace("1次", "2次")]
    state = after([Edited("\n".join(edited), "m")], state)
    assert [card.text for card in state.draft.cards] == edited


def test_an_edit_of_a_field_changes_the_profile() -> None:
    state = after([Said("2"), Said("单位是区委办，我是党支部书记李明，写2025年的", "m")])
    state = after([Edited("单位是区委编办，我是党支部书记李铭，写2024年的", "m")], state)
    profile = state.draft.profile
    assert (profile.organization, profile.author, profile.year) == ("区委编办", "李铭", 2024)


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("单位是区委编办党支部，我是党支部书记李明", ("区委编办党支部", "党支部书记", "李明", None)),
        ("区委编办党支部 党支部书记 李明 2025", ("区委编办党支部", "党支部书记", "李明", 2025)),
        ("区委编办党支部\n党支部书记\n李明\n2025年", ("区委编办党支部", "党支部书记", "李明", 2025)),
        ("我叫李明，职务是党委书记、局长", ("", "党委书记、局长", "李明", None)),
        ("单位：区委编办 职务：支部书记 姓名：李明", ("区委编办", "支部书记", "李明", None)),
        ("我在区委编办党支部当书记，叫李明", ("区委编办党支部", "书记", "李明", None)),
        ("我们单位是区委编办，我是支部书记，叫李明，写2025年的", ("区委编办", "支部书记", "李明", 2025)),
    ],
)
def test_several_fields_in_one_message(words: str, fields: tuple[object, ...]) -> None:
    profile = after([Said(words)], after(PROFILE[:1])).draft.profile
    assert (profile.organization, profile.post, profile.author, profile.year) == fields


@pytest.mark.parametrize(
    "words", ["我们单位在区里，叫区委编办，人不多", "今年共有党员32名，预备党员2名", "我们干的活不少"]
)
def test_what_is_told_is_neither_a_name_nor_a_post(words: str) -> None:
    for told_so_far in (PROFILE[:1], PROFILE[:2], PROFILE[:3]):
        before = after(told_so_far)
        state, effects = advance(DESK, before, Said(words))
        assert state.draft == before.draft
        assert "没有记" in said(effects)
    assert after([Said("党委委员，副局长")], after(PROFILE[:2])).draft.profile.post == "党委委员，副局长"


@pytest.mark.parametrize(
    "words",
    [
        "删掉走访群众10户那条",
        "把“走访群众”那一条去掉",
        "刚才那条不要了",
        "删掉上一条",
        "麻烦把走访群众这句删了吧",
    ],
)
def test_one_thing_is_taken_out_by_its_words(words: str) -> None:
    before = after([Said("发展党员2名"), Said("1")], after(BEGUN))
    state = after([Said(FACT)], before)
    state, effects = advance(DESK, state, Said(words))
    assert state.draft.points == before.draft.points
    assert "/undo" in said(effects)


@pytest.mark.parametrize("words", ["根子在我重业务轻党建", "2025年12月", "不补了"])
def test_what_can_be_no_name_is_not_taken_for_one(words: str) -> None:
    for name in ("李明", "欧阳小明", "阿不都热依木", "〔人员乙〕", "买买提·艾力"):
        assert after([Said(words), Said(name)], after(PROFILE[:3])).draft.profile.author == name


def test_a_section_can_be_turned_to_with_a_sigh() -> None:
    assert current(DESK, after([Said("算了，先写问题吧")], after(BEGUN))) == AskingSection("problems")


@pytest.mark.parametrize("words", ["删掉意识形态那条", "把党员那条删掉"])
def test_nothing_is_taken_out_by_words_of_none_or_of_several(words: str) -> None:
    before = after([Said("发展党员2名"), Said("1"), Said("慰问党员6户"), Said("1")], after(BEGUN))
    state, effects = advance(DESK, before, Said(words))
    assert state.draft.points == before.draft.points
    assert "没有删" in said(effects)


def test_what_was_deleted_at_work_is_no_wish_to_delete() -> None:
    state = after([Said("删除不合理条款12条")], after(AGREED))
    assert state.draft.points[-1].text == "删除不合理条款12条"


def test_the_date_is_found_by_what_the_report_calls_it_and_taken_as_people_say_it() -> None:
    state = after([Commanded("goto", "成文日期")], after(AGREED))
    assert current(DESK, state) == AskingSection("signature")
    assert after([Said("2025年12月18号")], state).draft.profile.date == "2025年12月18日"


def test_what_names_no_place_to_go_is_told_not_to_be_kept() -> None:
    _, effects = advance(DESK, after([Commanded("goto")], after(AGREED)), Said("走访群众6户"))
    assert "没有记" in said(effects)


@pytest.mark.parametrize(
    "words", ["担任支部书记期间讲党课4次", "2025年", "我是第一责任人", "中共某区委 办公室"]
)
def test_words_that_are_no_introduction(words: str) -> None:
    assert introduced(words) is None


def test_a_section_can_be_written_before_the_profile() -> None:
    state = after([Said("先写问题吧")], after(PROFILE[:1]))
    assert current(DESK, state) == AskingSection("problems")
    state = after([Said("学习不够深入，只有4次"), Said("1"), Said("没有了")], state)
    assert current(DESK, state) == AskingField("organization")


def test_a_wording_put_off_is_asked_for_at_the_end() -> None:
    state = after([Commanded("skip")], after(TOLD))
    assert isinstance(current(DESK, state), AskingSection)
    while not isinstance(current(DESK, state), Finished):
        state = after([Commanded("skip")], state)
    assert "定放着的 1 条写法" in labels(state)
    state = after([Picked("decide", state.revision)], state)
    assert isinstance(current(DESK, state), ReviewingPoint)


def test_every_genre_says_why_it_asks_and_how_much_is_left() -> None:
    for number in range(1, len(outlines()) + 1):
        state = after([Said(str(number)), *PROFILE[1:]])
        outline = outline_of(DESK, state.draft)
        assert outline
        for leaf in outline.leaves():
            state = after([Commanded("goto", leaf.id)], state)
            assert leaf.name in ask(DESK, state).text
            assert f"还差 {len(outline.leaves())} 项" in ask(DESK, state).text
        _, effects = advance(DESK, state, Said("还有多少"))
        assert all(leaf.name in said(effects) for leaf in outline.leaves())


def test_a_date_given_early_is_not_asked_for() -> None:
    state = after([Said("2025年12月20日")], after(AGREED))
    assert state.draft.profile.date == "2025年12月20日"
    assert "signature" in state.draft.settled


def test_a_sticker_is_answered_and_nothing_kept() -> None:
    before = after(AGREED)
    state, effects = advance(DESK, before, Unreadable("sticker"))
    assert told(state.draft) == told(before.draft)
    assert "表情" in said(effects)


def test_a_problem_told_while_a_deed_is_looked_through_is_kept_as_a_problem() -> None:
    state = after([Said("走访群众10户18人"), Said("理论学习不够深入，全年集中研讨只有4次")], after(BEGUN))
    assert {point.text: point.section for point in state.draft.points} == {
        "走访群众10户18人": "achievements",
        "理论学习不够深入，全年集中研讨只有4次": "problems",
    }
    state = after([Said("走访群众10户18人"), Said("开展主题党日12次")], after(BEGUN))
    assert {point.section for point in state.draft.points} == {"achievements"}
