"""Exporting: which format, signed off or not, and with which appendices, in the words people use."""

from typing import get_args

from msgspec import Struct

from bot.desk import Desk
from bot.effects import Export
from bot.outline import Outline
from bot.replies import APPENDIX_NAMES, Appendix, Say
from bot.report import assemble
from bot.state import State
from bot.steps.finished import unfinished
from bot.steps.step import Outcome

FORMATS = ("docx", "md", "txt", "pdf", "yaml")
FINAL = frozenset({"final", "定稿"})
ALL = frozenset({"附件", "全部附件", "appendices"})
FILLING = frozenset({"附", "带", "加", "和", "with", "讨论稿", "附上", "带上"})
SHOWN = 10


class Wish(Struct, frozen=True):
    """What is to be exported; ``unknown`` is the first word that says nothing."""

    format: str = "docx"
    final: bool = False
    appendices: tuple[Appendix, ...] = ()
    unknown: str = ""


def export(desk: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    """Hand the report over: /export docx 定稿, /export docx 附 对标表 佐证清单 口径表, /export docx 附件."""
    wish = wished(argument)
    if wish.unknown:
        known = f"{'、'.join(FORMATS)}；可以附：{'、'.join(APPENDIX_NAMES.values())}"
        return state, (
            Say(f"不会导出“{wish.unknown[:SHOWN]}”。可以导出：{known}，例如 /export docx 附 对标表。"),
        )
    if wish.appendices and wish.format == "yaml":
        return state, (Say("答卷（yaml）里没有附件，附件用 /export docx 附件 导出。"),)
    why_not = unfinished(assemble(state.draft, outline, desk.bank), state.draft) if wish.final else ""
    if why_not:
        return state, (Say(f"{why_not}，不能出定稿。讨论稿随时可以导：/export {wish.format}。"),)
    return state, (Export(wish.format, wish.final, wish.appendices),)


def wished(argument: str) -> Wish:
    """Read the words behind /export; the appendices come in the order of their names, each once."""
    formats: list[str] = []
    wanted: set[Appendix] = set()
    unknown: list[str] = []
    words = argument.lower().replace("、", " ").replace("，", " ").split()
    for word in words:
        names = _appendices(word.removeprefix("附") if word not in ALL else word)
        plain = word.removeprefix(".").replace("word", "docx")
        wanted |= names
        if plain in FORMATS:
            formats.append(plain)
        elif not names and word not in FINAL | FILLING:
            unknown.append(word)
    return Wish(
        next(iter(formats), "docx"),
        bool(FINAL & set(words)),
        tuple(name for name in APPENDIX_NAMES if name in wanted),
        next(iter(unknown), ""),
    )


def _appendices(word: str) -> set[Appendix]:
    if word in ALL:
        return set(get_args(Appendix))
    return {name for name, chinese in APPENDIX_NAMES.items() if word in {name, chinese}}
