"""What deploy/README.md says is true: its commands are ones that there are, its tables are complete."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.adapters.telegram.access import ADMINISTRATION
from bot.adapters.telegram.app import FAILED, FAULT, RUNNING
from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.loopback import room
from tests.deploy_files import DEPLOY, ROOT, dockerfile, runs

GUIDE = (DEPLOY / "README.md").read_text(encoding="utf-8")
SYSTEM_PLACE = "/opt/shuzhi/bin/"
KNOWN = {
    "chmod", "chown", "cp", "copy", "docker", "install", "journalctl", "nano", "py", "python3", "rm",
    "systemctl", "useradd", "userdel",
}  # fmt: skip
COMPOSE = {"build", "cp", "down", "exec", "logs", "ps", "run", "start", "stop", "up"}
SERVICE = "shuzhi"


def commands() -> Iterator[list[str]]:
    """Give every command, bare of who runs it and of settings before it."""
    for language, block in re.findall(r"```(sh|bat)\n(.*?)```", GUIDE, re.DOTALL):
        for line in block.splitlines():
            words = line.split() if language == "bat" else shlex.split(line)
            while words[0] in {"sudo", "-u"} or "=" in words[0] or (words[0] == "shuzhi" and "/" in words[1]):
                words = words[1:]
            yield [words[0].replace("venv\\Scripts\\", "venv/bin/"), *words[1:]]


def composed(words: list[str]) -> tuple[str, list[str]]:
    """Take a compose command apart: the subcommand and what follows; its files are there."""
    assert words[:2] == ["docker", "compose"]
    rest = words[2:]
    while rest[0] == "-f":
        assert (ROOT / rest[1]).is_file(), rest[1]
        rest = rest[2:]
    return rest[0], rest[1:]


def test_every_command_is_one_that_a_system_or_the_program_knows() -> None:
    for words in commands():
        assert words[0] in KNOWN or words[0].startswith((SYSTEM_PLACE, "venv/bin/")), words


def test_the_programs_own_commands_are_taken_as_printed() -> None:
    places = (f"{SYSTEM_PLACE}shuzhi", "venv/bin/shuzhi")
    found = [runs(words[1:]) for words in commands() if words[0] in places]
    found += [runs(inner(words)) for words in commands() if inner(words)]
    assert set(found) == {"telegram", "health", "pair", "backup", "restored", "export"}
    (cron,) = re.findall(r"^0 3 \* \* \* cd \S+ && (docker .*)$", GUIDE, re.MULTILINE)
    assert runs(inner(cron.split())) == "backup"


def inner(words: list[str]) -> list[str]:
    """Give the arguments of the program that a compose command runs in the container, if it does."""
    if words[:2] != ["docker", "compose"]:
        return []
    does, rest = composed(words)
    rest = [word for word in rest if word not in {"-T", "--rm"}]
    match does:
        case "exec":
            assert rest[:2] == [SERVICE, dockerfile()[1][1].command("ENTRYPOINT")[0]]
            return rest[2:]
        case "run":
            assert rest[0] == SERVICE
            return rest[1:]
        case _:
            return []


def test_compose_is_asked_for_what_it_can_do_with_the_service_that_there_is() -> None:
    tree = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert list(tree["services"]) == [SERVICE]
    found = [composed(words) for words in commands() if words[:2] == ["docker", "compose"]]
    assert {does for does, _ in found} <= COMPOSE
    places = [each.split(":")[1] for each in tree["services"][SERVICE]["volumes"]]
    for does, rest in found:
        assert does != "cp" or rest[0] in [f"{SERVICE}:{place}" for place in places]
        for word in rest:
            assert not word.startswith("/") or any(word.startswith(place) for place in places), word


def test_the_files_that_are_installed_are_there_and_all_that_there_are_are_told_of() -> None:
    told = set(re.findall(r"deploy/([\w.-]+\w)", GUIDE))
    made = {".env", "env", "fonts", "names.yaml", "telegram_token"}
    assert told - made <= {path.name for path in DEPLOY.iterdir()}
    assert {path.name for path in DEPLOY.iterdir()} <= told | made | {"README.md"}


def test_the_program_is_installed_as_in_the_image() -> None:
    lines = [words for words in commands() if words[0].endswith("/pip")]
    for words in lines:
        assert words[1:] in (
            ["install", "--require-hashes", "-r", "requirements.lock"],
            ["install", "--no-deps", "."],
            ["install", "--no-deps", "--force-reinstall", "."],
        )
    assert len(lines) == 10
    python = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert f"Python {python.removeprefix('>=')} 或更高" in GUIDE


def test_the_units_are_started_and_removed_by_their_names() -> None:
    units = {path.name for path in DEPLOY.iterdir() if path.suffix in {".service", ".timer"}}
    for words in commands():
        if words[0] == "systemctl" and "daemon-reload" not in words:
            named = {word for word in words if word.startswith("shuzhi")}
            assert named
            assert named <= units
    for unit in units:
        assert f"/etc/systemd/system/{unit}" in GUIDE


def test_every_exit_code_is_explained() -> None:
    assert re.findall(r"^\| (\d+) \|", GUIDE, re.MULTILINE) == ["0", str(FAULT), str(FAILED), str(RUNNING)]


def test_every_figure_is_explained_and_none_that_there_is_not(tmp_path: Path) -> None:
    gauges = Gauges()
    gauges.updates["talk"] += 1
    gauges.heard()
    (tmp_path / "drafts.db").touch()
    depths = (
        "inbox_depth",
        "inbox_set_aside",
        "inbox_oldest_seconds",
        "outbox_depth",
        "outbox_oldest_seconds",
    )
    waiting = dict.fromkeys(depths, 0.0) | room(tmp_path / "drafts.db") | {"store_answers": 1}
    shown = {line.split()[2] for line in gauges.lines(waiting) if line.startswith("# TYPE")}
    assert shown == set(re.findall(r"^\| `(shuzhi_\w+)` \|", GUIDE, re.MULTILINE))


def test_what_the_log_is_said_to_say_it_says() -> None:
    sources = [
        path for place in ("adapters/telegram", "store") for path in (ROOT / "bot" / place).glob("*.py")
    ]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    table = GUIDE.partition("| 日志里说 |")[2].partition("\n\n")[0]
    sentences = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert len(sentences) > 5
    for sentence in sentences:
        assert sentence in code


@pytest.mark.parametrize("command", sorted(ADMINISTRATION))
def test_an_administrator_is_told_every_command(command: str) -> None:
    assert f"`/{command}" in GUIDE


def test_the_readme_leads_here() -> None:
    assert "deploy/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")
