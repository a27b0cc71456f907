"""Looking up wording: every input is plain characters, the best hit comes first, filters hold."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from phrasebank.bank import load
from phrasebank.finding import Hit, find
from phrasebank.initials import initials
from phrasebank.terms import MOVES, SECTION_KINDS, Move, SectionKind
from tests.odd_text import QUERIES

BANK = load()


def found(query: str, section: SectionKind | None = None, move: Move | None = None) -> tuple[Hit, ...]:
    return find(BANK, query, section, move)


@settings(deadline=None)
@given(QUERIES, st.sampled_from([*SECTION_KINDS, None]), st.sampled_from([*MOVES, None]), st.integers(-1, 30))
def test_any_query_gives_ranked_hits_that_satisfy_the_filters(
    query: str, section: SectionKind | None, move: Move | None, limit: int
) -> None:
    hits = find(BANK, query, section, move, limit)
    assert len(hits) <= max(limit, 0)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 10 for hit in hits)
    assert {hit.section for hit in hits} <= ({section} if section else set(SECTION_KINDS))
    assert {hit.move for hit in hits} <= ({move} if move else set(MOVES))


@pytest.mark.parametrize(
    "query", ["“党建", "NEAR(党建", "党建*", '"党建"', "党建 OR", "党建\x00", "\ud800党建", "🎉党建🎉"]
)
def test_marks_around_a_word_change_nothing(query: str) -> None:
    assert [hit.id for hit in found(query)] == [hit.id for hit in found("党建")]


@pytest.mark.parametrize("query", ["“", "🎉", "（）", "NEAR(", "\x00", "《》"])
def test_a_query_without_a_word_of_the_bank_finds_nothing(query: str) -> None:
    assert found(query) == ()


def test_ten_thousand_characters_are_a_query_like_any_other() -> None:
    assert found("党建" * 5000) != ()


@pytest.mark.parametrize("word", ["党建", "廉政", "学习", "群众", "整改", "作风"])
def test_a_word_of_two_characters_is_found_in_the_texts(word: str) -> None:
    hits = found(word)
    assert len(hits) == 10
    assert all(word in hit.text for hit in hits)


def test_a_plain_statement_finds_the_wording_of_the_genre() -> None:
    assert found("书记讲党课4次")[0].text == "讲授党课{number}次"
    assert found("下基层少")[0].text == "深入基层不够"


def test_more_of_the_words_ranks_higher() -> None:
    hits = found("廉政谈话 苗头性")
    assert "廉政谈话" in hits[0].text
    assert "苗头性" in hits[0].text


def test_a_text_ranks_above_a_mere_topic() -> None:
    texts = [("意识形态" in hit.text) for hit in find(BANK, "意识形态", limit=100)]
    assert texts == sorted(texts, reverse=True)


def test_initials_of_pinyin_are_understood() -> None:
    assert initials("抓基层党建，12次") == "zjcdj   c"
    assert all("djpp" in initials(hit.text) for hit in found("djpp"))
    assert found("djpp")


def test_a_blank_query_lists_what_the_filters_let_through_in_rank_order() -> None:
    listed = found("  ", section="problems", move="admit")
    best = BANK.select(shape="sentence", section="problems", move="admit")[:10]
    assert [hit.id for hit in listed] == [pattern.id for pattern in best]


def test_wording_for_another_genre_or_year_is_not_offered() -> None:
    offered = find(BANK, "全面从严治党责任", section="opening", limit=100, genre="party_building", year=2025)
    theirs = {pattern.id for pattern in BANK.select(genre="party_building", year=2025)}
    assert {hit.id for hit in offered} <= theirs


def test_an_example_shows_placeholders_and_never_a_figure() -> None:
    for hit in find(BANK, "", limit=len(BANK.patterns)):
        assert not re.search(r"[{}0-9]|【", hit.example)
        assert len(re.findall("〔", hit.example)) >= len(hit.slots)
    example = next(hit.example for hit in found("志愿服务") if hit.text == "开展志愿服务{number}次")
    assert example == "开展志愿服务〔数字〕次"


def test_a_hit_has_the_fields_that_other_programs_rely_on() -> None:
    hit = to_builtins(found("讲授党课")[0])
    fields = {"id", "text", "section", "move", "slots", "example", "source", "score"}
    assert set(hit) == fields | {"shape", "topic", "documents", "quality", "own"}
    assert set(hit["source"]) == {"file", "line"}
    assert {"name": "number", "kind": "number"} in hit["slots"]


def test_looking_up_loads_no_heavy_module() -> None:
    code = (
        "import sys; from phrasebank.bank import load; from phrasebank.finding import find;"
        "find(load(), '党建'); heavy = {'jieba', 'telegram', 'docx', 'sqlite3', 'pyroaring', 'yaml'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
