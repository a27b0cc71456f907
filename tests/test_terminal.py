"""The terminal: each message is taken once and answered, whatever the pipe, the disk or the user does."""

import asyncio
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from subprocess import PIPE
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.terminal import run
from bot.adapters.terminal.console import Console
from bot.adapters.terminal.screen import GoneError, Screen
from bot.adapters.terminal.talk import Talk
from bot.conversation import Conversation
from bot.desk import Desk
from bot.events import Commanded, Event, Opened, Said
from bot.replies import Choice, Question, Say
from bot.store.faults import DiskFullError, TracesRemainError
from bot.store.store import Store
from bot.store.transaction import Transaction
from phrasebank.loading import BrokenFileError
from tests.driving import ROOT, Paper, Terminal, run_piped, run_terminal

T = TypeVar("T")

PROFILE = ("2", "区委编办党支部", "党支部书记", "李明", "2025")
ESCAPE = "\x1b"

needs_terminals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "drafts.db"


# Through a pipe


def test_a_line_is_a_message_and_a_number_picks_the_choice(db: Path, tmp_path: Path) -> None:
    greeting, genres, chosen, organization, *_ = run_terminal(PROFILE[:1], db, tmp_path)
    assert "述职报告写作助手" in greeting
    assert "\n  2. 抓基层党建工作述职报告" in genres
    assert chosen == "好，写《抓基层党建工作述职报告》。\n"
    assert "单位" in organization


def test_a_pipe_carries_neither_prompts_nor_colours(db: Path, tmp_path: Path) -> None:
    shown = "".join(run_terminal([*PROFILE, "/help"], db, tmp_path))
    assert ESCAPE not in shown
    assert not re.search("^>", shown, re.MULTILINE)
    assert "\n\n" not in shown


def test_blank_lines_are_no_messages(tmp_path: Path) -> None:
    with_blanks = [line for said in PROFILE for line in ("", said, " \t", "　")]
    plain = run_terminal(PROFILE, tmp_path / "plain.db", tmp_path)
    assert run_terminal(with_blanks, tmp_path / "blank.db", tmp_path) == plain


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_line_ends_and_encodings_make_no_difference(tmp_path: Path, encoding: str, end: str) -> None:
    piped = end.join([*PROFILE, "/history"]).encode(encoding)  # the last line has no end
    code, replies, _ = run_piped(piped, tmp_path / "drafts.db", tmp_path)
    assert code == 0
    told = [line.partition("轮　")[2] for line in replies[-2].splitlines()[:-1]]
    assert told[0].startswith("选“抓基层党建")
    assert tuple(told[1:]) == PROFILE[1:]


def test_nothing_piped_in_is_a_greeting_and_a_question(db: Path, tmp_path: Path) -> None:
    code, (_, question), complaints = run_piped(b"", db, tmp_path)
    assert (code, complaints) == (0, "")
    assert "哪一种" in question


def test_a_message_that_is_too_long_is_refused_and_the_talk_goes_on(db: Path, tmp_path: Path) -> None:
    lines = ["2", "长" * 100_001, "很长" * 1_500_000, "区委编办党支部"]
    *_, first, again, second, anew, post = run_terminal(lines, db, tmp_path)
    assert "这条太长" in first
    assert "这条太长" in second
    assert again == anew
    assert "职务" in post


