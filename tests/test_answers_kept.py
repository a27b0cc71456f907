"""Short answers as tired people type them: written down as they are, or said not to be and then taken."""

from functools import cache

import pytest

from bot.compose.tidy import tidy
from bot.events import Commanded, Said
from bot.state import Checking, State
from bot.steps.checklist import current
from bot.steps.repair import INSISTING
from bot.steps.talk import is_talk
from tests.driving_engine import DESK, played
from tests.repairing import AGREED, after, stand, told


def listed(text: str) -> list[str]:
    """Part answers at their blanks."""
    return text.split()


DEEDS = listed("""
为您服务热线开通 “有事您说话”工作法 有事您说话工作法 导出台账12份 检查整改情况 返回款项3万元
退回材料5份 恢复组织生活 撤销处分1人 第三条战线 把基层放在心上 放到首位 列入议程 写进章程
改为每月一次 改成每周例会 去掉形式主义 列入计划 列入整改 把支部建在项目上 检查一遍台账 检查食堂
体检 看望老党员 查错别字200处 生成台账 帮您办代办点 有困难找您身边的党员 党员在你身边 做您的贴心人
让您少跑腿 请您来挑刺活动 你选书我买单活动 您好驿站 你好邻居节 与你同行行动 你问我答 先行先试 试点
回头看 一对一 有错就改 查查账 问问群众 找找差距 翻翻老账 回到群众 转到一线 跳到河里救人 写总结
谈工作 讲问题 看问题 退回2步 存档 改厕3户
""")
PROBLEMS = listed("""
数据不准 数字不准 数据有误 数据重复 改得不好 改得慢 看得不够 学得不深 说得多做得少 写得不好
说得不够 没改好 没说清楚 没弄懂 不懂业务 情况不明 有些空 有的不懂 太空 太急 简单 一般 不够快 还没改
上一步走得慢 下一步不清楚 要点不清楚 念稿子 自己说了算 你好我好 你推我我推你 你看我我看你 不懂数据
没有台账 检查重复 我懂得不够
""")
CAUSES = listed("""
觉得差不多就行 怕麻烦 我看得简单 我不懂 我太急 自己不懂 没空 错在我 我没改 还是我不够 放在后面
放到最后 归到客观 算在别人头上 看成软任务 上面没说 懂得不够 没想清楚 等上面给
""")
PLANS = listed("""
下一步打算是抓学习 下一步试点 继续改 马上改 说改就改 要看懂 弄清楚 改好 去掉空话 去掉多余的会
不念稿子 精简会议 更好 再快一点 列入计划 写入计划 放到明年 归入计划 算进工作 改为打算 改成计划
例会改为每周一次 看短板 说不足 写不足 转到计划 回到初心 换思路 回头看 请您监督 欢迎你们监督
给您一个交代 把问题改好 问问群众 查问题
""")
RECTIFIED = listed("""
改了 改了一点 补上了 去掉了 撤销了2个 检查了 查了 恢复了 写进制度 列入议程 改为每周学 看了3次
弄懂了 去年说的都改了 第一条改了 数据不准的改了 为您服务窗口开了
""")
ANSWERS = {
    "空的部分": DEEDS,
    "有要点的部分": DEEDS,
    "自己改写": (*DEEDS, *PROBLEMS, *PLANS),
    "存在问题": PROBLEMS,
    "追问": PROBLEMS,
    "原因分析": CAUSES,
    "追问根子": CAUSES,
    "下一步打算": PLANS,
    "措施": PLANS,
    "可以没有的部分": RECTIFIED,
    "去年的事": RECTIFIED,
    "单位": ("你好社区", "你好社区党支部", "您好社区", "行知学院", "一中", "问问村", "数据局", "检查站"),
    "职务": ("行长", "副行长", "检查员", "数据科科长", "委员"),
    "姓名": ("何行", "易成", "程序", "简单", "于是", "文字", "成好", "王好", "安好", "尼你"),
}


