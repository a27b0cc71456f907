"""From a line of text to an event: what is a command, and what belongs into the report.

Whatever could be a part of the report is ``Said``: words taken for a command by mistake would be lost to it.
"""

import re
import unicodedata

from bot.events import Commanded, Event, Said
from bot.steps.menu import COMMANDS

ALIASES = {
    "新建": "new",
    "草稿": "drafts",
    "继续": "resume",
    "返回": "back",
    "跳过": "skip",
    "跳转": "goto",
    "命名": "name",
    "复制": "copy",
    "撤销": "undo",
    "恢复": "redo",
    "历史": "history",
    "改动": "changes",
    "预览": "preview",
    "体检": "check",
    "待办": "tasks",
    "履职": "duty",
    "事实": "facts",
    "句式": "phrase",
    "导入": "import",
    "句式库": "corpus",
    "导出我的数据": "export_my_data",
    "导出": "export",
    "设置": "settings",
    "取消": "cancel",
    "忘记": "forget",
    "帮助": "help",
}
"""Chinese names of commands, after a slash."""

BARE = frozenset({"撤销", "帮助", "预览"})
"""Those that are commands without a slash too, where nothing else is said: they answer no question."""

_NAMED = re.compile(r"\s*[/／]([A-Za-z_Ａ-Ｚａ-ｚ]+)(?:@\w+)?(?:$|\s(.*))", re.DOTALL)
# Input methods set punctuation for a space, or no space at all, before Chinese: /goto存在问题, /帮助。
_RUN_ON = re.compile(
    r"\s*[/／]([A-Za-zＡ-Ｚａ-ｚ]+)(?:[：:，,、。！!]+|(?=[\d\u4e00-\u9fff]))(.*)", re.DOTALL
)
_CHINESE = re.compile(
    rf"\s*[/／]({'|'.join(ALIASES)})(?:$|[\s：:，,、。！!]+(.*)|(\d.*))",
    re.DOTALL,
)


def event_of(text: str) -> Event:
    """Tell a command (``/undo``, ``／ＵＮＤＯ``, ``/undo@some_bot``, ``/撤销``) from what is said.

    An unknown word in Latin letters is a command too, so that the engine explains; a path, a fraction or
    Chinese after a slash is not. What is said keeps every character, blanks at its ends included.
    """
    if text.strip() in BARE:
        return Commanded(ALIASES[text.strip()])
    if named := _NAMED.fullmatch(text):
        return Commanded(_plain(named[1]), (named[2] or "").strip())
    if chinese := _CHINESE.fullmatch(text):
        return Commanded(ALIASES[chinese[1]], (chinese[2] or chinese[3] or "").strip())
    run_on = _RUN_ON.fullmatch(text)
    if run_on and _plain(run_on[1]) in COMMANDS:
        return Commanded(_plain(run_on[1]), run_on[2].strip())
    return Said(text)


def _plain(name: str) -> str:
    """Write full-width letters, as an input method gives them, as ordinary ones."""
    return unicodedata.normalize("NFKC", name).lower()
