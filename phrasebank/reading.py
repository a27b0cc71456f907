"""From a file, or its bytes, to lines of text.

The content decides how it is read, never the name. Lines are numbered as the file has them: they end at LF,
CRLF or CR only.
"""

import re
import unicodedata
from pathlib import Path

LARGEST = 5_000_000
LINE_END = re.compile("\r\n|\n|\r")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
FOREIGN = (
    (b"PK\x03\x04", "Word 或压缩"),
    (b"%PDF", "PDF "),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word/WPS "),
    (b"{\\rtf", "RTF "),
)
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BINARY_SHARE = 0.02


class UnreadableError(Exception):
    """A file that gives no text; the message is one Chinese sentence that says why and what to do."""


def read_lines(path: Path) -> list[str]:
    """Read a file as lines without their ends. Raises ``UnreadableError``."""
    name = printable(str(path))
    try:
        if path.is_dir():
            raise UnreadableError(f"{name} 是文件夹，请给出其中的一个文件。")
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"文件 {name} 太大（超过 {LARGEST // 1_000_000} MB），请拆开后再试。")
        # Read one byte more than is allowed: a device or a pipe has no size to ask for.
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise UnreadableError(f"找不到文件 {name}，请检查路径。") from error
    except PermissionError as error:
        raise UnreadableError(f"没有权限读文件 {name}，请检查权限。") from error
    except (OSError, ValueError) as error:
        raise UnreadableError(f"读不到文件 {name}，请检查路径。") from error
    return lines_of(data, name)


def lines_of(data: bytes, name: str) -> list[str]:
    """Read bytes as lines; ``name`` stands for the file in messages. Raises ``UnreadableError``."""
    if len(data) > LARGEST:
        raise UnreadableError(f"文件 {name} 太大（超过 {LARGEST // 1_000_000} MB），请拆开后再试。")
    for magic, kind in FOREIGN:
        if data.startswith(magic):
            raise UnreadableError(f"还不能读这种文件：{name} 是{kind}文件，请另存为 .txt 再试。")
    text = _decode(data, name)
    if not text.strip():
        raise UnreadableError(f"文件 {name} 是空的，请选一个有文字的文件。")
    return LINE_END.split(text)


def printable(text: str) -> str:
    """Replace lone surrogates, which neither a terminal nor UTF-8 can hold."""
    return LONE_SURROGATE.sub("\ufffd", text)


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _checked(_decoded(data, encoding), name)
    return _checked(_decoded(data, "utf-8") or _decoded(data, "gb18030"), name)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None, name: str) -> str:
    """Refuse what decodes by chance: text has next to no control, private or unassigned characters."""
    if text is None:
        raise UnreadableError(f"认不出文件 {name} 的编码，请另存为 UTF-8 编码的 .txt 再试。")
    odd = sum(
        unicodedata.category(character) in {"Cc", "Cn", "Co"}
        for character in text
        if character not in "\t\n\r\f"
    )
    if "\x00" in text or odd > BINARY_SHARE * len(text):
        raise UnreadableError(f"文件 {name} 不是文字文件，请另存为 .txt 再试。")
    return text.removeprefix("\ufeff")
