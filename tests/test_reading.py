"""Files are read by their content; what gives no text is refused in one sentence."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.reading import LARGEST, UnreadableError, lines_of, read_lines

TEXT = "述职报告\n\n一、主要工作\r\n（一）加强学习。\r结束"
LINES = ["述职报告", "", "一、主要工作", "（一）加强学习。", "结束"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_told_from_the_content(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "报告.doc"
    file.write_bytes(TEXT.encode(encoding))
    assert read_lines(file) == LINES


def test_big_endian_utf16_is_read_by_its_mark() -> None:
    assert lines_of(b"\xfe\xff" + TEXT.encode("utf-16-be"), "报告") == LINES


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b" \r\n\t", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        (b"PK\x03\x04rest", "还不能读这种文件"),
        (b"%PDF-1.7", "还不能读这种文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "还不能读这种文件"),
        (b"text\x00text", "不是文字文件"),
        (bytes(range(1, 32)) * 9, "不是文字文件"),
        (b"\xff\xff\xff\xff", "编码"),
        (b"\xff\xfea", "编码"),
        (b"a" * (LARGEST + 1), "太大"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why) as caught:
        lines_of(data, "某文件.txt")
    assert "某文件.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.txt", "folder", "file/inside.txt", "nul\x00.txt", "x" * 5000])
def test_a_path_that_leads_nowhere_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("文字", encoding="utf-8")
    with pytest.raises(UnreadableError):
        read_lines(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("文字", encoding="utf-8")
    file.chmod(0)
    with pytest.raises(UnreadableError, match="权限"):
        read_lines(file)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableError):
        lines = lines_of(data, "文件")
        assert not any("\n" in line or "\r" in line for line in lines)
        "\n".join(lines).encode("utf-8")


@given(st.text(st.characters(codec="gb18030", exclude_categories=("Cc", "Cn", "Co", "Cs")), min_size=1))
def test_text_comes_back_from_gb18030_unless_it_is_utf8_by_chance(text: str) -> None:
    data = ("述职报告：" + text).encode("gb18030")
    assert "".join(lines_of(data, "文件")) == "述职报告：" + text
