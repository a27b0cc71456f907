"""Judging calls by aiogram's models of the Bot API, and by the limits that the Bot API's documentation gives.

The models say which methods there are, and the name and type of each field down to the last button; they let
through fields that they do not know, which are refused here. Lengths are in the units the documentation
counts in: characters as UTF-16 units, callback data and ids of inline results in bytes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aiogram import enums, methods, types
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ValidationError

from tests.oracle import markup, objections

Verdicts = Iterator[tuple[bool, str]]
"""What must hold, and the rule that it would break."""

METHODS: dict[str, type[BaseModel]] = {
    each.__api_method__: each
    for each in vars(methods).values()
    if isinstance(each, type) and issubclass(each, TelegramMethod) and each is not TelegramMethod
}
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_START = re.compile(r"https://t\.me/\w+\?start(?:group)?=(.*)")
_NAME = re.compile(r"[^/\\\x00-\x1f]+")


def judge(method: str, params: Mapping[str, Any]) -> list[str]:
    """Judge a call that a test had the bot make, so that the test fails where it is a bad one."""
    found = faults(method, params)
    objections.extend(found)
    return found


def faults(method: str, params: Mapping[str, Any]) -> list[str]:
    """Tell what is wrong with a call; a file among its parameters is a tuple of a name and bytes."""
    model = METHODS.get(method)
    if model is None:
        return [f"{method}: the Bot API has no such method"]
    given = _attached(
        {
            name: types.BufferedInputFile(value[1], value[0]) if isinstance(value, tuple) else value
            for name, value in params.items()
        }
    )
    try:
        call = model.model_validate(given)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False, include_context=False)
        return [f"{method}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in told]
    return [f"{method}: {fault}" for part in _parts(call) for fault in _faults(part)]


def _attached(params: dict[str, Any]) -> dict[str, Any]:
    """Put the files of an album, which come beside it under names of their own, where they belong."""
    if not isinstance(params.get("media"), list):
        return params
    media = [
        {**each, "media": params.pop(each["media"].removeprefix("attach://"), each["media"])}
        for each in params["media"]
    ]
    return params | {"media": media}


def _parts(value: object) -> Iterator[BaseModel | types.BufferedInputFile]:
    """Give a call, and all that it is made of."""
    match value:
        case types.BufferedInputFile():
            yield value
        case BaseModel():
            yield value
            for name in value.model_fields_set:
                yield from _parts(getattr(value, name))
        case list():
            for each in value:
                yield from _parts(each)


def _faults(part: BaseModel | types.BufferedInputFile) -> Iterator[str]:
    if isinstance(part, BaseModel) and part.model_extra:
        yield f"{type(part).__name__} has no {sorted(part.model_extra)}"
    for kind, rules in RULES.items():
        if isinstance(part, kind):
            yield from (rule for holds, rule in rules(part) if not holds)


def units(text: str | None) -> int:
    """Give the length as Telegram counts it."""
    return len((text or "").encode("utf-16-le", "surrogatepass")) // 2


def _words(field: str, most: int, *, least: int = 1) -> Callable[[Any], Verdicts]:
    """Make the rules of a text that may be marked up, and is counted as it is read."""

    def rules(part: Any) -> Verdicts:  # noqa: ANN401 - whichever model has such a field
        text, mode = getattr(part, field) or "", getattr(part, "parse_mode", None)
        wrong: list[str] = []
        if isinstance(mode, str):
            yield mode == "HTML", f"nothing here can tell whether {mode} is right"
            text, wrong = markup.read(text)
        yield not wrong, f"{field}: {'; '.join(wrong)}"
        yield not any("\ud800" <= char <= "\udfff" for char in text), f"{field} holds half a character"
        yield least <= units(text.strip() if least else text), f"{field} is blank"
        yield units(text) <= most, f"{field} is longer than {most}"
        for entity in getattr(part, "entities", None) or getattr(part, "caption_entities", None) or ():
            within = 0 <= entity.offset < entity.offset + entity.length <= units(text)
            yield within, f"an entity is outside of the {field}"

    return rules


def _plain(field: str, most: int) -> Callable[[Any], Verdicts]:
    def rules(part: Any) -> Verdicts:  # noqa: ANN401 - as above
        yield units(getattr(part, field)) <= most, f"{field} is longer than {most}"

    return rules


def _button(button: types.InlineKeyboardButton) -> Verdicts:
    does = button.model_fields_set - {"text", "style", "icon_custom_emoji_id"}
    yield bool(button.text.strip()), "a button has no label"
    yield len(does) == 1, f"a button does {sorted(does)} instead of one thing"
    if button.callback_data is not None:
        yield 1 <= len(button.callback_data.encode()) <= 64, "callback_data is not of 1 to 64 bytes"
    if button.url is not None:
        yield bool(re.match("(https?|tg)://", button.url)), "url is no link"
        yield _started(button.url), "the payload of a deep link is not of 1 to 64 of A-Za-z0-9_-"
    for query in (button.switch_inline_query, button.switch_inline_query_current_chat):
        yield units(query) <= 256, "an inline query is longer than 256"


def _started(url: str) -> bool:
    start = _START.fullmatch(url)
    return start is None or bool(_PAYLOAD.fullmatch(start[1]))


def _keyboard(keyboard: types.InlineKeyboardMarkup) -> Verdicts:
    rows = keyboard.inline_keyboard
    yield sum(map(len, rows)) <= 100, "there are more than 100 buttons"
    yield all(1 <= len(row) <= 8 for row in rows), "a row is not of 1 to 8 buttons"


def _copied(copied: types.CopyTextButton) -> Verdicts:
    yield 1 <= units(copied.text) <= 256, "copy_text is not of 1 to 256"


def _replied(answer: types.ForceReply | types.ReplyKeyboardMarkup) -> Verdicts:
    placeholder = answer.input_field_placeholder
    yield placeholder is None or 1 <= units(placeholder) <= 64, "a placeholder is not of 1 to 64"


def _file(file: types.BufferedInputFile) -> Verdicts:
    yield bool(_NAME.fullmatch(file.filename or "")), f"{file.filename!r} is no name of a file"
    yield len((file.filename or "").encode()) <= 255, "a file's name is longer than 255 bytes"
    yield 0 < len(file.data) <= 50_000_000, "a file is empty or larger than 50 MB"


def _commands(call: methods.SetMyCommands) -> Verdicts:
    names = [each.command for each in call.commands]
    yield len(names) <= 100, "there are more than 100 commands"
    yield len(set(names)) == len(names), "a command is there twice"
    for each in call.commands:
        yield bool(re.fullmatch("[a-z0-9_]{1,32}", each.command)), f"{each.command} is no command's name"
        yield 1 <= units(each.description) <= 256, f"{each.command} is not described in 1 to 256"


def _inline(call: methods.AnswerInlineQuery) -> Verdicts:
    ids = [each.id for each in call.results]
    yield len(ids) <= 50, "there are more than 50 results"
    yield all(1 <= len(each.encode()) <= 64 for each in ids), "a result's id is not of 1 to 64 bytes"
    yield len(set(ids)) == len(ids), "two results have the same id"
    yield len((call.next_offset or "").encode()) <= 64, "next_offset is longer than 64 bytes"


def _start(button: types.InlineQueryResultsButton) -> Verdicts:
    payload = button.start_parameter
    yield (
        payload is None or bool(_PAYLOAD.fullmatch(payload)),
        "start_parameter is not of 1 to 64 of A-Za-z0-9_-",
    )


def _article(article: types.InlineQueryResultArticle) -> Verdicts:
    yield bool(article.title.strip()), "an article has no title"


def _action(call: methods.SendChatAction) -> Verdicts:
    yield call.action in {each.value for each in enums.ChatAction}, f"{call.action} is no action"


def _webhook(call: methods.SetWebhook) -> Verdicts:
    yield bool(re.fullmatch("[A-Za-z0-9_-]{0,256}", call.secret_token or "")), "secret_token is not usable"
    yield 1 <= (call.max_connections or 40) <= 100, "max_connections is not of 1 to 100"


def _asked(call: methods.SetWebhook | methods.GetUpdates) -> Verdicts:
    known = {each.value for each in enums.UpdateType}
    yield set(call.allowed_updates or ()) <= known, "allowed_updates holds what is no kind of update"


def _rich(message: types.InputRichMessage) -> Verdicts:
    given = [each for each in (message.html, message.markdown, message.blocks) if each]
    yield len(given) == 1, "a rich message is not told in one way"
    yield all(units(each) <= 32_768 for each in given if isinstance(each, str)), "a rich message is too long"


def _album(call: methods.SendMediaGroup) -> Verdicts:
    yield 2 <= len(call.media) <= 10, "an album is not of 2 to 10"
    for each in call.media:
        yield not str(each.media).startswith("attach://"), f"{each.media} is not there"


def _draft(call: methods.SendMessageDraft) -> Verdicts:
    yield call.draft_id != 0, "draft_id is 0"


def _edited(call: methods.EditMessageText) -> Verdicts:
    place = call.inline_message_id or (call.chat_id and call.message_id)
    yield bool(place), "it is not told which message is edited"


def _edited_words(call: methods.EditMessageText) -> Verdicts:
    return _words("text", 4096)(call) if call.rich_message is None else iter(())


RULES: dict[type | tuple[type, ...], Callable[[Any], Verdicts]] = {
    methods.SendMessage: _words("text", 4096),
    methods.EditMessageText: _edited_words,
    (
        *(methods.SendDocument, methods.SendPhoto, methods.EditMessageCaption),
        *(types.InputMediaDocument, types.InputMediaPhoto),
    ): _words("caption", 1024, least=0),
    methods.SendMediaGroup: _album,
    types.InputTextMessageContent: _words("message_text", 4096),
    methods.SendMessageDraft: _words("text", 4096, least=0),
    (methods.SendMessageDraft,): _draft,
    (methods.EditMessageText,): _edited,
    methods.AnswerCallbackQuery: _plain("text", 200),
    methods.SetMyName: _plain("name", 64),
    methods.SetMyDescription: _plain("description", 512),
    methods.SetMyShortDescription: _plain("short_description", 120),
    methods.SetMyCommands: _commands,
    methods.AnswerInlineQuery: _inline,
    methods.SendChatAction: _action,
    methods.SetWebhook: _webhook,
    (methods.SetWebhook, methods.GetUpdates): _asked,
    types.InlineKeyboardButton: _button,
    types.InlineKeyboardMarkup: _keyboard,
    types.CopyTextButton: _copied,
    (types.ForceReply, types.ReplyKeyboardMarkup): _replied,
    types.BufferedInputFile: _file,
    types.InlineQueryResultsButton: _start,
    types.InlineQueryResultArticle: _article,
    types.InputRichMessage: _rich,
}
