"""The store: turns are kept as they were given, to their owner alone, and only ever added to."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.store.driver import sqlite3
from bot.store.records import Turn
from bot.store.store import Store
from bot.store.transaction import Transaction
from tests.turns import ME, NOON, OTHER, in_memory, said

Work = Callable[[Transaction], Turn]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(tmp_path / "drafts.db", clock=lambda: NOON)
    yield store
    await store.close()


async def test_a_blank_database_answers_every_question_with_nothing(store: Store) -> None:
    def ask(transaction: Transaction) -> tuple[object, ...]:
        transaction.rename(ME, "s1", "标题")
        transaction.mark_sent(ME, 1)
        return (
            transaction.active(ME),
            transaction.activate(ME, "s1"),
            transaction.sessions(ME),
            transaction.head(ME, "s1"),
            transaction.turn(ME, "s1", 1),
            transaction.history(ME, "s1", 9),
            transaction.seen(ME, "1"),
            transaction.unsent(ME),
            transaction.forget(ME, None),
        )

    assert await store.perform(ask) == (None, None, (), None, None, (), False, (), 0)
    with sqlite3.connect(store.path) as reader:
        assert reader.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    reader.close()


async def test_nothing_can_be_said_before_a_session_is_begun(store: Store) -> None:
    with pytest.raises(LookupError):
        await store.perform(partial(said, key="1"))


async def test_a_session_that_is_begun_is_the_active_one(store: Store) -> None:
    first = await store.perform(lambda t: t.create(ME))
    assert (first.number, first.title) == (1, "")
    assert first.started == first.touched == "2025-12-20T12:00:00.000+00:00"
    second = await store.perform(lambda t: t.create(ME))
    assert await store.perform(lambda t: t.active(ME)) == second
    assert await store.perform(lambda t: t.activate(ME, first.id)) == first
    assert await store.perform(lambda t: t.active(ME)) == first
    assert await store.perform(lambda t: t.sessions(ME)) == (second, first)


async def test_everybody_counts_from_one(store: Store) -> None:
    mine = await store.perform(lambda t: t.create(ME))
    other = await store.perform(lambda t: t.create(OTHER))
    assert mine.number == other.number == 1
    assert mine.id != other.id


async def test_a_forgotten_number_is_not_given_again(store: Store) -> None:
    for number in (1, 2):
        assert (await store.perform(lambda t: t.create(ME))).number == number
    kept, lost = reversed(await store.perform(lambda t: t.sessions(ME)))
    turn = await store.perform(partial(said, key="1", session=lost.id))
    assert await store.perform(lambda t: t.forget(ME, lost.id)) == 1
    assert await store.perform(lambda t: t.active(ME)) is None
    again = await store.perform(lambda t: t.create(ME))
    assert again.number == 3
    assert again.id not in {kept.id, lost.id}
    assert (await store.perform(partial(said, key="1", session=again.id))).number > turn.number


async def test_a_title_is_the_sessions_own(store: Store) -> None:
    first = await store.perform(lambda t: t.create(ME))
    await store.perform(lambda t: t.create(ME))
    await store.perform(lambda t: t.rename(ME, first.id, "2025 年述职报告"))
    assert [s.title for s in await store.perform(lambda t: t.sessions(ME))] == ["", "2025 年述职报告"]


async def test_times_are_utc_wherever_the_clock_hangs(tmp_path: Path) -> None:
    beijing = timezone(timedelta(hours=8))
    ticks = iter(range(9))
    store = await Store.open(
        tmp_path / "drafts.db", clock=lambda: datetime(2026, 1, 1, next(ticks), tzinfo=beijing)
    )
    await store.perform(lambda t: t.create(ME))
    turn = await store.perform(partial(said, key="1"))
    (session,) = await store.perform(lambda t: t.sessions(ME))
    await store.close()
    assert session.started == "2025-12-31T16:00:00.000+00:00"
    assert session.touched == turn.at == "2025-12-31T17:00:00.000+00:00"


@given(event=st.binary(), state=st.binary(max_size=5000), replies=st.lists(st.binary(), max_size=4))
def test_bytes_come_back_as_they_were_given(event: bytes, state: bytes, replies: list[bytes]) -> None:
    with in_memory() as t:
        session = t.create(ME).id
        turn = t.append(ME, session, key="1", parent=None, event=event, state=state, replies=replies)
        assert (turn.event, turn.state) == (event, state)
        assert t.head(ME, session) == t.turn(ME, session, turn.number) == turn
        assert [outgoing.reply for outgoing in t.unsent(ME)] == replies


def test_history_gives_the_newest_turns_first() -> None:
    with in_memory() as t:
        t.create(ME)
        turns = [said(t, key=str(key)) for key in range(5)]
        assert t.history(ME, "s1", 3) == (turns[4], turns[3], turns[2])
        assert t.history(ME, "s1", 0) == t.history(ME, "s1", -1) == ()


def undo(transaction: Transaction, key: str) -> Turn | None:
    """What the conversation does: the state before, and with it what came before that."""
    head = transaction.head(ME, "s1")
    before = transaction.turn(ME, "s1", head.parent) if head and head.parent else None
    if before is None:
        return None
    return said(transaction, key=key, parent=before.parent, state=before.state)


async def test_undo_walks_back_turn_by_turn_and_across_a_restart(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "drafts.db")
    await store.perform(lambda t: t.create(ME))
    parent = None
    for state in (b"A", b"B", b"C"):
        parent = (await store.perform(partial(said, key=state.hex(), parent=parent, state=state))).number
    seen = []
    for key in ("u1", "u2", "u3"):
        undone = await store.perform(partial(undo, key=key))
        seen.append(undone and undone.state)
        await store.close()
        store = await Store.open(tmp_path / "drafts.db")
    assert seen == [b"B", b"A", None]
    head = await store.perform(lambda t: t.head(ME, "s1"))
    assert head
    assert (head.state, head.parent) == (b"A", None)
    history = await store.perform(lambda t: t.history(ME, "s1", 9))
    assert [turn.state for turn in history] == [b"A", b"B", b"C", b"B", b"A"]
    await store.close()


@given(st.lists(st.sampled_from("abcdef"), max_size=24))
def test_a_redelivered_event_changes_nothing(deliveries: list[str]) -> None:
    with in_memory() as t:
        t.create(ME)
        for key in deliveries:
            if not t.seen(ME, key):
                said(t, key=key, replies=(key.encode(),))
        first_arrivals = list(dict.fromkeys(deliveries))
        assert [turn.key for turn in reversed(t.history(ME, "s1", 99))] == first_arrivals
        assert [outgoing.reply.decode() for outgoing in t.unsent(ME)] == first_arrivals


async def test_a_key_applied_twice_without_asking_is_refused_whole(store: Store) -> None:
    await store.perform(lambda t: t.create(ME))
    turn = await store.perform(partial(said, key="1", replies=(b"once",)))
    with pytest.raises(sqlite3.IntegrityError):
        await store.perform(partial(said, key="1", replies=(b"twice",)))
    assert await store.perform(lambda t: t.history(ME, "s1", 9)) == (turn,)
    assert len(await store.perform(lambda t: t.unsent(ME))) == 1


def test_a_key_is_its_owners() -> None:
    with in_memory() as t:
        t.create(ME)
        other = t.create(OTHER).id
        said(t, key="1")
        assert not t.seen(OTHER, "1")
        said(t, key="1", owner=OTHER, session=other)
        assert t.seen(OTHER, "1")


def test_replies_wait_in_order_until_they_are_marked() -> None:
    with in_memory() as t:
        t.create(ME)
        first = said(t, key="1", replies=(b"a", b"b"))
        second = said(t, key="2", replies=(b"c",))
        waiting = t.unsent(ME)
        assert [(w.reply, w.turn, w.session) for w in waiting] == [
            (b"a", first.number, "s1"),
            (b"b", first.number, "s1"),
            (b"c", second.number, "s1"),
        ]
        t.mark_sent(ME, waiting[1].id)
        assert [w.reply for w in t.unsent(ME)] == [b"a", b"c"]


def test_a_parent_is_a_turn_of_the_same_session() -> None:
    with in_memory() as t:
        t.create(ME)
        second = t.create(ME).id
        turn = said(t, key="1")
        for parent in (turn.number, 99, 0, -1, 1 << 70):
            with pytest.raises(LookupError):
                said(t, key="2", session=second, parent=parent)
        assert t.history(ME, second, 9) == ()


FORGED = st.one_of(
    st.sampled_from(
        ["s1", "s2", "s3", "s0", "s01", "s１", " s1", "s1\n", "s1 OR 1=1", "s" + "9" * 30, "\ud800"]
    ),
    st.integers(-9, 9).map("s{}".format),
    st.text(),
)
NUMBERS = st.one_of(st.integers(-2, 9), st.integers())


@given(session=FORGED, number=NUMBERS)
def test_nobody_reaches_what_is_anothers(session: str, number: int) -> None:
    with in_memory() as t:
        theirs = [t.create(OTHER) for _ in range(2)]
        said(t, key="1", owner=OTHER, replies=(b"r",))
        before = (t.sessions(OTHER), t.history(OTHER, "s1", 9), t.unsent(OTHER), t.active(OTHER))

        assert t.activate(ME, session) is None
        assert t.head(ME, session) is None
        assert t.turn(ME, session, number) is None
        assert t.history(ME, session, 9) == ()
        assert not t.seen(ME, "1")
        assert t.unsent(ME) == ()
        with pytest.raises(LookupError):
            said(t, key="2", session=session, parent=number)
        t.rename(ME, session, "改名")
        t.mark_sent(ME, number)
        assert t.forget(ME, session) == t.forget(ME, None) == 0

        assert (t.sessions(OTHER), t.history(OTHER, "s1", 9), t.unsent(OTHER), t.active(OTHER)) == before
        assert before[3] == theirs[1]


def test_every_statement_is_held_to_the_owner() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    statements: list[str] = []
    t = Transaction(connection, lambda: NOON)
    session = t.create(ME).id
    connection.set_trace_callback(statements.append)
    t.activate(ME, t.create(ME).id)
    t.rename(ME, session, "题")
    said(t, key="1", parent=said(t, key="0", replies=(b"r",)).number)
    t.mark_sent(ME, t.unsent(ME)[0].id)
    t.turn(ME, session, 1), t.head(ME, session), t.seen(ME, "1"), t.active(ME), t.sessions(ME)
    t.forget(ME, session), t.forget(ME, None)
    connection.close()
    assert len(statements) > 15
    about_nobody = re.compile("PRAGMA|--|.* erasure")
    held = re.compile("owner|reviewer = ")
    assert [s for s in statements if not held.search(s) and not about_nobody.match(s)] == []


def test_statements_about_the_users_words_stand_in_one_module() -> None:
    statement = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b")
    modules = [
        path for path in Path(bot.__file__).parent.rglob("*.py") if statement.search(path.read_text("utf-8"))
    ]
    assert {path.name for path in modules} == {
        "belongings.py",
        "corpora.py",
        "errands.py",
        "inbox.py",
        "members.py",
        "outbox.py",
        "reviews.py",
        "schema.py",  # makes the tables
        "sketches.py",
        "traces.py",  # notes that something was forgotten
        "transaction.py",
    }
