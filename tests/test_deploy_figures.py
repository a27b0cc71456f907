"""The figures: in Prometheus' text format to the letter, and told to an administrator in words.

The format: https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.gauges import BOUNDS, FRESH, Gauges
from bot.adapters.telegram.loopback import showing
from bot.adapters.telegram.settings import Settings
from bot.store.faults import DiskFullError
from bot.store.store import Store, T
from bot.store.transaction import Transaction
from tests.bot_api.program import free_port
from tests.driving_telegram import Server, Waiting, said, serving
from tests.telegram_fake import TOKEN, FakeTelegram, Person, too_many

ADMIN = Settings(TOKEN, admins=frozenset({7}), users=frozenset({8}), metrics=None)

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([a-z]+)="([^"\\\n]*)"\})? (-?[0-9][0-9.e+-]*|\+Inf)')


@dataclass
class Family:
    """One figure as it was read."""

    kind: str
    samples: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def value(self) -> float:
        ((_, _, value),) = self.samples
        return value


def exposed(lines: list[str]) -> dict[str, Family]:
    """Read the format strictly: HELP, TYPE and the samples of a figure together, each but once."""
    found: dict[str, Family] = {}
    helped, current = "", ""
    for line in lines:
        match line.split(" ", 3):
            case ["#", "HELP", name, told]:
                assert NAME.fullmatch(name)
                assert told
                assert "\\" not in told
                helped = name
            case ["#", "TYPE", name, kind]:
                assert name == helped
                assert name not in found
                assert kind in {"counter", "gauge", "histogram"}
                assert kind != "counter" or name.endswith("_total")
                found[name], current = Family(kind), name
            case _:
                read = SAMPLE.fullmatch(line)
                assert read, line
                family = found[current]
                endings = {"_bucket", "_sum", "_count"} if family.kind == "histogram" else {""}
                assert read[1].removeprefix(current) in endings
                sample = (read[1].removeprefix(current), read[3] or "", float(read[4]))
                assert sample[:2] not in [each[:2] for each in family.samples]
                family.samples.append(sample)
    for family in found.values():
        if family.kind == "histogram":
            check_histogram(family)
    return found


def check_histogram(family: Family) -> None:
    buckets = [(float(label), value) for ending, label, value in family.samples if ending == "_bucket"]
    assert [bound for bound, _ in buckets] == [*BOUNDS, float("inf")]
    counts = [value for _, value in buckets]
    assert counts == sorted(counts)
    assert ("_count", "", counts[-1]) in family.samples
    assert [ending for ending, _, _ in family.samples].count("_sum") == 1


@given(
    st.lists(st.floats(0, 1e6)),
    st.dictionaries(st.sampled_from(["talk", "press", "unreadable"]), st.integers(0, 10**12)),
    st.floats(0, 1e15),
)
def test_whatever_was_counted_the_format_is_kept(
    times: list[float], kinds: dict[str, int], free: float
) -> None:
    gauges = Gauges(lambda: 1e9)
    for each in times:
        gauges.handled(each)
    gauges.updates.update(kinds)
    read = exposed(list(gauges.lines({"disk_free_bytes": free, "store_answers": 1})))
    assert ("_count", "", len(times)) in read["shuzhi_handler_seconds"].samples
    assert sum(value for *_, value in read["shuzhi_updates_total"].samples) == sum(kinds.values())
    assert read["shuzhi_disk_free_bytes"].value == pytest.approx(free)


async def asked(port: int, page: str) -> tuple[int, str]:
    def ask() -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", page)
        answer = connection.getresponse()
        shown = answer.status, answer.read().decode()
        connection.close()
        return shown

    return await asyncio.to_thread(ask)


async def test_the_pages_tell_of_what_happened(tmp_path: Path) -> None:
    fake, port = FakeTelegram(), free_port()
    fake.faults["sendMessage", 7].append(too_many(2))
    async with serving(tmp_path / "drafts.db", fake, ADMIN) as server:
        pages = showing(("127.0.0.1", port), server.parts.gauges, server.store, ADMIN.source)
        try:
            await happenings(fake, server)
            status, text = await asked(port, "/metrics")
        finally:
            pages.stop()
    read = exposed(text.splitlines())
    assert status == 200
    assert text.endswith("\n")
    single = {name: family.value for name, family in read.items() if len(family.samples) == 1}
    assert single["shuzhi_too_many_requests_total"] == 1
    assert single["shuzhi_updates_refused_total"] == 1
    assert single["shuzhi_strangers_total"] == 1
    assert single["shuzhi_updates_set_aside_total"] == single["shuzhi_inbox_set_aside"] == 1
    assert single["shuzhi_inbox_depth"] == single["shuzhi_outbox_depth"] == 0
    assert single["shuzhi_messages_sent_total"] >= 3
    assert single["shuzhi_telegram_silence_seconds"] < FRESH
    assert single["shuzhi_store_answers"] == 1
    assert single["shuzhi_database_bytes"] > 0
    assert single["shuzhi_disk_free_bytes"] > 0


async def happenings(fake: FakeTelegram, server: Server) -> None:
    """Have one of everything that is counted happen."""
    Person(fake).say("/start")
    Person(fake, 8).say("秘密★一年")
    Person(fake, 9).say("/start")
    fake.push(message={"from": {"id": 7}, "chat": 5})
    await server.settle()


class FullStore(Store):
    """A store whose disk is full."""

    async def perform(self, _: Callable[[Transaction], T]) -> T:
        raise DiskFullError(self.path)


async def test_a_store_out_of_order_is_a_figure_and_no_fault(tmp_path: Path) -> None:
    port, gauges = free_port(), Gauges()
    store = await FullStore.open(tmp_path / "drafts.db")
    gauges.heard()
    pages = showing(("127.0.0.1", port), gauges, store, 1)
    try:
        figures, health = await asked(port, "/metrics"), await asked(port, "/health")
    finally:
        pages.stop()
        await store.close()
    assert figures[0] == 200
    assert exposed(figures[1].splitlines())["shuzhi_store_answers"].value == 0
    assert health[0] == 503
    assert "磁盘已满" in health[1]


async def test_a_bot_that_hears_nothing_is_ill(tmp_path: Path) -> None:
    waiting, port = Waiting(), free_port()
    gauges = Gauges(waiting.clock)
    store = await Store.open(tmp_path / "drafts.db")
    pages = showing(("127.0.0.1", port), gauges, store, 1)
    try:
        before = await asked(port, "/health")
        gauges.heard()
        well = await asked(port, "/health")
        waiting.now += FRESH + 1
        silent = await asked(port, "/health")
    finally:
        pages.stop()
        await store.close()
    assert [before[0], well[0], silent[0]] == [503, 200, 503]
    assert "没有 Telegram 的回音" in silent[1]
    assert "SHUZHI_PROXY" in silent[1]


async def test_an_administrator_is_told_how_the_bot_is_and_nobody_else(tmp_path: Path) -> None:
    fake = FakeTelegram()
    admin, user = Person(fake), Person(fake, 8)
    async with serving(tmp_path / "drafts.db", fake, ADMIN) as server:
        await said(server, admin, "/status")
        first = admin.seen[-1]
        fake.faults["sendMessage", 7].append(too_many(2))
        fake.push(message={"from": {"id": 7}, "chat": 5})
        await said(server, admin, "/status")
        admin.say("/status")
        await said(server, user, "/status")
    assert first.startswith("版本")
    assert "等着处理 0 条，搁在一边 0 条" in first
    assert "等着发出 0 条" in first
    assert "没有被 Telegram 限速" in first
    assert re.search(r"磁盘还剩 [\d,]+ MB，草稿库 [\d.]+ MB", first)
    assert "搁在一边 1 条" in admin.seen[-1]
    assert re.search(r"限速（429）1 次，最近一次 \d{4}-\d\d-\d\d \d\d:\d\d", admin.seen[-1])
    assert not any("已运行" in text for text in user.seen)


async def test_what_waits_is_told_with_how_long(tmp_path: Path) -> None:
    fake = FakeTelegram()
    async with serving(tmp_path / "drafts.db", fake, ADMIN) as server:
        source = ADMIN.source
        await server.store.perform(lambda t: t.inbox.put(source, 1, "tg:8", b"{}"))
        Person(fake).say("/status")
        await server.settle()
    assert re.search(r"等着处理 1 条（最早的等了 .+），", Person(fake).seen[-1])
