"""The program as its operator runs it: on a root it cannot write, through a proxy, stopped in the middle."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.adapters.telegram.notes import WELCOME
from bot.cli import main
from tests.bot_api.adapter import MODES, SECRET
from tests.bot_api.program import (
    PATIENCE,
    Program,
    applied,
    environ_of,
    finished,
    free_port,
    listens,
    outside,
)
from tests.bot_api.server import TOKEN, BotApi

ANSWERS = ["/start", "2", "区委编办党支部", "党支部书记"]
MARKED = "朱雀湖畔帮扶困难党员"
WITH_MARKS = {7: ANSWERS[2:], 8: [MARKED], 9: [f"/phrase {MARKED}", f"/{MARKED}"], 10: ["/export docx"]}
"""What several say, so that none has to wait for the pace at which Telegram takes messages."""

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")


def asked(api: BotApi) -> bool:
    return any("这次写哪一种" in text for text in api.texts[7])


def webhook(mode: str) -> dict[str, str]:
    if mode == "polling":
        return {}
    port = free_port()
    return {
        "SHUZHI_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "SHUZHI_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        "SHUZHI_WEBHOOK_SECRET": SECRET,
    }


def ready(api: BotApi, settings: dict[str, str]) -> bool:
    """Wait until the program takes updates."""
    if not settings:
        return api.until(lambda: any(name == "getUpdates" for name, _ in api.calls))
    port = int(settings["SHUZHI_WEBHOOK_LISTEN"].rpartition(":")[2])
    return api.until(lambda: bool(api.webhook["url"]) and listens(port))


class Held(BotApi):
    """A Bot API that takes messages and says nothing of it until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.held = threading.Event()
        self.let_go = threading.Event()

    def _send_message(self, params: dict[str, object]) -> object:
        self.held.set()
        self.let_go.wait(PATIENCE)
        return super()._send_message(params)


@POSIX
@pytest.mark.parametrize("mode", MODES)
def test_it_stops_while_telegram_is_silent_and_loses_nothing(mode: str, tmp_path: Path) -> None:
    api, db, settings = Held(), tmp_path / "drafts.db", webhook(mode)
    with Program(api, db, **settings) as program:
        assert ready(api, settings)
        for line in ANSWERS:
            api.write(7, text=line)
        assert api.held.wait(PATIENCE)
        assert program.stop()[0] == 0
        assert not api.let_go.is_set()
    api.let_go.set()
    with Program(api, db, **settings) as program:
        assert ready(api, settings)
        if mode == "webhook":  # what was not answered with 200 is delivered again
            assert set(api.redeliver()) == {200}
        assert api.until(lambda: bool(applied(db)) and finished(db))
        assert program.stop()[0] == 0
    assert applied(db) == {"tg:7": ANSWERS[1:]}
    api.stop()


IN_A_READ_ONLY_ROOT = """
set -eu
mount --bind "$1" "$1"
mount -o remount,bind,ro /
mount -o remount,bind,rw "$1"
shift
exec "$@"
"""


def can_mount() -> bool:
    unshare = shutil.which("unshare")
    if not unshare:
        return False
    command = [unshare, "--user", "--map-root-user", "--mount", "sh", "-c", "mount -o remount,bind,ro /"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="no unshare here, or no right to use it")
def test_it_works_where_nothing_but_its_data_can_be_written(api: BotApi, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "tmp").mkdir(parents=True)
    inside = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", IN_A_READ_ONLY_ROOT, "sh"]
    program = [sys.executable, "-W", "error", "-c", PROBED, str(tmp_path / "elsewhere")]
    own = {"PYTHONDONTWRITEBYTECODE": "1", "HOME": str(data), "TMPDIR": str(data / "tmp")}
    environ = environ_of(api, data / "drafts.db", **own)
    process = subprocess.Popen(
        [*inside, str(data), *program], cwd=data, env=environ, stderr=subprocess.PIPE, text=True
    )
    try:
        for user, lines in {7: (*ANSWERS, "/export docx"), 8: ("/start", "2", MARKED, "/export pdf")}.items():
            for line in lines:
                api.write(user, text=line)
        arrived = api.until(lambda: bool(api.documents[7] and api.documents[8]))
        process.terminate()
        complaints = process.communicate(timeout=PATIENCE)[1]
    finally:
        process.kill()
    assert arrived, complaints
    assert process.returncode == 0
    assert [data[:4] for user in (7, 8) for _, data, _ in api.documents[user]] == [b"PK\x03\x04", b"%PDF"]
    assert {path.name for path in data.iterdir()} == {".cache", "drafts.db", "drafts.db.lock", "tmp"}


PROBED = """
import errno, os, sys
from bot.cli import main
try:
    open(sys.argv[1], "w")
except OSError as error:
    assert error.errno == errno.EROFS, error
else:
    sys.exit("the root can be written")
sys.exit(main(["telegram"]))
"""


