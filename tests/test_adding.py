"""Learning from a user's own files: each once, in whole or not at all, and never out of that user's file."""

import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phrasebank.adding import Known, Learned, Refused, add, files_of
from phrasebank.cli import main
from phrasebank.corpus import Corpus
from phrasebank.corpus_error import CorpusError
from phrasebank.index import Filters
from phrasebank.reading import LARGEST_TEXT
from tests.truth import SEEDS

REPORT = (
    "{year}年度述职报告\n公众号：老李\n一、主要工作\n"
    "（一）加强学习。组织开展红船学习{number}次，讲授党课3次。\n"
)


def written(folder: Path, name: str, number: int = 4) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(REPORT.format(year=2024, number=number), encoding="utf-8")
    return file


def learn(database: Path, *paths: Path, processes: int = 0) -> list[Learned | Known | Refused]:
    with Corpus(database) as corpus:
        outcomes = list(add(corpus, files_of(paths), processes))
        list(corpus.settle())
    return outcomes


def found(database: Path, query: str = "") -> list[str]:
    with Corpus(database) as corpus:
        return [each.text for each in corpus.index.exact(query, Filters(), 1000)]


def test_a_file_is_learnt_with_a_report_of_noise_and_wording(tmp_path: Path) -> None:
    (outcome,) = learn(tmp_path / "c.db", written(tmp_path, "报告.txt"))
    assert isinstance(outcome, Learned)
    assert outcome.noise == {"ad": 1}
    assert outcome.samples == ("公众号：老李",)
    assert outcome.found == outcome.new > 0
    assert found(tmp_path / "c.db", "红船学习") == ["组织开展红船学习{number}次"]


def test_the_same_bytes_are_taken_once_whatever_they_are_called(tmp_path: Path) -> None:
    first, second = written(tmp_path, "一.txt"), written(tmp_path, "二.txt")
    assert [type(each) for each in learn(tmp_path / "c.db", first, second)] == [Learned, Known]
    assert [type(each) for each in learn(tmp_path / "c.db", second)] == [Known]
    with Corpus(tmp_path / "c.db") as corpus:
        (entry,) = corpus.index.exact("红船学习", Filters(), 9)
    assert entry.documents == 1


def test_other_processes_learn_the_same_in_the_same_order(tmp_path: Path) -> None:
    assert learn(tmp_path / "one.db", SEEDS) == learn(tmp_path / "two.db", SEEDS, processes=2)
    assert found(tmp_path / "one.db") == found(tmp_path / "two.db") != []


def test_a_folder_is_walked_by_name_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    names = ["b.txt", "a/c.md", ".hidden.txt", "~$open.docx", "picture.png", "a/b/d.TXT"]
    files = [written(tmp_path, name) for name in names]
    assert files_of([tmp_path, files[0]]) == [tmp_path / name for name in ("b.txt", "a/c.md", "a/b/d.TXT")]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04junk", b"%PDF-1.4 junk", b"\xff" * 99])
def test_a_broken_file_is_passed_over_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "坏.txt"
    broken.write_bytes(content)
    refused, learned = learn(tmp_path / "c.db", broken, written(tmp_path, "好.txt"))
    assert isinstance(refused, Refused)
    assert refused.why.endswith("。")
    assert isinstance(learned, Learned)


