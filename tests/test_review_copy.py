"""The copy for review (送审稿): where each sentence comes from, and what the check-up finds."""

import asyncio
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from msgspec.structs import replace

from bot.adapters.incoming import event_of
from bot.cli import main
from bot.compose.paragraphs import Sentence
from bot.compose.tracing import Span, located
from bot.conversation import Conversation
from bot.desk import Desk
from bot.draft import Carryover, Demand, Draft, LastYear, Notice, Profile
from bot.effects import Export
from bot.engine import advance
from bot.events import Commanded
from bot.export.formats import render
from bot.rendering import rendered
from bot.replies import Attachment, Say
from bot.state import State
from bot.steps.agreeing import agreed
from bot.steps.checklist import outline_of
from bot.steps.exporting import wished
from bot.store.store import Store
from bot.turns.origins import Origin
from phrasebank.reading import lines_of
from tests.driving import run_terminal
from tests.packages import unpacked
from tests.papers import REPORT

DESK = Desk()
PROFILE = Profile("区委编办党支部", "党支部书记", "李明", 2025, "2025年12月20日", "各位领导")
NOTICE = Notice("通知.docx", (Demand("d1", "aspect", "意识形态工作责任制落实情况", 8, "achievements"),))
LAST_YEAR = LastYear(
    "去年.docx", 2024, (Carryover("y1", "problem", "党员教育形式单一", 31, "done"),), confirmed=True
)


def drafted() -> Draft:
    draft = Draft(genre="party_building", profile=PROFILE, notice=NOTICE, last_year=LAST_YEAR)
    draft = draft.with_points("achievements", ("专题研究意识形态工作6次，书记讲党课4次",), "会议记录.txt:12")
    draft = draft.with_points("achievements", ("走访群众10户18人，既使下雨也没有停",))
    draft = draft.with_points("rectification", ("开设微党课6期",))
    draft = draft.with_point(replace(draft.points[-1], answers="y1"))
    outline = outline_of(DESK, draft)
    assert outline is not None
    return agreed(DESK, outline, draft)


DRAFT = drafted()
WHEN = {"p2": Origin(4, "2025-12-20T02:30:00.000+00:00")}


def copy(name: str = "docx") -> bytes:
    return rendered(DESK, DRAFT, Attachment(name, review=True), WHEN).data


def comments(data: bytes) -> dict[str, str]:
    """Give the comments by the words they are about."""
    parts = unpacked(data)
    document, part = parse_xml(parts["word/document.xml"]), parse_xml(parts["word/comments.xml"])
    texts: dict[str, str] = {}
    for each in part:
        lines = ("".join(t.text for t in p.iter(qn("w:t"))) for p in each.iter(qn("w:p")))
        texts[each.get(qn("w:id"))] = "\n".join(lines)
    found: dict[str, str] = {}
    for identity, text in texts.items():
        about = _between(document, identity)
        found[about] = "\n".join(filter(None, (found.get(about), text)))
    return found


def _between(document: Any, identity: str) -> str:  # noqa: ANN401 - lxml ships no type information
    inside, words = False, ""
    for each in document.iter():
        if each.get(qn("w:id")) == identity:
            inside = each.tag == qn("w:commentRangeStart")
        elif inside and each.tag == qn("w:t"):
            words += each.text
    return words


def comment_on(words: str) -> str:
    return next(text for about, text in comments(copy()).items() if words in about)


def test_a_sentence_says_its_fact_and_the_line_or_the_turn_it_came_from() -> None:
    assert "事实 f1：专题研究意识形态工作6次，书记讲党课4次" in comment_on("书记讲")
    assert "会议记录.txt 第12行（李明提供）" in comment_on("书记讲")
    assert "事实 f2：走访群众10户18人" in comment_on("走访")
    assert "李明，对话第4轮" in comment_on("走访")


def test_a_wording_of_the_bank_says_its_pattern_and_where_that_was_found() -> None:
    told = comment_on("书记讲")
    assert re.search(r"句式 [\w-]+（\S+ 第\d+行）", told)
    assert "标题句式" in comment_on("述职报告")
    assert "句式" in comment_on("现将")


