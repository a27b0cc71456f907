"""Masks are told by kind from what stands around them; words cut out are asked about."""

import pytest

from phrasebank.masks import find_masks, find_questions, masks_in
from phrasebank.tidying import Line, tidy_lines


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("组织学习**次", "number"),
        ("捐款X人", "number"),
        ("办结率X%", "number"),
        ("资金xx万元", "number"),
        ("有x名预备党员转正", "number"),
        ("共计×××人次", "number"),
        ("**区的经济发展", "place"),
        ("主动与X街道沟通", "place"),
        ("前往xx参与防控", "place"),
        ("赴**纪念馆开展教育", "place"),
        ("省、**、市委的规定", "place"),
        ("代表xx局党组", "org"),
        ("《**党组议事规则》", "org"),
        ("**高度重视队伍建设", "org"),
        ("《××自查报告》", "org"),
        ("增强**组织的政治性", "org_kind"),
        ("与**业务工作同部署", "domain"),
        ("探索“xx+乡村振兴”模式", "domain"),
        ("推动xx服务管理", "domain"),
        ("观看《**》专题片", "work"),
        ("落实“X党建计划”", "name"),
        ("某某同志带头发言", "name"),
        ("述职人：李XX", "name"),
        ("市规划局局长　陈某　（2024年12月）", "name"),
        ("村里张××老人独居生病", "name"),
        ("枣林村　××", "name"),
        ("大家好！我叫刘某某，今年", "name"),
        ("南湖街道选区　陈××自2021年当选", "name"),
        ("述职人：周×我自2015年参加工作", "name"),
        ("柳河村　刘某某2023年1月6日", "name"),
        ("参与学生某人次", "number"),
        ("罚没款某万元", "number"),
    ],
)
def test_the_kind_follows_from_the_context(text: str, kind: str) -> None:
    assert [found for _, _, found in masks_in(text)] == [kind]


@pytest.mark.parametrize(
    "text", ["做到“5+2”", "借助组织生活APP", "PPT设计", "某些党员", "XML文件", "学A最新讲话", "党的XX大精神"]
)
def test_what_hides_nothing_is_no_mask(text: str) -> None:
    assert not list(masks_in(text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("跟进学A最新重要讲话精神", "疑似有字被替换"),
        ("学习贯彻党的XX大精神", "疑似有字被替换"),
        ("在区D委的领导下", "疑似有字被替换"),
        ("协助起草《区进一步深化改革意见》", "书名号内疑似缺少名称"),
        ("重点保障教育领域，核增单位编制；调整机构", "疑似缺少数字"),
        ("均按照的要求递交报告", "疑似缺少词语"),
        ("学习领会习JP新时代思想", "疑似有字被替换"),
        ("习××同志重要讲话", "疑似有字被替换"),
        ("发展d员3名", "疑似有字被替换"),
        ("在ZF的支持下", "疑似有字被替换"),
        ("胜利召开的XX大，催人奋进", "疑似有字被替换"),
        ("在 的坚强领导下", "疑似缺少词语"),
        ("以同志为核心的党中央", "疑似缺少词语"),
        ("观看《》专题片", "疑似缺少词语"),
        ("开展集中学习次，撰写心得12篇", "疑似缺少数字"),
    ],
)
def test_what_seems_cut_out_is_asked_about(text: str, why: str) -> None:
    assert [(question.line, question.why) for question in find_questions([Line(7, text)])] == [(7, why)]


@pytest.mark.parametrize(
    "text",
    [
        "核增编制12名",
        "核增编制X名",
        "按照上级的要求",
        "《区委关于学习的意见》",
        "组织学习**次，研讨XX次。",
        "参加上级培训多次，",
        "多层次开展谈话，依次推进。",
        "学习ABC分类法",
        "在县委的坚强领导下",
    ],
)
def test_what_is_whole_is_not_asked_about(text: str) -> None:
    assert not find_questions([Line(1, text)])


def test_a_mask_at_the_end_of_a_wrapped_line_is_read_with_the_next() -> None:
    lines = ["坚持把理论学习摆在首位不断提高政治站位和"] * 6 + [
        "全年集中学习理论撰写心得体会交流材料××",
        "篇。",
    ]
    found = find_masks(list(tidy_lines(lines)))
    assert [(mask.line, mask.kind) for mask in found] == [(7, "number")]
