"""A report that goes out and comes back: the same in every format, what was edited taken into the draft."""

from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot import sheet
from bot.applying import applied
from bot.compose.material import Material
from bot.draft import Draft, Profile
from bot.engine import advance, ask
from bot.events import Commanded, Picked, Said, Sent
from bot.export.blocks import Report
from bot.outline import outlines
from bot.rendering import rendered
from bot.replies import APPENDIX_NAMES, Attachment
from bot.report import assemble
from bot.retelling import Work
from bot.revision import Revision, blocks_of, is_of, paragraphs, pieces, revision
from bot.state import Finished, Revising, State
from bot.steps.agreeing import agreed
from bot.steps.taking import placed
from phrasebank.reading import lines_of, remarks_of
from phrasebank.remarks import Remark
from tests.driving import run_terminal
from tests.driving_engine import DESK, said

OUTLINE = DESK.outlines["party_building"]
PROFILE = Profile("区委编办党支部", "党支部书记", "李明", 2025, "2025年12月20日", "各位领导、同志们")
GIVEN = (
    "3月5日召开支部党员大会专题学习，参加28人",
    "集中学习研讨9次，撰写心得体会36篇",
    "召开支委会专题研究党建工作6次，制定党建责任清单23项",
    "开展主题党日12次，参加336人次",
    "发展党员2名，培养入党积极分子5名",
    "走访群众10户18人，解决急难愁盼问题7件",
)
FORMATS = ("docx", "md", "txt", "pdf")
statements = st.builds(
    "{}{}{}，{}{}人".format,
    st.sampled_from(["开展主题党日", "召开党组会研究党建", "走访群众", "发展党员", "学习不够深入，研讨只有"]),
    st.integers(2, 9999),
    st.sampled_from(["次", "人次", "户", "名", "件"]),
    st.sampled_from(["参加", "其中党员", "“三会一课”到会"]),
    st.integers(2, 9999),
)


def drafted(genre: str, texts: tuple[str, ...]) -> Draft:
    outline = outlines()[genre]
    draft = placed(Draft(genre=genre, profile=PROFILE), outline, map(Material, texts)).draft
    problems = next(leaf.id for leaf in outline.leaves() if leaf.kind == "problems")
    draft = draft.with_points(problems, ("理论学习不够深入，全年集中研讨只有9次", "调查研究不够经常"))
    asked = ("organization", "post", "author", "year")
    return agreed(DESK, outline, replace(draft, asked=asked))


DRAFT = drafted("party_building", GIVEN)
REPORT = assemble(DRAFT, OUTLINE, DESK.bank)


def exported(draft: Draft, name: str, **more: object) -> list[str]:
    data = rendered(DESK, draft, Attachment(name, **more)).data  # type: ignore[arg-type] # fields of it
    return lines_of(data, f"述职报告.{name}")


@cache
def out() -> tuple[str, ...]:
    """The report as a Word document gives it back; reading one takes a process."""
    return tuple(exported(DRAFT, "docx"))


def came_back(lines: list[str], draft: Draft = DRAFT, remarks: tuple[Remark, ...] = ()) -> tuple[State, str]:
    state, effects = advance(DESK, State(draft=draft), Sent("改.docx", tuple(lines), None, remarks))
    return state, said(effects)


def edited(*swaps: tuple[str, str]) -> list[str]:
    text = "\n".join(out())
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.split("\n")


def lines_now(state: State) -> list[str]:
    return [block.line for block in assemble(state.draft, OUTLINE, DESK.bank).blocks]


