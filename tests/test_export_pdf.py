"""The PDF: read back with pdfium, its page measured, and the text handed over as data alone."""

from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.export.blocks import Block, BlockKind, Report, Table
from bot.export.clean import cleaned
from bot.export.fonts import undrawn
from bot.export.formats import render
from bot.export.naming import ExportError
from bot.export.pdf import pages

TITLE = "区委编办党支部书记2025年度抓基层党建工作述职报告"
SENTENCE = "全年主持支部委员会会议研究党建工作十二次，逐项审定要点，到联系支部调研四轮。"
MILLIMETRE = 72 / 25.4
HALF_A_LINE = 14


def block(kind: BlockKind, text: str, level: int = 0, marker: str = "", lead: str = "") -> Block:
    return Block(id="b", kind=kind, text=text, level=level, marker=marker, lead=lead)


REPORT = Report(
    TITLE,
    (
        block("title", TITLE),
        block("mark", "（讨论稿）"),
        block("salutation", "各位领导、同志们："),
        block("heading", "主要工作", 1, "一、"),
        *(
            block("paragraph", SENTENCE * 6, 2, f"（{number}）", "抓实“三会一课”。")
            for number in "一二三四五"
        ),
        block("paragraph", "投入【待补：经费】。"),
        block("paragraph", "特此报告，请予评议。"),
        block("signature", "述职人：李明"),
        block("date", "2025年12月20日"),
    ),
    appendices=(Table("对标表", ("要求", "结果"), (("问题不少于3个", "已写"),)),),
)


def read(report: Report) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(BytesIO(render(report, "pdf")))


def text_of(report: Report) -> str:
    with read(report) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def _bare(text: str) -> str:
    return "".join(text.split())


def _lines(page: pypdfium2.PdfPage) -> dict[float, list[tuple[str, float, float]]]:
    """Give the characters of a page by line, the distance of its middle from the top in points."""
    text = page.get_textpage()
    placed = []
    for place in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(place, loose=True)
        character = text.get_text_range(place, 1)
        if character.strip():
            placed.append((page.get_height() - (top + bottom) / 2, character, left, right))
    found: dict[float, list[tuple[str, float, float]]] = {}
    line = -100.0
    for middle, *character in sorted(placed):
        line = middle if middle - line > HALF_A_LINE else line
        found.setdefault(line, []).append((character[0], character[1], character[2]))
    return {top: sorted(each, key=lambda told: told[1]) for top, each in found.items()}


def test_the_text_comes_through_whole() -> None:
    told = _bare(text_of(REPORT))
    for each in REPORT.blocks:
        assert _bare(each.line) in told.replace("——", "") or each.kind == "paragraph"
    assert _bare(SENTENCE * 6)[:40] in told
    assert "附件1对标表要求结果问题不少于3个已写" in told


def test_a_page_is_a4_with_22_lines_of_28_characters_and_its_number_below() -> None:
    with read(REPORT) as document:
        page = document[0]
        width, height = page.get_size()
        lines = _lines(document[1])
    assert (round(width / MILLIMETRE), round(height / MILLIMETRE)) == (210, 297)
    body = {top: line for top, line in lines.items() if top < (297 - 35) * MILLIMETRE}
    assert len(body) == 22
    full = max(body.values(), key=len)
    assert len(full) in range(27, 30)
    assert min(left for _, left, _ in full) >= 28 * MILLIMETRE - 1
    assert max(right for *_, right in full) <= (210 - 26) * MILLIMETRE + 2
    tops = sorted(body)
    assert (tops[-1] - tops[0]) / 21 == pytest.approx(28.95, abs=0.2)
    numbers = ["".join(character for character, *_ in line) for top, line in lines.items() if top not in body]
    assert numbers == ["—2—"]


def test_the_headings_are_bookmarks_and_the_same_report_gives_the_same_bytes() -> None:
    with read(REPORT) as document:
        told = [bookmark.get_title() for bookmark in document.get_toc()]
    assert told[:2] == ["一、主要工作", "（一）抓实“三会一课”。"]
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
