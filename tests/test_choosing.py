import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.choosing import chosen
from bot.desk import Desk
from bot.draft import Draft
from bot.engine import advance, ask
from bot.events import Commanded, Said
from bot.export.blocks import Block, Report
from bot.replies import AGREED, Choice, Say
from bot.state import State
from bot.steps.finished import unfinished

CHOICES = (
    Choice("take", "就用这句", AGREED),
    Choice("another", "换一种写法", ("换一个",)),
    Choice("drop", "不要这条"),
)
DESK = Desk()


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("1", "take"),
        ("选1", "take"),
        ("第 2 个", "another"),
        ("２。", "another"),
        ("行", "take"),
        ("好的！", "take"),
        ("换一个", "another"),
        ("换一种", "another"),
        ("不要这条", "drop"),
    ],
)
def test_a_choice_is_meant_by_its_number_its_words_or_words_like_them(words: str, key: str) -> None:
    meant = chosen(words, CHOICES)
    assert isinstance(meant, Choice)
    assert meant.key == key


@pytest.mark.parametrize("words", ["走访群众10户", "开展主题党日", "好人好事12件", "行政复议3件", ""])
def test_what_is_said_is_not_taken_for_a_choice(words: str) -> None:
    assert chosen(words, CHOICES) is None


def test_a_number_that_none_has_is_told_from_words() -> None:
    assert chosen("7", CHOICES) == 7
    assert chosen("7", ()) is None


@given(st.text(max_size=30))
def test_any_words_mean_a_choice_a_number_that_none_has_or_neither(words: str) -> None:
    meant = chosen(words, CHOICES)
    assert meant is None or meant in CHOICES or meant not in range(1, len(CHOICES) + 1)


def reviewing() -> State:
    state = State()
    for words in ("2", "区委编办党支部", "党支部书记", "李明", "2025", "1", "走访群众10户18人"):
        state, _ = advance(DESK, state, Said(words))
    return state


def test_agreement_settles_the_sentence_and_is_no_point() -> None:
    state, _ = advance(DESK, reviewing(), Said("行"))
    (point,) = state.draft.points
    assert point.sentence


@pytest.mark.parametrize("words", ["全收", "都收", "全要"])
@pytest.mark.parametrize("others", [(), ("开展主题党日12次", "发展党员2名")])
def test_what_takes_a_list_of_material_takes_all_sentences_of_a_section(
    words: str, others: tuple[str, ...]
) -> None:
    state = reviewing()
    for said in (*others, words):
        state, _ = advance(DESK, state, Said(said))
    assert len(state.draft.points) == 1 + len(others)
    assert all(point.sentence for point in state.draft.points)


@pytest.mark.parametrize("words", ["谢谢", "怎么写？", "不知道", "没有了", "😀", "乱码\ufffd\ufffd"])
def test_small_talk_gets_into_no_report(words: str) -> None:
    state, effects = advance(DESK, reviewing(), Said(words))
    assert len(state.draft.points) == 1
    assert effects
    assert isinstance(effects[0], Say)


def test_a_draft_with_undecided_sentences_is_not_signed_off() -> None:
    state, _ = advance(DESK, reviewing(), Commanded("goto", "年度"))
    state, _ = advance(DESK, state, Said("2024"))
    assert state.draft.profile.year == 2024
    _, effects = advance(DESK, state, Commanded("export", "docx 定稿"))
    assert "不能出定稿" in str(effects)


def test_half_a_number_is_asked_about() -> None:
    state, _ = advance(DESK, reviewing(), Said("1"))
    state, _ = advance(DESK, state, Said("服务企业12，解决问题3个"))
    assert "“12”后面像是少了单位" in ask(DESK, state).text
    state, _ = advance(DESK, state, Said("5"))
    state, _ = advance(DESK, state, Said("服务企业12家"))
    assert "少了单位" not in ask(DESK, state).text


def test_a_mask_left_in_the_text_is_no_final_report() -> None:
    masked = Report("报告", (Block(id="b1", kind="paragraph", text="走访XX社区群众10户。"),))
    assert unfinished(masked, Draft()) == "还有 1 处没有填好，如“XX”"
    whole = Report("报告", (Block(id="b1", kind="paragraph", text="走访社区群众10户。"),))
    assert unfinished(whole, Draft()) == ""
