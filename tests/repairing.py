"""Every kind of question, reached as a user reaches it, and every move people make that answers none."""

from collections.abc import Callable, Iterable
from functools import cache

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Draft, Task
from bot.events import Commanded, Edited, Event, Opened, Picked, Remarked, Said, Sent, Unreadable
from bot.state import (
    AnsweringCarryover,
    AskingField,
    AskingSection,
    Awaiting,
    BrowsingPhrases,
    Checking,
    ChoosingGenre,
    Confirming,
    ConfirmingNotice,
    Editing,
    Finished,
    FollowingUp,
    Going,
    Pairing,
    Receiving,
    Recounting,
    Resting,
    ReviewingPoint,
    Rewriting,
    Sorting,
    State,
    Stop,
    Tasking,
    Titling,
)
from bot.steps.checklist import current
from tests.driving_engine import DESK, played

FACT = "走访群众10户18人，解决急难愁盼问题7件"
NOTES = (
    "3月5日召开支部党员大会专题学习全国两会精神，参加28人",
    "开展主题党日12次，参加336人次",
    "发展党员2名，培养入党积极分子5名",
    "理论学习不够深入，全年集中研讨只有9次",
    "党员教育管理不够精细，3名外出党员有半年没有参加组织生活",
    "下一步，抓实理论学习，每月集中研讨1次",
)
MINUTES = "时间：4月10日\n地点：三楼会议室\n参会：支委5人\n内容：研究党员发展工作"
NOTICE = (
    "关于做好2025年度抓基层党建述职评议考核工作的通知",
    "各党支部：",
    "述职报告要写明抓基层党建工作情况、存在的突出问题及原因、下一步工作思路和措施。",
    "查摆问题不少于3个，字数不超过3000字，请于12月20日前报送。",
)
REPORT = (
    "2024年度抓基层党建工作述职报告",
    "一、工作开展情况",
    "开展主题党日11次。",
    "二、存在的问题",
    "（一）理论学习不够深入。",
    "（二）党员教育管理不够精细。",
    "三、下一步打算",
    "（一）抓实理论学习，每月集中研讨1次。",
)
PROFILE = (Said("2"), Said("区委编办党支部"), Said("党支部书记"), Said("李明", "author"), Said("2025"))
BEGUN = (*PROFILE, Said("1"))
TOLD = (*BEGUN, Said(FACT, "fact"))
AGREED = (*TOLD, Said("1"))
POURED = (*AGREED, Said("\n".join(NOTES), "notes"))
WRITTEN = (
    *AGREED,
    Said("1"),
    Said("没有"),
    Said("学习研讨不够经常，只有4次"),
    *map(Said, ("1", "1", "本人抓得不紧", "1", "1", "每月集中研讨1次", "1", "1")),
)
UNPAIRED = (
    *AGREED,
    *map(Said, ("1", "没有", "学习研讨不够经常，只有4次\n外出党员管理不够精细，3名党员半年没有参加组织生活")),
    *map(Said, ("6", "1", "本人抓得不紧", "1", "1", "每月集中研讨1次", "1", "1")),
)
REMARKED = (
    *AGREED,
    Remarked((Task("", "这里数字核一下", "审阅人甲", FACT, "work"), Task("", "全文再压一压", "审阅人乙"))),
)
FOGGY = (*AGREED, *map(Said, ("1", "没有", "学习不够深入", "1")))

