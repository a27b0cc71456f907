"""All of it, ``NAME VALUE UNIT`` a line; exits 1 on any loss or crash.

``SOAK_KILLS``, ``SOAK_CUTS`` and ``SOAK_EVENTS`` say how much, ``SOAK_SEED`` which; 0 leaves a part out.
"""

import os
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

import pytest

from tests.bot_api.adapter import MODES
from tests.soak import fuzz, kill, power, power_adapter, telegram, terminal
from tests.soak.tally import Tally

KILLS, CUTS, EVENTS, SEED = 1000, 1000, 1_000_000, 20251220
OF_THE_TERMINAL = 20
"""One kill in so many is of the program in a terminal, which takes longest; of the others, a third each is of
the talks alone, of the adapter that fetches from Telegram, and of the adapter that Telegram calls."""

TURNS = 60
"""Of each talk under which the power is cut."""

UPDATES = 300
CONTROL_CUTS = 30
GROWTH = 1.1
"""What the memory of a run may grow to, after its first fifth."""

SHOWN = 5


def main() -> int:
    """Soak, and tell how it went."""
    faults = [
        *_kills(_wanted("KILLS", KILLS)),
        *_cuts(_wanted("CUTS", CUTS)),
        *_events(_wanted("EVENTS", EVENTS)),
    ]
    for fault in faults[:SHOWN]:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _wanted(name: str, standard: int) -> int:
    return int(os.environ.get(f"SOAK_{name}", standard))


def _kills(number: int) -> Iterable[str]:
    if not number:
        return ()
    seed, faults = _wanted("SEED", SEED), list[str]()
    of_the_terminal = number // OF_THE_TERMINAL
    for mode, each in zip(("talks", *MODES), _shares(number - of_the_terminal), strict=True):
        began = perf_counter()
        faults += _kills_of(mode, each, seed)
        print(f"kills_{mode}_seconds {perf_counter() - began:.0f} s", flush=True)
    chance = random.Random(seed)  # noqa: S311 - the same kills each time
    lost = sum(terminal.lost_by_a_kill(chance) for _ in range(of_the_terminal))
    print(f"kills_terminal {of_the_terminal} points")
    print(f"kills_faults {len(faults) + lost} events", flush=True)
    return [*faults, *([f"the program lost {lost} messages"] if lost else [])]


def _shares(number: int) -> list[int]:
    """Divide a number in three."""
    return [(number + place) // 3 for place in range(3)]


def _kills_of(mode: str, number: int, seed: int) -> list[str]:
    if mode == "talks":
        told = kill.kills(number, seed)
        print(f"kills_talks {told.kills} points")
        print(f"kills_talks_acknowledged {told.acknowledged} events")
        print(f"kills_talks_compared {told.stored} turns_with_those_of_undisturbed_talks")
        return told.faults
    heard = telegram.kills(number, seed, mode)
    print(f"kills_{mode} {heard.kills} points")
    print(f"kills_{mode}_confirmed {heard.confirmed} updates")
    print(f"kills_{mode}_heard {heard.messages} messages")
    print(f"kills_{mode}_repeated {heard.repeated} messages_that_say_so")
    return heard.faults


def _cuts(number: int) -> Iterable[str]:
    if not number:
        return ()
    if power.STRACE is None:
        print("cuts 0 points (left out: there is no strace here)")
        return ()
    of_the_adapter = number // 2
    return [
        *_cuts_of("talks", number - of_the_adapter, power.cuts, TURNS),
        *_cuts_of("adapter", of_the_adapter, power_adapter.cuts, UPDATES),
    ]


def _cuts_of(what: str, number: int, cuts: Callable[..., power.Cuts], most: int) -> list[str]:
    seed, began = _wanted("SEED", SEED), perf_counter()
    came = cuts(number, seed, most)
    control = cuts(CONTROL_CUTS, seed, most // 4, synchronous=False)
    print(f"cuts_{what} {came.cuts} points_of_{came.steps}_writes_and_syncs")
    print(f"cuts_{what}_acknowledged {came.acknowledged} {'events' if what == 'talks' else 'batches'}")
    print(f"cuts_{what}_faults {len(came.faults)} events")
    print(f"cuts_{what}_control {len(control.faults)} faults_without_syncs")
    print(f"cuts_{what}_seconds {perf_counter() - began:.0f} s", flush=True)
    return came.faults if control.faults else [*came.faults, "the cuts find nothing where nothing is synced"]


def _events(number: int) -> Iterable[str]:
    if not number:
        return ()
    runs, faults = fuzz.soak(number, _wanted("SEED", SEED)), []
    for run in runs:
        print(f"events {run.events} events_of_seed_{run.seed}")
        print(f"events_speed {run.events / run.seconds:.0f} events/s")
        print(f"events_memory {run.grown:.3f} x_that_of_the_first_fifth")
        faults += [*run.faults, *_growth(run)]
    for taken, event in sorted((each for run in runs for each in run.slow), reverse=True)[:SHOWN]:
        print(f"events_slowest {taken:.1f} s {event}")
    print(f"events_in_all {sum(run.events for run in runs)} events")
    print(f"events_files {sum(run.files for run in runs)} files")
    print(f"events_faults {len(faults)} events", flush=True)
    return [*faults, *_hypotheses()]


def _growth(run: Tally) -> Iterable[str]:
    return [f"seed {run.seed}: memory grew {run.grown:.2f} times"] if run.grown > GROWTH else ()


def _hypotheses() -> Iterable[str]:
    """Have the properties of the engine tried with many more examples than the tests do."""
    engine = str(Path(__file__).parent.parent / "test_engine.py")
    failed = pytest.main(["-q", "--hypothesis-profile=soak", "-p", "no:cacheprovider", engine])
    return ["a property of the engine does not hold"] if failed else ()


if __name__ == "__main__":
    sys.exit(main())
