"""The commands that every adapter knows."""

from collections.abc import Callable

from msgspec.structs import replace

from bot.desk import Desk
from bot.effects import Effect, Export, StartNew
from bot.events import Sent
from bot.outline import Outline
from bot.replies import Say
from bot.state import AnsweringCarryover, AskingSection, Awaiting, Checking, Resting, ReviewingPoint, State
from bot.steps import asides, drafts, ledger, own_duty, turning
from bot.steps.carryover import carryover_step
from bot.steps.checklist import current, outline_of
from bot.steps.exporting import export
from bot.steps.finished import preview
from bot.steps.receiving import sent
from bot.steps.shortening import length_wanted, shortened, version_told
from bot.steps.step import Outcome
from bot.steps.titling import headings
from phrasebank.patterns import readable
from phrasebank.terms import SECTION_NAMES, SectionKind

COMMANDS: dict[str, str] = {
    "start": "打招呼，回到现在的问题",
    "new": "另写一份",
    "drafts": "看全部草稿，改名 /drafts 改名 2 初稿，删除 /drafts 删除 2",
    "resume": "接着写，例：/resume 2、/resume 初稿",
    "name": "给这份起名，例：/name 初稿",
    "copy": "复制一份接着改，原来的不动，例：/copy 送审稿",
    "back": "回到上一步",
    "skip": "这个先跳过",
    "goto": "去某一项，例：/goto 存在问题",
    "undo": "撤销上一步，例：/undo、/undo 3、/undo 到 12",
    "redo": "恢复刚撤销的",
    "history": "看说过的话，例：/history、/history 50",
    "changes": "看改了什么，例：/changes（和上次导出比）、/changes 12、/changes 草稿 2",
    "preview": "看全文；看压短的，例：/preview 8分钟；/preview 图 看排好的每一页",
    "duty": "看全文有多少句写的是您本人履职，哪些只是单位工作",
    "check": "体检：错字、提法、标点、口径、残留、撞稿",
    "headings": "换小标题：一样长的几组、加长、缩短、自己写，例：/headings 存在问题",
    "facts": "口径表：看记下的数、改数，例：/facts 3 28",
    "phrase": "查句式，例：/phrase 意识形态",
    "import": "发一个文件来：材料、去年的报告，例：/import 总结.docx",
    "notice": "照上级的通知写，例：/notice 通知.docx；看现在的要求发 /notice",
    "settings": "定篇幅、开关追问，例：/settings 3000字、/settings 追问 关",
    "export": "导出，例：/export docx，后面可以加 定稿、送审稿、8分钟、附 口径表",
    "cancel": "放下这一步或这份稿子",
    "forget": "彻底删除，例：/forget、/forget 2、/forget all",
    "help": "看命令",
}
PICTURES = frozenset({"图", "图片", "页面", "png"})
PHRASES_SHOWN = 6

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


def _preview(desk: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    if argument:
        if argument.lower() in PICTURES:
            return state, (Export("png", final=False),)
        return _preview_short(desk, outline, state, argument)
    measure = own_duty.measure_of(desk, outline, state.draft)
    share = (Say(f"{own_duty.share_told(measure)}看是哪几句发 /duty。"),) if measure.sentences else ()
    return state, (preview(desk, outline, state), *share)


def _preview_short(desk: Desk, outline: Outline, state: State, length: str) -> Outcome:
    characters = length_wanted(length)
    if characters is None:
        return state, (Say(f"没看懂“{length[:20]}”。看全文发 /preview，看压短的发 /preview 8分钟。"),)
    short = shortened(desk, outline, state.draft, characters)
    shown = preview(desk, outline, replace(state, draft=short.draft))
    return state, (shown, Say(version_told(short, characters)))


def _duty(desk: Desk, outline: Outline, state: State, _: str) -> Outcome:
    return state, (own_duty.told(desk, outline, state.draft),)


def _check(_: Desk, __: Outline, state: State, ___: str) -> Outcome:
    return replace(state, focus=Checking()), ()


def _phrase(desk: Desk, state: State, argument: str) -> Outcome:
    kind = None if argument else _kind_in_hand(desk, state)
    year = state.draft.profile.year
    hits = desk.find(argument, kind, PHRASES_SHOWN, genre=state.draft.genre, year=year)
    if not hits:
        return state, (Say(f"没有找到和“{argument[:20]}”有关的句式。换个词试试，例：/phrase 意识形态"),)
    lines = [
        f"{place}. {readable(hit.text)}（{SECTION_NAMES[hit.section]}{'，您的材料' if hit.own else ''}）"
        for place, hit in enumerate(hits, 1)
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
    outline = outline_of(desk, state.draft)
    if outline and isinstance(state.focus, AnsweringCarryover):
        step = carryover_step(outline, state, state.focus.item)
        return step.skipped() if step else (replace(state, focus=None), ())
    if state.focus is not None and state.draft.genre and not isinstance(state.focus, AskingSection | Resting):
        return replace(state, focus=None), (Say("好，这一步不做了。"),)
    if outline is None:
        return state, (Say("现在没有正在写的稿子。"),)
    return replace(state, focus=Resting()), ()


def _import(desk: Desk, state: State, argument: str) -> Outcome:
    if argument:
        return sent(desk, replace(state, focus=None), Sent("", tuple(argument.split("\n"))))
    return replace(state, focus=Awaiting("material")), ()


def _notice(desk: Desk, state: State, argument: str) -> Outcome:
    if argument:
        return sent(desk, replace(state, focus=None), Sent("", tuple(argument.split("\n")), "notice"))
    from bot.steps import notice  # noqa: PLC0415 - only who has a notice needs its reading

    return notice.opened(state)


def _settings(_: Desk, state: State, argument: str) -> Outcome:
    from bot.steps.settings import settings  # noqa: PLC0415 - lengths are read as those of a notice

    return settings(state, argument)


def _asking(effect: Effect) -> _Command:
    def command(_: Desk, state: State, __: str) -> Outcome:
        return state, (effect,)

    return command


_COMMANDS: dict[str, _Command] = {
    "start": _start,
    "help": _help,
    "new": _asking(StartNew()),
    "drafts": drafts.drafts,
    "resume": drafts.resume,
    "name": drafts.name,
    "copy": drafts.copy,
    "undo": drafts.undo,
    "redo": drafts.redo,
    "history": drafts.history,
    "changes": drafts.changes,
    "back": _drafting(_back),
    "goto": _drafting(_goto),
    "preview": _drafting(_preview),
    "duty": _drafting(_duty),
    "check": _drafting(_check),
    "export": _drafting(export),
    "facts": _drafting(ledger.facts),
    "headings": _drafting(headings),
    "phrase": _phrase,
    "cancel": _cancel,
    "import": _import,
    "notice": _notice,
    "settings": _settings,
    "forget": drafts.forget,
}