def answered(state: State, key: str) -> State:
    return advance(DESK, state, Picked(key, state.revision))[0]


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(sorted(outlines())), st.lists(statements, min_size=1, max_size=8, unique=True))
def test_export_then_import_gives_the_same_blocks_in_every_format(genre: str, texts: list[str]) -> None:
    draft = drafted(genre, tuple(texts))
    report = assemble(draft, outlines()[genre], DESK.bank)
    blocks = tuple(block for block in report.blocks if block.kind != "mark")
    for name in FORMATS:
        lines = exported(draft, name)
        assert blocks_of(report, lines) == blocks, name
        assert len(paragraphs(lines)) == len(blocks), name
        assert is_of(report, lines), name
        assert revision(report, lines) == Revision(), name


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(sorted(outlines())), st.lists(statements, min_size=1, max_size=8, unique=True))
def test_a_sheet_exported_and_read_again_gives_the_same_blocks(genre: str, texts: list[str]) -> None:
    draft = drafted(genre, tuple(texts))
    again = sheet.read_sent(tuple(exported(draft, "yaml")), "答卷.yaml").draft
    report: Report = assemble(again, outlines()[genre], DESK.bank)
    assert [block.line for block in report.blocks] == [
        block.line for block in assemble(draft, outlines()[genre], DESK.bank).blocks
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_appendices_and_the_copy_for_review_are_no_change(name: str) -> None:
    lines = exported(DRAFT, name, review=True, appendices=tuple(APPENDIX_NAMES))
    assert is_of(REPORT, lines)
    assert revision(REPORT, lines) == Revision()


def test_a_file_in_another_encoding_is_the_same() -> None:
    assert revision(REPORT, exported(DRAFT, "txt", encoding="gb18030")) == Revision()


def test_an_unchanged_report_changes_nothing() -> None:
    state, said = came_back(list(out()))
    assert state.draft == DRAFT
    assert "文字没有改动" in said


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(GIVEN),
        "关于做好述职工作的通知\n各支部：\n请各支部于12月20日前报送述职报告。",
        "区委编办党支部书记2024年度抓基层党建工作述职报告\n" + "\n".join(exported(DRAFT, "txt")[2:]),
    ],
)
def test_another_document_is_not_taken_for_the_report(text: str) -> None:
    assert not is_of(REPORT, text.split("\n"))


def test_a_changed_wording_changes_the_sentence_and_keeps_the_users_words() -> None:
    state, said = came_back(edited(("开展主题党日", "深入开展主题党日")))
    (point,) = [point for point in state.draft.points if "主题党日" in point.text]
    assert point.sentence is not None
    assert point.sentence.startswith("深入开展主题党日12次")
    assert point.text == "开展主题党日12次，参加336人次"
    assert "改了 1 段" in said
    assert not isinstance(state.focus, Revising)


def test_a_changed_figure_is_asked_about_and_goes_wherever_it_is_told() -> None:
    draft = DRAFT.with_points("plans", ("继续抓好主题党日，在主题党日12次的基础上提质",))
    state, said = came_back(edited(("主题党日12次", "主题党日14次")), DRAFT)
    assert "1 处动了事实" in said
    assert "12次，文件里是 14次" in ask(DESK, state).text
    assert any("主题党日12次" in line for line in lines_now(state))
    followed = answered(state, "yes")
    assert any("主题党日14次" in line for line in lines_now(followed))
    assert any("主题党日14次" in point.text for point in followed.draft.points)
    kept = answered(state, "no")
    assert kept.draft.points == DRAFT.points
    assert draft.points


def test_a_figure_and_its_wording_changed_together_are_taken_apart() -> None:
    state, _ = came_back(edited(("走访群众10户18人", "走访慰问群众12户18人")))
    assert any("走访慰问群众10户18人" in line for line in lines_now(state))
    assert any("走访慰问群众12户18人" in line for line in lines_now(answered(state, "yes")))


def test_a_figure_that_is_new_is_asked_about_with_its_sentence() -> None:
    state, _ = came_back(edited(("心得体会36篇", "心得体会36篇、调研报告2篇")))
    assert "心得体会36篇、调研报告2篇" in ask(DESK, state).text
    followed = answered(state, "yes")
    assert any(point.text.endswith("调研报告2篇") for point in followed.draft.points)
    assert answered(state, "no").draft.points == DRAFT.points


def test_a_changed_date_within_a_sentence_is_asked_about() -> None:
    state, _ = came_back(edited(("3月5日召开", "3月6日召开")))
    assert "3月6日" in ask(DESK, state).text
    assert any("3月6日" in point.text for point in answered(state, "yes").draft.points)


def test_several_doubts_are_asked_one_by_one_or_settled_at_once() -> None:
    lines = edited(("主题党日12次", "主题党日14次"), ("责任清单23项", "责任清单25项"))
    state, _ = came_back(lines)
    assert "还有 2 处" in ask(DESK, state).text
    assert "还有 1 处" in ask(DESK, answered(state, "no")).text
    whole = lines_now(answered(state, "all"))
    assert any("主题党日14次" in line for line in whole)
    assert any("责任清单25项" in line for line in whole)
    assert answered(state, "none").draft == state.draft


