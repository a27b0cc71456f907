import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.headings import in_chinese, marker, split_lead
from bot.compose.labels import label_of
from bot.compose.material import Material, statements_in
from bot.compose.paragraphs import enumerated, flowing, move_of
from bot.compose.placing import kind_of, place
from bot.compose.rectification import answered, rectified
from bot.compose.splitting import lines_of, statements_of
from bot.compose.tidy import clean, tidy
from bot.compose.wording import choose, keeps_content, opening, proposals, said_for
from bot.outline import outlines
from phrasebank import bank
from phrasebank.terms import SectionKind
from phrasebank.topics import topic_of

BANK = bank.load()


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("1、开展了主题党日12次,书记讲党课4次;参加180人次。", "开展主题党日12次，书记讲党课4次；参加180人次"),
        ("一是 理论学习 不够深入，全年集中研讨只有４次！", "理论学习不够深入，全年集中研讨只有4次"),
        ("（二）加强(党员)教育", "加强（党员）教育"),
        ("3.5万元用于慰问", "3.5万元用于慰问"),
        ('- "学习强国"使用率98.5%', "“学习强国”使用率98.5%"),
        ("一线走访12次", "一线走访12次"),
        ("党建 AI 平台上线", "党建AI平台上线"),
        ("抓学习，，抓作风", "抓学习，抓作风"),
        ("①召开支委会", "召开支委会"),
        ("5、6月份开展警示教育3场", "5、6月份开展警示教育3场"),
        ("七一、八一慰问48人", "七一、八一慰问48人"),
        ("第一、第二党小组联合学习4次", "第一、第二党小组联合学习4次"),
        ("再次获评全省文明单位", "再次获评全省文明单位"),
        ("走访了解群众诉求120件", "走访了解群众诉求120件"),
        ("3月5日 支部大会 28人参加", "3月5日支部大会，参加28人"),
        ("★获奖3项👍", "获奖3项"),
        ("每月3-5次", "每月3—5次"),
        ("讲党课1次，对了还祭扫1次", "讲党课1次，还祭扫1次"),
        ("把方向对了还要走稳", "把方向对了还要走稳"),
    ],
)
def test_tidying_mends_form_and_leaves_meaning(said: str, printed: str) -> None:
    assert tidy(said) == printed


@given(st.text(max_size=200))
def test_tidying_never_raises_and_keeps_every_digit_run_inside_the_text(text: str) -> None:
    inside = re.sub(r"^\W*\d*\W*", "", clean(text), count=1)
    for digits in re.findall(r"[0-9]{2,}", inside):
        assert digits in tidy(text)


@given(st.text(max_size=300))
def test_clean_text_can_be_stored_and_printed(text: str) -> None:
    clean(text).encode()
    assert clean(clean(text)) == clean(text)


def test_an_enumerated_line_is_cut_into_its_items() -> None:
    assert lines_of("一是抓学习。二是抓作风；三是抓廉政") == ("抓学习。", "抓作风；", "抓廉政")


@pytest.mark.parametrize(
    "said",
    [
        "（1）监督不够；（2）教育不深",
        "①监督不够②教育不深",
        "1.监督不够；2.教育不深",
        "第一，监督不够。第二，教育不深",
        "首先，监督不够；其次，教育不深",
        "主要存在以下问题：一是监督不够；二是教育不深",
        "一方面，监督不够；另一方面，教育不深",
    ],
)
def test_every_way_of_counting_off_is_cut(said: str) -> None:
    assert [tidy(item) for item in lines_of(said)] == ["监督不够", "教育不深"]


def test_what_belongs_to_all_items_keeps_the_line_whole() -> None:
    said = "开展“三送”活动：一是送政策12次，二是送服务8次"
    assert lines_of(said) == (said,)


def test_a_sentence_on_another_subject_becomes_a_point_of_its_own() -> None:
    said = "书记讲党课4次。走访群众10户18人。参加活动的有28人。"
    assert statements_of(said, topic_of) == ("书记讲党课4次。", "走访群众10户18人。参加活动的有28人。")


