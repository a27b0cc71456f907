import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import Demand, Limit
from bot.notice.adapting import adapted
from bot.notice.figures import count_in, day_of, deadline_in, limit_in, number, share_in
from bot.notice.reading import read_notice
from bot.outline import outlines
from tests.notice_truth import names, score

GENERIC = outlines()["party_building"]


def demands(*lines: str, genre: str = "party_building") -> tuple[Demand, ...]:
    return read_notice(lines, "通知", outlines()[genre]).demands


def texts(kind: str, *lines: str) -> list[str]:
    return [demand.text for demand in demands(*lines) if demand.kind == kind]


@pytest.mark.parametrize("name", names())
def test_what_a_notice_demands_is_read(name: str) -> None:
    found = score(name)
    assert min(found.precision, found.recall) >= 0.85, (found.wrong, found.missed)
    assert found.placed >= 0.95 * found.right.total()


def test_all_notices_together_are_read_almost_without_a_fault() -> None:
    scores = [score(name) for name in names()]
    right = sum(each.right.total() for each in scores)
    assert right >= 0.98 * sum(each.read.total() for each in scores)
    assert right >= 0.98 * sum(each.true.total() for each in scores)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3000", 3000),
        ("3,000", 3000),
        ("2.5千", 2500),
        ("三千五百", 3500),
        ("两千", 2000),
        ("十二", 12),
        ("三千五", 3500),
    ],
)
def test_numbers_are_read_in_digits_and_in_chinese(written: str, value: float) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    ("clause", "limit"),
    [
        ("控制在3000字以内", Limit(characters=3000)),
        ("字数2500—3000字", Limit(characters=3000, least=2500)),
        ("2-3千字", Limit(characters=3000, least=2000)),
        ("不少于2000字", Limit(least=2000)),
        ("不少于2000字、不超过3500字", Limit(characters=3500, least=2000)),
        ("三千字左右", Limit(characters=3000)),
        ("字数2000左右就行", Limit(characters=2000)),
        ("时间不超过8分钟", Limit(minutes=8)),
        ("限时六分钟", Limit(minutes=6)),
        ("8至10分钟", Limit(minutes=10)),
    ],
)
def test_lengths_are_read(clause: str, limit: Limit) -> None:
    assert limit_in(clause) == limit


@pytest.mark.parametrize("clause", ["正文用3号仿宋字体", "行距28磅", "二分之一", "2025年度"])
def test_what_is_no_length_is_not_read_as_one(clause: str) -> None:
    assert limit_in(clause) is None


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        ("问题不少于3个", 3),
        ("至少三条", 3),
        ("查摆2至3个突出问题", 2),
        ("三个以上", 3),
        ("去年的3个问题", None),
    ],
)
def test_how_many_are_wanted_at_least_is_read(clause: str, count: int | None) -> None:
    assert count_in(clause) == count


@pytest.mark.parametrize(
    ("clause", "share"),
    [
        ("不少于三分之一", 1 / 3),
        ("不低于30%", 0.3),
        ("占一半篇幅", 0.5),
        ("占三成", 0.3),
        ("不少于1/3", 1 / 3),
    ],
)
def test_shares_are_read(clause: str, share: float) -> None:
    assert share_in(clause) == pytest.approx(share)


def test_a_deadline_has_a_day_and_falls_in_the_year_after_when_early() -> None:
    assert deadline_in("请于12月20日（周五）下班前报送") == "12月20日（周五）下班前"
    assert deadline_in("2026年1月开展") == ""
    assert str(day_of("12月20日前", 2025)) == "2025-12-20"
    assert str(day_of("1月8日前", 2025)) == "2026-01-08"
    assert day_of("2月30日前", 2025) is None
    assert day_of("周五前", 2025) is None


def test_what_others_have_to_do_is_no_demand_on_the_report() -> None:
    assert (
        demands(
            "一、评议范围", "（一）各党支部书记。", "二、方法步骤", "（一）现场点评。每人点评不超过3分钟。"
        )
        == ()
    )
    assert texts("deadline", "各支部于12月10日前召开动员会。") == []
    assert texts("length", "附个人简历，300字以内。") == []


