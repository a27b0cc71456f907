"""Material poured in: told from answers, cut into cards with their cues, taken, moved or dropped."""

import pytest

from bot.compose.tidy import tidy
from bot.engine import advance, ask
from bot.events import Commanded, Said, Sent
from bot.state import AskingSection, Finished, Receiving, ReviewingPoint, Sorting, State
from bot.steps.checklist import current
from bot.steps.limits import LONGEST_FILE, LONGEST_MESSAGE
from bot.steps.taking import Known
from tests.driving_engine import DESK, labels, said
from tests.repairing import BEGUN, FACT, NOTES, NOTICE, PROFILE, REPORT, after, stand, told

YEAR = """2025年党支部工作记录
学习教育
3月5日召开支部党员大会专题学习全国两会精神，参加28人
书记讲党课4次，班子成员讲党课6次
履行责任
召开支委会专题研究党建工作6次，制定党建责任清单23项
组织建设
开展主题党日12次，参加336人次
走访群众10户18人，解决急难愁盼问题7件
针对“党员教育形式单一”问题，开设微党课6期，组织现场教学2次
存在的问题
理论学习不够深入，全年集中研讨只有9次
原因分析
本人抓学习重布置、轻检查，对学习质量过问不多
下一步打算
抓实理论学习，每月集中研讨1次"""
TOLD = 9


def sections(state: State) -> list[str]:
    return [card.section for card in state.draft.cards]


def test_a_year_of_notes_needs_six_turns() -> None:
    turns = [
        *(Said("2"), Said("单位是区委编办党支部，我是党支部书记李明，写2025年的")),
        *(Said(YEAR), Said("全收并按建议写"), Said("2025年12月20日")),
    ]
    state = after(turns)
    assert current(DESK, state) == Finished()
    _, effects = advance(DESK, state, Commanded("export", "定稿"))
    assert len(state.draft.points) == TOLD
    assert not said(effects)


@pytest.mark.parametrize("deed", ["3月5日召开支部党员大会专题学习，参加28人。", "走访群众10户18人"])
def test_a_deed_told_where_an_opening_is_asked_for_is_material_and_no_opening(deed: str) -> None:
    state = after([*PROFILE, Commanded("goto", "开头"), Said(deed)])
    assert [tidy(card.text) for card in state.draft.cards] == [tidy(deed)]
    assert not state.draft.in_section("opening")


@pytest.mark.parametrize(
    "opening",
    [
        "我支部现有党员32名，一年来扎实推进各项工作。",
        "2025年是“十四五”收官之年，本人认真履行职责。",
        "现从3个方面述职。",
    ],
)
def test_an_own_opening_with_figures_in_it_stays_the_opening(opening: str) -> None:
    state = after([*PROFILE, Commanded("goto", "开头"), Said(opening)])
    assert [point.text for point in state.draft.in_section("opening")] == [opening]


def test_asked_for_everything_one_by_one_the_same_facts_take_four_times_the_turns() -> None:
    lines = [card.text for card in after([*PROFILE, Said(YEAR)]).draft.cards]
    state, turns = after(BEGUN), len(BEGUN)
    for line in lines:
        while not isinstance(now := current(DESK, state), AskingSection) or not _fits(state, now, line):
            state, turns = after([Said("1")], state), turns + 1
        state, turns = after([Said(line)], state), turns + 1
    assert turns > 4 * 6


def _fits(state: State, now: AskingSection, line: str) -> bool:
    card = next(card for card in after([*PROFILE, Said(YEAR)]).draft.cards if card.text == line)
    assert len(state.draft.points) <= TOLD
    return card.section == now.section


def test_cards_say_where_they_go_and_why_and_where_they_stood() -> None:
    state = after([Said(YEAR)], after(BEGUN))
    assert sections(state) == ["achievements"] * 5 + ["rectification", "problems", "causes", "plans"]
    cues = {card.section: card.cue for card in state.draft.cards}
    assert cues["problems"] == "有“不够”"
    assert cues["causes"] == "写在“原因”一类的小标题下"
    assert state.draft.cards[0].source == "粘贴:3"
    assert "履职情况 5、上年度问题整改 1、存在问题 1、原因 1、下步打算 1" in ask(DESK, state).text


def test_several_statements_for_the_question_asked_are_an_answer() -> None:
    answer = "3月5日召开党员大会，参加28人\n4月2日开展主题党日，参加30人\n5月6日讲党课1次\n6月1日走访群众6户"
    state = after([Said(answer)], after(BEGUN))
    assert not state.draft.cards
    assert len(state.draft.points) == 4


