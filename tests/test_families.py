"""Headings that stood side by side name their family, and a section offers families with their measures."""

import pytest

from phrasebank.bank import Bank, load
from phrasebank.families import families_in
from phrasebank.parsing import parse
from phrasebank.patterns import mould_of
from tests.harvested import PATTERNS

BODY = "全年组织专题学习十余次，持续推动各项任务落到实处，取得了较好的成效。"


def families(*headings: str) -> list[str | None]:
    lines = ["述职报告", "一、主要工作"]
    lines += [f"（{number}）{heading}。{BODY}" for number, heading in zip("一二三四", headings, strict=False)]
    document = parse(lines)
    found = families_in(document.headings)
    return [found.get(place) for place, heading in enumerate(document.headings) if heading.level > 1]


@pytest.mark.parametrize(
    ("headings", "family"),
    [
        (("提高政治站位，强化责任担当", "加强制度建设，提升管理水平"), "achievements 6+6"),
        (("加强学习，落实党建工作责任", "转变作风，着力提升服务水平"), "achievements 4+8"),
        (("抓实支部工作，切实履行党建工作职责", "组织多种活动，不断丰富党建工作内涵"), "achievements 6+10"),
        (("责任链条更紧", "理论武装更强", "正风肃纪更严"), "achievements 6 …更…"),
        (("高效组织", "高效调研", "高效履责"), "achievements 4 高效…"),
        (("加强思想政治建设", "加强组织队伍建设"), "achievements 8 加强…建设"),
    ],
)
def test_siblings_of_one_measure_are_a_family(headings: tuple[str, ...], family: str) -> None:
    assert families(*headings) == [family] * len(headings)


def test_a_heading_without_a_sibling_of_its_measure_has_none() -> None:
    assert families("提高政治站位，强化责任担当", "加强学习") == [None, None]


def test_headings_under_different_parents_are_no_siblings() -> None:
    lines = ["述职报告", "一、主要工作", f"（一）压实责任。{BODY}", "二、其他工作", f"（一）改进作风。{BODY}"]
    document = parse(lines)
    assert [place for place in families_in(document.headings) if document.headings[place].level > 1] == []


def test_quotation_marks_make_no_heading_longer() -> None:
    assert mould_of("聚焦“两个维护”，做深做实政治监督") == "6+8"


def test_the_seeds_give_the_families_that_they_have() -> None:
    named = {pattern.text: pattern.family for pattern in PATTERNS if pattern.shape == "heading"}
    assert named["提高政治站位，强化责任担当"] == "achievements 6+6"
    assert named["加强学习，落实党建工作责任"] == "plans 4+8"
    assert named["组织多种活动，不断丰富党建工作内涵"] == "achievements 6+10"
    assert {named[text] for text in ("责任链条更紧", "理论武装更强", "正风肃纪更严")} == {
        "achievements 6 …更…"
    }
    assert named["存在的主要问题及原因"] is None


@pytest.mark.parametrize("section", ["achievements", "plans", "problems", "integrity"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_section_offers_families_with_enough_headings_of_one_measure(section: str, count: int) -> None:
    for family in load().families(section, count):  # type: ignore[arg-type]  # from the list above
        assert len(family.headings) >= count
        assert {heading.mould for heading in family.headings} == {family.mould}
        assert {heading.section for heading in family.headings} == {section}
        start, _, end = family.refrain.partition("…")
        assert all(heading.text.startswith(start) for heading in family.headings)
        assert all(heading.text[-2:-1] == "更" or heading.text.endswith(end) for heading in family.headings)


def test_families_with_a_refrain_come_first_and_can_be_asked_for_by_measure() -> None:
    bank = Bank(PATTERNS)
    assert bank.families("achievements", 3)[0].refrain
    assert [family.id for family in bank.families("achievements", 3, mould="6+6")] == ["achievements 6+6"]
    assert bank.families("achievements", 100) == ()
    assert bank.families("closing", 2) == ()
