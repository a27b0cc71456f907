"""The checks that are code: each finds what it is for, leaves what is right, and is in force."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks import balance, counted, gravity, growth, length, numbering, promises, retold, sets, times
from bot.checks.checking import CHECKS, check
from bot.checks.collocations import Collocation, collocations, ill_matched
from bot.checks.finding import Finding
from bot.checks.leftovers import leftovers, leftovers_in
from bot.checks.manuscript import Line, Manuscript, manuscript_of
from bot.checks.overlap import Known, shared, sketch_of
from bot.checks.sets import Series, misordered, series
from bot.draft import Limit
from phrasebank.parsing import parse
from phrasebank.terms import SECTION_KINDS, SectionKind

Check = Callable[[Manuscript], Iterator[Finding]]


def _of(*texts: str, section: SectionKind | None = "achievements", heading: int = 0) -> Manuscript:
    lines = tuple(Line(place, text, section, heading) for place, text in enumerate(texts, 1))
    return Manuscript(lines=lines, year=2025)


def _texts(check: Check, *texts: str, section: SectionKind | None = "achievements") -> list[str]:
    return [finding.text for finding in check(_of(*texts, section=section))]


@pytest.mark.parametrize("each", series(), ids=lambda each: each.id)
def test_a_list_of_members_is_found_in_its_bad_examples_and_not_in_its_good_ones(each: Series) -> None:
    for example in each.bad:
        assert [finding.rule for finding in misordered(_of(example), (each,))] == [each.id], example
        assert [*misordered(_of(example), tuple(other for other in series() if other is not each))] == []
    for example in each.good:
        assert [*misordered(_of(example), (each,))] == [], example


@pytest.mark.parametrize("each", collocations(), ids=lambda each: each.id)
def test_words_that_do_not_go_together_are_found_and_those_that_do_are_left(each: Collocation) -> None:
    others = tuple(other for other in collocations() if other is not each)
    for example in each.bad:
        assert [finding.rule for finding in ill_matched(_of(example), (each,))] == [each.id], example
        assert [*ill_matched(_of(example), others)] == [], example
    for example in each.good:
        assert [*ill_matched(_of(example))] == [], example


@pytest.mark.parametrize(
    "text",
    [
        "加大培训力度，提高服务水平。",
        "加强质量、安全、进度管理。",
        "增强服务意识和工作水平测试的针对性。",
        "在完成急难险重任务中检验党建工作成效。",
        "扩大公开范围，提高群众满意度。",
    ],
)
def test_a_verb_is_not_set_against_the_noun_of_another(text: str) -> None:
    assert [*ill_matched(_of(text))] == []


def test_one_wrong_number_is_told_once() -> None:
    numbered = ("（一）抓学习", "（三）抓治理", "（三）抓民生", "（四）抓党建")
    assert _texts(numbering.out_of_order, *numbered) == ["（三）"]
    assert _texts(numbering.out_of_order, "1.抓学习", "3.抓治理", "4.抓民生") == ["3."]


def test_points_within_paragraphs_follow_one_another_and_begin_again() -> None:
    find = numbering.points_out_of_order
    assert _texts(find, "一是学得少。二是访得少；二是查得少。") == ["二是"]
    assert _texts(find, "一是学得少。", "二是访得少。", "四是查得少。") == ["四是"]
    assert _texts(find, "一是学得少。二是访得少。", "一是多学。二是多访。") == []
    assert _texts(find, "坚持一是一、二是二，三是三。") == []


def test_members_in_the_wrong_order_are_put_right_with_their_marks() -> None:
    (found,) = misordered(_of("坚持“生命至上、人民至上”"))
    assert (found.text, found.suggest, found.fix) == ("生命至上、人民至上", "人民至上、生命至上", True)


RIGHT_AND_WRONG: tuple[tuple[Check, str, str], ...] = (
    (growth.ungrown, "由42万元增加到51万元，增长12.4%。", "由42万元增加到51万元，增长21.4%。"),
    (
        growth.ungrown,
        "支出38.6万元，比上年减少6.4万元，下降24.2%。",
        "支出38.6万元，比上年减少6.4万元，下降14.2%。",
    ),
    (growth.ungrown, "满意度由92%提高到95%，提高3%。", "满意度由92%提高到95%，提高3个百分点。"),
    (growth.ungrown, "由58天缩短到51天，缩短了9天。", "由58天缩短到51天，缩短了7天。"),
    (growth.ungrown, "差率由14.1%降至11.6%，下降了2.5%。", "差率由14.1%降至11.6%，下降了2.5个百分点。"),
    (growth.ungrown, "授信630户，用信420户，用信率76.7%。", "授信630户，用信420户，用信率66.7%。"),
    (growth.ungrown, "查摆问题9个，整改10个。", "查摆问题9个，整改9个。"),
    (growth.ungrown, "研究4次，上半年3次、下半年3次。", "研究6次，上半年3次、下半年3次。"),
    (growth.ungrown, "党员41名，其中女党员30名、男党员12名。", "党员41名，其中女党员29名、男党员12名。"),
    (
        growth.ungrown,
        "招标46项，其中公开招标28项、磋商12项、单一来源5项。",
        "招标46项，其中公开招标28项、磋商8项。",
    ),
    (growth.ungrown, "发布信息326条，其中公众号412条。", "发布信息326条，其中公众号212条。"),
    (growth.ungrown, "覆盖小区31个，占全部40个小区的87.5%。", "覆盖小区31个，占全部40个小区的77.5%。"),
    (growth.ungrown, "与14个直属单位签订责任书15份。", "与14个直属单位签订责任书14份。"),
    (
        promises.unkept,
        "做到“三个到位”：一是学习到位。二是服务到位。",
        "做到“两个到位”：一是学习到位。二是服务到位。",
    ),
    (
        promises.unkept,
        "反馈的3个问题已全部整改。一是约谈。二是培训。",
        "反馈的2个问题已全部整改。一是约谈。二是培训。",
    ),
    (times.overdue, "2025年6月底前完成复核。", "2026年6月底前完成复核。"),
    (times.overdue, "2025年底前建成冷库。", "2025年6月印发的办法继续执行。"),
    (gravity.ungrave, "工作抓得太紧，忘了休息。", "三季度没有到过城北场站。"),
    (gravity.ungrave, "总体是好的，仅有个别科室没有谈话。", "6个科室没有开展谈话。"),
    (gravity.ungrave, "学习不够深入、不够系统、不够扎实。", "全年研讨只有3次，发言多是念稿。"),
    (
        retold.retold,
        "每月开展1次业务学习，每月组织1次业务学习。",
        "每月开展1次业务学习，每季度组织1次集中研讨。",
    ),
)
SECTIONS: dict[Check, SectionKind] = {times.overdue: "plans", gravity.ungrave: "problems"}


@pytest.mark.parametrize(("check_", "wrong", "right"), RIGHT_AND_WRONG)
def test_what_is_wrong_is_found_and_what_is_right_is_left(check_: Check, wrong: str, right: str) -> None:
    section = SECTIONS.get(check_, "achievements")
    assert _texts(check_, wrong, section=section) != []
    assert _texts(check_, right, section=section) == []


def test_every_check_that_is_code_is_in_force() -> None:
    used = {growth.ungrown, promises.unkept, times.overdue, gravity.ungrave, retold.retold, sets.misordered}
    used |= {ill_matched, numbering.out_of_order, numbering.points_out_of_order}
    assert used | {counted.miscounted, balance.unbalanced, length.unfitting, leftovers_in} <= set(CHECKS)


def test_bodies_counted_as_a_whole_are_as_many_everywhere() -> None:
    assert _texts(counted.miscounted, "全局17个党支部完成换届。", "督促18个党支部书记述责。") == [
        "18个党支部"
    ]
    assert _texts(counted.miscounted, "全局17个党支部完成换届。", "打造16个党支部示范点。") == []
    assert _texts(counted.miscounted, "全局17个党支部完成换届。", "到6个党支部调研。") == []


def test_announced_items_below_are_counted_as_they_are_numbered() -> None:
    texts = ("主要有三个问题：", "1、责任传导不到底。", "2、制度执行不严。")
    assert _texts(promises.unkept, *texts) == ["三个问题"]
    assert _texts(promises.unkept, *texts, "3、作风不实。") == []


def test_the_odd_one_of_sibling_headings_is_a_hint() -> None:
    heads = ("（一）强化政治引领", "（二）建强战斗堡垒", "（三）千方百计想办法提高全校教育教学质量水平")
    found = [*balance.unbalanced(_of(*heads, heading=2))]
    assert [(each.text, each.grade) for each in found] == [("千方百计想办法提高全校教育教学质量水平", "hint")]
    assert [*balance.unbalanced(_of(*heads[:2], "（三）推动融合发展", heading=2))] == []


def test_a_verdict_on_oneself_is_not_to_be_signed() -> None:
    found = [*gravity.ungrave(_of("本人对党不忠诚，辜负了组织。", section="problems"))]
    assert [each.rule for each in found] == ["gravity.verdict"]


def test_a_report_is_as_long_as_it_may_be() -> None:
    def told(limit: Limit) -> list[str]:
        manuscript = Manuscript(lines=(Line(1, "完成任务十二项。"),), limit=limit)
        return [finding.rule for finding in length.unfitting(manuscript)]

    assert told(Limit(6)) == ["length.over"]
    assert told(Limit(least=20)) == ["length.short"]
    assert told(Limit(20)) == told(Limit()) == []


@pytest.mark.parametrize(
    "mark", ["XX", "**", "××", "##", "【待补：时间】", "*月", "__次", "某某某", "述职人：×"]
)
def test_every_sort_of_leftover_is_certainly_wrong(mark: str) -> None:
    assert [each.grade for each in leftovers([f"走访{mark}企业"])] != []


def test_what_a_website_left_is_found_once_a_block_and_a_public_account_of_ones_own_is_not() -> None:
    lines = [
        "支部2025年度述职报告",
        "完成任务3项。",
        "更多公文请关注公众号：笔杆子之家",
        "微信公众号发布信息12条。",
    ]
    manuscript = manuscript_of(lines, parse(lines, "稿.txt"))
    assert [(each.line, each.rule) for each in leftovers_in(manuscript)] == [(3, "leftover.site")]
    assert "微信公众号发布" in manuscript.text


def test_a_text_taken_over_in_large_part_is_told_once_with_its_longest_sentences() -> None:
    subjects = ("供水", "排水", "防汛", "节水", "河道", "水库", "灌区", "泵站")
    texts = [f"组织{each}站职工逐户上门检修老旧设备并登记造册存档备查。" for each in subjects]
    known = Known("去年的稿子", sketch_of("\n".join(texts)))
    (found,) = shared(_of(*texts), [known])
    assert found.rule == "overlap.document"
    assert "100%、8 句" in found.why
    assert "去年的稿子" in found.why
    assert [each.rule for each in shared(_of(*texts[:2]), [known])] == ["overlap.sentence"] * 2


@given(
    st.lists(
        st.tuples(
            st.text(
                alphabet="一二三是、。，：“”（）《》12年月名个%其中由到增长学思想强党性不够的了XX*",
                max_size=40,
            ),
            st.sampled_from(SECTION_KINDS),
            st.integers(0, 3),
        ),
        max_size=8,
    )
)
def test_any_lines_in_any_sections_are_checked(told: list[tuple[str, SectionKind, int]]) -> None:
    lines = tuple(Line(place, *each) for place, each in enumerate(told, 1))
    for finding in check(Manuscript(lines=lines, year=2025, limit=Limit(3, least=2))):
        assert lines[finding.line - 1].text[finding.start :].startswith(finding.text)


def test_a_whole_check_leaves_a_sound_text_alone() -> None:
    text = "全年召开党员大会4次，讲党课2次，走访群众48户，解决问题12个。"
    assert check(_of(text)) == ()


@pytest.mark.parametrize("endless", ["１", "1", "X", "1.", "＊"])
def test_after_figures_or_masks_without_end_the_rest_is_still_checked_at_its_place(endless: str) -> None:
    run = endless * 60_000
    found = [each for each in check(_of(f"走访群众{run}次，既使下雨也没有停。")) if each.text == "既使"]
    assert [each.start for each in found] == [len(f"走访群众{run}次，")]


def test_a_run_as_reports_have_them_is_checked_as_it_stands() -> None:
    assert any("XX" in each.text for each in check(_of("走访XXXX群众12345678次。")))
