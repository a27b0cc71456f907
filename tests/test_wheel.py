"""What is installed: the wheel brings words and outlines along, and nothing of the owner's material."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    for name in ("bot", "phrasebank"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        copy,
    ]
    subprocess.run([str(part) for part in build], check=True, capture_output=True)
    (wheel,) = folder.glob("shuzhi-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_every_data_file_and_no_seed(installed: Path) -> None:
    packed = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    data = {
        str(path.relative_to(ROOT))
        for name in ("bot", "phrasebank")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert {"bot/export/gongwen.typ", "bot/export/profiles.yaml"} <= data
    assert data <= packed
    assert not [path for path in installed.rglob("*") if path.name.startswith("00") or "seed" in path.parts]


def test_the_installed_program_runs_from_anywhere(installed: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bot", "genres"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "party_building" in run.stdout
    assert "shuzhi = bot.cli:main" in next(installed.glob("*.dist-info/entry_points.txt")).read_text()
