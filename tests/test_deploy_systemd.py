"""The units of systemd agree with the program, and systemd itself takes them."""

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.adapters.telegram.app import FAILED, FAULT, LAST_SENDS, RUNNING
from bot.adapters.telegram.settings_file import merged
from tests.bot_api.program import PATIENCE, Program
from tests.bot_api.server import BotApi
from tests.deploy_files import DEPLOY, runs, unit

BOT = unit("shuzhi.service")["Service"]
BACKUP = unit("shuzhi-backup.service")["Service"]
TIMER = unit("shuzhi-backup.timer")
UNITS = ("shuzhi.service", "shuzhi-backup.service", "shuzhi-backup.timer")
ANALYZE = shutil.which("systemd-analyze")
DATABASE = "/var/lib/shuzhi/drafts.db"


def single(section: dict[str, list[str]], key: str) -> str:
    (value,) = section[key]
    return value


def seconds(section: dict[str, list[str]], key: str) -> int:
    return int(single(section, key))


def test_the_units_run_commands_that_there_are() -> None:
    program, *bot = single(BOT, "ExecStart").split()
    same, *backup = single(BACKUP, "ExecStart").split()
    assert program == same == "/opt/shuzhi/bin/shuzhi"
    assert runs(bot) == "telegram"
    assert runs(backup) == "backup"


def test_the_database_lies_where_the_unit_may_write_whatever_the_settings_say() -> None:
    for section in (BOT, BACKUP):
        assert single(section, "ExecStart").endswith(f"--db {DATABASE}")
    assert Path(DATABASE).parent == Path("/var/lib", single(BOT, "StateDirectory"))
    folder = single(BACKUP, "ExecStart").split()[2]
    assert single(BACKUP, "ReadWritePaths").split() == [folder, str(Path(DATABASE).parent)]


def test_only_a_fault_of_the_program_or_of_the_machine_is_answered_with_another_start() -> None:
    assert single(BOT, "Restart") == "on-failure"
    assert single(BOT, "RestartPreventExitStatus").split() == [str(FAILED)]
    assert FAILED not in {FAULT, RUNNING}  # another bot on the same token may be gone in a minute


def test_the_program_has_time_to_stop() -> None:
    assert single(BOT, "Type") == "notify"
    assert seconds(BOT, "TimeoutStopSec") > 10 * LAST_SENDS


def test_the_bot_and_the_backup_are_nobody_special() -> None:
    for section in (BOT, BACKUP):
        assert single(section, "User") == single(section, "Group") == "shuzhi"
        assert single(section, "CapabilityBoundingSet") == ""
        assert single(section, "ProtectSystem") == "strict"
        assert single(section, "NoNewPrivileges") == "yes"
        assert single(section, "UMask") == "0077"


def test_the_timer_starts_the_backup() -> None:
    assert set(TIMER) == {"Unit", "Timer", "Install"}
    assert single(TIMER["Timer"], "Persistent") == "true"
    assert single(TIMER["Install"], "WantedBy") == "timers.target"
    assert "shuzhi-backup.service" in UNITS  # a timer starts the service of its own name


def test_the_example_of_the_settings_is_an_environment_file() -> None:
    assert single(BOT, "EnvironmentFile") == "/etc/shuzhi.env"
    assert "SHUZHI_TELEGRAM_TOKEN" in merged({}, DEPLOY / "env.example")


@pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not installed here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/opt/shuzhi/bin/shuzhi", sys.executable), encoding="utf-8")
    run = analyze("verify", "--man=no", *(str(tmp_path / name) for name in UNITS))
    assert [line for line in run.stderr.splitlines() if "shuzhi" in line] == []
    assert run.returncode == 0, run.stderr


@pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not installed here")
@pytest.mark.parametrize("name", ["shuzhi.service", "shuzhi-backup.service"])
def test_systemd_calls_the_services_well_protected(name: str, tmp_path: Path) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace("/opt/shuzhi/bin/shuzhi", sys.executable), encoding="utf-8")
    run = analyze("security", "--offline=true", "--threshold=35", "--no-pager", str(tmp_path / name))
    assert run.returncode == 0, run.stdout[-400:] + run.stderr


@pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not installed here")
def test_the_timer_means_once_a_night() -> None:
    run = analyze("calendar", "--iterations=2", single(TIMER["Timer"], "OnCalendar"))
    assert run.returncode == 0, run.stderr
    assert len(re.findall(r" 03:00:00", run.stdout)) >= 2


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ANALYZE), *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has abstract sockets")
def test_a_bot_that_works_says_so_often_enough_for_its_unit(tmp_path: Path) -> None:
    api, name = BotApi(), f"\0shuzhi-{tmp_path.name}-{id(tmp_path)}"
    within = seconds(BOT, "WatchdogSec")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(name)
        channel.settimeout(PATIENCE)
        watched = {"NOTIFY_SOCKET": f"@{name[1:]}", "WATCHDOG_USEC": str(within * 1_000_000)}
        with Program(api, tmp_path / "drafts.db", **watched) as program:
            assert {channel.recv(99), channel.recv(99)} == {b"READY=1", b"WATCHDOG=1"}
            assert api.until(lambda: any(method == "getUpdates" for method, _ in api.calls))
            assert program.stop()[0] == 0
            assert channel.recv(99) == b"STOPPING=1"
    api.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="systemd is not there")
def test_a_bot_that_cannot_start_never_says_that_it_is_ready(tmp_path: Path) -> None:
    api = BotApi()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.settimeout(0)
        wrong = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "SHUZHI_ACESS": "open"}
        with Program(api, tmp_path / "drafts.db", **wrong) as program:
            assert program.process.wait(PATIENCE) == FAILED
            assert "SHUZHI_ACCESS" in program.kill()
        with pytest.raises(BlockingIOError):
            channel.recv(99)
    api.stop()
