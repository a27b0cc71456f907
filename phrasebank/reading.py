"""From a file, or its bytes, to lines of text.

The content decides how it is read, never the name. Plain text and Markdown are read here, and their lines are
numbered as the file has them: they end at LF, CRLF or CR only. Anything else is read by a child process with
limits (``phrasebank.formats``), and its lines are the paragraphs.
"""

import os
import re
from pathlib import Path, PurePath

from phrasebank.encoding import NotTextError, UnknownEncodingError, decode
from phrasebank.markdown import is_markdown, plain
from phrasebank.remarks import Remark
from phrasebank.typed import from_json

LARGEST = 20 << 20
"""Bytes: what a bot can fetch from Telegram; a .docx of that size, mostly pictures, takes 0.4 s and 95 MB."""

LARGEST_TEXT = 10_000_000
"""Bytes of what is all text: to learn from twice as much takes a minute and a half and 400 MB."""

SUFFIXES = frozenset(
    {".txt", ".md", ".markdown", ".htm", ".html", ".mht", ".mhtml", ".docx", ".pdf", ".doc", ".wps"}
)
"""What documents are called; those that cannot be read are refused with the reason, by their content."""
PACKED = frozenset(
    {".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd"}
    | {".xlsx", ".xls", ".et", ".pptx", ".ppt", ".dps"}
)
"""What documents are called that hold more than text."""
LINE_END = re.compile("\r\n|\n|\r")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
BINARY = ((b"PK\x03\x04", "docx"), (b"PK\x05\x06", "docx"), (b"%PDF-", "pdf"))
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
FOREIGN = (
    (COMPOUND, "是旧版 Word/WPS 文件，请用 Word 或 WPS 另存为 .docx 再试。"),
    (b"{\\rtf", "是 RTF 文件，请用 Word 或 WPS 另存为 .docx 再试。"),
    (b"Rar!", "是压缩包，请先解压，再选其中的文件。"),
    (b"7z\xbc\xaf\x27\x1c", "是压缩包，请先解压，再选其中的文件。"),
    (b"\x1f\x8b", "是压缩包，请先解压，再选其中的文件。"),
    (b"\x89PNG", "是图片，里面没有可复制的文字，请给出文字版。"),
    (b"\xff\xd8\xff", "是图片，里面没有可复制的文字，请给出文字版。"),
    (b"GIF8", "是图片，里面没有可复制的文字，请给出文字版。"),
)
WEBPAGE = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}\?>\s*|<!--[^<>]{0,2000}-->\s*){0,9}(?:<!doctype\s+html|<(?:html|head|body)[\s>])",
    re.IGNORECASE,
)
HEADERS = re.compile(rb"(?:From|MIME-Version|Subject|Date|Content-Type|Snapshot-Content-Location): ")


class UnreadableError(Exception):
    """A file that gives no text; the message is one Chinese sentence that says why and what to do."""


def files_below(folder: Path) -> list[Path]:
    """Give the documents of a folder and of all below it, by name.

    What cannot be entered, hidden files and other kinds are passed over.
    """
    found = [
        Path(place, name)
        for place, folders, names in os.walk(folder)
        if not folders.sort()  # in place, so that the walk has an order
        for name in sorted(names)
    ]
    return [
        path for path in found if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))
    ]


def read_lines(path: Path) -> list[str]:
    """Read a file as lines without their ends. Raises ``UnreadableError``."""
    return lines_of(read_bytes(path), printable(str(path)))


def read_bytes(path: Path) -> bytes:
    """Read a file of a size that can be worked on, 20 MB at most. Raises ``UnreadableError``."""
    name = printable(str(path))
    try:
        if path.is_dir():
            raise UnreadableError(f"{name} 是文件夹，请给出其中的一个文件。")
        if path.stat().st_size > LARGEST:
            raise UnreadableError(_too_large(name))
        # Read one byte more than is allowed: a device or a pipe has no size to ask for.
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise UnreadableError(f"找不到文件 {name}，请检查路径。") from error
    except PermissionError as error:
        raise UnreadableError(f"没有权限读文件 {name}，请检查权限。") from error
    except (OSError, ValueError) as error:
        raise UnreadableError(f"读不到文件 {name}，请检查路径。") from error


