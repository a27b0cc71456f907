"""Set a problem of last year and what was done about it in the genre's frame, 针对“…”问题，…."""

import re

from bot.compose.brief import problem_named
from bot.compose.splitting import lines_of
from bot.compose.tidy import tidy
from bot.draft import Carryover, Draft, Point, Standing

GAP = "【待补：整改措施】"
STATED = re.compile(
    r"^(?:这一?[条个]|该问题)?(?:(?:都|均)?已经?|全部|都|均)?"
    r"(?:完成|整改到位|整改完成|解决|改好|落实|做完)了?(?:[，。；：、！]+|$)"
    r"|^(?:正在|还在|仍在|目前)?(?:推进|整改|进行|做|改)中?(?:[，。；：、！]+|$)"
    r"|^(?:还|尚)?(?:没有?|未)(?:做|改|整改|完成|落实|开展|改好)(?:[，。；：、！]+|$)"
)
STATED_LAST = re.compile(
    r"[，；。](?:目前|现在|现)?(?:都|均)?(?:已经?|全部|算是?)?(?:完成|解决|改好|做完|还在改|正在推进|还在推进|正在整改)了?$"
)
BECAUSE = re.compile(r"^(?:主要)?(?:是)?(?:因为|由于)(?!.*所以)")
REASON = re.compile(
    r"因|由于|主要是|还在|仍在|正在|预计|没|未|缺|不|难|等|明年|下一?[步年]|计划|准备|打算|将"
)
GOING_ON = re.compile(r"仍|还在|正在|推进中|进行中|持续推进|继续")
NOT_DONE = re.compile(r"(?:尚未|还没有?|没有|未)(?:整改|改|完成|落实|做|解决|开展)")
ORIGIN = (
    r"(?:上一?年度?|去年|今年)?(?:的)?(?:述职|评议|点评|考核|巡察|巡视|督查|反馈)*"
    r"(?:还|也|又)?(?:反馈|指出|提出|点评|说|查摆)?的?(?:我们(?![县市区镇乡村局院校])(?:支部|党委|党组|班子|单位)?)?"
)
REFERRING = re.compile(r"^这(?:个|项|一?块)(?=.{3})")
"""What points back at the problem that the sentence has just named."""
LASTING = re.compile(r"上一?年度?|去年|述职|评议|点评|巡察|巡视|反馈")
NUMBERED = re.compile(r"^(?:反馈|存在)?问题[一二三四五六七八九十\d]*[：，、](?=.)")
FORM = re.compile(
    rf"^(?P<about>关于|针对)?(?P<origin>{ORIGIN})“?(?P<problem>[^“”，：；。—]{{3,40}}?)”?(?P<named>的?问题)?"
    r"(?:[，：；。]|——|—)(?:已?整改(?:到位|完成)?[，：；。]|(?:整改|落实|措施|做法|情况|成效)+[：，；。])?(?P<done>.+)$"
)
ALONE = re.compile(rf"^(?:关于|针对)?(?:{ORIGIN})“?(?P<problem>[^“”，：；。—]{{3,40}}?)”?(?:的?问题)?$")
FRAME = re.compile(r"针对“[^“”]+”问题")
FAULT = re.compile(
    r"不|缺|破|旧|乱|薄弱|欠|单一|滞后|差|少|弱|空白|老化|流于|走过场|偏|松|难|慢|低|浮|散|虚|软"
)


def rectified(text: str) -> str:
    """Frame a rectification, without final 。; a problem without a deed shows the gap.

    Words that name no problem stay as they are.
    """
    plain = NUMBERED.sub("", tidy(text))
    match = FORM.match(plain)
    if match and _names_problem(match):
        return f"针对“{match['problem']}”问题，{REFERRING.sub('', match['done'])}"
    alone = ALONE.match(plain)
    if alone and FAULT.search(alone["problem"]):
        return f"针对“{alone['problem']}”问题，{GAP}"
    return plain


def item_of(draft: Draft, point: Point) -> Carryover | None:
    """Give the problem of last year that a point answers."""
    item = draft.last_year.item(point.answers) if draft.last_year and point.answers else None
    return item if item and item.kind == "problem" else None


def answered(problem: str, deed: str, standing: Standing) -> str:
    """Frame what was done about a problem of last year, without final 。, and claim no more than was done.

    ``deed`` is in the user's words, empty where they gave none: then the gap shows, or for a problem left
    as it was, that it was.
    """
    plain = deed_in(deed)
    opening = f"针对“{named_in(deed) or problem_named(problem)}”问题，"
    match standing:
        case "undone" if NOT_DONE.search(plain):
            return opening + plain
        case "undone" if plain and not REASON.search(plain):
            return f"{opening}{plain}，但目前尚未整改到位"
        case "undone":
            return f"{opening}目前尚未整改到位" + (f"，{BECAUSE.sub('主要是', plain)}" if plain else "")
        case "continuing" if not GOING_ON.search(plain):
            return f"{opening}{plain or GAP}，目前仍在推进"
        case _:
            return opening + (plain or GAP)


def deed_in(text: str) -> str:
    """Take the deed out of an answer: without a frame of its own, and without 已完成 said in front."""
    plain = "；".join(map(tidy, lines_of(text)))
    match = FORM.match(plain)
    recalled = match and _names_problem(match) and LASTING.match(plain)
    if match and (match["about"] or match["named"] or recalled):
        plain = match["done"]
    elif FRAME.fullmatch(plain):
        return ""
    return STATED_LAST.sub("", STATED.sub("", plain))


def named_in(text: str) -> str:
    """Give the problem that a statement names as the one it answers, 针对“…”问题; empty where none."""
    return problem_in(text) if answers_a_problem(text) else ""


def problem_in(text: str) -> str:
    """Give the problem that an answer begins with, in a section where every statement answers one."""
    match = FORM.match(NUMBERED.sub("", tidy(text)))
    return match["problem"] if match and _names_problem(match) else ""


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