def test_a_line_that_begins_with_a_part_joins_its_whole() -> None:
    assert statements_of("发展党员5名\n其中，青年党员3名", topic_of) == ("发展党员5名，其中，青年党员3名",)


def test_nothing_said_is_lost_in_cutting() -> None:
    said = "3月5日开会，28人参加。书记讲党课4次；走访10户。\n二是发展党员2名"
    joined = "".join(statements_of(said, topic_of))
    assert re.findall(r"\d+", joined) == re.findall(r"\d+", said)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("搞了3次警示教育", "开展警示教育3次"),
        ("解决急难愁盼问题7件", "解决群众急难愁盼问题7件"),
    ],
)
def test_a_plain_statement_is_put_in_the_words_of_the_genre(said: str, written: str) -> None:
    assert written in proposals(said, "achievements", BANK, 2025)


@pytest.mark.parametrize(
    ("kind", "said", "written"),
    [
        ("causes", "主要原因是对党务工作投入精力不足", "对党务工作投入精力不足"),
        ("plans", "下一步将抓实理论学习", "抓实理论学习"),
    ],
)
def test_what_the_section_says_anyway_is_not_said_again(kind: SectionKind, said: str, written: str) -> None:
    assert written in proposals(said, kind, BANK, 2025)


POINTS = st.builds(
    "{}{}{}{}，{}{}{}".format,
    st.sampled_from(["开展", "组织", "召开", "搞了", "全年", "累计", "3月5日", ""]),
    st.sampled_from(
        ["主题党日", "警示教育", "走访群众", "书记讲党课", "发展党员", "整改问题", "“大走访”", "《党章》学习"]
    ),
    st.one_of(st.integers(1, 99999).map(str), st.sampled_from(["三十余", "近百", "3.5", "1,200", "12—15"])),
    st.sampled_from(["次", "人次", "户", "名", "件", "万元", "%", "个"]),
    st.sampled_from(["参加", "解决", "投入", "其中党员", "完成率", ""]),
    st.integers(1, 9999),
    st.sampled_from(["人", "件", "万元", "%", "户30人"]),
)


@given(POINTS, st.sampled_from(["achievements", "problems", "causes", "plans", "integrity"]))
def test_no_wording_gains_or_loses_a_figure(said: str, kind: SectionKind) -> None:
    for wording in proposals(said, kind, BANK, 2025):
        assert sorted(re.findall(r"\d+", wording)) == sorted(re.findall(r"\d+", tidy(said)))
        assert "待补" not in wording


def test_a_rewriting_that_drops_a_document_is_no_rewriting() -> None:
    assert not keeps_content("学习《党章》2次", "学习党章2次")
    assert not keeps_content("参加28人", "参加29人")
    assert keeps_content("搞了3次警示教育", "开展警示教育3次")


def test_sentences_running_do_not_open_alike_where_there_is_a_choice() -> None:
    assert choose(("开展谈话3次", "组织开展谈话3次"), 0, "开展党课2次") == "组织开展谈话3次"
    assert choose(("开展谈话3次",), 0, "开展党课2次") == "开展谈话3次"
    assert opening("全年开展谈话") == opening("开展谈话")


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("坚持把政治建设摆在首位", "claim"),
        ("开展主题党日12次", "action"),
        ("累计服务群众300人次", "evidence"),
        ("获评区级“四强”党支部", "result"),
        ("被市委组织部评为先进", "result"),
    ],
)
def test_a_statement_shows_by_its_beginning_what_it_does(said: str, move: str) -> None:
    assert move_of(said) == move


def test_a_paragraph_counts_three_actions_off_and_ends_in_the_result() -> None:
    told = flowing(("坚持政治引领", "开展党日3次", "召开会议2次", "走访10户", "获评先进"))
    assert told == "坚持政治引领。一是开展党日3次；二是召开会议2次；三是走访10户。获评先进。"


def test_two_actions_are_linked_and_deepening_says_so() -> None:
    assert flowing(("开展党日3次", "召开会议2次")) == "开展党日3次。同时，召开会议2次。"
    assert flowing(("开展党日3次", "进一步完善制度2项")) == "开展党日3次。在此基础上，进一步完善制度2项。"


