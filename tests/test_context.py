"""What raw material speaks for where no word of a line says it: by its neighbours, files, tables, boards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.context import Told, kinds_of
from bot.compose.labels import is_residue, label_of
from bot.compose.material import Material, Statement, statements_in
from bot.compose.placing import kind_under, place
from bot.outline import outlines
from phrasebank.terms import SectionKind

NOTES = """\
走访老战士12户，送去慰问金2.4万元
修订党支部议事规则，全年审议事项9件
学习这块还是浮，念文件的有3次
年轻党员就6个，三年没从一线发展过人
根子上我自己重业务轻党建
支委分工停在口头，一个人管三摊事
每月安排2人上台讲，全年不少于20人次
建台账，年内力争发展2名
"""


def told(text: str, name: str = "粘贴") -> list[Statement]:
    lines = enumerate(text.splitlines(), 1)
    return list(statements_in([Material(line, f"{name}:{number}") for number, line in lines])[0])


def kinds(text: str, name: str = "粘贴") -> list[SectionKind]:
    return [kind_under(each.text, each.label.kind) for each in told(text, name)]


def test_shortcomings_causes_and_plans_follow_one_another_without_a_word_of_what_they_are() -> None:
    assert kinds(NOTES) == [*["achievements"] * 2, *["problems"] * 2, *["causes"] * 2, *["plans"] * 2]


def test_work_done_stays_work_done_between_others() -> None:
    assert (
        kinds("组织培训3期，培训210人\n解决漏水、停车难等问题15件\n没有发生一起事故") == ["achievements"] * 3
    )
    assert (
        kinds("党员教育不够深入\n走访群众68户，办实事21件\n开展义诊15场，惠及2300人次")[1:]
        == ["achievements"] * 2
    )


def test_what_the_lines_around_decide_is_said_to_be_so() -> None:
    found = {each.text: each.label.beside for each in told(NOTES)}
    assert found["年轻党员就6个，三年没从一线发展过人"]
    assert not found["走访老战士12户，送去慰问金2.4万元"]


def test_the_items_of_one_row_are_seldom_of_different_kinds() -> None:
    row = "1. 责任区考核不严\n2. 台账有8本\n3. 值班有30人\n下一步\n1. 考核每季度排名"
    assert kinds(row) == ["problems", "problems", "problems", "plans"]


def test_a_file_on_last_years_problems_holds_answers_and_another_files_label_does_not_reach_it() -> None:
    found, _ = statements_in(
        [
            Material("存在的问题：", "总结.txt:1"),
            Material("经费紧张", "总结.txt:2"),
            Material("1、党课单一。举办微党课6期", "上年度问题整改情况.txt:1"),
            Material("走访10户", "台账.txt:1"),
        ]
    )
    assert [each.label.kind for each in found] == ["problems", "rectification", None]
    assert found[1].text == "1、党课单一。举办微党课6期"


@pytest.mark.parametrize(
    "said", ["上年度问题怎么改的", "去年述职点了3个问题，现在情况：", "上年度述职评议反馈问题整改情况"]
)
def test_what_leads_back_to_last_year_is_a_label_of_answers(said: str) -> None:
    label = label_of(said)
    assert label is not None
    assert label.kind == "rectification"


def test_all_below_the_name_of_a_board_belongs_to_it() -> None:
    outline = outlines()["main_responsibility"]
    text = (
        "党建：开展主题党日12次\n廉政：签承诺书121份\n处理违反劳动纪律5人\n意识形态：宣传栏换了8期\n"
        "工作群管理松，有2个群转发过没核实的消息"
    )
    homes = [
        place(each.text, outline, each.label.kind, each.label.topic, each.label.board).id
        for each in told(text)
    ]
    assert homes == [
        "party_achievements",
        "conduct_achievements",
        "conduct_achievements",
        "ideology_achievements",
        "ideology_problems",
    ]


def test_a_row_of_a_table_is_a_statement_and_its_head_says_what_is_counted() -> None:
    table = (
        "序号 | 时间 | 活动 | 人数 | 经费（万元）\n---|---|---|---|---\n"
        "1 | 3月4日 | 义务劳动 | 42 | 1.5\n2 | 5月6日 | 慰问职工 | 11户 | -"
    )
    assert [each.text for each in told(table)] == [
        "3月4日，义务劳动，参加42人，经费1.5万元",
        "5月6日，慰问职工11户",
    ]
    assert [each.text for each in told("1\t3月4日\t义务劳动\t42人")] == ["3月4日，义务劳动42人"]


def test_the_name_of_a_subject_before_a_colon_is_not_lost() -> None:
    assert [each.text for each in told("软弱涣散整顿：2个村列入，11月底销号")] == [
        "软弱涣散整顿方面，2个村列入，11月底销号"
    ]


def test_what_its_writer_takes_back_is_not_told() -> None:
    assert [each.text for each in told("约谈4个单位，开除了？不对，退回整改2个单位")] == [
        "约谈4个单位，退回整改2个单位"
    ]
    assert [each.text for each in told("群众反映不对的地方改了3处")] == ["群众反映不对的地方改了3处"]


def test_bylines_go_and_attendance_goes_with_the_meeting() -> None:
    assert [each.text for each in told("（通讯员 李航）组织志愿者56名清理河道")] == ["组织志愿者56名清理河道"]
    minutes = "时间：6月27日\n应到31人，实到30人，请假1人\n议题：\n一、学习《党章》"
    assert [each.text for each in told(minutes)] == ["6月27日学习《党章》，应到31人，实到30人，请假1人"]


@pytest.mark.parametrize(
    "said",
    [
        *("收到，谢谢！", "王书记 你要的数", "发的有点乱，凑合看", "[图片]", "李四 10:32"),
        *("区委办〔2025〕14号", "2025年度工作台账", "支部大事记"),
        "第三党支部2025年支部工作流水（小王整理，未核）",
    ],
)
def test_what_is_left_over_from_sending_is_told_apart_and_kept_in_view(said: str) -> None:
    found, left_out = statements_in([Material(f"{said}\n走访10户")])
    assert [each.text for each in found] == ["走访10户"]
    assert len(left_out) == 1


@pytest.mark.parametrize(
    "said",
    [
        "收到群众感谢信12封",
        "谢谢群众支持，办实事3件",
        "印发〔2025〕14号文件，部署任务9项",
        "请审计局审计项目3个",
        "建立问题台账",
        "做实工作台账",
        "修订工作记录",
    ],
)
def test_a_statement_is_never_left_over(said: str) -> None:
    assert not is_residue(said)


@given(st.lists(st.text(max_size=40), max_size=12), st.sampled_from(["", "problems", "causes"]))
def test_every_statement_gets_a_kind_whatever_is_said(texts: list[str], hint: str) -> None:
    run = [Told(text, hint="problems" if hint == "problems" else None, row=len(text) % 2) for text in texts]
    assert len(kinds_of(run)) == len(texts)


@given(st.text(alphabet="|｜\t-0123456789人序号时间活动。，\n一、（）党建：问题", max_size=120))
def test_rows_labels_and_rests_never_raise(text: str) -> None:
    statements_in([Material(text, "粘贴:1")])
