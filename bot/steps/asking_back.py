"""Asking back: what does it mean, an example please, why do you ask, how much is left."""

import re

from bot.desk import Desk
from bot.draft import Draft
from bot.outline import Outline, Section
from bot.replies import Question, Say
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    Awaiting,
    ChoosingGenre,
    Confirming,
    ConfirmingNotice,
    Editing,
    Finished,
    FollowingUp,
    Going,
    Pairing,
    Receiving,
    Resting,
    ReviewingPoint,
    Rewriting,
    Sorting,
    State,
    Stop,
    Titling,
)
from bot.steps.carrying import open_items
from bot.steps.checklist import FIELDS, missing, outline_of, reason, remaining, undecided
from phrasebank.finding import find
from phrasebank.patterns import readable

THIS = r"(?:这个?|那|这是|这里|这句|问的)?(?:话|问题|一?项|部分)?(?:是|里)?"
MEANING = re.compile(
    rf"{THIS}(?:什么意思|啥意思|看不懂|没看懂|不懂|不太懂|不明白|不太明白|没明白|怎么理解|解释一下|解释下|指什么|指的是什么|是什么)"
    r"|.{2,12}(?:是什么意思|什么意思|指什么|指的是什么)"
)
EXAMPLE = re.compile(
    r"(?:能不能|可以|请|麻烦)?(?:给我?|来|举)?(?:个|一个|几个|一下)?(?:例子?|范例|样子|样例|参考)(?:看看|参考)?"
    r"|有(?:没有)?(?:什么)?(?:例子|范例|参考)|举例(?:说明)?|比如说?|例如"
    rf"|{THIS}(?:该|要|应该)?(?:怎么|如何)(?:写|说|答|填|回答|办|弄)|{THIS}(?:该|要)?(?:写|说|填|答)(?:什么|啥|些什么)|不会写?|不知道(?:怎么)?(?:写|说)(?:什么)?"
)
WHY = re.compile(
    rf"(?:为什么|为啥|干嘛|干吗|凭什么)(?:一定)?(?:要|得|非要)?(?:问|写|填|说|有){THIS}|{THIS}有(?:什么|啥)用|(?:为什么|为啥)"
    rf"|(?:问|写|要){THIS}(?:干什么|做什么|干嘛|干吗)|{THIS}(?:必须|一定要|非)(?:写|填|说)(?:不可)?"
)
LEFT = re.compile(
    r"(?:总共|一共|后面)?(?:还|剩下?)?(?:有|剩下?|差|要|缺)(?:多少|几|什么|哪些|啥|多久)(?:个|项|条|题|步|部分)?(?:没写|没说|没填|要写|要问|要填|问题)?"
    r"|还要问?(?:多久|多少)(?:个|项|问题)?|(?:什么时候|多久)(?:才)?(?:能)?(?:完|结束|写完)|(?:现在)?(?:进度|到哪了|到哪一步了)|快(?:写)?完了|还有多少"
)
WRITE = re.compile(
    r"(?:再|请|麻烦|能不能|可以|可不可以)*(?:你|您)?(?:再|来)?(?:(?:帮|给|替)我|(?<=[你您])随便)(?:再|多|随便)?"
    r"(?:写|编|凑|造|想|加|补|扩|润色|美化|生成)[^，。；\d]{0,20}"
)
"""The wish that words be made up for the report."""