STANDS: dict[str, tuple[type[Stop], tuple[Event, ...]]] = {
    "文种": (ChoosingGenre, ()),
    "单位": (AskingField, PROFILE[:1]),
    "职务": (AskingField, PROFILE[:2]),
    "姓名": (AskingField, PROFILE[:3]),
    "年度": (AskingField, PROFILE[:4]),
    "开头": (AskingSection, PROFILE),
    "空的部分": (AskingSection, BEGUN),
    "有要点的部分": (AskingSection, AGREED),
    "可以没有的部分": (AskingSection, (*AGREED, Said("1"))),
    "定写法": (ReviewingPoint, TOLD),
    "定几条写法": (ReviewingPoint, (*BEGUN, Said(FACT, "fact"), Said("发展党员2名"))),
    "自己改写": (Rewriting, (*TOLD, Said("3"))),
    "填空": (Rewriting, (*AGREED, Commanded("phrase", "党课"), Said("1"))),
    "查句式": (BrowsingPhrases, (*AGREED, Commanded("phrase", "党课"))),
    "看哪种句式": (BrowsingPhrases, (*AGREED, Commanded("phrase", "党课"), Said("只看某种作用"))),
    "待办": (Tasking, (*REMARKED, Commanded("tasks"))),
    "一条待办": (Tasking, (*REMARKED, Commanded("tasks", "1"))),
    "改哪一条": (Editing, (*AGREED, Said("2"))),
    "去哪一项": (Going, (*AGREED, Commanded("goto"))),
    "结尾": (AskingSection, (*AGREED, Commanded("goto", "结尾"))),
    "落款": (AskingSection, (*AGREED, Commanded("goto", "落款"))),
    "确认删除": (Confirming, (*AGREED, Commanded("forget"))),
    "放下": (Resting, (*AGREED, Commanded("cancel"))),
    "体检": (Checking, (*AGREED, Commanded("check"))),
    "改口径": (Recounting, (*AGREED, Commanded("facts", "1"))),
    "写完": (Finished, (*WRITTEN, Said("1"), Said("2025年12月20日"))),
    "材料": (Sorting, POURED),
    "逐条看材料": (Sorting, (*POURED, Said("2"))),
    "材料放哪": (Sorting, (*POURED, Said("2"), Said("2"))),
    "等材料": (Awaiting, (*AGREED, Commanded("import"))),
    "等通知": (Awaiting, (*AGREED, Commanded("notice"))),
    "文件怎么用": (Receiving, (*AGREED, Sent("总结.txt", NOTES))),
    "又一份文件": (Receiving, (*AGREED, Sent("总结.txt", NOTES), Sent("台账.txt", ("慰问困难党员6户",)))),
    "通知对不对": (ConfirmingNotice, (*AGREED, Sent("通知.txt", NOTICE, "notice"))),
    "去年的事": (AnsweringCarryover, (*AGREED, Said("1"), Sent("去年.txt", REPORT, "last_year"), Said("1"))),
    "措施": (Pairing, UNPAIRED),
    "小标题": (Titling, (*UNPAIRED, Commanded("headings", "存在问题"))),
    "追问": (FollowingUp, FOGGY),
    "追问根子": (FollowingUp, (*FOGGY, Said("3月的主题党日只念了文件，没有讨论"))),
    "说重了": (FollowingUp, (*AGREED, *map(Said, ("1", "没有", "毫无担当，全年没有下过一次支部", "1")))),
}

MOVES: dict[str, Event] = {
    "答一句": Said("开展志愿服务11场，参加60人次", "m1"),
    "贴材料": Said("\n".join(f"另外，{line}" for line in NOTES), "m1"),
    "贴会议记录": Said(MINUTES, "m1"),
    "发文件": Sent("材料.txt", ("组织党员到社区报到24人次", "慰问困难党员6户")),
    "发通知": Sent("通知.txt", NOTICE),
    "一次说两项": Said("单位是区直机关工委，我是机关党委书记王芳", "m1"),
    "改数": Said("前面说的10户应该是12户", "m1"),
    "改数（否认）": Said("不是10户，是12户", "m1"),
    "改上一条": Said("上一条不对，应该是走访群众12户20人", "m1"),
    "改姓名": Said("改一下姓名，叫李铭", "m1"),
    "问意思": Said("什么意思？", "m1"),
    "要例子": Said("举个例子", "m1"),
    "问为什么": Said("为什么要问这个", "m1"),
    "问还有多少": Said("还有多少", "m1"),
    "换话题": Said("先写问题吧", "m1"),
    "换到打算": Said("说说下一步打算", "m1"),
    "回开头": Said("回到开头", "m1"),
    "没有": Said("没有", "m1"),
    "同上": Said("同上", "m1"),
    "不知道": Said("不知道", "m1"),
    "随便": Said("随便", "m1"),
    "你定": Said("你定", "m1"),
    "以后再说": Said("以后再说", "m1"),
    "跳过": Commanded("skip"),
    "谢谢": Said("谢谢", "m1"),
    "哦": Said("哦", "m1"),
    "日期": Said("2025年12月18日", "m1"),
    "改发过的话": Edited("走访群众12户20人，解决急难愁盼问题7件", "fact"),
    "改发过的姓名": Edited("李铭", "author"),
    "改没记的话": Edited("改了什么", "unknown"),
    "表情": Unreadable("sticker"),
    "图片": Unreadable("photo"),
    "语音": Unreadable("voice"),
    "第一项": Said("1", "m1"),
    "没有的项": Said("99", "m1"),
    "过期按钮": Picked("take", -1),
    "返回": Commanded("back"),
    "去一项": Commanded("goto", "存在问题"),
    "看全文": Commanded("preview"),
    "帮助": Commanded("help"),
    "回来": Opened(),
    "空话": Said("  ", "m1"),
}


def after(events: Iterable[Event], state: State | None = None) -> State:
    """Play events; answers nothing on the way."""
    return played(state or State(), *events)[0]


@cache
def stand(name: str) -> State:
    """Give the state in which the question of that name is asked."""
    kind, events = STANDS[name]
    state = after(events)
    assert isinstance(current(DESK, state), kind), (name, current(DESK, state))
    return state


def told(draft: Draft) -> set[str]:
    """Give everything that the user has told."""
    fields = (draft.profile.organization, draft.profile.post, draft.profile.author)
    entries = (tidy(each.text) for each in draft.entries)
    return {*entries, *filter(None, map(str, fields))}


def same(one: State, other: State) -> bool:
    """Whether two states differ in nothing but the count of turns."""
    return replace(one, revision=0) == replace(other, revision=0)


Check = Callable[[State, State, str], bool]
