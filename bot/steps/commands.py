"""The commands that every adapter knows."""

from collections.abc import Callable

from msgspec.structs import replace

from bot.desk import Desk
from bot.effects import Effect, Export, ShowDrafts, ShowHistory, StartNew, Undo
from bot.effects import Resume as OpenDraft
from bot.facts.extraction import facts_of
from bot.outline import Outline
from bot.replies import Say
from bot.report import assemble
from bot.state import AskingSection, Confirming, Resting, ReviewingPoint, State
from bot.steps import asides, turning
from bot.steps.checklist import current, outline_of
from bot.steps.finished import preview, unfinished
from bot.steps.step import Outcome
from phrasebank.finding import find
from phrasebank.patterns import readable
from phrasebank.terms import SECTION_NAMES, SectionKind

COMMANDS: dict[str, str] = {
    "start": "打招呼，回到现在的问题",
    "new": "另写一份",
    "drafts": "看全部草稿",
    "resume": "接着写，例：/resume 2",
    "back": "回到上一步",
    "skip": "这个先跳过",
    "goto": "去某一项，例：/goto 存在问题",
    "undo": "撤销上一步，可连续用",
    "history": "看说过的话",
    "preview": "看全文",
    "facts": "看记下的事实和数字",
    "phrase": "查句式，例：/phrase 意识形态",
    "export": "导出，例：/export docx、/export txt、/export docx 定稿",
    "cancel": "放下这一步或这份稿子",
    "forget": "彻底删除，例：/forget、/forget all",
    "help": "看命令",
}
FORMATS = ("docx", "md", "txt", "yaml")
PHRASES_SHOWN = 6
MOST_DIGITS = 9

_Command = Callable[[Desk, State, str], Outcome]


def commanded(desk: Desk, state: State, name: str, argument: str) -> Outcome:
    """Carry a command out."""
    command = _COMMANDS.get(name)
    if command is None:
        return state, (Say(f"没有 /{name[:20]} 这个命令。发 /help 看全部命令。"),)
    return command(desk, state, argument.strip())


def _start(desk: Desk, state: State, _: str) -> Outcome:
    return asides.opened(desk, state)


def _help(_: Desk, state: State, __: str) -> Outcome:
    lines = [f"/{name}　{does}" for name, does in COMMANDS.items()]
    told = "直接回答问题就行；有选项的，回复序号。一条一行，可以一次发很多条。"
    return state, (Say("\n".join([told, *lines])),)


def _drafting(work: Callable[[Desk, Outline, State, str], Outcome]) -> _Command:
    """Make a command that needs a genre to be chosen."""

    def command(desk: Desk, state: State, argument: str) -> Outcome:
        outline = outline_of(desk, state.draft)
        if outline is None:
            return state, (Say("还没有开始写。先选一种文种。"),)
        return work(desk, outline, state, argument)

    return command


def _back(desk: Desk, outline: Outline, state: State, _: str) -> Outcome:
    return turning.back(outline, state, current(desk, state))


def _goto(_: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    return turning.goto(outline, state, argument)


def _preview(desk: Desk, outline: Outline, state: State, _: str) -> Outcome:
    return state, (preview(desk, outline, state),)


def _export(desk: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    words = argument.lower().split() or ["docx"]
    final = bool({"final", "定稿"} & set(words))
    named = [
        word.removeprefix(".").replace("word", "docx") for word in words if word not in {"final", "定稿"}
    ]
    chosen = named[0] if named else "docx"
    if chosen not in FORMATS:
        return state, (Say(f"不会导出“{chosen[:10]}”。可以导出：{'、'.join(FORMATS)}，例如 /export docx。"),)
    why_not = unfinished(assemble(state.draft, outline, desk.bank), state.draft) if final else ""
    if why_not:
        return state, (Say(f"{why_not}，不能出定稿。讨论稿随时可以导：/export {chosen}。"),)
    return state, (Export(chosen, final),)


def _facts(_: Desk, state: State, __: str) -> Outcome:
    lines = []
    for fact in facts_of(state.draft):
        numbers = "；".join(f"{n.counts}：{n.value}{n.unit}" for n in fact.numbers)
        lines.append(f"{fact.id}　{fact.text}" + (f"　［{numbers}］" if numbers else ""))
    return state, (Say("\n".join(lines) or "还没有记下事实。"),)


def _phrase(desk: Desk, state: State, argument: str) -> Outcome:
    kind = None if argument else _kind_in_hand(desk, state)
    year = state.draft.profile.year
    hits = find(desk.bank, argument, kind, limit=PHRASES_SHOWN, genre=state.draft.genre, year=year)
    if not hits:
        return state, (Say(f"没有找到和“{argument[:20]}”有关的句式。换个词试试，例：/phrase 意识形态"),)
    lines = [
        f"{place}. {readable(hit.text)}（{SECTION_NAMES[hit.section]}）" for place, hit in enumerate(hits, 1)
    ]
    return state, (Say("\n".join(lines)),)


def _kind_in_hand(desk: Desk, state: State) -> SectionKind | None:
    outline, now = outline_of(desk, state.draft), current(desk, state)
    if outline is None:
        return None
    point = state.draft.point(now.point) if isinstance(now, ReviewingPoint) else None
    section = now.section if isinstance(now, AskingSection) else point.section if point else ""
    leaf = outline.leaf(section)
    return leaf.kind if leaf else None


def _cancel(desk: Desk, state: State, _: str) -> Outcome:
    if state.focus is not None and state.draft.genre and not isinstance(state.focus, AskingSection | Resting):
        return replace(state, focus=None), (Say("好，这一步不做了。"),)
    if outline_of(desk, state.draft) is None:
        return state, (Say("现在没有正在写的稿子。"),)
    return replace(state, focus=Resting()), ()


def _forget(_: Desk, state: State, argument: str) -> Outcome:
    return replace(state, focus=Confirming(argument in {"all", "全部"})), ()


def _resume(_: Desk, state: State, argument: str) -> Outcome:
    if argument.isdecimal() and len(argument) <= MOST_DIGITS:
        return state, (OpenDraft(int(argument)),)
    if isinstance(state.focus, Resting):
        return replace(state, focus=None), ()
    return state, (ShowDrafts(),)


def _asking(effect: Effect) -> _Command:
    def command(_: Desk, state: State, __: str) -> Outcome:
        return state, (effect,)

    return command


_COMMANDS: dict[str, _Command] = {
    "start": _start,
    "help": _help,
    "new": _asking(StartNew()),
    "drafts": _asking(ShowDrafts()),
    "resume": _resume,
    "undo": _asking(Undo()),
    "history": _asking(ShowHistory()),
    "back": _drafting(_back),
    "goto": _drafting(_goto),
    "preview": _drafting(_preview),
    "export": _drafting(_export),
    "facts": _facts,
    "phrase": _phrase,
    "cancel": _cancel,
    "forget": _forget,
}
