"""Files named in the terminal are read and sent; what names no file stays what it is."""

from pathlib import Path

import pytest

from bot.adapters.terminal.files import with_file
from bot.events import Commanded, Event, Said, Sent
from phrasebank.reading import UnreadableError
from tests.driving import run_terminal
from tests.repairing import NOTES, NOTICE
from tests.word_files import p, word_file

BEGINNING = ["2", "区委编办党支部", "党支部书记", "李明", "2025", "1"]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "一年 记录.txt"
    path.write_text("\n".join(NOTES), encoding="utf-8")
    return path


def forms(path: Path) -> list[str]:
    dragged = str(path).replace(" ", "\\ ")
    return [str(path), f"'{path}'", f'"{path}" ', f" {dragged}", path.as_uri()]


@pytest.mark.parametrize("form", range(5))
async def test_a_path_typed_or_dragged_sends_the_file(form: int, notes: Path) -> None:
    assert await with_file(Said(forms(notes)[form])) == Sent("一年 记录.txt", NOTES)


async def test_the_commands_say_what_the_file_is_for(notes: Path) -> None:
    assert await with_file(Commanded("notice", str(notes))) == Sent("一年 记录.txt", NOTES, "notice")
    assert await with_file(Commanded("import", str(notes))) == Sent("一年 记录.txt", NOTES)


@pytest.mark.parametrize(
    "event",
    [
        Said("走访群众10户18人"),
        Said("没有/不涉及"),
        Said("记录"),
        Said("~没有这个人/记录.txt"),
        Said("字" * 5000),
        Said("a\x00/b.txt"),
        Commanded("import"),
        Commanded("import", "3月5日召开支部大会，参加28人"),
        Commanded("goto", "2"),
    ],
)
async def test_what_names_no_file_stays_what_it_is(
    event: Event, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notes.parent)
    (notes.parent / "记录").write_text("不是它", encoding="utf-8")
    assert await with_file(event) == event


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        ("空.txt", b"", "是空的"),
        ("图.txt", b"\x89PNG", "是图片"),
    ],
)
async def test_a_file_that_gives_no_text_is_refused_in_one_sentence(
    name: str, data: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match=why):
        await with_file(Said(str(tmp_path / name)))


async def test_a_command_naming_no_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="找不到文件"):
        await with_file(Commanded("import", str(tmp_path / "没有.txt")))


def test_a_year_of_notes_goes_in_by_its_path(notes: Path, tmp_path: Path) -> None:
    talk = [*BEGINNING, str(notes), "1", "全收并按建议写", "没有了"]
    replies = run_terminal(talk, tmp_path / "d.db", tmp_path / "out")
    asked = [reply for reply in replies if "《一年 记录.txt》有 6 行，看着像这一年的材料" in reply]
    assert asked
    assert any("收下 6 条" in reply for reply in replies)


def test_a_bad_file_is_told_and_the_talk_goes_on(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no")
    talk = [*BEGINNING[:1], f"/notice {tmp_path / '坏.docx'}", "区委编办党支部"]
    replies = run_terminal(talk, tmp_path / "d.db", tmp_path / "out")
    assert any("坏.docx" in reply for reply in replies)
    assert "您以什么职务述职" in replies[-1]


def test_a_word_file_is_a_notice_by_command(tmp_path: Path) -> None:
    (tmp_path / "通知.docx").write_bytes(word_file("".join(map(p, NOTICE))))
    talk = [*BEGINNING, f"/notice {tmp_path / '通知.docx'}"]
    replies = run_terminal(talk, tmp_path / "d.db", tmp_path / "out")
    assert "从《通知.docx》读出" in replies[-1]