def test_a_text_that_demands_nothing_gives_no_demand() -> None:
    assert demands("会议纪要", "3月5日召开支部党员大会，28人参加。", "走访群众10户。") == ()


def test_a_list_within_a_sentence_is_cut_into_its_aspects() -> None:
    line = "述职报告要紧扣理论学习、发展党员、党风廉政建设和意识形态工作责任制落实情况。"
    assert texts("aspect", line) == ["理论学习", "发展党员", "党风廉政建设", "意识形态工作责任制落实情况"]


def test_verbs_that_share_their_object_stay_together() -> None:
    assert texts("aspect", "一、述职内容", "（一）研究部署、督促落实党建工作情况。") == [
        "研究部署、督促落实党建工作情况"
    ]


def test_an_aspect_that_is_to_stand_alone_is_marked() -> None:
    found = demands("一、述职内容", "（一）党建工作情况。其中，意识形态工作责任制落实情况要单列。")
    assert [(each.text, each.apart) for each in found] == [
        ("党建工作情况", False),
        ("意识形态工作责任制落实情况", True),
    ]


def test_the_same_demand_is_read_once() -> None:
    assert texts("length", "字数控制在3000字以内。", "再强调一下，3000字以内。") == ["字数控制在3000字以内"]


def test_a_demand_belongs_to_the_section_of_its_kind_and_topic() -> None:
    found = demands(
        "一、述职内容",
        "（一）廉政谈话情况。",
        "（二）意识形态工作情况。",
        "（三）存在问题。",
        genre="main_responsibility",
    )
    assert [each.section for each in found] == ["conduct_achievements", "ideology_achievements", ""]


def test_a_wrapped_line_is_read_whole_and_known_by_its_first_line() -> None:
    lines = (
        "    一、述职内容",
        "    要写清党建引领社区治理、网格党建、社区工作者队",
        "伍建设情况。",
        "    二、要求",
    )
    assert [(each.line, each.text) for each in demands(*lines)][-1] == (2, "社区工作者队伍建设情况")


@given(
    st.lists(
        st.text(
            alphabet="一、（）1.①述职内容要求问题不少于三个字以内3000前报送，。；：“”【】\n 和及", max_size=60
        ),
        max_size=8,
    )
)
def test_any_text_gives_demands_with_lines_of_the_text_and_ids_of_their_own(lines: list[str]) -> None:
    notice = read_notice(lines, "通知", GENERIC)
    assert all(1 <= demand.line <= len(lines) and demand.text for demand in notice.demands)
    assert len({demand.id for demand in notice.demands}) == len(notice.demands)


@given(st.text())
def test_figures_are_read_out_of_any_text_without_a_fault(text: str) -> None:
    limit_in(text)
    count_in(text)
    share_in(text)
    day_of(deadline_in(text), 2025)


def test_parts_named_beside_a_count_of_problems_are_demands_of_their_own() -> None:
    found = demands("着重讲清楚：", "（1）物业治理的做法和成效", "（2）存在问题及原因（至少2条）、下步举措")
    assert [(each.kind, each.text) for each in found] == [
        ("aspect", "物业治理的做法和成效"),
        ("aspect", "存在问题"),
        ("aspect", "原因"),
        ("aspect", "下步举措"),
        ("problems", "存在问题（至少2条）"),
    ]


def test_causes_that_a_notice_adds_stand_between_the_problems_and_the_plans() -> None:
    outline = outlines()["strict_governance"]
    notice = read_notice(
        ["述职报告包括以下内容：", "（一）存在问题；（二）原因；（三）下一步打算。"], "通知", outline
    )
    kinds = [leaf.kind for leaf in adapted(outline, notice).leaves()]
    assert kinds[kinds.index("problems") : kinds.index("plans") + 1] == ["problems", "causes", "plans"]
