"""Everyday verbs give way to those of the genre: none is doubled, and nobody who acts is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.wording import choose, proposals
from phrasebank import bank
from phrasebank.terms import SectionKind
from tests.driving import run_terminal

BANK = bank.load()


def first(said: str, kind: SectionKind = "achievements") -> str:
    return proposals(said, kind, BANK, 2025)[0]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("朱雀专班开会6次", "朱雀专班召开会议6次"),
        ("支部每月开会1次", "支部每月召开会议1次"),
        ("开了6次会", "召开会议6次"),
        ("会开了6次", "召开会议6次"),
        ("第二党小组学习12次", "第二党小组开展学习12次"),
        ("中心组集体学习研讨8次", "中心组开展集体学习研讨8次"),
        ("支部办了3次读书会", "支部举办读书会3次"),
        ("我上党课2次", "我讲授党课2次"),
        ("班子成员讲党课6次", "班子成员讲授党课6次"),
        ("书记亲自上党课2次", "书记亲自讲授党课2次"),
        ("谈话谈了8人次", "开展谈话8人次"),
        ("主题党日全年搞了12次", "全年开展主题党日12次"),
        ("党员大会开4次，支委会开12次", "召开党员大会4次，支委会12次"),
        ("搞了一次培训", "开展一次培训"),
        ("出台文件3份，开推进会2次", "出台文件3份，召开推进会2次"),
        ("看了1次警示教育片", "观看警示教育片1次"),
        ("定了3个制度", "制定制度3个"),
        ("3月5日开支部大会28人参加", "3月5日召开支部大会，参加28人"),
        ("安全检查6次查出隐患12处", "开展安全检查6次，查出隐患12处"),
        ("3月5日支部大会，28人参加", "3月5日召开支部大会，参加28人"),
    ],
)
def test_an_everyday_verb_gives_way_and_who_acts_stays_before_it(said: str, written: str) -> None:
    assert first(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "列席会议6次",
        "主持座谈会3次",
        "陪同调研4次",
        "指导学习6次",
        "找人谈话8人次",
        "跟党员谈心26人次",
        "和社区共建开活动4次",
        "去市里开会3次",
        "参加朱雀专班开会6次",
        "在朱雀专班开会6次",
        "参与专班会议6次",
        "参加座谈会3次",
        "我开会6次",
        "李明同志谈话6次",
        "局长调研4次",
        "各支部学习6次",
        "传达学习6次",
        "学习强国平均分35分",
        "帮3户困难群众办低保",
        "开会学习12次",
        "办公会议",
        "廉政教育",
        "弄虚作假检查",
    ],
)
def test_words_that_say_more_than_an_event_stay_as_they_are(said: str) -> None:
    assert first(said) == said


@pytest.mark.parametrize("meeting", ["部署会", "推进会", "筹备会", "安排部署会", "工作汇报会", "现场观摩会"])
def test_a_meeting_named_after_what_is_done_in_it_is_held(meeting: str) -> None:
    assert first(f"{meeting}6次") == f"召开{meeting}6次"


VERBS = (
    "列席",
    "出席",
    "旁听",
    "主持",
    "陪同",
    "承办",
    "协办",
    "参加",
    "应邀",
    "记录",
    "指导",
    "配合",
    "协助",
)
EVENTS = ("会议", "开会", "支委会", "座谈会", "培训", "学习", "谈话", "走访", "检查", "比赛", "讲座", "调研")
WHO = ("", "支部", "朱雀专班", "第二党小组", "书记", "我", "班子成员", "工会", "局党组", "党员")


@given(st.sampled_from(WHO), st.sampled_from(VERBS), st.sampled_from(EVENTS), st.integers(1, 999))
def test_no_verb_is_put_before_one_that_governs_the_event(
    who: str, verb: str, event: str, number: int
) -> None:
    for wording in proposals(f"{who}{verb}{event}{number}次", "achievements", BANK, 2025):
        assert not re.search(rf"(?:召开|开展|举办){who}{verb}|(?:召开|开展|举办).*开会", wording)


@given(
    st.sampled_from([who for who in WHO if who]),
    st.sampled_from(
        ["开会{}次", "上党课{}次", "办了{}期培训班", "搞了{}次宣讲", "看了{}场电影", "改了{}个问题"]
    ),
    st.integers(1, 9999),
)
def test_somebody_who_acts_is_in_every_wording(who: str, said: str, number: int) -> None:
    for wording in proposals(who + said.format(number), "achievements", BANK, 2025):
        assert who in wording
        assert str(number) in wording


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("明年搞4次培训", "明年开展培训4次"),
        ("每季度上1次党课", "每季度讲授党课1次"),
        ("朱雀专班每月开会1次", "朱雀专班每月召开会议1次"),
        ("学习每周1次", "学习每周1次"),
        ("每半年培训1次", "每半年培训1次"),
    ],
)
def test_what_is_planned_is_worded_like_what_was_done(said: str, written: str) -> None:
    assert first(said, "plans") == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("学习搞得少，全年就搞了3次", "学习搞得少，全年仅开展3次"),
        ("报信息少，才报3条", "报信息少，仅报送3条"),
        ("开会少，全年才4次", "开会少，全年才4次"),
    ],
)
def test_what_is_admitted_stays_as_little_as_it_was(said: str, written: str) -> None:
    assert first(said, "problems") == written


def test_everyday_words_are_no_way_to_open_otherwise_than_the_sentence_before() -> None:
    wordings = proposals("上党课4次", "achievements", BANK, 2025)
    assert wordings == ("讲授党课4次", "上党课4次")
    assert choose(wordings, 0, "讲授专题党课2次") == "讲授党课4次"
    assert choose(wordings, 1) == "上党课4次"


TALK = (
    "2",
    *("区委编办党支部", "党支部书记", "李明", "2025", "1"),
    *("朱雀专班开会6次", "1"),
    "/goto 上年度",
    *("学习不够，搞了5次警示教育", "1"),
    "/preview",
)


def test_a_talk_in_everyday_words_ends_in_those_of_the_genre(tmp_path: Path) -> None:
    told = "".join(run_terminal(TALK, tmp_path / "d.db", tmp_path))
    assert "写成：朱雀专班召开会议6次。" in told
    assert "针对“学习不够”问题，开展警示教育5次。" in told
    assert "召开朱雀专班开会" not in told
