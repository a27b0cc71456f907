"""Headings in the talk: sets of one length to choose from, one's own words, and back again."""

from pathlib import Path

import pytest

from bot import sheet
from bot.draft import Draft, Point
from bot.engine import advance, ask
from bot.events import Commanded, Event, Said
from bot.report import assemble
from bot.sheet import read_sent
from bot.state import State, Titling
from bot.steps.checklist import current, outline_of
from tests import golden
from tests.driving import run_terminal
from tests.driving_engine import DESK, labels, said
from tests.finished import PROBLEMS, written
from tests.repairing import after


def headings(state: State, section: str) -> list[str]:
    outline = outline_of(DESK, state.draft)
    assert outline
    blocks = assemble(state.draft, outline, DESK.bank).blocks
    return [block.lead.rstrip("。") for block in blocks if block.lead and block.section == section]


def talk(*events: Event) -> State:
    return after(events, written())


def test_uneven_headings_are_offered_at_the_end_and_one_reply_evens_them() -> None:
    state = written()
    place = next(n for n, label in enumerate(labels(state), 1) if "小标题" in label)
    state = talk(Said(str(place)), Said("1"))
    assert headings(state, "problems") == [
        "理论学习仍然不够深入",
        "党员教育管理不够精细",
        "党建业务融合不够紧密",
    ]
    assert [point.sentence for point in state.draft.in_section("problems")] == list(PROBLEMS)


def test_what_is_even_is_not_offered() -> None:
    state = talk(*(Commanded("headings", name) for name in ("存在问题",)), Said("1"))
    state = after((Commanded("headings", "下步打算"), Said("1")), state)
    assert not [label for label in labels(state) if "小标题" in label]


def test_headings_that_are_to_stay_are_not_offered_again() -> None:
    state = talk(Commanded("headings", "存在问题"), Said("不换"))
    assert headings(state, "problems") == [
        "理论学习不够深入",
        "党员教育管理不够精细",
        "党建与业务融合不够紧密",
    ]
    assert "存在问题" not in "".join(labels(state))


def test_the_question_shows_the_present_set_and_others_of_one_length() -> None:
    question = ask(DESK, talk(Commanded("headings", "存在问题")))
    assert "（8、10、11 字，不齐）" in question.text
    assert "第 1 组（10 字）：" in question.text
    assert question.choices[0].label == "用第 1 组"


def test_sets_for_work_done_take_up_the_words_of_the_paragraphs() -> None:
    text = ask(DESK, talk(Commanded("headings", "履职"))).text
    assert "规范主题党日" in text
    assert "深化警示教育" in text


def test_longer_and_shorter_sets_are_shown_when_asked_for() -> None:
    state = talk(Commanded("headings", "下步打算"), Said("加长"))
    assert isinstance(current(DESK, state), Titling)
    assert "第 1 组（6 字）" not in ask(DESK, state).text
    longer = after((Said("1"),), state)
    lengths = {len(heading) for heading in headings(longer, "plans")}
    assert len(lengths) == 1
    assert min(lengths) > 8
    state = talk(Commanded("headings", "履职"), Said("短一点"), Said("1"))
    assert max(len(each) for each in headings(state, "achievements")) < 15


def test_what_cannot_be_longer_is_said() -> None:
    state, effects = advance(DESK, talk(Commanded("headings", "履职")), Said("加长"))
    assert "没有再长的" in said(effects)
    assert isinstance(current(DESK, state), Titling)


@pytest.mark.parametrize("between", ["\n", "；"])
def test_ones_own_headings_are_taken_line_by_line(between: str) -> None:
    own = ("理论学习抓得不深", "党员管理抓得不细", "业务融合抓得不紧")
    state = talk(Commanded("headings", "存在问题"), Said(between.join(own)))
    assert headings(state, "problems") == list(own)


@pytest.mark.parametrize(
    "line", ["2 党员管理不够精细", "2、党员管理不够精细", "（二）党员管理不够精细", "党员管理不够精细"]
)
def test_one_heading_is_changed_by_its_number_or_by_what_it_is_about(line: str) -> None:
    state = talk(Commanded("headings", "存在问题"), Said(line))
    assert headings(state, "problems")[1] == "党员管理不够精细"
    assert isinstance(current(DESK, state), Titling)


