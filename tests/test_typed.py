"""Data is read as a type by several threads at once, in a process of its own: a failure takes that down."""

import subprocess
import sys

import pytest

SHAPES = """
import sys, threading
import msgspec
from phrasebank.typed import converted, from_json, from_msgpack

GIVEN = {"g1": {"a": {"f1": ["述职"]}}}
READ = {
    "converted": lambda shape: converted(GIVEN, shape),
    "from_json": lambda shape: from_json(msgspec.json.encode(GIVEN), shape),
    "from_msgpack": lambda shape: from_msgpack(msgspec.msgpack.encode(GIVEN), shape),
}
THREADS, SHAPES = 4, 12


def shape():
    inner = msgspec.defstruct("Inner", [(f"f{n}", tuple[str, ...] | None, None) for n in range(30)])
    return msgspec.defstruct("Outer", [(f"g{n}", dict[str, inner] | None, None) for n in range(30)])


def together(read, shape):
    ready, found = threading.Barrier(THREADS), []

    def run():
        ready.wait()
        found.append(read(shape).g1["a"].f1)

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


sys.setswitchinterval(1e-6)
for _ in range(SHAPES):
    assert together(READ[sys.argv[1]], shape()) == [("述职",)] * THREADS
"""


@pytest.mark.parametrize("read", ["converted", "from_json", "from_msgpack"])
def test_threads_that_meet_a_type_for_the_first_time_together_all_read_it(read: str) -> None:
    done = subprocess.run([sys.executable, "-c", SHAPES, read], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
