"""The bank is the mined patterns less the rejected, reworded and pinned, with what is added by hand."""

from pathlib import Path

import pytest

from phrasebank.bank import Bank, load, read
from phrasebank.loading import BrokenFileError
from phrasebank.patterns import Pattern, Source
from phrasebank.terms import SECTION_KINDS, SHAPES

MINED = """\
patterns:
  - id: p-1
    text: 开展{activity}{number}次
    shape: clause
    section: achievements
    move: action
    source:
      file: 甲.txt
      line: 3
    documents: 1
  - id: p-2
    text: 压力传导不够
    shape: sentence
    section: problems
    move: admit
    source:
      file: 乙.txt
      line: 9
    documents: 2
"""
ADDED = """\
add:
  - shape: heading
    section: achievements
    move: claim
    topic: study
    genres:
      - party_building
    patterns:
      c-1: 深化理论武装，筑牢思想根基
  - shape: clause
    section: achievements
    move: action
    patterns:
      c-2:
        text: 讲授党课{number}次
        reads:
          - 讲党课{number}次
        since: 2024
        until: 2026
"""


def bank_of(folder: Path, mined: str = MINED, *curation: str) -> Bank:
    for name in ("mined", "curation"):
        (folder / name).mkdir()
    (folder / "mined" / "frames.yaml").write_text(mined, "utf-8")
    for number, text in enumerate(curation):
        (folder / "curation" / f"{number}.yaml").write_text(text, "utf-8")
    return read(folder / "mined", folder / "curation")


def ids(bank: Bank) -> list[str]:
    return [pattern.id for pattern in bank.patterns]


def pattern_of(name: str, *, documents: int = 0, pinned: bool = False) -> Pattern:
    return Pattern(
        id=name,
        text="做好工作。",
        shape="sentence",
        section="plans",
        move="commit",
        source=Source("甲.txt", 1),
        documents=documents,
        pinned=pinned,
    )


def test_no_files_make_an_empty_bank(tmp_path: Path) -> None:
    assert read(tmp_path / "mined", tmp_path / "curation").patterns == ()


def test_mined_and_added_patterns_stand_together(tmp_path: Path) -> None:
    assert sorted(ids(bank_of(tmp_path, MINED, ADDED))) == ["c-1", "c-2", "p-1", "p-2"]


def test_rank_is_pinned_then_documents_then_the_order_of_the_files() -> None:
    bank = Bank(
        [
            pattern_of("once", documents=1),
            pattern_of("by-hand"),
            pattern_of("twice", documents=2),
            pattern_of("also-once", documents=1),
            pattern_of("pinned", pinned=True),
        ]
    )
    assert ids(bank) == ["pinned", "twice", "once", "also-once", "by-hand"]


def test_a_rejected_pattern_is_gone_wherever_it_is_rejected(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, MINED, "reject:\n  - p-1\n", ADDED)
    assert bank.pattern("p-1") is None
    assert not [pattern for pattern in bank.select(section="achievements") if pattern.id == "p-1"]


def test_a_reworded_pattern_keeps_its_source_and_takes_the_slots_of_its_new_text(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, MINED, "reword:\n  p-1: 组织{activity}{number}场\n")
    pattern = bank.pattern("p-1")
    assert pattern
    assert pattern.text == "组织{activity}{number}场"
    assert pattern.source == Source("甲.txt", 3)
    assert [slot.name for slot in pattern.slots] == ["activity", "number"]


def test_a_pinned_pattern_comes_first(tmp_path: Path) -> None:
    assert ids(bank_of(tmp_path, MINED, "pin:\n  - p-1\n"))[0] == "p-1"


def test_an_added_pattern_names_its_file_and_line_and_a_heading_its_mould(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, MINED, ADDED)
    heading, clause = bank.pattern("c-1"), bank.pattern("c-2")
    assert heading
    assert clause
    assert (heading.source, heading.mould) == (Source("curation/0.yaml", 9), "6+6")
    assert (clause.mould, clause.reads, clause.documents) == (None, ("讲党课{number}次",), 0)


@pytest.mark.parametrize(
    ("curation", "place"),
    [
        ("reject:\n  - p-2\n  - p-10\n", "第 3 行提到的句式“p-10”不在词库里"),
        ("pin:\n  - nowhere\n", "第 2 行提到的句式“nowhere”不在词库里"),
        ("reword:\n  p-1: 好\n  p-3: 好\n", "第 3 行提到的句式“p-3”不在词库里"),
        ("reword:\n  p-1: 开展{deed}\n", "第 2 行的句式“p-1”写错了：没有“deed”这种槽位"),
        (ADDED.replace("c-1", "p-1"), "第 9 行的句式编号“p-1”重复了"),
        (
            ADDED.replace("讲授党课{number}次", "讲授{lesson}"),
            "第 14 行的句式“c-2”写错了：没有“lesson”这种槽位",
        ),
        (ADDED.replace("shape: clause", "shape: clauses"), "第 10 行（$.add[1].shape）不合要求"),
        (ADDED.replace("topic: study", "theme: study"), "不认识“theme”这一项"),
        ("remove:\n  - p-1\n", "不认识“remove”这一项"),
    ],
)
def test_a_slip_in_the_curation_is_named_with_file_and_line(
    tmp_path: Path, curation: str, place: str
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        bank_of(tmp_path, MINED, curation)
    assert place in str(caught.value)
    assert str(Path("curation") / "0.yaml") in str(caught.value)


def test_an_id_mined_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="句式编号“p-1”重复了"):
        bank_of(tmp_path, MINED.replace("p-2", "p-1"))


def test_a_selection_holds_exactly_what_fits_each_condition() -> None:
    bank = load()
    for shape in (*SHAPES, None):
        for section in (*SECTION_KINDS, None):
            wanted = [
                item
                for item in bank.patterns
                if shape in (None, item.shape) and section in (None, item.section)
            ]
            assert list(bank.select(shape=shape, section=section)) == wanted


def test_conditions_narrow_together(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, MINED, ADDED)
    assert [item.id for item in bank.select(topic="study", mould="6+6", move="claim")] == ["c-1"]
    assert bank.select(topic="study", mould="8") == ()
    assert bank.select(topic="clean") == ()


def test_a_pattern_for_some_genres_is_kept_from_the_others(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, MINED, ADDED)
    everywhere = {"c-2", "p-1", "p-2"}
    assert {item.id for item in bank.select(genre="strict_governance")} == everywhere
    assert {item.id for item in bank.select(genre="party_building")} == everywhere | {"c-1"}


def test_a_dated_wording_stays_out_of_other_years(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, MINED, ADDED)
    held = {
        year: bool([item for item in bank.select(year=year) if item.id == "c-2"])
        for year in range(2023, 2028)
    }
    assert held == {2023: False, 2024: True, 2025: True, 2026: True, 2027: False}


def test_the_bank_of_the_program_is_read_once() -> None:
    assert load() is load()
