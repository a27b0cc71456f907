"""The talk about last year's report: taking it in, asking what became of it, and what is written then."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.compose.rectification import answered
from bot.draft import Carryover, Draft, LastYear, Point, Profile, Standing
from bot.engine import ask
from bot.events import Commanded, Event, Picked, Said, Sent
from bot.last_year.standing import standing_said, standings_said, tallies
from bot.outline import outlines
from bot.report import assemble
from bot.sheet import read, write
from bot.sheet_form import SheetError
from bot.state import AnsweringCarryover, AskingSection, Awaiting, State
from bot.steps.carrying import next_open_item, open_items, unanswered
from bot.steps.checklist import FIELDS, current, outline_of
from bot.steps.requirements import requirements
from phrasebank.reading import read_lines
from tests.driving_engine import DESK, played

OWN = Path(__file__).with_name("last_year")
OFFICE = tuple(read_lines(OWN / "street_office.txt"))
PROFILE = Profile("青石街道党工委", "党工委书记", "李明", 2025)


def begun(genre: str = "party_building", year: int = 2025, *points: Point) -> State:
    profile = replace(PROFILE, year=year)
    draft = Draft(genre=genre, profile=profile, asked=FIELDS, points=points, next_number=len(points) + 1)
    return State(draft=draft)


def sent(state: State, lines: tuple[str, ...] = OFFICE) -> State:
    return played(state, Sent("last.txt", lines, "last_year"))[0]


def item_of(state: State, item: str) -> Carryover:
    assert state.draft.last_year is not None
    found = state.draft.last_year.item(item)
    assert found is not None
    return found


def paragraphs(state: State, section: str = "rectification") -> list[str]:
    outline = outline_of(DESK, state.draft)
    assert outline is not None
    report = assemble(state.draft, outline, DESK.bank)
    return [block.text for block in report.blocks if block.section == section and block.kind == "paragraph"]


def test_the_reading_is_told_and_the_first_problem_asked_with_the_reason_and_what_is_left() -> None:
    state, said = played(begun(), Sent("last.txt", OFFICE, "last_year"))
    assert "从《last.txt》读出 4 个问题、4 条打算，逐条对一下" in said
    question = ask(DESK, state)
    assert "去年的问题 1/4，还差 8 条；述职先看去年的问题改没改" in question.text
    assert "理论学习抓得不够经常" in question.text


def test_a_deed_with_its_standing_takes_one_turn() -> None:
    state, said = played(sent(begun()), "开展专题研讨12次，已经改好")
    assert item_of(state, "y1").standing == "done"
    assert "写成：针对“理论学习抓得不够经常”问题，开展专题研讨12次。" in said
    assert paragraphs(state) == ["针对“理论学习抓得不够经常”问题，开展专题研讨12次。"]
    assert current(DESK, state) == AnsweringCarryover("y2")


def test_a_deed_alone_is_no_claim_that_it_is_done() -> None:
    state, _ = played(sent(begun()), "开展专题研讨12次")
    assert item_of(state, "y1").standing == "open"
    assert "这一条现在算哪种" in ask(DESK, state).text
    state, _ = played(state, "还在改")
    assert paragraphs(state) == ["针对“理论学习抓得不够经常”问题，开展专题研讨12次，目前仍在推进。"]


def test_what_was_not_done_is_told_as_not_done() -> None:
    state, _ = played(sent(begun()), "3", "因为人手不够")
    assert paragraphs(state) == ["针对“理论学习抓得不够经常”问题，目前尚未整改到位，主要是人手不够。"]
    state, _ = played(sent(begun()), "还没改", "1")
    assert paragraphs(state) == ["针对“理论学习抓得不够经常”问题，目前尚未整改到位。"]


def test_done_without_a_word_of_what_leaves_the_gap_visible() -> None:
    state, _ = played(sent(begun()), "1", "1")
    assert paragraphs(state) == ["针对“理论学习抓得不够经常”问题，【待补：整改措施】。"]


def test_several_plans_are_answered_in_one_message_and_counted() -> None:
    state, _ = played(sent(begun()), *["1", "1"] * 4)
    assert item_of(state, "y5").kind == "plan"
    state, said = played(state, "1完成 2推进 3没做 4完成")
    assert "去年4个问题：4完成；去年4条打算：2完成 1推进 1没做" in said
    assert open_items(state.draft) == ()
    assert "去年4条打算：2完成 1推进 1没做" in tallies(state.draft)


def test_a_fact_about_a_plan_goes_to_the_work_done() -> None:
    state, _ = played(sent(begun()), Commanded("goto", "去年打算3"), "开展社区工作者轮训4期，已经完成")
    (point,) = state.draft.in_section("achievements")
    assert (point.text, point.answers) == ("开展社区工作者轮训4期", "y7")
    assert item_of(state, "y7").standing == "done"


def test_a_plan_not_carried_out_is_admitted_only_where_the_user_says_so() -> None:
    at_plan = played(sent(begun()), Commanded("goto", "y8"))[0]
    silent, _ = played(at_plan, "还没做")
    assert silent.draft.in_section("problems") == ()
    admitted, _ = played(at_plan, "还没做，写进“存在问题”")
    (point,) = admitted.draft.in_section("problems")
    assert point.text == "去年提出的“打造‘青石议事’治理品牌”还没有落实"
    after, _ = played(admitted, Commanded("goto", "y8"), "已完成")
    assert after.draft.in_section("problems") == ()


def test_items_can_be_put_off_and_are_offered_again_at_the_end() -> None:
    state, said = played(sent(begun()), "剩下的都以后再说")
    assert "放着的 8 条最后再提醒您" in said
    assert next_open_item(state.draft) is None
    done = replace(state.draft, settled=tuple(leaf.id for leaf in outlines()["party_building"].leaves()))
    question = ask(DESK, replace(state, draft=done))
    (choice,) = (each for each in question.choices if each.label == "对去年放着的 8 条")
    state, _ = played(replace(state, draft=done), choice.label)
    assert current(DESK, state) == AnsweringCarryover("y1")


def test_any_item_can_be_revisited_and_its_sentence_follows_the_new_standing() -> None:
    state, _ = played(sent(begun()), "新建党组织6个，还在推进", Commanded("goto", "去年"), "1")
    assert "现在记的是：推进" in ask(DESK, state).text
    state, _ = played(state, "1")
    assert paragraphs(state)[0] == "针对“理论学习抓得不够经常”问题，新建党组织6个。"
    state, _ = played(state, Commanded("goto", "去年问题1"), "召开专题会6次")
    assert paragraphs(state)[0] == "针对“理论学习抓得不够经常”问题，召开专题会6次。"
    assert len(state.draft.in_section("rectification")) == 1


def test_what_was_poured_in_before_is_shown_for_confirmation_instead_of_asked() -> None:
    text = "针对“社区工作者队伍能力参差不齐”问题，开展轮训4期，培训120人次"
    state = begun("party_building", 2025, Point("p1", "rectification", text, sentence=text))
    state, _ = played(sent(state), Commanded("goto", "y3"))
    question = ask(DESK, state)
    assert "您给的材料里有" in question.text
    assert "依据：社区工作者队伍能力参差不齐" in question.text
    confirmed, _ = played(state, "1")
    assert item_of(confirmed, "y3").standing == "done"
    assert [point.answers for point in confirmed.draft.in_section("rectification")] == ["y3"]
    other, _ = played(state, "3")
    assert "今年怎么改的" in ask(DESK, other).text


@pytest.mark.parametrize(("year", "words"), [(2024, "和要写的年度一样"), (2027, "要写的是 2027 年度")])
def test_a_report_of_an_unlikely_year_is_questioned(year: int, words: str) -> None:
    state = sent(begun("party_building", year))
    assert ask(DESK, state).text.startswith(f"这份是2024年的，{words}，是去年的吗？")
    kept, _ = played(state, "1")
    assert current(DESK, kept) == AnsweringCarryover("y1")
    dropped, _ = played(state, "2")
    assert dropped.draft.last_year is None
    assert current(DESK, dropped) == Awaiting("last_year")


def test_a_genre_without_the_section_says_so_and_offers_the_places() -> None:
    state = sent(begun("strict_governance"))
    question = ask(DESK, state)
    assert "没有“上年度问题整改”这一部分" in question.text
    added, _ = played(state, "1", "开展专题研讨12次，已经改好")
    outline = outline_of(DESK, added.draft)
    assert outline is not None
    assert [leaf.kind for leaf in outline.leaves()][:2] == ["opening", "rectification"]
    assert paragraphs(added) == ["针对“理论学习抓得不够经常”问题，开展专题研讨12次。"]
    within, _ = played(state, "2", "开展专题研讨12次，已经改好")
    assert [point.section for point in within.draft.points] == ["achievements"]
    nowhere, _ = played(state, "3", "1")
    assert nowhere.draft.points == ()
    assert item_of(nowhere, "y1").standing == "done"
    assert outlines()["strict_governance"].leaf("rectification") is None


def test_a_text_without_problems_says_what_to_do_next() -> None:
    state, said = played(begun(), Sent("x.txt", ("今天天气很好。",), "last_year"))
    assert "没有读出问题和打算" in said
    assert "存在问题" in said
    assert state.draft.last_year is None
    assert current(DESK, state) == Awaiting("last_year")


def test_importing_again_keeps_the_answers_of_items_in_the_same_words() -> None:
    state, _ = played(sent(begun()), "开展专题研讨12次，已经改好")
    again = sent(state, OFFICE)
    assert item_of(again, "y1").standing == "done"
    assert current(DESK, again) == AnsweringCarryover("y2")
    other = sent(state, tuple(read_lines(OWN / "water_bureau.txt")))
    assert other.draft.last_year is not None
    assert not {item.id for item in other.draft.last_year.items} & {f"y{number}" for number in range(1, 9)}
    assert [point.answers for point in other.draft.points] == [""]


def test_saying_nothing_claims_nothing() -> None:
    state, said = played(sent(begun()), "没有")
    assert item_of(state, "y1").standing == "open"
    assert state.draft.points == ()
    assert said


def test_one_message_may_answer_several_problems_by_their_names() -> None:
    message = (
        "针对“社区工作者队伍能力参差不齐”问题，开展轮训4期，已经改好\n"
        "针对“理论学习抓得不够经常”问题，专题研讨12次，还在推进"
    )
    state, said = played(sent(begun()), message)
    assert "记下 2 条" in said
    assert (item_of(state, "y1").standing, item_of(state, "y3").standing) == ("continuing", "done")
    assert paragraphs(state)[0].startswith("针对“理论学习抓得不够经常”问题，专题研讨12次，目前仍在推进")
    assert current(DESK, state) == AnsweringCarryover("y2")


def test_a_numbered_answer_is_told_without_its_numbers() -> None:
    state, _ = played(sent(begun()), "1、开展研讨12次；2、老党员送学8次", "1")
    assert paragraphs(state) == ["针对“理论学习抓得不够经常”问题，开展研讨12次；老党员送学8次。"]


def test_going_on_puts_an_open_item_off_and_leaves_an_answered_one_alone() -> None:
    state, said = played(sent(begun()), "下一个")
    assert "先放着" in said
    state, _ = played(state, "研讨12次，已经改好", Commanded("goto", "y2"))
    state, said = played(state, Commanded("skip"))
    assert "没有改" in said
    assert "y2" not in state.draft.skipped


def test_the_section_is_not_asked_again_once_all_problems_are_answered() -> None:
    state, _ = played(sent(begun()), *["1", "1"] * 4, "全部完成")
    assert "rectification" in state.draft.settled
    assert current(DESK, state) == AskingSection("opening")


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("已完成", "done"),
        ("开展研讨12次，已经改好", "done"),
        ("都已完成", "done"),
        ("开了4次会，参会率到了96%，改好了", "done"),
        ("开了4次会，还没改好", None),
        ("新建党组织6个，还在推进", "continuing"),
        ("已完成3个，还有2个正在推进", "continuing"),
        ("还没做，明年一季度做", "undone"),
        ("尚未整改", "undone"),
        ("开展研讨12次", None),
        ("已完成12期微党课", None),
        ("解决没有及时回应的问题3个", None),
    ],
)
def test_standings_are_read_only_where_the_words_are_plain(text: str, standing: Standing | None) -> None:
    assert standing_said(text) == standing


def test_a_list_of_standings_is_read_by_number_and_other_numbers_are_not() -> None:
    assert standings_said("1完成，2、推进；3还没做") == {1: "done", 2: "continuing", 3: "undone"}
    assert standings_said("召开会议12次，完成整改3项，还有2项没完成") == {}
    assert standings_said("2没做") == {2: "undone"}


@given(
    st.text(alphabet="完成没做推进尚未整改开展研讨3次，。“”针对问题", max_size=30),
    st.sampled_from(["continuing", "undone"]),
)
def test_no_wording_claims_that_what_is_not_done_was(deed: str, standing: Standing) -> None:
    sentence = answered("理论学习不够深入", deed, standing)
    words = ("仍", "还在", "正在", "推进中", "进行中", "继续", "尚未", "没", "未", "持续推进")
    assert any(word in sentence for word in words)


EVENTS = st.lists(
    st.one_of(
        st.builds(
            Said,
            st.sampled_from(
                ["1", "2", "3", "4", "5", "没有", "已完成", "1完成 2没做", "开展研讨12次", "\x00", "还没做"]
            ),
        ),
        st.builds(Said, st.text(max_size=20)),
        st.builds(
            Commanded,
            st.sampled_from(["goto", "skip", "back", "cancel"]),
            st.sampled_from(["去年", "y2", "y99", "去年打算1", ""]),
        ),
        st.builds(
            Picked,
            st.sampled_from(["done", "undone", "told", "later", "blank", "its_done"]),
            st.integers(0, 9),
        ),
        st.just(Sent("last.txt", OFFICE, "last_year")),
        st.just(Sent("x", ("存在问题：不足",), "last_year")),
    ),
    max_size=14,
)


@given(st.sampled_from(["party_building", "strict_governance", "main_responsibility"]), EVENTS)
def test_no_talk_about_last_year_breaks_or_loses_the_item_that_a_point_answers(
    genre: str, events: list[Event]
) -> None:
    state = sent(begun(genre))
    for event in events:
        state, _ = played(state, event)
        assert ask(DESK, state).text
        items = {item.id for item in state.draft.last_year.items} if state.draft.last_year else set()
        assert all(
            point.answers in {"", *items} or point.answers.startswith("p") for point in state.draft.points
        )
        answering = [
            point.answers
            for point in state.draft.points
            if point.section == "rectification" and point.answers
        ]
        assert len(set(answering)) == len(answering)


def sheet(folder: Path, text: str) -> Path:
    (folder / "last.txt").write_text("\n".join(OFFICE), encoding="gb18030")
    path = folder / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = """\
