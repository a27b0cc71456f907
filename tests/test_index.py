"""The index of a corpus: exact, in the order of quality, and deaf to any query syntax."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phrasebank.bank import load
from phrasebank.corpus import Corpus
from phrasebank.corpus_error import CorpusError
from phrasebank.corpus_file import sqlite3
from phrasebank.finding import find
from phrasebank.index import Filters
from phrasebank.index_terms import letters, plain, slips, terms
from phrasebank.initials import initials
from phrasebank.patterns import Source
from tests.corpora import pattern, stored
from tests.odd_text import QUERIES

BANK = load().patterns
VERSION_1 = Path(__file__).with_name("corpus_version_1.sql").read_text(encoding="utf-8")
PIECES = st.text("党建设廉政学习意识形态0a “”，·{}", min_size=1, max_size=12)
UNIFORM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus(tmp_path / "corpus.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus(tmp_path_factory.mktemp("bank") / "corpus.db") as opened:
        stored(opened, *BANK)
        yield opened


def texts(corpus: Corpus, query: str, limit: int = 10_000, **filters: str) -> list[str]:
    return [found.text for found in corpus.index.exact(query, Filters(**filters), limit)]  # type: ignore[arg-type]  # names of a test


@UNIFORM
@given(at=st.integers(0, 10_000), start=st.integers(0, 100), length=st.integers(1, 10))
def test_a_query_finds_exactly_the_texts_that_hold_it(bank: Corpus, at: int, start: int, length: int) -> None:
    everything = texts(bank, "")
    text = plain(everything[at % len(everything)]).replace(" ", "")
    words = terms(text[start % len(text) :][:length])
    found = texts(bank, " ".join(words))
    assert found == [each for each in everything if all(word in plain(each) for word in words)]


@UNIFORM
@given(PIECES)
def test_any_text_is_found_by_any_two_characters_of_its_own(corpus: Corpus, text: str) -> None:
    stored(corpus, pattern(f"{text}报告"), name=str(hash(text)))
    for run in plain(f"{text}报告").split():
        for at in range(len(run) - 1):
            assert any(run[at : at + 2] in plain(found) for found in texts(corpus, run[at : at + 2]))


@UNIFORM
@given(QUERIES)
def test_nothing_typed_breaks_a_look_up(bank: Corpus, query: str) -> None:
    for look in (bank.index.exact, bank.index.by_initials, bank.index.nearly):
        assert len(look(query, Filters(), 5)) <= 5
    assert len(find(load(), query, limit=5, corpus=bank.index)) <= 5


@pytest.mark.parametrize("query", ["“党建", "NEAR(党建", '党建"', "党建*", "-党建", "pairs:党建"])
def test_marks_of_a_query_syntax_mean_nothing(bank: Corpus, query: str) -> None:
    expected = [text for text in texts(bank, "党建") if all(word in plain(text) for word in terms(query))]
    assert texts(bank, query) == expected


def test_one_character_is_found_wherever_it_stands(corpus: Corpus) -> None:
    stored(corpus, pattern("抓党建工作"), pattern("开展工作"), pattern("服务于党"))
    assert set(texts(corpus, "党")) == {"抓党建工作", "服务于党"}
    assert texts(corpus, "党 建") == ["抓党建工作"]


def test_what_stands_in_several_documents_comes_first_and_rejected_wording_never(corpus: Corpus) -> None:
    stored(corpus, pattern("开展学习活动"), pattern("组织学习活动"))
    stored(corpus, pattern("组织学习活动"), name="二.txt")
    assert texts(corpus, "学习") == ["组织学习活动", "开展学习活动"]
    best = corpus.candidate()
    assert best
    corpus.decide(best, "rejected")
    assert texts(corpus, "学习") == ["开展学习活动"]


def test_every_filter_holds(bank: Corpus) -> None:
    for section, move in product(
        ("achievements", "problems", "plans"), ("action", "admit", "commit", "claim")
    ):
        expected = {each.text for each in BANK if each.section == section and each.move == move}
        assert set(texts(bank, "", section=section, move=move)) <= expected
    topical = {each.text for each in BANK if each.topic == "study" and "学习" in each.text}
    assert set(texts(bank, "学习", topic="study")) <= topical
    assert texts(bank, "学习", topic="study")


def test_wording_of_another_genre_is_left_out(corpus: Corpus) -> None:
    stored(
        corpus,
        pattern("抓党建工作", genres=("party_building",)),
        pattern("做好党建工作"),
        pattern("党建", genres=("other",)),
    )
    assert set(texts(corpus, "党建", genre="party_building")) == {"抓党建工作", "做好党建工作"}
    assert texts(corpus, "党建", genre='"') == ["做好党建工作"]


@pytest.mark.parametrize(
    ("word", "spelt"), [("意识形态", "ysxt"), ("学习", "xx"), ("协调", "xt"), ("夯实", "hs")]
)
def test_pinyin_initials_find_a_word_within_a_text(corpus: Corpus, word: str, spelt: str) -> None:
    stored(corpus, pattern(f"不断加强{word}工作"), pattern("开展谈话"))
    assert [found.text for found in corpus.index.by_initials(spelt, Filters(), 9)] == [f"不断加强{word}工作"]


@pytest.mark.parametrize(
    ("word", "spelt"),
    [
        ("调整", "tz"),
        ("调查", "dc"),
        ("重温", "cw"),
        ("重要", "zy"),
        ("恪守", "ks"),
        ("砥砺", "dl"),
        ("增长", "zz"),
    ],
)
def test_a_character_of_several_readings_is_read_as_in_its_word(word: str, spelt: str) -> None:
    assert initials(word) == letters(word) == spelt


@UNIFORM
@given(
    st.sampled_from(["意识形态", "主题党日", "廉政谈话", "党风廉政建设"]),
    st.integers(0, 5),
    st.sampled_from("换缺多反"),
)
def test_one_slip_of_typing_is_forgiven(corpus: Corpus, word: str, at: int, kind: str) -> None:
    stored(corpus, pattern(f"加强{word}工作"), name=word)
    at %= len(word) - 1
    typed = {
        "换": word[:at] + "某" + word[at + 1 :],
        "缺": word[:at] + word[at + 1 :],
        "多": word[:at] + "某" + word[at:],
        "反": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[kind]
    assert f"加强{word}工作" in [found.text for found in corpus.index.nearly(typed, Filters(), 9)]


@given(st.text(max_size=20))
def test_no_slip_is_looked_for_in_a_word_of_two_characters(text: str) -> None:
    assert slips(text[:2]) == ()


def test_the_own_corpus_is_found_beside_the_bank_and_says_where_it_comes_from(corpus: Corpus) -> None:
    stored(corpus, pattern("推行“红色网格”{number}个", move="evidence"), pattern("讲授党课{number}次"))
    hits = find(load(), "红色网格", corpus=corpus.index)
    assert hits[0].text == "推行“红色网格”{number}个"
    assert hits[0].source == Source("报告.txt", 1)
    both = [hit.text for hit in find(load(), "讲授党课", limit=20, corpus=corpus.index)]
    assert both.count("讲授党课{number}次") == 1


def test_no_more_than_one_row_number_belongs_to_an_entry(corpus: Corpus) -> None:
    for number in range(9):
        stored(corpus, pattern("开展学习活动"), name=f"{number}.txt")
    assert texts(corpus, "学习") == ["开展学习活动"]


def test_a_gap_parts_a_text(corpus: Corpus) -> None:
    stored(corpus, pattern("开展{activity}活动"))
    assert texts(corpus, "开展活动") == []
    assert not re.search("activity", plain("开展{activity}活动"))
    assert texts(corpus, "activity") == []


def test_what_is_of_better_quality_comes_first_and_says_so(corpus: Corpus) -> None:
    plain_one, fine = pattern("开展学习教育", quality=0.4), pattern("抓好学习教育", quality=1.0)
    stored(corpus, plain_one, fine)
    assert texts(corpus, "学习") == ["抓好学习教育", "开展学习教育"]
    stored(corpus, pattern("开展学习教育", quality=0.9), name="二.txt")
    assert [found.quality for found in corpus.index.exact("学习", Filters(), 9)] == [0.9, 1.0]
    assert {hit.quality for hit in find(load(), "学习教育", corpus=corpus.index) if hit.own} == {0.9, 1.0}


def test_wording_of_one_more_genre_is_found_under_each(corpus: Corpus) -> None:
    for number, genre in enumerate(("party_building", "strict_governance", "party_building", "other")):
        stored(corpus, pattern("抓党建工作", genres=(genre,)), name=f"{number}.txt")
    (found,) = corpus.index.exact("党建", Filters(genre="strict_governance"), 9)
    assert found.genres == ("party_building", "strict_governance", "other")
    assert found.documents == 4


def test_a_file_of_an_older_version_is_read_with_every_decision(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1)
    connection.close()
    with Corpus(path) as corpus:
        list(corpus.settle())
        assert texts(corpus, "") == ["集中讲授党课{number}次", "责任链条更紧，理论武装更强"]
        (heading,) = corpus.index.exact("责任", Filters(genre="party_building"), 9)
        assert (heading.mould, heading.shape, heading.source) == ("6+6", "heading", Source("一.txt", 4))
        assert corpus.digests() == {b"\x01", b"\x03"}
        assert corpus.undo()
        assert "开展学习{number}次" in texts(corpus, "")
        assert corpus.forget("/一.txt") == 1
        assert texts(corpus, "") == ["集中讲授党课{number}次"]


def test_a_damaged_index_is_told_in_a_sentence(corpus: Corpus) -> None:
    stored(corpus, pattern("开展学习活动"))
    corpus.index._connection.execute("UPDATE gram SET best = x'00'")  # noqa: SLF001 - what a bad disk does
    with pytest.raises(CorpusError, match="已损坏"):
        corpus.index.exact("学习", Filters(), 9)
