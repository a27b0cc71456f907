"""What the operator does with copies: made while the bot writes, kept for so long, put back after damage."""

import os
import re
import shlex
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.store.shelf import clear
from phrasebank.lessons import learn, patterns, reading_of
from tests.bot_api.program import Program, applied, finished
from tests.bot_api.server import BotApi
from tests.deploy_files import DEPLOY
from tests.teaching import REPORT

GUIDE = (DEPLOY / "README.md").read_text(encoding="utf-8")
DATABASE = "库/drafts.db"
TALKERS = range(100, 110)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand where the guide's commands are run; the folder of copies is there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "备份").mkdir()
    (tmp_path / "库").mkdir()
    return tmp_path


def printed(start: str) -> list[str]:
    """Give the one command of the guide that begins so, without the program's own place."""
    lines = (
        line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()
    )
    (found,) = {line for line in lines if line.startswith(f"venv/bin/shuzhi {start}")}
    return shlex.split(found)[1:]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_a_copy_made_while_the_bot_writes_brings_the_drafts_back_after_damage(
    api: BotApi, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = here / DATABASE
    with Program(api, database) as program:
        for user in TALKERS:
            for line in ("/start", "2", f"第{user}党支部"):
                api.write(user, text=line)
        assert api.until(partial(enough, api))
        assert main(printed("backup 备份")) == 0
        assert api.until(lambda: finished(database))
        (early,) = (here / "备份").iterdir()
        assert main(["backup", "全部.db", "--db", DATABASE]) == 0
        restoring = ["restore", "全部.db", "--db", DATABASE]
        assert main(restoring) == 2
        assert "先停下机器人" in capsys.readouterr().err
        assert program.stop()[0] == 0
    said = applied(database)
    assert len(said) == len(TALKERS)
    kept = applied(early)  # which looks whether it is sound
    assert all(kept[owner] == said[owner][: len(kept[owner])] for owner in kept)
    assert applied(here / "全部.db") == said
    damage(database)
    assert main(restoring) == 0
    assert "已恢复到" in capsys.readouterr().out
    assert applied(database) == said
    with Program(api, database) as program:
        sent = len(api.texts[100])
        api.write(100, text="党支部书记")
        assert api.until(lambda: len(api.texts[100]) > sent)
        assert program.stop()[0] == 0
    assert applied(database)["tg:100"] == [*said["tg:100"], "党支部书记"]


def enough(api: BotApi) -> bool:
    """Tell whether the talks have begun; they go on while the copy is made."""
    return sum(map(len, api.texts.values())) >= len(TALKERS)


def damage(database: Path) -> None:
    """Spoil the file as a dying disk would, and leave a log of former days beside it."""
    whole = database.read_bytes()
    database.write_bytes(whole[:5000] + b"\xff" * 9000 + whole[14000:])
    database.with_name("drafts.db-wal").write_bytes(b"x" * 4096)


def test_what_is_damaged_is_not_copied_and_what_is_put_aside_takes_its_log_along(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = here / DATABASE
    made(database)
    assert main(["backup", "好.db", "--db", DATABASE]) == 0
    damage(database)
    assert main(["backup", "坏.db", "--db", DATABASE]) == 2
    assert "已损坏" in capsys.readouterr().err
    assert not (here / "坏.db").exists()
    assert main(["restore", "好.db", "--db", DATABASE]) == 0
    left = {path.name for path in (here / "库").iterdir()}
    assert not {"drafts.db-wal", "drafts.db-shm"} & left
    assert sum(name.startswith("drafts.db.before-") for name in left) >= 1


def test_a_damaged_copy_is_called_one_and_what_is_in_use_stays(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = here / DATABASE
    made(database)
    (here / "坏.db").write_bytes(b"\xff" * 9000)
    before = database.read_bytes()
    assert main(["restore", "坏.db", "--db", DATABASE]) == 2
    assert "坏.db 已损坏或不是备份，请换一份更早的备份" in capsys.readouterr().err
    assert database.read_bytes() == before


def made(database: Path) -> None:
    """Make a database as the program does."""
    sheet = database.with_name("答卷.yaml")
    sheet.write_text("genre: party_building\nsections:\n  plans:\n    - 每月学习1次。\n", encoding="utf-8")
    main(["draft", str(sheet), "--out", str(database.parent.parent / "稿"), "--db", str(database)])
    sheet.unlink()


def test_the_drill_of_the_guide_goes_as_printed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(here / DATABASE)
    assert main(printed("backup 备份")) == 0
    (copy,) = (here / "备份").iterdir()
    restoring = printed("restore 备份/drafts-20261121-030000.db --db 演练/drafts.db")
    assert re.fullmatch(r"drafts-\d{8}-\d{6}\.db", Path(restoring[1]).name)
    assert re.fullmatch(r"drafts-\d{8}-\d{6}\.db", copy.name)
    copy.rename(here / restoring[1])
    assert main(restoring) == 0
    assert main(printed("backup 演练/核对.db")) == 0
    assert capsys.readouterr().out.count("已备份并核对") == 2


def test_a_copy_needs_a_database_and_a_place_and_says_which_is_missing(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "备份", "--db", "没有/drafts.db"]) == 2
    assert "还没有草稿库" in capsys.readouterr().err
    assert main(["pair", "K7QM-2XPD", "--db", "没有/drafts.db"]) == 2
    assert "还没有草稿库" in capsys.readouterr().err
    assert not (here / "没有").exists()
    made(here / DATABASE)
    assert main(["backup", "没有/备份.db", "--db", DATABASE]) == 2
    assert "备份写不进" in capsys.readouterr().err
    assert main(["backup", "备份库", "--keep", "30", "--db", DATABASE]) == 2
    assert "没有 备份库 这个文件夹，请先建好" in capsys.readouterr().err
    assert main(["restore", "没有.db", "--db", DATABASE]) == 2
    assert "没有 没有.db 这个备份文件" in capsys.readouterr().err
    monkeypatch.setenv("SHUZHI_DB", DATABASE)
    assert main(["backup", "备份"]) == 0


def test_a_settings_file_says_where_the_database_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(here / DATABASE)
    (here / "bot.env").write_text(f"SHUZHI_DB={DATABASE}\n", encoding="utf-8")
    assert main(["backup", "备份", "--settings", "bot.env"]) == 0
    assert main(["restore", str(next((here / "备份").iterdir())), "--settings", "bot.env"]) == 0
    assert "已恢复到" in capsys.readouterr().out
    assert main(["backup", "备份", "--settings", "没有.env"]) == 2
    assert "没有.env" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_what_root_puts_back_belongs_to_whom_the_bot_runs_as(here: Path) -> None:
    made(here / DATABASE)
    assert main(["backup", "全部.db", "--db", DATABASE]) == 0
    os.chown(here / "库", 10001, 10001)
    assert main(["restore", "全部.db", "--db", DATABASE]) == 0
    for name in ("drafts.db", "drafts.db.lock"):
        assert (here / "库" / name).stat().st_uid == 10001


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001 - as the names have them


@given(st.sets(MOMENTS.map(lambda at: at.replace(microsecond=0)), max_size=8), MOMENTS)
def test_only_copies_of_before_the_moment_go_and_the_newest_stays(
    tmp_path_factory: pytest.TempPathFactory, moments: set[datetime], before: datetime
) -> None:
    shelf = tmp_path_factory.mktemp("shelf")
    names = {f"drafts-{at:%Y%m%d-%H%M%S}.db": at for at in moments}
    others = {"drafts.db", "drafts-20200101-000000.db.txt", "别的.db", "drafts-99999999-999999.db"}
    for name in (*names, *others):
        (shelf / name).touch()
    gone = clear(shelf, before.astimezone())
    left = {path.name for path in shelf.iterdir()}
    newest = max(moments, default=None)
    assert left == others | {name for name, at in names.items() if at >= before or at == newest}
    assert gone == len(names) + len(others) - len(left)


def test_what_a_killed_backup_has_left_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / ".drafts-20261121-030000.db.0a1b2c3d").touch()
    assert clear(tmp_path, datetime.now().astimezone()) == 0
    assert list(tmp_path.iterdir()) == []


def learnt(corpus: Path) -> tuple[str, ...]:
    return tuple(pattern.text for pattern in patterns(corpus))


def test_what_users_taught_and_what_was_added_goes_with_the_copy_and_comes_back(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, copies = here / "库", here / "备份"
    assert main(["draft", str(a_sheet(here)), "--db", DATABASE, "--out", "稿"]) == 0
    corpora = [place / "corpus.db", place / "corpus-tg-7.db"]
    for corpus in corpora:
        learn(corpus, reading_of("往年.txt", REPORT))
    before = learnt(corpora[0])
    (place / "formulations.yaml").write_text("[]\n", encoding="utf-8")
    (place / "corpus-tg-8.db").write_bytes(bytes(range(256)) * 16)
    assert main(["backup", "备份", "--db", DATABASE]) == 1
    told = capsys.readouterr()
    assert "句式库和自己加的提法 3 个文件" in told.out
    assert "corpus-tg-8.db 已损坏，没有备份它" in told.err
    (folder,) = copies.glob("*.files")
    assert {file.name for file in folder.iterdir()} == {"corpus.db", "corpus-tg-7.db", "formulations.yaml"}
    if sys.platform != "win32":
        assert {file.stat().st_mode & 0o077 for file in (folder, *folder.iterdir())} == {0}
    (copy,) = copies.glob("*.db")
    for file in place.iterdir():
        file.unlink()
    learn(corpora[1], reading_of("新的.txt", REPORT[:4]))
    newer = learnt(corpora[1])
    assert main(["restore", str(copy), "--db", DATABASE]) == 0
    told = capsys.readouterr()
    assert "放回了 2 个文件" in told.out
    assert "corpus-tg-7.db 已经有了，没有动" in told.err
    assert learnt(corpora[0]) == before
    assert learnt(corpora[1]) == newer
    assert (place / "formulations.yaml").read_text(encoding="utf-8") == "[]\n"


def test_a_copy_without_anything_beside_it_is_one_file_and_an_old_one_goes_with_its_folder(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draft", str(a_sheet(here)), "--db", DATABASE, "--out", "稿"]) == 0
    for name in ("drafts-20200101-000000.db", "drafts-20200102-000000.db"):
        (here / "备份" / name).touch()
        (here / "备份" / name.replace(".db", ".files")).mkdir()
    (here / "备份" / ".drafts-20200102-000000.files.0a1b2c3d").mkdir()
    assert main(["backup", "备份", "--keep", "30", "--db", DATABASE]) == 0
    assert "旧备份删了 2 份" in capsys.readouterr().out
    (left,) = (here / "备份").iterdir()
    assert left.suffix == ".db"


def a_sheet(folder: Path) -> Path:
    sheet = folder / "答卷.yaml"
    sheet.write_text("genre: party_building\nmaterials:\n  - 走访群众10户18人\n", encoding="utf-8")
    return sheet
