"""Loss of power at random moments: the disk then holds what was synced, and any part of what was not.

``strace`` records what many talks at once write, with every sync and every acknowledgement; the record is
replayed up to a cut, and what comes of it is opened as after a loss of power. What is taken for granted:
directory entries are durable at once, and a disk that says it has synced has.
"""

import asyncio
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from bot.conversation import Conversation
from bot.desk import Desk
from bot.events import Commanded
from bot.store.driver import sqlite3
from bot.store.opening import connect
from bot.store.store import Store
from tests.soak.kill import OWNERS, sound, talks, turns_of
from tests.soak.talks import script

STRACE = shutil.which("strace")
CALLS = "pwrite64,write,pwritev,writev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
SECTOR = 512
CHECKPOINT = 60
"""Pages in the log after which they are copied into the database: every few turns, so that cuts meet it."""

HALF = 0.5
FORGETFUL = "forgetful"
"""An owner who has everything erased again and again; nothing of theirs is missed."""


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes at a place in a file; without bytes, the file's new size."""

    file: str
    place: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Synced:
    """All that was written to a file before is on the disk."""

    file: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A file got another name; an empty one where it is gone."""

    file: str
    name: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An owner was told that an event is stored."""

    owner: str
    number: int


Step = Written | Synced | Moved | Acknowledged


@dataclass
class Cuts:
    """What the cuts came to; ``lost`` counts the cuts after which something acknowledged was missing."""

    cuts: int = 0
    acknowledged: int = 0
    steps: int = 0
    faults: list[str] = field(default_factory=list)


class Disk:
    """What is on the disk for good, and what was written since, by file."""

    def __init__(self) -> None:
        self.durable: dict[str, bytearray] = {}
        self.waiting: dict[str, list[Written]] = {}

    def take(self, step: Step) -> None:
        """Do what was done."""
        match step:
            case Written(file):
                self.waiting.setdefault(file, []).append(step)
            case Synced(file):
                self.durable[file] = _after(self.durable.get(file, bytearray()), self.waiting.pop(file, []))
            case Moved(file, name):
                durable, waiting = self.durable.pop(file, bytearray()), self.waiting.pop(file, [])
                if name:
                    self.durable[name], self.waiting[name] = durable, waiting

    def after_a_cut(self, chance: random.Random) -> Iterator[tuple[str, bytes]]:
        """Give the files as a loss of power may leave them."""
        for file in {*self.durable, *self.waiting}:
            kept = _survivors(self.waiting.get(file, []), chance)
            yield file, bytes(_after(bytearray(self.durable.get(file, b"")), kept))


def _survivors(waiting: list[Written], chance: random.Random) -> list[Written]:
    """Keep none, all, the first few, or any of what was not synced, whole or by sectors."""
    match chance.randrange(5):
        case 0:
            return []
        case 1:
            return waiting
        case 2:
            return waiting[: chance.randrange(len(waiting) + 1)]
        case 3:
            return [each for each in waiting if chance.random() < HALF]
        case _:
            return [each for whole in waiting for each in _sectors(whole) if chance.random() < HALF]


def _sectors(written: Written) -> list[Written]:
    if written.data is None:
        return [written]
    starts = range(0, len(written.data), SECTOR)
    return [Written(written.file, written.place + at, written.data[at : at + SECTOR]) for at in starts]


def _after(content: bytearray, written: list[Written]) -> bytearray:
    for each in written:
        end = each.place + len(each.data or b"")
        content.extend(bytes(max(0, end - len(content))))
        if each.data is None:
            del content[each.place :]
        else:
            content[each.place : end] = each.data
    return content


def cuts(number: int, seed: int, turns: int, *, synchronous: bool = True) -> Cuts:
    """Record so many turns of each owner, and cut the power so many times."""
    chance, came = random.Random(seed), Cuts()  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as folder:
        steps = recorded(Path(folder).resolve(), turns, synchronous=synchronous)
    moments = sorted(chance.randrange(len(steps) + 1) for _ in range(number))
    disk, told, at = Disk(), dict.fromkeys(OWNERS, 0), 0
    for moment in moments:
        for step in steps[at:moment]:
            disk.take(step)
            if isinstance(step, Acknowledged) and step.owner in told:
                told[step.owner] = max(told[step.owner], step.number + 1)
        at = moment
        came.faults += [f"cut {moment}: {fault}" for fault in _faults(disk, told, chance)]
    came.cuts, came.steps = number, len(steps)
    came.acknowledged = sum(isinstance(step, Acknowledged) for step in steps)
    return came


