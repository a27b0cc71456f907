import json
import os
import stat
from pathlib import Path

import pytest

from bot.adapters.terminal.glance import OWNER
from bot.cli import main
from bot.desk import Desk
from bot.store.faults import NoDraftsError
from phrasebank.cli import main as phrasebank
from tests.sheets import FINISHED


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.yaml"
    path.write_text(FINISHED, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_draft_writes_the_files_and_tells_what_other_programs_need(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    formats = ("--format", "docx,md,txt,yaml")
    code, out, err = run(
        capsys, "draft", sheet, "--db", tmp_path / "d.db", "--out", tmp_path / "out", *formats, "--json"
    )
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert {Path(file).suffix for file in told["files"]} == {".docx", ".md", ".txt", ".yaml"}
    assert all(Path(file).is_file() for file in told["files"])
    assert told["missing"] == []
    assert told["findings"] == []
    assert told["characters"] > 300
    fact = next(fact for fact in told["facts"] if "28人" in fact["text"])
    assert fact["numbers"] == [{"value": "28", "unit": "人", "counts": "参加"}]
    assert fact["section"] == "achievements"
    assert all(fact["used_in"] for fact in told["facts"])
    assert {"id", "text", "source", "section", "status"} <= set(told["requirements"][0])


def test_missing_sections_are_told_and_stand_in_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "bare.yaml"
    sheet.write_text("genre: strict_governance\n", encoding="utf-8")
    where = ("--db", tmp_path / "d.db", "--out", tmp_path, "--format", "txt", "--json")
    code, out, _ = run(capsys, "draft", sheet, *where)
    told = json.loads(out)
    assert code == 0
    sections = [each["section"] for each in told["missing"]]
    assert sections == ["achievements", "integrity", "problems", "plans", "signature", *["profile"] * 4]
    assert {each["status"] for each in told["requirements"] if each["section"] == "plans"} == {"missing"}
    assert {finding["rule"] for finding in told["findings"]} == {"leftover.gap"}
    assert Path(told["files"][0]).read_text(encoding="utf-8").count("【待补") == len(told["findings"])


def test_a_final_draft_is_refused_while_a_gap_is_left_and_written_when_none_is(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = tmp_path / "bare.yaml"
    bare.write_text("genre: strict_governance\n", encoding="utf-8")
    where = ("--db", tmp_path / "d.db", "--out", tmp_path / "out", "--format", "txt", "--final")
    code, out, err = run(capsys, "draft", bare, *where)
    assert (code, out) == (1, "")
    assert "不能出定稿" in err
    assert not (tmp_path / "out").exists()
    code, _, _ = run(capsys, "draft", sheet, *where)
    assert code == 0
    (file,) = (tmp_path / "out").iterdir()
    assert "讨论稿" not in file.name + file.read_text(encoding="utf-8")


def test_a_draft_kept_can_be_listed_exported_and_forgotten(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ("--db", tmp_path / "d.db")
    _, out, _ = run(capsys, "draft", sheet, *database, "--out", tmp_path / "a", "--format", "txt", "--json")
    draft, (first,) = json.loads(out)["draft"], json.loads(out)["files"]
    _, out, _ = run(capsys, "drafts", *database, "--json")
    assert [each["draft"] for each in json.loads(out)] == [draft]
    target = tmp_path / "b" / "report.txt"
    code, out, _ = run(capsys, "export", *database, "--draft", draft, "--format", "txt", "--out", target)
    assert code == 0
    assert target.read_bytes() == Path(first).read_bytes()
    assert run(capsys, "forget", draft, *database, "--yes")[:2] == (0, "已彻底删除 1 份。\n")
    assert run(capsys, "drafts", *database)[1] == "还没有草稿。\n"
    assert run(capsys, "export", *database, "--draft", draft)[0] == 2


def test_the_facts_of_a_file_come_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("会议记录\n走访群众10户18人。书记讲党课4次\n", encoding="utf-8")
    code, out, _ = run(capsys, "facts", notes, "--json")
    told = json.loads(out)
    assert code == 0
    assert [(fact["line"], [n["value"] for n in fact["numbers"]]) for fact in told] == [
        (2, ["10", "18"]),
        (2, ["4"]),
    ]


def test_the_genres_are_listed_with_their_required_sections(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "genres", "--json")
    genres = {genre["id"]: genre["required"] for genre in json.loads(out)}
    assert code == 0
    assert list(genres) == [
        "main_responsibility",
        "party_building",
        "strict_governance",
        "secretary_party_building",
        "leading_group_party_building",
    ]
    assert {"problems", "causes", "plans", "achievements"} <= set(genres["party_building"])
    assert "integrity" in genres["strict_governance"]
    assert "rectification" in genres["secretary_party_building"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "读不到文件"),
        (b"\x00\x01\x02\xff\xfe" * 20, "不是 UTF-8 编码"),
        (b"", "应是"),
        (b"genre: [1", "不是正确的 YAML"),
        ("genre: 诗歌".encode(), "文种“诗歌”没有"),
        (b"a: &a [x]\nb: *a\n", "锚点"),
        (b"x: " + b"[" * 200 + b"]" * 200, "嵌套太深"),
    ],
)
def test_a_broken_sheet_gives_one_sentence_and_exit_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "broken.yaml"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run(capsys, "draft", path, "--db", tmp_path / "d.db", "--out", tmp_path)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "broken.yaml" in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("draft",),
        ("draft", "x.yaml", "--format", "pdf"),
        ("export", "--draft", "1", "--format", "exe"),
        ("forget",),
    ],
)
def test_bad_usage_is_explained_and_exits_with_two(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.strip()


def test_a_damaged_database_gives_one_sentence(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "d.db"
    database.write_bytes(b"this is no database at all" * 100)
    code, out, err = run(capsys, "draft", sheet, "--db", database, "--out", tmp_path)
    assert (code, out) == (2, "")
    assert "损坏或不是草稿库" in err


@pytest.mark.parametrize(
    "command", [(), ("draft",), ("facts",), ("genres",), ("drafts",), ("export",), ("forget",), ("telegram",)]
)
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: tuple[str, ...]) -> None:
    code, out, _ = run(capsys, *command, "--help")
    assert code == 0
    assert "shuzhi" in out


def test_every_command_about_drafts_works_on_the_file_that_the_machine_names(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, other = tmp_path / "m" / "drafts.db", tmp_path / "other.db"
    monkeypatch.setenv("SHUZHI_DB", str(machine))
    out = tmp_path / "成稿.txt"
    assert run(capsys, "draft", sheet, "--out", tmp_path / "out")[0] == 0
    assert run(capsys, "drafts", "--db", other)[0] == 2
    assert run(capsys, "drafts")[1].startswith("1　")
    assert run(capsys, "export", "--draft", "1", "--format", "txt", "--out", out)[0] == 0
    assert out.is_file()
    assert run(capsys, "forget", "1", "--yes")[1] == "已彻底删除 1 份。\n"
    assert "还没有草稿" in run(capsys, "drafts")[1]
    assert machine.is_file()


def test_what_was_added_to_the_check_up_lies_beside_the_drafts_and_is_heeded(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUZHI_DB", str(tmp_path / "m" / "drafts.db"))
    notice = tmp_path / "用语.txt"
    notice.write_text("今后将“现场教学”改为“现场研学”。\n", encoding="utf-8")
    add = ("formulations", "add", notice, "--source", "《用语通知》", "--since")
    assert run(capsys, *add, "2020")[0] == 0
    assert (tmp_path / "m" / "formulations.yaml").is_file()
    code, out, _ = run(capsys, "draft", sheet, "--out", tmp_path / "out", "--json")
    assert code == 0
    assert any(each["source"] == "《用语通知》" for each in json.loads(out)["findings"])
    (tmp_path / "m" / "formulations.yaml").write_text("- 坏", encoding="utf-8")
    for command in (("formulations",), (*add, "2021"), ("check", notice)):
        code, _, err = run(capsys, *command)
        assert (code, err.count("\n")) == (2, 1)
        assert "formulations.yaml" in err


@pytest.mark.parametrize("user", ["abc", "-5", "１２"])
def test_a_user_who_can_be_none_is_told_in_chinese(user: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "drafts", "--user", user)
    assert code == 2
    assert "例如 123456789" in err


def test_a_text_to_compare_with_that_is_not_there_is_said_to_be_missing(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "check", sheet, "--against", tmp_path / "没有.docx")
    assert (code, err) == (2, f"找不到文件 {tmp_path / '没有.docx'}，请检查路径。\n")


@pytest.mark.parametrize(
    "command",
    [
        ("drafts",),
        ("drafts", "--json"),
        ("export", "--draft", "1"),
        ("forget", "1"),
        ("forget", "--all", "--yes"),
    ],
)
@pytest.mark.parametrize("place", ["草搞.db", "没有这个文件夹/drafts.db", "sheet.yaml/drafts.db"])
def test_a_command_about_drafts_makes_no_database_where_there_is_none(
    command: tuple[str, ...], place: str, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mistyped = sheet.parent / place
    code, out, err = run(capsys, *command, "--db", mistyped)
    assert (code, out) == (2, "")
    assert err == f"{NoDraftsError(mistyped)}\n"
    assert "请核对 --db" in err
    assert list(sheet.parent.iterdir()) == [sheet]


def test_a_folder_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "drafts", "--db", tmp_path)
    assert (code, err) == (
        2,
        f"{tmp_path} 是一个文件夹，请用 --db 指定一个文件，例如在后面加上 drafts.db。\n",
    )


def test_a_draft_that_is_not_there_is_told_before_anybody_is_asked_to_agree(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ("--db", tmp_path / "d.db")
    run(capsys, "draft", sheet, *database, "--out", tmp_path / "out")
    code, _, err = run(capsys, "forget", "9", *database)
    assert code == 2
    assert "输入 yes" not in err


def test_what_the_phrasebank_learns_lies_beside_the_drafts_that_the_machine_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = tmp_path / "m" / "drafts.db"
    monkeypatch.setenv("SHUZHI_DB", str(drafts))
    report = tmp_path / "范文.txt"
    report.write_text("述职报告\n一、主要工作\n组织开展红船学习5次，讲授党课3次。\n", encoding="utf-8")
    assert phrasebank(["add", str(report)]) == 0
    assert [each.name for each in Desk(drafts.parent).of(OWNER).holdings()] == ["范文.txt"]
    assert phrasebank(["find", "红船学习", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])[0]["source"]["file"] == "范文.txt"


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder's rights, not a file's, say who may read")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_drafts_are_their_writers_alone_and_exported_files_whose_the_umask_says(
    umask: int, mode: int, sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = os.umask(umask)
    try:
        formats = ("--format", "docx,txt,pdf,yaml")
        run(capsys, "draft", sheet, "--db", tmp_path / "d.db", "--out", tmp_path / "out", *formats)
    finally:
        os.umask(before)
    files = [tmp_path / "d.db", *(tmp_path / "out").iterdir()]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, *[mode] * 4]
