"""A Bot API that lives in the test: what the bot sends is recorded and checked, and people write to it."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, ClassVar

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from tests.bot_api import server
from tests.oracle.calls import judge

TOKEN, BOT = server.TOKEN, server.BOT

Params = dict[str, Any]
Answer = tuple[int, bytes]
Fault = BaseException | Answer


def result(value: object) -> Answer:
    return 200, json.dumps({"ok": True, "result": value}).encode()


def refusal(code: int, description: str, **parameters: int) -> Answer:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return code, json.dumps(body).encode()


def too_many(seconds: int) -> Answer:
    return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def line_fault(cause: Exception) -> NetworkError:
    """Give the library's error for a fault of the line."""
    error = NetworkError(type(cause).__name__)
    error.__cause__ = cause
    return error


BLOCKED = refusal(403, "Forbidden: bot was blocked by the user")


@dataclass
class Shown:
    """A message in a chat as its reader sees it."""

    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    """What each button says, and its data; what it does instead where it has none."""

    number: int = field(default=0, compare=False)


class FakeTelegram(BaseRequest):
    """The server's side. ``faults`` are used up by the calls of a method in a chat (0: whichever)."""

    read_timeout = None

    def __init__(self) -> None:
        self.calls: list[tuple[str, Params]] = []
        self.chats: dict[int, list[Shown]] = defaultdict(list)
        self.documents: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
        self.albums: dict[int, list[list[tuple[str, bytes]]]] = defaultdict(list)
        """Pictures and documents, as many in each as came together."""
        self.answers: dict[str, str] = {}
        self.results: dict[str, Params] = {}
        """What each inline query was answered with."""
        self.files: dict[str, bytes] = {}
        self.faults: dict[tuple[str, int], deque[Fault]] = defaultdict(deque)
        self.lost_answers: dict[tuple[str, int], deque[BaseException | None]] = defaultdict(deque)
        self.pending: deque[Params] = deque()
        self.empty_answers = 0
        """How often to answer at once that there is nothing new, as after a long wait."""
        self.violations: list[str] = []
        self.on_quiet: Callable[[], None] | None = None
        self.on_arrival: Callable[[], None] | None = None
        self.arrived = asyncio.Event()
        self._news = asyncio.Event()
        self._numbers = count(1000)

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> Answer:
        if method == "GET":
            return 200, self.files[url.rpartition("/")[2]]
        assert method == "POST"
        name = url.rpartition("/")[2]
        params: Params = dict(request_data.parameters) if request_data else {}
        files = dict(request_data.multipart_data or {}) if request_data else {}
        self.violations += judge(name, params | files)
        params |= {"files": files} if files else {}
        self.calls.append((name, params))
        for place in ((name, params.get("chat_id", 0)), (name, 0)):
            if self.faults[place]:
                return _raised(self.faults[place].popleft())
        handled = await self._HANDLERS.get(name, FakeTelegram._accept)(self, params)
        lost = self.lost_answers[name, params.get("chat_id", 0)]
        if lost and (fault := lost.popleft()):
            raise fault
        return handled

    def push(self, **content: object) -> int:
        """Have an update delivered; gives its number."""
        number = next(self._numbers)
        self.pending.append({"update_id": number, **content})
        self._news.set()
        return number

    def called(self, name: str) -> list[Params]:
        return [params for called, params in self.calls if called == name]

    def confirm_everything(self) -> None:
        """Let all updates count as received, as after a request with the next offset."""
        self.pending.clear()

    async def _accept(self, _: Params) -> Answer:
        return result(value=True)

    async def _get_me(self, _: Params) -> Answer:
        return result(BOT)

    async def _get_updates(self, params: Params) -> Answer:
        while self.pending and self.pending[0].get("update_id", 0) < params.get("offset", 0):
            self.pending.popleft()
        if not self.pending and not self.empty_answers:
            if self.on_quiet:
                self.on_quiet()
            self._news.clear()
            await self._news.wait()
        self.empty_answers -= not self.pending
        return result([each.get("raw", each) for each in self.pending])

    async def _send_message(self, params: Params) -> Answer:
        return self._shown(params, params["text"])

    async def _send_rich_message(self, params: Params) -> Answer:
        return self._shown(params, "\n".join(block["text"] for block in params["rich_message"]["blocks"]))

    def _shown(self, params: Params, text: str) -> Answer:
        rows = params.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = {button["text"]: _does(button) for row in rows for button in row}
        self._demand(len(buttons) == sum(map(len, rows)), "buttons, each with a label of its own")
        self.chats[params["chat_id"]].append(Shown(text, buttons, len(self.calls)))
        return self._message(params["chat_id"])

    async def _edit_message(self, params: Params) -> Answer:
        shown = self._found(params)
        if shown is None:
            return refusal(400, "Bad Request: message to edit not found")
        text = params.get("text", shown.text)
        rows = params.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = {button["text"]: _does(button) for row in rows for button in row}
        if (text, buttons) == (shown.text, shown.buttons):
            return refusal(400, "Bad Request: message is not modified")
        shown.text, shown.buttons = text, buttons
        return result(self._written(params["chat_id"], shown.number))

    async def _delete_message(self, params: Params) -> Answer:
        shown = self._found(params)
        if shown is None:
            return refusal(400, "Bad Request: message to delete not found")
        self.chats[params["chat_id"]].remove(shown)
        return result(value=True)

    def _found(self, params: Params) -> Shown | None:
        chat, number = params.get("chat_id", 0), params.get("message_id")
        return next((shown for shown in self.chats[chat] if shown.number == number), None)

    async def _answer_inline_query(self, params: Params) -> Answer:
        query = params["inline_query_id"]
        self._demand(query not in self.results, "an inline query is answered once")
        self.results[query] = params
        return result(value=True)

    async def _send_document(self, params: Params) -> Answer:
        ((name, data, _),) = params["files"].values()
        self.documents[params["chat_id"]].append((name, data))
        return self._message(params["chat_id"])

    async def _send_photo(self, params: Params) -> Answer:
        ((name, data, _),) = params["files"].values()
        self.albums[params["chat_id"]].append([(name, data)])
        return self._message(params["chat_id"])

    async def _send_media_group(self, params: Params) -> Answer:
        album = [(name, data) for name, data, _ in params["files"].values()]
        self._demand(2 <= len(album) <= 10, "an album is of 2 to 10")
        self.albums[params["chat_id"]].append(album)
        self._message(params["chat_id"])
        return result([self._written(params["chat_id"], len(self.calls))])

    async def _get_file(self, params: Params) -> Answer:
        file = params["file_id"]
        if file not in self.files:
            return refusal(400, "Bad Request: wrong file_id")
        return result({"file_id": file, "file_unique_id": file, "file_path": f"documents/{file}"})

    async def _answer_callback_query(self, params: Params) -> Answer:
        query, text = params["callback_query_id"], params.get("text", "")
        self._demand(query not in self.answers, "a callback is answered once")
        self.answers[query] = text
        return result(value=True)

    def _message(self, chat: int) -> Answer:
        self.arrived.set()
        if self.on_arrival:
            self.on_arrival()
        return result(self._written(chat, len(self.calls)))

    def _written(self, chat: int, number: int) -> Params:
        return {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}}

    def _demand(self, met: bool, rule: str) -> None:  # noqa: FBT001 - the condition itself
        if not met:
            self.violations.append(rule)

    _HANDLERS: ClassVar = {
        "getMe": _get_me,
        "getUpdates": _get_updates,
        "sendMessage": _send_message,
        "sendRichMessage": _send_rich_message,
        "editMessageText": _edit_message,
        "editMessageReplyMarkup": _edit_message,
        "deleteMessage": _delete_message,
        "answerInlineQuery": _answer_inline_query,
        "sendDocument": _send_document,
        "sendPhoto": _send_photo,
        "sendMediaGroup": _send_media_group,
        "getFile": _get_file,
        "answerCallbackQuery": _answer_callback_query,
    }


