"""How much of a report is the writer's own duty: every sentence judged, and what lowers the share."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.placing import kind_of
from bot.desk import Desk
from bot.draft import Draft, Profile
from bot.facts.duty import duty_of, measured, sentences_of
from bot.steps.checklist import outline_of
from bot.steps.own_duty import measure_of, told

SENTENCES = Path(__file__).with_name("duty_sentences.txt")
POST = "党支部书记"
DESK = Desk()


def judged() -> list[tuple[str, str]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(whose, text.rstrip("。")) for whose, _, text in (line.partition(" ") for line in lines)]


def test_nineteen_of_twenty_sentences_are_judged_as_by_hand() -> None:
    right = 0
    for whose, text in judged():
        kind = kind_of(text)[0]
        right += duty_of(text, None if kind == "achievements" else kind, POST).whose == whose
    assert len(judged()) > 120
    assert right >= 0.94 * len(judged())


def test_no_work_of_the_unit_is_taken_for_the_writers() -> None:
    taken = [text for whose, text in judged() if whose == "unit" and duty_of(text, None, POST).whose == "own"]
    assert taken == []


@pytest.mark.parametrize(
    ("text", "whose", "cue"),
    [
        ("我局新增事项13项", "unit", "新增"),
        ("我牵头新增事项13项", "own", "我"),
        ("办公室牵头修订财务制度3项", "unit", "办公室"),
        ("牵头修订财务制度3项", "own", "牵头"),
        ("培养致富带头人5名", "unit", "培养"),
        ("书记讲党课4次", "own", "书记"),
        ("支部书记们讲微党课6期", "unit", "支部书记们"),
    ],
)
def test_the_subject_decides_whose_doing_it_is(text: str, whose: str, cue: str) -> None:
    found = duty_of(text, "achievements", POST)
    assert (found.whose, found.cue) == (whose, cue)


def test_problems_count_as_own_only_in_the_writers_own_words() -> None:
    assert duty_of("没有发挥党员带头作用", "problems").whose == "neutral"
    assert duty_of("我对党员思想动态了解不多", "problems").whose == "own"
    assert duty_of("我作为党支部书记认真履职", "opening").whose == "neutral"


@given(
    st.text("我带头开展。，！？\n局书记12", max_size=60), st.sampled_from([None, "achievements", "problems"])
)
def test_every_sentence_is_judged_once_and_whole(text: str, kind: None) -> None:
    measure = measured([(text, kind)])
    assert [each.text for each in measure.sentences] == list(sentences_of(text))
    assert 0 <= measure.share <= 1


def test_the_sentences_that_lower_the_share_are_shown() -> None:
    draft = Draft(genre="party_building", profile=Profile("区委编办党支部", POST, "李明", 2025))
    draft = draft.with_points("achievements", ["我主持召开支委会6次", "走访群众10户18人"])
    outline = outline_of(DESK, draft)
    assert outline
    assert [each.text for each in measure_of(DESK, outline, draft).of("own")] == ["本人主持召开支委会6次"]
    shown = told(DESK, outline, draft).text
    assert "写您本人履职的 1 句" in shown
    assert "・走访群众10户18人" in shown
