"""Files are read by their content; what gives no text is refused in one sentence."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.reading import LARGEST, UnreadableError, is_misnamed, lines_of, read_lines
from tests.truth import SEEDS

TEXT = "述职报告\n\n一、主要工作\r\n（一）加强学习。\r结束"
LINES = ["述职报告", "", "一、主要工作", "（一）加强学习。", "结束"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_told_from_the_content(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "报告.doc"
    file.write_bytes(TEXT.encode(encoding))
    assert read_lines(file) == LINES


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be", "big5", "utf-8"])
@pytest.mark.parametrize("length", [12, 40, 200])
@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_an_encoding_without_a_mark_is_told_from_a_dozen_characters(
    encoding: str, length: int, seed: Path
) -> None:
    text = "".join(
        each for each in seed.read_text("utf-8") if each > "~" and each.encode(encoding, "ignore")
    )[:length]
    assert lines_of(text.encode(encoding), "报告") == [text]


def test_traditional_characters_are_told_apart_from_simplified_ones() -> None:
    text = "述職報告：強化黨建引領，認真履行職責。"
    assert lines_of(text.encode("big5"), "報告") == [text]
    assert lines_of(text.encode("gb18030"), "報告") == [text]


def test_a_rare_name_is_read_from_gb18030() -> None:
    text = "述职人：𬭎䶮。一年来认真履行职责，抓好党建。"
    assert lines_of(text.encode("gb18030"), "报告") == [text]


def test_a_text_cut_within_a_character_keeps_what_is_left() -> None:
    text = "一年来，认真履行职责，围绕中心抓好党建工作，取得了较好成效。"
    (line,) = lines_of(text.encode()[:-1], "报告")
    assert line == text[:-1] + "\ufffd"


def test_the_marks_of_markdown_go_and_its_lines_stay() -> None:
    text = (
        "# 述职报告\n\n## 一、主要工作\n**（一）抓学习**。集中研讨\\*\\*次。\n"
        "- 抓队伍\n> 引文\n1\\. 其他\n在**区**街道"
    )
    assert lines_of(text.encode(), "报告.txt") == [
        "述职报告",
        "",
        "一、主要工作",
        "（一）抓学习。集中研讨**次。",
        "抓队伍",
        "引文",
        "1. 其他",
        "在**区**街道",
    ]


def test_a_text_without_markdown_headings_is_left_as_it_is() -> None:
    text = "##paidbegin##\n**区委办**次\n- 3 -\n1\\."
    assert lines_of(text.encode(), "报告.md") == text.split("\n")


def test_reading_plain_text_loads_no_reader_of_other_formats() -> None:
    code = (
        "import sys; from phrasebank.reading import lines_of; lines_of('述职'.encode(), '文件');"
        "assert not {'lxml', 'pypdfium2', 'subprocess', 'phrasebank.formats'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=SEEDS.parent)


def test_big_endian_utf16_is_read_by_its_mark() -> None:
    assert lines_of(b"\xfe\xff" + TEXT.encode("utf-16-be"), "报告") == LINES


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b" \r\n\t", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word/WPS"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
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


@given(st.binary(min_size=1), st.sampled_from(["述职报告.docx", "述职报告.DOC", "台账.xlsx", "通知.pdf"]))
def test_of_any_bytes_under_a_documents_name_nothing_is_told_about_encodings(data: bytes, name: str) -> None:
    try:
        lines_of(data, name)
    except UnreadableError as error:
        told = str(error)
        assert "编码" not in told
        assert any(words in told for words in ("另存为", "空的", "压缩包", "图片"))


@pytest.mark.parametrize("name", ["台账.xlsx", "纪要.doc", "纪要.DOCX", "纪要.pdf"])
@pytest.mark.parametrize(
    "data", ["走访群众10户。".encode(), "走访群众10户。".encode("gb18030"), b"<html><body>a"]
)
def test_text_under_the_name_of_another_kind_of_file_is_known(data: bytes, name: str) -> None:
    assert is_misnamed(data, name)
    assert not is_misnamed(data, name.partition(".")[0] + ".txt")
    assert not is_misnamed(b"PK\x03\x04" + data, name)
    assert not is_misnamed(b"\n%PDF-1.7" + data, name)
