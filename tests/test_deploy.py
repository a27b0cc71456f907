"""The image: what goes into it is enough and nothing more, and it runs as nobody special.

There is no Docker here: the Dockerfile is read strictly, and what it does is done in a folder.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.adapters.telegram.health import PATIENCE
from bot.cli import operating
from tests.deploy_files import ROOT, copy_context, dockerfile, entering, runs

ARGUMENTS, (BUILD, FINAL) = dockerfile()
PRIVATE = (
    ".env",
    ".git/config",
    ".venv/lib/x.py",
    "2025述职报告.docx",
    "bot/__pycache__/draft.pyc",
    "bot/drafts.db",
    "bot/store/drafts.db-wal",
    "deploy/.env",
    "deploy/telegram_token",
    "drafts.db",
    "phrasebank/corpus.db",
    "seeds/001.txt",
    "tests/test_deploy.py",
    "venv/bin/python",
)
WANTED = ("LICENSE", "README.md", "bot/a.py", "phrasebank/data/b.yaml", "pyproject.toml", "requirements.lock")


def test_no_draft_no_secret_and_no_environment_enters_the_image(tmp_path: Path) -> None:
    for name in (*PRIVATE, *WANTED):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [str(path.relative_to(tmp_path)) for path in entering(tmp_path)] == sorted(WANTED)


def test_of_the_source_only_code_and_its_data_enters() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    suffixes = {Path(each).suffix or ".typed" for each in packed} | {".py"}
    inside = [path for path in entering(ROOT) if path.parent != ROOT]
    assert {path.suffix for path in inside} <= suffixes


def test_what_is_copied_is_enough_to_install_a_program_that_works(tmp_path: Path) -> None:
    source, target = tmp_path / "src", tmp_path / "site"
    copy_context(source)
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    install += ["--no-index", "--no-compile", "--target", str(target), str(source)]
    subprocess.run(install, check=True, capture_output=True)
    environ = {"PYTHONPATH": str(target), "PYTHONUTF8": "1"}
    (script,) = (each for each in (target / "bin").iterdir() if each.stem == FINAL.command("ENTRYPOINT")[0])
    run = subprocess.run(
        [sys.executable, script, "genres"], cwd=tmp_path, env=environ, capture_output=True, check=True
    )
    assert "party_building" in run.stdout.decode()


@pytest.mark.skipif(not os.environ.get("DEPLOY_BUILD"), reason="downloads all; set DEPLOY_BUILD=1")
def test_the_build_stage_builds_line_by_line(tmp_path: Path) -> None:
    copy_context(tmp_path / "src")
    for line in BUILD.all("RUN"):
        here = line.replace("/opt/shuzhi", str(tmp_path / "venv")).replace(
            "python -m", f"{sys.executable} -m"
        )
        subprocess.run(["sh", "-euc", here], cwd=tmp_path / "src", check=True)  # noqa: S607 - the shell Docker takes
    run = subprocess.run([tmp_path / "venv/bin/shuzhi", "genres"], capture_output=True, check=True)
    assert "party_building" in run.stdout.decode()
    assert not list(tmp_path.glob("venv/bin/pip*"))


def answers() -> bool:
    """Tell whether images can, and are meant to, be built here."""
    docker = shutil.which("docker") if os.environ.get("DEPLOY_BUILD") else None
    return (
        bool(docker)
        and subprocess.run([str(docker), "info"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not answers(), reason="needs a Docker daemon, and DEPLOY_BUILD=1")
def test_docker_builds_an_image_that_works_as_nobody_special_on_a_read_only_root() -> None:
    def docker(*arguments: str) -> str:
        run = subprocess.run(["docker", *arguments], cwd=ROOT, capture_output=True, check=True)  # noqa: S607 - wherever it is
        return run.stdout.decode()

    docker("build", "--quiet", "--file", "deploy/Dockerfile", "--tag", "shuzhi:test", ".")
    bare = ("run", "--rm", "--read-only", "--cap-drop", "ALL", "--tmpfs", "/tmp")  # noqa: S108 - the container's own
    assert "party_building" in docker(*bare, "shuzhi:test", "genres")
    probe = "import importlib.util, os; print(os.getuid(), importlib.util.find_spec('pip'))"
    assert docker(*bare, "--entrypoint", "python", "shuzhi:test", "-c", probe) == "10001 None\n"


def test_nothing_is_installed_without_its_hash_or_compiled() -> None:
    first, second = BUILD.all("RUN")
    assert "--require-hashes -r requirements.lock" in first
    assert "--only-binary :all: --no-binary jieba" in first
    assert "--no-deps ." in second
    assert "pip uninstall --yes pip setuptools" in second
    everything = " ".join(told for stage in (BUILD, FINAL) for _, told in stage.steps)
    assert not re.search(r"apt|curl|wget|gcc|build-essential|https?://(?!pypi\.org/simple)", everything)


def test_the_finished_image_has_no_pip_and_both_stages_have_the_same_python() -> None:
    (run,) = FINAL.all("RUN")
    assert {BUILD.base, FINAL.base} == {"${BASE}"}
    assert ARGUMENTS["BASE"].startswith("python:3.11-slim")
    assert "rm -rf /usr/local/lib/python3.*/site-packages/*" in run
    assert "/usr/local/bin/pip*" in run
    assert FINAL.all("COPY") == ["--from=build /opt/shuzhi /opt/shuzhi"]


def test_the_program_runs_as_somebody_who_owns_nothing_but_the_data() -> None:
    (run,) = FINAL.all("RUN")
    user = FINAL.last("USER")
    assert FINAL.all("USER") == [user]
    assert re.search(rf"useradd --system --uid [1-9]\d+ .*--shell /usr/sbin/nologin {user} ", run)
    assert f"install -d -o {user} -g {user} -m 0700 /data /backup" in run
    assert FINAL.command("VOLUME") == ["/data", "/backup"]
    assert Path(FINAL.environ["SHUZHI_DB"]).parent == Path(FINAL.last("WORKDIR")) == Path("/data")


def test_the_image_starts_the_bot_asks_for_its_health_and_stops_it_without_a_shell() -> None:
    program, *arguments = FINAL.command("ENTRYPOINT") + FINAL.command("CMD")
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert program in scripts
    assert runs(arguments) == operating.telegram.__name__
    assert runs(FINAL.command("HEALTHCHECK")[1:]) == operating.health.__name__
    assert FINAL.last("STOPSIGNAL") == "SIGTERM"
    assert FINAL.environ["TZ"] == "Asia/Shanghai"


def test_docker_waits_for_the_health_check_longer_than_that_can_take() -> None:
    found = re.search(r"--timeout=(\d+)s", FINAL.last("HEALTHCHECK"))
    assert found
    assert int(found[1]) > 2 * PATIENCE


@pytest.mark.skipif(not Path("/usr/share/zoneinfo/Asia/Shanghai").exists(), reason="no time zones here")
def test_times_are_shown_as_in_beijing_whatever_the_machine_says() -> None:
    told = "from bot.adapters.clock import local; print(local('2025-12-03T06:05:00.000+00:00'))"
    environ = {"PYTHONPATH": str(ROOT), "TZ": FINAL.environ["TZ"]}
    run = subprocess.run([sys.executable, "-c", told], env=environ, capture_output=True, check=True)
    assert run.stdout.decode().strip() == "2025-12-03 14:05"
