"""The notice in the talk: shown, mended, followed, looked at again, replaced and taken away."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.draft import Draft, Limit, Notice, Profile
from bot.engine import advance, ask
from bot.events import Commanded, Event, Said, Sent
from bot.sheet import read, write
from bot.state import Awaiting, ConfirmingNotice, State
from bot.steps.budget import limit_of, shares
from bot.steps.checklist import FIELDS, outline_of
from tests.driving_engine import DESK, labels, played

NOTICE = (
    "关于做好2025年度述职评议工作的通知",
    "一、述职内容",
    "（一）发展党员情况。",
    "（二）意识形态工作情况。",
    "（三）存在问题，不少于3个。",
    "二、要求",
    "书面报告3000字以内，12月20日前报送。",
)


def fresh(genre: str = "party_building", **changes: object) -> State:
    draft = Draft(genre=genre, profile=Profile("区委编办党支部", "党支部书记", "李明", 2025), asked=FIELDS)
    return State(replace(draft, **changes))


def sent(state: State | None = None, *events: Event) -> tuple[State, str]:
    return played(state or fresh(), Sent("通知.docx", NOTICE, "notice"), *events)


def notice_of(state: State) -> Notice:
    assert isinstance(state.focus, ConfirmingNotice)
    return state.focus.notice


def words(state: State) -> list[str]:
    return [demand.text for demand in notice_of(state).demands]


def test_what_was_read_is_shown_numbered_with_its_lines_before_anything_follows_it() -> None:
    state, _ = sent()
    question = ask(DESK, state).text
    assert "从《通知.docx》读出 6 条要求" in question
    assert "1. 第 3 行　要写到：发展党员情况　→ 履职情况" in question
    assert state.draft.notice is None
    assert labels(state) == [
        "就按这个",
        "去掉某条",
        "补一条",
        "不用这份通知",
    ]


def test_a_notice_pasted_after_the_command_is_read_as_one() -> None:
    state, _ = played(fresh(), Commanded("notice"))
    assert state.focus == Awaiting("notice")
    assert words(played(state, Said("\n".join(NOTICE)))[0]) == words(sent()[0])


@pytest.mark.parametrize("said", ["1", "就按这个", "对", "好的"])
def test_agreeing_makes_the_notice_the_drafts_and_says_what_is_lacking(said: str) -> None:
    state, says = sent(None, Said(said))
    assert state.draft.notice is not None
    assert state.focus is None
    assert "6 条要求" in says
    assert "还缺：发展党员情况；意识形态工作情况" in says
    assert "/undo" in says


@pytest.mark.parametrize(
    ("said", "left"),
    [("去掉 1", 5), ("去掉1、2", 4), ("删掉意识形态", 5), ("去掉第3条", 5), ("去掉 9", 6), ("去掉团建", 6)],
)
def test_demands_are_dropped_by_number_or_words(said: str, left: int) -> None:
    state, says = sent(None, Said(said))
    assert len(words(state)) == left
    assert ("没有找到" in says) == (left == len(words(sent()[0])))


def test_a_demand_is_dropped_out_of_a_list_too() -> None:
    state, _ = sent(None, Said("2"))
    assert ask(DESK, state).choices[0].label == "发展党员情况"
    assert words(played(state, Said("1"))[0])[0] == "意识形态工作情况"
    assert len(words(played(state, Said("1、2"))[0])) == 4


def test_a_demand_is_added_in_words_and_read_like_one_of_the_notice() -> None:
    state, _ = sent(None, Said("补：问题部分不少于三分之一"))
    added = notice_of(state).demands[-1]
    assert (added.kind, added.line) == ("problems", 0)
    assert added.share == pytest.approx(1 / 3)
    state, _ = played(state, Said("3"), Said("关爱老兵情况"))
    assert notice_of(state).demands[-1].text == "关爱老兵情况"
    assert "您补的" in ask(DESK, state).text
    assert len({demand.id for demand in notice_of(state).demands}) == 8


def test_a_demand_is_changed_in_its_place() -> None:
    state, _ = sent(None, Said("1改成 党员教育管理情况"))
    assert words(state)[0] == "党员教育管理情况"


def test_words_that_mend_nothing_are_said_to_be_kept_nowhere() -> None:
    state, says = sent(None, Said("这个不太对吧"))
    assert len(words(state)) == 6
    assert "还没有记" in says


def test_a_text_without_demands_is_refused_with_what_to_do() -> None:
    state, says = played(fresh(), Sent("纪要.txt", ("会议纪要", "走访群众10户"), "notice"))
    assert state.draft.notice is None
    assert not isinstance(state.focus, ConfirmingNotice)
    assert "没有读出" in says
    assert "/notice" in says


def test_the_notice_in_force_is_looked_at_again_and_taken_away() -> None:
    state, _ = sent(None, Said("1"), Commanded("notice"))
    assert len(words(state)) == 6
    state, says = played(state, Said("4"))
    assert state.draft.notice is None
    assert "按文种的要求写" in says


def test_a_new_notice_takes_the_place_of_the_old_one_only_when_agreed_on() -> None:
    other = Sent("补充.txt", ("述职内容：", "1.廉政谈话情况。"), "notice")
    state, says = sent(None, Said("1"), other)
    assert "会换掉原来的《通知.docx》" in says
    refused, _ = played(state, Said("4"))
    assert refused.draft.notice is not None
    assert refused.draft.notice.source == "通知.docx"
    taken, _ = played(state, Said("1"))
    assert taken.draft.notice is not None
    assert taken.draft.notice.source == "补充.txt"


def test_a_settled_section_that_lacks_what_the_notice_wants_is_asked_for_again() -> None:
    draft = replace(fresh().draft.with_points("achievements", ("发展党员2名",)), settled=("achievements",))
    state, _ = sent(State(draft), Said("1"))
    assert state.draft.settled == ()


def test_the_section_is_asked_for_in_the_words_of_the_notice() -> None:
    state, _ = sent(None, Said("1"), Commanded("goto", "履职情况"))
    assert "通知还要写到：发展党员情况、意识形态工作情况。" in ask(DESK, state).text
    state, _ = played(state, Commanded("goto", "存在问题"))
    assert "通知要求不少于 3 个。" in ask(DESK, state).text


def test_the_share_of_a_section_is_shown_while_it_is_written() -> None:
    state, _ = sent(None, Said("1"), Commanded("goto", "履职情况"))
    assert "这一部分约 0/1527 字" in ask(DESK, state).text
    state, _ = played(state, Commanded("settings", "8分钟"))
    assert limit_of(state.draft) == Limit(minutes=8)
    assert "这一部分约 0/652 字" in ask(DESK, state).text


@pytest.mark.parametrize(
    ("argument", "limit"),
    [
        ("3000字", Limit(3000)),
        ("8分钟", Limit(minutes=8)),
        ("三千字以内", Limit(3000)),
        ("长一点", Limit()),
        ("0字", Limit()),
    ],
)
def test_the_length_is_set_in_words(argument: str, limit: Limit) -> None:
    state, says = played(fresh(), Commanded("settings", argument))
    assert state.draft.preferences.limit == limit
    assert "没看懂" in says or limit != Limit()


def test_the_users_own_length_comes_before_the_notices_and_is_taken_back() -> None:
    state, _ = sent(None, Said("1"), Commanded("settings", "2000字"))
    assert limit_of(state.draft) == Limit(2000)
    state, _ = played(state, Commanded("settings", "不限字数"))
    assert limit_of(state.draft) == Limit(3000)


def test_shares_add_up_and_give_problems_what_the_notice_wants() -> None:
    draft = replace(fresh().draft, preferences=replace(Draft().preferences, limit=Limit(3000)))
    outline = outline_of(DESK, draft)
    assert outline
    plain = shares(outline, draft)
    assert abs(sum(plain.values()) - 3000) <= len(plain)
    state, _ = sent(State(draft), Said("补：问题部分不少于三分之一"), Said("1"))
    more = shares(outline, state.draft)
    assert more["problems"] + more["causes"] == pytest.approx(1000, abs=3)


@pytest.mark.parametrize(
    ("genre", "changes", "shown"),
    [
        ("strict_governance", {}, "像是要另一种述职的报告"),
        ("party_building", {"absent": ("rectification",)}, "您说过“上年度问题整改”没有"),
        ("party_building", {"profile": Profile(year=2025, date="2025年12月25日")}, "已经过了通知的期限"),
        ("strict_governance", {}, "还要写“廉洁自律”“下步打算”，通知没有提"),
        ("main_responsibility", {}, "没有“上年度问题整改”，按通知加上这一部分"),
        (
            "party_building",
            {"preferences": replace(Draft().preferences, limit=Limit(2000))},
            "您自己定的是 2000 字",
        ),
    ],
)
def test_what_does_not_go_together_with_the_notice_is_shown(
    genre: str, changes: dict[str, object], shown: str
) -> None:
    lines = (*NOTICE, "逐条回应上年度述职评议反馈问题整改情况。")
    state, _ = played(fresh(genre, **changes), Sent("通知", lines, "notice"))
    assert shown in ask(DESK, state).text


def test_a_report_of_another_kind_and_a_text_too_long_are_shown() -> None:
    lines = (
        "关于开展述责述廉工作的通知",
        "报告内容：",
        "1.廉政谈话情况。",
        "2.字数300字以内，汇报不超过1分钟。",
    )
    draft = fresh().draft.with_points("achievements", ("召开党建工作专题会4次，听取汇报2次" * 20,))
    question = ask(DESK, played(State(draft), Sent("通知", lines, "notice"))[0]).text
    assert "像是要另一种述职的报告" in question
    assert "现在已写约" in question
    assert "书面稿和现场讲的要分两份" in question


def test_a_sheet_reads_a_notice_and_writes_its_demands_back(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text("\n".join(NOTICE), encoding="utf-8")
    path = tmp_path / "sheet.yaml"
    path.write_text(
        "genre: party_building\nnotice: notice.txt\npreferences:\n  limit:\n    minutes: 8\n"
        "materials:\n  - 发展党员2名。\n",
        encoding="utf-8",
    )
    draft = read(path).draft
    assert draft.notice is not None
    assert draft.notice.demands == notice_of(sent()[0]).demands
    path.write_text(write(draft), encoding="utf-8")
    again = read(path).draft
    assert (again.notice, again.preferences) == (draft.notice, draft.preferences)
    assert [point.text for point in again.points] == [point.text for point in draft.points]


def test_a_sheet_answers_sections_that_the_notice_adds(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text("报告内容：\n1.本人廉洁自律情况。", encoding="utf-8")
    path = tmp_path / "sheet.yaml"
    path.write_text(
        "genre: party_building\nnotice: notice.txt\nsections:\n  integrity:\n    - 如实报告个人有关事项\n",
        encoding="utf-8",
    )
    assert [point.section for point in read(path).draft.points] == ["integrity"]


@settings(max_examples=40)
@given(
    st.lists(st.text(alphabet="去掉补改成：12349、条问题字3000 通知不要意识形态", max_size=12), max_size=5)
)
def test_nothing_said_to_a_notice_breaks_the_talk(said: list[str]) -> None:
    state, _ = sent()
    for text in said:
        state, _ = advance(DESK, state, Said(text))
        assert ask(DESK, state).text
