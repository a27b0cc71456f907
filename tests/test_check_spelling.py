"""Characters typed for others: what is guessed, what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.lexicon import alike, lexicon
from bot.checks.manuscript import Line, Manuscript
from bot.checks.spelling import doubled, guesses, misspelt, stuttered
from phrasebank.bank import load


def _of(*texts: str) -> Manuscript:
    return Manuscript(lines=tuple(Line(place, text) for place, text in enumerate(texts, 1)), year=2025)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("推动党建和业务相得益章", "相得益章", "相得益彰"),
        ("紧盯关健环节不放松", "关健", "关键"),
        ("听取支部书记工作汇抱", "汇抱", "汇报"),
        ("做到守土有则、守土负责", "守土有则", "守土有责"),
        ("召开述职会，按期换界选举", "换界选举", "换届选举"),
        ("认真落实民主集中治", "民主集中治", "民主集中制"),
        ("帮助居民解决烦新事", "烦新事", "烦心事"),
        ("做到防患于未燃", "防患于未燃", "防患于未然"),
    ],
)
def test_what_was_probably_meant_is_suggested(text: str, wrong: str, right: str) -> None:
    found = [*misspelt(_of(text))]
    assert [(each.text, each.suggest) for each in found] == [(wrong, right)]
    assert found[0].grade != "error"
    assert not found[0].fix


@pytest.mark.parametrize(
    "text",
    [
        "严于律己、严负其责、严管所辖，坚持以案为鉴",
        "习近平新时代中国特色社会主义思想",
        "县水务局和税务局建立台账，建强支部，纠治四风",
        "述责述廉，述法述学，三审三校",
        "述职人：赵明",
        "【待补：述职人姓名】",
    ],
)
def test_official_words_names_and_gaps_are_left_alone(text: str) -> None:
    assert [*misspelt(_of(text))] == []


def test_what_stands_there_twice_is_a_term() -> None:
    assert [*misspelt(_of("抓好群腐线索", "查办群腐案件"))] == []


def test_the_wording_that_the_program_offers_is_spelt_rightly() -> None:
    texts = {pattern.text for pattern in load().select(move="open")} | {
        pattern.text for pattern in load().select(move="close")
    }
    assert [each.text for text in texts for each in misspelt(_of(text)) if each.grade != "hint"] == []


def test_a_word_that_stands_twice_in_a_row_is_found_and_speech_is_not() -> None:
    assert [each.text for each in doubled(_of("发展发展党员，一个一个谈，研究研究再定"))] == ["发展发展"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("平均等候时间减少到到4分钟", "到到"),
        ("件件有着落落", "落落"),
        ("一年以来来，县农业局", "来来"),
        ("财务科科长李丽丽天天下村，红红脸、出出汗", ""),
        ("党委委员，大部部署", ""),
        ("述职人：王萌萌", ""),
    ],
)
def test_a_character_that_stands_twice_by_mistake_is_found(text: str, found: str) -> None:
    assert "".join(each.text for each in stuttered(_of(text))) == found


def test_in_quotation_marks_a_fixed_term_is_put_right_and_a_name_is_left() -> None:
    assert [each.suggest for each in misspelt(_of("落实“三会一刻”制度"))] == ["三会一课"]
    assert [*misspelt(_of("打造“税悦先锋”品牌"))] == []


def test_a_rare_word_like_a_very_common_one_is_a_hint() -> None:
    assert [(each.suggest, each.grade) for each in misspelt(_of("坚持党的绝对领到"))] == [("领导", "hint")]


def test_characters_are_alike_by_sound_in_every_reading_and_by_shape() -> None:
    assert alike("则", "责")
    assert alike("己", "已")
    assert alike("帅", "率")
    assert not alike("党", "国")


def test_the_words_hold_those_of_the_dictionary_and_official_ones() -> None:
    assert {"责任", "持之以恒", "主题党日"} <= lexicon().weights.keys()


@given(st.text(alphabet="党建责任落实的了是学习一不在和有关键环节", min_size=2, max_size=24))
def test_a_guess_stands_where_it_says_and_changes_one_character(run: str) -> None:
    for guess in guesses(run):
        assert run[guess.start :].startswith(guess.text)
        assert sum(one != other for one, other in zip(guess.text, guess.meant, strict=True)) == 1
