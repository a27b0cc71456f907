"""Telling talk from material: words that only speak with the program are no part of a report.

再正式一点, 跟前面重复了, 这个别写, 让我想想 are made up of nothing but words of the talk itself: what one
says, writes or changes, how it reads, which of the things shown is meant. 你看着弄 speaks to somebody, which
no report does. Where faults, their roots and what is done about them are told, the same words are answers:
改得不好, 数据不准, 还要改; there only what cannot be said of work is talk.
"""

import re
from functools import cache
from itertools import chain
from pathlib import Path

from msgspec import Struct

from phrasebank.alternatives import longest_first
from phrasebank.loading import load_own
from phrasebank.terms import SectionKind

FRANK: frozenset[SectionKind | None] = frozenset(
    {"problems", "causes", "plans", "rectification", "integrity"}
)
"""Sections where what is wrong, why, what is done about it, and how one behaves are told."""
LONGEST = 20
"""Characters of talk that tells nothing: what is longer says something, whatever it is made of."""

FORMS = r"第[一二三四五六七八九十\d]+[条句个项点]|(?<!完)成"
"""Words of the talk that are written in many ways."""

ASKING_AROUND = re.compile(
    r"(?:等|让|回头|明天|晚点|先|再|我|去)*(?:等|回头|明天|晚点|我|先|再)(?:去|们)?"
    r"(?:问问|问一?下|查查|查一?下|查一查|核对?一下|核实一下|确认一下|翻翻|找找)[\u4e00-\u9fff]{0,4}"
)
"""等我问问老张: the answer is still to come; 问问群众, 找找差距 are deeds."""
FACE = re.compile(r"\[[^\[\]]{1,4}\]")
"""A face as chat programs put it into text: [捂脸]."""

QUOTED = re.compile(r"[“\"‘《「『【][^”\"’》」』】]*[”\"’》」』】]")
SPOKEN_TO = re.compile(
    r"(?:^|[，。,；;！!？?、\s])(?:那|哎|[老小][\u4e00-\u9fff]|麻烦|我(?:刚才)?(?:跟|和|给|对|问))?"
    r"[你您](?!们|好|的|有事|满意)(?![^帮给替跟问叫告让，。]{0,4}我)"
    r"|(?:请|麻烦)[你您](?:们)?(?:再|先|就|直接)?(?:改|写|删|换|弄|帮|替|把|看着|按|照|编|说|重|加)(?!.*我们)"
    r"|(?:帮|给|替)我.*[你您]|(?:跟|和|给|告诉|晚点给|回头给)[你您](?:说|讲|发|过)"
)
"""You as one says it to the program; not in 你追我赶, 为您服务, 有事您说话, 您好驿站, 让您少跑腿."""
CALLED = re.compile(r"(?:活动|行动|热线|窗口|驿站|岗|社区|工作法|志愿队|服务队|制度|机制|平台|专栏|节|展)$")
"""How the names of deeds end."""
CONTENT = re.compile(
    r"(?:试点|先行先试|先试先行|试行|回头看|一对一|[有知]错[就必即]改|不等不急"
    r"|[你您][点说问讲呼]我[办改答听供做来应])(?:了|过)?"
)
"""What is done for work, though each of its words is one of the talk."""

TEXT = r"[这那][一两]?[条句]|第[一二三四五六七八九十\d]+[条句个]|[上前]一[条句]|这个(?=[数字不别先用写要])"
ANSWERED = r"(?!.*(?:改(?:好|完|了|到)|[没在]改|补|完成|好了))"
DELAYING = (
    r"(?:再|让我|先|我)想(?:想|一下)|让我(?!改)|(?:回头|晚点|稍后|待会儿?|改天|明天)(?!看|再?改)"
    r"|^先?(?:空着|留着)|(?:去年|上次|以前)(?:那个|那份|的?写|一样|的来)|^(?:还是|就)?老样子"
    r"|^(?:大概|差不多|暂时|目前|现在)*就(?:这|只有这)|^(?:暂时|目前|现在)没有了?$"
    r"|得了$|[^网酒书氧]吧$"
)
ABOUT_WORDS = (
    r"[长短]一?点儿?$|(?<!不)重复了|重了$|^(?:也|还|都|好像)?(?:不对|不行|不好|不准|错了)了?$"
    r"|撤[销回](?!了)|[写说]完了?$"
)
SPOKEN = r"[你您](?![^帮给替]{0,4}我)(?<!看[你您])"


COMPLAINING = re.compile(
    r"[这那]|太|有[点些]|[不没]|再|更|还|写|说|[数字]|读|念|空|短|长|简单|一般|重复|多余|好|可|行"
)
"""How words begin that judge the sentence shown: 太长, 数据不准, 写得不好; 改得不好 tells something else."""


def is_talk(text: str, *, formal: bool = False, frank: bool = False) -> bool:
    """Whether words speak with the program and tell nothing for a report.

    In what is ``formal``, as an opening or a closing, the readers may be spoken to with 您. Where the answer
    is to be ``frank`` (what is wrong, why, what is done about it), words that judge are an answer.
    """
    plain = re.sub(r"[\W_]", "", FACE.sub("", text))
    if not plain or ASKING_AROUND.fullmatch(plain):
        return True
    if CONTENT.fullmatch(plain):
        return False
    if len(plain) <= LONGEST and _made_of_talk().fullmatch(plain):
        return not frank or bool(_said_aloud().search(plain))
    short = len(plain) <= LONGEST and not re.search(r"\d", plain) and not CALLED.search(plain)
    spoken = SPOKEN_TO.search(QUOTED.sub("", text))
    return short and bool(spoken) and not (formal and "您" in text)


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``talk.yaml``: the words of the talk, and those that cannot be said of work."""

    words: dict[str, tuple[str, ...]]
    aloud: tuple[str, ...]


@cache
def _words() -> _Words:
    return load_own(Path(__file__).with_suffix(".yaml"), _Words)


@cache
def _made_of_talk() -> re.Pattern[str]:
    return re.compile(f"(?:{longest_first(chain.from_iterable(_words().words.values()))}|{FORMS})+")


@cache
def _said_aloud() -> re.Pattern[str]:
    """Find what cannot be said of work: the text, putting off, how words read, whoever is spoken to."""
    alone = longest_first(_words().aloud)
    return re.compile(rf"(?:{TEXT}){ANSWERED}|{DELAYING}|{ABOUT_WORDS}|{alone}|{SPOKEN}")
