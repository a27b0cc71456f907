"""Who, where and what: the people, bodies, places and activities that a statement names, by their endings.

Names are found by what stands around them, so one that nothing marks is not: rather none than a wrong one.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.facts.numerals import masked
from bot.facts.vocabulary import vocabulary
from phrasebank.alternatives import either

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
NAME = rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
CLAUSE = re.compile(r"[^，,。；;：:、！!？?\s]+")
COMPANY = r"^|会同|联合|邀请|协同|配合|由|向|经|对|赴|组织|带领|率|与|和|及|是"
GOES = r"地点[：:]?|走进|来到|前往|深入|赴|到(?!会|位|期)|在"
DOES = r"开展|组织|召开|举办|举行|参加|进行|完成|做好|抓好|抓实|搞|一次|次|场|期|[，。；、]|^|了|过"
ACTS = r"(?=开展|组织|召开|举办|举行|进行|慰问|走访|调研|检查|学习|参观|参加|重温|宣讲|集中|为|[，。；\s]|$)"


def who(text: str) -> tuple[str, ...]:
    """Give the bodies and then the people named, each once."""
    return tuple(dict.fromkeys((*_bodies(text), *_people(text))))


def place(text: str) -> str:
    """Give the place where it was done, or nothing."""
    found = _place().search(masked(text))
    return found[1] if found and _is_name(found[1]) else ""


def activity(text: str) -> str:
    """Give the first activity told, such as 警示教育, or nothing."""
    told = (_doing().sub("", found[1]) for found in _activity().finditer(re.sub(r"《[^《》]*》", "", text)))
    return next((name for name in told if _is_name(name) and name not in vocabulary().bare), "")


def _bodies(text: str) -> Iterator[str]:
    for clause in CLAUSE.finditer(masked(text)):
        for found in _body().finditer(clause[0]):
            if _is_name(found[1]) and not re.search(either(vocabulary().titles), found[1]):
                yield found[1]


def _is_name(words: str) -> bool:
    return "□" not in words and not re.search(either(vocabulary().not_in_names), words)


def _people(text: str) -> Iterator[str]:
    for found in _person().finditer(text):
        yield found["before"] or found["after"]


@cache
def _body() -> re.Pattern[str]:
    name = rf"(?:(?!{either(vocabulary().verbs)}|会同|联合|邀请|组织|开展)[\u4e00-\u9fff]){{1,12}}?"
    return re.compile(
        rf"(?:{COMPANY})({name}(?:{either(vocabulary().bodies)}))(?![\u4e00-\u9fff]?[员长线办任])"
    )


@cache
def _person() -> re.Pattern[str]:
    title = either(vocabulary().titles)
    return re.compile(
        rf"(?:{title})[：:\s]?(?P<before>{NAME})(?=带领|主持|率|同志|[说讲，,。；、）)\s]|等|参加|的|为|$)"
        rf"|(?:(?<=[由与和向对给为请、，。；：\s帮])|^)(?P<after>{NAME})(?=(?:{title}))"
    )


@cache
def _place() -> re.Pattern[str]:
    return re.compile(rf"(?:{GOES})([\u4e00-\u9fff□]{{1,14}}?(?:{either(vocabulary().places)})){ACTS}")


@cache
def _activity() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{DOES})((?:“[^“”]{{1,20}}”)?[\u4e00-\u9fff]{{0,8}}?(?:{either(vocabulary().activities)}))"
    )


@cache
def _doing() -> re.Pattern[str]:
    """Match what stands before the name of an activity: 会议扎实开展 before 集中走访."""
    return re.compile(
        r"^.*(?:开展|组织|召开|举办|举行|参加|进行|送去|通过|利用|扎实|认真|深入|定期|[了过在把的次场])"
    )
