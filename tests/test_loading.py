"""What the program's own files say is remembered, and a user's file never is."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from phrasebank.loading import BrokenFileError, load, load_own, loads


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text("words: [党建, 学习]\n", encoding="utf-8")
    return path


def remembered(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


def test_a_file_says_the_same_when_it_is_remembered(cache: Path, file: Path) -> None:
    first = load_own(file, Words)
    assert first == load_own(file, Words) == load(file, Words) == Words(("党建", "学习"))
    assert len(remembered(cache)) == 1


def test_a_changed_file_says_what_it_says_now_and_the_old_is_let_go(cache: Path, file: Path) -> None:
    load_own(file, Words)
    file.write_text("words: [整改]\n", encoding="utf-8")
    assert load_own(file, Words) == Words(("整改",))
    assert len(remembered(cache)) == 1


@pytest.mark.parametrize("rubbish", [b"", b"\xc1", b"\x81\xa5words\x01", b"x" * 99])
def test_rubbish_where_something_was_remembered_changes_nothing(
    cache: Path, file: Path, rubbish: bytes
) -> None:
    load_own(file, Words)
    for path in remembered(cache):
        path.write_bytes(rubbish)
    assert load_own(file, Words) == Words(("党建", "学习"))


def test_nothing_is_remembered_of_a_users_file_or_of_a_broken_one(cache: Path, file: Path) -> None:
    load(file, Words)
    file.write_text("words: 党建\n", encoding="utf-8")
    with pytest.raises(BrokenFileError, match="第 1 行"):
        load_own(file, Words)
    assert remembered(cache) == []


def test_a_folder_that_cannot_be_written_is_no_fault(cache: Path, file: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert load_own(file, Words) == Words(("党建", "学习"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲:\n  乙: 好\n  1: 好\n", "第 3 行（$[...]）不合要求：“1”不能当名称。"),
        ("甲:\n  乙: 好\nyes:\n  乙: 好\n", "第 3 行（$）不合要求：“yes”不能当名称。"),
        ("甲:\n  乙: 好\n  丙: 3\n", "第 3 行（$[...][...]）不合要求：应是文字，却是整数。"),
        ("甲:\n  乙: 好\n丁: []\n", "第 3 行（$[...]）不合要求：应是“名称: 值”，却是列表。"),
    ],
)
def test_a_misfit_is_told_with_the_line_it_stands_in(text: str, told: str) -> None:
    with pytest.raises(BrokenFileError) as refused:
        loads(text, dict[str, dict[str, str]], "名单.yaml")
    assert str(refused.value) == f"文件 名单.yaml {told}"


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3)
)


@given(ANYTHING)
def test_whatever_a_file_holds_is_taken_or_told_of_in_one_sentence(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    try:
        loads(text, dict[str, dict[str, str | tuple[str, ...]]], "名单.yaml")
    except BrokenFileError as error:
        told = str(error)
        if "不合要求" in told:
            assert re.fullmatch(r"文件 名单\.yaml 第 \d+ 行（[^`）]*）不合要求：[^`]*。", told, re.DOTALL)
