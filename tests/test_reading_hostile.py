"""Hostile and broken files are refused in one sentence, whatever is in them, and harm nothing."""

import os
import sys
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phrasebank.formats import docx, isolation, pdf, webpage
from phrasebank.formats.__main__ import answer_to
from phrasebank.formats.isolation import read_apart
from phrasebank.formats.package import MOST_ELEMENTS, parse
from phrasebank.formats.refusal import BROKEN, LONGEST_TEXT, TOO_MUCH, RefusedError
from phrasebank.reading import UnreadableError, lines_of
from tests.packages import packed
from tests.pdf_files import pdf_file, with_contents
from tests.word_files import HEAD, W, lists, numbered, p, relations, word_file

WORD = word_file(
    p("述职报告") + numbered("主要工作") + p("结束"), numbering=lists(("chineseCounting", "%1、"))
)
PDF = pdf_file([[(72.0, 700.0, 12.0, "我作为党支部书记，认真履行职责，抓好党建促发展。")]])


def document(content: str | bytes, **more: str | bytes) -> bytes:
    """Pack one main part as it is."""
    return packed({"_rels/.rels": relations({"officeDocument": "d.xml"}), "d.xml": content, **more})


def bomb(dtd: str, text: str) -> str:
    return f'<!DOCTYPE d [{dtd}]><d xmlns="{W}"><body><p><r><t>{text}</t></r></p></body></d>'


LAUGHS = '<!ENTITY a "哈">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
PARAGRAPHS = f'<d xmlns="{W}"><body>{"<p/>" * 400_000}</body></d>'
LONG_TEXT = f'<d xmlns="{W}"><body><p><r><t>{"一" * 3_000_000}</t></r></p></body></d>'


def with_names(*names: str) -> bytes:
    return document(f'<d xmlns="{W}"><body/></d>', **dict.fromkeys(names, ""))


def encrypted_entry() -> bytes:
    data = bytearray(WORD)
    place = -1
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        data[place + 8] |= 1
    return bytes(data)


def in_bzip2() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", "<d/>" * 99)
    return buffer.getvalue()


