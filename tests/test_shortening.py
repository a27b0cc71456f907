"""Three lengths of one report in the talk and on the command line: all that is left out is named."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot import sheet
from bot.abridging import PAGE, abridged, length
from bot.cli import main
from bot.draft import Demand, Draft, Limit, Notice
from bot.effects import Export
from bot.engine import advance, ask
from bot.events import Commanded, Said
from bot.rendering import rendered
from bot.replies import Attachment
from bot.report import assemble
from bot.state import State
from bot.steps.checklist import missing, outline_of
from bot.steps.exporting import wished
from bot.steps.shortening import length_wanted
from tests.driving_engine import DESK, labels, said
from tests.finished import PROBLEMS, WORK, written


def long() -> Draft:
    """Give a draft with a good deal to leave out."""
    more = [f"{text.replace('次', f'{n}次')}，形成材料{n}份" for n in range(2, 5) for text in WORK]
    draft = written().draft.with_points("achievements", more)
    return replace(draft, points=tuple(replace(point, sentence=point.text) for point in draft.points))


def whole(draft: Draft) -> int:
    outline = outline_of(DESK, draft)
    assert outline
    return length(draft, outline, DESK.bank)


@pytest.mark.parametrize(
    ("words", "characters"),
    [
        ("8分钟", 1280),
        ("8 分钟", 1280),
        ("3000字", 3000),
        ("三千字", 3000),
        ("3000字以内", 3000),
        ("一页", PAGE),
        ("1页", PAGE),
        ("两页", 2 * PAGE),
    ],
)
def test_a_length_is_read_in_minutes_characters_and_pages(words: str, characters: int) -> None:
    assert length_wanted(words) == characters
    assert wished(f"docx {words}").characters == characters


@given(st.text(max_size=20))
def test_any_words_are_a_sensible_length_or_none(words: str) -> None:
    found = length_wanted(words)
    assert found is None or 0 < found <= 100_000


@pytest.mark.parametrize("words", ["0字", "0分钟", "", "定稿", "99999999字"])
def test_what_is_no_length_is_none(words: str) -> None:
    assert length_wanted(words) is None


def test_every_fact_left_out_is_named_before_the_file_comes() -> None:
    state = State(long())
    after, effects = advance(DESK, state, Commanded("export", "txt 800字"))
    text = said(effects)
    outline = outline_of(DESK, state.draft)
    assert outline
    short = abridged(state.draft, outline, DESK.bank, 800)
    assert f"没写进去的 {len(short.left_out)} 条" in text
    assert all(f"・{point.text}" in text for point in short.left_out)
    assert effects[-1] == Export("txt", final=False, characters=800)
    assert after.draft == state.draft


def test_the_file_holds_the_rest_and_every_required_section() -> None:
    draft = long()
    outline = outline_of(DESK, draft)
    assert outline
    text = rendered(DESK, draft, Attachment("txt", characters=800)).data.decode()
    short = abridged(draft, outline, DESK.bank, 800)
    assert short.characters <= 800
    assert missing(outline, short.draft) == ()
    for block in assemble(short.draft, outline, DESK.bank).blocks:
        assert block.line.strip() in text


def test_what_cannot_be_so_short_is_said_and_still_exported() -> None:
    _, effects = advance(DESK, State(long()), Commanded("export", "docx 100字"))
    assert "最短也有约" in said(effects)
    assert isinstance(effects[-1], Export)


def test_a_report_that_fits_loses_nothing() -> None:
    _, effects = advance(DESK, State(long()), Commanded("export", "docx 5000字"))
    assert "一条也不用删" in said(effects)


def test_a_shorter_version_is_shown_and_the_whole_stays() -> None:
    state = State(long())
    after, effects = advance(DESK, state, Commanded("preview", "800字"))
    assert "没写进去的" in said(effects)
    assert after.draft == state.draft
    _, effects = advance(DESK, state, Commanded("preview", "短短的"))
    assert "没看懂" in said(effects)


def test_a_sheet_is_always_whole() -> None:
    draft = long()
    _, effects = advance(DESK, State(draft), Commanded("export", "yaml 8分钟"))
    assert "总是整份" in said(effects)
    data = rendered(DESK, draft, Attachment("yaml", characters=100)).data
    assert data == sheet.write(draft).encode()


def test_a_report_over_its_limit_is_offered_within_it() -> None:
    state, _ = advance(DESK, State(long()), Commanded("settings", "5分钟"))
    place = next(number for number, label in enumerate(labels(state), 1) if "压到 5 分钟" in label)
    _, effects = advance(DESK, state, Said(str(place)))
    assert "没写进去的" in said(effects)
    assert effects[-1] == Export("docx", final=False, characters=800)
    state, _ = advance(DESK, State(long()), Commanded("settings", "30分钟"))
    assert "压到" not in "".join(choice.label for choice in ask(DESK, state).choices)


def test_as_many_problems_stay_as_the_notice_wants() -> None:
    demand = Demand("d1", "problems", "查摆问题不少于3个", 3, section="problems", count=3)
    limit = Demand("d2", "length", "不超过 600 字", 4, limit=Limit(characters=600))
    draft = sheet.read_sent(sheet.write(long()).splitlines(), "答卷.yaml").draft
    noticed = replace(draft, notice=Notice("通知.txt", (demand, limit)))
    outline = outline_of(DESK, noticed)
    assert outline
    short = abridged(noticed, outline, DESK.bank, 1).draft
    assert len(short.in_section("problems")) == len(PROBLEMS)


@pytest.mark.parametrize("option", [("--minutes", "4"), ("--characters", "640"), ("--one-page",)])
def test_the_command_line_names_what_is_left_out(
    option: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "答卷.yaml").write_text(sheet.write(long()), encoding="utf-8")
    where = ("--out", str(tmp_path), "--db", str(tmp_path / "d.db"), "--format", "txt")
    assert main(["draft", str(tmp_path / "答卷.yaml"), *where, *option, "--json"]) == 0
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["left_out"]
    unused = [fact["text"] for fact in told["facts"] if not fact["used_in"]]
    assert sorted(unused) == sorted(each["text"] for each in told["left_out"])
    assert all(each["text"] in captured.err for each in told["left_out"])
    assert told["missing"] == []
    assert {each["section"]: each["even"] for each in told["headings"]} == {
        "achievements": True,
        "problems": False,
        "plans": False,
    }
    assert (
        main(["export", "--draft", told["draft"], *where[2:], "--out", str(tmp_path / "短.txt"), *option])
        == 0
    )
    assert "没写进去的" in capsys.readouterr().err
    text = (tmp_path / "短.txt").read_text(encoding="utf-8")
    assert text == Path(told["files"][0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "option", [("--minutes", "0"), ("--minutes", "八"), ("--one-page", "--minutes", "8")]
)
def test_a_length_that_is_none_is_bad_usage(option: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["draft", str(tmp_path / "答卷.yaml"), *option])
    assert leaving.value.code == 2


@pytest.mark.parametrize("option", [(), ("--characters", "90000")])
def test_nothing_is_said_where_nothing_is_left_out(
    option: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "答卷.yaml").write_text(sheet.write(long()), encoding="utf-8")
    where = ("--out", str(tmp_path), "--db", str(tmp_path / "d.db"), "--format", "txt", "--json")
    assert main(["draft", str(tmp_path / "答卷.yaml"), *where, *option]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["left_out"] == []
    assert captured.err == ""
    assert whole(long()) > 800
