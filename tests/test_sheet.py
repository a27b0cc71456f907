from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Card, Draft
from bot.outline import outlines
from bot.rendering import rendered
from bot.replies import Attachment
from bot.sheet import read, read_sent, write
from bot.sheet_form import SheetError
from bot.steps.checklist import FIELDS
from phrasebank.loading import BrokenFileError
from tests.sheets import SHEET

DESK = Desk()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    (tmp_path / "minutes.txt").write_text("会议纪要\n开展主题党日12次\n", encoding="gb18030")
    path = tmp_path / "sheet.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path


def rewritten(path: Path, old: str, new: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


def drafted(path: Path) -> Draft:
    return read(path).draft


def test_a_sheet_becomes_a_draft_with_the_source_of_every_point(sheet: Path) -> None:
    assert read(sheet).unused == ()
    draft = drafted(sheet)
    assert draft.profile.date == "2025年12月20日"
    assert draft.absent == ("rectification",)
    by_section = {point.text: (point.section, point.source) for point in draft.points}
    assert by_section["3月5日召开支部党员大会专题学习，参加28人。"] == ("achievements", "materials")
    assert by_section["走访群众10户18人。"] == ("achievements", "materials")
    assert by_section["书记讲党课4次。"] == ("achievements", "materials")
    assert by_section["开展主题党日12次"] == ("achievements", "minutes.txt:2")
    assert by_section["丰富教育形式，每半年现场教学1次"] == ("plans", "")
    assert draft.in_section("problems")[1].sentence == "党员教育的形式还比较单一"


@pytest.mark.parametrize("format_", ["docx", "md", "txt", "yaml"])
def test_drafting_from_the_sheet_written_back_gives_the_same_bytes(sheet: Path, format_: str) -> None:
    draft = drafted(sheet)
    again_path = sheet.with_name("again.yaml")
    again_path.write_text(write(draft), encoding="utf-8")
    again = drafted(again_path)
    assert rendered(DESK, again, Attachment(format_)).data == rendered(DESK, draft, Attachment(format_)).data


@settings(max_examples=40)
@given(
    genre=st.sampled_from(list(outlines())),
    texts=st.lists(
        st.text(alphabet="党建开展12次，。：-#'\"{}[]&*!|>%@` \n是否null走访户", min_size=1, max_size=30),
        max_size=6,
    ),
)
def test_any_words_survive_the_way_through_a_sheet(
    tmp_path_factory: pytest.TempPathFactory, genre: str, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("sheets")
    path = folder / "sheet.yaml"
    section = next(leaf.id for leaf in outlines()[genre].leaves() if leaf.kind == "achievements")
    path.write_text(
        yaml.safe_dump({"genre": genre, "sections": {section: texts}}, allow_unicode=True), encoding="utf-8"
    )
    draft = drafted(path)
    path.write_text(write(draft), encoding="utf-8")
    again = drafted(path)
    assert again.points == draft.points


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("genre: party_building", "genre: poem", "文种“poem”没有"),
        ("problems:", "troubles:", "部分“troubles”在《抓基层党建工作述职报告》里没有"),
        ("year: 2025", "year: 25", "年度“25”不对"),
        ("year: 2025", "year: 明年", "年度“明”不对"),
        ("2025-12-20", "冬至", "日期“冬至”看不懂"),
        ("profile:", "profil:", "不认识“profil”"),
        ("  author: 李明", "  author: &a 李明", "锚点"),
        ("  author: 李明", "  author: [李明", "YAML"),
    ],
)
def test_a_mistake_in_a_sheet_is_named_with_its_place(sheet: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises((SheetError, BrokenFileError), match=sentence) as raised:
        read(rewritten(sheet, old, new))
    assert "sheet.yaml" in str(raised.value)


def test_a_required_section_cannot_be_declared_absent(sheet: Path) -> None:
    with pytest.raises(SheetError, match="必写"):
        read(rewritten(sheet, "sections:", "absent: [problems]\nsections:"))


def test_material_already_given_as_an_answer_is_not_told_twice(sheet: Path) -> None:
    draft = drafted(rewritten(sheet, "  - file: minutes.txt", "  - 理论学习不够深入，全年集中研讨只有4次。"))
    assert [point.text for point in draft.in_section("problems")].count(
        "理论学习不够深入，全年集中研讨只有4次。"
    ) == 1


def test_a_date_given_as_the_answer_to_the_signature_is_the_date(sheet: Path) -> None:
    draft = drafted(rewritten(sheet, "sections:", "sections:\n  signature: 2026年1月5日"))
    assert draft.profile.date == "2026年1月5日"
    with pytest.raises(SheetError, match="只写一个日期"):
        read(rewritten(sheet, "2026年1月5日", "冬至"))


def test_headings_of_raw_material_do_not_get_into_the_report(sheet: Path) -> None:
    draft = drafted(sheet)
    assert not [point for point in draft.points if "纪要" in point.text]


def test_answers_in_a_list_are_read_like_lines_of_one_message(sheet: Path) -> None:
    listed = "sections:\n  achievements: [发展党员5名, 其中，青年党员3名, 走访10户]"
    draft = drafted(rewritten(sheet, "sections:", listed))
    texts = [point.text for point in draft.in_section("achievements")]
    assert texts[:2] == ["发展党员5名，其中，青年党员3名", "走访10户"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("year: 2025", 'year: "2025"'),
        ("year: 2025", "year: 2025年度"),
        ("  author: 李明", "  author:"),
        ("problems:", "存在问题:"),
        ("  - file: minutes.txt", "  - 问题: 学习不够"),
    ],
)
def test_what_people_write_without_thought_is_understood(sheet: Path, old: str, new: str) -> None:
    draft = drafted(rewritten(sheet, old, new))
    assert draft.profile.year == 2025
    assert draft.in_section("problems")


@pytest.mark.parametrize("nothing", ["无", "没有", "暂无", "/", "[]", "[没有问题]"])
def test_nothing_as_an_answer_to_a_required_section_is_no_answer(sheet: Path, nothing: str) -> None:
    draft = drafted(rewritten(sheet, "sections:", f"sections:\n  causes: {nothing}"))
    assert draft.in_section("causes") == ()
    assert "causes" not in draft.settled


def test_a_sheet_keeps_the_name_what_waits_and_what_was_asked(tmp_path: Path) -> None:
    draft = Draft(genre="party_building", asked=FIELDS, name="送审稿")
    draft = draft.with_points("problems", ["学习不够深入"])
    draft = replace(draft.with_point(replace(draft.points[0], followed=True)), settled=("problems",))
    card = Card(f"c{draft.next_number}", "走访群众10户", "achievements", "有“走访”", "台账:3")
    draft = replace(draft, cards=(card,), next_number=draft.next_number + 1)
    path = tmp_path / "答卷.yaml"
    path.write_text(write(draft), encoding="utf-8")
    assert read(path).draft == draft


def test_a_sheet_sent_alone_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("3月5日召开机密会议，参加28人。", encoding="utf-8")
    for line in (f"materials: [{{file: {secret}}}]", f"notice: {secret}", f"last_year: {secret}"):
        with pytest.raises(SheetError, match="读不到别的文件"):
            read_sent(["genre: party_building", line], "答卷.yaml")