def test_a_file_of_more_than_ten_megabytes_of_text_is_passed_over_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "大.txt").write_bytes(b"\n" * (LARGEST_TEXT + 1))
    (refused,) = learn(tmp_path / "c.db", tmp_path / "大.txt")
    assert isinstance(refused, Refused)
    assert "超过 10 MB" in refused.why


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_give_an_outcome(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "任意.txt"
    file.write_bytes(data)
    (outcome,) = learn(tmp_path / "c.db", file)
    assert outcome.path == str(file)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    learn(tmp_path / "deep" / "c.db", written(tmp_path, "报告.txt"))
    assert stat.S_IMODE((tmp_path / "deep" / "c.db").stat().st_mode) == 0o600


def taught(folder: Path, text: str) -> set[tuple[str, str]]:
    """Learn a text; gives the section and the words of each pattern."""
    (folder / "报告.txt").write_text(text, encoding="utf-8")
    learn(folder / "c.db", folder / "报告.txt")
    with Corpus(folder / "c.db") as corpus:
        return {(each.section, each.text) for each in corpus.index.exact("", Filters(), 1000)}


OUTLINE = (
    "2024年度述职报告\n一、履职情况\n（一）强化政治引领，筑牢思想根基\n{}"
    "（二）夯实基层基础，建强战斗堡垒\n二、存在问题\n{}"
)


def test_headings_below_which_nothing_stands_teach_nothing(tmp_path: Path) -> None:
    assert taught(tmp_path, OUTLINE.format("", "")) == set()


def test_of_the_headings_those_are_learnt_that_head_a_text_and_are_no_labels(tmp_path: Path) -> None:
    text = OUTLINE.format("组织集中学习12次，讲授党课4次。\n", "理论学习不够深入，联系实际不够紧密。\n")
    assert taught(tmp_path, text) == {
        ("opening", "{year}年度述职报告"),
        ("achievements", "强化政治引领，筑牢思想根基"),
        ("achievements", "组织集中学习{number}次"),
        ("achievements", "讲授党课{number}次"),
        ("problems", "{domain}不够深入"),
    }


def test_a_text_without_headings_is_placed_by_what_it_says(tmp_path: Path) -> None:
    text = (
        "党支部2024年工作汇报\n"
        "在上级党组织的领导下，支部扎实推进各项工作。现将有关情况报告如下。\n"
        "组织集中学习12次，讲授党课4次。针对学习不够深入的问题，走访困难群众35户。\n"
        "工作中还存在一些不足。理论学习不够深入，服务群众的办法不多。\n"
        "产生这些问题的原因是多方面的，对新形势研究不够。\n"
        "下一步，抓实理论学习，推动机关党建再上新台阶。\n"
        "着力提升服务群众本领，走访群众40户。\n"
    )
    learnt = taught(tmp_path, text)
    assert {
        ("achievements", "组织集中学习{number}次"),
        ("achievements", "走访困难群众{number}户"),
        ("problems", "{domain}不够深入"),
        ("causes", "对新形势研究不够"),
        ("plans", "走访群众{number}户"),
    } <= learnt
    assert {section for section, text in learnt if "{number}" in text} == {"achievements", "plans"}


def test_lines_in_any_order_are_each_placed_by_their_own_words(tmp_path: Path) -> None:
    text = "理论学习不够深入，联系实际不够紧密。\n走访困难群众35户，解决急难愁盼问题18件。\n"
    assert taught(tmp_path, text) >= {
        ("problems", "{domain}不够深入"),
        ("achievements", "走访困难群众{number}户"),
    }


def test_killed_at_any_point_it_goes_on_and_ends_with_the_same(tmp_path: Path) -> None:
    for number in range(300):
        written(tmp_path / "材料", f"{number:03}.txt", number)
    command = [
        sys.executable,
        "-m",
        "phrasebank",
        "add",
        str(tmp_path / "材料"),
        "--db",
        str(tmp_path / "c.db"),
    ]
    for delay in (0.3, 0.5, 0.7):
        program = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=SEEDS.parent,
            start_new_session=True,
        )
        with suppress(subprocess.TimeoutExpired):
            program.wait(delay)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    assert main(command[3:]) == 0
    learn(tmp_path / "whole.db", tmp_path / "材料")
    assert found(tmp_path / "c.db") == found(tmp_path / "whole.db")
    with Corpus(tmp_path / "c.db") as corpus:
        assert len(corpus.files()) == 300


def test_a_read_file_that_was_not_stored_is_taken_next_time(tmp_path: Path) -> None:
    files = [written(tmp_path, f"{number}.txt", number) for number in range(3)]
    with Corpus(tmp_path / "c.db") as corpus:
        outcomes = add(corpus, files, 0)
        outcomes.close()  # type: ignore[attr-defined]  # a generator
        assert corpus.files() == []
    assert [type(each) for each in learn(tmp_path / "c.db", *files)] == [Learned] * 3


