"""Pouring in: telling material from an answer, and laying it out as cards.

A message that answers the question stays an answer, however long. What is plainly material (minutes, a log,
statements that belong to several sections) is cut into cards, which wait for the user's decision.
"""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from bot.compose.labels import Label, minute
from bot.compose.material import Material, Statement, statements_in
from bot.compose.placing import kind_of
from bot.compose.splitting import is_one
from bot.compose.tidy import clean, tidy
from bot.compose.words import words
from bot.desk import Desk
from bot.facts.extraction import numbers_of
from bot.outline import Outline, Section
from bot.replies import Say
from bot.state import ConfirmingNotice, Receiving, Sorting, State
from bot.steps.checklist import outline_of
from bot.steps.introducing import labelled, with_fields
from bot.steps.step import Outcome
from bot.steps.taking import carded
from bot.steps.talk import FRANK, is_talk
from phrasebank.terms import SectionKind
from phrasebank.topics import topics_by_weight

PASTED = "粘贴"
LONGEST_ANSWER = 20_000
FEWEST_MINUTES = 2
FEWEST = 3
SHORTEST = 5
LONGEST_NAME = 8
SUBJECTS = (
    *("建设", "教育", "责任", "工作", "情况", "方面", "学习", "活动", "队伍", "作风", "管理", "党建", "廉政"),
    *("服务", "意识形态", "业务", "其他", "其它"),
)
FOREIGN: dict[SectionKind, tuple[SectionKind, ...]] = {
    "achievements": ("problems", "causes", "plans", "rectification", "integrity"),
    "rectification": ("plans", "causes"),
    "problems": ("causes", "plans", "integrity"),
    "causes": ("plans", "integrity"),
    "plans": ("causes", "integrity"),
    "integrity": ("causes", "plans"),
}
"""By the kind of section asked for, those whose cues in an answer to it mean themselves.

What is lacking belongs into a cause, a measure or an answer to last year's problem as much as into a problem.
"""
NOUNS = ("组织", "学习")
"""Verbs that begin the name of a subject as well: 组织建设, 学习教育."""
DATED = re.compile(r"^(?:\d{4}年|\d{4}[./-])?\d{1,2}(?:月(?:\d{1,2}日|[上中下]旬)?|[./-]\d{1,2}(?!\d))")
INTRODUCES = re.compile(r"(?:如下|下面|以下)[^。]{0,12}[：:。]?$")
PAUSE = re.compile(r"[，；。]")
LEFT_OUT_SHOWN = 3


def is_material(text: str, outline: Outline | None, section: Section | None) -> bool:
    """Whether a message is plainly material rather than an answer for the section in hand, if one is."""
    if len(text) > LONGEST_ANSWER:
        return True
    lines = [line for line in clean(text).split("\n") if tidy(line)]
    if sum(minute(line) is not None for line in lines) >= FEWEST_MINUTES:
        return True
    kind = section.kind or "achievements" if section else "achievements"
    formal = kind in {"opening", "closing", "signature"}
    if is_one(text) and not formal:
        return False
    found, _ = statements_in(materials_of(lines))
    if section is None:
        return sum(len(tidy(each.text)) >= SHORTEST for each in found) >= FEWEST
    if formal:
        several = len(found) >= FEWEST and len(lines) >= FEWEST
        return (several or all(map(_is_deed, lines))) and not INTRODUCES.search(text)
    elsewhere = sum(_belongs_elsewhere(each, outline, section) for each in found)
    return elsewhere > 1 and (len(found) >= FEWEST or elsewhere == len(found))


def tells_deeds(text: str) -> bool:
    """Whether a message is made of deeds with their figures, told at more length than a name has."""
    lines = [line for line in clean(text).split("\n") if tidy(line)]
    return bool(PAUSE.search(text)) and all(map(_is_deed, lines))


def _is_deed(line: str) -> bool:
    """Whether a line tells of one thing done, with its figures: no opening or closing is worded so."""
    plain = tidy(line)
    done = DATED.match(plain) or plain.startswith((*words().verbs, *words().light_verbs))
    return bool(done and numbers_of(plain))


def foreign(text: str, outline: Outline, section: Section) -> Section | None:
    """Give the section that a statement is strongly cued for, where that is not the one in hand."""
    kind, cue = kind_of(text)
    wanted: SectionKind = section.kind or "achievements"
    leaves = [leaf for leaf in outline.leaves() if leaf.kind == kind]
    if cue and kind in FOREIGN.get(wanted, ()) and leaves:
        topics = [each.topic for each in topics_by_weight(text)[:1]] or list(section.topics)
        return next((leaf for leaf in leaves if set(topics) & set(leaf.topics)), leaves[0])
    return None if cue else _named_by_topic(text, outline, section)


