"""telegram-test-api, an emulator of the Bot API that was written for bots in JavaScript, as a bot meets it.

It runs in Node and keeps messages, updates and webhooks. Where its answers have another shape than
Telegram's, they are put right on the way, by what stands between it and the bot; and what it has no idea of
is answered as Telegram answers an unknown method, save documents, which are kept here.
"""

import json
import shutil
import subprocess
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from typing import Any

from tests.bot_api.server import BOT, TOKEN, params_of
from tests.bot_api.side import Answering, Params, Side
from tests.oracle.calls import judge

HOME = Path(__file__).parent.parent.parent / ".cache" / "emulators"
NODE = shutil.which("node")
INSTALLED = NODE is not None and (HOME / "node_modules" / "telegram-test-api").is_dir()
SERVE = """
const TelegramServer = require("telegram-test-api")
const server = new TelegramServer({port: Number(process.argv[1]), host: "127.0.0.1", storeTimeout: 3600})
server.start().then(() => console.log("ready"))
"""
MORE = 0.02
"""Seconds between looks for news: it answers at once that there is none."""

FORM = "application/x-www-form-urlencoded"


class Emulator(Side):
    """Telegram's side, played by the emulator. ``texts`` and ``buttons`` are as it keeps and gives them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.texts: dict[int, list[str]] = defaultdict(list)
        self.buttons: dict[int, dict[str, str]] = defaultdict(dict)
        self.documents: list[tuple[str, bytes]] = []
        self.methods: set[str] = set()
        """The methods that the emulator itself answered."""
        super().__init__(Connection)
        command = [str(NODE), "-e", SERVE, str(port)]
        self.process = subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout
        assert self.process.stdout.readline() == b"ready\n"

    def stop(self) -> None:
        super().stop()
        self.process.kill()
        self.process.communicate()

    def write(self, user: int, *, text: str) -> int:
        """Write as its own client does, which tells commands from other messages."""
        command = {
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        }
        told = {"botToken": TOKEN, "date": 1, "text": text, **_person(user)}
        self.ask("/sendCommand" if text.startswith("/") else "/sendMessage", told | command)
        return 0

    def press(self, user: int, label: str) -> None:
        """Press a button of the newest message that has one whose label ends like this."""
        (data,) = (data for text, data in self.buttons[user].items() if text.endswith(label))
        pressed = {"botToken": TOKEN, "date": 1, "data": data, **_person(user)}
        pressed["message"] = {"message_id": 1, "date": 1, **_person(user)}
        self.ask("/sendCallback", pressed)

    def read(self, user: int) -> None:
        """Take the messages that were written to a person since."""
        for each in self.ask("/getUpdates", {"token": TOKEN, "chatId": user})["result"]:
            message = each["message"]
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            self.texts[user].append(message["text"])
            if rows:
                self.buttons[user] = {
                    button["text"]: button["callback_data"]
                    for row in rows
                    for button in row
                    if "callback_data" in button  # not those that copy
                }

    def ask(self, path: str, told: Params) -> Params:
        """Call the emulator past the proxy."""
        return self.forward(path, json.dumps(told).encode(), "application/json")

    def forward(self, path: str, body: bytes, kind: str) -> Params:
        """Give the emulator's answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", path, body, {"Content-Type": kind})
        answer: Params = json.loads(connection.getresponse().read())
        connection.close()
        return answer


class Connection(Answering):
    """One connection of the bot, or of the emulator where it calls the bot's webhook."""

    server: Emulator

    def post(self) -> None:
        body = self.body()
        if body is None:
            return
        if self.path == "/hook":
            self.answer(self._delivered(body), b"", "text/plain")
            return
        answer = self._answered(self.path.rpartition("/")[2], body, self.headers["Content-Type"] or FORM)
        with self.server.changed:
            self.server.changed.notify_all()
        self.answer(answer.get("error_code", 200), json.dumps(answer).encode(), "application/json")

    def _answered(self, method: str, body: bytes, kind: str) -> Params:
        params = params_of(kind, body)
        self.server.violations += judge(method, params)
        match method:
            case "sendDocument":
                with self.server.changed:
                    self.server.documents += [each for each in params.values() if isinstance(each, tuple)]
                return _ok(_message(params))
            case "getUpdates":
                return self._news(float(params.get("timeout", 0)))
            case "setWebhook":
                self.server.webhook = params
                there = json.dumps({"url": f"{self.server.root}/hook"}).encode()
                return self._shaped(method, params, self.server.forward(self.path, there, "application/json"))
        return self._shaped(method, params, self.server.forward(self.path, body, kind))

    def _news(self, wait: float) -> Params:
        deadline = monotonic() + wait
        while True:
            answer = self.server.forward(self.path, b"", FORM)
            if answer["result"] or self.server.over or monotonic() > deadline:
                self.server.methods.add("getUpdates")
                return answer
            with self.server.changed:
                self.server.changed.wait(MORE)

    def _shaped(self, method: str, params: Params, answer: Params) -> Params:
        """Give an answer the shape of Telegram's; its own errors tell of unknown methods."""
        if not answer.get("ok"):
            return {"ok": False, "error_code": 404, "description": "Not Found"}
        self.server.methods.add(method)
        match method, answer["result"]:
            case "getMe", found:
                return _ok({**BOT, **found})
            case _, {"message_id": int(number)}:
                return _ok({**_message(params), "message_id": number})
            case _, None:
                return _ok(result=True)
        return answer

    def _delivered(self, body: bytes) -> int:
        """Hand an update on to the bot with the secret, of which the emulator knows nothing."""
        host = self.server.webhook["url"].split("/")[2]
        connection = HTTPConnection(host, timeout=30)
        secret = {"X-Telegram-Bot-Api-Secret-Token": self.server.webhook["secret_token"]}
        connection.request("POST", "/hook", body, {"Content-Type": "application/json", **secret})
        status = connection.getresponse().status
        connection.close()
        return status


def _ok(result: Any) -> Params:  # noqa: ANN401 - whatever a method gives
    return {"ok": True, "result": result}


def _message(params: Params) -> Params:
    chat = {"id": int(params["chat_id"]), "type": "private"}
    return {"message_id": 1, "date": 1, "chat": chat, "text": params.get("text", "")}


def _person(user: int) -> Params:
    return {
        "from": {"id": user, "is_bot": False, "first_name": "李明"},
        "chat": {"id": user, "type": "private", "first_name": "李明"},
    }
