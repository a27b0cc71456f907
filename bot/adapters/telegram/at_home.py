"""Names stay home: whatever passes between Telegram and the program has tokens for names.

What goes out is changed at the one place that all calls pass, parameters and files alike. What comes in is
changed before it becomes an event. Exported files are made from a draft that holds tokens: inside a packed
file, as .docx is one, nothing could be changed any more.
"""

from itertools import groupby
from typing import Any

from msgspec.structs import replace
from telegram import InputFile
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # the data of a call are made of nothing else

from bot.adapters.telegram.notes import NAMES, Told
from bot.events import Commanded, Event
from bot.names import Names

REPLACED = (
    "这条里有应当写代号的名字，已经换成代号存下，名字没有存。"
    "请把刚才那条消息从聊天里删掉，以后直接写代号；有哪些代号发 /names。"
)
UNDEFINED = "代号 {tokens} 没有登记过，原样留着，导出时也换不回名字。登记了哪些发 /names。"
LISTED = (
    "{tokens}\n哪个代号是谁，看管理员给您的名单，这里不说。打不出〔〕，写【单位甲】或 (单位甲) 也认。"
    "导出的文件里是代号，由管理员在服务器上换回名字。"
)
SHOWN = 5


class AtHome:
    """Takes events in. Without names everything passes as it is."""

    def __init__(self, names: Names | None) -> None:
        self._names = names

    def taken_in(self, event: Event) -> tuple[Event, str]:
        """Put tokens for the names in an event, and say what its user should know, repeating no name."""
        if self._names is None:
            return event, ""
        kept, found, undefined = self._names.taken_in(event)
        tokens = "".join(undefined[:SHOWN])
        told = ([REPLACED] if found else []) + ([UNDEFINED.format(tokens=tokens)] if undefined else [])
        return kept, "\n".join(told)

    def sayable(self, told: Told) -> Told:
        """Put tokens for the names in a sentence that is kept until it has arrived."""
        return replace(told, text=self._names.hidden(told.text)) if self._names else told

    def answered(self, user: int, command: Commanded) -> tuple[Told, ...]:
        """Answer ``/names``: which tokens there are, and never for what."""
        if self._names is None or command.name not in NAMES:
            return ()
        kinds = groupby(self._names.all, key=lambda name: name.kind)
        lines = [f"{kind}：{'、'.join(each.token for each in names)}" for kind, names in kinds]
        return (Told(user, LISTED.format(tokens="\n".join(lines) or "还没有登记代号。")),)


class HomeRequest(BaseRequest):
    """Changes the data of every call on its way to another request, which makes it."""

    def __init__(self, request: BaseRequest, names: Names) -> None:
        self._request = request
        self._names = names

    @property
    def read_timeout(self) -> float | None:
        """Tell the other's."""
        return self._request.read_timeout

    async def initialize(self) -> None:
        """Have the other get ready."""
        await self._request.initialize()

    async def shutdown(self) -> None:
        """Have the other let go."""
        await self._request.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *limits: Any,  # noqa: ANN401 - as the library gives them
        **named: Any,  # noqa: ANN401 - likewise
    ) -> tuple[int, bytes]:
        """Make a call without names."""
        data = self._changed(request_data) if request_data else None
        return await self._request.do_request(url, method, data, *limits, **named)

    def _changed(self, data: RequestData) -> RequestData:
        return RequestData([self._parameter(each) for each in data._parameters])  # noqa: SLF001 - see the import

    def _parameter(self, parameter: RequestParameter) -> RequestParameter:
        files = [self._file(file) for file in parameter.input_files or ()]
        return RequestParameter(parameter.name, self._value(parameter.value), files or None)

    def _value(self, value: object) -> object:
        match value:
            case str():
                return self._names.hidden(value)
            case list() | tuple():
                return [self._value(each) for each in value]
            case dict():
                return {key: self._value(each) for key, each in value.items()}
            case _:
                return value

    def _file(self, file: InputFile) -> InputFile:
        """Change a file's name, and its text if it is one; what it is attached as stays."""
        content = file.input_file_content
        data = content if isinstance(content, bytes) else content.read()
        made = InputFile(self._text(data), self._names.hidden(file.filename))
        made.attach_name, made.mimetype = file.attach_name, file.mimetype
        return made

    def _text(self, data: bytes) -> bytes:
        try:
            return self._names.hidden(data.decode()).encode()
        except UnicodeDecodeError:
            return data
