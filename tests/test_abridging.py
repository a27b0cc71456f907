"""Shorter versions of a report: nothing required is lost, nothing reworded, all that is left out is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.abridging import abridged, length
from bot.desk import Desk
from bot.draft import Draft, Point, Profile
from bot.facts.extraction import numbers_of
from bot.outline import Outline
from bot.steps.checklist import missing

DESK = Desk()
OUTLINE: Outline = DESK.outlines["party_building"]
PROFILE = Profile(
    organization="区委编办党支部", post="党支部书记", author="李明", year=2025, date="2025年12月20日"
)
WORK = (
    *("学习贯彻党的二十届四中全会精神，组织专题学习12次", "讲党课2次", "支部班子分工明确"),
    *("履行第一责任人职责，主持支委会研究党建工作12次", "签订责任书6份", "落实“三会一课”，召开党员大会4次"),
    *("发展党员2名", "收缴党费1.2万元", "走访慰问困难党员8户", "开展廉政谈话15人次", "改进会风文风"),
)
PROBLEMS = ("理论学习不够系统，集中研讨只有4次", "党建品牌不够亮", "下支部不够多，全年只有3次")
PLANS = ("每月集中学习1次", "打造1个党建品牌", "每季度到支部调研1次")


def _draft() -> Draft:
    points = [Point(f"p{n}", "achievements", text) for n, text in enumerate(WORK, 1)]
    points += [Point(f"p{n}", "problems", text) for n, text in enumerate(PROBLEMS, 21)]
    points += [Point("p31", "causes", "学用结合不紧"), Point("p32", "causes", "深入基层不够")]
    points += [Point(f"p{n + 20}", "plans", text, answers=f"p{n}") for n, text in enumerate(PLANS, 21)]
    return Draft(
        genre="party_building",
        profile=PROFILE,
        points=tuple(points),
        absent=("rectification",),
        next_number=60,
    )


FULL = length(_draft(), OUTLINE, DESK.bank)


@given(st.integers(1, FULL + 200))
def test_what_is_kept_and_what_is_left_out_are_the_whole_and_nothing_is_reworded(characters: int) -> None:
    draft = _draft()
    short = abridged(draft, OUTLINE, DESK.bank, characters)
    assert sorted((*short.draft.points, *short.left_out), key=str) == sorted(draft.points, key=str)
    assert missing(OUTLINE, short.draft) == ()
    assert short.characters == length(short.draft, OUTLINE, DESK.bank)
    assert short.characters <= characters or not _could_lose_more(short.draft)


def _could_lose_more(draft: Draft) -> bool:
    return bool(abridged(draft, OUTLINE, DESK.bank, 1).left_out)


@given(st.integers(1, FULL))
def test_a_problem_that_stays_keeps_its_measure(characters: int) -> None:
    short = abridged(_draft(), OUTLINE, DESK.bank, characters).draft
    measures = {point.answers for point in short.in_section("plans")}
    assert {point.id for point in short.in_section("problems")} <= measures


def test_a_report_that_fits_loses_nothing() -> None:
    assert abridged(_draft(), OUTLINE, DESK.bank, FULL).left_out == ()


@pytest.mark.parametrize("share", [0.9, 0.75, 0.6])
def test_what_has_no_figure_goes_before_what_has_one(share: float) -> None:
    short = abridged(_draft(), OUTLINE, DESK.bank, int(FULL * share))
    assert short.left_out
    gone = [point for point in short.left_out if point.section == "achievements"]
    kept = [point for point in short.draft.in_section("achievements") if not numbers_of(point.text)]
    assert all(not numbers_of(point.text) for point in gone) or not kept


def test_the_shares_of_the_sections_stay_alike() -> None:
    draft, short = _draft(), abridged(_draft(), OUTLINE, DESK.bank, int(FULL * 0.7)).draft
    kept = [
        len(short.in_section(each)) / len(draft.in_section(each)) for each in ("achievements", "problems")
    ]
    assert max(kept) - min(kept) <= 0.35
