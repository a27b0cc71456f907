"""Sixty-odd queries of a writer: in nine of ten, the first hit is what they want (``queries.yaml``)."""

from pathlib import Path

import pytest
from msgspec import Struct

from phrasebank.bank import load as load_bank
from phrasebank.finding import Hit, find
from phrasebank.loading import load
from phrasebank.terms import SectionKind

LEAST = 0.9


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    query: str
    first: tuple[str, ...]
    section: tuple[SectionKind, ...] = ()

    def is_met_by(self, hit: Hit) -> bool:
        return any(text in hit.text for text in self.first) and hit.section in (
            self.section or (hit.section,)
        )


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    queries: tuple[Query, ...]


QUERIES = load(Path(__file__).with_name("queries.yaml"), Table).queries


def test_the_table_has_at_least_sixty_queries() -> None:
    assert len({each.query for each in QUERIES}) == len(QUERIES) >= 60


@pytest.mark.parametrize(("best", "least"), [(1, LEAST), (3, LEAST)])
def test_what_a_writer_wants_comes_first(best: int, least: float) -> None:
    missed = [
        each.query
        for each in QUERIES
        if not any(each.is_met_by(hit) for hit in find(load_bank(), each.query, limit=best))
    ]
    share = 1 - len(missed) / len(QUERIES)
    print(f"{share:.3f} of {len(QUERIES)} within the first {best}; not: {missed}")  # noqa: T201 - shown by pytest -s
    assert share >= least, missed
