"""The first prompt does not wait for what it does not need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

HEAVY = {"jieba", "telegram", "docx", "lxml", "sqlite_utils", "httpx", "phrasebank.segment"}
"""Loaded when first used, if ever."""

LATER = {"asyncio", "prompt_toolkit", "logging", "hashlib"}
"""Loaded while the first question is being read: together they take as long as all the rest."""

AT_FIRST_PROMPT = """
import io, os, sys
from pathlib import Path
from bot.adapters.terminal import run
from bot.adapters.terminal.console import Console
from bot.adapters.terminal.screen import PROMPT

class Watched(io.StringIO):
    def write(self, text):
        if text == PROMPT:
            print(*sys.modules, flush=True)
            os._exit(0)
        return len(text)

run(Path(sys.argv[1]), Path(), Console(io.BytesIO(), Watched(), sys.stderr, interactive=True))
"""


def loaded(code: str, *arguments: str) -> set[str]:
    command = [sys.executable, "-c", code, *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stderr == ""
    return set(result.stdout.split())


def test_nothing_heavy_is_loaded_at_the_first_prompt_of_a_new_database(tmp_path: Path) -> None:
    modules = loaded(AT_FIRST_PROMPT, str(tmp_path / "drafts.db"))
    assert "bot.engine" in modules
    assert modules & (HEAVY | LATER) == set()


def test_the_engine_alone_loads_nothing_heavy() -> None:
    modules = loaded("import sys, bot.engine; print(*sys.modules)")
    assert modules & (HEAVY | LATER) == set()
