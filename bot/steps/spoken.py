"""Commands in plain words: 撤销一下, 退两步, 帮我导出Word, 看看现在写成什么样, 检查一遍."""

import re

from bot.desk import Desk
from bot.state import State
from bot.steps.step import Outcome

COUNTS = "零一二三四五六七八九十"
PLEASE = r"(?:(?:请|麻烦)?[你您]?(?:帮我|给我)?(?:再|先)?)"
END = r"(?:一下|一遍|看看)?(?:吧|啊)?"
"""检查了, 恢复了 tell of something done."""
LAST = r"(?:刚才|上一?|前一?|最后)(?:那|这)?一?(?:步|条|句|个)?"
WHOLE = (
    r"(?:一下|下)?(?:现在)?(?:的)?"
    r"(?:全文|全稿|稿子|报告|整体|效果|(?:是|写成?)?(?:什么|啥)样(?:子)?了?)"
)
CHECKED = "(?:全文|全稿|稿子|报告|错字|错别字|有没有(?:错|错字|错别字|问题))"
FORMAT = r"(?P<said>docx|word|pdf|txt|md|yaml)"
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(f"{PLEASE}(?:{form}){END}", re.IGNORECASE))
    for name, form in (
        ("undo", rf"(?:撤销|撤消|撤回)(?:{LAST}|(?P<said>[一二三四五六七八九十两]|\d+)步)?"),
        ("undo", r"(?:往回|后)?退(?P<said>[一二三四五六七八九十两]|\d+)步"),
        ("redo", rf"(?:恢复|重做)(?:{LAST})?|(?:不|别)(?:撤销|撤回)"),
        ("back", r"返回|(?:退)?回(?:到)?上一?(?:步|个问题|题)|(?:退)?回去|上一步"),
        ("preview", rf"(?:预览|看看?|瞧瞧?|显示){WHOLE}|预览"),
        ("check", rf"(?:检查|查)(?:(?:一下|一遍|查)?{CHECKED}|一下|一遍)|体检一下|[做来]个?体检"),
        (
            "export",
            rf"(?:可以|能)?(?:导出|输出|生成|下载)(?:一下|成|为|一?[份个])?(?:{FORMAT})?(?:文件|文档|稿子|报告|全文)?",
        ),
        ("help", r"帮助|(?:有)?(?:哪些|什么)命令"),
    )
)


def spoken(desk: Desk, state: State, words: str) -> Outcome | None:
    """Carry out a command that is said in plain words; ``None`` where the words are none."""
    for name, form in FORMS:
        match = form.fullmatch(words)
        if match:
            from bot.steps.commands import commanded  # noqa: PLC0415 - commands come from adapters, mostly

            return commanded(desk, state, name, _argument(match.groupdict().get("said") or ""))
    return None


def _argument(said: str) -> str:
    """Write a count in digits: 两 is 2."""
    plain = said.replace("两", "二")
    return str(COUNTS.index(plain)) if plain and plain in COUNTS else said