def test_items_that_count_inside_are_not_counted_off_again() -> None:
    assert enumerated(("做法有：一是抓，二是管", "走访")) == "做法有：一是抓，二是管。走访。"


def test_numbers_of_headings_follow_the_standard() -> None:
    assert [marker(level, 11) for level in (1, 2, 3, 4)] == ["十一、", "（十一）", "11.", "（11）"]
    assert [in_chinese(number) for number in (9, 10, 20, 21)] == ["九", "十", "二十", "二十一"]


def test_a_short_phrase_can_head_the_rest_of_its_sentence() -> None:
    assert split_lead("理论学习不够深入，全年集中研讨只有4次") == ("理论学习不够深入", "全年集中研讨只有4次")
    assert split_lead("虽然建立了制度，但执行不严") is None
    assert split_lead("全年研讨只有4次，学习不深") is None
    assert split_lead("学习不深") == ("学习不深", "")


@pytest.mark.parametrize(
    "said",
    [
        "针对“学习不深入”问题，开展研讨4次",
        "针对学习不深入问题，开展研讨4次",
        "学习不深入：开展研讨4次",
        "问题：学习不深入；整改：开展研讨4次",
    ],
)
def test_a_rectification_gets_the_frame_of_the_genre(said: str) -> None:
    assert rectified(said) == "针对“学习不深入”问题，开展研讨4次"


def test_a_rectification_without_a_problem_keeps_its_words() -> None:
    assert rectified("开展研讨4次。") == "开展研讨4次"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("开展主题党日12次", "achievements"),
        ("理论学习不够深入，全年只有4次", "problems"),
        ("主要原因是重布置轻检查", "causes"),
        ("下一步抓实理论学习", "plans"),
        ("如实报告个人有关事项", "integrity"),
        ("针对“学习不深”问题，开展研讨", "rectification"),
    ],
)
def test_material_goes_to_the_section_its_words_point_to(said: str, kind: str) -> None:
    assert kind_of(said)[0] == kind
    assert place(said, outlines()["strict_governance"]).kind in {kind, "achievements"}


def test_each_board_of_the_responsibility_report_takes_its_own_material() -> None:
    outline = outlines()["main_responsibility"]
    assert place("专题研究意识形态工作4次", outline).id == "ideology_achievements"
    assert place("开展廉政谈话8人次", outline).id == "conduct_achievements"
    assert place("廉政教育形式单一", outline).id == "conduct_problems"
    assert place("开展主题党日12次", outline).id == "party_achievements"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("经费紧张", "problems"),
        ("有的党员不愿意参加活动", "problems"),
        ("学习氛围还不浓", "problems"),
        ("党建与教学“两张皮”现象仍然存在", "problems"),
        ("客观上人少事多", "causes"),
        ("争取把支部建成示范支部", "plans"),
        ("推行国际贸易“单一窗口”改革，办件3万件", "achievements"),
        ("补齐短板弱项15个", "achievements"),
        ("整顿薄弱村集体经济12个", "achievements"),
        ("2025年计划发展党员3名，实际发展3名", "achievements"),
        ("制定党建工作计划，细化任务42项", "achievements"),
        ("分析原因，建立台账8份", "achievements"),
        ("慰问烈士家属12户", "achievements"),
        ("针对“群众反映的停车难”问题，新建车位300个", "achievements"),
        ("没有超标准接待", "achievements"),
    ],
)
def test_a_cue_counts_only_where_it_is_what_the_statement_says(said: str, kind: str) -> None:
    assert kind_of(said)[0] == kind


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(each.text, each.label.kind, each.label.topic) for each in statements_in([Material(text)])[0]]


def test_a_label_says_what_the_lines_below_it_are_about() -> None:
    notes = "2025年支部工作记录\n存在的问题：\n经费紧张\n原因\n平时抓得少\n"
    assert told(f"{notes}意识形态方面\n检查阵地9个\n工作亮点\n走访10户") == [
        ("经费紧张", "problems", None),
        ("平时抓得少", "causes", None),
        ("检查阵地9个", "causes", "ideology"),
        ("走访10户", "achievements", None),
    ]


