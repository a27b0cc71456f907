"""Starting and stopping, and what is left behind in the log."""

import asyncio
import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from bot.adapters.telegram import logs
from bot.adapters.telegram.app import FAULT, serve
from bot.adapters.telegram.settings import Settings, SettingsError
from bot.adapters.telegram.wire import bot_of
from bot.store.store import Store
from tests.driving_telegram import OPEN, Waiting, parts_of, serving
from tests.telegram_fake import BOT, TOKEN, FakeTelegram, Fault, Person, refusal

ROOT = Path(__file__).parent.parent
SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged at any level, as it would be shown."""
    shown = io.StringIO()
    handler = logs.handler(OPEN, shown)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield shown
    root.removeHandler(handler)
    root.setLevel(before)


async def served(
    fake: FakeTelegram, db: Path, waiting: Waiting, settings: Settings = OPEN, *, until: int = 0
) -> None:
    """Serve until nothing more is written, and so many messages have arrived in the chat of 7."""
    stopping = asyncio.Event()
    store = await Store.open(db)

    def on_quiet() -> None:
        if len(fake.chats[7]) >= until:
            stopping.set()

    fake.on_quiet = fake.on_arrival = on_quiet
    try:
        async with asyncio.timeout(60):
            await serve(parts_of(fake, store, settings, waiting), stopping)
    finally:
        await store.close()


async def test_the_bot_works_until_it_is_told_to_stop(tmp_path: Path, fake: FakeTelegram) -> None:
    person = Person(fake)
    person.say("/start")
    person.say("2")
    await served(fake, tmp_path / "drafts.db", Waiting(), until=2)
    assert len(person.messages) == 2


@pytest.mark.parametrize("method", ["setMyCommands", "deleteWebhook"])
async def test_what_is_only_for_show_may_fail(method: str, tmp_path: Path, fake: FakeTelegram) -> None:
    fake.faults[method, 0].append(refusal(404, "Not Found"))
    Person(fake).say("/start")
    await served(fake, tmp_path / "drafts.db", Waiting(), until=1)
    assert len(fake.chats[7]) == 1


@pytest.mark.parametrize("fault", [refusal(401, "Unauthorized"), refusal(404, "Not Found")])
async def test_a_token_that_telegram_refuses_ends_the_program(
    fault: Fault, tmp_path: Path, fake: FakeTelegram
) -> None:
    fake.faults["getMe", 0].append(fault)
    with pytest.raises(SettingsError, match="不认这个令牌") as caught:
        await served(fake, tmp_path / "drafts.db", Waiting())
    assert SECRET not in str(caught.value)


async def test_a_line_that_is_down_at_the_start_is_waited_for(
    tmp_path: Path, fake: FakeTelegram, log: io.StringIO
) -> None:
    waiting = Waiting()
    fake.faults["getMe", 0] += [refusal(502, "Bad Gateway"), refusal(502, "Bad Gateway")]
    await served(fake, tmp_path / "drafts.db", waiting)
    assert waiting.slept == [1, 2]
    assert log.getvalue().count("连不上 Telegram") == 2


async def test_without_anybody_to_let_in_the_log_says_how_to_begin(
    tmp_path: Path, fake: FakeTelegram, log: io.StringIO
) -> None:
    await served(fake, tmp_path / "drafts.db", Waiting(), Settings(TOKEN, metrics=None))
    assert "shuzhi pair" in log.getvalue()


async def test_nothing_more_is_taken_once_the_program_is_to_stop(tmp_path: Path, fake: FakeTelegram) -> None:
    person = Person(fake)
    async with serving(tmp_path / "drafts.db", fake) as server:
        for _ in range(5):
            person.say("/help")
        server.stopping.set()
        await server.polling.step()
    assert person.seen == []


async def test_neither_the_token_nor_a_users_words_are_logged_at_any_level(
    tmp_path: Path, fake: FakeTelegram, log: io.StringIO
) -> None:
    words = "朱雀湖畔帮扶困难党员"
    person = Person(fake)
    fake.push(message={"chat": {"id": words, "type": "private"}, "text": words})
    fake.faults["sendMessage", 7] += [(502, words.encode()), (500, json.dumps({"x": words}).encode())]
    fake.faults["sendMessage", 7] += [ValueError(f"{words} {TOKEN}"), refusal(400, "Bad Request")]
    for line in ("/start", words, "2", words, f"/phrase {words}", f"/{words}"):
        person.say(line)
    await served(fake, tmp_path / "drafts.db", Waiting(), until=6)
    logging.getLogger("telegram.ext").error(f"https://api.telegram.org/bot{TOKEN}/getMe {words}")  # noqa: G004 - as careless as can be
    logging.getLogger("bot.adapters").error("出错", exc_info=ValueError(words + TOKEN))
    shown = log.getvalue()
    assert "更新 1001" in shown
    assert "ValueError" in shown
    for secret in (SECRET, words, words[:4], json.dumps(words)[1:-1], "李明"):
        assert secret not in shown
        assert repr(secret.encode())[2:-1] not in shown


@pytest.mark.skipif(find_spec("socksio") is not None, reason="what it needs is installed here")
def test_a_socks_proxy_without_its_library_is_explained() -> None:
    with pytest.raises(SettingsError, match="socks"):
        bot_of(Settings(TOKEN, proxy="socks5://127.0.0.1:1080"))


def test_importing_the_adapters_does_not_load_the_library() -> None:
    code = "import sys, bot.adapters.telegram; sys.exit('telegram' in sys.modules or 'httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


FULL = """
import resource, sys
from pathlib import Path
from bot.adapters.telegram import run
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sys.exit(run({"SHUZHI_TELEGRAM_TOKEN": sys.argv[1]}, Path(sys.argv[2])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_disk_that_takes_nothing_ends_the_program_so_that_it_is_started_again(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FULL, TOKEN, tmp_path / "d.db"], cwd=ROOT, capture_output=True, check=False
    )
    assert ended.returncode == FAULT
    assert "磁盘" in ended.stderr.decode()


class Server(ThreadingHTTPServer):
    """A Bot API on the loopback: one message waits for the bot, and all that it does is noted."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.paths: list[str] = []
        self.texts: list[str] = []
        self.replied = threading.Event()
        self.over = threading.Event()


class Answering(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        params = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.paths.append(self.path)
        body = json.dumps({"ok": True, "result": self._answer(params)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, params: dict[str, list[str]]) -> object:
        match self.path.rpartition("/")[2]:
            case "getMe":
                return BOT
            case "getUpdates" if params["offset"] == ["0"]:
                user = {"id": 7, "is_bot": False, "first_name": "李明"}
                chat = {"id": 7, "type": "private"}
                message = {"message_id": 1, "date": 0, "chat": chat, "from": user, "text": "/start"}
                return [{"update_id": 1, "message": message}]
            case "getUpdates":
                self.server.over.wait(60)
                return []
            case "sendMessage":
                self.server.texts += params["text"]
                if "这次写哪一种" in params["text"][0]:
                    self.server.replied.set()
                return {"message_id": 2, "date": 0, "chat": {"id": 7, "type": "private"}}
            case _:
                return True

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_the_program_answers_over_http_and_stops_when_asked_with_nothing_given_away(tmp_path: Path) -> None:
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environ = {
        **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        "SHUZHI_TELEGRAM_TOKEN": TOKEN,
        "SHUZHI_TELEGRAM_API": f"http://127.0.0.1:{server.server_port}/root/",
        "SHUZHI_ADMINS": "7",
        "SHUZHI_METRICS": "",
        "SHUZHI_DB": str(tmp_path / "drafts.db"),
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", RUN], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.replied.wait(60)
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=60)
        assert process.returncode == 0
    finally:
        process.kill()
        server.over.set()
        server.shutdown()
        server.server_close()
    assert server.paths[0] == f"/root/bot{TOKEN}/getMe"
    assert server.texts[0].startswith("您好")
    assert SECRET not in complaints
    assert "更新 1：" in complaints
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drafts.db", "drafts.db.lock"]


RUN = "import os, sys; from bot.adapters import telegram; sys.exit(telegram.run(os.environ, None))"
