"""Word documents before referees that know nothing of this program, and damage that they must see."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from msgspec.structs import replace
from ooxml_integrity import check
from openxml_audit import OpenXmlValidator

from bot.export.blocks import Report
from bot.export.formats import render
from tests.packages import unpacked
from tests.pages import MILLIMETRE, body, number, rows, said
from tests.papers import REPORT

SOFFICE = shutil.which("soffice")
LIBRE_OFFICE = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")
REPORTS = {
    "gb": replace(REPORT, notes=(), appendices=()),
    "review": REPORT,
    "final": replace(REPORT, final=True, notes=(), blocks=(REPORT.blocks[0], *REPORT.blocks[2:])),
    "28": replace(REPORT, layout="28磅 windows", notes=()),
    "strict": replace(REPORT, layout="严格版心 gbk", notes=(), appendices=()),
    "own": replace(REPORT, layout="左3；右3；行距30；页码居中；正文=仿宋/15；三级=仿宋/15/加粗"),
    "empty": Report("", ()),
}
Members = Mapping[str, bytes]
VALIDATOR = OpenXmlValidator()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    found = {name: folder / f"{name}.docx" for name in REPORTS}
    for name, path in found.items():
        path.write_bytes(render(REPORTS[name], "docx"))
    return found


@pytest.fixture(scope="module")
def printed(files: dict[str, Path]) -> Iterator[dict[str, pypdfium2.PdfDocument]]:
    """Have LibreOffice print all files in one run, with a profile of its own."""
    folder = files["gb"].parent
    assert SOFFICE is not None
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, files.values()),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = {name: pypdfium2.PdfDocument(path.with_suffix(".pdf")) for name, path in files.items()}
    yield found
    for document in found.values():
        document.close()


def faults(path: Path) -> dict[str, list[str]]:
    """Ask both referees; each gives what it finds grave."""
    return {
        "audit": [str(error) for error in VALIDATOR.validate(path).errors],
        "integrity": [str(found) for found in check(str(path))],
    }


@pytest.mark.parametrize("name", REPORTS)
def test_no_referee_finds_anything(files: dict[str, Path], name: str) -> None:
    assert faults(files[name]) == {"audit": [], "integrity": []}


def _replaced(part: str, old: str, new: str) -> Callable[[Members], Members]:
    def damage(members: Members) -> Members:
        text = members[part].decode()
        assert old in text
        return {**members, part: text.replace(old, new, 1).encode()}

    return damage


def _without(part: str) -> Callable[[Members], Members]:
    return lambda members: {name: data for name, data in members.items() if name != part}


def _unanchored(members: Members) -> Members:
    text = members["word/document.xml"].decode()
    text = re.sub(r'<w:comment(?:RangeStart|RangeEnd|Reference) w:id="1"/>', "", text)
    return {**members, "word/document.xml": text.encode()}


@pytest.mark.parametrize(
    ("damage", "referee"),
    [
        (
            _replaced("word/styles.xml", '<w:jc w:val="both"/></w:pPr>', '<w:jc w:val="wide"/></w:pPr>'),
            "audit",
        ),
        (_replaced("word/styles.xml", "<w:snapToGrid", '<w:jc w:val="left"/><w:snapToGrid'), "audit"),
        (_replaced("word/document.xml", "<w:body>", "<w:body><w:nonsense/>"), "audit"),
        (_replaced("word/document.xml", '<w:pgMar w:top="2098"', '<w:pgMar w:top="a"'), "audit"),
        (_without("word/footer1.xml"), "audit"),
        (_unanchored, "integrity"),
        (_replaced("word/styles.xml", 'w:styleId="CommentReference"', 'w:styleId="Other"'), "integrity"),
        (_without("word/comments.xml"), "integrity"),
    ],
)
def test_a_referee_sees_damage(
    damage: Callable[[Members], Members], referee: str, files: dict[str, Path], tmp_path: Path
) -> None:
    with ZipFile(files["review"]) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "damaged.docx"
    with ZipFile(path, "w") as archive:
        for name, data in damage(members).items():
            archive.writestr(name, data)
    assert faults(path)[referee]


def test_a_file_cut_short_is_seen_by_both(files: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "short.docx"
    path.write_bytes(files["gb"].read_bytes()[:-200])
    found = faults(path)
    assert found["audit"]
    assert found["integrity"]


def characters(data: bytes) -> Counter[str]:
    """Count what a .docx shows in its pages, blanks left out."""
    texts = parse_xml(unpacked(data)["word/document.xml"]).iter(qn("w:t"))
    return Counter("".join("".join(text.text for text in texts).split()))


def shown(document: pypdfium2.PdfDocument) -> Counter[str]:
    """Count what the pages of a PDF show, blanks and page numbers left out."""
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return Counter("".join(text.split())) - Counter(
        "".join(f"—{page}—" for page in range(1, len(document) + 1))
    )


@LIBRE_OFFICE
@pytest.mark.parametrize("name", [name for name in REPORTS if name != "empty"])
def test_libre_office_prints_every_character(
    name: str, files: dict[str, Path], printed: dict[str, pypdfium2.PdfDocument]
) -> None:
    expected = characters(files[name].read_bytes())
    assert len(printed[name]) > 3
    assert shown(printed[name]) == expected
    assert shown(printed[name]) != expected - Counter("。")


@LIBRE_OFFICE
@pytest.mark.parametrize(("name", "pitch"), [("gb", 28.95), ("28", 28.0), ("strict", 29.45)])
def test_a_printed_page_has_22_lines_of_28_characters_within_the_margins(
    name: str, pitch: float, printed: dict[str, pypdfium2.PdfDocument]
) -> None:
    page = printed[name][1]
    lines = body(page)
    assert [round(length / MILLIMETRE) for length in page.get_size()] == [210, 297]
    assert len(lines) == 22
    tops = sorted(lines)
    assert (tops[-1] - tops[0]) / 21 == pytest.approx(pitch, abs=0.1)
    full = [line for line in lines.values() if all(ord(c) > 0x2000 for c in said(line)) and len(line) > 20]
    assert max(map(len, full)) == 28
    assert min(left for line in lines.values() for _, left, _ in line) >= 28 * MILLIMETRE - 2
    assert max(right for line in lines.values() for *_, right in line) <= (210 - 26) * MILLIMETRE + 2


@LIBRE_OFFICE
def test_the_characters_begin_where_each_profile_says(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    tops = {name: min(rows(printed[name][1])) / MILLIMETRE - 16 / 2 / MILLIMETRE for name in ("gb", "strict")}
    # Word's way leaves half of the leading above the first row, 2.3 mm; the strict profile takes it back.
    assert tops["gb"] - tops["strict"] == pytest.approx(2.2, abs=0.5)
    assert tops["strict"] == pytest.approx(37, abs=2)  # of whatever font stands in for 仿宋 here


@LIBRE_OFFICE
def test_page_numbers_stand_outside_and_in_the_middle_where_wished(
    printed: dict[str, pypdfium2.PdfDocument],
) -> None:
    odd, even = number(printed["gb"][0]), number(printed["gb"][1])
    assert (odd[0], even[0]) == ("—1—", "—2—")
    assert odd[2] == pytest.approx(210 - 26 - 14 / MILLIMETRE, abs=1.5)
    assert even[1] == pytest.approx(28 + 14 / MILLIMETRE, abs=1.5)
    assert odd[3] == pytest.approx(7, abs=1.5)
    text, left, right, _ = number(printed["own"][1])
    assert text == "—2—"
    assert (left + right) / 2 == pytest.approx(105, abs=1)
