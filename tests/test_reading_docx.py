"""A Word document is read as it is shown: numbers that Word adds included, what it hides left out."""

from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.formats.docx import lines
from phrasebank.formats.numerals import FORMS, numeral
from phrasebank.reading import lines_of
from tests.packages import packed
from tests.word_files import lists, numbered, p, r, word_file

CHINESE = lists(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{r(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def style(identity: str, inside: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{identity}">{base}{inside}</w:style>'


def test_paragraphs_are_lines_and_empty_ones_count() -> None:
    document = docx.Document()
    for text in ("述职报告", "", "一、主要工作", "  缩进的一段"):
        document.add_paragraph(text)
    buffer = BytesIO()
    document.save(buffer)
    assert lines_of(buffer.getvalue(), "报告.txt") == ["述职报告", "", "一、主要工作", "  缩进的一段"]


def test_automatic_chinese_numbers_survive() -> None:
    body = (
        numbered("主要工作")
        + numbered("抓学习", 1)
        + numbered("集中研讨12次。", 2)
        + numbered("党课4次。", 2)
    )
    body += (
        numbered("抓队伍", 1) + numbered("谈心36人次。", 2) + numbered("存在问题") + numbered("学习不深", 1)
    )
    assert lines(word_file(body, numbering=CHINESE)) == [
        "一、主要工作",
        "（一）抓学习",
        "1.集中研讨12次。",
        "2.党课4次。",
        "（二）抓队伍",
        "1.谈心36人次。",
        "二、存在问题",
        "（一）学习不深",
    ]


def test_a_number_that_would_touch_a_figure_is_set_apart() -> None:
    numbering = lists(("decimal", "%1"), ("decimal", "%1.%2"))
    body = numbered("2025年工作") + numbered("党建", 1)
    assert lines(word_file(body, numbering=numbering)) == ["1 2025年工作", "1.1 党建"]


def test_a_list_of_its_own_start_begins_anew_and_another_goes_on() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbering = lists(("chineseCounting", "%1、"), more=more)
    body = "".join(numbered("甲", 0, identity) for identity in (1, 1, 2, 2, 3, 1))
    assert lines(word_file(body, numbering=numbering)) == [f"{each}、甲" for each in "一二五六七八"]


def test_a_level_that_never_restarts_counts_on() -> None:
    numbering = CHINESE.replace(
        '<w:lvlText w:val="（%2）"/>', '<w:lvlRestart w:val="0"/><w:lvlText w:val="（%2）"/>'
    )
    body = numbered("甲") + numbered("乙", 1) + numbered("丙") + numbered("丁", 1)
    assert lines(word_file(body, numbering=numbering)) == ["一、甲", "（一）乙", "二、丙", "（二）丁"]


def test_a_level_used_before_its_upper_ones_shows_them_at_their_start() -> None:
    numbering = lists(("chineseCounting", "第%1章"), ("decimal", "%1.%2"))
    assert lines(word_file(numbered("甲", 1), numbering=numbering)) == ["一.1 甲"]
    legal = numbering.replace('<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>')
    assert lines(word_file(numbered("甲", 1), numbering=legal)) == ["1.1 甲"]


def test_numbers_come_through_styles_and_what_these_are_based_on() -> None:
    styles = style("a", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + style("b", "", "a")
    styles += style("c", '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>', "b")
    body = (
        p("甲", '<w:pStyle w:val="b"/>') + p("乙", '<w:pStyle w:val="c"/>') + p("丙", '<w:pStyle w:val="a"/>')
    )
    body += p("丁", '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(word_file(body, numbering=CHINESE, styles=styles)) == ["一、甲", "（一）乙", "二、丙", "丁"]


def test_a_style_linked_to_a_level_is_of_that_level() -> None:
    numbering = CHINESE.replace(
        '<w:lvlText w:val="（%2）"/>', '<w:pStyle w:val="h"/><w:lvlText w:val="（%2）"/>'
    )
    styles = style("h", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = numbered("甲") + p("乙", '<w:pStyle w:val="h"/>')
    assert lines(word_file(body, numbering=numbering, styles=styles)) == ["一、甲", "（一）乙"]


def test_bullets_are_no_text_and_empty_paragraphs_show_no_number() -> None:
    assert lines(word_file(numbered("甲"), numbering=lists(("bullet", "\uf0b7")))) == ["甲"]
    assert lines(word_file(numbered("") + numbered("乙"), numbering=CHINESE)) == ["", "二、乙"]


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 100, "一○○"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseLegalSimplified", 10, "壹拾"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 99, "99"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("upperLetter", 27, "AA"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("hebrew1", 7, "7"),
    ],
)
def test_numbers_are_written_as_word_writes_them(form: str, number: int, written: str) -> None:
    assert numeral(number, form) == written


@given(st.sampled_from(sorted(FORMS)), st.integers(-9, 10**9))
def test_any_number_has_a_short_form(form: str, number: int) -> None:
    assert 0 < len(numeral(number, form)) < 1300


def test_content_controls_insertions_and_links_are_read_and_deletions_are_not() -> None:
    body = f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
    body += f"<w:p>{r('增')}<w:ins>{r('入')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    moved = f"<w:moveFrom>{r('旧')}</w:moveFrom><w:hyperlink>{r('链')}</w:hyperlink>"
    body += f"<w:p>{moved}<w:moveTo>{r('新')}</w:moveTo></w:p>"
    assert lines(word_file(body)) == ["甲", "增入", "链新"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_counts_once() -> None:
    body = (
        numbered("前").replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
        + numbered("后")
        + numbered("丙")
    )
    assert lines(word_file(body, numbering=CHINESE)) == ["一、前后", "二、丙"]


def test_hidden_text_is_left_out_however_it_is_hidden() -> None:
    styles = style("h", "<w:rPr><w:vanish/></w:rPr>") + style(
        "s", '<w:rPr><w:vanish w:val="0"/></w:rPr>', "h"
    )
    body = "<w:p>" + r("见") + r("隐", "<w:vanish/>") + r("亦见", '<w:vanish w:val="false"/>') + "</w:p>"
    body += p("隐", '<w:pStyle w:val="h"/>') + p("见", '<w:pStyle w:val="s"/>')
    body += "<w:p>" + r("隐", '<w:rStyle w:val="h"/>') + "</w:p>"
    assert lines(word_file(body, styles=styles)) == ["见亦见", "见", ""]


def test_fields_show_what_was_saved_and_tables_of_contents_nothing() -> None:
    body = f"<w:p>{r('日期：')}{field(' DATE ', '2025年12月20日')}</w:p>"
    body += f"<w:p>{field(' TOC 1-3 ', '一、主要工作 1')}</w:p>"
    body += f'<w:p><w:fldSimple w:instr="AUTHOR">{r("李明")}</w:fldSimple></w:p>'
    assert [line for line in lines(word_file(body)) if line] == ["日期：2025年12月20日", "李明"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    body = (
        f"<w:p>{r('文')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert lines(word_file(body)) == ["文", "框"]
    assert lines(word_file(f"<w:p><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>")) == [
        "",
        "框",
    ]


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def test_a_row_of_short_cells_is_a_line_and_long_cells_keep_their_paragraphs() -> None:
    long = "一年来，" * 20
    body = (
        p("前")
        + table((p("3月5日"), p("党员大会"), p("28人")), (p("述职"), p("一、学习") + p(long)))
        + p("后")
    )
    assert lines(word_file(body)) == ["前", "3月5日\t党员大会\t28人", "述职", "一、学习", long, "后"]
    assert lines(word_file(table((table((p("里"), p("层"))), p("外"))))) == ["里\t层\t外"]


def test_a_line_break_parts_a_paragraph_but_not_a_centred_title() -> None:
    break_ = "<w:r><w:br/></w:r>"
    body = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{r("区委办")}{break_}{r("述职报告")}</w:p>'
    body += f"<w:p>{r('一、学习')}{break_}{r('二、工作')}<w:r><w:br w:type='page'/></w:r></w:p>"
    assert lines(word_file(body)) == ["区委办述职报告", "一、学习", "二、工作"]


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    def mark(n: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{n}"/></w:r>'

    body = f"<w:p>{r('甲')}{mark(2)}{r('乙')}{mark(1)}{mark(9)}</w:p>{p('丙')}"
    notes = "".join(f'<w:footnote w:id="{n}">{p("注" + str(n))}</w:footnote>' for n in range(4))
    assert lines(word_file(body, footnotes=notes)) == ["甲乙", "丙", "注2", "注1"]


def test_signs_and_phonetic_guides_become_plain_text() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/>"
        '<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:char="2460"/></w:r>'
        f"<w:r><w:ruby><w:rt>{r('zhí')}</w:rt><w:rubyBase>{r('职')}</w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert lines(word_file(body)) == ["甲\t乙-①职"]


def test_the_strict_form_and_odd_part_names_are_read() -> None:
    body = (
        '<?xml version="1.0"?><d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main">'
        "<d:body><d:p><d:r><d:t>严格</d:t></d:r></d:p></d:body></d:document>"
    )
    rels = (
        '<Relationships><Relationship Type="http://purl.oclc.org/x/officeDocument" Target="/doc/main.xml"/>'
        "</Relationships>"
    )
    assert lines(packed({"_rels/.rels": rels, "doc/main.xml": body})) == ["严格"]
