"""A strict Bot API over real HTTP, for tests: what Telegram would refuse is refused here, and noted.

Standard library only. One thread a connection; everything that is kept is guarded by one lock. Faults are
queued by method and used up, one a call.
"""

import json
import re
import sys
import threading
import traceback
from collections import defaultdict, deque
from collections.abc import Callable
from email import message_from_bytes
from email.policy import HTTP
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "123456:AAsecret-secret_secret"  # noqa: S105 - opens nothing
BOT = {"id": 123456, "is_bot": True, "first_name": "述职", "username": "shuzhi_bot"}
KINDS = {"message", "edited_message", "callback_query"}

Params = dict[str, Any]


class RefusalError(Exception):
    """An answer other than 200."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.parameters = code, parameters


class LostError(Exception):
    """The line breaks: no answer."""


def too_many(seconds: int) -> RefusalError:
    return RefusalError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class BotApi(ThreadingHTTPServer):
    """Telegram's side. ``before`` and ``after`` are faults before and after a call is carried out."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Connection)
        self.changed = threading.Condition()
        self.over = False
        self.before: dict[str, deque[Exception]] = defaultdict(deque)
        self.after: dict[str, deque[Exception]] = defaultdict(deque)
        self.blocked: set[int] = set()
        self.shuffled = False
        self.calls: list[tuple[str, Params]] = []
        self.texts: dict[int, list[str]] = defaultdict(list)
        self.documents: dict[int, list[tuple[str, bytes, str]]] = defaultdict(list)
        self.buttons: dict[int, dict[str, str]] = defaultdict(dict)
        self.answers: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.violations: list[str] = []
        self.webhook: Params = {"url": ""}
        self._pending: dict[int, Params] = {}
        self._polls = 0
        self._numbers, self._messages = count(1000), count(1)
        threading.Thread(target=self.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Keep quiet of a bot that was killed in the middle of a call; of all else tell."""
        if not isinstance(sys.exc_info()[1], OSError):
            self.violations.append(traceback.format_exc())

    def stop(self) -> None:
        with self.changed:
            self.over = True
            self.changed.notify_all()
        self.shutdown()
        self.server_close()

    # A person's side.

    def write(self, user: int, **content: object) -> int:
        """Have a private message delivered; gives the update's number."""
        return self.push(message=self.message(user, **content))

    def message(self, user: int, **content: object) -> Params:
        person = {"id": user, "is_bot": False, "first_name": "李明"}
        chat = {"id": user, "type": "private", "first_name": "李明"}
        return {"message_id": next(self._messages), "date": 1, "from": person, "chat": chat, **content}

    def push(self, **content: object) -> int:
        with self.changed:
            number = next(self._numbers)
            self._pending[number] = {"update_id": number, **content}
            self.changed.notify_all()
        if self.webhook["url"]:
            self.call(number)
        return number

    def call(self, number: int, secret: str | None = None, body: bytes | None = None) -> int:
        """Deliver to the webhook until it says 200, as Telegram does; 0 where nobody listens."""
        url = urlsplit(self.webhook["url"])
        given = self.webhook.get("secret_token", "") if secret is None else secret
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": given}
        connection = HTTPConnection(str(url.hostname), url.port or 80, timeout=10)
        try:
            sent = json.dumps(self._pending[number]).encode() if body is None else body
            connection.request("POST", url.path, sent, headers)
            status = connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()
        return status

    def redeliver(self) -> list[int]:
        """Deliver all that was ever pushed to the webhook once more."""
        return [self.call(number) for number in sorted(self._pending)]

    def until(self, reached: Callable[[], bool], seconds: float = 60) -> bool:
        """Wait until something is the case, looked at after each call and from time to time."""
        deadline = monotonic() + seconds
        while not reached():
            if monotonic() > deadline:
                return False
            with self.changed:
                self.changed.wait(0.05)
        return True

    # The Bot API.

    def carry_out(self, method: str, params: Params) -> object:
        with self.changed:
            self.calls.append((method, params))
            if self.before[method]:
                raise self.before[method].popleft()
        result = getattr(self, re.sub("(?=[A-Z])", "_", f"_{method}").lower(), self._unknown)(params)
        with self.changed:
            self.changed.notify_all()
            if self.after[method]:
                raise self.after[method].popleft()
        return result

    def _unknown(self, _: Params) -> object:
        raise RefusalError(404, "Not Found: method not found")

    def _get_me(self, _: Params) -> object:
        return BOT

    def _set_my_commands(self, params: Params) -> object:
        commands = params["commands"]
        for each in commands:
            self._demand(bool(re.fullmatch("[a-z0-9_]{1,32}", each["command"])), "BOT_COMMAND_INVALID")
            self._demand(1 <= len(each["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
        self._demand(len(commands) <= 100, "BOT_COMMANDS_TOO_MUCH")
        return True

    def _delete_webhook(self, _: Params) -> object:
        self.webhook = {"url": ""}
        return True

    def _set_webhook(self, params: Params) -> object:
        self._demand(bool(re.fullmatch("[A-Za-z0-9_-]{1,256}", params.get("secret_token", ""))), "secret")
        self._demand(set(params["allowed_updates"]) <= KINDS, "allowed_updates")
        self.webhook = params
        return True

    def _get_webhook_info(self, _: Params) -> object:
        return {"url": self.webhook["url"], "has_custom_certificate": False, "pending_update_count": 0}

    def _get_updates(self, params: Params) -> object:
        if self.webhook["url"]:
            raise RefusalError(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, wait = int(params.get("offset", 0)), float(params.get("timeout", 0))
        with self.changed:
            self._pending = {number: raw for number, raw in self._pending.items() if number >= offset}
            self._polls += 1
            mine = self._polls
            self.changed.notify_all()
            self.changed.wait_for(lambda: self._pending or self.over or self._polls != mine, wait)
            if self._polls != mine:
                raise RefusalError(409, "Conflict: terminated by other getUpdates request")
            found = [self._pending[number] for number in sorted(self._pending)[:100]]
        return found[::-1] if self.shuffled else found

    def _send_message(self, params: Params) -> object:
        chat, text = self._chat(params), params["text"]
        self._demand(0 < units(text) <= 4096 and bool(text.strip()), "message text is empty or too long")
        rows = params.get("reply_markup", {}).get("inline_keyboard", [])
        for button in (button for row in rows for button in row):
            self._demand(bool(button["text"]), "BUTTON_TEXT_EMPTY")
            self._demand(1 <= len(button["callback_data"].encode()) <= 64, "BUTTON_DATA_INVALID")
        self._demand(sum(map(len, rows)) <= 100, "BUTTONS_TOO_MANY")
        with self.changed:
            self.texts[chat].append(text)
            self.buttons[chat] = {button["text"]: button["callback_data"] for row in rows for button in row}
        return self._sent(chat, text=text)

    def _send_document(self, params: Params) -> object:
        chat, caption = self._chat(params), params.get("caption", "")
        name, data = next(value for value in params.values() if isinstance(value, tuple))
        self._demand(units(caption) <= 1024 and 0 < len(data) <= 50_000_000, "document")
        with self.changed:
            self.documents[chat].append((name, data, caption))
        return self._sent(chat, document={"file_id": "d", "file_unique_id": "d", "file_name": name})

    def _send_chat_action(self, params: Params) -> object:
        self._demand(params["action"] in {"typing", "upload_document"}, "wrong parameter action")
        return bool(self._chat(params))

    def _answer_callback_query(self, params: Params) -> object:
        query = params["callback_query_id"]
        self._demand(query not in self.answers and len(params.get("text", "")) <= 200, "query is too old")
        self.answers[query] = params.get("text", "")
        return True

    def _get_file(self, params: Params) -> object:
        file = params["file_id"]
        if file not in self.files:
            raise RefusalError(400, "Bad Request: wrong file_id")
        return {"file_id": file, "file_unique_id": file, "file_path": f"documents/{file}"}

    def _chat(self, params: Params) -> int:
        chat = int(params["chat_id"])
        if chat in self.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _sent(self, chat: int, **content: object) -> Params:
        number = next(self._messages)
        return {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, **content}

    def _demand(self, met: bool, rule: str) -> None:  # noqa: FBT001 - the condition itself
        if not met:
            self.violations.append(rule)
            raise RefusalError(400, f"Bad Request: {rule}")


class Connection(BaseHTTPRequestHandler):
    """One connection of the bot."""

    server: BotApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        data = self.server.files.get(self.path.rpartition("/")[2])
        self._answer(200 if data is not None else 404, data or b"", "application/octet-stream")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) < int(self.headers["Content-Length"]):  # killed in the middle of it
            self.close_connection = True
            return
        try:
            result = self._carried_out(_params(self.headers["Content-Type"] or "", body))
            answer: Params = {"ok": True, "result": result}
            code = 200
        except RefusalError as error:
            answer = {"ok": False, "error_code": error.code, "description": str(error)}
            answer |= {"parameters": error.parameters} if error.parameters else {}
            code = error.code
        except LostError:
            self.close_connection = True
            return
        self._answer(code, json.dumps(answer).encode(), "application/json")

    def _carried_out(self, params: Params) -> object:
        prefix, _, method = self.path.rpartition("/")
        if prefix != f"/bot{TOKEN}":
            raise RefusalError(401, "Unauthorized")
        return self.server.carry_out(method, params)

    def _answer(self, code: int, body: bytes, kind: str) -> None:
        try:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the bot was killed meanwhile
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def _params(kind: str, body: bytes) -> Params:
    """Read a form: fields, those that are JSON as what they mean, and files as a name and bytes."""
    if not kind.startswith("multipart/"):
        return {name: _meant(name, value) for name, value in parse_qsl(body.decode(), keep_blank_values=True)}
    form = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    params: Params = {}
    for part in form.walk():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            file, data = part.get_filename(), bytes(part.get_payload(decode=True))
            params[name] = (file, data) if file else _meant(name, data.decode())
    return params


def _meant(name: str, value: str) -> object:
    structured = {"commands", "scope", "reply_markup", "allowed_updates"}
    return json.loads(value) if name in structured else value
