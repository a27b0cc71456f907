"""``/settings 提法``: formulations that the user adds to this draft out of a pasted document."""

import re

from msgspec.structs import replace

from bot.checks.added import DATE, rule_of, said
from bot.checks.rules import Rule
from bot.draft import Draft, Wording
from bot.replies import Say
from bot.state import State
from bot.steps.step import Outcome

EXAMPLE = "例：/settings 提法 2026-03 《关于规范用语的通知》 将“甲”改为“乙”"
HEAD = re.compile(
    rf"\s*(?P<since>{DATE.pattern})[，,：:\s]+(?P<source>《[^》]+》|\S+?)[，,：:\s]+(?P<text>.+)", re.DOTALL
)
SHOWN = 6


def rules_of(draft: Draft) -> tuple[Rule, ...]:
    """Give the rules of the formulations that were added to a draft."""
    return tuple(rule_of(each.old, each.new, each.since, each.source) for each in draft.preferences.wordings)


def wordings(state: State, argument: str) -> Outcome:
    """Show the formulations added, drop them, or take more out of a text with its date and source."""
    known = state.draft.preferences.wordings
    if not argument:
        told = "；".join(f"“{each.old}”→“{each.new or '不用'}”（{each.since}）" for each in known[-SHOWN:])
        return state, (Say(f"自己加的提法 {len(known)} 条{'：' + told if told else ''}。{EXAMPLE}"),)
    if argument.strip() in {"清空", "不要了", "删除"}:
        return _with(state, ()), (Say("自己加的提法都去掉了。发 /undo 可以找回。"),)
    head = HEAD.fullmatch(argument)
    if head is None:
        return state, (Say(f"要写明从哪一年（月）起、依据是什么，再贴原文。{EXAMPLE}"),)
    fresh = [
        Wording(old, new, head["since"], head["source"])
        for line in head["text"].split("\n")
        for old, new in said(line)
    ]
    if not fresh:
        return state, (Say(f"没有读出哪个说法换成了哪个。{EXAMPLE}"),)
    after = tuple({each.old: each for each in (*known, *fresh)}.values())
    told = "；".join(f"“{each.old}”→“{each.new or '不用'}”" for each in fresh[:SHOWN])
    return _with(state, after), (Say(f"加了 {len(fresh)} 条：{told}。体检时照它查，撤回发 /undo。"),)


def _with(state: State, wordings: tuple[Wording, ...]) -> State:
    preferences = replace(state.draft.preferences, wordings=wordings)
    return replace(state, draft=replace(state.draft, preferences=preferences))
