"""A saved page is read as it is shown: blocks are lines, what is hidden or no text is left out."""

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from hypothesis import given
from hypothesis import strategies as st

from phrasebank.formats.webpage import lines
from phrasebank.reading import lines_of


def shown(body: str) -> list[str]:
    return lines(f"<html><body>{body}</body></html>".encode())


def test_a_page_is_told_by_its_content_and_read_in_any_encoding() -> None:
    page = (
        "<!-- saved from url --><!DOCTYPE html><html><head><title>某网</title></head>"
        "<body><p>述职报告</p><p>一、主要工作</p></body>"
    )
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert lines_of(page.encode(encoding), "报告.doc") == ["述职报告", "一、主要工作"]


def test_a_text_with_remnants_of_tags_stays_text() -> None:
    text = "<p>述职报告</p>\n&nbsp;一、主要工作"
    assert lines_of(text.encode(), "报告.html") == text.split("\n")


def test_block_elements_are_lines_and_inline_ones_are_not() -> None:
    assert shown("<h1>述职<br>报告</h1><div>一、<b>主要</b>工作<br/>抓<span>学习</span></div>结束") == [
        "述职报告",
        "一、主要工作",
        "抓学习",
        "结束",
    ]


def test_what_is_not_shown_is_left_out() -> None:
    body = (
        "<script>var a='脚本'</script><style>样式</style><p hidden>隐</p>"
        "<p style='display: none'>隐<b>隐</b></p><nav>首页</nav><!-- 注释 --><noscript>无</noscript>"
        "<button>分享</button><p style='color:red'>见<img alt='图'></p>"
    )
    assert shown(body) == ["见"]


def test_what_word_writes_for_its_numbers_is_kept() -> None:
    number = "<![if !supportLists]><span style='mso-list:Ignore'>一、</span><![endif]>"
    body = f"<p class=MsoNormal>{number}主要工作</p>"
    assert shown(body) == ["一、主要工作"]


def test_a_source_wrapped_within_chinese_text_gives_no_space() -> None:
    assert shown("<p>认真\n  履行职责，\n抓党建 GDP\n增长</p>") == ["认真履行职责，抓党建 GDP 增长"]


def test_numbers_of_lists_are_shown_as_a_browser_does() -> None:
    body = "<ol><li>学习<li><p>工作</p><ol type=a><li>甲</ol><li value=7>廉政</ol><ul><li>点</ul>"
    assert shown(body) == ["1. 学习", "2. 工作", "a. 甲", "7. 廉政", "点"]
    assert shown("<ol style='list-style-type:cjk-ideographic' start=2><li>工作</ol>") == ["二、工作"]
    assert shown("<ol style='list-style:none'><li>工作</ol>") == ["工作"]


def test_a_row_of_short_cells_is_one_line() -> None:
    body = (
        "<table><tr><td>3月5日<td><p>党员大会</p></td><td>28人</td></tr>"
        "<tr><th>述职</th><td>一、<p>二、</td></tr></table>"
    )
    assert shown(body) == ["3月5日\t党员大会\t28人", "述职", "一、", "二、"]


def test_a_page_saved_into_one_file_is_read() -> None:
    message = MIMEMultipart("related")
    message["Subject"] = "=?utf-8?Q?=E8=BF=B0?="
    message.attach(
        MIMEText("<html><body><p>述职报告</p><p>一、主要工作</p></body></html>", "html", "gb18030")
    )
    message.attach(MIMEText("body{}", "css"))
    assert lines_of(message.as_bytes(), "报告.mhtml") == ["述职报告", "一、主要工作"]


@given(st.binary(max_size=300), st.sampled_from([b"<html>", b"<!DOCTYPE html><table><tr><td>", b"<ol><li>"]))
def test_any_bytes_in_a_page_are_read(data: bytes, start: bytes) -> None:
    for line in lines(start + data):
        assert line.strip()
        assert "\n" not in line


TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<br>", "<tr>", "</tr>", "<td>", "</td>", "<ol>", "</ol>", "<li>", "<b>", "</b>"),
        *("<table>", "</table>", "<h1>", "<nav>", "文"),
    ]
)


@given(st.lists(TAGS))
def test_any_nesting_of_tags_is_read(tags: list[str]) -> None:
    assert all("\n" not in line for line in shown("".join(tags)))
