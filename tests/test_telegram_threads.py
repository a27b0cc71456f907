"""What is read and written beside the talks holds up neither them nor the end of the program."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.adapters.telegram.threads import MOST, Threads

ROOT = Path(__file__).parent.parent

ENDING = """
import asyncio, threading
from bot.adapters.telegram.threads import Threads

async def main():
    asyncio.get_running_loop().set_default_executor(Threads())
    begun = threading.Event()
    asyncio.create_task(asyncio.to_thread(lambda: (begun.set(), threading.Event().wait())))
    await asyncio.to_thread(begun.wait)

asyncio.run(main())
print("ended")
"""


def test_the_program_ends_though_a_thread_is_still_at_work() -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", ENDING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "ended\n", "")


async def test_what_is_given_is_done_and_what_goes_wrong_is_told() -> None:
    asyncio.get_running_loop().set_default_executor(Threads())
    assert await asyncio.gather(*(asyncio.to_thread(pow, 2, each) for each in range(100))) == [
        2**each for each in range(100)
    ]
    with pytest.raises(ZeroDivisionError):
        await asyncio.to_thread(divmod, 1, 0)


async def test_no_more_is_done_at_a_time_than_there_are_threads() -> None:
    asyncio.get_running_loop().set_default_executor(Threads())
    gate, begun = threading.Event(), threading.Semaphore(0)

    def work() -> None:
        begun.release()
        gate.wait()

    waiting = [asyncio.create_task(asyncio.to_thread(work)) for _ in range(MOST + 3)]
    await asyncio.sleep(0)
    for _ in range(MOST):
        assert begun.acquire(timeout=60)
    assert not begun.acquire(blocking=False)
    gate.set()
    await asyncio.gather(*waiting)