def test_a_line_that_fits_no_heading_changes_nothing_and_says_how() -> None:
    before = talk(Commanded("headings", "存在问题"))
    state, effects = advance(DESK, before, Said("好看一些"))
    assert state.draft == before.draft
    assert "序号" in said(effects)


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ("理论学习不深\n理论学习不深\n融合不紧", "写了两遍"),
        ("3 " + "很" * 40, "太长"),
    ],
)
def test_headings_that_cannot_stand_are_refused(own: str, why: str) -> None:
    before = talk(Commanded("headings", "存在问题"))
    state, effects = advance(DESK, before, Said(own))
    assert why in said(effects)
    assert state.draft == before.draft


def test_a_statement_with_a_figure_is_material_and_no_heading() -> None:
    state = talk(Commanded("headings", "存在问题"), Said("开展志愿服务11场，参加60人次"))
    assert any("志愿服务11场" in point.text for point in state.draft.entries)
    assert "11" not in "".join(headings(state, "problems"))


def test_one_can_go_back_to_the_first_headings() -> None:
    state = talk(Commanded("headings", "存在问题"), Said("1"), Commanded("headings", "存在问题"))
    back = after((Said("用回原来的"),), state)
    assert headings(back, "problems") == headings(written(), "problems")


def test_a_topic_told_later_gets_a_heading_of_the_same_mould() -> None:
    state = talk(Commanded("headings", "履职"), Said("短一点"), Said("1"))
    chosen = headings(state, "achievements")
    draft = state.draft.with_points("achievements", ["精简会议文件，整治形式主义"])
    now = headings(State(draft), "achievements")
    assert set(chosen) < set(now)
    assert len(now) == len(chosen) + 1


def test_a_lead_that_is_changed_later_loses_its_heading() -> None:
    state = talk(Commanded("headings", "存在问题"), Said("1"))
    point = state.draft.in_section("problems")[0]
    text = "理论武装不够扎实，全年集中研讨只有9次"
    draft = state.draft.with_point(Point(point.id, "problems", text, text))
    assert headings(State(draft), "problems")[0] == "理论武装不够扎实"


def test_chosen_headings_are_kept_in_the_answer_sheet() -> None:
    state = talk(Commanded("headings", "存在问题"), Said("1"), Commanded("headings", "履职"), Said("1"))
    again = read_sent(sheet.write(state.draft).splitlines(), "答卷.yaml").draft
    for section in ("achievements", "problems", "plans"):
        assert headings(State(again), section) == headings(state, section)


def test_a_draft_without_sibling_headings_says_so() -> None:
    draft = Draft("party_building", written().draft.profile, ("organization", "post", "author", "year"))
    _, effects = advance(DESK, State(draft), Commanded("headings"))
    assert "还没有并列的小标题" in said(effects)
    _, effects = advance(DESK, written(), Commanded("headings", "结尾"))
    assert "没有并列的小标题" in said(effects)


def test_a_whole_talk_in_the_terminal_ends_with_even_headings_and_a_short_version(tmp_path: Path) -> None:
    spoken = [line for line in golden.talk("party_building") if not line.startswith("/export")]
    replies = run_terminal(
        [
            *spoken,
            "/headings 存在问题",
            "1",
            "/headings 下步打算",
            "1",
            "/undo",
            "1",
            "/preview",
            "/export txt 4分钟",
        ],
        tmp_path / "d.db",
        tmp_path / "out",
    )
    (file,) = (tmp_path / "out").iterdir()
    text = file.read_text(encoding="utf-8")
    shown = next(reply for reply in replies if "（讨论稿）" in reply)
    for heading in ("理论学习仍然不够深入", "党建业务融合不够紧密", "抓实理论学习工作", "抓细党员管理工作"):
        assert f"）{heading}。" in shown
    assert "这一版没写进去的" in "".join(replies)
    assert len("".join(text.split())) <= 4 * 160 + len("（讨论稿）")