def test_a_label_before_a_statement_on_its_line_counts_for_it_alone() -> None:
    assert told("下一步打算：每月学习1次\n走访10户") == [
        ("每月学习1次", "plans", None),
        ("走访10户", None, None),
    ]
    assert told("信访工作：接待群众12批") == [("做好信访工作，接待群众12批", None, "service")]


def test_the_fields_of_minutes_become_one_statement() -> None:
    minutes = (
        "会议时间：3月5日\n地点：二楼会议室\n参会人员：全体党员28人\n会议内容：学习《中国共产党纪律处分条例》"
    )
    found, left_out = statements_in([Material(minutes)])
    assert [each.text for each in found] == ["3月5日学习《中国共产党纪律处分条例》，参加28人"]
    assert left_out == ("地点：二楼会议室",)


@pytest.mark.parametrize("said", ["获评先进集体", "走访群众10户", "加强纪律建设", "张三发言：要加强学习"])
def test_a_statement_is_no_label(said: str) -> None:
    assert label_of(said) is None


def test_a_bare_event_gets_its_verb_and_a_list_says_it_once() -> None:
    assert "召开支部党员大会4次" in proposals("支部党员大会4次", "achievements", BANK, 2025)[0]
    first = proposals("召开党员大会4次，支委会12次，党小组会24次", "achievements", BANK, 2025)[0]
    assert first.count("召开") == 1


@pytest.mark.parametrize(
    "said",
    [
        "联合区纪委监委召开警示教育大会2次",
        "同区民政局一起召开座谈会3场",
        "派出所牵头召开协调会2次",
        "和社区一起搞活动5次",
    ],
)
def test_what_has_a_verb_gets_no_second_one(said: str) -> None:
    assert proposals(said, "achievements", BANK, 2025)[0] == said


@pytest.mark.parametrize("said", ["参加率98%", "学习时间保证不了", "组织生活会2次", "整改率100%"])
def test_an_adverb_is_put_before_deeds_only(said: str) -> None:
    wordings = "".join(proposals(said, "achievements", BANK, 2025))
    for adverb in ("积极", "认真", "深入", "扎实"):
        assert adverb not in wordings


def test_a_problem_without_a_deed_shows_the_gap() -> None:
    assert rectified("物业党建覆盖率不高") == "针对“物业党建覆盖率不高”问题，【待补：整改措施】"


def test_date_and_attendance_go_with_what_the_meeting_did() -> None:
    found, left_out = statements_in(
        [Material("时间：3月5日\n参会人数：28人\n列席人员：3人\n缺席：2人\n学习《党章》。")]
    )
    assert [each.text for each in found] == ["3月5日学习《党章》，参加28人，列席3人，缺席2人"]
    assert left_out == ()


def test_a_heading_that_names_something_is_told() -> None:
    assert [text for text, _, _ in told("一、打造“先锋驿站”品牌")] == ["一、打造“先锋驿站”品牌"]


def test_what_leads_in_a_cause_or_a_shortcoming_goes_where_the_section_says_it() -> None:
    assert said_for("causes", "主要是我抓集体经济点子不多") == "我抓集体经济点子不多"
    assert said_for("causes", "为啥呢，我自己想过，抓业务的劲头大") == "抓业务的劲头大"
    assert said_for("problems", "问题，我看一个是支部活动和农时打架") == "支部活动和农时打架"
    assert said_for("plans", "明年，支委会开到地头") == "明年支委会开到地头"


def test_a_remark_in_brackets_behind_a_full_stop_stays_in_its_sentence() -> None:
    assert tidy("认领微心愿26个。（后来办成25个）") == "认领微心愿26个（后来办成25个）"


def test_a_problem_recalled_from_last_year_is_not_said_twice() -> None:
    said = "去年说的活动场所破旧，今年改造6处"
    assert answered("活动场所老旧", said, "done") == "针对“活动场所破旧”问题，今年改造6处"
