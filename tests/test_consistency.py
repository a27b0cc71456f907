"""What does not agree in a text: each kind found, and no alarm where nothing is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import Draft, Profile
from bot.facts.consistency import disagreements, in_draft
from bot.outline import outlines
from phrasebank.parsing import parse
from phrasebank.reading import read_lines
from phrasebank.terms import SectionKind

HERE = Path(__file__).parent
OUTLINE = outlines()["party_building"]


def found(*lines: str, kind: SectionKind | None = None, year: int | None = None, of: str = "") -> list[str]:
    kinds = [kind] * len(lines)
    return [f"{each.rule}：{each.why}" for each in disagreements(lines, kinds, year, of)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "受理信访58件，办结55件，办结率96%。",
            "arithmetic.rate：“55件”除以“58件”是94.8%，和“办结率96%”对不上。",
        ),
        (
            "查出隐患76处，整改71处，整改率95.4%",
            "arithmetic.rate：“71处”除以“76处”是93.4%，和“整改率95.4%”对不上。",
        ),
        (
            "受理58件，办结55件，剩下4件。",
            "arithmetic.rest：“58件”减去“55件”是3件，不是“4件”。",
        ),
        (
            "共有党员30人，其中正式党员12人、预备党员20人。",
            "arithmetic.parts：“12人、20人”加起来是32人，和“30人”对不上。",
        ),
        (
            "集中学习12次、专题研讨8次，共计21次。",
            "arithmetic.parts：“12次、8次”加起来是20次，和“21次”对不上。",
        ),
        (
            "支出1.2万元，其中书籍4200元、教学8800元。",
            "arithmetic.parts：“4200元、8800元”加起来是1.3万元，和“1.2万元”对不上。",
        ),
        (
            "投放贷款27.9亿元，其中涉农18.6亿元、小微10.3亿元。",
            "arithmetic.parts：“18.6亿元、10.3亿元”加起来是28.9亿元，和“27.9亿元”对不上。",
        ),
        ("走访群众20户18人", "arithmetic.households：“20户18人”里户数比人数多，户数不该超过人数。"),
        ("培训30人20人次", "arithmetic.households：“30人20人次”里人数比人次多，人数不该超过人次。"),
        ("参学率达102%", "arithmetic.over：“参学率102%”超过了100%。"),
        ("应到28人，实到30人", "arithmetic.over：“实到30人”比“应到28人”还多。"),
        (
            "受众达1732余人",
            "arithmetic.approximate：“1732余人”又精确又约略：写“1732人”，或用整数加“余”。",
        ),
        (
            "存在四个方面的问题：一是松。二是软。三是散。",
            "consistency.announced：前面说“四个方面的问题”，后面列了3条。",
        ),
        ("2月30日召开大会", "consistency.day：没有“2月30日”这一天，请核对日期。"),
    ],
)
def test_what_disagrees_is_told_with_the_two_places_and_why(text: str, why: str) -> None:
    assert found(text) == [why]


@pytest.mark.parametrize(
    "text",
    [
        "受理信访58件，办结55件，办结率94.8%，剩下3件转办。",
        "受理信访58件，办结55件，办结率94.82%，群众满意率96%。",
        "受理诉求近60件，办结55件，办结率95%。",
        "受理58件，按时办结55件，按时办结率98%。",
        "处理信访件5件，其中上级转办2件、自收3件，均在15日内答复。",
        "共有党员30人，其中女党员12人，35岁以下6人，大专以上学历20人。"[:19],
        "共有党员30人，其中女党员12人、少数民族2人。",
        "开展活动12次，参加180人次，覆盖党员30人。",
        "走访群众10户18人，走访企业20家18人次",
        "完成目标的120%，同比增长130%，增长率达150%",
        "受众1700余人，投入12.6万余元，近百个项目，约50人",
        "存在三个方面的问题：一是松。二是软。三是散。下一步做好四项工作：一是紧，二是严，三是实，四是细。",
        "从三个方面抓起，二是补课",
        "2月29日召开大会，12月31日总结",
        "会同区教育局、区教育局党组开展检查，区委、区委组织部印发通知",
    ],
)
def test_what_agrees_raises_no_alarm(text: str) -> None:
    assert found(text) == []


def test_items_announced_are_counted_on_the_lines_below() -> None:
    assert found("主要有以下四个方面：", "一是松。", "二是软。", "三是散。", "下一步：") == [
        "consistency.announced：前面说“四个方面”，后面列了3条。"
    ]
    assert found("从两个方面述职。", "一、德", "做人", "二、能", "三、问题") == []


def test_plans_are_for_the_next_year_and_deeds_of_this_one() -> None:
    assert found("2025年，我将抓好学习", kind="plans", year=2025) == [
        "consistency.next_year：下步打算写的是2025年，报告的年度是2025年，打算应是2026年的。"
    ]
    assert found("2024年5月6日召开大会", kind="achievements", year=2025) == [
        "consistency.other_year：“2024年5月6日”不在报告的年度2025年里，请核对年份。"
    ]
    for fine in ("2026年，我将抓好学习", "2025年度书记项目要收官", "自2019年3月5日起任职"):
        assert found(fine, kind="plans", year=2025) == []
    for fine in ("自2019年3月5日起任职", "2026年1月9日述职", "2024年12月8日至2025年5月1日开展整治"):
        assert found(fine, kind="achievements", year=2025) == []


def test_a_unit_goes_by_one_name() -> None:
    why = "consistency.name：“区医疗保障局”和“区医保局”像是同一个单位，全文用一个叫法。"
    assert found("会同区医疗保障局开展检查", "会同区医保局召开会议") == [why]
    assert found("会同区医保局召开会议", of="区医疗保障局") == [why]
    assert found("会同区医疗保障局（以下简称区医保局）检查", "会同区医保局召开会议") == []


def test_the_points_of_a_draft_are_checked_like_lines() -> None:
    draft = Draft(profile=Profile(year=2025)).with_points("achievements", ["讲党课4次", "走访20户18人"])
    ((point, discrepancy),) = in_draft(draft, OUTLINE)
    assert (point, discrepancy.rule) == ("p2", "arithmetic.households")


def test_clean_texts_raise_no_alarm_and_the_seeds_only_their_own_two() -> None:
    told = []
    for path in sorted([*(HERE.parent / "seeds").glob("*.txt"), *HERE.glob("*/*.txt")]):
        lines = read_lines(path)
        document = parse(lines)
        sections = {each.line: each.section for each in document.paragraphs}
        kinds = [sections.get(number) for number in range(1, len(lines) + 1)]
        told += [
            (path.name[:4], each.at.line + 1, each.rule)
            for each in disagreements(lines, kinds, document.year)
        ]
    # “以下四个方面” with three, and “1732余人”, both as their authors published them.
    assert told == [("000_", 13, "consistency.announced"), ("003_", 16, "arithmetic.approximate")]


@given(
    st.lists(
        st.text(alphabet="共其中一是二三（）、0123456789%户人次件办结率受理，。；：年月日余", max_size=40),
        max_size=4,
    )
)
def test_any_lines_can_be_checked_and_places_lie_within_them(lines: list[str]) -> None:
    for each in disagreements(lines, ["achievements"] * len(lines), 2025):
        for place in (each.at, each.other):
            assert 0 <= place.start <= place.end <= len(lines[place.line])
