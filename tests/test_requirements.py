"""Requirements of genre and notice: met only with evidence, not judged where the text cannot show it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Carryover, Demand, Draft, LastYear, Limit, Notice, Profile
from bot.export.blocks import characters_of
from bot.notice.reading import read_notice
from bot.report import assemble
from bot.steps.checklist import outline_of
from bot.steps.requirements import Requirement, asks, requirements

DESK = Desk()
PROFILE = Profile("区委编办党支部", "党支部书记", "李明", 2025, "2025年12月10日")
FULL = {
    "achievements": ("理论中心组集中学习12次", "召开党建工作专题会4次", "召开支部党员大会4次"),
    "problems": ("理论学习不够深入，集中研讨只有4次", "党员教育形式单一"),
    "causes": ("抓学习重布置、轻检查",),
    "plans": ("抓实理论学习，每月研讨1次",),
}


def draft(*lines: str, **sections: tuple[str, ...]) -> Draft:
    return drafted("party_building", *lines, **sections)


def drafted(kind: str, *lines: str, **sections: tuple[str, ...]) -> Draft:
    notice = read_notice(("一、述职内容", *lines), "通知.txt", DESK.outlines[kind])
    made = Draft(genre=kind, profile=PROFILE, notice=notice)
    for section, texts in (FULL | sections).items():
        made = made.with_points(section, texts)
    return made


def judged(made: Draft) -> tuple[Requirement, ...]:
    outline = outline_of(DESK, made)
    assert outline
    return requirements(outline, made, assemble(made, outline, DESK.bank))


def noticed(*lines: str, **sections: tuple[str, ...]) -> list[tuple[str, str]]:
    found = judged(draft(*lines, **sections))
    return [(each.text, each.status) for each in found if each.source == "notice"]


def only(made: Draft) -> Requirement:
    found = [each for each in judged(made) if each.source == "notice"]
    assert len(found) == 1, found
    return found[0]


def test_a_met_aspect_comes_with_its_line_its_points_and_its_paragraphs() -> None:
    made = draft("（一）发展党员情况。", achievements=("拆除违建3处", "发展党员2名"))
    found, outline = only(made), outline_of(DESK, made)
    assert outline
    blocks = {block.id: block.text for block in assemble(made, outline, DESK.bank).blocks}
    assert (found.status, found.line, found.points, found.basis) == ("met", 2, ("p2",), "通知.txt")
    assert ["发展党员2名" in blocks[each] for each in found.paragraphs] == [True]


@pytest.mark.parametrize(
    "said",
    [
        "走访群众10户，顺便了解意识形态情况",
        "下一步将开展意识形态专题培训",
        "意识形态工作没有专题研究",
        "意识形态工作抓得不够实",
    ],
)
def test_an_aspect_named_in_passing_in_a_plan_or_in_a_denial_is_missing(said: str) -> None:
    assert noticed("（一）意识形态工作责任制落实情况。", achievements=(said,)) == [
        ("意识形态工作责任制落实情况", "missing")
    ]


def test_an_aspect_told_in_the_plans_or_the_problems_alone_is_missing() -> None:
    sections = {
        "achievements": ("拆除违建3处",),
        "plans": ("开展警示教育4次",),
        "problems": ("警示教育只有1次",),
    }
    assert noticed("（一）警示教育情况。", **sections) == [("警示教育情况", "missing")]


def test_parts_of_the_report_are_met_by_sections_that_have_points_and_no_gap() -> None:
    lines = ("（一）存在的突出问题及原因。", "（二）下一步打算。")
    assert [status for _, status in noticed(*lines)] == ["met"] * 3
    assert [status for _, status in noticed(*lines, plans=())] == ["met", "met", "missing"]


def test_a_part_that_the_genre_does_not_have_is_added_and_missing_until_it_is_told() -> None:
    line = "（一）本人廉洁自律情况。"
    made = draft(line)
    outline = outline_of(DESK, made)
    assert outline
    assert [leaf.name for leaf in outline.leaves() if leaf.demand] == ["廉洁自律"]
    assert only(made).status == "missing"
    assert only(draft(line, integrity=("如实报告个人有关事项",))).status == "met"


@pytest.mark.parametrize("aspect", ["意识形态工作责任制落实", "抗战老兵遗属关爱"])
def test_an_aspect_that_is_to_stand_alone_has_a_part_of_the_report(aspect: str) -> None:
    made = draft(f"（一）{aspect}情况要单列。", notice_n1=(f"召开{aspect}专题会2次",))
    outline = outline_of(DESK, made)
    assert outline
    blocks = assemble(made, outline, DESK.bank).blocks
    assert f"{aspect}情况" in [block.text for block in blocks if block.kind == "heading"]
    assert only(made).status == "met"
    assert only(draft(f"（一）{aspect}情况要单列。")).status == "missing"


def test_an_aspect_of_a_section_is_not_met_by_another_of_its_aspects() -> None:
    line = "（一）个人有关事项报告情况。"
    assert noticed(line, integrity=("没有收受礼品礼金",)) == [("个人有关事项报告情况", "missing")]
    assert noticed(line, integrity=("如实报告个人有关事项",)) == [("个人有关事项报告情况", "met")]


def test_problems_are_counted_without_what_is_none() -> None:
    line = "（一）问题不少于3个。"
    two = ("学习不够深入", "形式单一")
    assert noticed(line, problems=two)[0][1] == "missing"
    assert noticed(line, problems=(*two, "下一步加强学习"))[0][1] == "missing"
    assert noticed(line, problems=(*two, "调研偏少"))[0][1] == "met"


def test_problems_wanted_for_each_part_are_counted_part_by_part() -> None:
    line = "（一）各块查找问题各不少于2个。"
    parts = {
        "party_problems": ("学习不深", "形式单一", "调研偏少", "督查不严"),
        "conduct_problems": ("谈话不多",),
    }
    made = drafted("main_responsibility", line, **parts)
    assert (only(made).status, only(made).note) == ("missing", "最少的一块有 0 个")


def test_a_share_is_that_of_the_finished_text() -> None:
    line = "（一）问题部分不少于三分之一。"
    long = tuple(
        f"{'学习调研督查谈话考核培训'[n * 2 : n * 2 + 2]}不够深入，{'有时候停留在表面上' * 5}"
        for n in range(5)
    )
    assert noticed(line)[0][1] == "missing"
    whole = {"rectification": ("针对“学习不深”问题，集中研讨4次",), "problems": long}
    assert noticed(line, **whole)[0][1] == "met"


def test_lengths_are_those_of_the_report_and_a_text_with_gaps_is_not_yet_within_them() -> None:
    whole = {"rectification": ("针对“学习不深”问题，集中研讨4次",)}
    assert noticed("（一）字数控制在2000字以内。", **whole)[0][1] == "met"
    assert noticed("（一）字数控制在2000字以内。", plans=())[0][1] == "unjudged"
    assert noticed("（一）字数控制在300字以内。", **whole)[0][1] == "missing"
    assert noticed("（一）字数不少于2000字。", **whole)[0][1] == "missing"


def test_minutes_between_a_quick_and_a_slow_reader_are_not_judged() -> None:
    made = draft(rectification=("针对“学习不深”问题，集中研讨4次",))
    outline = outline_of(DESK, made)
    assert outline
    count = characters_of(assemble(made, outline, DESK.bank).blocks)

    def status(minutes: float) -> str:
        demand = Demand("n1", "length", "汇报不超过几分钟", 3, limit=Limit(minutes=minutes))
        return only(replace(made, notice=Notice("通知", (demand,)))).status

    assert [status(count / 150), status(count / 170), status(count / 190)] == ["met", "unjudged", "missing"]


def test_last_year_is_answered_only_when_every_problem_is() -> None:
    made = draft(
        "（一）逐条回应上年度述职评议反馈问题整改情况。", rectification=("针对“学习不深”问题，集中研讨4次",)
    )
    assert only(made).status == "unjudged"
    items = (Carryover("y1", "problem", "学习不深", 3, "done"), Carryover("y2", "problem", "调研偏少", 4))
    point = replace(made.points[-1], answers="y1")
    half = replace(made.with_point(point), last_year=LastYear("last.txt", 2024, items))
    assert (only(half).status, "调研偏少" in only(half).note) == ("missing", True)
    whole = replace(half, last_year=LastYear("last.txt", 2024, items[:1]))
    assert only(whole).status == "met"


def test_a_problem_of_last_year_without_a_measure_is_not_answered() -> None:
    line = "（一）上年度述职评议反馈问题整改情况。"
    assert noticed(line, rectification=("党员教育形式单一的问题",))[0][1] == "missing"
    assert noticed(line)[0][1] == "missing"
    assert only(replace(draft(line), absent=("rectification",))).status == "missing"


def test_a_deadline_and_a_form_are_never_told_as_met() -> None:
    lines = ("（一）12月20日前报送述职报告。", "（二）用第一人称撰写，附问题整改清单，一律使用A4纸。")
    assert {status for _, status in noticed(*lines)} == {"unjudged"}
    late = draft("（一）12月5日前报送述职报告。")
    assert (only(late).status, "过了期限" in only(late).note) == ("missing", True)


def test_the_genres_own_requirements_stay_and_are_judged_as_strictly() -> None:
    found = {each.text: each.status for each in judged(draft()) if each.source == "genre"}
    assert found["上年度问题整改"] == "missing"
    assert found["落实基层党建重点任务情况"] == "met"
    made = draft(achievements=("下一步集中学习12次",))
    assert {each.status for each in judged(made) if "新时代中国特色社会主义思想" in each.text} == {"missing"}


def test_what_is_missing_is_asked_for_in_the_words_of_the_notice_and_whole_sections_once() -> None:
    made = draft(
        "（一）警示教育情况。", "（二）问题不少于3个。", "（三）下一步打算。", "（四）3000字以内。", plans=()
    )
    outline = outline_of(DESK, made)
    assert outline
    (section, question), (another, more) = asks(outline, made, judged(made))
    assert (section, another) == ("achievements", "problems")
    assert "警示教育情况" in question
    assert "现有 2 个" in more


def test_the_files_of_the_notices_are_all_followed_without_losing_a_section_of_the_genre() -> None:
    for path in sorted((Path(__file__).parent / "notices").glob("*.txt")):
        for genre, outline in DESK.outlines.items():
            lines = path.read_text(encoding="utf-8").splitlines()
            made = Draft(genre=genre, notice=read_notice(lines, path.name, outline))
            followed = outline_of(DESK, made)
            assert followed
            ids = [leaf.id for leaf in followed.leaves()]
            assert [leaf.id for leaf in outline.leaves()] == [each for each in ids if outline.leaf(each)]
            assert len(set(ids)) == len(ids)
