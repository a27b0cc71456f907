"""Settings from a file, and what the operator is told of a mistake in them."""

import asyncio
import io
import json
import logging
from collections.abc import Coroutine, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters import telegram
from bot.adapters.telegram import logs
from bot.adapters.telegram.app import FAILED, FAULT, RUNNING, main
from bot.adapters.telegram.health import check
from bot.adapters.telegram.lock import alone
from bot.adapters.telegram.settings import Settings, SettingsError, read
from bot.adapters.telegram.settings_file import Asked, demand_known, merged
from tests.deploy_files import DEPLOY
from tests.telegram_fake import TOKEN

MARKED = "朱雀湖畔帮扶困难党员"
ENOUGH = {"SHUZHI_TELEGRAM_TOKEN": TOKEN}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.env"


@pytest.fixture
def quiet_logging() -> Iterator[None]:
    """Put the root logger back as it was."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    logging.captureWarnings(capture=False)
    root.level, root.handlers[:] = before


def refused(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        _known(environ)
    return str(caught.value)


def _known(environ: dict[str, str]) -> None:
    read(asked := Asked(environ))
    demand_known(asked)


def test_the_example_is_a_settings_file_that_lacks_nothing_but_the_token() -> None:
    settings = merged(ENOUGH, DEPLOY / "env.example")
    assert read(settings) == Settings(TOKEN)
    _known(settings)


def test_the_environment_goes_before_the_file(file: Path) -> None:
    file.write_text("SHUZHI_ACCESS=open\nSHUZHI_LOG=json\n", encoding="utf-8")
    settings = read(merged(ENOUGH | {"SHUZHI_LOG": "text"}, file))
    assert (settings.access, settings.log) == ("open", "text")


def test_notepad_windows_lines_blanks_and_quotation_marks_are_taken(file: Path) -> None:
    file.write_bytes(
        b"\xef\xbb\xbf# \xe8\xae\xbe\r\n\r\n  SHUZHI_ACCESS=\"open\"  \r\nSHUZHI_USERS='8'\r\nSHUZHI_LOG=\r\n"
    )
    settings = read(merged(ENOUGH, file))
    assert (settings.access, settings.users) == ("open", frozenset({8}))


@pytest.mark.parametrize("line", ["SHUZHI_ACCESS", "SHUZHI_ACCESS = open", "export A=1", "=1", TOKEN])
def test_a_line_that_is_no_setting_is_named_by_its_number_and_not_shown(line: str, file: Path) -> None:
    file.write_text(f"# 设置\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="第 2 行") as caught:
        merged({}, file)
    assert TOKEN not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, file: Path) -> None:
    with pytest.raises(SettingsError, match="没有"):
        merged({}, tmp_path / "没有.env")
    file.write_bytes("# 设置".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        merged({}, file)


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z_]{1,20}", fullmatch=True), st.from_regex(r"[ -~一-龥]{0,20}", fullmatch=True)
    )
)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]) -> None:
    file = tmp_path_factory.mktemp("settings") / "bot.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
    found = merged({}, file)
    assert set(found) == set(settings)
    for name, value in settings.items():
        assert (
            found[name] == value.strip()
            or f"{value.strip()[0]}{found[name]}{value.strip()[0]}" == value.strip()
        )


@given(st.binary(max_size=200))
def test_no_file_makes_it_stumble(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("settings") / "bot.env"
    file.write_bytes(data)
    assert "\n" not in complaint(file)


def complaint(file: Path) -> str:
    try:
        merged({}, file)
    except SettingsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SHUZHI_ADMIN", "SHUZHI_ADMINS"),
        ("SHUZHI_ACESS", "SHUZHI_ACCESS"),
        ("SHUZHI_TELEGRAM_TOKENFILE", "SHUZHI_TELEGRAM_TOKEN_FILE"),
        ("SHUZHI_咖啡", "env.example"),
    ],
)
def test_a_setting_that_there_is_not_is_refused_with_the_one_that_was_meant(name: str, told: str) -> None:
    sentence = refused(ENOUGH | {name: "7"})
    assert name in sentence
    assert told in sentence


def test_what_belongs_to_others_is_left_alone() -> None:
    _known(ENOUGH | {"PATH": "/bin", "TZ": "Asia/Shanghai", "TELEGRAM_TOKEN": "x"})


def test_a_misspelt_setting_ends_the_program_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert telegram.run(ENOUGH | {"SHUZHI_ADMIN": "7"}, None) == FAILED
    assert capsys.readouterr().err == "没有 SHUZHI_ADMIN 这项设置，请改名或删掉；是不是 SHUZHI_ADMINS？\n"


@pytest.mark.usefixtures("quiet_logging")
def test_a_program_that_reads_the_log_can_read_why_it_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "drafts.db"
    with alone(database):
        assert main(Settings(TOKEN, log="json"), database) == RUNNING
        assert main(Settings(TOKEN, log="text"), database) == RUNNING
    first, second = capsys.readouterr().err.splitlines()
    assert json.loads(first)["level"] == "CRITICAL"
    assert json.loads(first)["message"] == second
    assert main(Settings(TOKEN, proxy="socks9://x"), database) == FAILED


@pytest.mark.usefixtures("quiet_logging")
def test_a_fault_of_the_program_ends_it_without_giving_anything_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asyncio, "run", _broken)
    assert main(Settings(TOKEN, log="json"), tmp_path / "drafts.db") == FAULT
    (line,) = capsys.readouterr().err.splitlines()
    assert "RuntimeError" in json.loads(line)["exception"]
    assert "朱雀" not in line


def _broken(work: Coroutine[None, None, None]) -> None:
    work.close()
    raise RuntimeError(MARKED)


def test_the_health_check_looks_at_the_database_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "drafts.db").write_bytes(b"x" * 5000)
    assert check({"SHUZHI_METRICS": ""}, tmp_path / "drafts.db") == 1
    assert "已损坏" in capsys.readouterr().err


def test_a_librarys_warning_is_a_line_without_values() -> None:
    shown = io.StringIO()
    handler = logs.handler(Settings(TOKEN, log="json"), shown)
    record = logging.LogRecord("py.warnings", logging.WARNING, "x", 1, "%s", (f"朱雀湖畔 {TOKEN}",), None)
    handler.emit(record)
    assert json.loads(shown.getvalue())["message"] == "%s"
