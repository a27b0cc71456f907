"""The rules of the check-up: each finds its bad examples and leaves its good ones."""

import re
from pathlib import Path

import pytest

from bot.checks.checking import check
from bot.checks.manuscript import Line, Manuscript
from bot.checks.rules import FOLDER, Rule, read, rules
from bot.checks.wording import found_by
from phrasebank.loading import BrokenFileError
from phrasebank.terms import SectionKind

DATED = re.compile(r"(\d{4})(计划)?：")
RULE = """
- id: typo.test
  kind: substitution
  pattern: 既使
  suggest: 即使
  grade: error
  tier: 用字
  why: 写错了。
  source: 词典
  bad:
    - 既使
  good:
    - 即使
"""


def _manuscript(rule: Rule, example: str) -> Manuscript:
    dated = DATED.match(example)
    section: SectionKind = (
        rule.sections[0] if rule.sections else "plans" if dated and dated[2] else "achievements"
    )
    text = example[dated.end() :] if dated else example
    return Manuscript(
        lines=(Line(1, text, section),),
        year=int(dated[1]) if dated else None,
        body=rule.bodies[0] if rule.bodies else "",
    )


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_finds_its_bad_examples_and_leaves_its_good_ones(rule: Rule) -> None:
    for example in rule.bad:
        assert [*found_by([rule], _manuscript(rule, example))], example
    for example in rule.good:
        assert not [*found_by([rule], _manuscript(rule, example))], example


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.fix], ids=lambda rule: rule.id)
def test_what_a_fix_puts_in_place_is_not_found_again(rule: Rule) -> None:
    for example in rule.bad:
        manuscript = _manuscript(rule, example)
        text = manuscript.text
        for finding in sorted(found_by([rule], manuscript), key=lambda each: -each.start):
            text = text[: finding.start] + finding.suggest + text[finding.start + len(finding.text) :]
        fixed = Manuscript(lines=(Line(1, text, manuscript.lines[0].section),), year=manuscript.year)
        assert not [*found_by([rule], fixed)], text


def test_without_a_rule_what_it_finds_is_found_no_more() -> None:
    for rule in rules():
        others = [other for other in rules() if other is not rule]
        for example in rule.bad:
            told = {finding.rule for finding in found_by(others, _manuscript(rule, example))}
            assert rule.id not in told


def test_what_nobody_has_confirmed_is_a_hint_and_a_habit_is_called_none_of_the_standards() -> None:
    for rule in rules():
        if rule.tier == "待核":
            assert rule.grade == "hint"
        if rule.tier == "国标":
            assert rule.source.startswith("GB/T")


def test_a_formulation_is_judged_by_the_year_that_its_section_speaks_of() -> None:
    plan = (Line(1, "做好防疫、创文等工作。", "plans"),)
    assert [each.rule for each in check(Manuscript(lines=plan, year=2026))] == ["formulation.covid_plan"]
    assert check(Manuscript(lines=plan, year=2021)) == ()
    done = (Line(1, "抓好疫情防控，守住一方平安。", "achievements"),)
    assert check(Manuscript(lines=done, year=2022)) == ()
    assert check(Manuscript(lines=done, year=2025))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("grade: error", "grade: hint"), ""),
        (("tier: 用字", "tier: 待核"), "只能是提示"),
        (("pattern: 既使", "pattern: '(既使'"), "正则表达式"),
        (("kind: substitution", "kind: dated"), "since 或 until"),
        (("  good:\n    - 即使\n", "  good: []\n"), "例子"),
        (("  source: 词典\n", ""), "缺少“source”"),
    ],
)
def test_a_broken_rule_is_named_with_its_file(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(RULE.replace(*change), encoding="utf-8")
    if not told:
        assert read(path)
        return
    with pytest.raises(BrokenFileError, match=told) as error:
        read(path)
    assert "own.yaml" in str(error.value)


def test_no_pattern_takes_long_on_a_hostile_text() -> None:
    for piece in ("的", "加强", "坚持落实", "1", "“", "既使自已", "，"):
        manuscript = Manuscript(lines=(Line(1, piece * 4000, "plans"),), year=2026, body="党支部")
        assert isinstance([*found_by(rules(), manuscript)], list)


def test_the_rules_stand_in_files_of_block_yaml() -> None:
    for path in FOLDER.glob("*.yaml"):
        assert "{" not in re.sub(r"'[^']*'", "", path.read_text(encoding="utf-8"))
