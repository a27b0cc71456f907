"""The Word document: read back with python-docx and as XML."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.export.blocks import Report
from bot.export.formats import render
from bot.export.layout import starts, width
from bot.export.titles import LONGEST, MOST_LINES, lines
from tests.packages import unpacked
from tests.papers import TITLE, block

REPORT = Report(
    TITLE,
    (
        block("title", TITLE),
        block("mark", "（讨论稿）"),
        block("salutation", "机关党委："),
        block("paragraph", "现将2025年度工作情况述职如下。"),
        block("heading", "主要工作", 1, "一、"),
        block("heading", "抓学习", 2, "（一）"),
        block("heading", "抓“三会一课”", 3, "1."),
        block("heading", "抓记录", 4, "（1）"),
        block("paragraph", "全年专题学习24次，投入【待补：经费】。", 2, "（二）", "抓实支部工作。"),
        block("paragraph", "韧劲有待增强。", marker="一是"),
        block("paragraph", "特此报告，请予评议。"),
        block("signature", "区委编办党支部"),
        block("date", "2025年12月"),
    ),
)


def read(report: Report) -> Document:
    return docx.Document(BytesIO(render(report, "docx")))


def parts_of(report: Report) -> dict[str, bytes]:
    return unpacked(render(report, "docx"))


def xml(report: Report, name: str) -> Any:  # noqa: ANN401 - lxml ships no type information
    return parse_xml(parts_of(report)[name])


def attribute(element: Any, path: str, name: str = "w:val") -> str | None:  # noqa: ANN401 - likewise
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else found.get(qn(name))


def test_the_page_has_the_margins_of_the_standard() -> None:
    section = read(REPORT).sections[0]
    measures = {
        210: section.page_width,
        297: section.page_height,
        37: section.top_margin,
        35: section.bottom_margin,
        28: section.left_margin,
        26: section.right_margin,
    }
    for millimetres, length in measures.items():
        assert length is not None
        assert abs(length.mm - millimetres) < 0.1


def test_a_page_holds_22_lines_of_28_characters() -> None:
    section = read(REPORT).sections[0]
    height = section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips  # type: ignore[union-attr] # the template sets them all
    across = section.page_width.twips - section.left_margin.twips - section.right_margin.twips  # type: ignore[union-attr] # likewise
    body = xml(REPORT, "word/styles.xml").find(f"*[@{qn('w:styleId')}='BodyText']")
    pitch = int(attribute(body, "w:pPr/w:spacing", "w:line") or 0)
    advance = int(attribute(body, "w:rPr/w:sz") or 0) * 10 + int(attribute(body, "w:rPr/w:spacing") or 0)
    assert attribute(body, "w:pPr/w:spacing", "w:lineRule") == "exact"
    assert (height // pitch, across // advance) == (22, 28)
    grid = xml(REPORT, "word/document.xml").find(f".//{qn('w:docGrid')}")
    assert dict(grid.attrib) == {qn("w:type"): "lines", qn("w:linePitch"): "579"}


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Subtitle", "楷体_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Heading 4", "仿宋_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("段首标题一", "黑体", 16),
        ("段首标题二", "楷体_GB2312", 16),
        ("段首标题三", "仿宋_GB2312", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_a_style_has_the_font_of_the_standard_in_black(style: str, font: str, size: int) -> None:
    found = read(REPORT).styles[style]
    assert attribute(found.element, "w:rPr/w:rFonts", "w:eastAsia") == font
    assert found.font.size == Pt(size)
    assert found.font.color.rgb == RGBColor(0, 0, 0)
    assert not found.font.bold
    assert not found.font.italic


def test_every_font_attribute_is_set_and_none_is_of_a_theme() -> None:
    fonts = list(xml(REPORT, "word/styles.xml").iter(qn("w:rFonts")))
    assert len(fonts) > 15
    for element in fonts:
        assert set(element.attrib) == {
            qn(f"w:{name}") for name in ("hint", "ascii", "hAnsi", "eastAsia", "cs")
        }
    assert not [name for name, content in parts_of(REPORT).items() if b"Theme=" in content]


def test_every_run_asks_for_chinese_quotation_marks_and_dashes() -> None:
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        runs = list(xml(REPORT, name).iter(qn("w:r")))
        assert runs
        assert {attribute(run, "w:rPr/w:rFonts", "w:hint") for run in runs} == {"eastAsia"}


def test_headings_are_real_ones_with_their_level_in_order() -> None:
    document = read(REPORT)
    headings = [p for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert [paragraph.text for paragraph in headings] == [
        "一、主要工作",
        "（一）抓学习",
        "1.抓“三会一课”",
        "（1）抓记录",
    ]
    for level, paragraph in enumerate(headings):
        assert paragraph.style is not None
        assert paragraph.style.name == f"Heading {level + 1}"
        assert attribute(paragraph.style.element, "w:pPr/w:outlineLvl") == str(level)
        assert paragraph.style.paragraph_format.keep_with_next


def test_numbers_are_typed_text() -> None:
    assert not list(xml(REPORT, "word/document.xml").iter(qn("w:numPr")))
    assert "word/numbering.xml" not in parts_of(REPORT)


def test_a_run_in_heading_shares_its_paragraph_and_stands_in_the_outline() -> None:
    led = next(p for p in read(REPORT).paragraphs if p.text.startswith("（二）"))
    assert led.style is not None
    assert led.style.name == "Body Text"
    assert attribute(led.paragraph_format.element, "w:pPr/w:outlineLvl") == "1"
    assert [(run.text, run.style.name) for run in led.runs] == [
        ("（二）抓实支部工作。", "段首标题二"),
        ("全年专题学习24次，投入", "Default Paragraph Font"),
        ("【待补：经费】", "待补"),
        ("。", "Default Paragraph Font"),
    ]


def test_what_is_missing_is_shaded_yellow() -> None:
    style = read(REPORT).styles["待补"]
    assert attribute(style.element, "w:rPr/w:shd", "w:fill") == "FFFF00"


def test_body_text_is_indented_by_two_characters_and_the_salutation_is_not() -> None:
    styles = read(REPORT).styles
    for name, characters in (
        ("Body Text", "200"),
        ("Heading 1", "200"),
        ("Salutation", "0"),
        ("Signature", "0"),
    ):
        assert attribute(styles[name].element, "w:pPr/w:ind", "w:firstLineChars") == characters
    assert styles["Body Text"].paragraph_format.first_line_indent == Twips(640)


def test_the_title_block_is_centred_with_a_blank_line_below() -> None:
    paragraphs = read(REPORT).paragraphs
    assert [paragraph.text for paragraph in paragraphs[:4]] == [
        "区委编办党支部书记2025年度\n抓基层党建工作述职报告",
        "（讨论稿）",
        "",
        "机关党委：",
    ]
    for paragraph in paragraphs[:2]:
        assert paragraph.style is not None
        assert paragraph.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_the_signature_block_is_kept_with_the_text_above_it() -> None:
    *_, last, blank, signature, date = read(REPORT).paragraphs
    assert [p.text for p in (last, blank, signature, date)] == [
        "特此报告，请予评议。",
        "",
        "区委编办党支部",
        "2025年12月",
    ]
    assert last.paragraph_format.keep_with_next
    assert blank.paragraph_format.keep_with_next
    assert signature.style is not None
    assert signature.style.paragraph_format.keep_with_next


def test_the_date_begins_two_characters_right_of_the_signature() -> None:
    *_, signature, date = read(REPORT).paragraphs
    first, second = signature.paragraph_format.left_indent, date.paragraph_format.left_indent
    assert first is not None
    assert second is not None
    assert first.twips == (28 - 2 - 7) * 315
    assert second.twips - first.twips == 2 * 315


@pytest.mark.parametrize(
    ("signature", "date", "expected"),
    [
        ("区委编办党支部", "2025年12月", (19, 21)),
        ("述职人：李明", "2025年12月20日", (17, 19)),
        ("李明", "2025年1月6日", (18, 20)),
        ("某" * 40, "2025年1月6日", (0, 0)),
    ],
)
def test_the_longer_of_signature_and_date_keeps_two_characters_free(
    signature: str, date: str, expected: tuple[float, float]
) -> None:
    assert starts((block("signature", signature), block("date", date))) == expected


def test_a_signature_or_a_date_alone_keeps_two_characters_free() -> None:
    assert starts((block("signature", "李明"),)) == (24,)
    assert starts((block("date", "2025年1月6日"),)) == (20,)


@pytest.mark.parametrize(("name", "side"), [("word/footer1.xml", "right"), ("word/footer2.xml", "left")])
def test_page_numbers_stand_between_dashes_one_character_from_the_outer_edge(name: str, side: str) -> None:
    footer = xml(REPORT, name)
    assert "".join(element.text for element in footer.iter(qn("w:t"))) == "— 1 —"
    assert [element.text.strip() for element in footer.iter(qn("w:instrText"))] == ["PAGE"]
    assert attribute(footer, "w:p/w:pPr/w:jc") == side
    assert attribute(footer, "w:p/w:pPr/w:ind", f"w:{side}Chars") == "100"


def test_odd_and_even_pages_differ() -> None:
    document = read(REPORT)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert section.even_page_footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.LEFT


def test_the_file_tells_nothing_that_the_user_did_not_give() -> None:
    core = xml(REPORT, "docProps/core.xml")
    assert {element.tag.rpartition("}")[2]: element.text for element in core} == {
        "title": TITLE,
        "language": "zh-CN",
    }
    assert set(parts_of(REPORT)) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }
    assert not [
        name for name, content in parts_of(REPORT).items() if b"python" in content or b"rsid" in content
    ]


def test_the_same_report_gives_the_same_bytes() -> None:
    data = render(REPORT, "docx")
    assert data == render(REPORT, "docx")
    with ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_text_is_in_chinese_and_each_chinese_font_has_a_stand_in() -> None:
    language = next(xml(REPORT, "word/styles.xml").iter(qn("w:lang")))
    assert language.get(qn("w:val")) == language.get(qn("w:eastAsia")) == "zh-CN"
    fonts = xml(REPORT, "word/fontTable.xml")
    stand_ins = {font.get(qn("w:name")): attribute(font, "w:altName") for font in fonts}
    assert stand_ins["仿宋_GB2312"] == "仿宋"
    assert stand_ins["方正小标宋简体"] == "方正小标宋_GBK"


def test_a_very_long_title_does_not_break_the_properties() -> None:
    assert read(Report("题" * 1000, REPORT.blocks)).core_properties.title == "题" * 255


def test_a_report_of_nothing_is_an_empty_document() -> None:
    assert not read(Report("", ())).paragraphs


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2025年度述职述廉报告", ("2025年度述职述廉报告",)),
        (TITLE, ("区委编办党支部书记2025年度", "抓基层党建工作述职报告")),
        (
            "【待补：单位】党支部书记2025年度抓基层党建工作述职报告",
            ("【待补：单位】党支部书记2025年度", "抓基层党建工作述职报告"),
        ),
        (
            "街道党工委书记2025年度履行全面从严治党第一责任人职责和抓基层党建工作情况的述职报告",
            ("街道党工委书记2025年度", "履行全面从严治党第一责任人职责和", "抓基层党建工作情况的述职报告"),
        ),
        (
            "2022年度落实党建工作、党风廉政建设和意识形态工作主体责任情况述职报告",
            ("2022年度落实党建工作、", "党风廉政建设和意识形态工作", "主体责任情况述职报告"),
        ),
        (
            "关于贯彻落实《中国共产党支部工作条例（试行）》情况的述职报告",
            ("关于贯彻落实", "《中国共产党支部工作条例（试行）》", "情况的述职报告"),
        ),
    ],
)
def test_a_title_breaks_where_it_makes_sense(title: str, expected: tuple[str, ...]) -> None:
    assert lines(title) == expected


TITLE_WORDS = (
    "区委编办",
    "党支部书记",
    "2025年度",
    "抓",
    "履行",
    "基层党建工作",
    "责任",
    "情况",
    "述职报告",
    "《条例》",
    "𬭎",
)


@given(st.lists(st.sampled_from([*TITLE_WORDS, "的", "和", "与"]), max_size=40).map("".join))
def test_a_title_is_only_ever_broken_never_changed(title: str) -> None:
    broken = lines(title)
    assert "".join(broken) == title
    if width(title) <= LONGEST * MOST_LINES:
        assert all(width(line) <= LONGEST for line in broken)


@given(st.lists(st.sampled_from(TITLE_WORDS), min_size=4, max_size=8), st.sampled_from("的和与"))
def test_no_line_of_a_title_begins_with_a_particle(words: list[str], particle: str) -> None:
    title = particle.join(["".join(words[:4]), "".join(words[4:]) or "报告"])
    assert not [line for line in lines(title)[1:] if line[0] in "的和与"]


@settings(max_examples=30)
@given(st.text(max_size=400))
def test_a_title_may_be_any_text(title: str) -> None:
    assert "".join(lines(title)) == title
