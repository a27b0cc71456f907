"""Files named in the terminal: typed, dragged onto the window, or behind /import and /notice."""

import asyncio
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.events import Commanded, Event, Purpose, Said, Sent
from phrasebank.reading import UnreadableError, lines_of, printable, read_bytes, remarks_of

LONGEST_PATH = 1000
PURPOSES: dict[str, Purpose | None] = {"import": None, "notice": "notice"}
LOOKS_LIKE_A_FILE = re.compile(r"[/\\]|\.[A-Za-z]{2,5}$")
MODEL = re.compile(r"版式[:：]?\s*(.+\.do[ct]x['\"]?)\s*", re.IGNORECASE)
LEARNING = re.compile(r"\s*(.+\S)\s+(?:入库|收进句式库|学它的句式)\s*")
HANDED_OVER = re.compile(r"(?P<said>[^/\\~\n]{1,20}?)[：:，,\s]*(?P<path>(?:file://|~?/|[A-Za-z]:\\).+)")
"""A few words and a path: 去年的：/home/me/去年.docx."""
SAID: dict[str, Purpose] = {"去年": "last_year", "上年": "last_year", "通知": "notice"}
SAYS_MORE = re.compile(r"[，。；\n]")


async def with_file(event: Event) -> Event:
    """Put what a file holds in the place of its name; any other event stays as it is.

    A model that 版式 names is put as its layout in words. Raises ``UnreadableError`` for a file that gives
    no text, or that a command names and is not there.
    """
    match event:
        case Said(text) if (learning := LEARNING.fullmatch(text)) and (path := _path(learning[1])):
            return await _sent(path, "corpus")
        case Commanded("corpus", argument) if argument and LOOKS_LIKE_A_FILE.search(argument.strip("'\" ")):
            return await _sent(_path(argument) or Path(argument), "corpus")
        case Said(text):
            handed = HANDED_OVER.fullmatch(text.strip())
            path, purpose = _path(text), None
            if path is None and handed:
                path, purpose = _path(handed["path"]), _meant(handed["said"])
            return await _sent(path, purpose) if path and LOOKS_LIKE_A_FILE.search(text.strip()) else event
        case Commanded(name, argument) if name in PURPOSES and argument:
            path = _path(argument)
            if path is None and SAYS_MORE.search(argument):
                return event
            return await _sent(path or Path(argument), PURPOSES[name])
        case Commanded("settings", argument) if (model := MODEL.fullmatch(argument)) and _path(model[1]):
            return Commanded("settings", f"版式 {await asyncio.to_thread(_layout, model[1])}")
        case _:
            return event


def _meant(said: str) -> Purpose | None:
    return next((purpose for word, purpose in SAID.items() if word in said), None)


async def _sent(path: Path, purpose: Purpose | None) -> Sent:
    return await asyncio.to_thread(_read, path, purpose)


def _read(path: Path, purpose: Purpose | None) -> Sent:
    data, name = read_bytes(path), printable(str(path))
    lines = tuple(lines_of(data, name))
    return Sent(path.name, lines, purpose, remarks_of(data, name))


def _layout(name: str) -> str:
    from bot.export.model import wished  # noqa: PLC0415 - few have a model, and it loads lxml
    from bot.export.naming import ExportError  # noqa: PLC0415 - likewise

    try:
        return wished(str(_path(name)))
    except ExportError as error:
        raise UnreadableError(str(error)) from error


def _path(text: str) -> Path | None:
    """Give the file that words name, as shells and file managers write it when it is dragged."""
    plain = text.strip()
    if not plain or len(plain) > LONGEST_PATH or "\n" in plain:
        return None
    unquoted = plain[1:-1] if plain[0] == plain[-1] and plain[0] in "'\"" else plain
    forms = [plain, unquoted, re.sub(r"\\(.)", r"\1", unquoted)]
    if plain.startswith("file://"):
        forms.append(unquote(urlsplit(plain).path))
    return next((path for path in map(_expanded, forms) if path and _is_file(path)), None)


def _expanded(name: str) -> Path | None:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # ~ of a user that the system does not know
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
