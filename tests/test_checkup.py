"""The check-up in the talk: what is shown, mended and waved aside, and what keeps a report from final."""

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from bot.checks.overlap import packed, sketch_of, unpacked
from bot.cli import main
from bot.desk import Desk
from bot.draft import Draft
from bot.effects import Export
from bot.engine import advance, ask
from bot.events import Commanded, Filled, Picked, Said, Sent
from bot.replies import Say
from bot.sheet import read
from bot.state import Checking, State
from bot.steps.checklist import outline_of
from bot.steps.checkup import findings_in
from bot.steps.finished import unsignable
from bot.turns.sketching import ANOTHER
from tests.driving_conversation import Talk
from tests.sheets import FINISHED

CLEAN = "组织党员下沉社区走访群众48户，解决实际困难12个。"
WRONG = "截止目前，既使困难也走访群众48户，充分发挥战斗堡垒作用，党建和业务相得益章。"


def _draft(tmp_path: Path, text: str = WRONG, *, agreed: bool = True) -> Draft:
    path = tmp_path / "sheet.yaml"
    path.write_text(FINISHED, encoding="utf-8")
    given = read(path).draft
    given = given.with_points("achievements", [text])
    last = given.points[-1]
    sentence = text if agreed else None
    points = [replace(point, sentence=point.sentence or point.text) for point in given.points[:-1]]
    return replace(given, points=(*points, replace(last, sentence=sentence)))


def _checking(draft: Draft) -> State:
    state, _ = advance(Desk(), State(), Filled(draft))
    return advance(Desk(), state, Commanded("check"))[0]


def _errors(draft: Draft) -> list[str]:
    outline = outline_of(Desk(), draft)
    assert outline
    return [each.text for each in findings_in(Desk(), outline, draft) if each.grade == "error"]


def _pick(state: State, start: str) -> tuple[State, tuple[object, ...]]:
    key = next(each.key for each in ask(Desk(), state).choices if each.label.startswith(start))
    return advance(Desk(), state, Picked(key, state.revision))


def test_the_gravest_come_first_each_with_its_reason_source_and_change(tmp_path: Path) -> None:
    state = _checking(_draft(tmp_path))
    text = ask(Desk(), state).text
    assert "必错 2" in text
    assert text.index("—— 必错 ——") < text.index("—— 疑似 ——")
    assert "【截止】" in text
    assert "→ 截至" in text
    assert "“既使”应为“即使”" in text


@pytest.mark.parametrize("agreed", [True, False])
def test_one_answer_mends_what_can_be_mended_and_undo_would_bring_it_back(
    tmp_path: Path, *, agreed: bool
) -> None:
    state, says = _pick(_checking(_draft(tmp_path, agreed=agreed)), "能直接改")
    point = state.draft.points[-1]
    assert "截至目前，即使困难" in (point.sentence or point.text)
    assert _errors(state.draft) == []
    assert "“既使”→“即使”" in next(each.text for each in says if isinstance(each, Say))


def test_a_guess_is_mended_alone_by_its_own_button_or_by_its_number(tmp_path: Path) -> None:
    state = _checking(_draft(tmp_path))
    outline = outline_of(Desk(), state.draft)
    assert outline
    number = 1 + [each.text for each in findings_in(Desk(), outline, state.draft)].index("相得益章")
    by_words, _ = advance(Desk(), state, Said(f"改 {number}"))
    assert "相得益彰" in (by_words.draft.points[-1].sentence or "")
    by_button, _ = _pick(state, f"改第 {number} 条")
    assert by_button.draft == by_words.draft
    assert "既使" in (by_button.draft.points[-1].sentence or "")


def test_what_is_waved_aside_is_not_shown_again_but_what_is_wrong_stays(tmp_path: Path) -> None:
    state = _checking(_draft(tmp_path))
    outline = outline_of(Desk(), state.draft)
    assert outline
    names = [each.text for each in findings_in(Desk(), outline, state.draft)]
    state, says = advance(Desk(), state, Said(f"不再提示 1、{names.index('相得益章') + 1}"))
    after = [each.text for each in findings_in(Desk(), outline, state.draft)]
    assert "相得益章" not in after
    assert names[0] in after
    assert "必错的要改好" in next(each.text for each in says if isinstance(each, Say))
    assert isinstance(state.focus, Checking)


def test_a_gap_is_shown_in_its_own_marks_and_a_custom_named_once() -> None:
    draft = Draft(genre="party_building").with_points("achievements", ("走访群众10户",))
    asked = ask(Desk(), advance(Desk(), State(draft=draft), Commanded("check"))[0]).text
    assert "…【待补：" in asked
    assert "（惯例）" in asked


def test_what_is_said_beside_the_findings_is_not_lost_silently(tmp_path: Path) -> None:
    state, says = advance(Desk(), _checking(_draft(tmp_path)), Said("再想想"))
    assert state.focus is None
    assert "还没有记" in next(each.text for each in says if isinstance(each, Say))