def lines_of(data: bytes, name: str) -> list[str]:
    """Read bytes as lines; ``name`` stands for the file in messages. Raises ``UnreadableError``."""
    if len(data) > LARGEST:
        raise UnreadableError(_too_large(name))
    start = _start(data)
    if start.startswith(COMPOUND) and ENCRYPTED_PACKAGE in data:
        raise UnreadableError(f"文件 {name} 设了密码，请取消密码、另存后再试。")
    for magic, why in FOREIGN:
        if start.startswith(magic):
            raise UnreadableError(f"文件 {name} {why}")
    for magic, kind in BINARY:
        if start.startswith(magic):
            return _read_apart(kind, data, name)
    if HEADERS.match(start) and b"multipart/related" in start:
        return _read_apart("mhtml", data, name)
    text = _text(data, name)
    if not text.strip():
        raise UnreadableError(f"文件 {name} 是空的，请选一个有文字的文件。")
    if WEBPAGE.match(text):
        return _read_apart("html", printable(text).encode(), name)
    lines = LINE_END.split(text)
    return plain(lines) if is_markdown(lines) else lines


def is_misnamed(data: bytes, name: str) -> bool:
    """Tell whether what was read as text or as a web page is called as if it held more than that."""
    packed = _start(data).startswith(tuple(magic for magic, _ in BINARY))
    return not packed and PurePath(name).suffix.lower() in PACKED


def remarks_of(data: bytes, name: str) -> tuple[Remark, ...]:
    """Read what reviewers remarked in a Word document; nothing else has any. Raises ``UnreadableError``."""
    if not data.startswith(b"PK"):
        return ()

    return tuple(from_json(line, Remark) for line in _read_apart("remarks", data, name)[1:])


def printable(text: str) -> str:
    """Replace lone surrogates, which neither a terminal nor UTF-8 can hold."""
    return LONE_SURROGATE.sub("\ufffd", text)


def _start(data: bytes) -> bytes:
    """Give the beginning of a file from where it says what it is."""
    return data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t \x00")


def _read_apart(kind: str, data: bytes, name: str) -> list[str]:
    # Only who reads more than plain text pays for the machinery of child processes.
    from phrasebank.formats.isolation import read_apart  # noqa: PLC0415 - see above
    from phrasebank.formats.refusal import RefusedError  # noqa: PLC0415 - likewise

    try:
        return read_apart(kind, data)
    except RefusedError as refused:
        raise UnreadableError(f"文件 {name} {refused}") from refused


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST_TEXT:
        raise UnreadableError(_too_large(name, LARGEST_TEXT))
    try:
        return decode(data)
    except (UnknownEncodingError, NotTextError) as error:
        raise UnreadableError(_why_no_text(error, name)) from error


def _why_no_text(error: UnknownEncodingError | NotTextError, name: str) -> str:
    """Say what to do about bytes that are no text; called a document, they were one before it was damaged."""
    if PurePath(name).suffix.lower() in PACKED:
        from phrasebank.formats.refusal import BROKEN  # noqa: PLC0415 - see above

        return f"文件 {name} {BROKEN}"
    if isinstance(error, UnknownEncodingError):
        return f"认不出文件 {name} 的编码，请另存为 UTF-8 编码的 .txt 再试。"
    return f"文件 {name} 不是文字文件，请另存为 .txt 或 .docx 再试。"


def _too_large(name: str, limit: int = LARGEST) -> str:
    what = "光是文字就" if limit == LARGEST_TEXT else ""
    do = "请拆开后再试" if what else "请删掉里面的图片、另存后再试"
    return f"文件 {name} 太大（{what}超过 {limit // 1_000_000} MB），{do}。"
