"""``/settings``: how the user wants to be asked, to what length to write, and how the paper is set."""

import re

from msgspec.structs import replace

from bot.draft import Limit
from bot.notice.figures import limit_in
from bot.notice.pace import limit_in_words
from bot.replies import Say
from bot.state import State
from bot.steps.budget import limit_of
from bot.steps.step import Outcome

EXAMPLE = (
    "例：/settings 3000字、/settings 8分钟、/settings 不限字数、/settings 追问 关、/settings 版式 28磅、"
    "/settings 提法"
)
LAYOUT_EXAMPLE = (
    "可以换成 28磅、严格版心，字体 gb2312、windows、gbk；也可以自己定，"
    "例：/settings 版式 左3；行距28；页码居中；正文=仿宋/16。"
)
LAYOUT = re.compile(r"版式[:：]?\s*(.*)", re.DOTALL)
FOLLOW_UPS = re.compile(
    r"(?:开|关|不要|别|打开|关闭|恢复|取消)?\s*追问\s*(?:[:：]?\s*(?:开|关|打开|关闭|on|off))?", re.IGNORECASE
)
WORDINGS = "提法"
OFF = ("关", "不要", "别", "取消", "off")
NONE = ("不限", "取消", "默认")
MOST_CHARACTERS, MOST_MINUTES = 50_000, 240


def settings(state: State, argument: str) -> Outcome:
    """Show the settings, or change the length, the layout, or whether foggy words are followed up."""
    if wish := LAYOUT.fullmatch(argument):
        return _set_in(state, wish[1])
    if argument.startswith(WORDINGS):
        from bot.steps.wordings import wordings  # noqa: PLC0415 - few add formulations

        return wordings(state, argument.removeprefix(WORDINGS).lstrip("：: "))
    if not argument:
        length = limit_in_words(limit_of(state.draft)) or "不限"
        asked = "开" if state.draft.preferences.follow_ups else "关"
        follow_ups = f"追问：{asked}（说得笼统的问题和原因，最多追问两句）。"
        layout = f"版式：{state.draft.preferences.layout or '国标'}。"
        return state, (Say(f"篇幅：{length}。{follow_ups}{layout}\n{EXAMPLE}"),)
    if FOLLOW_UPS.fullmatch(argument):
        return _asking(state, on=not any(word in argument.lower() for word in OFF))
    if any(word in argument for word in NONE):
        return _with(state, Limit()), (Say("好，不按您定的篇幅算了。改回发 /undo。"),)
    found = limit_in(argument)
    limit = Limit(found.characters or found.least, found.minutes) if found else Limit()
    if limit == Limit() or not _sensible(limit):
        return state, (Say(f"没看懂“{argument[:20]}”，没有改。{EXAMPLE}"),)
    return _with(state, limit), (
        Say(f"好，按 {limit_in_words(limit)}写，写的时候会说每一部分占多少。改回发 /undo。"),
    )


def _asking(state: State, *, on: bool) -> Outcome:
    preferences = replace(state.draft.preferences, follow_ups=on)
    told = "好，说得笼统的会追问，最多两句，说“没有”就不问了。" if on else "好，以后不追问了。"
    after = replace(state, draft=replace(state.draft, preferences=preferences))
    return after, (Say(f"{told}改回发 /undo。"),)


def _set_in(state: State, words: str) -> Outcome:
    """Show the layout, or change it; one that cannot be read is explained and changes nothing."""
    from bot.export.layout_words import layout_named, named, told  # noqa: PLC0415 - few change the layout
    from bot.export.naming import ExportError  # noqa: PLC0415 - likewise

    try:
        layout = layout_named(words or state.draft.preferences.layout)
    except ExportError as error:
        return state, (Say(f"{error}没有改。"),)
    if not words:
        return state, (Say(f"现在的版式：{named(layout)}。{LAYOUT_EXAMPLE}"),)
    preferences = replace(state.draft.preferences, layout=told(layout))
    after = replace(state, draft=replace(state.draft, preferences=preferences))
    return after, (Say(f"好，按这个版式排：{named(layout)}。改回发 /undo。"),)


def _with(state: State, limit: Limit) -> State:
    preferences = replace(state.draft.preferences, limit=limit)
    return replace(state, draft=replace(state.draft, preferences=preferences))


def _sensible(limit: Limit) -> bool:
    characters = limit.characters is None or 0 < limit.characters <= MOST_CHARACTERS
    return characters and (limit.minutes is None or 0 < limit.minutes <= MOST_MINUTES)
