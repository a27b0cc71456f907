"""The appendices 对标表, 佐证清单 and 口径表: what stands in them, and how each format sets them."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.incoming import event_of
from bot.appendices import paragraphs, tables
from bot.cli import main
from bot.conversation import Conversation
from bot.desk import Desk
from bot.draft import Draft, Profile
from bot.effects import Export
from bot.engine import advance
from bot.events import Commanded
from bot.export.blocks import Block, Report, Table
from bot.export.columns import widths
from bot.export.formats import render
from bot.export.profiles import standard
from bot.rendering import rendered
from bot.replies import APPENDIX_NAMES, Attachment, Say
from bot.report import assemble
from bot.state import State
from bot.steps.exporting import wished
from bot.store.store import Store
from bot.turns.origins import Origin

DESK = Desk()
OUTLINE = DESK.outlines["party_building"]
PROFILE = Profile("区委编办党支部", "党支部书记", "李明", 2025, "2025年12月20日")
DRAFT = (
    Draft(genre="party_building", profile=PROFILE, asked=("organization", "post", "author", "year"))
    .with_points("achievements", ["走访群众10户18人"])
    .with_points("achievements", ["受理信访58件，办结55件，办结率96%"], "会议记录.txt:3")
    .with_points("problems", ["走访群众12户，覆盖面不宽"])
)
REPORT = assemble(DRAFT, OUTLINE, DESK.bank)
ORIGINS = {"p1": Origin(4, "2025-12-20T02:30:00.000+00:00"), "p2": Origin(5, "2025-12-20T16:05:00.000+00:00")}


def table(name: str) -> Table:
    found = tables(("ledger", "evidence", "requirements"), DRAFT, OUTLINE, REPORT, ORIGINS)
    return next(each for each in found if each.title == name)


def test_the_appendices_come_in_one_order_whatever_is_asked_first() -> None:
    found = tables(("ledger", "requirements", "evidence"), DRAFT, OUTLINE, REPORT)
    assert [each.title for each in found] == list(APPENDIX_NAMES.values())
    assert tables((), DRAFT, OUTLINE, REPORT) == ()


def test_evidence_says_who_gave_a_fact_when_and_where_it_is_told() -> None:
    rows = table("佐证清单").rows
    assert rows[0][1:] == (
        "走访群众10户18人",
        "走访群众10户；走访群众18人",
        "李明，对话第4轮",
        "2025-12-20 10:30",
        "一第1段",
    )
    assert rows[1][3:5] == ("会议记录.txt 第3行（李明提供）", "2025-12-21 00:05")
    assert rows[2][3:5] == ("答卷（李明提供）", "—")


def test_the_ledger_has_every_quantity_once_with_its_linesand_doubts() -> None:
    rows = table("口径表").rows
    assert [row[1:3] for row in rows] == [
        ("走访群众", "10户、12户"),
        ("走访群众", "18人"),
        ("受理信访", "58件"),
        ("办结", "55件"),
        ("办结率", "96%"),
    ]
    assert rows[0][3:] == ("一第1段、三第1段", "几处说法不一样")
    assert rows[4][4] == "“55件”除以“58件”是94.8%，和“办结率96%”对不上。"


def test_requirements_come_with_basis_linesand_result() -> None:
    found = table("对标表")
    assert found.columns == ("序号", "要求", "依据", "对应段落", "结果")
    results = {row[1]: row[4] for row in found.rows}
    assert results["履职情况"] == "已写"
    assert any(result.startswith("缺") for result in results.values())


def test_a_paragraph_is_named_by_its_headings_or_counted_below_them() -> None:
    blocks = (
        Block(id="b1", kind="title", text="述职报告"),
        Block(id="b2", kind="paragraph", text="现述职如下。"),
        Block(id="b3", kind="heading", text="工作", level=1, marker="一、"),
        Block(id="b4", kind="paragraph", text="抓学习。", level=2, marker="（一）", lead="抓学习。"),
        Block(id="b5", kind="heading", text="问题", level=1, marker="二、"),
        Block(id="b6", kind="paragraph", text="不足。"),
        Block(id="b7", kind="paragraph", text="原因。"),
        Block(id="b8", kind="signature", text="李明"),
    )
    assert paragraphs(Report("述职报告", blocks)) == {
        "b1": "开头",
        "b2": "第1段",
        "b3": "一",
        "b4": "一（一）",
        "b5": "二",
        "b6": "二第1段",
        "b7": "二第2段",
        "b8": "落款",
    }


def with_tables(*found: Table) -> Report:
    return Report("述职报告", (Block(id="b1", kind="paragraph", text="正文。"),), appendices=found)


SMALL = Table("口径表", ("序号", "数的是什么"), (("1", "走访|群众"), ("2", "*主题*党日")))


def opened(report: Report) -> Document:
    return docx.Document(BytesIO(render(report, "docx")))


def test_in_word_an_appendix_begins_a_page_with_its_mark_and_its_title_on_the_third_line() -> None:
    document = opened(with_tables(SMALL, SMALL))
    lines = document.paragraphs
    marks = [place for place, each in enumerate(lines) if each.text.startswith("附件")]
    assert [lines[place].text for place in marks] == ["附件1", "附件2"]
    for place in marks:
        assert lines[place].paragraph_format.page_break_before
        assert [each.text for each in lines[place + 1 : place + 3]] == ["", "口径表"]
    style = document.styles["附件"]
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert style.font.size is not None
    assert style.font.size.pt == 16
    assert style.element.pPr.jc.get(qn("w:val")) == "left"


def test_in_word_the_table_is_as_wide_as_the_text_and_repeats_its_head() -> None:
    document = opened(with_tables(SMALL))
    found, body = document.tables[0], document.element.body
    rows = list(body.iter(qn("w:tr")))
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows[1:])
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [each.get(qn("w:w")) for each in body.iter(qn("w:tblW"))] == [str(standard().width_twips)]
    assert [[cell.text for cell in row.cells] for row in found.rows][1:] == [
        ["1", "走访|群众"],
        ["2", "*主题*党日"],
    ]
    style = found.rows[1].cells[0].paragraphs[0].style
    assert style is not None
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_in_markdown_and_text_every_cell_prints_as_itself() -> None:
    markdown = render(with_tables(SMALL), "md").decode()
    assert markdown.endswith(
        "## 附件1　口径表\n\n| 序号 | 数的是什么 |\n| --- | --- |\n"
        "| 1 | 走访\\|群众 |\n| 2 | \\*主题\\*党日 |\n"
    )
    text = render(with_tables(SMALL), "txt").decode()
    assert text.endswith("\n\n附件1\n\n口径表\n\n序号｜数的是什么\n1｜走访|群众\n2｜*主题*党日\n")


CELLS = st.text(max_size=30)


@settings(deadline=None, max_examples=20)
@given(CELLS, st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4))
def test_whatever_the_cells_hold_every_format_is_written_and_the_same_twice(
    title: str, rows: list[tuple[str, str, str]]
) -> None:
    report = with_tables(Table(title, ("甲", "乙", "丙"), tuple(rows)))
    for name in ("docx", "md", "txt"):
        assert render(report, name) == render(report, name)
    assert sum(widths(report.appendices[0], standard())) == standard().width_twips
    assert min(widths(report.appendices[0], standard())) > 0


def test_the_same_draft_gives_the_same_bytes() -> None:
    attachment = Attachment("docx", appendices=("requirements", "evidence", "ledger"))
    assert rendered(DESK, DRAFT, attachment, ORIGINS) == rendered(DESK, DRAFT, attachment, ORIGINS)


@pytest.mark.parametrize(
    ("argument", "appendices"),
    [
        ("docx 附 对标表 佐证清单 口径表", ("requirements", "evidence", "ledger")),
        ("附件", ("requirements", "evidence", "ledger")),
        ("docx 附口径表、佐证清单", ("evidence", "ledger")),
        ("word with ledger", ("ledger",)),
        ("docx", ()),
    ],
)
def test_the_export_takes_the_words_for_appendices(argument: str, appendices: tuple[str, ...]) -> None:
    _, effects = advance(DESK, State(DRAFT), Commanded("export", argument))
    assert effects == (Export("docx", final=False, appendices=wished(argument).appendices),)
    assert wished(argument).appendices == appendices


@pytest.mark.parametrize("argument", ["xls", "docx 附 花名册", "yaml 附件"])
def test_what_cannot_be_exported_is_said_with_what_can(argument: str) -> None:
    _, (say,) = advance(DESK, State(DRAFT), Commanded("export", argument))
    assert isinstance(say, Say)
    assert "/export docx" in say.text


SHEET = """\
genre: party_building
profile: {organization: 区委编办党支部, post: 党支部书记, author: 李明, year: 2025, date: 2025-12-20}
materials: [走访群众10户18人。]
"""


def test_the_command_line_appends_and_gives_the_time_a_draft_was_taken_in(tmp_path: Path) -> None:
    sheet, store = tmp_path / "答卷.yaml", tmp_path / "d.db"
    sheet.write_text(SHEET, encoding="utf-8")
    draft = ["draft", str(sheet), "--out", str(tmp_path / "成稿"), "--db", str(store)]
    assert main([*draft, "--format", "txt,docx", "--with", "requirements,evidence,ledger"]) == 0
    (text,) = (tmp_path / "成稿").glob("*.txt")
    assert "附件3\n\n口径表" in text.read_text(encoding="utf-8")
    (word,) = (tmp_path / "成稿").glob("*.docx")
    assert ZipFile(word).testzip() is None
    out = tmp_path / "再导.txt"
    export = ["export", "--draft", "1", "--format", "txt", "--out", str(out), "--db", str(store)]
    assert main([*export, "--with", "佐证清单"]) == 0
    today = datetime.now(UTC).strftime("%Y-")
    assert f"走访群众10户18人。｜走访群众10户；走访群众18人｜答卷（李明提供）｜{today}" in out.read_text(
        encoding="utf-8"
    )


def test_an_unknown_appendix_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["draft", str(tmp_path / "x.yaml"), "--with", "花名册"])
    assert exit_.value.code == 2
    assert "对标表" in capsys.readouterr().err


async def test_a_point_comes_from_the_turn_in_which_it_was_said_for_good(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "d.db")
    conversation = Conversation(DESK, store)
    session = await conversation.adopt("owner", "sheet", DRAFT)
    given = await conversation.origins("owner", session)
    assert {point: (origin.turn, origin.sheet) for point, origin in given.items()} == {
        "p1": (1, True),
        "p2": (1, True),
        "p3": (1, True),
    }
    said = ("/resume 1", "/goto 履职情况", "讲党课4次", "/undo", "讲党课5次")
    for number, words in enumerate(said):
        await conversation.handle("owner", f"k{number}", event_of(words))
    later = await conversation.origins("owner", session)
    draft = await conversation.draft("owner", session)
    assert draft is not None
    (fresh,) = (point.id for point in draft.points if point.text == "讲党课5次")
    assert not later[fresh].sheet
    assert later[fresh].turn == max(origin.turn for origin in later.values())
    assert later["p1"].turn == 1
    await store.close()
