"""Reviewing: every decision is kept at once, can be taken back, and the walk goes on where it stopped."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phrasebank.corpus import Corpus
from phrasebank.index import Filters
from phrasebank.reviewing import review
from tests.corpora import pattern, stored
from tests.truth import SEEDS

TEXTS = ("开展学习{number}次", "组织党课{number}次", "走访群众{number}户")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus(tmp_path / "corpus.db") as opened:
        stored(opened, *map(pattern, TEXTS))
        yield opened


def texts(corpus: Corpus) -> set[str]:
    return {found.text for found in corpus.index.exact("", Filters(), 99)}


def walk(corpus: Corpus, *answers: str) -> list[str]:
    said: list[str] = []
    review(corpus, answers, said.append)
    return said


def test_each_phrase_is_shown_readably_with_its_source(corpus: Corpus) -> None:
    said = walk(corpus)
    assert said[0].startswith("待审句式 3 条。")
    assert "开展学习〔数字〕次" in said[1]
    assert "报告.txt 第 1 行" in said[1]
    assert said[-1] == "审了 0 条，还有 3 条。下次运行 review 会接着来。"


def test_what_is_rejected_is_found_no_more_and_what_is_accepted_comes_first(corpus: Corpus) -> None:
    said = walk(corpus, "n", "y", "")
    assert said[-1] == "审了 3 条，还有 0 条。全部审完了。"
    assert texts(corpus) == set(TEXTS[1:])
    assert all(found.pinned for found in corpus.index.exact("", Filters(), 9))


def test_a_new_wording_takes_the_place_of_the_old(corpus: Corpus) -> None:
    walk(corpus, "集中开展学习研讨〔数字〕次")
    assert texts(corpus) == {"集中开展学习研讨{number}次", *TEXTS[1:]}
    assert not corpus.index.exact("开展学习 次", Filters(move="admit"), 9)


def test_a_wording_with_an_unknown_gap_or_too_short_changes_nothing(corpus: Corpus) -> None:
    said = walk(corpus, "开展{nonsense}活动", "啥", "q")
    assert any("没有“nonsense”这种槽位" in line for line in said)
    assert any("没有听懂" in line for line in said)
    assert corpus.undecided() == 3
    assert texts(corpus) == set(TEXTS)


def test_undoing_takes_back_one_decision_after_another_across_runs(corpus: Corpus) -> None:
    walk(corpus, "n", "集中组织讲授党课〔数字〕次")
    said = walk(corpus, "u", "u", "u", "q")
    assert said.count("已撤销上一个决定。") == 2
    assert said.count("没有可撤销的决定。") == 1
    assert texts(corpus) == set(TEXTS)


def test_a_decision_outlives_learning_more_of_the_same(corpus: Corpus) -> None:
    walk(corpus, "n")
    stored(corpus, *map(pattern, TEXTS), name="二.txt")
    assert texts(corpus) == set(TEXTS[1:])
    assert corpus.undecided() == 2


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.one_of(st.sampled_from(["y", "n", "u", "", "把学习抓在经常"]), st.text()), max_size=8))
def test_any_answers_keep_phrases_and_decisions_in_step(corpus: Corpus, answers: list[str]) -> None:
    walk(corpus, *answers)
    assert 0 <= corpus.undecided() <= 3
    assert len(texts(corpus)) <= 3
    while corpus.undo():
        pass
    assert texts(corpus) == set(TEXTS)


def test_a_review_can_be_piped_in(corpus: Corpus) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "phrasebank", "review", "--db", str(corpus.path)],
        input="n\ny\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=SEEDS.parent,
    )
    assert "审了 2 条，还有 1 条。" in run.stdout
    assert run.stderr == ""
    assert corpus.undecided() == 1