@POSIX
@pytest.mark.parametrize("mode", MODES)
def test_the_log_is_one_object_a_line_with_no_words_no_name_and_no_token(
    mode: str, api: BotApi, tmp_path: Path
) -> None:
    settings = webhook(mode) | {"SHUZHI_LOG": "json"}
    with Program(api, tmp_path / "drafts.db", **settings) as program:
        assert ready(api, webhook_of(settings))
        for user, lines in WITH_MARKS.items():
            for line in ("/start", "2", *lines):
                api.write(user, text=line)
        api.push(message={"from": {"id": 7}, "chat": MARKED})
        assert api.until(lambda: bool(api.documents[10]) and finished(tmp_path / "drafts.db"))
        with Program(api, tmp_path / "drafts.db", **settings) as second:
            assert second.process.wait(PATIENCE) == 75
            refused = second.kill()
        code, log = program.stop()
    assert code == 0
    shown = [json.loads(line) for line in (log + refused).splitlines()]
    for line in shown:
        assert {"at", "level", "logger", "message"} <= set(line)
    assert sum("update" in line and line["kind"] == "Talk" for line in shown) >= len(ANSWERS)
    assert shown[-1]["level"] == "CRITICAL"
    for secret in (TOKEN.partition(":")[2], SECRET, MARKED[:4], "区委编办", "党支部书记", "李明"):
        assert secret not in log + refused
        assert json.dumps(secret)[1:-1] not in log + refused


def webhook_of(settings: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in settings.items() if "WEBHOOK" in name}


class Proxy(ThreadingHTTPServer):
    """A forward proxy that takes every host for the Bot API of the test, and notes which was asked for."""

    daemon_threads = True

    def __init__(self, api: BotApi) -> None:
        super().__init__(("127.0.0.1", 0), Forwarding)
        self.api = api
        self.hosts: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()

    def handle_error(self, *_: object) -> None:
        """Keep quiet of a bot that hung up."""


class Forwarding(BaseHTTPRequestHandler):
    server: Proxy

    def do_POST(self) -> None:
        url = urlsplit(self.path)
        self.server.hosts.append(str(url.hostname))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        onward = HTTPConnection("127.0.0.1", self.server.api.server_port)
        onward.request("POST", url.path, body, {"Content-Type": self.headers["Content-Type"] or ""})
        answer = onward.getresponse()
        data = answer.read()
        onward.close()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@POSIX
def test_all_that_is_asked_of_telegram_goes_through_the_proxy(api: BotApi, tmp_path: Path) -> None:
    proxy = Proxy(api)
    settings = {
        "SHUZHI_TELEGRAM_API": "http://telegram.invalid",
        "SHUZHI_PROXY": f"http://127.0.0.1:{proxy.server_port}",
    }
    with Program(api, tmp_path / "drafts.db", **settings) as program:
        api.write(7, text="/start")
        assert api.until(lambda: asked(api))
        assert program.stop()[0] == 0
    proxy.shutdown()
    proxy.server_close()
    methods = {name for name, _ in api.calls}
    assert {"getMe", "getUpdates", "sendMessage"} <= methods
    assert set(proxy.hosts) == {"telegram.invalid"}
    assert len(proxy.hosts) == len(api.calls)


@POSIX
def test_an_operator_with_a_settings_file_gets_as_far_as_the_first_administrator(
    api: BotApi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, db = tmp_path / "bot.env", tmp_path / "库" / "drafts.db"
    file.write_text(
        f"# 设置\nSHUZHI_TELEGRAM_TOKEN='{TOKEN}'\nSHUZHI_TELEGRAM_API={api.root}\n"
        f"SHUZHI_METRICS=127.0.0.1:{free_port()}\nSHUZHI_DB={db}\n",
        encoding="utf-8-sig",
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "bot", "telegram", "--settings", str(file)],
        cwd=tmp_path,
        env=outside(),
        stderr=subprocess.PIPE,
        text=True,
    )
    placed = ["--settings", str(file)]
    try:
        api.write(7, text="/start")
        assert api.until(lambda: bool(code_in(api)))
        assert main(["health", *placed]) == 0
        assert main(["pair", code_in(api), "--admin", *placed]) == 0
        assert api.until(lambda: WELCOME in api.texts[7])
        api.write(7, text="/status")
        assert api.until(lambda: any(text.startswith("版本") for text in api.texts[7]))
        assert main(["health", "--metrics", *placed]) == 0
        process.terminate()
        complaints = process.communicate(timeout=PATIENCE)[1]
    finally:
        process.kill()
    assert process.returncode == 0
    assert f"shuzhi pair 配对码 --admin --db {shlex.quote(str(db))}" in complaints
    shown = capsys.readouterr().out
    assert shown.startswith("正常\n登记好了：7（管理员）")
    assert "shuzhi_strangers_total 1\n" in shown
    assert main(["health", *placed]) == main(["health", "--metrics", *placed]) == 1
    assert "机器人没有运行" in capsys.readouterr().err


def code_in(api: BotApi) -> str:
    found = (re.search("配对码是 ([0-9A-Z-]{9})", text) for text in api.texts[7])
    return next((each[1] for each in found if each), "")
