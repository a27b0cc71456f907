"""Exporting: which format, signed off or not, how long, and with which appendices, in people's words."""

import re
from typing import get_args

from msgspec import Struct

from bot.desk import Desk
from bot.effects import Export
from bot.outline import Outline
from bot.replies import APPENDIX_NAMES, FORMATS, Appendix, Say
from bot.state import State
from bot.steps.finished import left_open, unsignable
from bot.steps.shortening import length_wanted, shortened, version_told
from bot.steps.step import Outcome

FINAL = frozenset({"final", "定稿"})
REVIEW = frozenset({"review", "送审稿", "送审", "批注"})
ENCODINGS = {"gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "utf-8": "", "utf8": ""}
ALL = frozenset({"附件", "全部附件", "appendices"})
FILLING = frozenset({"附", "带", "加", "和", "with", "讨论稿", "附上", "带上", "压到", "缩到"})
MEASURE = re.compile(r"(?<=\d)\s+(?=分钟|字|页)")
SHOWN = 10


class Wish(Struct, frozen=True):
    """What is to be exported, to what length; ``unknown`` is the first word that says nothing."""

    format: str = "docx"
    final: bool = False
    appendices: tuple[Appendix, ...] = ()
    unknown: str = ""
    characters: int | None = None
    review: bool = False
    encoding: str = ""


def export(desk: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    """Hand the report over: /export docx 定稿, /export docx 8分钟, /export docx 附 对标表, /export docx 附件.

    A shorter version comes with all that it leaves out.
    """
    wish = wished(argument)
    if wish.unknown:
        known = f"{'、'.join(FORMATS)}；可以附：{'、'.join(APPENDIX_NAMES.values())}"
        return state, (
            Say(f"不会导出“{wish.unknown[:SHOWN]}”。可以导出：{known}，例如 /export docx 附 对标表。"),
        )
    if wish.appendices and wish.format == "yaml":
        return state, (Say("答卷（yaml）里没有附件，附件用 /export docx 附件 导出。"),)
    if wish.characters and wish.format == "yaml":
        return state, (Say("答卷（yaml）总是整份的，压短的用 /export docx 8分钟 导出。"),)
    if wish.review and (wish.final or wish.format == "yaml"):
        return state, (Say("送审稿带着出处和体检结果，不是定稿，也不能是答卷。送审用 /export docx 送审稿。"),)
    draft, says = state.draft, tuple[Say, ...]()
    if wish.characters:
        short = shortened(desk, outline, draft, wish.characters)
        draft, says = short.draft, (Say(version_told(short, wish.characters)),)
    why_not = unsignable(desk, outline, draft) if wish.final else ""
    if why_not:
        return state, (
            Say(f"{why_not}，不能出定稿；要补、要改发 /goto。讨论稿随时可以导：/export {wish.format}。"),
        )
    made = Export(wish.format, wish.final, wish.appendices, wish.characters, wish.review, wish.encoding)
    return state, (*says, *(left_open(draft) if wish.final else ()), made)


def wished(argument: str) -> Wish:
    """Read the words behind /export; the appendices come in the order of their names, each once."""
    formats: list[str] = []
    wanted: set[Appendix] = set()
    unknown: list[str] = []
    lengths: list[int] = []
    words = MEASURE.sub("", argument.lower()).replace("、", " ").replace("，", " ").split()
    for word in words:
        names = _appendices(word.removeprefix("附") if word not in ALL else word)
        plain = word.removeprefix(".").replace("word", "docx")
        wanted |= names
        if plain in FORMATS:
            formats.append(plain)
        elif characters := length_wanted(word):
            lengths.append(characters)
        elif not names and word not in FINAL | REVIEW | FILLING | ENCODINGS.keys():
            unknown.append(word)
    return Wish(
        next(iter(formats), "txt" if set(words) & ENCODINGS.keys() else "docx"),
        bool(FINAL & set(words)),
        tuple(name for name in APPENDIX_NAMES if name in wanted),
        next(iter(unknown), ""),
        next(iter(lengths), None),
        bool(REVIEW & set(words)),
        next((ENCODINGS[word] for word in words if word in ENCODINGS), ""),
    )


def _appendices(word: str) -> set[Appendix]:
    if word in ALL:
        return set(get_args(Appendix))
    return {name for name, chinese in APPENDIX_NAMES.items() if word in {name, chinese}}
