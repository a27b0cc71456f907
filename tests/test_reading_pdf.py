"""A PDF with a text layer is read as paragraphs; page numbers and running heads are dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.formats.layout import Glyph, Row, rows_of
from phrasebank.formats.paragraphs import paragraphs, without_furniture
from phrasebank.formats.pdf import lines
from phrasebank.formats.radicals import written
from phrasebank.reading import lines_of
from tests.pdf_files import Placed, pdf_file, with_contents

LEFT, TOP, SIZE, PITCH, WIDTH = 72.0, 760.0, 16.0, 28.0, 28
BODY = "我作为党支部书记，认真履行职责，抓好党建促发展。"


def typeset(texts: list[str], indent: int = 2, gap: float = 0, per_page: int = 22) -> list[list[Placed]]:
    """Set paragraphs in rows of 28 characters, with an indent and a gap above each paragraph."""
    pages: list[list[Placed]] = [[]]
    base = TOP
    for text in texts:
        start, base = indent, base - gap
        rest = text
        while rest:
            if len(pages[-1]) == per_page:
                pages.append([])
                base = TOP
            pages[-1].append((LEFT + start * SIZE, base, SIZE, rest[: WIDTH - start]))
            rest, start, base = rest[WIDTH - start :], 0, base - PITCH
    return pages


TEXTS = [
    BODY * 3,
    "一、主要工作",
    BODY * 7 + "主",
    "（一）抓学习",
    BODY * 2 + "工",
    "二、存在问题",
    BODY * 20,
    BODY,
]


@pytest.mark.parametrize(("indent", "gap"), [(2, 0), (0, 12), (2, 12), (0, 0)])
def test_wrapped_rows_become_paragraphs_over_pages_too(indent: int, gap: float) -> None:
    pages = typeset(TEXTS, indent, gap)
    assert len(pages) > 1
    assert lines_of(pdf_file(pages), "报告.txt") == TEXTS


def test_page_numbers_and_running_heads_are_dropped_and_figures_in_the_text_are_not() -> None:
    pages = typeset([*TEXTS, "2025"])
    for number, page in enumerate(pages, 1):
        page.insert(0, (200, 800, 10, "区委编办党支部"))
        page.append((280, 40, 14, f"—{number}—"))
    assert lines(pdf_file(pages))[-2:] == [BODY, "2025"]
    assert "区委编办" not in "".join(lines(pdf_file(pages)))
    assert "—" not in "".join(lines(pdf_file(pages)))


def test_a_centred_title_of_two_rows_is_one_and_the_signature_is_two_lines() -> None:
    page = [(197.0, 800.0, 22.0, "区委编办党支部书记"), (230.0, 770.0, 22.0, "年度述职报告")]
    (body,) = typeset([BODY * 4], per_page=99)
    shifted = [(left, base - 40, size, text) for left, base, size, text in body]
    foot = [(360.0, 400.0, SIZE, "区委编办党支部"), (360.0, 372.0, SIZE, "2025年12月20日")]
    assert lines(pdf_file([[*page, *shifted, *foot]])) == [
        "区委编办党支部书记年度述职报告",
        BODY * 4,
        "区委编办党支部",
        "2025年12月20日",
    ]


def test_a_heading_below_a_full_row_is_not_swallowed() -> None:
    full = ("认真履行职责，" * 9)[: WIDTH * 2 - 1] + "。"
    assert lines(pdf_file(typeset([full, "（二）抓队伍。" + BODY, full, "1.抓作风"], indent=0))) == [
        full,
        "（二）抓队伍。" + BODY,
        full,
        "1.抓作风",
    ]


def test_characters_drawn_twice_to_look_bold_are_read_once() -> None:
    (page,) = typeset([BODY])
    twice = [*page, *[(left + 0.4, base, size, text) for left, base, size, text in page]]
    assert lines(pdf_file([twice])) == [BODY]


def test_stamps_that_stand_aslant_are_no_text() -> None:
    code = "内部资料".encode("utf-16-be").hex()
    stamp = f"BT /F 60 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <{code}> Tj ET ".encode()
    text = BODY.encode("utf-16-be").hex()
    body = f"BT /F 12 Tf 1 0 0 1 72 700 Tm <{text}> Tj ET".encode()
    assert lines(with_contents([stamp + body])) == [BODY]


def test_radicals_become_the_characters_that_were_written() -> None:
    assert written("⼈⺠⻓⾏⻅⻔，履职") == "人民长行见门，履职"
    assert lines(pdf_file(typeset([BODY + "⼈⺠"]))) == [BODY + "人民"]


def test_rows_are_put_together_whatever_order_they_are_drawn_in() -> None:
    (page,) = typeset(TEXTS[:3])
    assert lines(pdf_file([page[::-1]])) == TEXTS[:3]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([[]], "扫描件"),
        ([[(72.0, 40.0, 12.0, "1")]] * 4, "扫描件"),
        ([[(72.0, 700.0, 12.0, "\ue000" * 60)]], "乱码"),
    ],
)
def test_a_pdf_without_text_to_copy_is_refused(pages: list[list[Placed]], why: str) -> None:
    with pytest.raises(Exception, match=why):
        lines(pdf_file(pages))


def glyphs(text: str, left: float = 0, size: float = 10) -> list[Glyph]:
    return [
        Glyph(left + place * size, left + (place + 1) * size, 0, size, each)
        for place, each in enumerate(text)
    ]


def test_words_are_set_apart_where_there_is_a_gap() -> None:
    assert [row.text for row in rows_of([*glyphs("姓名"), *glyphs("李明", 60)])] == ["姓名 李明"]
    assert [row.text for row in rows_of([*glyphs("增长"), *glyphs("5%", 23, 5)])] == ["增长5%"]
    assert [row.text for row in rows_of([*glyphs("AB", 0, 5), *glyphs("CD", 12, 5)])] == ["AB CD"]


ROWS = st.builds(
    Row,
    st.floats(0, 500),
    st.floats(0, 600),
    st.floats(0, 800),
    st.floats(0, 40),
    st.text("党建。 A1（", min_size=1),
    st.floats(0, 40),
)


@given(st.lists(st.lists(ROWS)))
def test_no_word_is_lost_but_furniture(pages: list[list[Row]]) -> None:
    kept = "".join(row.text for page in without_furniture(pages) for row in page)
    assert "".join(paragraphs(pages)).replace(" ", "") == kept.replace(" ", "")


PLACES = st.floats(allow_nan=False, allow_infinity=False, width=16)


@given(st.lists(st.builds(Glyph, PLACES, PLACES, PLACES, PLACES, st.characters())))
def test_glyphs_anywhere_make_rows(found: list[Glyph]) -> None:
    assert all(row.text for row in rows_of(found))