def test_forgetting_a_file_erases_what_it_alone_taught_and_leaves_no_byte(tmp_path: Path) -> None:
    kept, gone = written(tmp_path, "留.txt"), tmp_path / "忘.txt"
    gone.write_text("述职报告\n一、主要工作\n组织开展独门秘方学习5次，讲授党课3次。\n", encoding="utf-8")
    database = tmp_path / "c.db"
    learn(database, kept, gone)
    assert found(database, "独门秘方")
    assert main(["add", "--forget", str(gone), "--db", str(database)]) == 0
    assert not found(database, "独门秘方")
    assert found(database, "红船学习") == ["组织开展红船学习{number}次"]
    for file in tmp_path.glob("c.db*"):
        for word in ("独门", "门秘", "秘方"):
            assert word.encode() not in file.read_bytes()
    assert main(["add", "--forget", str(gone), "--db", str(database)]) == 2


def test_forgetting_all_leaves_an_empty_corpus_that_can_learn_again(tmp_path: Path) -> None:
    learn(tmp_path / "c.db", SEEDS)
    with Corpus(tmp_path / "c.db") as corpus:
        assert corpus.forget() >= 5
        assert (corpus.files(), corpus.candidate(), corpus.undecided()) == ([], None, 0)
    assert learn(tmp_path / "c.db", SEEDS)
    assert found(tmp_path / "c.db")


def test_a_wording_shared_with_a_forgotten_file_names_the_other_as_its_source(tmp_path: Path) -> None:
    one, two = written(tmp_path, "一.txt", 1), written(tmp_path, "二.txt", 2)
    learn(tmp_path / "c.db", one, two)
    with Corpus(tmp_path / "c.db") as corpus:
        corpus.forget(str(one))
        (entry,) = corpus.index.exact("红船学习", Filters(), 9)
    assert (entry.source.file, entry.documents) == ("二.txt", 1)


def test_a_file_that_is_no_corpus_is_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    for content in (b"no database, but a text that is long enough to be one" * 20,):
        other.write_bytes(content)
        with pytest.raises(CorpusError):
            Corpus(other)
        assert other.read_bytes() == content
    with pytest.raises(CorpusError):
        Corpus(tmp_path)


def test_the_command_reports_on_both_streams_and_fails_only_where_nothing_could_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = written(tmp_path, "好.txt"), tmp_path / "坏.txt"
    bad.write_bytes(b"\x00")
    database = ["--db", str(tmp_path / "c.db")]
    assert main(["add", str(good), str(bad), *database]) == 0
    captured = capsys.readouterr()
    assert "好.txt：" in captured.out
    assert "去掉杂质：广告 1 处（“公众号：老李”）" in captured.out
    assert "跳过：" in captured.err
    assert main(["add", str(bad), *database]) == 2
    assert main(["add", str(tmp_path / "没有.txt"), *database]) == 2
    assert main(["add", *database]) == 2
    assert main(["find", "红船学习", "--json", *database]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])[0]["source"]["file"] == "好.txt"


@pytest.mark.parametrize(
    "command", [["find", "学习"], ["review"], ["add", "--forget", "好.txt"], ["add", "--forget-all"]]
)
def test_a_command_about_what_was_learnt_makes_no_corpus_where_there_is_none(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mistyped = tmp_path / "没有.db"
    assert main([*command, "--db", str(mistyped)]) == 2
    assert capsys.readouterr().err == f"找不到语料库 {mistyped}，请核对 --db，或先用 add 学习材料。\n"
    assert not mistyped.exists()


def test_two_writers_wait_for_one_another(tmp_path: Path) -> None:
    files = [written(tmp_path, f"{number}.txt", number) for number in range(20)]
    learn(tmp_path / "c.db", files[0])
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=learn, args=(tmp_path / "c.db", *files)) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join(60)
    assert [other.exitcode for other in others] == [0, 0]
    with Corpus(tmp_path / "c.db") as corpus:
        assert len(corpus.files()) == 20