def _does(button: Params) -> str:
    """Give a button's data, or what else it does."""
    ((_, does),) = ((kind, does) for kind, does in button.items() if kind not in {"text", "style"})
    return does if isinstance(does, str) else str(does.get("text", does))


def _raised(fault: Fault) -> Answer:
    if isinstance(fault, BaseException):
        raise fault
    return fault


@dataclass
class Person:
    """Somebody with a telephone, in the private chat with the bot."""

    fake: FakeTelegram
    id: int = 7
    written: int = 0

    @property
    def seen(self) -> list[str]:
        """What was told, one reply after another: several may stand in one message, a blank line between."""
        return [told for text in self.messages for told in text.split("\n\n")]

    @property
    def messages(self) -> list[str]:
        return [shown.text for shown in self.fake.chats[self.id]]

    @property
    def albums(self) -> list[list[tuple[str, bytes]]]:
        return self.fake.albums[self.id]

    @property
    def documents(self) -> list[tuple[str, bytes]]:
        return self.fake.documents[self.id]

    def say(self, text: str) -> int:
        return self.send(text=text)

    def send(self, **content: object) -> int:
        self.written += 1
        return self.fake.push(message=self.message(**content))

    def edit(self, *, back: int = 0, **content: object) -> int:
        """Change the message sent last, or one so many before it."""
        message = {**self.message(**content), "message_id": self.written - back}
        return self.fake.push(edited_message=message)

    def tap(self, label: str) -> str:
        """Press the newest button whose label ends like this; gives the callback's id."""
        found = (
            data
            for shown in reversed(self.fake.chats[self.id])
            for text, data in shown.buttons.items()
            if text.endswith(label)
        )
        return self.press(next(found))

    def press(self, data: str, chat: int | None = None) -> str:
        """Press a button with this data, or pretend to, in one's own chat or elsewhere."""
        message = {**self.message(text="?"), "chat": {"id": chat or self.id, "type": "private"}}
        query = f"q{len(self.fake.calls)}.{len(self.fake.pending)}"
        self.fake.push(callback_query={"id": query, "from": self._user, "data": data, "message": message})
        return query

    @property
    def _user(self) -> Params:
        return {"id": self.id, "is_bot": False, "first_name": "李明"}

    def message(self, **content: object) -> Params:
        return {
            "message_id": self.written,
            "date": 0,
            "from": self._user,
            "chat": {"id": self.id, "type": "private"},
            **content,
        }
