"""Carrying out the commands that every adapter knows."""

from collections.abc import Callable

from msgspec.structs import replace

from bot.desk import Desk
from bot.effects import Collect, Effect, Export, StartNew
from bot.events import Sent
from bot.outline import Outline
from bot.replies import Say
from bot.state import (
    AnsweringCarryover,
    AskingSection,
    Awaiting,
    BrowsingPhrases,
    Checking,
    Resting,
    State,
)
from bot.steps import drafts, ledger, own_duty, turning
from bot.steps.carryover import carryover_step
from bot.steps.checklist import current, outline_of
from bot.steps.exporting import export
from bot.steps.finished import preview
from bot.steps.menu import COMMANDS
from bot.steps.receiving import sent
from bot.steps.shortening import length_wanted, shortened, version_told
from bot.steps.step import Outcome
from bot.steps.titling import headings

PICTURES = frozenset({"图", "图片", "页面", "png"})

_Command = Callable[[Desk, State, str], Outcome]


def commanded(desk: Desk, state: State, name: str, argument: str) -> Outcome:
    """Carry a command out."""
    command = _COMMANDS.get(name)
    if command is None:
        return state, (Say(f"没有 /{name[:20]} 这个命令。发 /help 看全部命令。"),)
    if isinstance(state.focus, BrowsingPhrases) and name != "phrase":
        return _beneath(desk, state, name, argument.strip())
    return command(desk, state, argument.strip())


def _beneath(desk: Desk, state: State, name: str, argument: str) -> Outcome:
    """Carry a command out on what lies under a look-up, which stays where the command changes nothing."""
    under = state.beneath
    if name in {"back", "cancel"}:
        return under, ()
    after, effects = _COMMANDS[name](desk, under, argument)
    return (state if after == under else after), effects


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


def _tasks(desk: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    from bot.steps.tasks import tasks  # noqa: PLC0415 - only whose draft is read by others needs it

    return tasks(desk, outline, state, argument)


def _phrase(desk: Desk, state: State, argument: str) -> Outcome:
    from bot.steps.phrases import phrase  # noqa: PLC0415 - few turns look wording up

    return phrase(desk, state, argument)


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


def _corpus(desk: Desk, state: State, argument: str) -> Outcome:
    from bot.steps.corpus import corpus  # noqa: PLC0415 - few have a corpus of their own

    return corpus(desk, state, argument)


def _export_my_data(_: Desk, state: State, __: str) -> Outcome:
    return state, (Say("正在收拾您的数据，草稿多的话要等一会儿。"), Collect())


def _settings(_: Desk, state: State, argument: str) -> Outcome:
    from bot.steps.settings import settings  # noqa: PLC0415 - lengths are read as those of a notice

    return settings(state, argument)


def _asking(effect: Effect) -> _Command:
    def command(_: Desk, state: State, __: str) -> Outcome:
        return state, (effect,)

    return command


_COMMANDS: dict[str, _Command] = {
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
    "tasks": _drafting(_tasks),
    "phrase": _phrase,
    "cancel": _cancel,
    "import": _import,
    "notice": _notice,
    "settings": _settings,
    "corpus": _corpus,
    "export_my_data": _export_my_data,
    "forget": drafts.forget,
}
