"""Telling talk from material: words that only speak with the program are no part of a report.

再正式一点, 跟前面重复了, 这个别写, 让我想想 are made up of nothing but words of the talk itself: what one
says, writes or changes, how it reads, which of the things shown is meant. 你看着弄 speaks to somebody, which
no report does.
"""

import re
from functools import cache

LONGEST = 20
"""Characters of talk that tells nothing: what is longer says something, whatever it is made of."""

POINTING = (
    r"我|咱|你|您|他|这|那|哪|个|条|句|些|样|么|里|儿|一|两|几"
    r"|第[一二三四五六七八九十\d]+[条句个项点]|东西|去年|上次|上面|前面|后面|刚才|刚刚|之前|原来"
    r"|自己|多少|什么|怎么|别的|其他|其它|明天|今天|改天|以后|回头|晚点|稍后|待会儿?|老样子"
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
    r"|全文|字数|字|数字|数据|这个数"
)
JUDGING = (
    r"好|行|对|错|长|短|(?<!完)成|中|啰嗦|罗嗦|简短|简单|精简|正式|官方|口语|空|重复|重了|多余"
    r"|一样|一般|凑合|合适|通顺|拗口|别扭|麻烦|累|烦|死|急|没毛病|不准|有误|ok|OK|Ok"
)
ASKING_AROUND = re.compile(
    r"(?:等|让|回头|明天|先|再|我|去)*(?:问问|问一下|查查|查一下|查一查|核对?一下|核实一下|确认一下|翻翻|找找)[\u4e00-\u9fff]{0,4}"
)
"""等我问问老张: the answer is still to come."""
FACE = re.compile(r"\[[^\[\]]{1,4}\]")
"""A face as chat programs put it into text: [捂脸]."""

QUOTED = re.compile(r"[“\"‘《「『【][^”\"’》」』】]*[”\"’》」』】]")
SPOKEN_TO = re.compile(r"(?<!迷)[你您](?![^帮给替跟问叫告让，。]{0,2}我)")
"""你追我赶 speaks to nobody."""


def is_talk(text: str, *, formal: bool = False) -> bool:
    """Whether words speak with the program and tell nothing for a report.

    In what is ``formal``, as an opening or a closing, the readers may be spoken to.
    """
    plain = re.sub(r"[\W_]", "", FACE.sub("", text))
    if not plain or ASKING_AROUND.fullmatch(plain):
        return True
    if len(plain) <= LONGEST and _made_of_talk().fullmatch(plain):
        return True
    short = len(plain) <= LONGEST and not re.search(r"\d", plain)
    return not formal and short and bool(SPOKEN_TO.search(QUOTED.sub("", text)))


@cache
def _made_of_talk() -> re.Pattern[str]:
    words = sorted(f"{POINTING}|{MODIFYING}|{TALKING}|{JUDGING}".split("|"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)})+")
