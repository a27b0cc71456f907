"""Problems and measures: which answers which, which is left alone, and what the talk asks about it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Carryover, Draft, LastYear, Point, Profile
from bot.engine import advance, ask
from bot.events import Said
from bot.last_year.reading import read_report
from bot.outline import outlines
from bot.replies import Say
from bot.state import Pairing, State
from bot.steps.checklist import FIELDS, current
from bot.steps.measures import idle_measures, in_order, pairs, unmeasured, unpaired
from phrasebank.loading import load
from phrasebank.reading import read_lines
from tests.truth import REPORTS

DESK = Desk()
OUTLINE = outlines()["party_building"]
OWN = Path(__file__).with_name("last_year")
TRUTH = load(OWN / "pairs.yaml", dict[str, dict[int, tuple[int, ...]]])


def drafted(problems: list[str], measures: list[str], *, source: str = "") -> Draft:
    texts = [("problems", text) for text in problems] + [("plans", text) for text in measures]
    points = tuple(
        Point(f"p{number}", section, text, sentence=text, source=source)
        for number, (section, text) in enumerate(texts, 1)
    )
    settled = tuple(leaf.id for leaf in OUTLINE.leaves() if leaf.kind not in {"closing", "signature"})
    return Draft(
        genre="party_building",
        profile=Profile("区委编办党支部", "党支部书记", "李明", 2025),
        asked=FIELDS,
        points=points,
        settled=settled,
        next_number=len(points) + 1,
    )


def test_pairs_are_found_by_words_and_none_is_wrong() -> None:
    right = wanted = 0
    for report, truth in TRUTH.items():
        folder = OWN if (OWN / f"{report}.txt").exists() else REPORTS
        reading = read_report(read_lines(folder / f"{report}.txt"), report)
        problems, measures = (
            [each.text for each in reading.problems],
            [each.text for each in reading.measures],
        )
        for pair in pairs(drafted(problems, measures), OUTLINE):
            measure = int(pair.measure.removeprefix("p")) - len(problems)
            assert int(pair.problem.removeprefix("p")) in truth.get(measure, ()), (
                report,
                measure,
                pair.words,
            )
            assert pair.words
            right += 1
        wanted += len(truth)
    assert right / wanted >= 0.55  # 22 of 37; the rest is asked about


def test_what_the_user_said_goes_before_words() -> None:
    draft = drafted(["党员教育形式单一", "作风不够扎实"], ["丰富党员教育形式"])
    linked = draft.with_point(Point("p3", "plans", "丰富党员教育形式", answers="p2"))
    assert [(pair.problem, pair.words) for pair in pairs(linked, OUTLINE)] == [("p2", ())]


def test_a_measure_that_fits_two_problems_alike_is_paired_with_neither() -> None:
    draft = drafted(["外出党员教育不够经常", "外出党员管理不够精细"], ["用好外出党员微信群"])
    assert pairs(draft, OUTLINE) == ()


def test_problems_count_as_bare_only_where_measures_have_been_given() -> None:
    assert unpaired(drafted(["党员教育形式单一"], []), OUTLINE) == ()
    assert len(unpaired(drafted(["党员教育形式单一"], ["打造品牌"]), OUTLINE)) == 1


def test_poured_in_measures_follow_their_problems_and_others_keep_their_order() -> None:
    problems = ["外出党员管理不够精细", "意识形态研判不够及时"]
    measures = ["健全意识形态研判机制", "对外出党员每月联系1次"]
    poured = in_order(drafted(problems, measures, source="materials"), OUTLINE)
    assert [point.text for point in poured.in_section("plans")] == measures[::-1]
    said = drafted(problems, measures)
    assert in_order(said, OUTLINE) == said


def test_the_talk_asks_for_a_missing_measure_and_sets_it_where_its_problem_stands() -> None:
    draft = drafted(["流动党员联系不够经常", "意识形态研判不够及时"], ["健全意识形态研判机制"])
    state = State(draft=draft)
    assert current(DESK, state) == Pairing("p1")
    assert "还没有对应的措施" in ask(DESK, state).text
    state, said = advance(DESK, state, Said("对流动党员每月联系1次"))
    assert "对应“流动党员联系不够经常”" in "".join(each.text for each in said if isinstance(each, Say))
    plans = state.draft.in_section("plans")
    assert [point.text for point in plans] == ["对流动党员每月联系1次", "健全意识形态研判机制"]
    assert plans[0].answers == "p1"
    assert unpaired(state.draft, OUTLINE) == ()


def test_a_measure_already_given_can_be_picked_and_the_question_can_be_put_off() -> None:
    state = State(draft=drafted(["流动党员联系不够经常", "作风不够扎实"], ["用好微信群"]))
    picked, _ = advance(DESK, state, Said("1"))
    assert [pair.problem for pair in pairs(picked.draft, OUTLINE)] == ["p1"]
    assert current(DESK, picked) == Pairing("p2")
    put_off, _ = advance(DESK, picked, Said("先放着"))
    assert not isinstance(current(DESK, put_off), Pairing)
    assert idle_measures(picked.draft, OUTLINE) == ()


def test_sheets_name_only_problems_that_surely_have_no_measure() -> None:
    assert unmeasured(OUTLINE, drafted(["流动党员联系不够经常"], ["用好微信群"])) == ()
    asked = unmeasured(OUTLINE, drafted(["流动党员联系不够经常", "党员教育形式单一"], ["丰富党员教育形式"]))
    assert asked == (("plans", "问题“流动党员联系不够经常”还没有对应的措施，打算怎么改？"),)


def repeating() -> State:
    draft = drafted(["理论学习还不够深入，研讨只有4次"], ["抓实理论学习，每月研讨1次"])
    items = (Carryover("y1", "problem", "理论学习不够深入", 9, "done"),)
    answer = Point("p9", "rectification", "集中研讨8次", sentence="集中研讨8次", answers="y1")
    last_year = LastYear("last.txt", 2024, items)
    return State(draft=replace(draft, last_year=last_year, points=(*draft.points, answer)))


def test_a_problem_repeated_from_last_year_is_pointed_out_once_with_its_words() -> None:
    state = repeating()
    question = ask(DESK, state)
    assert "去年也写了：“理论学习不够深入”" in question.text
    assert "记的是：完成" in question.text
    state, _ = advance(DESK, state, Said("1"))
    assert "去年也写了" not in ask(DESK, state).text


def test_the_reason_why_a_problem_is_still_there_goes_to_the_causes() -> None:
    state, _ = advance(DESK, repeating(), Said("本人抓学习重布置、轻检查"))
    assert [point.text for point in state.draft.in_section("causes")] == ["本人抓学习重布置、轻检查"]


@pytest.mark.parametrize("words", ["2", "今年不写这一条了"])
def test_a_repeated_problem_can_be_left_out(words: str) -> None:
    state, _ = advance(DESK, repeating(), Said(words))
    assert state.draft.in_section("problems") == ()