@pytest.mark.parametrize("name", ["单位", "年度", "开头", "空的部分", "定写法", "落款", "写完", "去哪一项"])
def test_material_is_taken_whatever_is_asked(name: str) -> None:
    before = stand(name)
    state = after([Said("\n".join(f"另外，{line}" for line in NOTES))], before)
    assert len(state.draft.cards) == len(NOTES)
    assert isinstance(current(DESK, state), Sorting)


def test_material_sent_before_the_genre_is_chosen_waits_for_it() -> None:
    state, effects = advance(DESK, State(), Said(YEAR))
    assert "选好文种" in said(effects)
    state = after([Said("2")], state)
    assert set(sections(state)) == {"achievements", "rectification", "problems", "causes", "plans"}


def test_what_was_said_before_is_recognised_and_told() -> None:
    state = after([Said(FACT), Said("1")], after(BEGUN))
    state, effects = advance(DESK, state, Said(YEAR))
    assert "和已有的重复 1 条没有再记" in said(effects)
    assert not any("走访群众" in card.text for card in state.draft.cards)


@pytest.mark.parametrize(
    ("said_before", "new", "known"),
    [
        ("发展党员2名，培养积极分子5名", "发展党员2名、培养积极分子5名。", True),
        ("全年召开支委会6次，制定清单23项", "召开支委会6次", True),
        ("开展主题党日12次", "开展主题党日2次", False),
        ("参加活动112人次", "参加活动1", False),
        ("满意度提高1.2个百分点", "满意度提高12个百分点", False),
        ("走访甲村群众10户", "走访乙村群众10户", False),
    ],
)
def test_a_repetition_is_told_from_another_fact(said_before: str, new: str, known: bool) -> None:  # noqa: FBT001 - a column of the table
    assert Known([said_before]).has(new) is known


def test_one_by_one_a_card_is_taken_moved_and_dropped() -> None:
    state = after([Said("\n".join(NOTES)), Said("2")], after(BEGUN))
    first, second, third = (card.text for card in state.draft.cards[:3])
    state = after([Said("1"), Said("放到存在问题"), Said("3")], state)
    points = {point.text: point.section for point in state.draft.points}
    assert points == {first: "achievements", second: "problems"}
    assert third not in told(state.draft)
    state = after([Said("2"), Said("5"), Said("5"), Said("1")], state)
    assert len(state.draft.cards) == 0
    assert len(state.draft.points) == len(NOTES) - 1


def test_moving_by_number_offers_the_sections() -> None:
    state = after([Said("\n".join(NOTES)), Said("2"), Said("2")], after(BEGUN))
    names = labels(state)
    assert names == ["履职情况", "上年度问题整改", "存在问题", "原因", "下步打算", "不挪了"]
    assert after([Said("3")], state).draft.points[-1].section == "problems"


def test_all_taken_only_what_is_missing_is_asked() -> None:
    state = after([Said(YEAR), Said("1")], after(BEGUN))
    asked: list[str] = []
    for _ in range(2 * TOLD):
        now = current(DESK, state)
        if not isinstance(now, ReviewingPoint):
            break
        state = after([Said("1")], state)
    while isinstance(now := current(DESK, state), AskingSection):
        asked.append(now.section)
        state = after([Commanded("skip")], state)
    assert asked == ["closing", "signature"]


def test_an_aspect_not_yet_spoken_of_is_asked_for_by_name() -> None:
    notes = "\n".join(line for line in (*NOTES, "主要原因是抓得不紧") if "专题学习" not in line)
    state = after([Said(notes), Said("全收并按建议写")], after(BEGUN))
    question = ask(DESK, state).text
    assert question.startswith("（履职情况，文种必写")
    assert "还没说到：学习贯彻习近平新时代中国特色社会主义思想情况" in question


def test_a_long_answer_gives_other_sections_what_is_theirs() -> None:
    answer = "理论学习不够深入，研讨只有9次\n下一步，每月集中研讨1次"
    state, effects = advance(DESK, after([Commanded("goto", "存在问题")], after(BEGUN)), Said(answer))
    assert [point.section for point in state.draft.points] == ["problems", "plans"]
    assert "“下步打算”1 条" in said(effects)
    assert "/undo" in said(effects)


def test_a_single_statement_always_answers_what_was_asked() -> None:
    state = after([Said("理论学习不够深入，研讨只有9次")], after(BEGUN))
    assert [point.section for point in state.draft.points] == ["achievements"]


