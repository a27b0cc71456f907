"""Whole talks, one for each genre: the same in every adapter, and the report a reader would accept."""

from pathlib import Path

import pytest

from bot.checks.leftovers import leftovers
from bot.outline import outlines
from tests.driving import run_terminal
from tests.driving_telegram import run_telegram
from tests.golden import golden, talk

GENRES = list(outlines())


@pytest.mark.parametrize("genre", GENRES)
def test_the_talk_in_the_terminal_gives_the_report(genre: str, tmp_path: Path) -> None:
    run_terminal(talk(genre), tmp_path / "drafts.db", tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    assert file.read_text(encoding="utf-8") == golden(genre)


@pytest.mark.parametrize("genre", GENRES)
def test_the_same_talk_on_telegram_gives_the_same_report(genre: str, tmp_path: Path) -> None:
    _, documents = run_telegram(talk(genre), tmp_path / "drafts.db")
    assert [data.decode() for _, data in documents] == [golden(genre)]


@pytest.mark.parametrize("genre", GENRES)
def test_the_report_has_no_leftover_mark_and_nothing_doubled(genre: str) -> None:
    lines = [line.strip("　 ") for line in golden(genre).splitlines() if line.strip()]
    assert leftovers(lines) == ()
    bodies = [line for line in lines if line.endswith("。")]
    assert len(set(bodies)) == len(bodies)
    for line in bodies:
        for twice in ("。。", "，，", "；；", "，。", "。；", "的的", "了了", "同时，同时"):
            assert twice not in line
