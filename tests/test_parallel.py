"""Sibling headings: equal in length and structure, no word said twice, nothing that nobody said."""

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.leads import evened
from bot.compose.parallel import TitleSet, for_topics, sets_for_topics
from bot.desk import Desk
from bot.facts.extraction import numbers_of
from phrasebank.patterns import mould_of
from phrasebank.terms import TOPICS, Topic
from phrasebank.topics import topics_by_weight

BANK = Desk().bank
YEAR = 2025
TEXTS: dict[Topic, str] = {
    "study": "中心组理论学习12次，开展专题研讨6次",
    "responsibility": "召开支委会研究党建工作12次，落实“一岗双责”",
    "organization": "开展主题党日12次，落实“三会一课”",
    "members": "发展党员2名，培养入党积极分子5名",
    "style": "精简会议22%，整治形式主义突出问题",
    "clean": "开展警示教育3次，廉政谈话8人次",
    "ideology": "专题研究意识形态工作4次，排查风险点6个",
    "service": "走访群众10户18人，解决群众急难愁盼问题7件",
    "business": "受理话务12.6万件，新增服务事项13项",
}
some_topics = st.lists(st.sampled_from(TOPICS), min_size=2, unique=True)
DEGREES = re.compile(
    "(?:仍然|还|仍)?不够?|(?:仍然|还|仍)?有(?:所|待)?|[还仍]|需要?|进一步|持续|切实|工作|[与和的]"
)
"""What may be written longer or shorter; all else must stay."""

PROBLEMS = (
    *("理论学习不够深入", "党员教育管理不够精细", "党建与业务融合不够紧密", "为民服务意识还有欠缺"),
    *(
        "担当意识有待进一步加强",
        "监督执纪不严",
        "廉政教育形式比较单一",
        "调查研究的深度不够",
        "压力传导不到位",
    ),
)
PLANS = (
    *("抓实理论学习", "抓细党员管理", "抓好党建业务融合", "提升服务水平", "推进党建与业务融合"),
    *("进一步强化责任意识", "严格组织生活", "打造党建品牌", "加强党员队伍建设", "优化为民服务举措"),
)


@given(some_topics)
def test_every_set_for_work_done_is_even_and_each_heading_is_about_its_own_text(topics: list[Topic]) -> None:
    texts = {topic: TEXTS[topic] for topic in topics}
    sets = sets_for_topics(BANK, texts, YEAR)
    assert len(sets) >= 4
    assert len({each.headings for each in sets}) == len(sets)
    for each in sets:
        assert each.even
        assert len(each.headings) == len(topics)
        for topic, heading in zip(topics, each.headings, strict=True):
            assert not numbers_of(heading)
            patterns = BANK.select(shape="heading", section="achievements", topic=topic)
            about = {verdict.topic for verdict in topics_by_weight(heading)}
            banked = heading in {pattern.text for pattern in patterns}
            said = any(one + other in TEXTS[topic] for one, other in pairwise(heading))
            assert banked or said or topic in about, (topic, heading)


@given(some_topics)
def test_no_two_siblings_begin_a_half_with_the_same_verb(topics: list[Topic]) -> None:
    for each in sets_for_topics(BANK, {topic: TEXTS[topic] for topic in topics}, YEAR):
        verbs = [half[:2] for heading in each.headings for half in heading.split("，")]
        assert len(set(verbs)) == len(verbs), each.headings


def test_the_paragraphs_own_words_make_a_set() -> None:
    sets = [each.headings for each in sets_for_topics(BANK, TEXTS, YEAR)]
    own = next(each for each in sets if mould_of(each[0]) == "6" and "更" not in each[0])
    for word in ("理论学习", "“一岗双责”", "主题党日", "形式主义", "警示教育", "意识形态", "急难愁盼"):
        assert any(word in heading for heading in own), (word, own)


def test_a_comparing_set_is_not_mixed_with_another() -> None:
    sets = [each.headings for each in sets_for_topics(BANK, TEXTS, YEAR)]
    comparing = [{heading[-2] == "更" for heading in each} for each in sets]
    assert all(len(each) == 1 for each in comparing)
    assert {True} in comparing


def test_a_heading_claims_nothing_that_its_text_does_not_bear_out() -> None:
    for each in sets_for_topics(BANK, TEXTS, YEAR):
        assert "融合" not in each.headings[-1]


def test_a_heading_goes_with_those_beside_it() -> None:
    beside = ("深化理论武装，筑牢思想根基",)
    (found,) = for_topics(BANK, "6+6", {"ideology": TEXTS["ideology"]}, YEAR, beside)
    assert "思想" not in found


@given(st.lists(st.sampled_from(PROBLEMS), min_size=2, max_size=5, unique=True))
def test_problems_are_evened_without_another_word_for_what_they_say(leads: list[str]) -> None:
    _even_and_the_same(leads, evened(leads, "problems"))


@given(st.lists(st.sampled_from(PLANS), min_size=2, max_size=5, unique=True))
def test_plans_are_evened_without_another_word_for_what_they_say(leads: list[str]) -> None:
    _even_and_the_same(leads, evened(leads, "plans"))


def _even_and_the_same(leads: list[str], sets: tuple[TitleSet, ...]) -> None:
    for each in sets:
        assert each.even
        assert len(set(each.headings)) == len(leads)
        for lead, heading in zip(leads, each.headings, strict=True):
            assert _bare(heading) == _bare(lead)


def _bare(lead: str) -> str:
    return DEGREES.sub("", lead.replace("较为", "比较"))


@given(st.lists(st.text(max_size=12), max_size=5))
def test_any_leads_are_evened_or_left_alone(leads: list[str]) -> None:
    for each in evened(leads, "problems"):
        assert each.even


def test_leads_far_apart_are_left_alone() -> None:
    assert evened(["党建工作重视程度不够", "制度不严"], "problems") == ()


@pytest.mark.parametrize(
    ("kind", "leads", "even"),
    [
        (
            "problems",
            ("理论学习不够深入", "党员教育管理不够精细", "党建与业务融合不够紧密"),
            ("理论学习仍然不够深入", "党员教育管理不够精细", "党建业务融合不够紧密"),
        ),
        ("problems", ("压力传导不到位", "作用发挥不够明显"), ("压力传导不到位", "作用发挥不明显")),
        ("problems", ("能力有待进一步提高", "意识有待增强"), ("能力有待提高", "意识有待增强")),
        ("plans", ("提升服务水平", "促进党建业务融合"), ("持续提升服务水平", "促进党建业务融合")),
    ],
)
def test_the_least_changed_set_comes_first(kind: str, leads: tuple[str, ...], even: tuple[str, ...]) -> None:
    assert evened(leads, "plans" if kind == "plans" else "problems")[0].headings == even


def test_most_pairs_of_problems_can_be_evened() -> None:
    pairs = list(combinations(PROBLEMS, 2))
    assert sum(bool(evened(pair, "problems")) for pair in pairs) >= 0.6 * len(pairs)
