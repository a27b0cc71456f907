"""Reading last year's report: what is a problem, a cause and a measure in it, whatever its shape."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from bot.compose.brief import plan_named, problem_named
from bot.compose.likeness import likeness, repeats
from bot.last_year.matching import name_of
from bot.last_year.reading import MOST, read_last_year, read_report
from phrasebank.loading import load
from phrasebank.reading import read_lines
from tests.truth import REPORTS, SEEDS

OWN = Path(__file__).with_name("last_year")


class Truth(Struct, frozen=True, forbid_unknown_fields=True):
    """What a reader found: words of each item, in order. Three were written before the reader.

    At first look at those and two more: problems 11 of 18 found, 11 of 14 right; measures 14 of 18, 14 of 15.
    At four others, written when those were read: problems 7 of 13, 7 of 8; measures 11 of 16, 11 of 11.
    At a last two: problems 6 of 6, 6 of 7; measures 6 of 6, 6 of 7.
    """

    problems: tuple[str, ...]
    causes: tuple[str, ...]
    measures: tuple[str, ...]
    year: int | None = None


SEED_COUNTS = {
    "000": (9, 3, 9),
    "001": (4, 1, 3),
    "002": (2, 0, 4),
    "003": (2, 0, 3),
    "004": (5, 5, 6),
}
OTHERS = {
    "community": (3, 1, 3),
    "discipline": (2, 0, 3),
    "enterprise": (3, 3, 3),
    "hospital": (3, 0, 3),
    "ideology": (3, 0, 3),
    "inspection_bureau": (3, 1, 3),
    "rule_of_law": (3, 0, 3),
    "school": (3, 0, 1),
    "village": (3, 0, 3),
}


@pytest.mark.parametrize("path", sorted(OWN.glob("*.txt")), ids=lambda path: path.stem)
def test_every_problem_cause_and_measure_is_read_and_nothing_else(path: Path) -> None:
    truth = load(path.with_suffix(".yaml"), Truth)
    reading = read_report(read_lines(path), path.name)
    assert reading.year == truth.year
    for found, wanted in (
        (reading.problems, truth.problems),
        (reading.causes, truth.causes),
        (reading.measures, truth.measures),
    ):
        assert len(found) == len(wanted)
        for each, words in zip(found, wanted, strict=True):
            assert words in each.text


@pytest.mark.parametrize(("seed", "counts"), SEED_COUNTS.items())
def test_the_seeds_are_read_as_people_read_them(seed: str, counts: tuple[int, int, int]) -> None:
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    reading = read_report(read_lines(path), path.name)
    assert (len(reading.problems), len(reading.causes), len(reading.measures)) == counts


@pytest.mark.parametrize(("report", "counts"), OTHERS.items())
def test_reports_of_other_shapes_are_read_alike(report: str, counts: tuple[int, int, int]) -> None:
    reading = read_report(read_lines(REPORTS / f"{report}.txt"), report)
    assert (len(reading.problems), len(reading.causes), len(reading.measures)) == counts


def test_the_fifth_seed_gives_its_problems_with_their_lines_and_names() -> None:
    (path,) = SEEDS.glob("004_*.txt")
    items = read_last_year(read_lines(path), path.name).items
    problems = [item for item in items if item.kind == "problem"]
    assert [item.line for item in problems] == [15, 16, 17, 18, 19]
    assert [name_of(item) for item in problems] == [
        "党建工作重视程度不够",
        "落实制度和履行职责不严",
        "党建创新意识不够突出",
        "党建工作压力传导不到位",
        "党员队伍发挥作用不够明显",
    ]
    assert [item.id for item in items] == [f"y{number}" for number in range(1, 12)]


def test_the_signature_is_no_part_of_the_last_measure() -> None:
    measures = read_report(read_lines(OWN / "water_bureau.txt"), "last.txt").measures
    assert measures[-1].text.endswith("用水报装办理时限压缩至3个工作日")


def test_no_item_is_an_advertisement_or_a_mask() -> None:
    lines = [
        "2024年度述职报告",
        "二、存在问题",
        "一是理论学习不够深入。",
        "更多范文请加微信：gw20240101",
        "二是******。",
        "三是XX局服务群众不够主动。",
        "三、下一步打算",
        "一是抓实学习。",
        "关注公众号【某某公文】领取资料",
        "二是**。",
    ]
    items = read_last_year(lines, "last.txt").items
    assert [item.text for item in items] == ["理论学习不够深入", "XX局服务群众不够主动", "抓实学习"]
    assert "XX" not in name_of(items[1])


@pytest.mark.parametrize("lines", [[], [""], ["今天天气很好。"], ["会议纪要", "参加28人"], ["\x00\ufffd"]])
def test_a_text_without_problems_and_plans_has_no_items(lines: list[str]) -> None:
    assert read_last_year(lines, "x").items == ()


def test_a_huge_report_gives_a_bounded_number_of_items() -> None:
    lines = ["述职报告", "存在问题", *(f"{n}、第{n}项工作抓得不够紧。" for n in range(1, 3000))]
    items = read_last_year(lines, "x").items
    assert 0 < len(items) <= 2 * MOST
    one = read_last_year(["述职报告", "一、存在问题", "学习不够深入，" * 40_000], "x").items
    assert all(len(item.text) <= 500 for item in one)


@given(st.lists(st.text(max_size=80), max_size=30))
def test_any_text_can_be_read(lines: list[str]) -> None:
    for item in read_last_year(lines, "x").items:
        assert item.text
        assert name_of(item)


PARTS = st.sampled_from(
    [
        "存在问题",
        "一是学习不够深入；二是作风不实。",
        "（一）抓得不紧。",
        "究其原因，",
        "下一步打算",
        "1.加强学习。",
        "原因是",
        "三、",
    ]
)


@given(st.lists(PARTS, max_size=12).map("\n".join))
def test_any_row_of_headings_and_items_can_be_read(text: str) -> None:
    reading = read_report(text.split("\n"), "x")
    lines = text.count("\n") + 1
    assert all(1 <= each.line <= lines for each in (*reading.problems, *reading.causes, *reading.measures))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("作为第一责任人，抓党建工作不够深入，导致党建工作推进缓慢", "抓党建工作不够深入"),
        ("理论学习不够深入，全年集中研讨只有4次", "理论学习不够深入"),
        ("全年集中研讨只有4次，比上年少", "比上年少"),
        ("有时对党建工作不够高度重视", "对党建工作不够高度重视"),
        ("对“两新”组织党建指导不够有力", "‘两新’组织党建指导不够有力"),
        ("对外宣传工作还需进一步加强", "对外宣传工作还需进一步加强"),
        ("存在重业务、轻党建的问题", "重业务、轻党建"),
        ("虽然建立了制度，但执行不够顺畅", "执行不够顺畅"),
    ],
)
def test_a_problem_is_named_briefly(text: str, name: str) -> None:
    assert problem_named(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("加强学习，落实党建工作责任。建立定期学习制度", "加强学习，落实党建工作责任"),
        ("下一步将开展社区工作者轮训，组织案例教学不少于4次", "开展社区工作者轮训"),
        ("打造“青石议事”治理品牌", "打造‘青石议事’治理品牌"),
        ("支部书记每学期培训1次", "支部书记每学期培训1次"),
    ],
)
def test_a_plan_is_named_briefly(text: str, name: str) -> None:
    assert plan_named(text) == name


def test_common_words_make_no_likeness_and_telling_ones_do() -> None:
    assert likeness("党建工作抓得不够深入", "进一步加强党建工作").weight == 0
    assert likeness("对外出党员管理不够精细", "对外出党员每月联系1次").words == ("外出党员",)
    assert likeness("对外出党员管理不够精细", "对外出党员每月联系1次").firm


def test_a_repetition_says_most_of_the_words_again() -> None:
    assert repeats("理论学习不够深入", "理论学习还不够深入")
    assert not repeats("理论学习不够深入", "党员教育不够深入")
    assert not repeats("", "理论学习不够深入")


def test_shortcomings_told_field_by_field_without_headings_are_all_read() -> None:
    lines = [
        "2024年度述职报告",
        "党建方面的问题：一是书记培训只办1期；二是台账不全。",
        "党风廉政方面的问题：经费检查覆盖面小，只抽查9个项目。",
        "下一步，一是每学期培训1次；二是经费抽查不少于30个项目。",
    ]
    items = read_last_year(lines, "x").items
    assert [(each.kind, each.text) for each in items] == [
        ("problem", "书记培训只办1期"),
        ("problem", "台账不全"),
        ("problem", "经费检查覆盖面小，只抽查9个项目"),
        ("plan", "每学期培训1次"),
        ("plan", "经费抽查不少于30个项目"),
    ]