def test_a_report_is_final_only_without_gaps_and_without_what_is_certainly_wrong(tmp_path: Path) -> None:
    wrong, clean = _draft(tmp_path), _draft(tmp_path, CLEAN)
    outline = outline_of(Desk(), clean)
    assert outline
    assert "2 处必错" in unsignable(Desk(), outline, wrong)
    assert unsignable(Desk(), outline, clean) == ""
    asked, _ = advance(Desk(), State(), Filled(wrong))
    _, says = advance(Desk(), asked, Commanded("export", "docx 定稿"))
    assert not any(isinstance(each, Export) for each in says)
    assert "/goto" in next(each.text for each in says if isinstance(each, Say))
    _, says = advance(Desk(), asked, Commanded("export", "docx"))
    assert [each.final for each in says if isinstance(each, Export)] == [False]


def test_formulations_are_added_to_a_draft_with_their_date_and_source(tmp_path: Path) -> None:
    state, _ = advance(Desk(), State(), Filled(_draft(tmp_path, CLEAN)))
    state, says = advance(
        Desk(), state, Commanded("settings", "提法 2025-03 《用语通知》 将“下沉社区”改为“深入社区”")
    )
    assert "加了 1 条" in next(each.text for each in says if isinstance(each, Say))
    outline = outline_of(Desk(), state.draft)
    assert outline
    found = [each for each in findings_in(Desk(), outline, state.draft) if each.rule.startswith("added.")]
    assert [(each.text, each.suggest, each.source) for each in found] == [
        ("下沉社区", "深入社区", "《用语通知》")
    ]
    for words in ("提法 将“甲”改为“乙”", "提法 2025 《通知》 认真学习"):
        after, _ = advance(Desk(), state, Commanded("settings", words))
        assert after.draft == state.draft
    after, _ = advance(Desk(), state, Commanded("settings", "提法 清空"))
    assert after.draft.preferences.wordings == ()


async def test_a_report_handed_over_is_known_again_and_another_owner_learns_only_that(
    tmp_path: Path, talk: Talk
) -> None:
    copied = "组织机关党员分片包干十二个老旧小区逐户上门登记漏水管道并现场维修更换。"
    draft = _draft(tmp_path, copied)
    await talk.says(Filled(draft), Commanded("name", "初稿"), Commanded("export", "docx"))
    assert "您的《初稿" in str(await talk.says(Commanded("copy", "二稿"), Commanded("check")))
    other = Talk(talk.conversation, "b")
    told = str(await other.says(Filled(_draft(tmp_path, copied)), Commanded("check")))
    assert ANOTHER in told
    assert "初稿" not in told
    await talk.conversation.forget(talk.owner, None)
    assert ANOTHER not in str(await other.says(Commanded("start"), Commanded("check")))


async def test_last_years_report_must_not_come_again(tmp_path: Path, talk: Talk) -> None:
    copied = "组织机关党员分片包干十二个老旧小区逐户上门登记漏水管道并现场维修更换。"
    last = ("党支部书记2024年度述职报告", "一、主要工作", copied, "二、存在问题", "学习不够系统。")
    told = await talk.says(
        Filled(_draft(tmp_path, copied)), Sent("去年.txt", last, "last_year"), Commanded("check")
    )
    assert "您的《去年.txt》" in str(told)


def test_a_sketch_is_stored_without_an_order_that_tells_of_the_text() -> None:
    sketch = sketch_of("组织机关党员分片包干十二个老旧小区逐户上门登记。", b"key")
    assert unpacked(packed(sketch)) == sketch
    assert packed(sketch) == packed(frozenset(sorted(sketch, reverse=True)))


def test_the_command_line_signs_off_nothing_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(FINISHED.replace("causes: [", "causes: [既使忙也要学习，"), encoding="utf-8")
    where = ("--db", str(tmp_path / "d.db"), "--out", str(tmp_path), "--format", "txt")
    assert main(["draft", str(sheet), *where, "--final"]) == 1
    assert "处必错没有改，如“既使”" in capsys.readouterr().err
    assert main(["draft", str(sheet), *where, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["text"] for each in told["findings"] if each["grade"] == "error"] == ["既使"]
    assert "（讨论稿）" in Path(told["files"][0]).read_text("utf-8")
    export = ["export", "--draft", told["draft"], "--db", str(tmp_path / "d.db"), "--format", "txt"]
    assert main([*export, "--out", str(tmp_path / "a.txt"), "--final"]) == 1
    assert "不能出定稿" in capsys.readouterr().err
    assert main([*export, "--out", str(tmp_path / "a.txt")]) == 0


def test_what_the_user_waved_aside_and_added_is_kept_with_the_draft(tmp_path: Path) -> None:
    draft = replace(_draft(tmp_path), unheeded=("spelling.alike:相得益章",))
    assert msgspec.json.decode(msgspec.json.encode(draft), type=Draft) == draft
