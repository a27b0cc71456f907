"""What the README says is true: its commands run, its talk goes as printed."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.adapters.incoming import event_of
from bot.cli import main
from bot.desk import Desk
from tests.driving_conversation import Talk, asked, said

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands(program: str) -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith(program)]


def test_the_commands_run_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("答卷.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    Path("会议记录.txt").write_text("走访群众10户18人\n", encoding="utf-8")
    lines = commands("shuzhi")
    assert len(lines) > 5
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, line
    assert capsys.readouterr().err == ""


def test_the_phrasebank_commands_run_as_printed(tmp_path: Path) -> None:
    seed = next((ROOT / "seeds").glob("*.txt"))
    (tmp_path / "范文.txt").write_bytes(seed.read_bytes())
    for line in commands("python -m phrasebank"):
        run = subprocess.run(
            [sys.executable, *shlex.split(line)[1:]],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr.decode()


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in commands("make"):
        assert re.search(rf"^{line.split()[1]}:", makefile, re.MULTILINE), line


async def test_the_talk_goes_as_printed(talk: Talk) -> None:
    shown = ""
    for line in blocks("text")[0].splitlines():
        if line.startswith("> "):
            replies = await talk.says(event_of(line[2:]))
            shown = f"{said(replies)}\n{asked(replies).text}"
        elif shown:
            assert line in shown, line


def test_every_genre_is_in_the_readme() -> None:
    for genre in Desk().outlines:
        assert f"`{genre}`" in README
