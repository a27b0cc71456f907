"""Changing the subject: 先写问题吧, 说说下一步打算, 回到开头, 先不写这个."""

import re

from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Draft
from bot.outline import Outline, Section
from bot.replies import Say
from bot.state import AskingField, AskingSection, ChoosingGenre, Sorting, State
from bot.steps.checklist import is_open, outline_of
from bot.steps.introducing import CALLED
from bot.steps.step import Outcome
from phrasebank.terms import SECTION_NAMES, SectionKind

SPOKEN: dict[SectionKind, tuple[str, ...]] = {
    "opening": ("开头", "开篇", "开场", "引言", "开头部分"),
    "rectification": (
        "整改",
        "整改情况",
        "上年度整改",
        "去年的问题",
        "去年问题",
        "上年问题整改",
        "去年问题整改",
    ),
    "achievements": ("履职", "履职情况", "成绩", "工作", "做法", "总结", "工作情况", "主要工作", "做了什么"),
    "problems": ("问题", "存在问题", "存在的问题", "不足", "短板", "差距", "不足之处", "突出问题"),
    "causes": ("原因", "原因分析", "问题原因", "存在原因"),
    "plans": (
        "打算",
        "下步打算",
        "下一步打算",
        "下一步",
        "下步",
        "计划",
        "措施",
        "思路",
        "明年",
        "明年打算",
        "下一步工作",
    ),
    "integrity": ("廉洁", "廉洁自律", "廉政", "个人廉洁"),
    "closing": ("结尾", "结束语", "结语"),
    "signature": ("落款", "日期", "落款日期", "成文日期", "署名"),
}
BARE = frozenset(
    {"问题", "存在问题", "存在的问题", "原因", "打算", "下步打算", "下一步打算", "开头", "结尾", "落款"}
)
"""Names of sections that mean the wish to go there even where nothing else is said."""
OF_WORK = frozenset({"工作", "总结", "计划", "措施", "思路", "明年", "短板", "差距", "不足", "做法", "成绩"})
"""Names of sections that are words of work as well: 写总结, 说不足, 转到计划 alone may be an answer."""
LED = re.compile(r"先|还是|接着|再|想|要|.*吧$|([说写讲谈聊看])(?:一下|一?\1)")
CARDS = frozenset({"材料", "卡片", "粘贴的材料", "刚才的材料"})
END = r"(?:那?一?(?:部分|块|项|段|节)|方面)?(?:吧|了|呢|啊)?"
_LED = r"(?:我|咱们?|我们)?(?:想|要|想要|先)?(?:不写这个|换个话题)?[，,]?"
WISH = re.compile(
    rf"(?:{_LED})?"
    r"(?:(?:先|还是|接着|改|来|再)*(?:[写说讲谈聊看弄填](?:一下|一写|一说|说|写|讲|谈|聊|看)|[写说])"
    r"|(?:先|还是|接着|改|来|再|想|要)+[写说讲谈聊看弄填]"
    r"|[讲谈聊看弄填](?=.*吧$)"
    r"|(?:先)?(?:回到?|跳到|转到|去到?|翻到|换到|返回))"
    rf"(?P<target>.{{1,12}}?){END}"
)
"""A bare 看短板, 谈问题, 讲工作 may be a deed or a plan."""
WISHED = re.compile(
    r"(?:我)?(?:想|要)?(?:先写[^，。\d]{1,8}吧|(?:回到|跳到|转到|翻到)[^，。\d]{1,8}(?:吧|那?一?(?:部分|块|项|段|节)))"
)
"""How nothing begins that is told for a report."""
PART = "·"
"""Parts the name of a part of the report from that of its section: 意识形态·履职情况."""
LEADING = re.compile(r"^(?:算了|好吧|行吧|那)[吧，,。\s]+")
POSTPONED = re.compile(
    r"(?:算了[，,]?)?(?:这个|这项|这一项|这部分|这条)?(?:先)?"
    r"(?:跳过|放一放|放放|放一下|放着|搁着|留着|空着|不写|不填|不说|不答|不管|略过)(?:这个|这项|这条|这一项|这部分)?(?:吧|了)?"
    r"|(?:以后|回头|等会儿?|待会儿?|过会儿?|晚点|晚上|明天|改天|稍后|到时候?|过后|后面|后边|最后)(?:都|我)?(?:再)?"
    r"(?:说|写|填|答|补|补上|定|弄|给你)(?:吧)?"
    r"|再说吧?|等等|等一下|等会儿?|算了吧?|回头吧?|以后吧?|后补|待补|过"
    r"|(?:换|下)一?个?(?:问题|题|话题|项|条)(?:吧)?"
)


def postpones(words: str) -> bool:
    """Whether words put the question off."""
    return bool(POSTPONED.fullmatch(words))


def change(desk: Desk, state: State, words: str) -> Outcome | None:
    """Turn to what the user wants to speak of; ``None`` where the words are no such wish."""
    words = LEADING.sub("", words)
    outline, match = outline_of(desk, state.draft), WISH.fullmatch(words)
    names = {leaf.name for leaf in outline.leaves()} if outline else set[str]()
    if outline is None or not (match or words in BARE or words in names):
        return None
    target = match["target"] if match else words
    if target in CARDS and words.startswith(("写", "说")):
        return None
    if match and target in OF_WORK and not LED.match(words):
        return None
    if target in CARDS and state.draft.cards:
        return replace(state, focus=Sorting()), ()
    if target in CALLED:
        return replace(state, focus=AskingField(CALLED[target])), ()
    if target == "文种":
        return replace(state, focus=ChoosingGenre()), ()
    section = section_named(target, outline, state.draft)
    if section is None and WISHED.fullmatch(words):
        known = "、".join(dict.fromkeys(leaf.name for leaf in outline.leaves()))
        return state, (Say(f"没有“{target}”这一部分，没有记。可以说：{known}。"),)
    if section is None:
        return None
    return replace(state, focus=AskingSection(section.id)), (Say(f"好，说“{section.name}”。"),)


def section_named(words: str, outline: Outline, draft: Draft) -> Section | None:
    """Find a section by its name, or what people call its kind; of several the first that is open."""
    plain = re.sub(r"[\s。，！!.“”\"]", "", words)
    exact = [leaf for leaf in outline.leaves() if plain in (leaf.name, leaf.heading, leaf.id)]
    found = exact or _of_part(plain, outline.leaves())
    return next((leaf for leaf in found if is_open(draft, leaf)), found[0] if found else None)


def _of_part(plain: str, leaves: tuple[Section, ...]) -> list[Section]:
    """Give the sections of a kind, of one part of the report where its name comes first: 意识形态的问题."""
    part = next((name for leaf in leaves if (name := _part(leaf)) and plain.startswith(name)), "")
    rest = re.sub("^(?:工作|方面|部分)?的?", "", plain.removeprefix(part)) if part else plain
    kind = next((kind for kind, names in SPOKEN.items() if rest in (*names, SECTION_NAMES[kind])), None)
    within = [leaf for leaf in leaves if _part(leaf) == part] if part else list(leaves)
    return [leaf for leaf in within if leaf.kind == kind or (part and not rest)]


def _part(leaf: Section) -> str:
    part, mark, _ = leaf.name.partition(PART)
    return part if mark else ""