WHO = re.compile(
    r"你(?:到底)?是(?:谁|什么|真?人|机器人)|你叫什么(?:名字)?|你(?:能|会)(?:做|干)?(?:什么|啥|些什么)"
    r"|(?:转|找|有没有)?人工(?:客服|服务)?|客服(?:电话)?|几点了|现在几点"
)
NUMBERED = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:条|句|项)(?:不对|错了|写错了|有误|要改|改一下)")
LENGTH = re.compile("[长短]一?[些点]|太[长短]|压|精简|字数|啰嗦|罗嗦")
SHORTENING = "要压短，看 /preview 1500字，导出 /export docx 8分钟，原稿不动。"
QUESTION = re.compile(
    r"(?:[？?]|吗|(?:什么|怎么|多少|几|哪).{0,8}呢)[。！!\s]*$"
    r"|^[^，\d]*(?:(?:能不能|可不可以).{0,10}|行不行|好不好|够不够)[。！!\s]*$"
)
LONGEST_QUESTION = 30
"""Characters of what is asked of the program: no sentence of a report is a question."""

SUBJECT = re.compile(r"(?:关于|有关)(.{2,8}?)(?:的|方面)")
ENDING = re.compile(r"[呢啊呀吗吧嘛么？?。！!，,.~～\s]+$")
PHRASES = 2

ABOUT: dict[type, tuple[str, str]] = {
    ChoosingGenre: (
        "先定写哪一种，后面该问什么就定了。回复序号，拿不准选最接近的",
        "文种不同，必写的部分不同",
    ),
    AskingField: ("这一项写进标题、开头或落款，照实写就行", "标题、开头和落款要用"),
    ReviewingPoint: (
        "上面是您的原话和配好的公文写法，看这样写行不行。回复 1 就用；也可以直接发改好的句子",
        "写进报告的每一句都由您点头",
    ),
    Rewriting: ("请把您想要的整句发来，原样用", "您选了自己改写这一句"),
    Editing: ("回复序号，选一条出来重新定写法", "您选了改前面写的"),
    Awaiting: ("把文字粘贴过来，或者发文件；在终端里也可以打文件的路径", "拿到原文，该写什么就不用再问您"),
    Receiving: ("告诉我刚发来的是通知、去年的报告，还是这一年的材料，回复序号", "用处不同，读法不同"),
    Sorting: (
        "您发来的材料分成了一条一条，看放得对不对。回复 1 全部收下，以后都能改",
        "材料里的话要您点头才写进报告",
    ),
    ConfirmingNotice: ("看通知里的要求读得对不对；对就回复 1", "提纲要照通知来"),
    AnsweringCarryover: (
        "说说去年这一条，今年做了什么、结果怎样，有数字更好",
        "去年的问题和打算，今年要有交代",
    ),
    FollowingUp: ("再具体一点：什么时候、哪件事、谁、什么后果", "只有笼统的话，问题落不到实处"),
    Pairing: ("这个问题打算怎么改，说一条措施", "一个问题至少要有一条措施"),
    Titling: (
        "同一部分的小标题一样长、结构一样才好看，选一组或自己写",
        "小标题长短不一，念起来、看起来都不齐",
    ),
    Going: ("选一项，就去写那一项或改那一项", "您要换一项写"),
    Confirming: ("回复 1 就彻底删除，回复 2 不删", "删了找不回来，所以先问一声"),
    Resting: ("回复 1 接着写这一份", "这份稿子先放下了"),
    Finished: ("该问的都问了，可以导出，也可以接着发要补的内容", "由您决定导出还是接着改"),
}
"""By kind of question: what it means, and why it is asked."""