def poured(desk: Desk, state: State, lines: Iterable[str], name: str = "") -> Outcome:
    """Lay material out as cards, and tell what was seen; lines that name the writer fill the profile.

    A question that holds what was sent stays in hand, and the cards wait for it.
    """
    fields, rest = labelled(tuple(lines))
    state = with_fields(state, fields) if fields else state
    outline = outline_of(desk, state.draft)
    read, left_out = statements_in(materials_of(rest, name))
    alone = tuple(each for each in rest if tidy(each)) if not name else ()
    if len(alone) == 1 and not read:  # nothing is below that a heading could stand over
        read, left_out = (Statement(alone[0], Label(), f"{PASTED}:1"),), ()
    talk = tuple(filter(_is_talk, read)) if len(alone) != 1 else ()
    found = tuple(each for each in read if each not in talk)
    left_out += tuple(tidy(each.text) for each in talk)
    draft = carded(state.draft, outline, found)
    fresh = len(draft.cards) - len(state.draft.cards)
    told = [_seen(fresh, len(found), name)] if found or not fields else []
    told += ["单位、姓名这些也记下了。"] if fields else []
    more = f"……共 {len(left_out)} 行" if len(left_out) > LEFT_OUT_SHOWN else ""
    told += [f"没有用上：{'；'.join(left_out[:LEFT_OUT_SHOWN])}{more}。"] if left_out else []
    told += ["选好文种就分到各部分。"] if fresh and outline is None else []
    focus = state.focus if isinstance(state.focus, Receiving | ConfirmingNotice) else Sorting()
    after = replace(state, draft=draft, focus=focus) if fresh else replace(state, draft=draft)
    return after, (Say("".join(told)),)


def materials_of(lines: Iterable[str], name: str = "") -> tuple[Material, ...]:
    """Give lines with their places in their source; one that only goes on stays with the one before."""
    found: list[Material] = []
    for number, line in enumerate(lines, 1):
        if found and tidy(line).startswith(words().parts):
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line}")
        elif tidy(line):
            text = f"{line.strip()}：" if _heads(line) else line
            found.append(Material(text, f"{name or PASTED}:{number}"))
    return tuple(found)


def _is_talk(each: Statement) -> bool:
    return is_talk(each.text, frank=each.label.kind in FRANK)


def _heads(line: str) -> bool:
    """Whether a line is the name of a subject, such as 组织建设, that stands over others without any mark."""
    plain = tidy(line)
    named = (
        len(plain) <= LONGEST_NAME and plain.endswith(SUBJECTS) and not re.search(r"[\d，。；：、]", plain)
    )
    verbs = (*words().openings, *words().verbs, *words().light_verbs)
    return named and (plain.startswith(NOUNS) or not plain.startswith(verbs))


def _belongs_elsewhere(statement: Statement, outline: Outline | None, section: Section) -> bool:
    label = statement.label.kind
    if outline is None or (label and label != section.kind):
        return True
    dated = bool(DATED.match(tidy(statement.text))) and section.kind in {"problems", "causes", "plans"}
    return dated or foreign(statement.text, outline, section) is not None


def _named_by_topic(text: str, outline: Outline, section: Section) -> Section | None:
    """Give a section of work done for a topic, such as ideology, that the one in hand does not take."""
    if section.kind != "achievements" or not section.topics:
        return None
    topics = topics_by_weight(text)
    leaves = (leaf for leaf in outline.leaves() if leaf.kind == "achievements" and leaf.id != section.id)
    return next(
        (
            leaf
            for leaf in leaves
            if topics and leaf.topics[:1] == (topics[0].topic,) and topics[0].topic not in section.topics
            if len(leaf.topics) <= FEWEST
        ),
        None,
    )


def _seen(fresh: int, found: int, name: str) -> str:
    where = f"《{name}》里" if name else ""
    again = found - fresh
    if not fresh:
        return f"{where}没有看到新的内容{f'，{again} 条都和已有的重复' if again else ''}。"
    return (
        f"{where}看到 {fresh} 条{f'；和已有的重复 {again} 条没有再记' if again else ''}。发 /undo 可以撤回。"
    )