def test_what_answers_last_years_problem_or_the_notice_says_which_and_its_line() -> None:
    assert "去年的问题 y1：党员教育形式单一（去年.docx 第31行）" in comment_on("微党课")
    assert "通知要求：意识形态工作责任制落实情况（通知.docx 第8行）" in "".join(comments(copy()).values())


def test_a_finding_stands_at_its_words_with_grade_reason_and_source() -> None:
    told = comments(copy())["既使"]
    assert "体检·必错：“既使”→“即使”" in told
    assert "依据（" in told


def test_what_the_user_waved_aside_is_not_told_to_the_reviewer_and_what_is_wrong_still_is() -> None:
    def told(draft: Draft) -> str:
        return rendered(DESK, draft, Attachment("txt", review=True)).data.decode().partition("体检结果")[2]

    draft = DRAFT.with_points("achievements", ("加大气力抓好支部标准化建设",))
    waved = replace(draft, unheeded=("usage.low_effort:加大气力", "typo.ji_shi:既使"))
    assert "下大气力" in told(draft)
    assert "下大气力" not in told(waved)
    assert "既使" in told(waved)


def test_comments_tell_no_time_and_one_author_and_the_bytes_are_the_same() -> None:
    assert copy() == copy()
    part = unpacked(copy())["word/comments.xml"].decode()
    assert set(re.findall(r'w:author="([^"]*)"', part)) == {"述职助手"}
    assert "w:date" not in part


def test_the_copy_is_marked_and_named_so_and_reads_as_the_report() -> None:
    file = rendered(DESK, DRAFT, Attachment("docx", review=True))
    plain = rendered(DESK, DRAFT, Attachment("docx"))
    assert file.name.endswith("述职报告（送审稿）.docx")
    assert plain.name.endswith("述职报告（讨论稿）.docx")
    assert [line for line in lines_of(file.data, "a") if line != "（送审稿）"] == [
        line for line in lines_of(plain.data, "a") if line != "（讨论稿）"
    ]


def test_a_report_that_is_not_for_review_has_no_comments() -> None:
    for final in (False, True):
        parts = unpacked(rendered(DESK, DRAFT, Attachment("docx", final)).data)
        assert "word/comments.xml" not in parts
        assert b"comment" not in parts["word/document.xml"]


@pytest.mark.parametrize("name", ["md", "txt", "pdf"])
def test_other_formats_have_the_findings_as_an_appendix(name: str) -> None:
    text = "".join("".join(lines_of(copy(name), f"a.{name}")).split())
    assert "体检结果" in text
    assert "既使" in text.partition("体检结果")[2]
    assert "必错" in text


def test_notes_that_overlap_each_keep_their_own_words() -> None:
    found = comments(render(REPORT, "docx"))
    line = next(block.line for block in REPORT.blocks if block.lead)
    assert {line[3:20], line[12:40], "投入【待补：经费"} <= set(found)


def test_no_character_is_lost_to_a_note() -> None:
    noted = docx.Document(BytesIO(render(REPORT, "docx")))
    plain = docx.Document(BytesIO(render(replace(REPORT, notes=()), "docx")))
    assert [p.text for p in noted.paragraphs] == [p.text for p in plain.paragraphs]


@pytest.mark.parametrize(
    ("line", "sentences", "expected"),
    [
        ("一是甲乙；二是丙丁。", ("甲乙", "丙丁"), (Span("0", 2, 4), Span("1", 7, 9))),
        (
            "（一）抓学习抓得紧。坚持每月集中学习一次。",
            ("抓学习抓得紧，坚持每月集中学习一次",),
            (Span("0", 3, 20),),
        ),
        (
            "（一）另一个题目。坚持每月集中学习一次。",
            ("抓学习抓得紧，坚持每月集中学习一次",),
            (Span("0", 9, 19),),
        ),
        ("甲乙。", ("丙丁", "甲乙"), (Span("1", 0, 2),)),
        ("甲甲。", ("甲", "甲"), (Span("0", 0, 1), Span("1", 1, 2))),
    ],
)
def test_a_sentence_is_found_in_the_line_that_tells_it(
    line: str, sentences: tuple[str, ...], expected: tuple[Span, ...]
) -> None:
    said = tuple(Sentence(text, str(place)) for place, text in enumerate(sentences))
    assert located(line, said) == expected