genre: {}
profile: {{organization: 青石街道, post: 书记, author: 李明, year: 2025, date: 2025-12-20}}
last_year: last.txt
"""
MATERIALS = """\
materials:
  - 针对“社区工作者队伍能力参差不齐”问题，开展轮训4期，培训社区工作者120人次，已整改到位
  - 打造“青石议事”治理品牌，召开议事会26场
"""


@pytest.mark.parametrize("genre", ["party_building", "strict_governance"])
def test_a_sheet_uses_what_plainly_answers_and_asks_for_the_rest(genre: str, tmp_path: Path) -> None:
    given = read(sheet(tmp_path, HEAD.format(genre) + MATERIALS))
    outline = outline_of(DESK, given.draft)
    assert outline is not None
    assert given.unused == ()
    state = State(draft=given.draft)
    assert item_of(state, "y3").standing == "done"
    asked = unanswered(outline, given.draft)
    assert len(asked) == 5
    assert asked[0] == ("rectification", "去年写的问题“理论学习抓得不够经常”，今年怎么改的、结果怎样？")
    plan = next(point for point in given.draft.points if "青石议事" in point.text)
    assert (plan.answers, item_of(state, "y8").standing) == ("y8", "open")
    assert paragraphs(state)[0].startswith("针对“社区工作者队伍能力参差不齐”问题，开展轮训4期")


def test_what_only_resembles_an_item_is_not_linked(tmp_path: Path) -> None:
    text = "materials:\n  - 针对“社区工作者待遇偏低”问题，落实补贴12人\n  - 开展社区工作者慰问4次\n"
    draft = read(sheet(tmp_path, HEAD.format("party_building") + text)).draft
    assert [point.answers for point in draft.points] == ["", ""]


def test_answers_stand_in_the_order_of_last_years_problems() -> None:
    state, _ = played(
        sent(begun()),
        Commanded("goto", "y3"),
        "开展轮训4期，已经改好",
        Commanded("goto", "y1"),
        "开展研讨12次，已经改好",
    )
    assert [point.answers for point in state.draft.in_section("rectification")] == ["y1", "y3"]


@pytest.mark.parametrize("genre", ["party_building", "strict_governance"])
def test_a_sheet_written_back_keeps_items_standings_and_links(genre: str, tmp_path: Path) -> None:
    state = sent(begun(genre))
    answers = (["1"] if genre == "strict_governance" else []) + ["开展专题研讨12次，已经改好", "3", "1"]
    state, _ = played(state, *answers, Commanded("goto", "y8"), "召开议事会26场，已经完成")
    measure = Point("p77", "plans", "每月研讨1次", sentence="每月研讨1次", answers="p78")
    problem = Point("p78", "problems", "研讨不够经常", sentence="研讨不够经常")
    draft = replace(state.draft, points=(*state.draft.points, measure, problem))
    path = tmp_path / "again.yaml"
    path.write_text(write(draft), encoding="utf-8")
    again = read(path).draft
    assert again.last_year == draft.last_year
    assert write(again) == write(draft)
    assert {(p.text, p.answers) for p in again.points if p.answers.startswith("y")} == {
        (p.text, p.answers) for p in draft.points if p.answers.startswith("y")
    }
    linked = next(point for point in again.points if point.text == "每月研讨1次")
    assert again.point(linked.answers) is not None


def test_a_sheet_questions_a_report_of_the_same_year(tmp_path: Path) -> None:
    given = read(sheet(tmp_path, HEAD.format("party_building").replace("2025,", "2024,")))
    assert given.unused == ("last.txt 是2024年的，请确认是去年的报告。",)


def test_a_report_with_nothing_in_it_is_said_to_be_so(tmp_path: Path) -> None:
    path = sheet(tmp_path, HEAD.format("party_building"))
    (tmp_path / "last.txt").write_text("今天天气很好。", encoding="utf-8")
    assert read(path).unused == ("last.txt 里没有读出问题和打算，请确认是去年的述职报告。",)


def test_a_last_year_that_is_no_file_is_one_friendly_sentence(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="last_year 应是去年报告的文件名"):
        read(sheet(tmp_path, HEAD.format("party_building").replace("last.txt", "[1, 2]")))


def test_items_answered_nowhere_in_the_draft_are_still_open() -> None:
    items = (Carryover("y1", "problem", "学习不够", 3, "done"), Carryover("y2", "plan", "抓学习", 9, "done"))
    draft = Draft(last_year=LastYear("x", 2024, items))
    assert [item.id for item in open_items(draft)] == ["y1"]


def test_a_plan_that_the_material_tells_of_is_not_asked_again_nor_called_kept(tmp_path: Path) -> None:
    text = "materials:\n  - 开展社区工作者轮训2期，培训90人次\n"
    given = read(sheet(tmp_path, HEAD.format("party_building") + text))
    outline = outline_of(DESK, given.draft)
    assert outline is not None
    assert not [ask for _, ask in unanswered(outline, given.draft) if "社区工作者轮训" in ask]
    found = requirements(outline, given.draft, assemble(given.draft, outline, DESK.bank))
    told_of = next(each for each in found if "社区工作者轮训" in each.text)
    assert (told_of.status, told_of.points) == ("unjudged", ("p1",))


def test_what_only_seems_to_answer_is_asked_about_in_the_users_words(tmp_path: Path) -> None:
    text = "materials:\n  - 组织党建引领基层治理观摩会2场\n"
    given = read(sheet(tmp_path, HEAD.format("party_building") + text))
    outline = outline_of(DESK, given.draft)
    assert outline is not None
    asked = next(ask for _, ask in unanswered(outline, given.draft) if "品牌不够响亮" in ask)
    assert asked.endswith("材料里的“组织党建引领基层治理观摩会2场”是今年改的吗？结果怎样？")


def test_an_answer_that_is_still_to_come_does_not_meet_the_requirement() -> None:
    year = LastYear("去年.txt", 2024, (Carryover("y1", "problem", "党员教育方式单一", 6, "done"),))
    empty = Point("p1", "rectification", "针对“党员教育方式单一”问题", answers="y1")
    draft = replace(begun("party_building", 2025, empty).draft, last_year=year)
    outline = outlines()["party_building"]

    def judged(draft: Draft) -> list[str]:
        found = requirements(outline, draft, assemble(draft, outline, DESK.bank))
        return [each.status for each in found if each.source == "last_year"]

    assert judged(draft) == ["missing"]
    answer = replace(empty, text="针对“党员教育方式单一”问题，开设微党课6期，已经改好")
    assert judged(draft.with_point(answer)) == ["met"]
