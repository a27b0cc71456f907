import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.compose.material import Material
from bot.compose.tidy import tidy
from bot.draft import Draft, Profile
from bot.export.blocks import Report
from bot.facts.extraction import facts_of
from bot.outline import outlines
from bot.report import appointment, assemble
from bot.steps.taking import add, placed
from phrasebank import bank

BANK = bank.load()
PROFILE = Profile("市总工会", "党组书记", "张伟", 2025, "2025年12月22日")
GENRES = list(outlines())
FIGURES = re.compile(r"\d+")

statements = st.builds(
    "{}{}{}，{}{}".format,
    st.sampled_from(
        [
            "开展主题党日",
            "召开党组会专题研究党建",
            "走访群众",
            "发展党员",
            "廉政谈话",
            "排查意识形态风险点",
            "精简文件",
            "完成重点项目",
            "学习不够深入，研讨只有",
        ]
    ),
    st.integers(1000, 9999),
    st.sampled_from(["次", "人次", "户", "名", "个", "件"]),
    st.sampled_from(["参加", "解决问题", "其中党员", "投入"]),
    st.integers(1000, 9999).map("{}人".format),
)


def drafted(genre: str, texts: list[str]) -> Draft:
    outline = outlines()[genre]
    draft = Draft(genre=genre, profile=PROFILE)
    for text in texts:
        draft = placed(draft, outline, (Material(text),)).draft
    return draft


def told(report: Report) -> str:
    return "\n".join(block.text + block.lead for block in report.blocks)


@settings(max_examples=60)
@given(st.sampled_from(GENRES), st.lists(statements, max_size=12, unique_by=tidy))
def test_every_figure_given_is_in_the_report_and_no_other(genre: str, texts: list[str]) -> None:
    report = assemble(drafted(genre, texts), outlines()[genre], BANK)
    given_figures = Counter(FIGURES.findall("\n".join(texts)))
    found = Counter(FIGURES.findall(told(report)))
    assert not given_figures - found
    assert set(found) <= set(given_figures) | {"2025", "12", "22"}


@settings(max_examples=60)
@given(st.sampled_from(GENRES), st.lists(statements, max_size=12, unique_by=tidy))
def test_every_fact_is_told_in_a_block_that_names_it(genre: str, texts: list[str]) -> None:
    draft = drafted(genre, texts)
    report = assemble(draft, outlines()[genre], BANK)
    for fact in facts_of(draft):
        (block,) = (block for block in report.blocks if fact.id in block.facts)
        assert not Counter(FIGURES.findall(fact.text)) - Counter(FIGURES.findall(block.text + block.lead))


@settings(max_examples=60)
@given(st.sampled_from(GENRES), st.lists(statements, min_size=3, max_size=12, unique_by=tidy))
def test_sibling_headings_are_parallel_and_open_differently(genre: str, texts: list[str]) -> None:
    report = assemble(drafted(genre, texts), outlines()[genre], BANK)
    for section in outlines()[genre].leaves():
        if section.items == "topics":
            leads = [block.lead for block in report.blocks if block.section == section.id and block.lead]
            assert len({tuple(map(len, lead.split("，"))) for lead in leads}) <= 1
            assert len({lead[:2] for lead in leads}) == len(leads)


@pytest.mark.parametrize("genre", GENRES)
def test_an_empty_draft_shows_every_required_section_as_a_gap(genre: str) -> None:
    outline = outlines()[genre]
    report = assemble(Draft(genre=genre), outline, BANK)
    for leaf in outline.leaves():
        if leaf.required and leaf.kind not in {"opening", "closing"}:
            assert any("【待补" in block.text for block in report.blocks if block.section == leaf.id), leaf.id
    assert "【待补：单位】" in report.title


def test_a_section_declared_absent_is_not_in_the_report() -> None:
    draft = replace(drafted("party_building", ["开展主题党日12次"]), absent=("rectification",))
    report = assemble(draft, outlines()["party_building"], BANK)
    assert not [block for block in report.blocks if block.section == "rectification"]
    assert [block.marker for block in report.blocks if block.level == 1] == ["一、", "二、", "三、"]


def test_changing_a_point_changes_the_report_and_nothing_else_of_it() -> None:
    draft = drafted("party_building", ["开展主题党日12次", "走访群众10户"])
    changed = draft.with_point(replace(draft.points[0], text="开展主题党日13次"))
    before, after = (assemble(each, outlines()["party_building"], BANK) for each in (draft, changed))
    differing = [(a.line, b.line) for a, b in zip(before.blocks, after.blocks, strict=True) if a != b]
    assert len(differing) == 1
    assert "13次" in differing[0][1]


def test_the_agreed_sentence_is_what_the_report_says() -> None:
    draft = drafted("party_building", ["开展主题党日12次"])
    draft = draft.with_point(replace(draft.points[0], sentence="我们扎扎实实搞了12次主题党日"))
    assert "我们扎扎实实搞了12次主题党日。" in told(assemble(draft, outlines()["party_building"], BANK))


def test_what_is_said_twice_is_told_once() -> None:
    draft = add(
        Draft(genre="party_building", profile=PROFILE), "achievements", ("走访群众10户。", "走访群众10户")
    )
    assert told(assemble(draft, outlines()["party_building"], BANK)).count("走访群众10户") == 1


@pytest.mark.parametrize(
    ("organization", "post", "joined"),
    [
        ("区委编办党支部", "党支部书记", "区委编办党支部书记"),
        ("区委办公室", "党支部书记", "区委办公室党支部书记"),
        ("", "党支部书记", "【待补：单位】党支部书记"),
        ("市总工会党组", "党组书记", "市总工会党组书记"),
    ],
)
def test_what_organisation_and_post_share_is_said_once(organization: str, post: str, joined: str) -> None:
    assert appointment(Profile(organization, post)) == joined


def test_a_final_report_carries_no_stamp() -> None:
    draft = drafted("party_building", ["走访群众10户"])
    outline = outlines()["party_building"]
    assert [block.text for block in assemble(draft, outline, BANK).blocks if block.kind == "mark"] == [
        "（讨论稿）"
    ]
    assert not [block for block in assemble(draft, outline, BANK, final=True).blocks if block.kind == "mark"]


@pytest.mark.parametrize("genre", GENRES)
def test_one_voice_speaks_in_what_the_program_adds(genre: str) -> None:
    outline = outlines()[genre]
    draft = drafted(genre, ["学习不够深入，研讨只有4次", "主要原因是抓得不紧", "下一步抓实学习，每月1次"])
    text = told(assemble(draft, outline, BANK)).replace("自我", "").replace("忘我", "")
    assert ("本人" in text) != ("我" in text) or outline.self_name in text
    other = "我" if outline.self_name == "本人" else "本人"
    assert other not in text