def test_a_paragraph_put_in_becomes_a_point_where_it_stands() -> None:
    lines = edited()
    place = next(n for n, line in enumerate(lines) if line.startswith("三、"))
    lines.insert(place, "针对“阵地建设薄弱”问题，新建党员活动室1间。")
    state, said = came_back(lines)
    (point,) = [point for point in state.draft.points if "党员活动室" in point.text]
    assert (point.section, point.source) == ("rectification", f"改.docx:{place + 1}")
    assert "添了 1 段" in said
    assert "针对“阵地建设薄弱”问题，新建党员活动室1间。" in lines_now(state)


def test_a_new_paragraph_with_a_heading_of_its_own_says_where_it_went() -> None:
    lines = edited()
    place = next(n for n, line in enumerate(lines) if line.startswith("（二）"))
    lines.insert(place, "（二）创新活动载体。评出示范支部2个。")
    state, said = came_back(lines)
    assert "没有单列成一个小标题" in said
    assert any("创新活动载体" in line for line in lines_now(state))


def test_words_in_the_place_of_a_gap_fill_it() -> None:
    lines = [
        "　　一是学习抓得不紧；二是调研下得不深。" if "【待补：原因】" in line else line for line in edited()
    ]
    state, _ = came_back(lines)
    assert [point.sentence for point in state.draft.in_section("causes")] == ["学习抓得不紧", "调研下得不深"]


def test_a_sentence_put_into_a_paragraph_becomes_a_point() -> None:
    line = next(line for line in out() if "走访群众" in line)
    state, _ = came_back(edited((line, line + "建成党群服务站3个。")))
    assert any(point.text == "建成党群服务站3个" for point in state.draft.in_section("achievements"))


def test_a_paragraph_taken_out_is_asked_about() -> None:
    line = next(line for line in out() if "主题党日" in line)
    state, said = came_back([each for each in edited() if each != line])
    assert "删了 1 段" in said
    assert "真的不要了吗" in ask(DESK, state).text
    assert not any("主题党日" in each for each in lines_now(answered(state, "yes")))
    assert answered(state, "no").draft.points == DRAFT.points


def test_a_paragraph_moved_to_another_part_takes_its_points_along() -> None:
    lines = edited()
    moved = next(line for line in lines if "主题党日" in line)
    rest = [line for line in lines if line != moved]
    place = next(n for n, line in enumerate(rest) if line.startswith("三、"))
    state, _ = came_back([*rest[:place], moved, *rest[place:]])
    (point,) = [point for point in state.draft.points if "主题党日" in point.text]
    assert (point.id, point.section) == ("p4", "rectification")
    assert not isinstance(state.focus, Revising)


def test_a_paragraph_cut_in_two_says_nothing_twice() -> None:
    line = next(line for line in out() if "集中学习研讨" in line)
    head, mark, tail = line.partition("集中学习研讨")
    state, _ = came_back(edited((line, f"{head.removesuffix('同时，')}\n{mark}{tail}")))
    texts = [point.text for point in state.draft.points]
    assert texts.count("集中学习研讨9次，撰写心得体会36篇") == 1
    assert len(texts) == len(DRAFT.points)


def test_a_changed_heading_is_kept_with_those_beside_it() -> None:
    leads = [block.lead for block in REPORT.blocks if block.lead and block.section == "achievements"]
    state, _ = came_back(edited((leads[0], "抓牢学习教育，把稳思想之舵。")))
    now = [line.partition("）")[2].partition("。")[0] for line in lines_now(state) if line.startswith("（")]
    assert now[1:] == ["抓牢学习教育，把稳思想之舵", *(lead.rstrip("。") for lead in leads[1:])]


def test_salutation_author_and_date_go_to_the_profile() -> None:
    state, _ = came_back(
        edited(("各位领导、同志们：", "各位代表："), ("李明", "李小明"), ("12月20日", "12月25日"))
    )
    profile = state.draft.profile
    assert (profile.salutation, profile.author, profile.date) == ("各位代表", "李小明", "2025年12月25日")


def test_an_opening_written_anew_is_a_point_of_the_opening() -> None:
    old = next(block.line for block in REPORT.blocks if block.section == "opening")
    new = old.replace("现将", "下面将")
    assert new != old
    state, _ = came_back(edited((old, new)))
    assert new in lines_now(state)


def test_what_the_draft_cannot_hold_is_told_and_not_lost() -> None:
    _, said = came_back(edited(("一、工作总结、成绩和经验", "一、主要成绩")))
    assert "“一、主要成绩”" in said
    assert "没有照改" in said


def test_a_number_of_a_heading_is_no_change() -> None:
    lines = [line.replace("（二）", "（三）") for line in edited()]
    assert revision(REPORT, lines) == Revision()


