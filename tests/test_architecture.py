"""The code base itself: what may import what, and how large its parts are."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "phrasebank").rglob("*.py")])
LONGEST_MODULE = 300
TESTS = sorted((ROOT / "tests").rglob("*.py"))
UNGUARDED = {"fcntl", "pwd", "grp", "termios", "tty", "pty", "resource", "readline", "syslog"}


def imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_point_one_way() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_documented_and_imports_nothing_of_one_system_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert not UNGUARDED & {name.partition(".")[0] for name in imported(tree.body)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_data_is_read_as_a_type_by_one_thread_at_a_time(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    reads = re.findall(r"msgspec\.(?:convert|\w+\.(?:decode|Decoder))\b", text)
    assert path.name == "typed.py" or reads == []


def test_what_tests_share_stands_in_modules_that_are_no_tests() -> None:
    for path in TESTS:
        names = imported(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        assert [name for name in names if ".test_" in f".{name}"] == [], path


def test_nothing_unfinished_is_left_behind() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        for mark in ("TODO", "FIXME", "NotImplementedError", "pragma: no cover"):
            assert mark not in text, f"{path}: {mark}"
