"""Markdown and plain text, and what all formats have in common."""

import re
import subprocess
import sys
from io import BytesIO
from typing import get_args

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.export.blocks import Block, BlockKind, Report
from bot.export.clean import clean, cleaned
from bot.export.formats import FORMATS, format_named, render
from bot.export.naming import ExportError
from tests.papers import block

REPORT = Report(
    "述职报告",
    (
        block("title", "2025年度述职报告"),
        block("mark", "（讨论稿）"),
        block("salutation", "机关党委："),
        block("heading", "主要工作", 1, "一、"),
        block("paragraph", "全年学习24次。", 2, "（一）", "抓实“书记项目”。"),
        block("heading", "抓作风", 2, "（二）"),
        block("paragraph", "走访【待补：户数】。"),
        block("signature", "述职人：李明"),
        block("date", "2025年12月20日"),
    ),
)


def paragraph(text: str) -> str:
    return render(Report("", (block("paragraph", text),)), "md").decode().removesuffix("\n")


def test_markdown_has_headings_bold_leads_and_visible_gaps() -> None:
    assert render(REPORT, "md").decode() == (
        "# 2025年度述职报告\n\n（讨论稿）\n\n机关党委：\n\n## 一、主要工作\n\n"
        "**（一）抓实“书记项目**”。全年学习24次。\n\n### （二）抓作风\n\n走访【待补：户数】。\n\n"
        "述职人：李明\n\n2025年12月20日\n"
    )


def test_plain_text_is_laid_out_with_full_width_spaces() -> None:
    assert render(REPORT, "txt").decode() == (
        "2025年度述职报告\n（讨论稿）\n\n机关党委：\n　　一、主要工作\n"
        "　　（一）抓实“书记项目”。全年学习24次。\n　　（二）抓作风\n　　走访【待补：户数】。\n\n"
        f"{'　' * 17}述职人：李明\n{'　' * 19}2025年12月20日\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**局党组", r"\*\*局党组"),
        ("1. 加强学习", r"1\. 加强学习"),
        ("# 党建", r"\# 党建"),
        ("> 引用", r"\> 引用"),
        ("- 抓学习", r"\- 抓学习"),
        ("+ 抓学习", r"\+ 抓学习"),
        ("---", r"\---"),
        ("a_b_c与<b>和&amp;", r"a\_b\_c与\<b>和\&amp;"),
        ("[附件](x)", r"\[附件\](x)"),
        ("15~20", r"15\~20"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_what_markdown_would_read_as_markup_is_escaped(text: str, expected: str) -> None:
    assert paragraph(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“三会一课”——全年12次，增长8.5%。",
        "1.加强学习",
        "（1）加强学习",
        "#党建",
        "得分<60分的3人，A&B公司",
        "出勤率96.2%！（见附件1）",
        "3-5次，C#语言",
    ],
)
def test_what_needs_no_escape_gets_none(text: str) -> None:
    assert paragraph(text) == text


def test_closing_hashes_of_a_heading_are_text() -> None:
    report = Report("", (block("heading", "抓实 ##", 1),))
    assert render(report, "md").decode() == "## 抓实 \\##\n"


def test_a_lead_of_marks_only_is_not_made_bold() -> None:
    report = Report("", (block("paragraph", "正文", 2, lead="。"),))
    assert render(report, "md").decode() == "。正文\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一\x00二\x1b三", "一二三"),
        ("一\ud800二\ufffe三\uffff\ufeff", "一二三"),
        ("一\r\n\t二\u2028三", "一 二 三"),
        ("喆堃昇珺䶮𬭎👨‍👩‍👧，café\ue000", "喆堃昇珺䶮𬭎👨‍👩‍👧，café\ue000"),
    ],
)
def test_only_what_no_file_can_hold_is_dropped(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_blocks_without_text_are_left_out() -> None:
    blocks = (block("paragraph", " \x00\n", marker=" "), block("paragraph", " 甲 ", marker="　"))
    left = cleaned(Report(" 题\x00", blocks))
    assert (left.title, [each.line for each in left.blocks]) == ("题", ["甲"])


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes_in_every_format(name: str) -> None:
    assert render(REPORT, name) == render(REPORT, name)


def test_a_format_is_found_in_any_spelling() -> None:
    assert format_named(" .DOCX") == "docx"


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ExportError, match="不会导出“pdf2”格式，可以选：docx、md、pdf、txt。"):
        render(REPORT, "pdf2")
    with pytest.raises(ExportError, match=r"不会导出“x{20}”格式"):
        render(REPORT, "\ud800" + "x" * 1000)


def test_word_documents_load_their_libraries_only_when_written() -> None:
    program = (
        "import sys, bot.export.formats as f; from bot.export.blocks import Report;"
        "f.render(Report('', ()), 'md'); assert not {'docx', 'lxml', 'jieba'} & set(sys.modules);"
        "f.render(Report('', ()), 'docx'); assert 'jieba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


ANY_TEXT = st.text(st.characters(), max_size=30) | st.text(
    "*_#`<>[]()!&~\\|-+=.1 a党。”\n\t\ud800\x00", max_size=12
)
REPORTS = st.builds(
    Report,
    ANY_TEXT,
    st.lists(
        st.builds(
            Block,
            id=st.just("b"),
            kind=st.sampled_from(get_args(BlockKind)),
            text=ANY_TEXT,
            level=st.integers(-1, 6),
            marker=st.sampled_from(["", "一、", "（一）", "1.", " "]),
            lead=st.just("") | ANY_TEXT,
        ),
        max_size=5,
    ).map(tuple),
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_docx(data: bytes) -> list[str]:
    texts = [paragraph.text.replace("\n", "") for paragraph in docx.Document(BytesIO(data)).paragraphs]
    return [text for text in texts if text]


def read_txt(data: bytes) -> list[str]:
    return [line.lstrip("　") for line in data.decode().split("\n") if line]


def read_md(data: bytes) -> list[str]:
    lines = (re.sub(r"^#+ ", "", line) for line in data.decode().split("\n") if line)
    bare = (re.sub(r"(?<!\\)((?:\\\\)*)\*\*", r"\1", line) for line in lines)
    return [ESCAPED.sub(r"\1", line) for line in bare]


@settings(max_examples=60)
@given(REPORTS)
@example(Report("\ud800", (block("title", "\ufffe" * 50), block("paragraph", "甲\x00", 1, lead="乙。"))))
def test_any_text_comes_back_from_every_format(report: Report) -> None:
    expected = [block.line for block in cleaned(report).blocks]
    assert read_docx(render(report, "docx")) == expected
    assert read_txt(render(report, "txt")) == expected
    assert read_md(render(report, "md")) == expected