@cache
def question(name: str) -> State:
    """Give the state in which something is asked: by the name of the stand, or else of the section."""
    sections = ("存在问题", "原因分析", "下一步打算")
    return after((*AGREED, Commanded("goto", name))) if name in sections else stand(name)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_people_answer_is_written_down_word_for_word(name: str) -> None:
    before = question(name)
    for words in ANSWERS[name]:
        state, _ = played(before, Said(words, "m1"))
        new = told(state.draft) - told(before.draft)
        assert any(tidy(words) in each for each in new), words
        sections = {each.id: each.section for each in before.draft.entries}
        assert all(sections.get(each.id, each.section) == each.section for each in state.draft.entries), words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("空的部分", "再正式一点"),
        ("空的部分", "改数据"),
        ("定写法", "数据不准"),
        ("自己改写", "我再想想"),
        ("存在问题", "老样子"),
        ("存在问题", "写得不对"),
        ("存在问题", "看不懂"),
        ("原因分析", "无所谓"),
        ("原因分析", "记不清"),
        ("措施", "再短一点"),
        ("追问", "太啰嗦"),
        ("去年的事", "跟去年一样"),
        ("材料", "走访"),
        ("材料", "我再想想"),
        ("姓名", "那好"),
        ("单位", "我们村"),
        ("空的部分", "把每月1次改成2次"),
        ("空的部分", "去掉打卡那项"),
        ("结尾", "我再想想"),
    ],
)
def test_what_is_not_written_down_is_said_to_be_and_taken_when_said_again(name: str, words: str) -> None:
    before = question(name)
    state, reply = played(before, Said(words, "m1"))
    assert state.draft == before.draft
    assert "再发一遍" in reply
    state, _ = played(state, Said(words, "m2"))
    assert any(words in each for each in told(state.draft) - told(before.draft))


def test_words_are_held_for_the_next_message_only() -> None:
    state, _ = played(stand("空的部分"), Said("再正式一点"), Said("什么意思？"))
    after_all, reply = played(state, Said("再正式一点"))
    assert after_all.draft == stand("空的部分").draft
    assert INSISTING in reply


@pytest.mark.parametrize("words", ["没有", "谢谢", "好的", "嗯"])
def test_nods_and_nothing_stay_what_they_are_however_often(words: str) -> None:
    state, _ = played(stand("空的部分"), Said(words), Said(words), Said(words))
    assert state.draft == stand("空的部分").draft


def test_a_name_that_people_nod_with_is_given_in_a_sentence() -> None:
    state, reply = played(stand("姓名"), Said("好的"))
    assert "姓名是好的" in reply
    assert played(state, Said("姓名是好的"))[0].draft.profile.author == "好的"


@pytest.mark.parametrize(
    "words",
    ["在开发区担任考核组组长", "我在村里任第一书记", "单位是文明单位", "我叫大家多学", "名字叫爱心超市"],
)
def test_a_deed_does_not_rename_the_writer(words: str) -> None:
    state, _ = played(stand("空的部分"), Said(words))
    assert state.draft.profile == stand("空的部分").draft.profile
    assert words in told(state.draft)


def test_who_reports_may_still_be_given_anew() -> None:
    state, _ = played(stand("空的部分"), Said("单位是区直机关工委，我是机关党委书记王芳"))
    profile = state.draft.profile
    assert (profile.organization, profile.post, profile.author) == ("区直机关工委", "机关党委书记", "王芳")


def test_a_figure_of_another_unit_is_left_alone() -> None:
    before = stand("措施")
    state, reply = played(before, Said("把3次改为4次"))
    assert state.draft == before.draft
    assert "没有找到" in reply


def test_people_are_found_however_they_are_counted() -> None:
    before = after([Said("发展党员28名")], stand("空的部分"))
    state, _ = played(before, Said("不是28人，是30人"))
    assert told(state.draft) - told(before.draft) == {"发展党员30名"}


