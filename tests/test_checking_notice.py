"""The check-up on a file: the notice's requirements, a length, and formulations that somebody added."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.added import added, kept, rules_in, write
from bot.checks.manuscript import Line, Manuscript
from bot.checks.wording import found_by
from bot.cli import main
from bot.notice.reading import read_notice
from bot.steps.demanded import lacking
from phrasebank.loading import BrokenFileError

NOTICE = (
    "关于做好2025年度述职工作的通知",
    "一、述职内容",
    "（一）履职情况，包括理论学习、意识形态工作；",
    "（二）存在的问题，不少于3个；",
    "（三）下步打算。",
    "二、有关要求",
    "述职报告不超过300字，12月20日前报送。",
)
REPORT = """支部书记2025年度述职报告
一、履职情况
组织理论学习12次，撰写心得4篇。
二、存在问题
一是研讨只有4次。二是三季度没有到过三支部。
"""


def _manuscript(text: str) -> Manuscript:
    lines = (
        Line(1, "组织理论学习12次。", "achievements"),
        Line(2, text, "problems"),
    )
    return Manuscript(lines=lines, year=2025)


def test_what_a_notice_demands_and_a_text_lacks_is_found() -> None:
    notice = read_notice(NOTICE, "通知.txt", None)
    told = [finding.why for finding in lacking(_manuscript("一是研讨少。二是调研少。"), notice)]
    assert any("意识形态工作" in why and "没有看到说做了什么" in why for why in told)
    assert any("不少于3个" in why and "写了 2 个" in why for why in told)
    assert any("下步打算" in why for why in told)
    assert not any("理论学习" in why for why in told)
    told = [finding.why for finding in lacking(_manuscript("一是少。二是慢。三是浅。" + "长" * 400), notice)]
    assert any("超" in why for why in told)
    assert not any("不少于3个" in why for why in told)


def test_the_command_follows_the_notice_and_the_length(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notice, report = tmp_path / "通知.txt", tmp_path / "稿.txt"
    notice.write_text("\n".join(NOTICE), encoding="utf-8")
    report.write_text(REPORT, encoding="utf-8")
    assert main(["check", str(report), "--notice", str(notice), "--limit", "30", "--json"]) == 0
    rules = {each["rule"] for each in json.loads(capsys.readouterr().out)}
    assert {"length.over", "notice.aspect", "notice.problems"} <= rules
    assert main(["check", str(report), "--notice", str(tmp_path / "没有.txt")]) == 2
    assert "找不到文件" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("1. “从严治党”→“全面从严治党”", "从严治党", "全面从严治党"),
        ("将“精准扶贫”改为“乡村全面振兴”，请遵照执行。", "精准扶贫", "乡村全面振兴"),
        ("不再使用“系列讲话”的提法，改用“重要讲话”。", "系列讲话", "重要讲话"),
        ("“民主法制”应为“民主法治”。", "民主法制", "民主法治"),
        ("停止使用“新常态”。", "新常态", ""),
    ],
)
def test_a_document_tells_which_wording_has_given_way_to_which(line: str, old: str, new: str) -> None:
    (rule,) = rules_in([line], "2025-03", "《用语通知》")
    found = [*found_by([rule], Manuscript(lines=(Line(1, f"坚持{old}工作。"),), year=2025))]
    assert [(each.text, each.suggest, each.source) for each in found] == [(old, new, "《用语通知》")]
    assert [*found_by([rule], Manuscript(lines=(Line(1, f"坚持{old}工作。"),), year=2024))] == []
    assert not new or [*found_by([rule], Manuscript(lines=(Line(1, f"坚持{new}工作。"),), year=2025))] == []


@given(st.text(max_size=80))
def test_any_line_is_read_and_what_it_gives_finds_itself(line: str) -> None:
    for rule in rules_in([line], "2025", "通知"):
        manuscript = Manuscript(lines=(Line(1, rule.bad[0].partition("：")[2]),), year=2025)
        assert [*found_by([rule], manuscript)] != []


def test_added_formulations_are_kept_in_a_file_that_is_validated(tmp_path: Path) -> None:
    path = tmp_path / "formulations.yaml"
    assert added(path) == ()
    first = rules_in(["将“甲甲”改为“乙乙”。"], "2025", "《一号》")
    write(path, first)
    write(path, kept(added(path), rules_in(["将“甲甲”改为“丙丙”。"], "2026", "《二号》")))
    assert [(rule.suggest, rule.since, rule.source) for rule in added(path)] == [("丙丙", "2026", "《二号》")]
    path.write_text(path.read_text("utf-8").replace("why", "wozu"), encoding="utf-8")
    with pytest.raises(BrokenFileError, match=r"formulations\.yaml"):
        added(path)


def test_the_command_adds_formulations_and_the_check_uses_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    document, report = tmp_path / "通知.txt", tmp_path / "稿.txt"
    document.write_text("一、将“理论学习”改为“理论武装”。\n", encoding="utf-8")
    report.write_text(REPORT, encoding="utf-8")
    add = ["formulations", "add", str(document), "--source", "《用语通知》"]
    assert main([*add, "--since", "去年"]) == 2
    assert main([*add, "--since", "2025-03"]) == 0
    assert main(["formulations"]) == 0
    assert "不再用“理论学习”" in capsys.readouterr().out
    assert main(["check", str(report), "--json"]) == 0
    assert [each["suggest"] for each in json.loads(capsys.readouterr().out) if "added" in each["rule"]] == [
        "理论武装"
    ]
    document.write_text("各单位要认真学习。\n", encoding="utf-8")
    assert main([*add, "--since", "2025"]) == 1
    assert "没有读出" in capsys.readouterr().err
