"""Set expressions come in their canonical form, with how else they are written and where."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.bank import expressions
from phrasebank.expressions import expressions_of, fixed_expressions, rows_in, uses_in
from phrasebank.fitness import LONGEST_RUN
from phrasebank.parsing import parse
from tests.harvested import HARVEST


def report(text: str, file: str = "甲.txt") -> list[str]:
    return ["述职报告", "一、主要工作", text, file]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("一岗双责", "“一岗双责”"),
        ("“一岗双责”", "“一岗双责”"),
        ("从严治党", "全面从严治党"),
        ("批评与自我批评", "批评和自我批评"),
        ("缴纳党费", "交纳党费"),
        ("党日活动", "主题党日"),
        ("官僚主义、形式主义", "形式主义、官僚主义"),
    ],
)
def test_a_variant_has_its_canonical_form(written: str, form: str) -> None:
    (use,) = [use for use in uses_in(f"坚持{written}。") if use.kind == "fixed"]
    assert (use.text, use.written) == (form, written)


def test_what_is_none_has_none() -> None:
    assert list(uses_in("走访群众5户。")) == []


def test_the_longest_expression_wins_where_several_overlap() -> None:
    assert [use.text for use in uses_in("推进全面从严治党")] == ["全面从严治党"]


def test_every_entry_has_a_source_and_no_form_stands_twice() -> None:
    entries = fixed_expressions()
    forms = [form for each in entries for form in (each.text, *each.variants)]
    bare = [form for form in forms if "“" not in form or form.strip("“”") not in forms]
    assert len({form.strip("“”") for form in bare}) == len(bare)
    assert all(each.source for each in entries)
    assert len(entries) >= 60


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("做到责任明确、目标具体、任务清晰", "责任明确、目标具体、任务清晰"),
        ("与业务工作同部署、同落实、同检查、同考核", "同部署、同落实、同检查、同考核"),
        ("做到有文必学、有规必守", "有文必学、有规必守"),
        ("敢扛事、愿做事、善干事、能成事的干部队伍", "敢扛事、愿做事、善干事、能成事"),
        ("确保融会贯通、知行合一", "融会贯通、知行合一"),
        ("增强政治自觉、思想自觉和行动自觉", "政治自觉、思想自觉和行动自觉"),
        ("坚持问题导向，想群众之所想，急群众之所急", "想群众之所想，急群众之所急"),
    ],
)
def test_a_row_built_alike_is_found_without_what_leads_to_it(text: str, row: str) -> None:
    assert row in [found for found, _ in rows_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "对重大事件、重要情况、重要社情民意进行研判",
        "听取汇报、深入开展调查研究",
        "由于部门小、业务多、工作人员少",
    ],
)
def test_a_list_whose_ends_are_unsure_is_no_row(text: str) -> None:
    assert list(rows_in(text)) == []


@given(st.text(st.sampled_from("同部署、推进，有责必问一岗双责“”和的")))
def test_every_use_stands_where_it_is_said_to_stand(text: str) -> None:
    for use in uses_in(text):
        assert text[use.start :].startswith(use.written)


def test_the_uses_of_several_documents_are_gathered() -> None:
    documents = [
        parse(["述职报告", "一、主要工作", "落实一岗双责。", "压实“一岗双责”。"], "甲.txt"),
        parse(["述职报告", "一、主要工作", "履行“一岗双责”。"], "乙.txt"),
    ]
    (found,) = expressions_of(documents)
    assert (found.text, found.written, found.times, found.documents) == ("“一岗双责”", ("一岗双责",), 3, 2)
    assert [(source.file, source.line) for source in found.sources] == [
        ("甲.txt", 3),
        ("甲.txt", 4),
        ("乙.txt", 3),
    ]


def test_rows_with_somebodys_own_in_them_stay_out() -> None:
    document = parse(["述职报告", "一、主要工作", "做到青石镇建好、白马镇管好。"], "甲.txt")
    assert expressions_of([document]) == ()


def test_the_seeds_use_what_every_report_of_the_kind_uses() -> None:
    counts = {each.text: each.times for each in HARVEST.expressions}
    assert counts["“一岗双责”"] == 10
    assert counts["全面从严治党"] == 20
    assert counts["批评和自我批评"] == 4
    assert counts["同部署、同落实、同检查、同考核"] == 1
    assert len({each.id for each in HARVEST.expressions}) == len(HARVEST.expressions) >= 110


def test_the_committed_expressions_are_read_back_and_hold_no_long_run_of_a_seed() -> None:
    assert expressions() == HARVEST.expressions
    for each in expressions():
        assert len(each.text) <= LONGEST_RUN
        assert not re.search(r"[\dA-Za-z*×某]", each.text)
