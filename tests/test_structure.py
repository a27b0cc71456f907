"""Markers, wrapped lines and punctuation are read for what they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.markers import read_marker
from phrasebank.parsing import parse
from phrasebank.reflow import paragraphs
from phrasebank.rows import inline_items
from phrasebank.tidying import curl, punctuate, tidy, tidy_lines


@pytest.mark.parametrize(
    ("text", "kind", "ordinal", "rest"),
    [
        ("一、主要工作", "chinese", 1, "主要工作"),
        ("二．主要工作", "chinese", 2, "主要工作"),
        ("三.主要工作", "chinese", 3, "主要工作"),
        ("十二、主要工作", "chinese", 12, "主要工作"),
        ("第二部分 主要工作", "chinese", 2, "主要工作"),
        ("（一）主要工作", "bracketed", 1, "主要工作"),
        ("(二)主要工作", "bracketed", 2, "主要工作"),
        ("（三）、主要工作", "bracketed", 3, "主要工作"),
        ("㈣主要工作", "bracketed", 4, "主要工作"),
        ("1、主要工作", "arabic", 1, "主要工作"),
        ("１．主要工作", "arabic", 1, "主要工作"),
        ("12.主要工作", "arabic", 12, "主要工作"),
        ("（1）主要工作", "arabic_bracketed", 1, "主要工作"),
        ("2）主要工作", "arabic_bracketed", 2, "主要工作"),
        ("③主要工作", "arabic_bracketed", 3, "主要工作"),
        ("一是主要工作", "serial", 1, "主要工作"),
        ("第二，主要工作", "serial", 2, "主要工作"),
        ("二要主要工作", "serial", 2, "主要工作"),
        ("其二主要工作", "serial", 2, "主要工作"),
        ("另一方面，主要工作", "serial", 2, "主要工作"),
        ("首先，主要工作", "serial", 1, "主要工作"),
        ("叁、主要工作", "chinese", 3, "主要工作"),
        ("二 主要工作", "chinese", 2, "主要工作"),
    ],
)
def test_markers_of_every_style_are_read(text: str, kind: str, ordinal: int, rest: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.kind, marker.ordinal, marker.rest) == (kind, ordinal, rest)


@pytest.mark.parametrize(
    "text",
    ["2022年是关键之年", "3.5万元", "一级抓一级", "一、", "其一生奉献", "十九届全会", "第一议题", "主要工作"],
)
def test_a_number_in_the_text_is_no_marker(text: str) -> None:
    assert read_marker(text) is None


def test_items_within_a_paragraph_rise_from_the_first() -> None:
    text = "主要有：一是学习不够；二是监督不严。这二是另一回事。三是作风不实。"
    assert [text[item.start : item.end] for item in inline_items(text)] == [
        "学习不够；",
        "监督不严。这二是另一回事。",
        "作风不实。",
    ]


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("主要有三点：（1）学习不深；（2）调研不够；（3）作风不实。", ["（1）", "（2）", "（3）"]),
        ("重点抓好两项：①健全制度，严格考核；②配强队伍，压实责任。", ["①", "②"]),
        (
            "一个是脾气急，爱打断人。再一个是管网只铺了一半。还有一个是年轻人少。",
            ["一个是", "再一个是", "还有一个是"],
        ),
        ("一者，形式老套；二者，协调不足；三者，调研不深。", ["一者", "二者", "三者"]),
        ("第一件，加装电梯。第二件，跑遍辖区。", ["第一件", "第二件"]),
        ("一是抓学习，首先读原文，其次写体会。二是抓作风。", ["一是", "首先", "其次", "二是"]),
    ],
)
def test_rows_of_every_kind_are_found_within_a_paragraph(text: str, markers: list[str]) -> None:
    assert [item.marker for item in inline_items(text)] == markers


def test_a_marker_before_a_whole_statement_is_a_point() -> None:
    document = parse(
        ["三、存在的问题", "1、学习不够系统，存在以干代学的现象。", "2、监督不够严格，提醒谈话偏少。"]
    )
    assert [heading.text for heading in document.headings] == ["存在的问题"]
    assert [point.text for point in document.points] == [
        "学习不够系统，存在以干代学的现象",
        "监督不够严格，提醒谈话偏少",
    ]


def test_a_short_phrase_that_a_sentence_follows_is_a_heading() -> None:
    document = parse(
        ["三、存在的问题", "一是学习不够系统。存在以干代学的现象。", "二是监督不够严格。提醒谈话偏少。"]
    )
    assert [(heading.level, heading.text, heading.run_in) for heading in document.headings] == [
        (1, "存在的问题", False),
        (2, "学习不够系统", True),
        (2, "监督不够严格", True),
    ]


def test_headings_without_a_marker_are_found_where_they_run_parallel() -> None:
    lines = [
        "一、主要工作",
        "责任链条更紧。党组会定期研究党建工作，层层签订责任书，压实责任。",
        "理论武装更强。坚持集中学习与个人自学相结合，开展研讨交流活动。",
        "正风肃纪更严。对苗头性问题及时提醒，督促整改落实，从不放松。",
    ]
    assert [heading.text for heading in parse(lines).headings[1:]] == [
        "责任链条更紧",
        "理论武装更强",
        "正风肃纪更严",
    ]


def test_headings_on_lines_of_their_own_head_a_text_that_numbers_none() -> None:
    body = "坚持每周一开碰头会，大事小事摆到桌面上说，一律上会研究、上墙公示。"
    document = parse(
        ["村党支部书记述职报告", "枣林村　××", "各位领导：", f"一年来，{body}"]
        + [
            line
            for name in ("抓班子带队伍，支部有了主心骨", "调结构促增收，群众鼓了钱袋子")
            for line in (name, body)
        ]
    )
    assert [(each.level, each.text) for each in document.headings] == [
        (1, "抓班子带队伍，支部有了主心骨"),
        (1, "调结构促增收，群众鼓了钱袋子"),
    ]


COLONS = """村党总支书记述职报告
各位党员：
我从2021年起担任村党总支书记，今天把2022年做了哪些事向大家说一说，请大家评议。
支部这面旗，我们举得更高了：
每月二十号开展主题党日，学文件、交党费、干公益，外地党员视频参加。
产业这条路，我们走得更稳了：
引来一家食品厂，流转土地种糯玉米，签了保底订单，乡亲们在家门口就业。
新的一年怎么干：
剩下的管网上半年一定铺完，冷库秋收前建成用上，请大家监督。"""


def test_questions_on_lines_of_their_own_are_headings() -> None:
    asked = ("这一年我做了什么？", "我还差在哪儿？", "明年我往哪使劲？", "最后想说的话")
    below = "备好每一节课，把每一个孩子放在心上，一年下来收获不少。"
    text = ["教师述职报告", "按学校安排，我把这一年的情况向大家说一说，请大家听一听。"]
    text += [line for times, each in enumerate(asked, start=1) for line in (each, below * times)]
    assert [each.text for each in parse(text).headings] == [each.rstrip("？") for each in asked]


def test_a_colon_within_a_heading_on_a_line_of_its_own_does_not_end_it() -> None:
    headings = parse(
        ["一、政治监督：做到抓早抓小", "全年开展监督检查37次。", "二、作风监督：做到常态长效", "查处2起。"]
    ).headings
    assert [each.text for each in headings] == ["政治监督：做到抓早抓小", "作风监督：做到常态长效"]


def test_a_stray_line_makes_no_heading_of_the_statement_above_it() -> None:
    text = [
        "一、存在的问题。",
        "（1）融合的载体还不多，影响力有待提升。",
        "附历年模板一份",
        "（2）抓党建的本领不强，方法简单。",
    ]
    assert [each.text for each in parse(text).headings] == ["存在的问题"]


def test_headings_that_end_with_a_colon_are_found_where_all_do() -> None:
    headings = parse(COLONS.split("\n")).headings
    assert [(each.line, each.level, each.text) for each in headings] == [
        (4, 1, "支部这面旗，我们举得更高了"),
        (6, 1, "产业这条路，我们走得更稳了"),
        (8, 1, "新的一年怎么干"),
    ]


def test_phrases_before_colons_head_neighbours_that_are_alike() -> None:
    text = ["个人述职报告", "现将一年来的工作情况向各位领导报告如下，请予审议。"]
    text += [f"{what}方面：坚持原则，认真履行职责，按时完成各项任务。" for what in ("思想", "工作", "纪律")]
    headings = parse(text).headings
    assert [(each.level, each.text, each.run_in) for each in headings] == [
        (1, "思想方面", True),
        (1, "工作方面", True),
        (1, "纪律方面", True),
    ]


def test_who_reports_is_no_heading_of_the_opening() -> None:
    text = [
        "人大代表履职报告",
        "南湖街道选区 陈××",
        "自2021年当选以来，我牢记宗旨，现将2024年履职情况报告如下：",
    ]
    for heading in ("学法懂法，当好明白人", "会上发言，替百姓说话"):
        text += [heading, "我坚持把学习摆在前头，系统学习宪法和代表法，参加各类培训。"]
    assert [each.line for each in parse(text).headings] == [4, 6]


def test_very_short_phrases_head_paragraphs_where_three_are_of_a_length() -> None:
    body = "。坚持走楼入户、见人见面，认真做好记录，及时更新台账。"
    heads = ("底数清", "防范实", "调解快")
    three = parse(["述职报告", "一、工作情况", *(head + body for head in heads)])
    two = parse(["述职报告", "一、工作情况", *(head + body for head in heads[:2])])
    assert [each.text for each in three.headings[1:]] == list(heads)
    assert [each.text for each in two.headings[1:]] == []


def test_a_quotation_may_end_a_heading_before_its_colon() -> None:
    text = ["述职报告", "一、工作情况", "（一）当好“领头雁”：主持召开专题会议8次，制定任务清单，明确牵头人。"]
    assert parse(text).headings[1].text == "当好“领头雁”"


def test_a_pair_of_phrases_before_a_colon_is_a_heading_under_any_number() -> None:
    lines = [
        f"{n}.带头{what}，做表率：坚持依法办事，组织学习12次。" for n, what in ((1, "学法"), (2, "用法"))
    ]
    assert [each.text for each in parse(["一、主要工作", *lines]).headings[1:]] == [
        "带头学法，做表率",
        "带头用法，做表率",
    ]


def test_a_short_line_behind_a_full_one_begins_a_paragraph() -> None:
    whole = "坚持把理论学习摆在首位不断提高政治站位。"
    lines = [whole[:-1] + "和", whole] * 4 + ["学法用法情况", whole]
    assert "学法用法情况" in [line.text for line in paragraphs(list(tidy_lines(lines)))]


def test_wrapped_lines_are_put_together_and_keep_the_number_of_the_first() -> None:
    text = "加强政治理论学习，制定学习计划，组织集中研讨，撰写心得体会，提高政治站位，取得明显成效。"
    wrapped = [text[start : start + 12] for start in range(0, len(text), 12)]
    joined = paragraphs(list(tidy_lines(["述职报告", *wrapped, "第二段从这里开始。", *wrapped])))
    assert [(line.number, line.text) for line in joined] == [
        (1, "述职报告"),
        (2, text),
        (6, "第二段从这里开始。"),
        (7, text),
    ]


def test_lines_that_are_paragraphs_stay_as_they_are() -> None:
    lines = [
        "加强学习。",
        "强化监督，开展检查。",
        "转变作风，服务群众，办实事。",
        "完善制度。",
        "抓好落实，务求实效。",
    ]
    assert [line.text for line in paragraphs(list(tidy_lines(lines)))] == lines


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("加强学习,提高站位.强化监督;抓好落实:", "加强学习，提高站位。强化监督；抓好落实："),
        ("受理1,732件,办结率98.5%.", "受理1,732件，办结率98.5%。"),
        ("加强学习，，提高站位，。", "加强学习，提高站位。"),
        ("一.主要工作", "一.主要工作"),
        ("(一)主要工作", "（一）主要工作"),
        ("<p>&nbsp;加强&#23398;习</p>", "加强学习"),
        ("\u3000\u3000加强学习 ， 提高站位\u200b", "加强学习，提高站位"),
        ("## 一、主要工作", "一、主要工作"),
        ("**一、主要工作**", "一、主要工作"),
        ("**区委办公室", "**区委办公室"),
    ],
)
def test_characters_are_tidied(damaged: str, whole: str) -> None:
    assert [line.text for line in tidy_lines([damaged]) if line.text] == [whole]


def test_straight_quotes_are_curled_by_turns() -> None:
    assert curl('落实"一岗双责"和"三会一课".') == "落实“一岗双责”和“三会一课”。"
    assert curl('只有一个"') == '只有一个"'


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = punctuate(tidy(text))
    assert punctuate(once) == once
