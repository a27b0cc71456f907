"""The bitmaps of the index: whatever is asked for in common is given, rising, however long the lists are."""

from array import array
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phrasebank.corpus_file import sqlite3
from phrasebank.index_terms import Grams
from phrasebank.postings import BEST, FEW, SCHEMA, Postings, common

ROWS = st.builds(
    lambda start, step, count: range(start, start + step * count, step),
    st.integers(0, 50),
    st.sampled_from([1, 2, 3, 7, 500, 70_000]),
    st.one_of(st.integers(1, 30), st.integers(BEST - 2, 3 * BEST)),
)
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@pytest.fixture
def postings() -> Iterator[Postings]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    yield Postings(connection)
    connection.close()


def one(gram: int) -> tuple[Grams, ...]:
    return ((gram, gram),)


def given_rows(postings: Postings, *lists: range) -> None:
    postings.clear()
    postings.add({gram: array("I", rows) for gram, rows in enumerate(lists, 1)})


@MANY
@given(st.lists(ROWS, min_size=1, max_size=4))
def test_all_rows_in_common_are_given_once_and_rising(postings: Postings, lists: list[range]) -> None:
    given_rows(postings, *lists)
    found = list(common(postings.lists([one(gram) for gram in range(1, len(lists) + 1)])))
    expected = sorted(set(lists[0]).intersection(*lists[1:]))
    assert found == sorted(set(found))
    assert set(expected) <= set(found)
    assert len(found) <= len(expected) + FEW


@MANY
@given(ROWS, ROWS, ROWS)
def test_either_of_two_grams_will_do(postings: Postings, first: range, second: range, third: range) -> None:
    given_rows(postings, first, second, third)
    found = list(common(postings.lists([((1, 2),), one(3)])))
    assert found == sorted(set(found))
    assert {*first, *second} & {*third} <= set(found)
    assert list(common(postings.lists([(*one(1), *one(2))]))) == sorted({*first, *second})


@MANY
@given(ROWS, ROWS)
def test_rows_added_later_lie_among_those_that_were_there(
    postings: Postings, first: range, later: range
) -> None:
    given_rows(postings, first)
    postings.add({1: array("I", later)})
    assert list(common(postings.lists([one(1)]))) == sorted({*first, *later})


def test_a_gram_that_stands_nowhere_has_nothing_in_common(postings: Postings) -> None:
    given_rows(postings, range(3 * BEST))
    assert list(common(postings.lists([one(1), one(9)]))) == []
    assert list(common(postings.lists([one(1), ((9, 99),)]))) == []
