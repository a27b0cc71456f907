"""A short soak: a few kills, losses of power and hostile events, which ``make soak`` has many of."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine import advance, ask
from bot.events import Commanded, Edited, Event, Picked, Said, Sent
from bot.state import State
from bot.turns.events import printable
from tests.soak import adapter, fuzz, kill, power, power_adapter, updates
from tests.soak.__main__ import GROWTH
from tests.soak.hostile import mark_of
from tests.soak.tally import Tally
from tests.telegram_fake import FakeTelegram

SEED = 20251220

anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
hostile: st.SearchStrategy[Event] = st.one_of(
    st.builds(Said, anything, st.sampled_from(["", "1", "2"])),
    st.builds(Edited, anything, st.sampled_from(["1", "2"])),
    st.builds(
        Sent,
        anything,
        st.lists(anything, max_size=8).map(tuple),
        st.sampled_from([None, "material", "notice", "last_year"]),
    ),
    st.builds(Picked, anything, st.integers()),
    st.builds(Commanded, anything, anything),
    st.builds(Said, st.integers(1, 9).map(str)),
)


def test_kills_at_random_moments_lose_double_and_misplace_nothing() -> None:
    told = kill.kills(20, SEED, most_told=10)
    assert told.faults == []
    assert told.kills == 20
    assert told.stored


@pytest.mark.skipif(power.STRACE is None, reason="there is no strace here to record what is written")
def test_a_loss_of_power_at_random_moments_loses_nothing_acknowledged() -> None:
    came = power.cuts(30, SEED, 5)
    assert came.faults == []
    assert came.acknowledged == 5 * len(kill.OWNERS)


@pytest.mark.skipif(power.STRACE is None, reason="there is no strace here to record what is written")
def test_a_loss_of_power_loses_no_update_that_may_have_been_confirmed() -> None:
    came = power_adapter.cuts(6, SEED, 42)
    assert came.faults == []
    assert came.acknowledged == 6
    assert power_adapter.cuts(6, SEED, 42, synchronous=False).faults


@pytest.mark.skipif(power.STRACE is None, reason="there is no strace here to record what is written")
def test_without_syncs_a_loss_of_power_is_noticed() -> None:
    assert power.cuts(8, SEED, 4, synchronous=False).faults


def test_hostile_events_neither_crash_the_engine_nor_reach_another_owner() -> None:
    tally = fuzz.through_engine(1_700, SEED)
    assert tally.faults == []
    assert tally.events == 1_700


@pytest.mark.parametrize(("leaked", "told"), [(1024, True), (0, False)])
def test_memory_that_grows_by_a_kilobyte_an_event_would_be_noticed(leaked: int, told: bool) -> None:  # noqa: FBT001 - it is a parameter
    kept: list[bytes] = []

    def turn(number: int) -> None:
        kept[number * leaked :] = [bytes(1024)]

    tally = Tally(SEED)
    fuzz.measured(tally, 120_000, turn)
    assert tally.resident[0]
    assert (tally.grown > GROWTH) is told


def test_hostile_events_of_many_owners_at_once_stay_in_their_own_talks() -> None:
    tally = fuzz.through_store(300, SEED)
    assert tally.faults == []
    assert tally.events >= 300


def test_hostile_updates_neither_stop_the_adapter_nor_tell_anybody_anothers_words() -> None:
    tally = adapter.through_adapter(300, SEED)
    assert tally.faults == []
    assert tally.events == 300


def test_words_told_to_somebody_else_would_be_noticed() -> None:
    tally, fake, person = Tally(SEED), FakeTelegram(), updates.user_of(9)
    fake.calls += [("sendMessage", {"chat_id": person, "text": f"您说：{mark_of(9)}"})]
    adapter.look(tally, updates.Writers(random.Random(SEED)), fake, {})  # noqa: S311 - reproducible, not secret
    assert tally.faults == []
    fake.calls += [("sendMessage", {"chat_id": person, "text": f"他说：{mark_of(8)}"})]
    fake.calls += [("answerInlineQuery", {"inline_query_id": "i1", "results": [mark_of(8)]})]
    adapter.look(tally, updates.Writers(random.Random(SEED)), fake, {"i1": 9})  # noqa: S311 - likewise
    assert [fault.split()[4] for fault in tally.faults] == ["sendMessage", "answerInlineQuery"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(hostile, max_size=8))
def test_whatever_is_sent_ends_in_a_question_of_its_own_revision(events: list[Event]) -> None:
    state = State()
    for number, event in enumerate([Said("2"), *events], 1):
        state, _ = advance(fuzz.DESK, state, printable(event))
        assert ask(fuzz.DESK, state).revision == state.revision == number