@settings(max_examples=25)
@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([b"2", b"\x00", b"/undo", "一".encode()]))))
def test_no_bytes_stop_the_talk(messages: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        code, replies, complaints = run_piped(b"\n".join(messages), Path(folder, "drafts.db"), Path(folder))
    assert (code, complaints) == (0, "")
    assert not any(ESCAPE in reply or "出了意外" in reply for reply in replies)


def test_the_next_process_goes_on_where_the_last_one_stood(db: Path, tmp_path: Path) -> None:
    *_, question = run_terminal(PROFILE[:3], db, tmp_path)
    welcome, _, again = run_terminal([], db, tmp_path)
    assert "欢迎回来" in welcome
    assert again == question


def test_the_first_answer_can_be_undone(db: Path, tmp_path: Path) -> None:
    _, genres, *_, undone, again = run_terminal(["2", "撤销"], db, tmp_path)
    assert undone.startswith("撤销了上一步（“选‘抓基层党建工作述职报告")
    assert again == genres


async def killed_before_it_showed_anything(db: Path) -> None:
    store = await Store.open(db)
    conversation = Conversation(Desk(), store)
    events: tuple[Event, ...] = (Opened(), Said("2"), Commanded("export", "txt"))
    for number, event in enumerate(events):
        await conversation.handle("local", f"killed-{number}", event)
    await store.close()


def test_what_a_killed_process_had_still_to_show_is_not_shown_later(db: Path, tmp_path: Path) -> None:
    asyncio.run(killed_before_it_showed_anything(db))
    shown = "".join(run_terminal(["区委编办党支部"], db, tmp_path))
    assert "好，写《" not in shown
    assert shown.count("单位") == 1
    assert list(tmp_path.glob("*.txt")) == []


# Files


def test_an_export_is_written_into_the_folder_and_named(db: Path, tmp_path: Path) -> None:
    *_, told, _ = run_terminal([*PROFILE, "/export md"], db, tmp_path / "reports")
    path = Path(told.removeprefix("已导出：").rstrip("\n"))
    assert path.parent == tmp_path / "reports"
    assert "区委编办党支部" in path.read_text(encoding="utf-8")


def test_an_export_that_cannot_be_written_says_why_and_the_talk_goes_on(db: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("这里不是文件夹", encoding="utf-8")
    *_, told, question, answer, _ = run_terminal([*PROFILE, "/export txt", "/facts"], db, tmp_path / "file")
    assert "不是文件夹，请换一个位置再导出" in told
    assert "项" in question
    assert "事实" in answer


# What cannot be opened


def test_a_database_that_cannot_be_opened_is_one_sentence_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes("不是数据库".encode() * 200)
    code, replies, complaint = run_piped(b"2\n", tmp_path / "other.db", tmp_path)
    assert (code, replies) == (2, [])
    assert "已损坏或不是草稿库" in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("broken", "heard"),
    [("bot/outlines/party_building.yaml", []), ("phrasebank/curation/leads.yaml", ["好"])],
)
def test_a_damaged_file_of_the_program_is_named_and_what_was_said_before_is_kept(
    tmp_path: Path, broken: str, heard: list[str]
) -> None:
    for package in ("bot", "phrasebank"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / broken).write_text("id: [", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "--db", str(tmp_path / "drafts.db")]
    lines = "\n".join([*PROFILE, "/preview", "不会读到这里"])
    result = subprocess.run(
        command, cwd=tmp_path, input=lines, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 2
    assert broken in result.stderr
    assert "Traceback" not in result.stderr
    assert [line[0] for line in result.stdout.splitlines() if line.startswith("好，写")] == heard


# Troubles on the way


class Troubled(Store):
    """A store that fails as told, unit by unit: before the work, or with ``TracesRemainError`` after it."""

    def __init__(self, sound: Store) -> None:
        self.troubles: list[Exception | None] = []
        self._sound = sound

    async def perform(self, work: Callable[[Transaction], T]) -> T:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble and not isinstance(trouble, TracesRemainError):
            raise trouble
        done = await self._sound.perform(work)
        if trouble:
            raise trouble
        return done


@pytest.fixture
async def store(db: Path) -> AsyncIterator[Troubled]:
    sound = await Store.open(db)
    yield Troubled(sound)
    await sound.close()


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
async def talk(store: Troubled, paper: Paper, tmp_path: Path) -> Talk:
    talk = Talk(Conversation(Desk(), store), "local", Screen(paper), tmp_path, Question(""))
    await talk.begin()
    return talk


async def test_a_message_that_was_not_stored_is_told_of_and_can_be_sent_again(
    talk: Talk, store: Troubled, paper: Paper, db: Path
) -> None:
    store.troubles = [DiskFullError(db)]
    await talk.take("2")
    assert paper.entries == [f"{DiskFullError(db)}\n"]
    await talk.take("2")
    assert paper.entries[1] == "好，写《抓基层党建工作述职报告》。\n"


async def test_the_first_message_waits_for_the_opening_to_be_stored(
    store: Troubled, paper: Paper, tmp_path: Path, db: Path
) -> None:
    talk = Talk(Conversation(Desk(), store), "local", Screen(paper), tmp_path, Question(""))
    store.troubles = [DiskFullError(db)]
    await talk.take("2")
    await talk.take("2")
    await talk.take("/undo")
    assert paper.entries[0] == f"{DiskFullError(db)}\n"
    assert any(entry.startswith("撤销了上一步") for entry in paper.entries)


async def test_traces_that_remain_are_told_of_beside_the_answer(
    talk: Talk, store: Troubled, paper: Paper, db: Path
) -> None:
    await talk.take("2")
    await talk.take("/forget")
    store.troubles = [TracesRemainError(db)]
    paper.entries.clear()
    await talk.take("1")
    traces, erased, question = paper.entries
    assert traces == f"{TracesRemainError(db)}\n"
    assert "已彻底删除" in erased
    assert "哪一种" in question


async def test_replies_are_shown_once_even_where_that_cannot_be_noted(
    talk: Talk, store: Troubled, paper: Paper, db: Path
) -> None:
    store.troubles = [None, None, DiskFullError(db)]
    await talk.take("2")
    await talk.take("区委编办党支部")
    assert [entry for entry in paper.entries if entry.startswith("好，写")] == paper.entries[:1]
    assert not any("磁盘" in entry for entry in paper.entries)


async def test_the_unexpected_gets_a_number_and_the_log_no_word_of_the_user(
    talk: Talk, store: Troubled, paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    store.troubles = [RuntimeError("张三收了5万元")]
    await talk.take("2")
    (told,) = paper.entries
    number = re.search("编号 ([0-9a-f]{6})", told)
    assert number
    assert "没有记上" in told
    (record,) = caplog.messages
    assert record.startswith(f"{number[1]}: RuntimeError at tests.test_terminal:")
    assert "张三" not in caplog.text


async def test_an_export_that_fails_unexpectedly_loses_nothing(
    talk: Talk, store: Troubled, paper: Paper
) -> None:
    await talk.take("2")
    store.troubles = [None, None, RuntimeError("读不出")]
    await talk.take("/export txt")
    told, question = paper.entries[-2:]
    assert "文件没有写成，草稿都在" in told
    assert "单位" in question


async def test_a_damaged_file_of_the_program_ends_the_talk(talk: Talk, store: Troubled) -> None:
    store.troubles = [BrokenFileError("文件 leads.yaml 第 1 行不是正确的 YAML。")]
    with pytest.raises(BrokenFileError):
        await talk.take("2")


async def test_an_interrupted_turn_is_caught_up_with(talk: Talk, store: Troubled, paper: Paper) -> None:
    await Conversation(Desk(), store).handle("local", "interrupted", Said("2"))
    await talk.catch_up()
    chosen, question = paper.entries
    assert chosen.startswith("好，写")
    assert talk.question.text in question


async def test_an_interrupt_at_the_first_prompt_brings_up_nothing_old(
    store: Troubled, paper: Paper, tmp_path: Path
) -> None:
    conversation = Conversation(Desk(), store)
    await conversation.handle("local", "killed", Said("2"))
    await Talk(conversation, "local", Screen(paper), tmp_path, Question("")).catch_up()
    assert paper.entries == []


# The screen


def test_choices_are_numbered_and_aligned() -> None:
    paper = Paper()
    Screen(paper).show(Question("哪一项？", tuple(Choice(str(n), f"第{n}项") for n in range(1, 11))))
    lines = "".join(paper.entries).splitlines()
    assert (lines[0], lines[1], lines[10]) == ("哪一项？", "  1. 第1项", " 10. 第10项")


def test_what_is_shown_cannot_steer_the_terminal() -> None:
    paper = Paper()
    Screen(paper).show(Say("清屏\x1b[2J标题\x1b]0;改名\x07\x9b31m\r覆盖\n下一行\t完"))
    assert paper.entries == ["清屏[2J标题]0;改名31m覆盖\n下一行\t完\n"]


class Broken(Paper):
    """A standard output that fails from some reply on."""

    def __init__(self, error: Exception, after: int) -> None:
        super().__init__()
        self._error = error
        self._after = after

    def write(self, text: str) -> int:
        if len(self.entries) == self._after:
            raise self._error
        return super().write(text)


@pytest.mark.parametrize(
    ("error", "code", "complaint"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 0, ""),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "没法再往外显示（No space left on device）"),
        (ValueError("I/O operation on closed file"), 2, "没法再往外显示"),
    ],
)
def test_where_nothing_can_be_shown_the_talk_ends_with_everything_stored(
    db: Path, tmp_path: Path, error: Exception, code: int, complaint: str
) -> None:
    stderr, lines = Paper(), tmp_path / "lines.txt"
    lines.write_text("\n".join(PROFILE), encoding="utf-8")
    with lines.open("rb") as stdin:
        assert run(db, tmp_path, Console(stdin, Broken(error, after=4), stderr)) == code
    assert complaint in "".join(stderr.entries)
    *_, question = run_terminal([], db, tmp_path)
    assert "职务" in question


async def test_a_screen_that_is_gone_is_not_taken_for_trouble_with_the_turn(
    store: Troubled, tmp_path: Path
) -> None:
    gone = Broken(BrokenPipeError(errno.EPIPE, "Broken pipe"), after=0)
    talk = Talk(Conversation(Desk(), store), "local", Screen(gone), tmp_path, Question(""))
    with pytest.raises(GoneError):
        await talk.take("2")


# As a process


def command(db: Path) -> list[str]:
    return [sys.executable, "-m", "bot", "--db", str(db)]


def test_a_reader_that_goes_away_ends_the_program_quietly(db: Path, tmp_path: Path) -> None:
    with subprocess.Popen(command(db), cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        while b"5. " not in process.stdout.readline():  # the last line of the opening
            pass
        process.stdout.close()
        process.stdin.write("2\n区委编办党支部\n".encode())
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
    *_, question = run_terminal([], db, tmp_path)
    assert "单位" in question  # the message that was answered when nobody listened any more is stored


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process alone")
def test_an_interrupt_ends_a_piped_talk_at_once_and_politely(db: Path) -> None:
    with subprocess.Popen(command(db), cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"2\n")
        process.stdin.flush()
        while "单位".encode() not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        complaint = process.stderr.read().decode()
    assert process.returncode == 0
    assert "都存着" in complaint
    assert "Traceback" not in complaint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_under_standard_output_is_one_sentence(db: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            command(db), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=full, stderr=PIPE, check=False
        )
    assert result.returncode == 2
    assert result.stderr.decode().count("\n") == 1


# In a terminal


EDITOR = "\x1b[?2004h"
"""What the line editor writes when it is ready: from now on, pasted text comes marked as such."""


@needs_terminals
def test_killed_in_the_middle_the_same_question_comes_again(db: Path) -> None:
    with Terminal(db) as terminal:
        terminal.until("哪一种")
        terminal.type("2\r")
        terminal.until("单位")
        terminal.until(EDITOR)
        terminal.type("区委编办党支部\r")
        terminal.until("职务述职？")
        terminal.kill()
    with Terminal(db) as terminal:
        assert "欢迎回来" in terminal.until("职务述职？")


@needs_terminals
def test_what_is_typed_before_the_line_editor_is_ready_is_not_lost(db: Path) -> None:
    with Terminal(db) as terminal:
        terminal.until("\n> ")
        terminal.type("2\r区委编办党支部\r")
        terminal.until("职务述职？")


@needs_terminals
def test_ctrl_c_clears_the_line_and_twice_in_a_row_leaves(db: Path) -> None:
    with Terminal(db) as terminal:
        terminal.until(EDITOR)
        terminal.type("打错了\x03")
        terminal.until("再按一次 Ctrl-C 退出，内容都存着")
        terminal.until(EDITOR)
        terminal.type("又打错了\x03")
        terminal.until("再按一次 Ctrl-C 退出")
        terminal.until(EDITOR)
        terminal.type("\x03")
        assert "都存着" in terminal.rest()
        assert terminal.exit_code() == 0


@needs_terminals
def test_ctrl_d_leaves_with_a_friendly_word(db: Path) -> None:
    with Terminal(db) as terminal:
        terminal.until(EDITOR)
        terminal.type("\x04")
        assert "您说的每一句都存着，下次启动就从这个问题接着写" in terminal.rest()
        assert terminal.exit_code() == 0


@needs_terminals
@pytest.mark.parametrize("keys", ["\x1b[200~甲\r\n乙\n丙\x1b[201~", "甲\x1b\r乙\x1b\r丙"])
def test_pasted_lines_and_alt_enter_make_one_message(db: Path, keys: str) -> None:
    with Terminal(db) as terminal:
        terminal.until(EDITOR)
        terminal.type("2\r")
        terminal.until("单位")
        terminal.until(EDITOR)
        terminal.type(keys)
        terminal.until("丙")
        terminal.type("\r")
        terminal.until("职务述职？")
        terminal.until(EDITOR)
        terminal.type("/history\r")
        assert "轮　甲 乙 丙\r\n" in terminal.until("职务述职？")


@needs_terminals
def test_history_comes_from_the_draft_and_goes_with_it(db: Path, tmp_path: Path) -> None:
    run_terminal(PROFILE[:2], db, tmp_path)
    with Terminal(db) as terminal:
        terminal.until(EDITOR)
        terminal.type("\x1b[A")
        terminal.until("区委编办党支部")
        terminal.type("\x03")
        terminal.until(EDITOR)
        terminal.type("/forget all\r")
        terminal.until(EDITOR)
        terminal.type("1\r")
        terminal.until("哪一种")
        terminal.until(EDITOR)
        terminal.type("\x1b[A\x1b[A\x15/help\r")
        assert "区委编办党支部" not in terminal.until("看命令")


@needs_terminals
def test_commands_and_choices_are_completed_with_what_they_do(db: Path) -> None:
    with Terminal(db) as terminal:
        terminal.until(EDITOR)
        terminal.type("/his")
        terminal.until("看说过的话")
        terminal.type("\t\r")
        terminal.until("还没有说过话")
        terminal.until(EDITOR)
        terminal.type("抓基层\t")
        terminal.until("> 2")
        terminal.type("\r")
        terminal.until("好，写《抓基层党建工作述职报告》")


@needs_terminals
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": "", "TERM": "dumb"}, False)],
)
def test_colours_can_be_declined(db: Path, environment: dict[str, str], *, coloured: bool) -> None:
    with Terminal(db, environment=environment) as terminal:
        assert ("\x1b[1m" in terminal.until("\n> ")) == coloured
        terminal.type("2\r")
        assert ("\x1b[1m" in terminal.until("单位")) == coloured


@needs_terminals
def test_a_dumb_terminal_is_neither_painted_nor_redrawn(db: Path) -> None:
    with Terminal(db, environment={"TERM": "dumb"}) as terminal:
        shown = terminal.until("\n> ") + terminal.until("> ")
        terminal.type("2\r")
        shown += terminal.until("单位")
    assert "\x1b[1m" not in shown
    assert "\x1b[J" not in shown


def test_no_user_word_is_written_anywhere_but_into_the_database(db: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    lines = "\n".join(PROFILE).encode()
    subprocess.run(command(db), cwd=home, env=environment, input=lines, stdout=PIPE, check=True)
    written = [path for path in home.rglob("*") if path.is_file()]
    assert all(path.parent == home / ".cache" / "shuzhi" for path in written)
    for word in filter(str.isalpha, PROFILE):
        assert not any(word.encode() in path.read_bytes() for path in written)
