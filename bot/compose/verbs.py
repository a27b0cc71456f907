"""Verbs: a bare event is given the one it is done with, and an everyday one gives way to it.

Whoever does it keeps standing before the verb, and words that hold a verb already are given no other.
"""

import re

from bot.compose.frames import NUMBER_FORM
from bot.compose.tidy import HAN
from bot.compose.words import words
from bot.facts.dates import DATE
from phrasebank.alternatives import any_of

ADJUNCT = re.compile(
    rf"^(?:(?:全年|今年以来|今年|一年来|年内|先后|累计|共计|共|同时|并|{DATE.pattern})[，,]?)+"
)
TIMES = rf"(?:{NUMBER_FORM}|一)(?:次|场|期|轮|回)"
LIGHT = re.compile(
    r"^(?:[搞弄做](?![好实到成完大强不点过])|办(?![公理案事好实学证结件文会成完得过])"
    r"|开(?![展放办设发通辟始拓学课源好门过]|会(?!议)))了?个?"
    rf"(?:(?P<number>{TIMES})(?P<name>[{HAN}“”]{{2,16}})|(?P<rest>(?!了).{{3,}}))$"
)
LIGHT_LAST = re.compile(
    rf"^(?P<name>[{HAN}“”、]{{2,16}}?)(?P<when>全年|今年|先后|累计|一?共)?(?:[搞弄做办开]了?|谈了)(?P<number>{TIMES}|{NUMBER_FORM}人次)$"
)
EVENT = re.compile(rf"^(?P<name>[{HAN}“”、]{{2,16}}?)(?:{TIMES}|{NUMBER_FORM}人次)?$")
BODY = (
    rf"[{HAN}]{{0,10}}?"
    "(?:专班|小组|支部|总支|党委|党组|中心组|工会|团委|妇联|工作队|工作组|突击队|服务队|宣讲团|班子)"
)
PERSON = rf"(?:我们?|本人|[{HAN}]{{0,8}}?(?:书记|委员|党员|干部|同志))"
WHEN = "(?:明年|来年)?(?:每(?:半?年|个?季度|个?月|周|两周|两个月)|年[初中末底])|明年|来年"
WHERE = "线[上下]|视频|现场|节[前后]"
TOGETHER = "(?:都|还|也|带头|亲自|先后|共|均|分别|集体|一起)*"
AGENT = re.compile(
    rf"^{BODY}(?=(?:集体|集中|专题|理论|政治|交流|联合|共同)*"
    r"(?:学习|研讨|走访|慰问|检查|督查|调研|宣讲|谈心|谈话|排查|演练|志愿服务)+$)"
)
PAUSE = re.compile(
    r"(?<=\d[次场期轮])(?=(?:查出|排查|发现|整改|解决|参加|参训|参学|参与|收集|征求|覆盖|表彰)[^\d，。；：]{0,8}\d)"
    r"|(?<=会)(?=\d+人(?:次)?参加$)"
)
"""Where one thing counted ends and another begins, without a comma between them."""

SUBJECT = re.compile(
    # A body holds the meetings that it has; a person, or who goes there, may only have attended.
    rf"^(?!(?:去|到|赴|在|来|随|陪|应|和|跟|与|给|被|参|列席|出席|旁听).*开)(?:{BODY}(?:成员)?{TOGETHER}(?:{WHEN})?|{WHEN}|{WHERE}"
    rf"|{PERSON}{TOGETHER}(?:{WHEN})?(?!开会|开[^，。]{{1,6}}次会$))"
    r"(?=[搞弄跑看收捐定]|讲(?![座堂坛习评])|上(?![岗门线级])|送(?!温暖)|签(?!名)|改(?![选革造])|学(?!习)"
    r"|开(?![展放办设发通辟始拓])|办(?![公理])|查(?!处)|做(?!好)|建(?!设)|写(?!入))"
)
"""Who did it, or where and when, before a verb of everyday speech."""


def with_verb(clause: str, *, counted: bool) -> str:
    """Give a bare event its verb: 支部大会2次 are held, 主题党日12次 carried out; empty for anything else.

    ``counted`` tells that there is a figure or a date: without, it is not even said that it was done.
    """
    light = LIGHT.match(clause) or LIGHT_LAST.match(clause)
    named = light.groupdict(default="") if light else {}
    number = named.get("number", "")
    bare = named.get("rest") or f"{named['name']}{number}" if light else clause
    event = EVENT.match(bare) if number or counted else None
    verb = _verb_of(event["name"]) if event else ""
    if not event or not verb or acts(event["name"]):
        return ""
    if number.startswith("一"):  # 培训一次 would be read as a figure where 一次培训 was none
        return verb + number + named["name"]
    agent = AGENT.match(event["name"])
    start = agent.end() if agent else 0
    return named.get("when", "") + bare[:start] + verb + bare[start:]


def leading_verb(clause: str) -> str:
    """Give the verb by which an event is done, where a clause begins with one after an adverb of time."""
    verb = any_of(tuple(words().event_verbs)).match(ADJUNCT.sub("", clause))
    return verb[0] if verb else ""


def other_openings(plain: str) -> list[tuple[str, str]]:
    """Give the verb that a statement begins with, with each way to say no more than it does."""
    for verb, others in words().openings.items():
        if plain.startswith(verb) and not plain[len(verb) :].startswith(words().not_objects):
            return [(verb, other) for other in others]
    return []


def acts(name: str) -> bool:
    """Whether what looks like the name of an event has a verb or somebody who acts in it."""
    return (
        name.startswith(words().light_verbs) or words().fillers.governed(name) or bool(other_openings(name))
    )


def _verb_of(name: str) -> str:
    ends = [(end, verb) for verb, ends in words().event_verbs.items() for end in ends if name.endswith(end)]
    return max(ends, key=lambda found: len(found[0]))[1] if ends else ""
