"""Set a problem of last year and what was done about it in the genre's frame, 针对“…”问题，…."""

import re

from bot.compose.tidy import tidy

GAP = "【待补：整改措施】"
ORIGIN = (
    r"(?:上一?年度?|去年|今年)?(?:的)?(?:述职|评议|点评|考核|巡察|巡视|督查|反馈)*"
    r"(?:反馈|指出|提出|点评|说|查摆)?的?"
)
LASTING = re.compile(r"上一?年度?|去年|述职|评议|点评|巡察|巡视|反馈")
NUMBERED = re.compile(r"^(?:反馈|存在)?问题[一二三四五六七八九十\d]*[：，、](?=.)")
FORM = re.compile(
    rf"^(?P<about>关于|针对)?(?P<origin>{ORIGIN})“?(?P<problem>[^“”，：；。—]{{3,40}}?)”?(?P<named>的?问题)?"
    r"(?:[，：；。]|——|—)(?:已?整改(?:到位|完成)?[，：；。]|(?:整改|落实|措施|做法|情况|成效)+[：，；。])?(?P<done>.+)$"
)
ALONE = re.compile(rf"^(?:关于|针对)?(?:{ORIGIN})“?(?P<problem>[^“”，：；。—]{{3,40}}?)”?(?:的?问题)?$")
FAULT = re.compile(r"不|缺|薄弱|欠|单一|滞后|差|少|弱|空白|老化|流于|走过场|偏|松|难|慢|低|浮|散|虚|软")


def rectified(text: str) -> str:
    """Frame a rectification, without final 。; a problem without a deed shows the gap.

    Words that name no problem stay as they are.
    """
    plain = NUMBERED.sub("", tidy(text))
    match = FORM.match(plain)
    if match and _names_problem(match):
        return f"针对“{match['problem']}”问题，{match['done']}"
    alone = ALONE.match(plain)
    if alone and FAULT.search(alone["problem"]):
        return f"针对“{alone['problem']}”问题，{GAP}"
    return plain


def answers_a_problem(text: str) -> bool:
    """Whether a statement says by its form that it answers a problem found last year."""
    plain = tidy(text)
    match = FORM.match(NUMBERED.sub("", plain))
    if not match or not _names_problem(match):
        return False
    labelled = bool(NUMBERED.match(plain)) and "整改" in plain
    return bool(match["about"] and match["named"]) or bool(LASTING.match(plain)) or labelled


def _names_problem(match: re.Match[str]) -> bool:
    problem = match["problem"]
    return bool(FAULT.search(problem)) and "整改" not in problem and "群众" not in problem
