"""Commands about drafts and turns: which of them is meant, read from the words behind the command."""

import re

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.desk import Desk
from bot.draft import Draft
from bot.effects import Copy, Redo, Rename, Resume, ShowChanges, ShowDrafts, ShowHistory, Undo
from bot.replies import Say
from bot.state import Confirming, Resting, State
from bot.steps.step import Outcome

LONGEST_NAME = 30
MOST = 999_999
TOLD = 10
EVERYTHING = frozenset({"all", "全部", "所有", "全都"})
TURN = re.compile(r"(?:回?到|@|#)\s*第?\s*(\d{1,6})\s*轮?|第?\s*(\d{1,6})\s*轮(?:之?后)?")
STEPS = re.compile(r"(\d{1,6})\s*步?")
TURNS = re.compile(
    r"(?:从|自)?\s*第?\s*(\d{1,6})\s*轮?(?:\s*(?:起|以来|之?后)|\s*(?:到|和|与|[-—~]|\s)\s*第?\s*(\d{1,6})\s*轮?)?"
)
AGAINST = re.compile(r"(?:和|与|跟|同)?\s*(?:草稿|稿子?)\s*[:：]?\s*(.+)")
MANAGED = re.compile(r"(改名|命名|重命名|删除|删掉|删|打开|复制)\s*(.*)", re.DOTALL)
RENAMED = re.compile(r"(?:第?\s*)?(\d{1,6})\s*(?:份)?\s*[:：]?\s*(.*)|(\S+)\s+(.+)", re.DOTALL)


def drafts(_: Desk, state: State, argument: str) -> Outcome:
    """List the drafts, or rename, erase, open or copy one: 改名 2 初稿, 删除 2."""
    match = MANAGED.fullmatch(argument)
    if match is None:
        told = (Say(f"“{argument[:20]}”没看懂，先列出全部草稿。"),) if argument else ()
        return state, (*told, ShowDrafts())
    verb, rest = match[1], match[2].strip()
    if verb == "复制":
        return _copied(state, rest)
    if not rest:
        return state, (
            Say(f"请写明哪一份，例：/drafts {verb} 2{' 初稿' if '名' in verb else ''}"),
            ShowDrafts(),
        )
    if verb == "打开":
        return state, (Resume(rest),)
    return _renamed(state, rest) if "名" in verb else forget(_, state, rest)


def name(_: Desk, state: State, argument: str) -> Outcome:
    """Name this draft, or tell its name."""
    if not argument:
        now = f"这份叫“{state.draft.name}”。" if state.draft.name else "这份还没有名字。"
        return state, (Say(f"{now}起名发 /name 初稿；给别的草稿改名发 /drafts 改名 2 初稿。"),)
    given = tidy(argument)
    refused = _unfit(given)
    if refused:
        return state, (refused,)
    draft = replace(state.draft, name=given)
    return replace(state, draft=draft), (
        Say(f"这份叫“{given}”了，打开它可以发 /resume {given}。撤回发 /undo。"),
    )


def copy(_: Desk, state: State, argument: str) -> Outcome:
    """Copy this draft, under a name if one is given."""
    return _copied(state, argument)


def resume(_: Desk, state: State, argument: str) -> Outcome:
    """Open a draft by number or name; without either go on with the one laid aside, or list them all."""
    if argument:
        return state, (Resume(argument),)
    if isinstance(state.focus, Resting):
        return replace(state, focus=None), ()
    return state, (ShowDrafts(),)


def forget(_: Desk, state: State, argument: str) -> Outcome:
    """Ask whether to erase this draft, another by number or name, or all."""
    everything = argument in EVERYTHING
    return replace(state, focus=Confirming(everything, "" if everything else argument[:LONGEST_NAME])), ()


def undo(_: Desk, state: State, argument: str) -> Outcome:
    """Take back one step, several, or all since a turn of the history."""
    turn, steps = TURN.fullmatch(argument), STEPS.fullmatch(argument)
    if turn:
        return state, (Undo(turn=int(turn[1] or turn[2])),)
    if steps:
        return state, (Undo(max(int(steps[1]), 1)),)
    if argument in EVERYTHING:
        return state, (Undo(MOST),)
    if argument:
        return state, (Say("撤几步写数字，例：/undo 3；回到某一轮：/undo 到 12（轮次见 /history）。"),)
    return state, (Undo(),)


def redo(_: Desk, state: State, __: str) -> Outcome:
    """Take the last undo back."""
    return state, (Redo(),)


def history(_: Desk, state: State, argument: str) -> Outcome:
    """Show the last turns: as many as are asked for."""
    match = STEPS.fullmatch(argument.removesuffix("轮").removesuffix("条").strip())
    count = int(match[1]) if match else MOST if argument in EVERYTHING else TOLD
    return state, (ShowHistory(max(count, 1)),)


def changes(_: Desk, state: State, argument: str) -> Outcome:
    """Tell what changed: since the last export, since a turn, between two turns, or between drafts."""
    turns, against = TURNS.fullmatch(argument), AGAINST.fullmatch(argument)
    if turns:
        return state, (ShowChanges(turns=tuple(int(each) for each in turns.groups() if each)),)
    if against:
        named = re.split(r"\s*(?:和|与|跟|\s)\s*", against[1].strip())
        return state, (ShowChanges(drafts=tuple(each for each in named if each)[:2]),)
    if argument:
        told = "和上次导出比：/changes；和第 12 轮比：/changes 12；和另一份比：/changes 草稿 2。"
        return state, (Say(told),)
    return state, (ShowChanges(),)


def _copied(state: State, name: str) -> Outcome:
    given = tidy(name)
    refused = _unfit(given) if given else None
    if refused:
        return state, (refused,)
    if state.draft == Draft():
        return state, (Say("这份还是空的，没有可复制的。"),)
    return state, (Copy(given),)


def _renamed(state: State, words: str) -> Outcome:
    match = RENAMED.fullmatch(words)
    which, given = ((match[1] or match[3]), tidy(match[2] or match[4] or "")) if match else ("", "")
    if not which or not given:
        return state, (Say("请写明哪一份、叫什么，例：/drafts 改名 2 初稿"),)
    return state, (_unfit(given) or Rename(which, given),)


def _unfit(name: str) -> Say | None:
    """Say why a name cannot be one: a number alone would be taken for that of another draft."""
    if len(name) > LONGEST_NAME:
        return Say(f"名字请不超过 {LONGEST_NAME} 字，例：/name 初稿")
    return Say("名字不能只是数字，会和序号弄混，例：/name 初稿") if name.isdecimal() or not name else None
