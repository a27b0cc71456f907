"""A strict Bot API over real HTTP, for tests: what Telegram would refuse is refused here, and noted.

Standard library only. One thread a connection; everything that is kept is guarded by one lock. Faults are
queued by method and used up, one a call.
"""

import json
import re
from collections import defaultdict, deque
from email import message_from_bytes
from email.policy import HTTP
from functools import partial
from http.client import HTTPConnection
from itertools import count
from urllib.parse import parse_qsl, urlsplit

from tests.bot_api.side import Answering, Params, Side
from tests.oracle.calls import judge

TOKEN = "123456:AAsecret-secret_secret"  # noqa: S105 - opens nothing
BOT = {"id": 123456, "is_bot": True, "first_name": "述职", "username": "shuzhi_bot"}

FIRST = 1000
OK = 200

STRUCTURED = {
    *("allowed_updates", "button", "caption_entities", "commands", "entities", "link_preview_options"),
    *(
        "media",
        "menu_button",
        "reaction",
        "reply_markup",
        "reply_parameters",
        "results",
        "rich_message",
        "scope",
    ),
}
"""Parameters that come as JSON."""


class RefusalError(Exception):
    """An answer other than 200."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.parameters = code, parameters


class LostError(Exception):
    """The line breaks: no answer."""


def too_many(seconds: int) -> RefusalError:
    return RefusalError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


class BotApi(Side):
    """Telegram's side. ``before`` and ``after`` are faults before and after a call is carried out."""

    def __init__(self) -> None:
        self.before: dict[str, deque[Exception]] = defaultdict(deque)
        self.after: dict[str, deque[Exception]] = defaultdict(deque)
        self.blocked: set[int] = set()
        self.shuffled = False
        self.calls: list[tuple[str, Params]] = []
        self.texts: dict[int, list[str]] = defaultdict(list)
        self.edits: dict[int, list[str]] = defaultdict(list)
        self.documents: dict[int, list[tuple[str, bytes, str]]] = defaultdict(list)
        self.buttons: dict[int, dict[str, str]] = defaultdict(dict)
        self.answers: dict[str, str] = {}
        self.results: dict[str, list[Params]] = {}
        self.files: dict[str, bytes] = {}
        self.delivered = 0
        """The number of the newest update that is confirmed, and all before it with it."""

        self.patient = False
        """Whether updates wait for ``pump`` to deliver them to the webhook."""

        self._pending: dict[int, Params] = {}
        self._polls = 0
        self._numbers, self._messages = count(FIRST), count(1)
        super().__init__(Connection)

    # A person's side.

    def write(self, user: int, *, text: str) -> int:
        return self.push(message=self.message(user, text=text))

    def message(self, user: int, **content: object) -> Params:
        person = {"id": user, "is_bot": False, "first_name": "李明"}
        chat = {"id": user, "type": "private", "first_name": "李明"}
        return {"message_id": next(self._messages), "date": 1, "from": person, "chat": chat, **content}

    def push(self, **content: object) -> int:
        with self.changed:
            number = next(self._numbers)
            self._pending[number] = {"update_id": number, **content}
            self.changed.notify_all()
        if self.webhook["url"] and not self.patient:
            self.call(number)
        return number

    def pump(self) -> None:
        """Deliver to the webhook in order, each update until it is taken, and the one before it once more."""
        self.patient = True
        while not self.over:
            number = self.delivered + 1 if self.delivered else FIRST
            with self.changed:
                self.changed.wait_for(partial(self._wanted, number))
            taken = not self.over and bool(self.webhook["url"]) and self.call(number) == OK
            if taken:
                self.delivered = number
                self.call(number)
            with self.changed:
                self.changed.wait(0 if taken else 0.01)

    def _wanted(self, number: int) -> bool:
        return self.over or number in self._pending

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

    # The Bot API.

    def carry_out(self, method: str, params: Params) -> object:
        found = judge(method, params)
        with self.changed:
            self.calls.append((method, params))
            self.violations += found
            if found:
                raise RefusalError(400, f"Bad Request: {found[0]}")
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

    def _accept(self, _: Params) -> object:
        return True

    _set_my_commands = _set_my_description = _set_my_short_description = _accept
    _set_chat_menu_button = _send_message_draft = _leave_chat = _set_message_reaction = _accept

    def _delete_webhook(self, _: Params) -> object:
        self.webhook = {"url": ""}
        return True

    def _set_webhook(self, params: Params) -> object:
        self._demand(bool(params.get("secret_token")), "a webhook without a secret")
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
            self.delivered = max(self.delivered, offset - 1)
            self._polls += 1
            mine = self._polls
            self.changed.notify_all()
            self.changed.wait_for(lambda: self._pending or self.over or self._polls != mine, wait)
            if self._polls != mine:
                raise RefusalError(409, "Conflict: terminated by other getUpdates request")
            found = [self._pending[number] for number in sorted(self._pending)[:100]]
        return found[::-1] if self.shuffled else found

    def _send_message(self, params: Params) -> object:
        return self._shown(params, params["text"])

    def _send_rich_message(self, params: Params) -> object:
        told = params["rich_message"]
        return self._shown(params, told.get("markdown") or told.get("html") or json.dumps(told["blocks"]))

    def _shown(self, params: Params, text: str) -> Params:
        chat, rows = self._chat(params), params.get("reply_markup", {}).get("inline_keyboard", [])
        with self.changed:
            self.texts[chat].append(text)
            buttons = (button for row in rows for button in row)
            self.buttons[chat] = {button["text"]: button.get("callback_data", "") for button in buttons}
        return self._sent(chat, text=text)

    def _edit_message_text(self, params: Params) -> object:
        chat = self._chat(params)
        with self.changed:
            self.edits[chat].append(params.get("text", ""))
        return {**self._sent(chat), "message_id": int(params["message_id"])}

    _edit_message_reply_markup = _edit_message_text

    def _delete_message(self, params: Params) -> object:
        return bool(self._chat(params))

    def _send_document(self, params: Params) -> object:
        chat, caption = self._chat(params), params.get("caption", "")
        name, data = next(value for value in params.values() if isinstance(value, tuple))
        with self.changed:
            self.documents[chat].append((name, data, caption))
        return self._sent(chat, document={"file_id": "d", "file_unique_id": "d", "file_name": name})

    def _send_photo(self, params: Params) -> object:
        return self._sent(self._chat(params), photo=[])

    def _send_media_group(self, params: Params) -> object:
        return [self._sent(self._chat(params), photo=[]) for _ in params["media"]]

    def _answer_inline_query(self, params: Params) -> object:
        query = params["inline_query_id"]
        self._demand(query not in self.results, "an inline query is answered once")
        self.results[query] = params["results"]
        return True

    def _send_chat_action(self, params: Params) -> object:
        return bool(self._chat(params))

    def _answer_callback_query(self, params: Params) -> object:
        query = params["callback_query_id"]
        self._demand(query not in self.answers, "query is too old")
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


class Connection(Answering):
    """One connection of the bot."""

    server: BotApi

    def get(self) -> None:
        data = self.server.files.get(self.path.rpartition("/")[2])
        self.answer(200 if data is not None else 404, data or b"", "application/octet-stream")

    def post(self) -> None:
        body = self.body()
        if body is None:
            return
        try:
            result = self._carried_out(params_of(self.headers["Content-Type"] or "", body))
            answer: Params = {"ok": True, "result": result}
            code = 200
        except RefusalError as error:
            answer = {"ok": False, "error_code": error.code, "description": str(error)}
            answer |= {"parameters": error.parameters} if error.parameters else {}
            code = error.code
        except LostError:
            self.close_connection = True
            return
        self.answer(code, json.dumps(answer).encode(), "application/json")

    def _carried_out(self, params: Params) -> object:
        prefix, _, method = self.path.rpartition("/")
        if prefix != f"/bot{TOKEN}":
            raise RefusalError(401, "Unauthorized")
        return self.server.carry_out(method, params)


def params_of(kind: str, body: bytes) -> Params:
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
    return json.loads(value) if name in STRUCTURED else value
