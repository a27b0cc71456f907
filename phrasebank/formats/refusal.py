"""Why a file is not read, said to its owner."""

from typing import Final

LARGEST_EXPANDED: Final = 30_000_000
LONGEST_TEXT: Final = 2_000_000

BROKEN: Final = (
    "打不开，可能已损坏：请用 Word 或 WPS 打开它，另存为新的 .docx 再试；"
    "那里也打不开的，请换一份好的，或者把文字粘贴过来。"
)
TOO_MUCH: Final = "展开后太大或太复杂，请只保留正文、另存后再试。"
LOCKED: Final = "设了密码，请取消密码、另存后再试。"
EMPTY: Final = "里没有文字，请选一个有文字的文件。"


class RefusedError(Exception):
    """A file that is not read; the message goes on from “文件 NAME ”, in Chinese, and says what to do."""
