"""What is no part of a report goes; what only looks like an advertisement stays."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.noise import drop_lines
from phrasebank.parsing import parse
from phrasebank.stamps import drop_spans
from phrasebank.tidying import Line, tidy, tidy_lines
from phrasebank.vocabulary import leaning, turning


def left(*lines: str) -> list[str]:
    kept, _ = drop_lines(list(tidy_lines(lines)))
    return [line.text for line in drop_spans([line for line in kept if line.text])[0]]


@pytest.mark.parametrize(
    "line",
    [
        "更多范文请关注公众号：写材料的老李",
        "【文稿库】会员群每日更新内部素材，有意加入请联系客服",
        "本文来自 www.example.com",
        "仅供内部交流 严禁外传",
        "来源：文秘网",
        "资料整理不易，加微信：abc12345",
        "咨询QQ：123456789",
        "##paidbegin##",
        "- 12 -",
        "第 3 页 共 8 页",
        "----------",
        "asdfgh",
        "<p>&nbsp;</p>",
    ],
)
def test_advertisements_marks_and_junk_are_dropped(line: str) -> None:
    assert left("一、主要工作", line, "加强学习，组织研讨4次。") == [
        "一、主要工作",
        "加强学习，组织研讨4次。",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "加强网站、微信公众号等舆论阵地监督管理，审核信息560条。",
        "在局内微信群上传学习内容，利用门户网站宣传学习情况。",
        "建立党建资料库，联系单位实际分享经验。",
        "用好“学习强国”平台，订阅党报党刊120份。",
        "群众扫码即可预约，累计下载使用3200人次，会员单位免费加入。",
        "（三）搭建平台，优化服务",
        "一、总结与分享",
        "2024年12月30日",
        "存在问题",
    ],
)
def test_real_text_with_such_words_stays(line: str) -> None:
    assert left("一、主要工作", line, "加强学习，组织研讨4次。")[1] == line


@pytest.mark.parametrize(
    "stamp",
    [
        "（笔杆儿网，www.biganer.net）",
        "【公众号：写材料的老李】",
        "##paidbegin##",
        "更多材料请加微信：abc12345。",
    ],
)
def test_a_stamp_is_cut_out_of_the_text_around_it(stamp: str) -> None:
    kept = left(f"加强学习，组织研讨4次。{stamp}强化监督，开展检查6次。")
    assert kept == ["加强学习，组织研讨4次。强化监督，开展检查6次。"]


def test_a_bracket_of_the_text_stays() -> None:
    line = "转派业务320件（已办理310件，办结率96%），常态化学习（扩大）。"
    assert left(line) == [line]


def test_loose_lines_between_advertisements_go_at_the_tail_only() -> None:
    body = ["一、主要工作", "加强学习。"]
    tail = ["老李文行整理，咨询QQ123456789", "老李文行", "自建平台、实时分享", "不断迭代", "会员群："]
    assert left(*body, *tail) == body
    assert left("一、主要工作", "不断迭代", "加强学习。") == ["一、主要工作", "不断迭代", "加强学习。"]


def test_noise_is_reported_with_its_line_and_kind() -> None:
    document = parse(
        ["述职报告", "公众号：老李", "", "一、工作##paidend##", "加强学习。（老李网，www.li.com）"]
    )
    assert [(noise.line, noise.text, noise.kind) for noise in document.noise] == [
        (2, "公众号：老李", "ad"),
        (4, "##paidend##", "paywall"),
        (5, "（老李网，www.li.com）", "watermark"),
    ]
    assert document.clean == "述职报告\n一、工作\n加强学习。"


def test_a_piece_of_a_wrapped_sentence_is_never_taken_for_junk() -> None:
    lines = ["述职报告", *["加强理论学习不断提高政治站位和" for _ in range(8)], "能力。"]
    lines[4] = "abcdefghijklmno"
    assert "abcdefghijklmno" in parse(lines).clean


def test_empty_lines_stay_to_part_paragraphs() -> None:
    kept, _ = drop_lines([Line(1, "甲。"), Line(2, ""), Line(3, "乙。")])
    assert [line.text for line in kept] == ["甲。", "", "乙。"]


@pytest.mark.parametrize(
    "line",
    [
        "每日一篇，助力体制内写作",
        "下期预告：组织生活会发言",
        "稿件编号：WX-20240117-08",
        "需要同款模板的朋友请私信我",
        "亲，觉得有用就赏个五星好评吧~",
        "首页 > 党团工作 > 正文",
        "锟斤拷锟斤拷",
        "办公神器，三分钟搞定一篇稿子",
    ],
)
def test_what_does_not_sound_like_a_report_goes_from_among_its_paragraphs(line: str) -> None:
    body = "加强理论学习，组织集中研讨4次，党员干部的政治素养得到进一步提高，各项任务落到实处。"
    report = ["一、主要工作", body, line, "二、存在的问题", body, "三、下一步打算", body]
    assert left(*report) == [*report[:2], *report[3:]]


def test_headings_without_numbers_that_sound_strange_stay_where_they_run_parallel() -> None:
    body = "加强理论学习，组织集中研讨4次，党员干部的政治素养得到进一步提高，各项任务落到实处。"
    report = [
        "一、主要工作",
        "“英雄红”赓续红色血脉",
        body,
        "“阵地红”谱写创新篇章",
        body,
        "二、存在的问题",
        body,
    ]
    assert left(*report) == report


def test_a_list_without_full_stops_is_left_alone() -> None:
    lines = ["赴烈士陵园参观，40人参加", "按时足额收缴党费1.2万元", "网站发稿46篇", "在局微信群转发学习文章"]
    assert left(*lines) == lines


@pytest.mark.parametrize(
    "stamp",
    [
        "（秘海拾贝）",
        "【材料星球】",
        "——材料达人独家——",
        "｜稿子铺｜",
        "（店铺：秘书好帮手）",
        "（gzpu.shop）",
        "微信搜“机关笔杆”",
    ],
)
def test_a_stamp_between_two_clauses_is_cut_out_by_its_place(stamp: str) -> None:
    assert left(f"加强学习，{stamp}组织研讨4次，撰写心得12篇。") == ["加强学习，组织研讨4次，撰写心得12篇。"]


@pytest.mark.parametrize(
    "line",
    [
        "加强学习，落实【待补：数字】次研讨。",
        "印发〔2022〕3号文件，召开党组（扩大）会议。",
        "自觉净化社交圈、生活圈、朋友圈。",
        "公众号推送信息230条，阅读量8万次。",
        "没有收受红包、回扣，群众好评率98%。",
        "【学习教育】开展研讨4次，撰写心得12篇。",
    ],
)
def test_brackets_and_words_of_real_text_stay(line: str) -> None:
    assert left(line) == [line]


def test_of_a_sentence_only_the_clause_that_advertises_goes() -> None:
    sentence = "加强政治理论学习，更多材料请加微信：xzs12345，组织集中研讨4次，撰写心得体会12篇。"
    assert left(sentence) == ["加强政治理论学习，组织集中研讨4次，撰写心得体会12篇。"]


@pytest.mark.parametrize(
    "line",
    [
        "群众扫描二维码即可提意见，采纳与否逐条答复，方案在局网站和公众号上公示不少于三十天。",
        "我挨个打电话、加微信，请在外的党员回村过组织生活。",
        "请网友点击链接查看规划原文，讲清政策、回应疑问，把工作做到群众心里。",
        "公众号全年推送图文301期，粉丝达到4.2万人。",
        "审核把关各类文稿86篇，做到零差错。",
    ],
)
def test_what_dealers_in_texts_say_stays_where_a_report_says_it(line: str) -> None:
    assert left("一、主要工作", f"加强学习，组织研讨4次。{line}", "二、存在的问题")[1].endswith(line)


def test_a_salutation_stays_however_it_sounds() -> None:
    line = "尊敬的各位领导，亲爱的老师们："
    assert line in parse(["某局述职报告", line, "一、工作情况", "坚持原则，认真履行职责。"]).clean


@pytest.mark.parametrize(
    "line",
    [
        "用户扫码就能查看水质、缴纳水费，关注公众号即可预约维修，让群众喝上放心水。",
        "利用“科普中国”平台和微信公众号发布资料，发展科普信息员60名。",
    ],
)
def test_deeds_with_such_words_stay_whole(line: str) -> None:
    assert [each.text for each in drop_spans([Line(1, line)])[0]] == [line]


@pytest.mark.parametrize("stamp", ["——材料群共享", "〖会员内部资料〗"])
def test_stamps_behind_a_dash_or_in_hollow_brackets_are_cut_out(stamp: str) -> None:
    lines, _ = drop_spans([Line(1, f"全年走访群众46户。{stamp}组织培训3次。")])
    assert [line.text for line in lines] == ["全年走访群众46户。组织培训3次。"]


def test_an_address_before_a_sentence_takes_nothing_of_it_along() -> None:
    text = "解答咨询9000多条.www.a.example.net县电视台来拍了片子，还有外地客商打来电话。"
    lines, noise = drop_spans([Line(1, tidy(text))])
    assert lines[0].text == "解答咨询9000多条。县电视台来拍了片子，还有外地客商打来电话。"
    assert [each.text for each in noise] == ["www.a.example.net"]


def test_the_first_line_of_a_wrapped_paragraph_is_judged_with_the_rest() -> None:
    text = (
        "我在代表联络站接待选民，联系电话就贴在小区门口，谁家有事都能打。一位老人反映楼道灯坏了，我当天就找物业。"
        * 3
    )
    wrapped = [text[place : place + 30] for place in range(0, len(text), 30)]
    assert parse(["履职情况报告", "", *wrapped]).noise == ()


def test_titles_in_a_row_are_a_list_of_other_pages() -> None:
    report = ["述职报告", "一、主要工作", "加强学习，组织研讨4次。"]
    assert left("相关文章：校长述职报告、书记述职报告", *report) == report


def test_labels_in_pairs_are_furniture_but_not_who_reports() -> None:
    report = ["单位：育才小学　姓名：王静怡", "一、主要工作", "加强学习，组织研讨4次。", "二、存在的问题"]
    kept = left(*report[:3], "责编：小禾　校对：阿木", report[3])
    assert kept == [line.replace("　", " ") for line in report]


def test_thanks_at_the_end_are_no_advertising() -> None:
    thanks = (
        "教书这件事，急不得也慢不得。感谢一路陪我的同事，感谢包容我的家长，也感谢那群天天喊我“老班”的孩子。"
    )
    assert (
        left("述职报告", "认真备课，全年上公开课4节，家访46户，没有一名学生辍学，家长都很满意。", thanks)[-1]
        == thanks
    )


def test_when_a_page_was_put_up_is_dropped_and_when_a_report_was_signed_stays() -> None:
    assert left("2024-01-15 10:22 · 来自安徽", "2024年1月15日") == ["2024年1月15日"]


def test_of_a_sentence_with_an_address_only_the_address_goes() -> None:
    line = "严格落实制度，学习研讨4次。www.laoli-example.com组织警示教育3次，撰写心得体会12篇。"
    assert left(line) == ["严格落实制度，学习研讨4次。组织警示教育3次，撰写心得体会12篇。"]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("想要电子版的朋友请在后台留言", 1),
        ("好文不怕晚，点开就能看", 1),
        ("抓实理论学习，筑牢思想根基", -1),
        ("县融媒体中心编辑部主任", -1),
    ],
)
def test_a_line_leans_to_advertising_or_to_a_report(text: str, way: int) -> None:
    assert leaning(text) * way > 0


def test_where_advertising_goes_over_into_a_title_is_found() -> None:
    assert turning("关注我们，领取全套模板村党支部书记述职报告") == len("关注我们，领取全套模板")
    assert turning("县融媒体中心主任述职报告") == 0


@given(st.text())
def test_leaning_and_turning_take_any_text(text: str) -> None:
    assert math.isfinite(leaning(text))
    assert 0 <= turning(text) <= len(text)