@contextmanager
def database_after_a_cut(disk: Disk, chance: random.Random) -> Iterator[Path]:
    """Put what a cut leaves into a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for file, content in disk.after_a_cut(chance):
            if not file.endswith("-shm"):  # lives in memory alone
                (Path(folder) / file).write_bytes(content)
        yield Path(folder) / "drafts.db"


def _faults(disk: Disk, told: dict[str, int], chance: random.Random) -> list[str]:
    """Start again after a cut, say one thing more, and see what is there."""
    with database_after_a_cut(disk, chance) as database:
        try:
            asyncio.run(_go_on(database, chance.choice(OWNERS)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the talk does not go on
            return [f"cannot go on: {error!r}"]
        return sound(database, told)


async def _go_on(database: Path, owner: str) -> None:
    store = await Store.open(database)
    said = len(await store.perform(partial(turns_of, owner=owner)))
    await Conversation(Desk(), store).handle(owner, str(said), next(islice(script(owner), said, None)))
    await store.close()


def recorded(folder: Path, turns: int, *, synchronous: bool, talker: str = "tests.soak.power") -> list[Step]:
    """Talk under ``strace``, and give what was written, synced and acknowledged, in order.

    ``talker`` is the module that does, given the database, the turns and whether to sync.
    """
    trace = folder / "trace.txt"
    here = Path(__file__).parent.parent.parent
    talk = [sys.executable, "-m", talker, str(folder / "drafts.db"), str(turns), str(int(synchronous))]
    tracer = [str(STRACE), "-f", "-y", "-xx", "-s", "10000000", "--seccomp-bpf", "-e", f"trace={CALLS}"]
    subprocess.run([*tracer, "-o", str(trace), *talk], check=True, cwd=here, stdout=subprocess.DEVNULL)
    return list(_steps(trace.read_text(encoding="ascii"), folder))


_CALL = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)")
_NAME = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"\d+<([^>]*)>")


def _steps(trace: str, folder: Path) -> Iterator[Step]:
    """Read the record. What is written counts from the beginning of its call, a sync from its end."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        thread, call, rest = match[1], match[2], match[3]
        resumed = " resumed>" in line[: match.start(3)]
        unfinished = rest.endswith("<unfinished ...>")
        if unfinished:
            begun[thread] = rest
        if "sync" in call:
            if not unfinished:
                yield from _synced(begun.pop(thread) if resumed else rest, folder)
        elif not resumed:
            yield from _done(call, rest, folder)


def _synced(arguments: str, folder: Path) -> Iterator[Step]:
    file = _own(arguments, folder)
    if file:
        yield Synced(file)


def _done(call: str, arguments: str, folder: Path) -> Iterator[Step]:
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _NAME.findall(arguments)]
    file, numbers = _own(arguments, folder), re.findall(r", (\d+)\)?", _NAME.sub('""', arguments))
    match call:
        case "pwrite64" if file:
            yield Written(file, int(numbers[-1]), texts[0])
        case "ftruncate" if file:
            yield Written(file, int(numbers[-1]), None)
        case "write" if arguments.startswith("1<"):
            owner, number = texts[0].decode().split()
            yield Acknowledged(owner, int(number))
        case "unlink" | "unlinkat" | "rename" | "renameat" | "renameat2":
            names = [Path(text.decode()) for text in texts]
            if names[0].parent == folder:
                yield Moved(names[0].name, names[1].name if len(names) > 1 else "")
        case _ if file:
            raise ValueError(f"nothing is known of {call}({arguments[:80]}")


def _own(arguments: str, folder: Path) -> str:
    """Give the name of the file that a call is about, if it is one of the folder's."""
    match = _FILE.match(arguments)
    name = match[1] if match else ""
    path = Path(bytes.fromhex(name.replace("\\x", "")).decode() if name.startswith("\\x") else name)
    return path.name if path.parent == folder else ""


async def _record(database: Path, turns: int, *, synchronous: bool) -> None:
    """Talk, and close the store in between."""
    half = turns // 2
    for each in (range(half), range(half, turns)):
        store = await Store.open(database, connect=connecting if synchronous else careless)
        conversation = Conversation(Desk(), store)
        await asyncio.gather(
            talks(conversation, dict.fromkeys(OWNERS, each), tell), _forgetful(conversation, each)
        )
        await store.close()


async def _forgetful(conversation: Conversation, turns: range) -> None:
    for number, event in zip(turns, islice(script(FORGETFUL), turns.start, None), strict=False):
        await conversation.handle(FORGETFUL, str(number), event)
        if number % 7 == 0:
            await conversation.handle(FORGETFUL, f"{number}f", Commanded("forget", "all"))
            await conversation.forget(FORGETFUL, None)


def tell(owner: str, number: int) -> None:
    sys.stdout.write(f"{owner} {number}\n")
    sys.stdout.flush()


def connecting(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    return connection


def careless(path: Path) -> sqlite3.Connection:
    """Connect without what makes commits durable, to see that this is noticed."""
    connection = connecting(path)
    connection.execute("PRAGMA synchronous = off")
    return connection


if __name__ == "__main__":
    asyncio.run(_record(Path(sys.argv[1]), int(sys.argv[2]), synchronous=sys.argv[3] == "1"))
