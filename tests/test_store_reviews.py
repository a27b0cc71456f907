"""Codes that let somebody read a draft: each opens one draft for one person, and no other text opens any."""

from hypothesis import given
from hypothesis import strategies as st

from bot.store.driver import sqlite3
from bot.store.members import digest
from bot.store.reviews import MOST_TRIES
from bot.store.transaction import Transaction
from tests.turns import ME, NOON, OTHER, in_memory, said

READER = "审阅者"


def offered(transaction: Transaction, owner: str = ME) -> tuple[str, str]:
    """Give a session of somebody's that has a turn, and a code for it."""
    session = transaction.create(owner).id
    said(transaction, key=f"{owner}{session}", owner=owner, session=session)
    code = transaction.reviews.offer(owner, session)
    assert code
    return session, code


@given(st.text())
def test_no_other_text_opens_a_draft(text: str) -> None:
    with in_memory() as transaction:
        _, code = offered(transaction)
        good = digest(text) == digest(code)
        assert (transaction.reviews.begin(text, READER) is not None) == good
        assert transaction.reviews.begin(code, READER) is not None


@given(st.text(max_size=12), st.sampled_from(["{}", " {} ", "{}。", "／{}"]))
def test_a_code_is_known_however_it_is_typed(noise: str, form: str) -> None:
    with in_memory() as transaction:
        session, code = offered(transaction)
        noise = "".join(each for each in noise if not each.upper().isascii())
        typed = form.format(noise + code.lower().replace("-", " ") + noise)
        review = transaction.reviews.begin(typed, READER)
        assert review
        assert (review.owner, review.session, review.number) == (ME, session, 1)


def test_a_code_opens_its_own_draft_and_shows_the_turn_of_then() -> None:
    with in_memory() as transaction:
        (first, one), (_, other) = offered(transaction), offered(transaction, OTHER)
        review = transaction.reviews.begin(one, READER)
        assert review
        said(transaction, key="later", session=first, parent=review.turn)
        assert transaction.reviews.of(READER) == review
        assert transaction.reviews.of("别的人") is None
        assert transaction.reviews.begin(one, "别的人") is None
        assert transaction.reviews.offered_by(other, "别的人") == OTHER


def test_only_the_owner_offers_lists_and_ends() -> None:
    with in_memory() as transaction:
        session, code = offered(transaction)
        transaction.create(OTHER)
        transaction.reviews.begin(code, READER)
        assert transaction.reviews.offer(OTHER, session) is None
        assert transaction.reviews.seats(OTHER, session) == ()
        assert transaction.reviews.end(OTHER, session) == ()
        assert transaction.reviews.of(READER) is not None
        assert transaction.reviews.end(ME, session, 2) == ()
        assert transaction.reviews.end(ME, session, 1) == (READER,)
        assert transaction.reviews.of(READER) is None


def test_a_blank_database_knows_no_reviews() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    reviews = Transaction(connection, lambda: NOON).reviews
    reviews.missed(READER)
    assert (reviews.of(READER), reviews.readers(), reviews.offered_by("x", READER)) == (None, (), "")
    assert not reviews.leave(READER)
    connection.close()


def test_a_forgotten_draft_leaves_its_reader_without_a_word_of_it() -> None:
    with in_memory() as transaction:
        session, code = offered(transaction)
        transaction.reviews.begin(code, READER)
        transaction.forget(ME, session)
        review = transaction.reviews.of(READER)
        assert review
        assert review.owner == ""
        assert transaction.reviews.leave(READER)
        transaction.reviews.prune()
        assert transaction.reviews.readers() == ()


def test_who_forgets_everything_is_known_as_no_reader_and_for_no_wrong_code() -> None:
    with in_memory() as transaction:
        _, code = offered(transaction)
        transaction.create(READER)
        for _ in range(MOST_TRIES):
            transaction.reviews.missed(READER)
        assert transaction.reviews.begin(code, READER) is None
        transaction.forget(READER, None)
        assert transaction.reviews.begin(code, READER) is not None
        transaction.forget(READER, None)
        assert transaction.reviews.of(READER) is None