@pytest.mark.parametrize(
    ("words", "format_", "review", "encoding"),
    [
        ("docx 送审稿", "docx", True, ""),
        ("送审", "docx", True, ""),
        ("pdf 批注", "pdf", True, ""),
        ("txt gb18030", "txt", False, "gb18030"),
        ("gbk", "txt", False, "gb18030"),
        ("txt utf-8", "txt", False, ""),
    ],
)
def test_the_words_behind_export_ask_for_a_copy_or_an_encoding(
    words: str, format_: str, *, review: bool, encoding: str
) -> None:
    found = wished(words)
    assert (found.format, found.review, found.encoding, found.unknown) == (format_, review, encoding, "")


@pytest.mark.parametrize("words", ["docx 送审稿 定稿", "yaml 送审稿"])
def test_a_copy_for_review_is_neither_signed_off_nor_a_sheet(words: str) -> None:
    draft = replace(DRAFT, asked=("organization", "post", "author", "year"))
    _, effects = advance(DESK, State(draft=draft), Commanded("export", words))
    assert not [each for each in effects if isinstance(each, Export)]
    assert any(isinstance(each, Say) and "送审稿" in each.text for each in effects)


def test_plain_text_is_written_in_gb18030_with_rare_characters_where_asked() -> None:
    report = replace(REPORT, blocks=(*REPORT.blocks, replace(REPORT.blocks[3], text="𬭎、䶮")))
    data = render(report, "txt", "gb18030")
    assert data.decode("gb18030") == render(report, "txt").decode()
    assert render(report, "md", "gb18030") == render(report, "md")


SHEET = """genre: party_building
profile: {organization: 区委编办党支部, post: 党支部书记, author: 李明, year: 2025, date: 2025-12-20}
sections: {achievements: [走访群众10户18人]}
"""


def test_the_command_line_writes_both(tmp_path: Path) -> None:
    (tmp_path / "答卷.yaml").write_text(SHEET, encoding="utf-8")
    command = ["draft", str(tmp_path / "答卷.yaml"), "--db", str(tmp_path / "a.db"), "--out", str(tmp_path)]
    assert main([*command, "--format", "docx,txt", "--review", "--encoding", "gb18030"]) == 0
    (word,), (text,) = tmp_path.glob("*（送审稿）.docx"), tmp_path.glob("*（送审稿）.txt")
    assert comments(word.read_bytes())
    assert "走访群众10户18人" in text.read_text(encoding="gb18030")


def test_pages_come_as_pictures_in_a_folder_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "答卷.yaml").write_text(SHEET, encoding="utf-8")
    shown = run_terminal([f"{tmp_path}/答卷.yaml", "/preview 图"], tmp_path / "a.db", tmp_path)
    assert any(".png" in each or "文件夹" in each for each in shown)
    pictures = sorted(tmp_path.rglob("*.png"))
    assert pictures
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert event_of("/预览 图") == Commanded("preview", "图")


def test_a_conversation_gives_the_pages_of_an_attachment_and_the_first_as_one_file(tmp_path: Path) -> None:
    async def talk() -> tuple[int, list[str], bytes]:
        store = await Store.open(tmp_path / "a.db")
        conversation = Conversation(DESK, store)
        long = DRAFT.with_points(
            "achievements", tuple(f"开展专项行动{n}次，" + "整治隐患，" * 20 for n in range(9))
        )
        session = await conversation.adopt("u", "k1", long)
        await conversation.handle("u", "k2", Commanded("resume", "1"))
        await conversation.handle("u", "k3", Commanded("preview", "图"))
        (outgoing,) = [each for each in await conversation.unsent("u") if isinstance(each.reply, Attachment)]
        assert isinstance(outgoing.reply, Attachment)
        files = await conversation.files("u", outgoing, outgoing.reply)
        first = await conversation.file("u", outgoing, outgoing.reply)
        one = await conversation.files("u", outgoing, replace(outgoing.reply, format="md"))
        await conversation.forget("u", session)
        gone = await conversation.files("u", outgoing, outgoing.reply)
        await store.close()
        assert first is not None
        assert files[0] == first
        assert gone == ()
        return len(one), [file.name for file in files], first.data

    one, names, data = asyncio.run(talk())
    assert one == 1
    assert len(names) > 1
    assert names[1].endswith("-02.png")
    assert data.startswith(b"\x89PNG")
