"""All of it, ``NAME VALUE UNIT`` a line; exits 1 on any loss or crash.

``SOAK_KILLS``, ``SOAK_CUTS`` and ``SOAK_EVENTS`` say how much, ``SOAK_SEED`` which; 0 leaves a part out.
"""

import os
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

import pytest

from tests.soak import fuzz, kill, power, terminal

KILLS, CUTS, EVENTS, SEED = 1000, 1000, 1_000_000, 20251220
OF_THE_PROGRAM = 20
"""One kill of the program itself, which takes ten times as long, comes on so many of its talks."""

TURNS = 60
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
    seed, began = _wanted("SEED", SEED), perf_counter()
    told = kill.kills(number, seed)
    chance = random.Random(seed)  # noqa: S311 - the same kills each time
    of_the_program = number // OF_THE_PROGRAM
    lost = sum(terminal.lost_by_a_kill(chance) for _ in range(of_the_program))
    print(f"kills {told.kills} points")
    print(f"kills_acknowledged {told.acknowledged} events")
    print(f"kills_compared {told.stored} turns_with_those_of_undisturbed_talks")
    print(f"kills_of_the_program {of_the_program} points")
    print(f"kills_faults {len(told.faults) + lost} events")
    print(f"kills_seconds {perf_counter() - began:.0f} s", flush=True)
    return [*told.faults, *([f"the program lost {lost} messages"] if lost else [])]


def _cuts(number: int) -> Iterable[str]:
    if not number:
        return ()
    if power.STRACE is None:
        print("cuts 0 points (left out: there is no strace here)")
        return ()
    seed, began = _wanted("SEED", SEED), perf_counter()
    came = power.cuts(number, seed, TURNS)
    control = power.cuts(CONTROL_CUTS, seed, TURNS // 4, synchronous=False)
    print(f"cuts {came.cuts} points_of_{came.steps}_writes_and_syncs")
    print(f"cuts_acknowledged {came.acknowledged} events")
    print(f"cuts_faults {len(came.faults)} events")
    print(f"cuts_control {len(control.faults)} faults_without_syncs")
    print(f"cuts_seconds {perf_counter() - began:.0f} s", flush=True)
    return came.faults if control.faults else [*came.faults, "the cuts find nothing where nothing is synced"]


def _events(number: int) -> Iterable[str]:
    if not number:
        return ()
    runs, faults = fuzz.soak(number, _wanted("SEED", SEED)), []
    for run in runs:
        grown = run.resident[1] / run.resident[0] if run.resident[0] else 1.0  # too short to tell
        print(f"events {run.events} events_of_seed_{run.seed}")
        print(f"events_speed {run.events / run.seconds:.0f} events/s")
        print(f"events_memory {grown:.3f} x_that_of_the_first_fifth")
        faults += run.faults + ([f"seed {run.seed}: memory grew {grown:.2f} times"] if grown > GROWTH else [])
    for taken, event in sorted((each for run in runs for each in run.slow), reverse=True)[:SHOWN]:
        print(f"events_slowest {taken:.1f} s {event}")
    print(f"events_in_all {sum(run.events for run in runs)} events")
    print(f"events_files {sum(run.files for run in runs)} files")
    print(f"events_faults {len(faults)} events", flush=True)
    return [*faults, *_hypotheses()]


def _hypotheses() -> Iterable[str]:
    """Have the properties of the engine tried with many more examples than the tests do."""
    engine = str(Path(__file__).parent.parent / "test_engine.py")
    failed = pytest.main(["-q", "--hypothesis-profile=soak", "-p", "no:cacheprovider", engine])
    return ["a property of the engine does not hold"] if failed else ()


if __name__ == "__main__":
    sys.exit(main())