def reply(desk: Desk, state: State, stop: Stop, question: Question, words: str) -> Say | None:
    """Answer a question that the user asks back; ``None`` where the words are none."""
    plain = ENDING.sub("", words)
    outline = outline_of(desk, state.draft)
    if LEFT.fullmatch(plain):
        return Say(left(outline, state.draft))
    section = _section(outline, state.draft, stop)
    meaning, why = ABOUT.get(type(stop), ("照着问题答就行", "写这份报告要用"))
    if EXAMPLE.fullmatch(plain):
        return Say(_example(desk, state, section, question))
    if WHY.fullmatch(plain):
        return Say(_why(outline, state.draft, section, why if not isinstance(stop, AskingSection) else ""))
    if MEANING.fullmatch(plain) or (not plain and re.search("[？?]", words)):
        told = f"这里要写“{section.name}”：{section.ask}" if section and _asked_for(stop) else f"{meaning}。"
        return Say(f"{told}大白话就行，写法由我来配。" if section and _asked_for(stop) else told)
    if WHO.fullmatch(plain):
        return Say("我是写述职报告的程序，没有人工。说做了什么、有哪些数字就行，别的发 /help 看命令。")
    if NUMBERED.fullmatch(plain):
        return Say("要改前面写的哪一条，发 /goto 到那一部分，选“改前面写的”，再回复序号。这句没有记。")
    if WRITE.fullmatch(plain):
        subject = SUBJECT.search(plain)
        look_up = f"/phrase {subject[1] if subject else '意识形态'}"
        return Say(f"事和数要您来说，我不替您编，这句没有记。现成的句式可以查，例：{look_up}")
    if len(words) <= LONGEST_QUESTION and "\n" not in words and QUESTION.search(words):
        how = SHORTENING if LENGTH.search(words) else "命令发 /help 看；要写进稿子的，去掉问号再发。"
        return Say(f"这句像是在问我，没有记。{how}")
    return None


def left(outline: Outline | None, draft: Draft) -> str:
    """Say what is still to be asked for."""
    if outline is None:
        return "先选文种，选好就知道要写几项。"
    fields = [field for field in FIELDS if field not in draft.asked]
    sections = [leaf.name for leaf in remaining(outline, draft)]
    told = [f"单位姓名等 {len(fields)} 项"] if fields else []
    told += [f"{len(sections)} 个部分（{'、'.join(sections)}）"] if sections else []
    told += [f"去年的 {len(open_items(draft))} 条"] if open_items(draft) else []
    told += [f"{len(undecided(draft))} 句写法"] if undecided(draft) else []
    told += [f"{len(draft.cards)} 条材料"] if draft.cards else []
    gaps = [leaf.name for leaf in missing(outline, draft) if leaf.name not in sections]
    told += [f"先前跳过的{'、'.join(gaps)}"] if gaps else []
    return f"还差：{'；'.join(told)}。" if told else "都有了，可以导出。"


def _asked_for(stop: Stop) -> bool:
    return isinstance(stop, AskingSection)


def _section(outline: Outline | None, draft: Draft, stop: Stop) -> Section | None:
    match stop:
        case AskingSection(section) | Editing(section):
            return outline.leaf(section) if outline else None
        case ReviewingPoint(point) | Rewriting(point) | FollowingUp(point) | Pairing(point):
            found = draft.point(point)
            return outline.leaf(found.section) if outline and found else None
        case _:
            return None


def _example(desk: Desk, state: State, section: Section | None, question: Question) -> str:
    """Give the section's example with phrases of the bank, else the example in the question."""
    if section is None or section.kind is None:
        shown = question.text.rpartition("例：")[2].split("\n")[0]
        return f"照这样回：{shown}"
    year = state.draft.profile.year
    hits = find(desk.bank, "", section.kind, limit=PHRASES, genre=state.draft.genre, year=year)
    phrases = "".join(f"\n・{readable(hit.text)}" for hit in hits)
    return f"例：{section.example}" + (f"\n常用的句式：{phrases}\n更多发 /phrase。" if phrases else "")


def _why(outline: Outline | None, draft: Draft, section: Section | None, why: str) -> str:
    if section is None or outline is None or why:
        return f"{why}。不想答发 /skip。"
    demand = next(
        (each for each in (draft.notice.demands if draft.notice else ()) if each.section == section.id), None
    )
    if demand:
        return f"通知第 {demand.line} 行要求：{demand.text}。暂时不写发 /skip。"
    basis = f"，依据：{section.source}" if section.source else ""
    return (
        f"《{outline.name}》里“{section.name}”这一部分是{reason(draft, section)}{basis}。暂时不写发 /skip。"
    )