def test_items_of_a_list_that_read_like_headings_are_items() -> None:
    lines = (
        *("工作情况：", "1. 核对台账", "2. 3月5日专题学习，参加28人", "3. 讲廉政", "4. 中心组学习"),
        *("问题", "1. 数据不准", "2. 没有台账", "下一步打算", "1. 抓学习", "2. 压实责任"),
    )
    state, _ = played(stand("有要点的部分"), Said("\n".join(lines)))
    texts = {tidy(card.text) for card in state.draft.cards}
    assert {"核对台账", "讲廉政", "中心组学习", "数据不准", "没有台账", "压实责任"} <= texts


def test_a_heading_that_nothing_stands_under_is_told() -> None:
    lines = "3月5日专题学习，参加28人\n理论学习不够深入\n核对台账\n一、下一步打算\n每月集中研讨1次"
    state, reply = played(stand("有要点的部分"), Said(lines))
    assert "核对台账" in reply
    assert len(state.draft.cards) == 3


def test_lines_left_out_of_an_answer_are_told() -> None:
    for name in ("空的部分", "定写法", "追问", "说重了"):
        _, reply = played(stand(name), Said("走访慰问困难党员\n你看着弄\n开展义诊"))
        assert "你看着弄" in reply, name


@pytest.mark.parametrize("words", ["检查了", "恢复了", "体检", "检查", "看短板", "回到基层"])
def test_what_is_told_of_work_is_no_command(words: str) -> None:
    state, _ = played(question("下一步打算"), Said(words))
    assert not isinstance(current(DESK, state), Checking)
    assert any(words in each for each in told(state.draft))


@pytest.mark.parametrize(
    "words",
    [
        *("再短点吧", "换个说法", "我想一下再说", "等我问下小李", "先空这里吧", "这条先留着"),
        *("就先这样", "没啥说的", "回头补上", "你自己看着改吧", "麻烦你快点", "我跟你说过了"),
        *("你怎么老问这个", "这个系统真难用", "那条不对", "差不多得了", "不是这样的", "改回去吧"),
        *("照搬去年的吧", "读着拗口", "烦死了", "我去翻翻台账", "晚点再补"),
    ],
)
def test_talk_is_told_apart_wherever_something_is_asked(words: str) -> None:
    assert is_talk(words)
    assert is_talk(words, frank=True)


@pytest.mark.parametrize("words", ["全收", "都收", "全收并按建议写", "就用这句"])
@pytest.mark.parametrize("begun", [("2",), ("2", "区委编办党支部", "党支部书记")])
def test_an_answer_to_another_question_is_no_name(words: str, begun: tuple[str, ...]) -> None:
    state, _ = played(State(), *begun)
    after_, told_ = played(state, words)
    assert after_.draft == state.draft
    assert "没有写进稿子" in told_


@pytest.mark.parametrize("words", ["全收", "逐条", "都按建议写"])
def test_an_answer_to_another_question_adds_nothing_to_a_problem(words: str) -> None:
    state, _ = played(
        State(), "2", "区委编办党支部", "党支部书记", "李明", "2025", "/goto 存在问题", "学得不深", "1"
    )
    assert played(state, words)[0].draft == state.draft


@pytest.mark.parametrize(
    "words",
    [
        "区委编办党支部，我是党支部书记，叫李明，写2025年的",
        "区委编办党支部，职务：党支部书记，我叫李明，2025年度",
    ],
)
def test_an_organization_may_stand_bare_before_the_rest(words: str) -> None:
    profile = played(State(), "2", words)[0].draft.profile
    assert (profile.organization, profile.post) == ("区委编办党支部", "党支部书记")
    assert (profile.author, profile.year) == ("李明", 2025)


@pytest.mark.parametrize("words", ["走访群众28户，改得还不够", "3月5日召开支部党员大会学习，28人参加"])
def test_a_deed_told_where_a_name_is_asked_for_is_laid_out_as_material(words: str) -> None:
    state, _ = played(State(), "2", words)
    assert state.draft.profile.organization == ""
    assert len(state.draft.cards) == 1


def test_a_heading_of_what_follows_is_no_name() -> None:
    state, told_ = played(State(), "2", "今年干的事：")
    assert state.draft.profile.organization == ""
    assert "没有记" in told_
