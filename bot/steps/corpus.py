"""``/corpus``: the user's own wording, learnt from earlier reports: what there is, and forgetting it."""

import re

from bot.desk import Desk
from bot.replies import Rejection, Say, Unlearning
from bot.state import State
from bot.steps.step import Outcome
from phrasebank.corpus_error import CorpusError
from phrasebank.patterns import readable
from phrasebank.terms import SECTION_NAMES

SHOWN = 30
HOW = "发一份以前的报告来，说明写“入库”，就学它的句式：只存带空的句式，不存原文，只有您查得到。"
ERASING = re.compile(r"(?:删除|删掉|删|忘掉|忘记|forget)\s*第?\s*(.*?)\s*份?")
UNWANTED = re.compile(r"不要\s*第?\s*(\d{1,6})\s*条?")
LISTING = frozenset({"句式", "列表", "全部句式", "list"})
EVERYTHING = frozenset({"全部", "所有", "all"})


def corpus(desk: Desk, state: State, argument: str) -> Outcome:
    """Tell what was learnt from which documents.

    句式 lists wording, 不要 3 drops the third of it, 删除 2 forgets the second document.
    """
    try:
        if argument in LISTING:
            return state, (_patterns(desk),)
        if unwanted := UNWANTED.fullmatch(argument):
            return state, (_rejected(desk, unwanted[1]),)
        erasing = ERASING.fullmatch(argument)
        return _erased(desk, state, erasing[1]) if erasing else (state, (_documents(desk),))
    except CorpusError as error:
        return state, (Say(str(error)),)


def _documents(desk: Desk) -> Say:
    found = desk.holdings()
    if not found:
        return Say(f"您的句式库还是空的。{HOW}")
    total, _ = desk.learnt(0)
    lines = [f"{place}. {each.name}　{each.patterns} 条" for place, each in enumerate(found, 1)]
    ways = "看句式发 /corpus 句式，忘掉一份发 /corpus 删除 1，全部忘掉发 /corpus 删除 全部。"
    return Say(
        "\n".join([f"您的句式库：{len(found)} 份材料，{total} 条句式。", *lines, ways, f"再学：{HOW}"])
    )


def _patterns(desk: Desk) -> Say:
    total, found = desk.learnt(SHOWN)
    if not found:
        return Say(f"您的句式库还是空的。{HOW}")
    lines = [
        f"{place}. {readable(each.text)}（{SECTION_NAMES[each.section]}）"
        for place, each in enumerate(found, 1)
    ]
    more = f"……共 {total} 条，按词查发 /phrase。" if total > len(found) else ""
    return Say("\n".join([*lines, f"{more}不要哪一条发 /corpus 不要 3。"]))


def _rejected(desk: Desk, place: str) -> Say | Rejection:
    _, found = desk.learnt(SHOWN)
    if not 0 < int(place) <= len(found):
        return Say(f"没有第 {place} 条。先发 /corpus 句式 看看，只能去掉列出来的。")
    chosen = found[int(place) - 1]
    return Rejection(chosen.id, readable(chosen.text))


def _erased(desk: Desk, state: State, which: str) -> Outcome:
    found = desk.holdings()
    if not found:
        return state, (Say("您的句式库是空的，没有可忘的。"),)
    if which in EVERYTHING:
        return state, (Unlearning(),)
    if not which.isdecimal() or not 0 < int(which[:6]) <= len(found):
        return state, (Say(f"没有第 {which[:10]} 份，一共 {len(found)} 份。例：/corpus 删除 1"),)
    chosen = found[int(which) - 1]
    return state, (Unlearning(chosen.path, chosen.name),)