def test_lines_that_name_the_writer_fill_the_profile() -> None:
    sent = Sent("总结.txt", ("单位：区直机关工委", "述职人：王芳", "职务：机关党委书记", *NOTES), "material")
    state = after([Said("2"), sent])
    profile = state.draft.profile
    assert (profile.organization, profile.author, profile.post) == ("区直机关工委", "王芳", "机关党委书记")
    assert len(state.draft.cards) == len(NOTES)
    assert state.draft.cards[0].source == "总结.txt:4"


@pytest.mark.parametrize(("lines", "first"), [(NOTICE, "notice"), (REPORT, "last_year"), (NOTES, "material")])
def test_what_a_file_is_for_is_guessed_and_asked_once(lines: tuple[str, ...], first: str) -> None:
    state = after([Sent("文件.txt", lines)], after(BEGUN))
    assert isinstance(current(DESK, state), Receiving)
    assert ask(DESK, state).choices[0].key == first
    assert not isinstance(current(DESK, after([Said("1")], state)), Receiving)


@pytest.mark.parametrize(
    ("name", "title"), [("去年述职.docx", "述职报告"), ("文件.docx", "支部书记述职报告（2024）")]
)
def test_last_years_report_is_known_by_its_name_or_year_though_it_has_no_headings(
    name: str, title: str
) -> None:
    prose = ("各位同志：", "一年来抓了三件事。", "存在的问题是学习不够。", "下一步抓好学习。", "谢谢大家！")
    state = after(
        [Said("2"), Said("单位是区委办，我是党支部书记李明，写2025年的"), Sent(name, (title, *prose))]
    )
    assert ask(DESK, state).choices[0].key == "last_year"


def test_a_notice_passed_on_in_a_chat_is_known_by_its_deadline() -> None:
    lines = ("各支部：今年述职重点写政治学习，12月15日前报送党办。", "特此通知")
    assert ask(DESK, after([Sent("转发的消息", lines)], after(BEGUN))).choices[0].key == "notice"


def test_a_pasted_notice_is_not_taken_for_material() -> None:
    state = after([Said("\n".join(NOTICE))], after(BEGUN))
    assert isinstance(current(DESK, state), Receiving)
    assert ask(DESK, state).choices[0].key == "notice"


def test_a_file_sent_before_the_genre_is_kept_until_it_is_chosen() -> None:
    state = after([Sent("通知.txt", NOTICE)])
    assert "哪一种" in ask(DESK, state).text
    assert isinstance(current(DESK, after([*PROFILE[:1]], state)), Receiving)


def test_a_second_file_does_not_push_out_the_first_and_is_asked_about_after_it() -> None:
    state, effects = advance(DESK, after([Sent("一.txt", NOTICE)], after(BEGUN)), Sent("二.txt", NOTES))
    assert "《二.txt》收到了" in said(effects)
    assert state.focus == Receiving("一.txt", NOTICE)
    state = after([Said("不用它")], state)
    assert (state.focus, state.waiting) == (Receiving("二.txt", NOTES), ())


def test_more_files_than_can_be_held_are_not_taken() -> None:
    state, effects = advance(
        DESK, after([Sent("一.txt", NOTICE)], after(BEGUN)), Sent("二.txt", ("学" * (LONGEST_FILE - 9),))
    )
    assert "《二.txt》还没有收" in said(effects)
    assert state.waiting == ()


def test_a_file_too_long_or_empty_is_refused_with_a_sentence() -> None:
    for lines, why in ((("学" * (LONGEST_FILE + 1),), "太长"), (("", " "), "没有文字")):
        state, effects = advance(DESK, after(BEGUN), Sent("长.txt", lines))
        assert why in said(effects)
        assert state.draft == after(BEGUN).draft


def test_a_message_of_tens_of_thousands_of_characters_is_laid_out_as_cards() -> None:
    lines = [
        f"{1 + n % 12}月{1 + n % 28}日走访第{n}号楼群众{n}户，解决问题{n}件，群众满意" for n in range(1100)
    ]
    text = "\n".join(lines)
    assert 20_000 < len(text) < LONGEST_MESSAGE
    state = after([Said(text)], after(BEGUN))
    assert {tidy(line) for line in lines} == {tidy(card.text) for card in state.draft.cards}


def test_cards_put_off_come_back_after_the_next_section() -> None:
    state = after([Said("\n".join(NOTES)), Commanded("skip")], after(BEGUN))
    assert isinstance(current(DESK, state), AskingSection)
    state = after([Commanded("skip")], state)
    assert isinstance(current(DESK, state), Sorting)
