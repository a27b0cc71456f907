"""The PDF: read back with pdfium, its page measured, and the text handed over as data alone."""

from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.export.blocks import BlockKind, Report
from bot.export.clean import cleaned
from bot.export.fonts import undrawn
from bot.export.formats import render
from bot.export.naming import ExportError
from bot.export.pdf import pages
from tests.pages import MILLIMETRE, body, number
from tests.papers import REPORT, SENTENCE, TITLE, block


def read(report: Report) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(BytesIO(render(report, "pdf")))


def text_of(report: Report) -> str:
    with read(report) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def _bare(text: str) -> str:
    return "".join(text.split())


def test_the_text_comes_through_whole() -> None:
    told = _bare(text_of(REPORT))
    for each in REPORT.blocks:
        assert _bare(each.line) in told.replace("——", "") or each.kind == "paragraph"
    assert _bare(SENTENCE * 6)[:40] in told
    assert "附件1对标表序号要求结果1问题不少于3个已写" in told


@pytest.mark.parametrize(
    ("layout", "pitch"), [("", 28.95), ("gbk", 28.95), ("28磅 windows", 28.0), ("严格版心", 29.45)]
)
def test_a_page_is_a4_with_22_lines_of_28_characters_and_its_number_below(layout: str, pitch: float) -> None:
    with read(replace(REPORT, layout=layout)) as document:
        odd, even = document[0], document[1]
        width, height = even.get_size()
        lines, numbers = body(even), (number(odd), number(even))
    assert (round(width / MILLIMETRE), round(height / MILLIMETRE)) == (210, 297)
    assert len(lines) == 22
    full = max(lines.values(), key=len)
    assert len(full) in range(27, 30)
    assert min(left for _, left, _ in full) >= 28 * MILLIMETRE - 1
    assert max(right for *_, right in full) <= (210 - 26) * MILLIMETRE + 2
    tops = sorted(lines)
    assert (tops[-1] - tops[0]) / 21 == pytest.approx(pitch, abs=0.05)
    assert tops[0] / MILLIMETRE == pytest.approx(37 + 8 / MILLIMETRE, abs=0.2)
    assert [text for text, *_ in numbers] == ["—1—", "—2—"]
    assert numbers[0][2] == pytest.approx(210 - 26 - 14 / MILLIMETRE, abs=1)
    assert numbers[1][1] == pytest.approx(28 + 14 / MILLIMETRE, abs=1)
    assert numbers[0][3] == pytest.approx(7, abs=2.5)


def test_a_layout_of_ones_own_is_followed() -> None:
    layout = "左3；右3；行距30；页码居中；标题=华文中宋/20；正文=仿宋/15；三级=仿宋/15/加粗"
    with read(replace(REPORT, layout=layout)) as document:
        lines, (text, left, right, _) = body(document[1]), number(document[1])
    tops = sorted(lines)
    assert len(lines) == 21
    assert tops[1] - tops[0] == pytest.approx(30, abs=0.05)
    assert min(left for row in lines.values() for _, left, _ in row) >= 30 * MILLIMETRE - 1
    assert text == "—2—"
    assert (left + right) / 2 == pytest.approx(105, abs=0.5)


def test_a_layout_without_page_numbers_has_none() -> None:
    with read(replace(REPORT, layout="无页码")) as document:
        assert number(document[0])[0] == ""


def test_the_headings_are_bookmarks_and_the_same_report_gives_the_same_bytes() -> None:
    with read(REPORT) as document:
        told = [bookmark.get_title() for bookmark in document.get_toc()]
    assert told[:2] == ["一、主要工作", "（一）抓学习"]
    assert "（一）抓实“三会一课”。" in told
    assert render(REPORT, "pdf") == render(REPORT, "pdf")


def test_nothing_in_the_text_is_a_command() -> None:
    hostile = '*强调* #read("/etc/passwd") $x^2$ <标签> @引用 [括号] `代码` = 标题 // 注释 \\u{41}'
    report = Report(TITLE, (block("paragraph", hostile),))
    assert _bare(hostile) in _bare(text_of(report))


def test_a_character_that_no_font_has_is_refused_with_its_name() -> None:
    with pytest.raises(ExportError, match="没有这些字：\U00012000"):
        render(Report(TITLE, (block("paragraph", "姓名\U00012000"),)), "pdf")


def test_a_signature_does_not_stand_alone_on_a_page() -> None:
    for extra in range(14, 24):
        body = [block("paragraph", f"第{number}项工作按时完成。") for number in range(extra)]
        report = Report(TITLE, (*REPORT.blocks[:1], *body, *REPORT.blocks[-3:]))
        with read(report) as document:
            last = document[len(document) - 1].get_textpage().get_text_bounded()
        assert "特此报告" in last, extra


def test_the_pages_are_drawn_as_pictures() -> None:
    drawn = pages(cleaned(REPORT))
    with read(REPORT) as document:
        assert len(drawn) == len(document)
    assert all(page.startswith(b"\x89PNG") for page in drawn)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("heading", "paragraph", "salutation")), st.text(max_size=40)), max_size=5
    )
)
def test_any_text_gives_a_pdf_or_a_reason(texts: list[tuple[BlockKind, str]]) -> None:
    report = Report("标题", tuple(block(kind, text, level=1) for kind, text in texts))
    if undrawn("".join(each.line for each in cleaned(report).blocks)):
        with pytest.raises(ExportError, match="没有这些字"):
            render(report, "pdf")
    else:
        assert render(report, "pdf").startswith(b"%PDF")
