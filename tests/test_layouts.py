"""Profiles and layouts: in words, read from a model, and in the files that follow them."""

import asyncio
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.adapters.terminal.files import with_file
from bot.cli import main
from bot.draft import Draft
from bot.events import Commanded
from bot.export.formats import render
from bot.export.layout_words import layout_named, told
from bot.export.model import layout_of, wished
from bot.export.naming import ExportError
from bot.export.profiles import PageLayout, known, role_of, standard, twips
from bot.state import State
from bot.steps.settings import settings as set_to
from tests.papers import REPORT
from tests.word_files import p, r, word_file

WORDS = (
    *("国标", "28磅", "严格版心", "28磅 windows", "严格版心 gbk"),
    "左30毫米；行距28.5；页码居中；正文=仿宋/15；三级=仿宋/15/加粗",
    "上3；下3；无页码；标题=华文中宋/20；页码=宋体/12",
)


def page_of(layout: str) -> Any:  # noqa: ANN401 - python-docx's section has optional measures throughout
    return docx.Document(BytesIO(render(replace(REPORT, layout=layout), "docx"))).sections[0]


@pytest.mark.parametrize(
    ("name", "margins", "pitch", "lines"),
    [
        ("国标", (2098, 1474, 1984, 1587), 579, 22),
        ("28磅", (2098, 1474, 1984, 1587), 560, 22),
        ("严格版心", (1960, 1474, 1847, 1587), 589, 22),
    ],
)
def test_every_profile_has_22_lines_of_28_characters(
    name: str, margins: tuple[int, ...], pitch: int, lines: int
) -> None:
    layout = layout_named(name)
    page = page_of(name)
    found = (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    assert tuple(length.twips for length in found) == margins
    assert layout.pitch_twips == pitch
    assert (16838 - margins[0] - margins[2]) // pitch == lines
    assert (layout.characters, layout.squeeze_twips) == (28, -5)


def test_nothing_said_is_the_standard() -> None:
    assert layout_named("") == standard()
    assert told(standard()) == "国标"


@pytest.mark.parametrize("words", WORDS)
def test_a_layout_told_and_read_again_is_the_same(words: str) -> None:
    layout = layout_named(words)
    again = layout_named(told(layout))
    assert (again.page, again.faces) == (layout.page, layout.faces)


@pytest.mark.parametrize(
    ("words", "millimetres"), [("左3", 30), ("左30", 30), ("左3厘米", 30), ("左30mm", 30)]
)
def test_a_margin_is_taken_in_the_unit_that_makes_sense(words: str, millimetres: float) -> None:
    assert layout_named(words).page.left == millimetres


def test_a_line_takes_one_character_more_only_where_it_nearly_fits() -> None:
    assert layout_named("左30").squeeze_twips == 0
    assert layout_named("左30").characters == 27
    assert layout_named("正文=仿宋/15").characters == 29


@pytest.mark.parametrize(
    "words", ["红头", "左", "行距", "正文=", "正文=仿宋/大", "正文=<仿宋>/16", "9" * 500]
)
def test_what_cannot_be_read_is_explained(words: str) -> None:
    with pytest.raises(ExportError, match=r"版式|正文"):
        layout_named(words)


@pytest.mark.parametrize("words", ["左9；右9.5", "行距200", "正文=仿宋/99", "上9；下9；行距90"])
def test_a_page_that_nothing_fits_on_is_refused(words: str) -> None:
    with pytest.raises(ExportError, match="页边距"):
        layout_named(words)


@given(st.text(max_size=60))
def test_any_words_are_a_layout_or_explained(words: str) -> None:
    with suppress(ExportError):
        assert isinstance(layout_named(words), PageLayout)


@pytest.mark.parametrize(
    ("name", "fonts"),
    [
        ("gb2312", ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312")),
        ("windows", ("华文中宋", "仿宋", "黑体", "楷体")),
        ("gbk", ("方正小标宋_GBK", "方正仿宋_GBK", "方正黑体_GBK", "方正楷体_GBK")),
    ],
)
def test_a_set_of_fonts_is_used_throughout(name: str, fonts: tuple[str, ...]) -> None:
    styles = docx.Document(BytesIO(render(replace(REPORT, layout=name), "docx"))).styles
    found = [
        styles[style].element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for style in ("Title", "Body Text", "Heading 1", "Heading 2")
    ]
    assert tuple(found) == fonts


def test_every_font_of_a_set_is_known_with_one_that_may_stand_in_for_it() -> None:
    names = {font.name for font in known().fonts}
    for fonts in known().font_sets:
        assert {fonts.title, fonts.fang, fonts.kai, fonts.hei, fonts.song} <= names
    assert [role_of(name) for name in ("方正小标宋简体", "华文仿宋", "某某楷体", "微软雅黑")] == [
        "biao",
        "fang",
        "kai",
        "hei",
    ]


@pytest.mark.parametrize("words", WORDS)
def test_the_layout_of_an_exported_report_is_read_back_from_it(words: str) -> None:
    data = render(replace(REPORT, layout=words), "docx")
    found, expected = layout_of(data, "样子.docx"), layout_named(words)
    assert found.faces.body == expected.faces.body
    assert found.faces.title == expected.faces.title
    assert found.faces.headings == expected.faces.headings
    assert found.page.pitch == expected.page.pitch
    assert found.page.number == expected.page.number
    assert [twips(getattr(found.page, side)) for side in ("top", "right", "bottom", "left")] == pytest.approx(
        [twips(getattr(expected.page, side)) for side in ("top", "right", "bottom", "left")], abs=3
    )
    assert render(replace(REPORT, layout=told(found)), "docx") == render(
        replace(REPORT, layout=told(found)), "docx"
    )


MODEL = word_file(
    p("××局2024年工作总结", '<w:jc w:val="center"/><w:rPr/>').replace(
        "<w:rPr></w:rPr>", '<w:rPr><w:rFonts w:eastAsia="华文中宋"/><w:sz w:val="40"/></w:rPr>', 1
    )
    + p("一、主要工作").replace("<w:rPr></w:rPr>", '<w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr>', 1)
    + f"<w:p>{r('1.抓学习。', '<w:b/>')}{r('全年组织学习十二次，研讨四次。' * 4)}</w:p>" * 3
    + '<w:sectPr><w:pgMar w:top="1701" w:right="1701" w:bottom="1701" w:left="1701"/></w:sectPr>',
    styles='<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsiaTheme="minorEastAsia"/>'
    '<w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:pPr>'
    '<w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:style>',
    theme='<w:themeElements><w:fontScheme><w:minorFont><w:font script="Hans" typeface="仿宋"/></w:minorFont>'
    "</w:fontScheme></w:themeElements>",
    footer='<w:p><w:pPr><w:framePr w:xAlign="center"/></w:pPr>'
    "<w:r><w:instrText> PAGE </w:instrText></w:r></w:p>",
)


def test_a_model_is_read_through_styles_themes_and_direct_formatting() -> None:
    layout = layout_of(MODEL, "样子.docx")
    assert layout.faces.title.font == "华文中宋"
    assert layout.faces.title.size == 20
    assert (layout.faces.body.font, layout.faces.body.size) == ("仿宋", 16)
    assert layout.faces.headings[0].font == "黑体"
    assert layout.faces.headings[2].bold
    assert (layout.page.pitch, layout.page.number, layout.page.top) == (28, "center", 30)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", word_file(""), b"\xd0\xcf\x11\xe0"])
def test_a_model_that_cannot_be_read_is_explained(data: bytes) -> None:
    with pytest.raises(ExportError, match=r"样子\.docx"):
        layout_of(data, "样子.docx")


@given(st.binary(max_size=40), st.integers(0, len(MODEL)))
def test_a_damaged_model_is_read_or_explained(noise: bytes, at: int) -> None:
    with suppress(ExportError):
        assert isinstance(layout_of(MODEL[:at] + noise + MODEL[at + len(noise) :], "样子.docx"), PageLayout)


def test_the_talk_keeps_a_layout_and_shows_it() -> None:
    state, says = set_to(State(draft=Draft()), "版式 28磅 windows")
    assert state.draft.preferences.layout == "28磅 windows"
    assert "行距 28 磅，每页 22 行" in str(says[0])
    again, shown = set_to(state, "版式")
    assert again == state
    assert "28磅" in str(shown[0])
    assert "版式：28磅 windows" in str(set_to(state, "")[1][0])


def test_the_talk_explains_a_layout_it_cannot_read_and_changes_nothing() -> None:
    state, says = set_to(State(), "版式 红头")
    assert state == State()
    assert "没看懂版式里的“红头”" in str(says[0])


def test_a_model_named_in_the_terminal_is_read_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "样子.docx").write_bytes(MODEL)
    event = asyncio.run(with_file(Commanded("settings", f"版式 {tmp_path}/样子.docx")))
    assert event == Commanded("settings", f"版式 {wished(str(tmp_path / '样子.docx'))}")
    state, _ = set_to(State(), getattr(event, "argument", ""))
    assert layout_named(state.draft.preferences.layout).faces.title.font == "华文中宋"


SHEET = """genre: party_building
profile: {organization: 区委编办党支部, post: 党支部书记, author: 李明, year: 2025}
"""


def test_the_command_line_takes_a_name_or_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "答卷.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "样子.docx").write_bytes(MODEL)
    command = ["draft", str(tmp_path / "答卷.yaml"), "--db", str(tmp_path / "a.db"), "--out"]
    for name, top in (("28磅", 2098), (str(tmp_path / "样子.docx"), 1701)):
        out = tmp_path / str(top)
        assert main([*command, str(out), "--layout", name]) == 0
        (made,) = out.iterdir()
        assert docx.Document(str(made)).sections[0].top_margin.twips == top  # type: ignore[union-attr] # it is set
    with pytest.raises(SystemExit):
        main([*command, str(tmp_path), "--layout", "红头"])
    assert "没看懂版式里的“红头”" in capsys.readouterr().err