def lying() -> bytes:
    """Say of an entry of 40 MB that it has ten bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 40_000_000)
    size = (40_000_000).to_bytes(4, "little")
    return buffer.getvalue().replace(size, (10).to_bytes(4, "little"))


def nested(depth: int) -> bytes:
    data = WORD
    for _ in range(depth):
        data = packed({"inner.docx": data})
    return data


HOSTILE_WORD = {
    "external_entity": (document(bomb('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")), BROKEN),
    "laughs": (document(bomb(LAUGHS, "&j;")), BROKEN),
    "laughs_utf16": (document(bomb(LAUGHS, "&j;").encode("utf-16")), BROKEN),
    "external_dtd": (document(f'<!DOCTYPE d SYSTEM "http://localhost/d.dtd"><d xmlns="{W}"/>'), BROKEN),
    "spaces_40_mb": (document(b" " * 40_000_000), TOO_MUCH),
    "text_9_mb": (document(LONG_TEXT), TOO_MUCH),
    "lying_size": (lying(), BROKEN),
    "paragraphs_400_000": (document(PARAGRAPHS), TOO_MUCH),
    "deep": (document("<d>" * 210 + "</d>" * 210), TOO_MUCH),
    "deeper_than_libxml": (document("<d>" * 200_000), "。"),
    "many_parts": (with_names(*(f"p{n}" for n in range(300))), TOO_MUCH),
    "many_entries": (with_names(*(f"p{n}" for n in range(20_000))), TOO_MUCH),
    "parent_folder": (with_names("../evil"), BROKEN),
    "absolute": (with_names("/etc/cron.d/evil"), BROKEN),
    "drive": (with_names("C:/evil"), BROKEN),
    "backslash": (with_names("word\\evil"), BROKEN),
    "encrypted": (encrypted_entry(), "密码"),
    "bzip2": (in_bzip2(), BROKEN),
    "nested": (nested(1), "压缩包"),
    "deeply_nested": (nested(9), "压缩包"),
    "empty_zip": (packed({}), "压缩包"),
    "spreadsheet": (packed({"xl/workbook.xml": "<x/>"}), "表格"),
    "slides": (packed({"ppt/presentation.xml": "<x/>"}), "演示文稿"),
    "ofd": (packed({"OFD.xml": "<x/>"}), "OFD"),
    "open_document": (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "ODF"),
    "no_document": (packed({"[Content_Types].xml": "<x/>"}), BROKEN),
    "no_body": (document("<d/>"), BROKEN),
    "bad_xml": (document("<d><body>"), BROKEN),
    "unknown_encoding": (document('<?xml version="1.0" encoding="x-none"?><d/>'), BROKEN),
    "bad_relations": (packed({"_rels/.rels": "<", "word/document.xml": "<d/>"}), BROKEN),
    "truncated": (WORD[: len(WORD) // 2], BROKEN),
    "rubbish": (b"PK\x03\x04" + bytes(range(256)) * 200, BROKEN),
}


@pytest.mark.parametrize(("data", "why"), HOSTILE_WORD.values(), ids=HOSTILE_WORD)
def test_a_hostile_word_file_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(RefusedError) as caught:
        docx.lines(data)
    assert why in str(caught.value)


def test_styles_in_a_circle_are_followed_once() -> None:
    styles = "".join(
        f'<w:style w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>' for one, other in ("ab", "ba")
    )
    assert docx.lines(word_file(p("甲", '<w:pStyle w:val="a"/>'), styles=styles)) == ["甲"]


def test_duplicate_parts_are_refused() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(ZipInfo("word/document.xml"), "<d/>")
        archive.writestr(ZipInfo("word/Document.xml"), "<d/>")
    data = buffer.getvalue().replace(b"word/Document.xml", b"word/document.xml")
    with pytest.raises(RefusedError, match=BROKEN):
        docx.lines(data)


def inflated(size: int) -> bytes:
    inflater = zlib.compressobj()
    return b"".join([*(inflater.compress(b" " * 1_000_000) for _ in range(size)), inflater.flush()])


def pdf_with(stream: bytes, dictionary: str = "/Filter/FlateDecode") -> bytes:
    head = f"%PDF-1.4\n1 0 obj\n<<{dictionary}/Length {len(stream)}>>\nstream\n".encode()
    return head + stream + b"\nendstream\nendobj\n"


HOSTILE_PDF = {
    "stream_800_mb": (pdf_with(inflated(800)), TOO_MUCH),
    "picture_800_mb": (pdf_with(inflated(800), "/Subtype/Image/Filter/FlateDecode"), TOO_MUCH),
    "many_streams": (b"".join(pdf_with(inflated(10)) for _ in range(5)), TOO_MUCH),
    "deflated_twice": (with_contents([inflated(1)], filters="[/FlateDecode/FlateDecode]"), TOO_MUCH),
    "pages_201": (with_contents([b""] * 201), "页数太多"),
    "page_loop": (PDF.replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]"), "。"),
    "encrypted": (
        with_contents(
            [b""],
            trailer=f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'00' * 32}>>>/ID[<00><00>]",
        ),
        "密码",
    ),
    "scanned": (with_contents([b"q 595 0 0 842 0 0 cm /I Do Q"] * 2), "扫描件"),
    "head_only": (b"%PDF-1.7", BROKEN),
    "rubbish": (b"%PDF-1.7\n" + bytes(range(256)) * 200, BROKEN),
}


@pytest.mark.parametrize(("data", "why"), HOSTILE_PDF.values(), ids=HOSTILE_PDF)
def test_a_hostile_pdf_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(RefusedError) as caught:
        pdf.lines(data)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    "page",
    [b"<b>" * (MOST_ELEMENTS + 1), b"<p>" * 1_000_000, b"<table><tr><td>" * 100_000],
    ids=["b", "p", "td"],
)
def test_a_page_of_too_many_elements_is_refused(page: bytes) -> None:
    with pytest.raises(RefusedError):
        webpage.lines(b"<html>" + page)


def test_a_page_as_deep_as_its_parser_allows_is_read_or_refused() -> None:
    with suppress(RefusedError):
        assert webpage.lines(b"<div>" * 50_000 + "文字".encode()) == ["文字"]


@pytest.mark.parametrize("name", ["laughs", "paragraphs_400_000", "rubbish", "encrypted"])
def test_a_refusal_comes_through_the_child_as_one_sentence_with_the_name(name: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        lines_of(HOSTILE_WORD[name][0], "某文件.docx")
    sentence = str(caught.value)
    assert sentence.startswith("文件 某文件.docx ")
    assert sentence.count("。") == 1
    assert sentence.endswith("。")


def test_a_document_without_text_or_with_too_much_is_refused() -> None:
    assert "没有文字" in answer_to("docx", word_file(p() + p(" "))).refused
    long = p("一" * 50_000) * (LONGEST_TEXT // 50_000 + 1)
    assert answer_to("docx", word_file(long)).refused == TOO_MUCH


def starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let another program stand where the interpreter of the child stands."""
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable}\n{code}\n", "utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))


