from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.draft import Point
from bot.notice.subjects import subjects_of
from bot.notice.telling import deeds, told_by

CASES = [
    line.split(" | ")
    for line in Path(__file__).with_name("notice_told.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def point(text: str, point_id: str = "p1") -> Point:
    return Point(point_id, "achievements", text)


def met(demand: str, *texts: str) -> list[str]:
    return [each.id for each in told_by(demand, [point(text, f"p{n}") for n, text in enumerate(texts, 1)])]


@pytest.mark.parametrize(("demand", "said", "told"), CASES)
def test_a_demand_is_met_only_where_it_is_told_as_done(demand: str, said: str, told: str) -> None:
    assert bool(met(demand, said)) == (told == "1")


def test_of_several_subjects_each_has_to_be_told_by_one_point_or_another() -> None:
    demand = "发展党员和党员教育管理"
    assert met(demand, "发展党员2名") == []
    assert met(demand, "发展党员2名", "拆除违建3处", "举办党员培训班2期") == ["p1", "p3"]


def test_words_that_name_no_known_subject_are_met_by_the_same_words() -> None:
    assert subjects_of("关爱抗战老兵遗属情况") == ()
    assert met("关爱抗战老兵遗属情况", "走访抗战老兵遗属4户") == ["p1"]
    assert met("关爱抗战老兵遗属情况", "走访困难群众4户") == []


def test_a_plenum_of_another_number_is_another() -> None:
    assert met("学习二十届四中全会精神", "学习四中全会精神3次") == ["p1"]
    assert met("学习二十届四中全会精神", "学习二十大精神3次") == []


def test_a_label_that_was_denied_goes_with_its_denial() -> None:
    assert deeds(point("意识形态工作方面，没有召开专题会，全年学习12次")) == "全年学习12次"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_can_be_demanded_and_said(demand: str, said: str) -> None:
    assert set(met(demand, said)) <= {"p1"}


def test_what_stands_under_a_label_is_about_what_the_label_says() -> None:
    asked = "落实意识形态工作责任制情况"
    done = Point("p1", "achievements", "研判2次，排查阵地3个，整改问题2个")
    labelled = replace(done, topic="ideology")
    assert told_by(asked, [labelled]) == (labelled,)
    assert told_by(asked, [done]) == ()
    assert told_by(asked, [replace(labelled, text="排查阵地不够经常")]) == ()
