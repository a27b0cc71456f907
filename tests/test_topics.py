"""Points are told apart by topic, and the cue that decided is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.terms import TOPICS
from phrasebank.topics import topic_of, topics_by_weight

POINTS = [
    tuple(line.split(" ", 1))
    for line in Path(__file__).with_name("topic_points.txt").read_text(encoding="utf-8").splitlines()
]


def test_nearly_every_point_of_the_table_has_its_topic() -> None:
    right = sum(topic_of(text) == topic for topic, text in POINTS)
    assert len(POINTS) >= 250
    assert right / len(POINTS) >= 0.98


@pytest.mark.parametrize("topic", TOPICS)
def test_the_table_speaks_of_every_topic(topic: str) -> None:
    assert sum(topic == known for known, _ in POINTS) >= 15


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("书记讲党课4次", "study"),
        ("书记讲廉政党课4次", "clean"),
        ("书记讲意识形态专题党课1次", "ideology"),
        ("党组专题研究意识形态工作2次", "ideology"),
        ("党组专题研究党建工作6次", "responsibility"),
        ("签订党建目标责任书18份", "responsibility"),
        ("签订党风廉政建设责任书18份", "clean"),
        ("走访慰问困难群众60户", "service"),
        ("走访慰问困难党员12名", "members"),
        ("开展主题党日12次，书记讲党课4次", "organization"),
        ("开展支部志愿服务36次", "service"),
    ],
)
def test_of_two_topics_the_more_telling_wins(text: str, topic: str) -> None:
    assert topic_of(text) == topic


def test_text_without_a_cue_has_no_topic() -> None:
    assert topic_of("其他方面一切照常") is None
    assert topics_by_weight("") == ()


def test_the_verdict_names_the_cue_as_it_was_written() -> None:
    first, *_ = topics_by_weight("慰问生活困难的党员8人")
    assert (first.topic, first.cue) == ("members", "慰问生活困难的党员")


def test_repeating_a_word_adds_no_weight() -> None:
    assert topics_by_weight("党课") == topics_by_weight("党课、党课、党课")


@given(st.text())
def test_any_text_is_weighed_heaviest_first(text: str) -> None:
    weights = [verdict.weight for verdict in topics_by_weight(text)]
    assert weights == sorted(weights, reverse=True)
    assert all(verdict.cue in text for verdict in topics_by_weight(text))
