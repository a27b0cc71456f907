"""Cutting words: the genre's terms stay whole, and nothing is said or written on the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phrasebank.segment import words


def python(code: str, **environment: str) -> tuple[str, str]:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    return run.stdout.strip(), run.stderr


@pytest.mark.parametrize(
    "term", ["意识形态", "主题党日", "三会一课", "述职报告", "全面从严治党", "急难愁盼", "入党积极分子"]
)
def test_a_term_of_the_genre_stays_whole(term: str) -> None:
    assert term in words(f"今年认真落实{term}有关要求")


def test_words_keep_their_order_and_lose_punctuation() -> None:
    assert words("开展主题党日12次，“三会一课”8次。") == (
        "开展",
        "主题党日",
        "12",
        "次",
        "三会一课",
        "8",
        "次",
    )


def test_nothing_gives_no_words() -> None:
    assert words("") == words(" ，。\n") == ()


@settings(deadline=None)
@given(st.text())
def test_any_text_is_cut_into_pieces_of_itself_in_order(text: str) -> None:
    at = 0
    for word in words(text):
        at = text.index(word, at) + len(word)


def test_importing_the_module_does_not_load_the_dictionary() -> None:
    assert python("import sys, phrasebank.segment; print('jieba' in sys.modules)") == ("False", "")


def test_a_first_call_is_silent_and_leaves_no_file(tmp_path: Path) -> None:
    code = "from phrasebank.segment import words; print(words('主题党日'))"
    assert python(code, TMPDIR=str(tmp_path), TEMP=str(tmp_path), TMP=str(tmp_path)) == ("('主题党日',)", "")
    assert not list(tmp_path.iterdir())


def test_no_temporary_folder_is_needed(tmp_path: Path) -> None:
    code = (
        f"import tempfile; tempfile.tempdir = {str(tmp_path / 'missing')!r};"
        "from phrasebank.segment import words; print(words('主题党日'))"
    )
    assert python(code) == ("('主题党日',)", "")
