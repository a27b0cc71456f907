"""File names, and files that arrive whole or not at all."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.export.blocks import Report
from bot.export.naming import RESERVED, ExportError, explain, file_name, write


def name(title: str, *, final: bool = True) -> str:
    return file_name(Report(title, (), final), ".docx")


def test_a_file_is_named_after_the_title_and_a_draft_says_so() -> None:
    title = "区委编办党支部书记2025年度抓基层党建工作述职报告"
    assert name(title) == f"{title}.docx"
    assert name(title, final=False) == f"{title}（讨论稿）.docx"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("../../etc/passwd", "etc-passwd.docx"),
        ("C:\\报告<1>|?*", "C-报告-1.docx"),
        ("述职\u202e报告\x00\n", "述职报告.docx"),
        ("con", "con_.docx"),
        ("NUL.报告", "NUL.报告_.docx"),
        ("报告. ", "报告.docx"),
        ("", "述职报告.docx"),
        ("\ud800/", "述职报告.docx"),
        ("【待补：单位】述职报告", "【待补：单位】述职报告.docx"),
    ],
)
def test_what_no_file_name_may_hold_is_left_out(title: str, expected: str) -> None:
    assert name(title) == expected


@given(st.text(st.characters()), st.booleans())
@example("🎉" * 100, False)  # noqa: FBT003 - an example is given by position
@example("题" * 200, False)  # noqa: FBT003 - likewise
@example("COM1", False)  # noqa: FBT003 - likewise
def test_any_title_gives_a_name_that_every_system_takes(title: str, final: bool) -> None:  # noqa: FBT001 - hypothesis fills it
    made = name(title, final=final)
    assert len(made) <= 80
    assert len(made.encode()) <= 255 - len("（99）".encode())
    assert not set(made) & set('/\\:*?"<>|\0\n\u202e')
    assert not made.startswith((".", " ", "-"))
    assert not RESERVED.fullmatch(made)
    assert made.endswith(".docx")
    assert made.removesuffix(".docx").rstrip(". ") == made.removesuffix(".docx") != ""


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "新" / "报告.txt"
    assert write(path, b"1") == path
    assert path.read_bytes() == b"1"
    assert os.listdir(path.parent) == ["报告.txt"]  # noqa: PTH208 - nothing else may be left there


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    paths = [write(path, content) for content in (b"1", b"2", b"3")]
    assert [written.name for written in paths] == ["报告.txt", "报告（2）.txt", "报告（3）.txt"]
    assert [written.read_bytes() for written in paths] == [b"1", b"2", b"3"]


def test_the_same_export_again_gives_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    write(path, b"1")
    other = write(path, b"2")
    assert write(path, b"1") == path
    assert write(path, b"2") == other
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    old = tmp_path / "报告.txt"
    old.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match=r"磁盘已满.*草稿还在"):
        write(tmp_path / "报告.txt", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("报告.txt", b"old")]


def test_a_name_that_cannot_be_taken_in_the_end_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "locked", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(ExportError, match="权限"):
        write(tmp_path / "报告.txt", b"1")
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="是一个文件夹，请换一个文件名"):
        write(tmp_path, b"")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    for path in (tmp_path / "文件" / "报告.txt", tmp_path / "文件" / "下级" / "报告.txt"):
        with pytest.raises(ExportError, match="不是文件夹，请换一个位置"):
            write(path, b"")


@pytest.mark.parametrize("bad", ["一\0二.txt", "\ud800.txt"])
def test_a_name_with_impossible_characters_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ExportError, match="不能用的字符"):
        write(tmp_path / bad, b"")


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="文件名太长"):
        write(tmp_path / ("长" * 100), b"")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EIO])
def test_every_failure_is_one_sentence_that_says_what_to_do(number: int) -> None:
    sentence = explain(OSError(number, os.strerror(number)), Path("某处") / "报告.docx")
    assert "请" in sentence
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
