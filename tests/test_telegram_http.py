"""The program over real HTTP, polling and called by webhook, through faults, kills and restarts."""

import asyncio
import json
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.adapters.telegram.parts import Parts
from bot.outline import outlines
from tests.bot_api.adapter import MODES, SECRET, answered, reached, said, settled, working
from tests.bot_api.program import PATIENCE, Program, applied, free_port
from tests.bot_api.server import BotApi, LostError, RefusalError, too_many
from tests.golden import golden, talk


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("genre", list(outlines()))
async def test_a_whole_talk_gives_the_report(genre: str, mode: str, api: BotApi, tmp_path: Path) -> None:
    async with working(api, tmp_path / "drafts.db", mode) as parts:
        await said(api, parts, 7, "/start", *talk(genre))
    assert [data.decode() for _, data, _ in api.documents[7]] == [golden(genre)]


@pytest.mark.parametrize("mode", MODES)
async def test_no_fault_of_the_line_or_of_telegram_loses_or_doubles_anything(
    mode: str, api: BotApi, tmp_path: Path
) -> None:
    api.shuffled = True
    api.before["getMe"] += [RefusalError(502, "Bad Gateway"), LostError()]
    api.before["getUpdates"] += [
        RefusalError(500, "Internal Server Error"),
        RefusalError(409, "Conflict"),
        LostError(),
    ]
    api.after["getUpdates"] += [LostError()]
    api.before["sendMessage"] += [too_many(1), RefusalError(500, "Internal Server Error"), LostError()]
    api.after["sendMessage"] += [LostError()]
    lines = ["/start", "2", "区委编办", "党支部书记", "李明", "2025", "1"]
    api.blocked.add(8)
    async with working(api, tmp_path / "drafts.db", mode) as parts:
        await asyncio.to_thread(api.push, message={"from": {"id": 7}, "chat": 5})
        await asyncio.to_thread(api.write, 8, text="/start")
        for line in lines:
            await asyncio.to_thread(api.write, 7, text=line)
        await reached(api, lambda: parts.gauges.done == len(lines) + 1)
        if mode == "webhook":
            assert set(await asyncio.to_thread(api.redeliver)) == {200}
        await settled(api, parts)
        depth = await parts.store.perform(lambda t: t.inbox.depth(parts.settings.source))
    assert (depth.open, depth.aside, parts.gauges.gone, api.texts[8]) == (0, 1, 1, [])
    assert applied(tmp_path / "drafts.db") == {"tg:7": lines[1:]}
    # Two were lost on the line, one of them after it had arrived: the repetitions say that they are some.
    assert sum(text.startswith("（重发）") for text in api.texts[7]) == 2


async def test_a_webhook_lets_nobody_in_without_the_secret_and_reads_nothing_too_large(
    api: BotApi, tmp_path: Path
) -> None:
    async with working(api, tmp_path / "drafts.db", "webhook") as parts:

        def tried() -> list[int]:
            with api.changed:
                api._pending[1] = {"update_id": 1, "message": api.message(7, text="/start")}  # noqa: SLF001 - to deliver it by hand
            wrong = [api.call(1, secret) for secret in ("", "x", SECRET[:-1], SECRET + "x", "é" * 16)]
            odd = [
                api.call(1, body=body) for body in (b"", b"[]", b"{}", b'{"update_id": "1"}', b"[" * 99_999)
            ]
            url = api.webhook["url"]
            api.webhook["url"] = url + "/other"
            elsewhere = api.call(1)
            api.webhook["url"] = url
            return [*wrong, elsewhere, *odd, oversized(parts)]

        assert await asyncio.to_thread(tried) == [403] * 5 + [404] + [200] * 5 + [0]
        assert await parts.store.perform(lambda t: t.inbox.open(parts.settings.source)) == ()
    assert api.texts == {}


async def test_whoever_opens_the_webhook_in_a_browser_is_no_fault_of_the_program(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with working(api, tmp_path / "drafts.db", "webhook"):

        def asked() -> int:
            url = urlsplit(api.webhook["url"])
            connection = HTTPConnection(str(url.hostname), url.port or 80, timeout=10)
            connection.request("GET", url.path, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
            status = connection.getresponse().status
            connection.close()
            return status

        assert await asyncio.to_thread(asked) == 405
    assert not [each for each in caplog.records if "webhook" in each.getMessage()]


async def test_what_is_odd_in_an_update_does_not_lose_it_on_a_webhook(api: BotApi, tmp_path: Path) -> None:
    async with working(api, tmp_path / "drafts.db", "webhook") as parts:
        await said(api, parts, 7, "/start", "2")
        odd = json.dumps({"update_id": 5000, "message": api.message(7, text="区委\ud800编办")}).encode()
        assert await asyncio.to_thread(api.call, 0, None, odd) == 200
        await answered(api, parts, 3)
        broken = json.dumps({"update_id": 5001, "message": api.message(7, text="x")}).encode()
        assert await asyncio.to_thread(api.call, 0, None, broken.replace(b'"x"', b'"\xff"')) == 200
        await answered(api, parts, 4)
        draft = await parts.conversation.draft("tg:7", "s1")
    assert draft
    assert draft.profile.organization.startswith("区委")


def oversized(parts: Parts) -> int:
    """Announce sixty megabytes with the right secret; 0 where they are not taken."""
    assert parts.settings.webhook
    connection = HTTPConnection(*parts.settings.webhook.listen, timeout=10)
    connection.putrequest("POST", "/hook")
    connection.putheader("X-Telegram-Bot-Api-Secret-Token", SECRET)
    connection.putheader("Content-Length", "60000000")
    connection.endheaders()
    try:
        return 0 if connection.getresponse().status == 400 else 1
    except OSError:
        return 0
    finally:
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_the_program_is_healthy_while_it_works_counts_and_refuses_a_second(
    api: BotApi, tmp_path: Path
) -> None:
    db, port = tmp_path / "drafts.db", free_port()
    settings = {"SHUZHI_METRICS": f"127.0.0.1:{port}", "SHUZHI_LOG": "json"}
    with Program(api, db, **settings) as program:
        api.write(7, text="/start")
        assert api.until(lambda: len(api.texts[7]) == 1)
        health = [sys.executable, "-m", "bot", "health"]
        asked = subprocess.run(
            health, env=program.environ, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (asked.returncode, asked.stdout) == (0, "正常\n")
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/metrics")
        figures = connection.getresponse().read().decode()
        connection.close()
        assert 'shuzhi_updates_total{kind="talk"} 1' in figures
        assert "shuzhi_inbox_depth 0" in figures
        with Program(api, db, **settings) as second:
            assert second.process.wait(PATIENCE) == 75
            assert "已经有一个机器人" in second.kill()
        code, complaints = program.stop()
        assert code == 0
        assert '"update": 1000, "kind": "Talk"' in complaints
        asked = subprocess.run(
            health, env=program.environ, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (asked.returncode, asked.stdout) == (1, "")
        assert "没有运行" in asked.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="systemd is not there")
def test_systemd_is_told_when_the_program_is_ready_works_and_stops(api: BotApi, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.settimeout(PATIENCE)
        watched = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "90000000"}
        with Program(api, tmp_path / "drafts.db", **watched) as program:
            assert {channel.recv(99), channel.recv(99)} == {b"READY=1", b"WATCHDOG=1"}
            assert api.until(lambda: any(name == "getUpdates" for name, _ in api.calls))
            assert program.stop()[0] == 0
            assert channel.recv(99) == b"STOPPING=1"