@pytest.mark.skipif(os.name == "nt", reason="a script with a #! line stands for the child")
@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", BROKEN),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", TOO_MUCH),
        ("raise SystemExit(1)", BROKEN),
        ("print('no answer')", BROKEN),
        ("print('{\"lines\": 1}')", BROKEN),
        ("import os; os.write(1, bytes([255]))", BROKEN),
    ],
)
def test_a_child_that_crashes_or_talks_nonsense_is_a_refusal(
    code: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting(tmp_path, monkeypatch, code)
    with pytest.raises(RefusedError, match=why):
        read_apart("docx", b"")


@pytest.mark.skipif(os.name == "nt", reason="a script with a #! line stands for the child")
def test_a_child_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starting(tmp_path, monkeypatch, "import threading; threading.Event().wait()")
    monkeypatch.setattr(isolation, "LONGEST_SECONDS", 0.2)
    with pytest.raises(RefusedError, match=TOO_MUCH):
        read_apart("docx", b"")


def test_a_system_without_a_process_to_spare_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    with pytest.raises(RefusedError, match="稍后再试"):
        read_apart("docx", b"")


@pytest.mark.skipif(os.name == "nt", reason="a script with a #! line stands for the child")
def test_the_child_sees_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUZHI_TELEGRAM_TOKEN", "1:secret")
    starting(tmp_path, monkeypatch, "import json, os; print(json.dumps({'lines': list(os.environ)}))")
    assert not [name for name in read_apart("docx", b"") if "TOKEN" in name]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems set other limits")
def test_the_child_has_limits_of_memory_and_time() -> None:
    import resource  # noqa: PLC0415 - Windows has none

    from phrasebank.formats import limits  # noqa: PLC0415 - likewise

    source, target = os.pipe()
    child = os.fork()
    if not child:
        limits.confine()
        told = [
            resource.getrlimit(each)[0]
            for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)
        ]
        os.write(target, repr(told).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(source, 99).decode() == repr([limits.MEMORY, limits.SECONDS, 0])
    os.close(source)
    os.close(target)


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    with suppress(UnreadableError):
        assert lines_of(start + data, "文件")


MUTATIONS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)


def mutated(data: bytes, mutations: list[tuple[int, int]]) -> bytes:
    changed = bytearray(data)
    for place, value in mutations:
        changed[place % len(changed)] = value
    return bytes(changed)


@given(MUTATIONS)
@settings(deadline=None)
def test_a_changed_word_file_is_read_or_refused(mutations: list[tuple[int, int]]) -> None:
    with suppress(RefusedError):
        docx.lines(mutated(WORD, mutations))


PIECES = st.sampled_from(
    [
        *(
            "<w:p>",
            "</w:p>",
            "<w:r>",
            "</w:r>",
            "<w:t>文</w:t>",
            "<w:tbl>",
            "</w:tbl>",
            "<w:tr>",
            "</w:tr>",
            "<w:tc>",
        ),
        *(
            "</w:tc>",
            "<w:br/>",
            "<w:sdt>",
            "</w:sdt>",
            '<w:fldChar w:fldCharType="begin"/>',
            "&amp;",
            "<w:txbxContent>",
        ),
        *(
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
            '<w:numId w:val="-1"/>',
            "</w:txbxContent>",
        ),
        *(
            "<mc:AlternateContent/>",
            '<w:sym w:char="D800"/>',
            '<w:footnoteReference w:id="x"/>',
            "<w:pPr>",
            "</w:pPr>",
        ),
        *('<w:lvl w:ilvl="0">', "</w:lvl>", '<w:lvlText w:val="%1%9%0"/>', '<w:num w:numId="1">', "</w:num>"),
        *(
            '<w:abstractNum w:abstractNumId="0">',
            "</w:abstractNum>",
            '<w:start w:val="99999"/>',
            "<w:numFmt/>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=30), st.lists(PIECES, max_size=12))
@settings(deadline=None)
def test_any_markup_of_word_is_read_or_refused(body: list[str], numbering: list[str]) -> None:
    for closed in (
        "".join(body),
        "".join(each for each in body if each.endswith("/>")) + p("文") + numbered("数"),
    ):
        with suppress(RefusedError):
            lines = docx.lines(word_file(closed, numbering="".join(numbering)))
            assert all("\n" not in line for line in lines)


@given(MUTATIONS)
@settings(max_examples=15, deadline=None)
def test_a_changed_pdf_is_read_or_refused(mutations: list[tuple[int, int]]) -> None:
    # In the child: what a changed PDF does to a library in C is what the child is for.
    with suppress(UnreadableError):
        lines_of(mutated(PDF, [(place + 8, value) for place, value in mutations]), "文件")


@given(st.binary(max_size=60))
def test_any_xml_is_parsed_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        assert parse(f"{HEAD}<d>".encode() + data + b"</d>") is not None
