"""What people say to the program in a few words: it is no part of the report, and is done or answered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.labels import label_of
from bot.compose.material import Material, statements_in
from bot.compose.rectification import deed_in, rectified
from bot.compose.tidy import tidy
from bot.compose.wording import in_one_voice, proposals, said_for
from bot.draft import Draft
from bot.effects import Export, Redo, ShowDrafts, Undo
from bot.engine import advance, ask
from bot.events import Said, Sent
from bot.facts.arithmetic import arithmetic
from bot.last_year.standing import standings_in_row
from bot.notice.aspects import kind_named
from bot.replies import Say
from bot.report import formulas
from bot.state import AskingSection, Checking, ReviewingPoint, Sorting, State
from bot.steps.changing import section_named
from bot.steps.checklist import current
from bot.steps.receiving import guess
from bot.steps.talk import is_talk
from tests.driving import run_terminal
from tests.driving_engine import DESK
from tests.repairing import STANDS, after, stand, told

NODS = ("好的呢", "好嘞", "要得", "差不多", "差不多就行", "就这样吧", "没毛病", "OK的", "嗯嗯")
TALK = (
    *("去年那个", "跟去年一样", "照去年的写", "老样子", "我再想想", "让我想想", "等我问问老张", "记不太清了"),
    *("后面再说", "先空着", "后补", "晚点给你", "暂时没有", "没啥了", "就这么多", "暂时就这些"),
    *(
        "重复了",
        "这两条重了",
        "太啰嗦了，短一点",
        "再正式一点",
        "不够正式",
        "不是这个意思",
        "写得不对",
        "不对",
    ),
    *(
        "第一条不要",
        "这条放到存在问题",
        "移到原因里",
        "这条不算",
        "你看着弄",
        "字数能不能压一压",
        "[捂脸]",
        "累死了",
    ),
)
HELD = {"小标题", "文件怎么用", "又一份文件", "自己改写", "填空", "说重了", "去年的事"}
"""Questions where some of these words are an answer: they are asked about below."""


def say(state: State, words: str) -> tuple[State, str]:
    state, effects = advance(DESK, state, Said(words, "m1"))
    return state, "\n".join(effect.text for effect in effects if isinstance(effect, Say))


@pytest.mark.parametrize("name", [name for name in STANDS if name not in HELD])
def test_words_that_only_speak_with_the_program_are_no_part_of_the_report(name: str) -> None:
    before = stand(name)
    for words in TALK:
        state, _ = say(before, words)
        assert tidy(words) not in told(state.draft), words


@pytest.mark.parametrize(
    "words", ["学习不够", "调查不够", "过问不够", "党员老化", "说得多、做得少", "没有完成", "抓得不紧"]
)
def test_a_short_statement_is_no_talk(words: str) -> None:
    assert not is_talk(words)
    assert words in told(say(stand("空的部分"), words)[0].draft)


@pytest.mark.parametrize("words", ["开展“你点我检”活动", "形成你追我赶的氛围", "购置迷你消防站"])
def test_you_in_a_slogan_is_no_talk(words: str) -> None:
    assert not is_talk(words)


def test_an_opening_may_speak_to_its_readers() -> None:
    assert not is_talk("敬请您批评指正", formal=True)


@pytest.mark.parametrize("words", NODS)
def test_a_nod_takes_what_is_offered(words: str) -> None:
    state, _ = say(stand("定写法"), words)
    assert state.draft.points[-1].sentence
    state, _ = say(stand("逐条看材料"), words)
    assert len(state.draft.cards) == len(stand("逐条看材料").draft.cards) - 1


def test_nothing_more_to_say_leaves_a_section_and_nothing_at_all_does_not() -> None:
    state, _ = say(stand("有要点的部分"), "差不多就这些了")
    assert current(DESK, state) != current(DESK, stand("有要点的部分"))
    _, reply = say(stand("空的部分"), "没啥")
    assert "必写" in reply


@pytest.mark.parametrize(
    ("words", "effect"),
    [
        ("撤销一下", Undo()),
        ("退两步", Undo(2)),
        ("撤回3步", Undo(3)),
        ("恢复一下", Redo()),
        ("帮我导出Word", Export("docx", final=False)),
        ("导出pdf", Export("pdf", final=False)),
    ],
)
@pytest.mark.parametrize("name", ["空的部分", "定写法", "材料", "去年的事", "结尾"])
def test_a_command_in_plain_words_is_carried_out(name: str, words: str, effect: object) -> None:
    _, effects = advance(DESK, stand(name), Said(words))
    assert effect in effects


def test_a_check_up_and_the_whole_text_are_had_for_the_asking() -> None:
    assert isinstance(say(stand("定写法"), "检查一下")[0].focus, Checking)
    assert "述职报告" in say(stand("定写法"), "看看现在写成什么样了")[1]


def test_the_list_of_drafts_is_no_plain_word() -> None:
    assert ShowDrafts() not in advance(DESK, stand("空的部分"), Said("起草草稿3份"))[1]


def test_cards_keep_their_numbers_while_others_go() -> None:
    state = stand("材料")
    kept = state.draft.cards[2]
    state, _ = say(state, "第3条不要")
    state, reply = say(state, "第4条放到原因")
    assert "原因" in reply
    assert [card.section for card in state.draft.cards if card.id == kept.id] == ["causes"]
    assert [card.id for card in state.draft.cards] == ["c2", "c4", "c5", "c6", "c7"]
    assert isinstance(state.focus, Sorting)
    state, _ = say(state, "第5、6条不要")
    assert [card.id for card in state.draft.cards] == ["c2", "c4", "c7"]


def test_a_number_that_no_card_has_moves_nothing() -> None:
    state, reply = say(stand("材料"), "第99条不要")
    assert state.draft == stand("材料").draft
    assert "没有找到" in reply


def test_a_figure_is_corrected_in_the_card_of_that_number_alone() -> None:
    state, _ = say(stand("材料"), "第3条的12次改成13次")
    assert ["13次" in card.text for card in state.draft.cards] == [False, True, False, False, False, False]
    state, reply = say(stand("材料"), "第7条的12次改成13次")
    assert state.draft == stand("材料").draft
    assert "没有找到" in reply


def test_a_figure_that_is_called_wrong_is_corrected_beside_the_words_named() -> None:
    state = after([Said("谈心谈话谈了80多人次\n家访了80多户", "m2")], stand("空的部分"))
    state, _ = say(state, "家访80多户那个不对，是92户")
    assert [point.text for point in state.draft.points] == ["谈心谈话谈了80多人次", "家访了92户"]


def test_the_point_under_review_is_moved_to_the_section_named() -> None:
    state, reply = say(stand("定写法"), "这条放到存在问题")
    assert [point.section for point in state.draft.points] == ["problems"]
    assert "/undo" in reply
    state, _ = say(stand("有要点的部分"), "走访群众那条挪到下步打算")
    assert [point.section for point in state.draft.points] == ["plans"]


def test_a_deed_of_moving_house_stays_a_deed() -> None:
    state, _ = say(stand("定写法"), "把办事窗口搬到一楼")
    assert "把办事窗口搬到一楼" in told(state.draft)


def test_a_section_that_there_is_not_is_told_with_those_that_there_are() -> None:
    state, reply = say(stand("逐条看材料"), "移到廉政建设")
    assert state.draft == stand("逐条看材料").draft
    assert "存在问题" in reply


def test_a_statement_that_speaks_for_another_section_says_how_to_move_it() -> None:
    state, reply = say(stand("空的部分"), "理论学习不够深入，全年集中研讨只有4次")
    assert "放到存在问题" in reply
    state, _ = say(state, "放到存在问题")
    assert [point.section for point in state.draft.points] == ["problems"]


def test_a_part_of_the_report_is_turned_to_by_its_name() -> None:
    outline = DESK.outlines["main_responsibility"]
    named = ("意识形态", "意识形态的问题", "党风廉政方面的打算", "问题")
    found = [section_named(each, outline, Draft()) for each in named]
    assert [leaf.id if leaf else "" for leaf in found] == [
        *("ideology_achievements", "ideology_problems", "conduct_plans", "party_problems"),
    ]
    state, reply = say(stand("空的部分"), "先写统战工作吧")
    assert state.draft == stand("空的部分").draft
    assert "没有“统战工作”" in reply


def test_what_is_called_wrong_is_asked_about_with_an_example() -> None:
    assert "不是18次，是19次" in say(stand("定写法"), "这个数不对")[1]
    assert "/preview 1500字" in say(stand("有要点的部分"), "太长了，短一点")[1]


def test_an_age_that_is_too_high_is_a_problem_among_deeds() -> None:
    state, _ = say(stand("定写法"), "驾驶员年龄偏大，45岁以上占63%")
    assert state.draft.points[-1].section == "problems"


def test_a_day_without_a_year_is_no_closing_and_is_asked_about() -> None:
    state, reply = say(stand("结尾"), "12月25日")
    assert state.draft == stand("结尾").draft
    assert "2025年12月25日" in reply


@pytest.mark.parametrize(
    ("words", "genre"),
    [
        ("述责述廉的", "strict_governance"),
        ("我是支部书记", "party_building"),
        ("意识形态工作责任制", "main_responsibility"),
        ("党组书记抓基层党建", "leading_group_party_building"),
    ],
)
def test_a_genre_is_known_by_what_people_call_it(words: str, genre: str) -> None:
    assert say(State(), words)[0].draft.genre == genre


def test_a_short_year_is_a_year() -> None:
    assert say(stand("年度"), "25年")[0].draft.profile.year == 2025


def test_a_deputy_is_nowhere_the_first_to_answer_for_all() -> None:
    for genre in ("1", "3"):
        state = after(map(Said, (genre, "云溪街道", "副书记", "邱海燕", "2025")))
        outline = DESK.outlines[state.draft.genre or ""]
        opening = outline.leaf("opening")
        assert opening
        for pattern in formulas(opening, outline, DESK.bank, state.draft):
            assert "第一责任人" not in pattern.text


def test_a_notice_on_reports_of_duty_and_honesty_is_taken_for_one() -> None:
    assert (
        guess(("关于报送2025年度党员领导干部述责述廉报告的通知", "各单位：", "字数1500字以内。")) == "notice"
    )


def test_talk_among_material_is_left_out_and_said_to_be() -> None:
    state, reply = say(
        stand("空的部分"),
        "老周发我的，你看着弄\n会议记录2份\n3月5日专题学习，参加28人\n4月2日专题学习，参加30人",
    )
    assert "没有用上：老周发我的，你看着弄" in reply
    assert not any("你看着弄" in card.text for card in state.draft.cards)


@pytest.mark.parametrize(
    "line",
    [
        "提醒谈话一律面对面，留记录",
        "每季度听一次汇报",
        "建立问题台账",
        "定期听取汇报",
        "健全台账",
        "每次谈话留记录",
    ],
)
def test_a_measure_that_ends_as_a_title_does_is_not_lost(line: str) -> None:
    found, left_out = statements_in([Material("下一步打算："), Material(line)])
    assert [each.text for each in found] == [line]
    assert left_out == ()


@pytest.mark.parametrize(
    "line", ["支部会议记录", "2025年党建工作总结", "走访记录", "慰问台账", "考核材料", "主要工作汇报"]
)
def test_a_title_stays_a_title(line: str) -> None:
    assert label_of(line) is not None


def test_a_card_of_an_earlier_year_is_pointed_out() -> None:
    state = after(
        [Sent("台账.txt", ("2024年提合理化建议58条", "开展主题党日12次", "发展党员2名"))],
        stand("有要点的部分"),
    )
    question = ask(DESK, say(state, "1")[0]).text
    assert "说的是2024年的事" in question
    assert question.count("的事，请看") == 1


def test_standings_in_a_row_are_one_for_each_item() -> None:
    assert standings_in_row("完成 推进 没做") == ("done", "continuing", "undone")
    assert standings_in_row("完成") == ()
    assert standings_in_row("完成改造 推进") == ()


@pytest.mark.parametrize(
    ("told_as", "written"),
    [
        (
            "去年述职点评说我们支部阵地老旧，今年花3.8万把活动室翻新了",
            "针对“阵地老旧”问题，今年花3.8万把活动室翻新了",
        ),
        ("去年还说台账不规范，这个重新建了", "针对“台账不规范”问题，重新建了"),
    ],
)
def test_a_problem_recalled_in_everyday_words_is_named_without_them(told_as: str, written: str) -> None:
    assert rectified(told_as) == written


def test_what_counts_as_mended_is_no_part_of_the_deed() -> None:
    assert deed_in("旁听庭审1次，19人去了，算改好") == "旁听庭审1次，19人去了"


def test_linking_words_of_talk_do_not_begin_a_problem_or_a_cause() -> None:
    assert said_for("problems", "还有就是党建和生产两张皮") == "党建和生产两张皮"
    assert said_for("causes", "原因嘛，我自己精力放在产量上") == "我自己精力放在产量上"


def test_a_figure_is_written_without_the_softening_of_talk() -> None:
    assert said_for("achievements", "谈心谈话谈了80多人次吧") == "谈心谈话谈了80多人次"
    assert said_for("achievements", "检查网吧") == "检查网吧"
    assert in_one_voice("我自己对党务钻得不深", "本人") == "本人对党务钻得不深"
    assert in_one_voice("我自己的学习抓得不紧", "本人") == "本人自己的学习抓得不紧"


@pytest.mark.parametrize("text", ["审批讲座61场", "审核报告会12场", "抽查讲座8场", "谢绝讲座2场"])
def test_a_lecture_that_was_only_looked_at_was_not_held(text: str) -> None:
    assert not any("举办" in each for each in proposals(text, "achievements", DESK.bank, 2025))


def test_a_closing_without_an_answer_says_which_number_to_send() -> None:
    assert "例：1（就用这个）" in say(stand("结尾"), "没有了")[1]


def test_a_file_is_taken_where_a_few_words_stand_before_its_path(tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text("各支部：\n述职报告要写明存在问题，字数不超过1500字。\n", encoding="utf-8")
    replies = run_terminal([f"通知在这：{notice}", "2"], tmp_path / "d.db", tmp_path / "out")
    assert "《通知.txt》" in "".join(replies)


def test_a_question_that_is_pointed_at_stays_in_hand() -> None:
    assert isinstance(current(DESK, say(stand("定写法"), "这两条重了")[0]), ReviewingPoint)
    assert isinstance(current(DESK, say(stand("空的部分"), "我再想想")[0]), AskingSection)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_told_from_talk(text: str) -> None:
    is_talk(text)
    state, effects = advance(DESK, stand("材料"), Said(text))
    assert ask(DESK, state).text
    assert effects or state.focus != stand("材料").focus or state.draft != stand("材料").draft


def test_what_is_left_out_of_material_is_counted() -> None:
    lines = ("我再想想", "你看着弄", "重复了", "不太好", "3月5日专题学习，参加28人", "2月1日听党课，参加30人")
    _, reply = say(after([Sent("记录.txt", lines)], stand("有要点的部分")), "1")
    assert "没有用上：我再想想；你看着弄；重复了……共 4 行" in reply


def test_items_told_one_after_another_are_no_total_and_rest() -> None:
    apart = "一是组织参观，到了32个；二是发展2个，还有3个积极分子。"
    together = "受理事项32个，办结2个，还有3个。"
    assert [len(arithmetic((text,))) for text in (apart, together)] == [0, 1]


def test_the_conduct_of_the_family_is_part_of_integrity() -> None:
    assert kind_named("家风建设") == "integrity"
