"""The compose files: nothing misspelt, nothing that the image or the program does not know.

What a key is called and takes: the Compose Specification, in the part that is used here.
"""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.adapters.telegram.app import LAST_SENDS
from bot.adapters.telegram.settings import read
from bot.adapters.telegram.settings_file import Asked, merged
from tests.bot_api.server import TOKEN
from tests.deploy_files import DEPLOY, ROOT, dockerfile

FILES = sorted(DEPLOY.glob("compose*.yaml"))
OVERRIDES = [file for file in FILES if file.name != "compose.yaml"]

Tree = dict[str, Any]

TOP: dict[str, type] = {"name": str, "services": dict, "volumes": dict, "secrets": dict}
SERVICE: dict[str, type] = {
    "build": dict,
    "cap_drop": list,
    "env_file": list,
    "environment": dict,
    "extra_hosts": list,
    "image": str,
    "init": bool,
    "logging": dict,
    "mem_limit": str,
    "pids_limit": int,
    "ports": list,
    "read_only": bool,
    "restart": str,
    "secrets": list,
    "security_opt": list,
    "stop_grace_period": str,
    "tmpfs": list,
    "volumes": list,
}
BUILD: dict[str, type] = {"context": str, "dockerfile": str, "args": dict}
LOGGING: dict[str, type] = {"driver": str, "options": dict}


def read_file(file: Path) -> Tree:
    tree: Tree = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tree


BASE = read_file(DEPLOY / "compose.yaml")
SERVICES: Tree = BASE["services"]
BOT: Tree = SERVICES["shuzhi"]
ARGUMENTS, (BUILDING, FINAL) = dockerfile()


def demand(tree: Tree, known: dict[str, type]) -> None:
    for name, value in tree.items():
        assert type(value) is known[name], name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_key_is_known_and_of_its_kind(file: Path) -> None:
    tree = read_file(file)
    demand(tree, TOP)
    assert set(tree["services"]) <= set(SERVICES)
    for service in tree["services"].values():
        demand(service, SERVICE)
        demand(service.get("build", {}), BUILD)
        demand(service.get("logging", {}), LOGGING)
        options = service.get("logging", {}).get("options", {})
        for value in (*service.get("environment", {}).values(), *options.values()):
            assert isinstance(value, str)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_is_one_that_the_program_reads(file: Path) -> None:
    environ = Asked({"SHUZHI_TELEGRAM_TOKEN": TOKEN})
    read(environ)
    for service in read_file(file)["services"].values():
        given = {name for name in service.get("environment", {}) if name != "TZ"}
        assert given <= environ.names


def test_the_image_is_built_from_a_dockerfile_that_is_there_with_arguments_that_it_takes() -> None:
    build = BOT["build"]
    context = DEPLOY / build["context"]
    assert context.resolve() == ROOT
    assert (context / build["dockerfile"]).is_file()
    taken = dict(ARGUMENTS)
    taken |= {name: value for name, _, value in (told.partition("=") for told in BUILDING.all("ARG"))}
    for name, value in build["args"].items():
        assert value == f"${{{name}:-{taken[name]}}}"


def test_the_settings_lie_beside_the_file_and_the_database_in_the_volume() -> None:
    assert BOT["env_file"] == [".env"]
    assert (DEPLOY / "env.example").is_file()
    assert BOT["environment"] == {name: FINAL.environ[name] for name in ("SHUZHI_DB", "TZ")}
    mounted = dict(each.split(":") for each in BOT["volumes"])
    assert list(mounted) == list(BASE["volumes"])
    assert list(mounted.values()) == FINAL.command("VOLUME")


def test_the_container_may_do_nothing_but_what_the_bot_does() -> None:
    assert BOT["read_only"] is True
    assert BOT["cap_drop"] == ["ALL"]
    assert BOT["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in BOT
    assert not {"privileged", "network_mode", "pid", "devices", "cap_add"} & set(BOT)
    assert all(not volume.startswith(("/", ".")) for volume in BOT["volumes"])


def test_neither_memory_nor_processes_nor_the_log_grow_without_end() -> None:
    assert re.fullmatch(r"\d+[mg]", BOT["mem_limit"])
    assert BOT["pids_limit"] > 0
    options = BOT["logging"]["options"]
    assert re.fullmatch(r"\d+m", options["max-size"])
    assert int(options["max-file"]) > 1


def test_it_is_started_again_and_given_time_to_stop() -> None:
    assert BOT["restart"] == "unless-stopped"
    assert int(BOT["stop_grace_period"].removesuffix("s")) > 10 * LAST_SENDS


@pytest.mark.parametrize("name", ["secret", "names"])
def test_what_is_secret_comes_from_a_file_that_git_passes_over(name: str) -> None:
    tree = read_file(DEPLOY / f"compose.{name}.yaml")
    service, secrets = tree["services"]["shuzhi"], tree["secrets"]
    (secret,) = service["secrets"]
    assert list(service["environment"].values()) == [f"/run/secrets/{secret}"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/deploy/{Path(secrets[secret]['file']).name}" in ignored
    assert "*.env" in ignored


def test_the_secrets_are_taken(tmp_path: Path) -> None:
    token, names = tmp_path / "telegram_token", tmp_path / "names"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    names.write_text("单位:\n  甲: 区委编办\n", encoding="utf-8")
    given = {"SHUZHI_TELEGRAM_TOKEN_FILE": str(token), "SHUZHI_NAMES": str(names)}
    settings = read(merged(given, DEPLOY / "env.example"))
    assert settings.token == TOKEN
    assert settings.names


def test_the_port_for_the_webhook_is_open_to_this_machine_alone() -> None:
    (port,) = read_file(DEPLOY / "compose.webhook.yaml")["services"]["shuzhi"]["ports"]
    assert re.fullmatch(r"127\.0\.0\.1:(\d+):\1", port)
    listens = f"0.0.0.0:{port.rpartition(':')[2]}"
    assert listens in (DEPLOY / "env.example").read_text(encoding="utf-8")


@pytest.mark.skipif(
    not (shutil.which("podman") and shutil.which("podman-compose")), reason="podman-compose is not here"
)
@pytest.mark.parametrize("override", [None, *OVERRIDES], ids=lambda file: file.name if file else "alone")
def test_a_program_that_runs_such_files_reads_them(override: Path | None, tmp_path: Path) -> None:
    copies = [tmp_path / file.name for file in (DEPLOY / "compose.yaml", override) if file]
    for copy in copies:
        shutil.copy(DEPLOY / copy.name, copy)
    (tmp_path / ".env").write_text("SHUZHI_ACCESS=pairing\n", encoding="utf-8")
    files = [part for copy in copies for part in ("-f", str(copy))]
    command = ["podman-compose", *files, "config"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    tree: Tree = yaml.safe_load(shown.stdout)
    assert set(tree["services"]) == set(SERVICES)