def test_an_import_can_be_undone(tmp_path: Path) -> None:
    (tmp_path / "改.txt").write_text(
        "\n".join(edited(("开展主题党日", "深入开展主题党日"))), encoding="utf-8"
    )
    (tmp_path / "答卷.yaml").write_bytes(rendered(DESK, DRAFT, Attachment("yaml")).data)
    said = [f"{tmp_path}/答卷.yaml", f"/import {tmp_path}/改.txt", "/preview", "/undo", "/preview"]
    shown = run_terminal(said, tmp_path / "a.db", tmp_path)
    views = [each for each in shown if "述职人：李明" in each]
    assert ["深入开展" in each for each in views[-2:]] == [True, False]


def test_remarks_of_reviewers_become_a_list_and_our_own_do_not() -> None:
    remarks = (Remark("这里再实一点", "张三", "走访群众"), Remark("事实 f1", "述职助手", "x"))
    _, said = came_back(list(out()), remarks=remarks)
    assert "审阅意见 1 条" in said
    assert "“走访群众”：这里再实一点（张三）" in said
    assert "f1" not in said


def test_remarks_are_read_out_of_a_word_document_with_what_they_are_about() -> None:
    document = docx.Document()
    runs = [document.add_paragraph().add_run(text) for text in ("走访群众", "10户")]
    document.add_comment(runs, "数核一下\n再定", author="张三", initials="张")
    buffer = BytesIO()
    document.save(buffer)
    found = remarks_of(buffer.getvalue(), "改.docx")
    assert found == (Remark("数核一下 再定", "张三", "走访群众10户"),)
    assert remarks_of(rendered(DESK, DRAFT, Attachment("docx")).data, "改.docx") == ()
    assert remarks_of(b"text", "a.txt") == ()


def test_nothing_else_is_taken_while_a_doubt_is_open_and_it_may_be_skipped() -> None:
    state, _ = came_back(edited(("主题党日12次", "主题党日14次")))
    after, effects = advance(DESK, state, Said("开展调研5次"))
    assert isinstance(after.focus, Revising)
    assert "还没有记" in said(effects)
    skipped, _ = advance(DESK, state, Commanded("skip"))
    assert skipped.draft.points == DRAFT.points
    assert not isinstance(skipped.focus, Revising | Finished)


def test_a_doubt_that_has_been_settled_elsewhere_is_not_asked() -> None:
    state, _ = came_back(edited(("主题党日12次", "主题党日14次")))
    settled = state.draft.without_point("p4")
    assert "主题党日12次" not in ask(DESK, replace(state, draft=settled)).text
    assert "要您定" not in ask(DESK, replace(state, draft=settled)).text


PARTS = st.sampled_from(["进一步", "扎实", "，成效较好", "等", "“双报到”", "。同步建章立制", "；", "，"])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_edit_of_a_paragraph_is_lost(data: st.DataObject) -> None:
    lines = out()
    blocks = [block for block in REPORT.blocks if block.kind == "paragraph" and block.facts]
    old = data.draw(st.sampled_from([block.line for block in blocks]))
    at = data.draw(st.integers(4, len(old)))
    new = old[:at] + data.draw(PARTS) + old[min(at + data.draw(st.integers(0, 3)), len(old)) :]
    state, said = came_back([new if line == old else line for line in lines])
    kept = "".join(new.split()) in {"".join(line.split()) for line in lines_now(state)}
    assert kept or new in said or isinstance(state.focus, Revising) or "添了" in said


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(exported(DRAFT, "txt")), st.text(max_size=30)), max_size=30))
def test_whatever_lines_a_file_has_it_can_be_compared_and_applied(lines: list[str]) -> None:
    found = revision(REPORT, lines)
    result = applied(Work(DESK, OUTLINE, DRAFT, "改.docx"), found)
    assert {point.id for point in DRAFT.points} <= {point.id for point in result.draft.points}
    assert assemble(result.draft, OUTLINE, DESK.bank).blocks


@given(st.text("甲乙丙丁戊己，。", max_size=20), st.text("甲乙丙丁戊己，。", max_size=20), st.data())
def test_the_pieces_of_a_changed_line_are_the_whole_line(old: str, new: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(old)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    found = pieces(old, new, spans)
    assert "".join(piece.text for piece in found) == new
    assert "".join(old[piece.start : piece.end] for piece in found) == old
    assert len(found) == 2 * len(spans) + 1
