"""The phrasebank's own command: results on standard output, one sentence on standard error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from phrasebank.cli import main
from tests.truth import SEEDS

REPORT = "述职报告\n公众号：老李\n一、主要工作\n（一）加强学习。组织学习**次，核增单位编制。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "报告.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_parse_gives_the_agreed_object(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(report), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["file"] == "报告.txt"
    assert document["title"] == {"line": 1, "text": "述职报告"}
    assert document["noise"] == [{"line": 2, "text": "公众号：老李", "kind": "ad"}]
    assert document["headings"][1] == {
        "line": 4,
        "level": 2,
        "marker": "（一）",
        "text": "加强学习",
        "run_in": True,
        "section": "achievements",
        "cue": {"by": "heading", "text": "主要工作", "line": 3},
    }
    assert document["paragraphs"][-1] == {
        "line": 4,
        "text": "（一）加强学习。组织学习**次，核增单位编制。",
        "section": "achievements",
        "move": "evidence",
        "cues": {
            "section": {"by": "heading", "text": "主要工作", "line": 3},
            "move": {"by": "figure", "text": "**次", "line": 4},
        },
    }
    assert document["slots"] == [{"line": 4, "text": "**", "kind": "number"}]
    assert document["questions"] == [{"line": 4, "text": "核增单位编制", "why": "疑似缺少数字"}]
    assert document["clean"] == "述职报告\n一、主要工作\n（一）加强学习。组织学习**次，核增单位编制。"
    assert {"year", "genre", "points", "opening", "closing"} <= document.keys()


def test_parse_speaks_chinese_without_json(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(report)]) == 0
    summary = capsys.readouterr().out
    assert "标题：述职报告" in summary
    assert "（一）加强学习（第4行，履职情况）" in summary
    assert "已去除（第2行）：公众号：老李" in summary


def test_a_file_that_cannot_be_read_gives_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "没有这个文件.txt"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "找不到文件 没有这个文件.txt，请检查路径。\n"


def test_find_gives_wording_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "意识形态", "--section", "achievements", "--limit", "3", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)
    assert 0 < len(hits) <= 3
    assert {"id", "text", "section", "move", "slots", "example", "source", "score"} <= hits[0].keys()
    assert all(hit["section"] == "achievements" for hit in hits)


def test_find_says_so_where_nothing_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "🎉"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "没有找到" in captured.err


def test_a_wrong_command_line_is_bad_usage() -> None:
    for arguments in ([], ["grind"], ["parse"], ["find", "学习", "--section", "nowhere"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2


def test_a_closed_pipe_is_no_error() -> None:
    seed = next(SEEDS.glob("*.txt"))
    program = subprocess.Popen(
        [sys.executable, "-m", "phrasebank", "parse", str(seed), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=SEEDS.parent,
    )
    assert program.stdout is not None
    program.stdout.close()
    _, errors = program.communicate()
    assert program.returncode == 0
    assert errors == b""
