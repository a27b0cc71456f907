"""Telling talk from material: words that only speak with the program are no part of a report.

再正式一点, 跟前面重复了, 这个别写, 让我想想 are made up of nothing but words of the talk itself: what one
says, writes or changes, how it reads, which of the things shown is meant. 你看着弄 speaks to somebody, which
no report does. Where faults, their roots and what is done about them are told, the same words are answers:
改得不好, 数据不准, 还要改; there only what cannot be said of work is talk.
"""

import re
from functools import cache

from phrasebank.terms import SectionKind

FRANK: frozenset[SectionKind | None] = frozenset(
    {"problems", "causes", "plans", "rectification", "integrity"}
)
"""Sections where what is wrong, why, what is done about it, and how one behaves are told."""
LONGEST = 20
"""Characters of talk that tells nothing: what is longer says something, whatever it is made of."""

POINTING = (
    r"我|咱|你|您|他|这|那|哪|个|条|句|些|样|么|里|儿|一|两|几"
    r"|第[一二三四五六七八九十\d]+[条句个项点]|东西|去年|上次|上面|前面|后面|刚才|刚刚|之前|原来"
    r"|自己|多少|这样|那份|啥|咋|晚上|刚那|这么|容我|什么|怎么|别的|其他|其它|明天|今天|改天|以后|回头|晚点|稍后|待会儿?|老样子"
)
MODIFYING = (
    r"先|再|就|还|也|都|又|才|太|很|更|挺|真|最|有点儿?|一点儿?|一些|一下|点|下|不|没有?|别|无"
    r"|不够|不要|不用|不管|暂时|目前|现在|可能|应该|好像|大概|差不多|稍微|马上|快|等|吧|了|呢|啊|呀"
    r"|哦|噢|嘛|吗|的|得|着|哈|呵|嘿|嗯|哎|唉|啦|嘞|呗|哟|是|有|在|和|跟|与|把|给|按|照|到|写完"
    r"|说完|掉"
)
TALKING = (
    r"说|写|改|删|去掉|看|存|保存|留着|空着|放着|放一放|后补|补上|再补|跳过|继续|往下"
    r"|下一[条个项步]|上一[条个项步]|来|弄|用这|帮|让|要|能|可以|试|换|念|发|打错|输错|知道|清楚"
    r"|记得|记不|懂|明白|觉得|想想|问问|问一下|查查|查一|算|导出|撤销|撤回|意思|说法|写法|句子|稿子"
    r"|全文|字数|字|想一下|不想写|听不懂|口气|像我|超了|问了|放一边|照搬|改回去|没啥说的|够了|得了|读着|看着|这个系统|难用|好用|数字|数据|这个数"
)
JUDGING = (
    r"好|行|对|错|长|短|(?<!完)成|中|啰嗦|罗嗦|简短|简单|精简|正式|官方|口语|空|重复|重了|多余"
    r"|一样|一般|太[多少假]|凑合|合适|通顺|拗口|别扭|麻烦|累|烦|死|急|没毛病|不准|有误|ok|OK|Ok"
)
ASKING_AROUND = re.compile(
    r"(?:等|让|回头|明天|晚点|先|再|我|去)*(?:等|回头|明天|晚点|我|先|再)(?:去|们)?(?:问问|问一?下|查查|查一?下|查一查|核对?一下|核实一下|确认一下|翻翻|找找)[\u4e00-\u9fff]{0,4}"
)
"""等我问问老张: the answer is still to come; 问问群众, 找找差距 are deeds."""
FACE = re.compile(r"\[[^\[\]]{1,4}\]")
"""A face as chat programs put it into text: [捂脸]."""

QUOTED = re.compile(r"[“\"‘《「『【][^”\"’》」』】]*[”\"’》」』】]")
SPOKEN_TO = re.compile(
    r"(?:^|[，。,；;！!？?、\s])(?:那|哎|老周|麻烦|我(?:刚才)?(?:跟|和|给|对|问))?"
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
    r"(?:再|让我|先|我)想(?:想|一下)|让我(?!改)|等我|后补|待补|(?:回头|晚点|稍后|待会儿?|改天|明天)(?!看|再?改)|^先?(?:空着|留着)"
    r"|(?:去年|上次|以前)(?:那个|那份|的?写|一样|的来)|^(?:还是|就)?老样子"
    r"|^(?:大概|差不多|暂时|目前|现在)*就(?:这|只有这)|没啥|[就先]这样|不是这样|得了$|够了|容我|晚上|原来那|又是这|[^网酒书氧]吧$|^(?:暂时|目前|现在)没有了?$|记不太清|[打输]错"
)
ABOUT_WORDS = (
    r"正式|官方|口语|啰嗦|罗嗦|通顺|拗口|别扭|句子|说法|写法|字数|字太|读着|口气|像我|太假|咋|不想写|这么写|系统|难用|照搬|全文|意思|[写说]得不对|太[长短]了|[长短]一?点儿?$"
    r"|(?<!不)重复了|重了$|^(?:也|还|都|好像)?(?:不对|不行|不好|不准|错了)了?$|(?:累|烦|急)死|没毛病"
    r"|导出|撤销(?!了)|撤回(?!了)|跳过|(?:不用|不要|别|不|先)写|[写说]完了?$|能不能|(?:帮|给|替)我|换一?[个句]"
)
SAID_ALOUD = re.compile(
    rf"(?:{TEXT}){ANSWERED}|{DELAYING}|{ABOUT_WORDS}|[你您](?![^帮给替]{{0,4}}我)(?<!看[你您])"
)
"""What cannot be said of work: the text, putting off, how words read, whoever is spoken to."""


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
        return not frank or bool(SAID_ALOUD.search(plain))
    short = len(plain) <= LONGEST and not re.search(r"\d", plain) and not CALLED.search(plain)
    spoken = SPOKEN_TO.search(QUOTED.sub("", text))
    return short and bool(spoken) and not (formal and "您" in text)


@cache
def _made_of_talk() -> re.Pattern[str]:
    words = sorted(f"{POINTING}|{MODIFYING}|{TALKING}|{JUDGING}".split("|"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)})+")
