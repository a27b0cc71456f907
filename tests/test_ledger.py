"""The ledger: every quantity once, changed everywhere; and the talk about it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.draft import Draft, Profile
from bot.engine import advance, ask
from bot.events import Commanded, Said
from bot.facts.amounts import amount, in_chinese, written_like
from bot.facts.ledger import Entry, changed, ledger, typed
from bot.facts.numerals import numerals
from bot.state import State
from tests.driving_engine import DESK, played
from tests.repairing import MOVES

OUTLINE = DESK.outlines["party_building"]
PROFILE = Profile("区委编办党支部", "党支部书记", "李明", 2025, "2025年12月20日")
FIELDS = ("organization", "post", "author", "year")


def draft(*achievements: str, problems: tuple[str, ...] = (), plans: tuple[str, ...] = ()) -> Draft:
    empty = Draft(genre="party_building", profile=PROFILE, asked=FIELDS)
    filled = empty.with_points("achievements", achievements).with_points("problems", problems)
    return filled.with_points("plans", plans)


def entry(of: Draft, counts: str) -> Entry:
    return next(each for each in ledger(of, OUTLINE) if each.counts == counts)


def told(of: Draft) -> list[tuple[str, tuple[str, ...], str]]:
    return [(each.counts, each.values, each.unit) for each in ledger(of, OUTLINE)]


def test_a_quantity_told_twice_is_one_entry() -> None:
    found = draft("走访群众10户18人", problems=("走访群众10户，覆盖面不宽",))
    assert told(found) == [("走访群众", ("10",), "户"), ("走访群众", ("18",), "人")]
    assert [each.point for each in entry(found, "走访群众").tellings] == ["p1", "p2"]


def test_two_values_of_one_quantity_are_a_conflict() -> None:
    found = entry(draft("开展主题党日12次", problems=("主题党日活动只有十一次",)), "主题党日")
    assert found.values == ("12", "十一")
    assert found.conflict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("走访群众近30户", "走访群众28户"),  # both may be true
        ("3月5日召开支部党员大会，到会28人", "4月2日召开支部党员大会，到会30人"),
        ("召开支委会6次", "去年召开支委会4次"),
        ("收缴率由62%提高到81%", "收缴率81%"),
        ("讲党课4次", "组织观影2次"),
        ("开展培训3次，参加28人", "开展调研2次，参加30人"),
    ],
)
def test_what_need_not_be_one_quantity_is_no_conflict(one: str, other: str) -> None:
    assert not any(each.conflict for each in ledger(draft(one, other), OUTLINE))


def test_what_is_planned_is_no_telling_of_what_was_done() -> None:
    found = ledger(draft("开展主题党日12次", plans=("开展主题党日24次",)), OUTLINE)
    assert [each.values for each in found] == [("12",), ("24",)]


def test_a_new_value_goes_into_every_text_and_every_agreed_sentence() -> None:
    before = draft("全年开展主题党日十二次，参加12人", problems=("主题党日12次，形式单一",))
    agreed = replace(before.points[0], sentence="扎实开展主题党日十二次，参加12人")
    after = changed(before.with_point(agreed), entry(before, "主题党日"), "15")
    assert after.points[0].text == "全年开展主题党日十五次，参加12人"
    assert after.points[0].sentence == "扎实开展主题党日十五次，参加12人"
    assert after.points[1].text == "主题党日15次，形式单一"


def test_of_equal_numbers_in_a_sentence_only_the_one_meant_changes() -> None:
    before = draft("集中学习4次，书记讲党课4次")
    agreed = before.with_point(replace(before.points[0], sentence="组织集中学习4次，书记讲党课4次"))
    after = changed(agreed, entry(agreed, "书记讲党课"), "5")
    assert after.points[0].sentence == "组织集中学习4次，书记讲党课5次"


NOUNS = st.sampled_from(["走访群众", "主题党日", "专题研讨", "收集意见", "发放资料"])
UNITS = st.sampled_from(["次", "户", "条", "份", "人次"])
CLAUSES = st.lists(st.tuples(NOUNS, st.integers(2, 9999), UNITS, st.booleans()), min_size=1, max_size=4)


def text_of(clauses: list[tuple[str, int, str, bool]]) -> str:
    return "，".join(f"{noun}{in_chinese(n) if han else n}{unit}" for noun, n, unit, han in clauses)


def figures(text: str) -> list[tuple[object, str]]:
    return [(amount(each.value, each.unit), each.unit) for each in numerals(text)]


@given(st.lists(CLAUSES, min_size=1, max_size=4), st.integers(0, 99_999), st.integers(0, 30))
def test_no_other_figure_ever_changes(
    points: list[list[tuple[str, int, str, bool]]], value: int, pick: int
) -> None:
    before = draft(*map(text_of, points))
    found = ledger(before, OUTLINE)
    wanted = found[pick % len(found)]
    after = changed(before, wanted, str(value))
    meant = {(each.point, each.place) for each in wanted.tellings}
    for old, new in zip(before.points, after.points, strict=True):
        assert re.sub(r"[\d零一二两三四五六七八九十百千万]", "", old.text) == re.sub(
            r"[\d零一二两三四五六七八九十百千万]", "", new.text
        )
        for place, (was, now) in enumerate(zip(figures(old.text), figures(new.text), strict=True)):
            expected = (amount(str(value)), was[1]) if (old.id, place) in meant else was
            assert now == expected


@given(st.integers(0, 10**9))
def test_numbers_in_chinese_are_read_as_written(number: int) -> None:
    read = amount(in_chinese(number))
    assert read is not None
    assert read.low == read.high == number


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("三十余", "28", "二十八"),
        ("百分之九十", "95.5", "百分之九十五点五"),
        ("12", "三十", "30"),
        ("两", "12", "十二"),
        ("1,200", "1350", "1350"),
        ("二十多", "近30", "近三十"),
    ],
)
def test_a_new_value_is_written_the_way_the_old_one_is(old: str, new: str, written: str) -> None:
    assert written_like(old, new) == written


@given(st.text(alphabet="0123456789.,-—至%％万亿余多近约次一二三十百百分之半成几两点x ", max_size=12))
def test_any_value_can_be_typed(text: str) -> None:
    before = draft("走访群众10户18人")
    value = typed(before_entry := ledger(before)[0], text)
    if value is not None:
        assert changed(before, before_entry, value).points[0].text.endswith("18人")
    amount(text)  # nothing is raised


def test_the_ledger_is_shown_by_section_with_what_disagrees_first() -> None:
    state = State(draft("开展主题党日12次，受理信访58件，办结55件，办结率96%", problems=("主题党日11次",)))
    _, shown = played(state, Commanded("facts"))
    lines = shown.splitlines()
    assert lines[:4] == [
        "口径表：4 个数。",
        "对不上的：",
        "1. 主题党日：12次、11次，几处不一样。改成一个：/facts 1 新数",
        "“55件”除以“58件”是94.8%，和“办结率96%”对不上。",
    ]
    assert lines[4:6] == ["【履职情况】", "1. 主题党日　12次、11次（2 处）"]


def test_one_command_changes_a_quantity_and_says_where() -> None:
    state = State(draft("走访群众10户18人", problems=("走访群众10户，覆盖面不宽",)))
    after, shown = played(state, Commanded("facts", "1 12"))
    assert [point.text for point in after.draft.points] == ["走访群众12户18人", "走访群众12户，覆盖面不宽"]
    assert "改了 2 处" in shown
    assert "/undo" in shown


def test_an_entry_picked_takes_the_next_number_typed() -> None:
    state, _ = played(State(draft("走访群众10户18人")), Commanded("facts", "2"))
    assert "“走访群众”现在是18人" in ask(DESK, state).text
    state, shown = played(state, Said("不清楚是多少"))
    state, _ = played(state, Commanded("facts", "2"))
    state, shown = played(state, Said("20人"))
    assert state.draft.points[0].text == "走访群众10户20人"
    assert state.focus is None
    assert "改成20人" in shown


def test_a_value_that_makes_the_sums_wrong_is_pointed_out() -> None:
    _, shown = played(State(draft("走访群众10户18人")), Commanded("facts", "1 30"))
    assert "请再核对：“30户18人”里户数比人数多" in shown


@pytest.mark.parametrize("argument", ["9 28", "x", "1 很多", "0 3", "1 28次"])
def test_what_is_not_understood_changes_nothing_and_says_what_to_do(argument: str) -> None:
    state = State(draft("走访群众10户18人"))
    after, shown = played(state, Commanded("facts", argument))
    assert after.draft == state.draft
    assert "/facts" in shown or "例：28" in shown


def test_an_empty_ledger_says_so() -> None:
    _, shown = played(State(draft()), Commanded("facts"))
    assert shown == "还没有记下事实和数。说事的时候带上数，口径表里就有了。"


@pytest.mark.parametrize("move", [move for move in MOVES if move not in {"第一项", "没有的项"}])
def test_while_a_value_is_asked_every_repair_is_understood_and_no_figure_is_lost(move: str) -> None:
    """The two left out are bare numbers, which are answers here."""
    asked, _ = advance(DESK, State(draft("走访群众10户18人，解决急难愁盼问题7件")), Commanded("facts", "1"))
    after, _ = advance(DESK, asked, MOVES[move])
    texts = "".join([each.text for each in after.draft.points] + [each.text for each in after.draft.cards])
    assert {"18人", "7件"} <= {number.value + number.unit for number in numerals(texts)} or "20人" in texts
    assert ask(DESK, after).text
