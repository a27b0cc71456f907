"""The check-up as a whole: what it finds in the seeds, what it leaves alone, and how it tells it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.checking import check
from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript, manuscript_of
from bot.checks.overlap import Known, seeds, shared, shares, sketch_of
from bot.cli import main
from phrasebank.parsing import parse
from phrasebank.reading import read_lines

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
CLEAN = (
    "一年来，本人带头学习贯彻党的二十届三中全会精神，主持理论学习中心组学习12次，领学9次，撰写心得4篇。",
    "坚持党建与业务同部署、同检查，全年主持党组会研究党建工作8次，审定党建工作要点26项，逐项落实到支部。",
    "落实“三会一课”制度，召开支部党员大会4次、支部委员会会议12次，开展主题党日12次，讲党课2次。",
    "发展党员3名，其中35岁以下2名；转接组织关系11人次，按期收缴党费，做到底数清、情况明。",
    "严格执行意识形态工作责任制，每半年专题研究1次，排查网站和微信公众号等阵地6个，整改问题4个。",
    "落实中央八项规定及其实施细则精神，三公经费同比下降8.6%，开展廉政谈话15人次，签订廉政承诺书62份。",
    "走访慰问困难群众48户，办理群众诉求1200余件，办结率为99.2%，新增便民服务点3个。",
    "学习不够系统，全年集中研讨只有4次，对新出台的政策钻研不深，运用所学解决实际问题的办法还不多。",
    "抓支部不够经常，7月至9月没有到第三支部调研，对一名党员长期不参加组织生活的情况没有及时处理。",
    "制定年度学习计划，每月集中学习1次、每季度交流1次；到联系支部每季度调研不少于1次，发现问题当场交办。",
    "本人严格执行个人有关事项报告制度，没有违规经商办企业，管好家属和身边工作人员，自觉接受监督。",
    "以上报告，请予评议。",
)


def _manuscript(path: Path) -> Manuscript:
    lines = read_lines(path)
    return manuscript_of(lines, parse(lines, path.name))


def _of(*texts: str, year: int | None = 2025) -> Manuscript:
    return Manuscript(lines=tuple(Line(place, text) for place, text in enumerate(texts, 1)), year=year)


def _found(rule: str, *texts: str) -> list[str]:
    return [finding.text for finding in check(_of(*texts)) if finding.rule == rule]


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_paragraph_has_nothing_certainly_wrong(text: str) -> None:
    assert [each for each in check(_of(text)) if each.grade != "hint"] == []


def test_the_clean_paragraphs_together_have_no_finding_but_hints() -> None:
    assert [each for each in check(_of(*CLEAN)) if each.grade == "error"] == []


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "截止"),
        (0, "对绝对忠诚"),
        (0, "从严治党，党要管党"),
        (0, "民主生活会"),
        (1, "学A"),
        (1, "有针对地"),
        (1, "防疫"),
        (1, "核增单位编制"),
        (2, "意识形工作"),
        (2, "主题当日"),
        (2, "廉洁自律"),
        (3, "锐意进去"),
        (3, "1732余"),
        (3, "坚持落实全面从严治党和党风廉政建设主体责任作为"),
        (3, "生命至上、人民至上"),
        (4, "局局"),
        (4, "既使"),
        (4, "自已"),
        (4, "于生活"),
        (4, "主题思想"),
        (4, "揭东开发区"),
        (4, "杜绝了"),
    ],
)
def test_a_defect_of_a_seed_is_found(number: int, text: str) -> None:
    told = [finding.text for finding in check(_manuscript(SEEDS[number]))]
    assert any(text in each or each in text for each in told if each), text


def test_marks_that_have_no_partner_are_found() -> None:
    assert _found("mark.unpaired", "落实“三会一课制度。") == ["“"]
    assert _found("mark.unpaired", "学习党章》和准则。") == ["》"]
    assert _found("mark.unpaired", "（一）加强学习，1）抓好落实，学习《准则》（2024年版）。") == []


def test_numbers_that_do_not_follow_are_found() -> None:
    assert _found("numbering.order", "一、工作", "二、问题", "二、打算") == ["二、"]
    assert _found("numbering.order", "一、工作", "（一）学习", "（三）落实") == ["（三）"]
    assert _found("numbering.order", "一、工作", "（一）学习", "（二）落实", "二、问题", "（一）不实") == []


def test_a_promise_of_the_opening_needs_its_section() -> None:
    opening = Line(1, "现将履职情况和廉洁自律情况报告如下：", "opening")
    work = Line(2, "完成任务12项。", "achievements")
    told = check(Manuscript(lines=(opening, work), year=2025))
    assert [each.text for each in told if each.rule == "structure.promised"] == ["廉洁自律"]
    kept = (opening, work, Line(3, "本人严格自律。", "integrity"))
    assert not [each for each in check(Manuscript(lines=kept)) if each.rule == "structure.promised"]


def test_a_sentence_told_twice_is_found_and_official_wording_is_not() -> None:
    said = "推动机关效能建设走深走实见到成效"
    assert _found("repetition.clause", f"我们{said}。", f"我们{said}。") == [f"我们{said}"]
    official = "学习贯彻习近平新时代中国特色社会主义思想"
    assert _found("repetition.clause", f"{official}。", f"{official}。") == []


def test_the_rarer_name_of_the_writer_is_pointed_out() -> None:
    assert _found("voice.mixed", "本人主持会议。本人审定方案。本人带头学习。本人下沉支部。我讲党课。") == [
        "我"
    ]
    assert _found("voice.mixed", "本人主持会议，我局、我们、自我批评都不算。") == []


def test_reports_that_know_nothing_of_each_other_do_not_overlap_and_a_copy_does() -> None:
    texts = [_manuscript(path).text for path in SEEDS]
    for place, text in enumerate(texts):
        others = [Known(str(at), sketch_of(each)) for at, each in enumerate(texts) if at != place]
        assert shares(_of(*text.split("\n")), others)[0].share <= 0.0033
    copy = texts[0].replace("党委办公室", "县委党校").replace("我办", "我校")
    assert shares(_of(*copy.split("\n")), [Known("旧稿", sketch_of(texts[0]))])[0].share >= 0.969


def test_a_copied_sentence_is_named_with_its_source() -> None:
    sentence = "定期召开党风廉政建设专题会议，部署安排工作任务，进一步压紧压实全面从严治党责任。"
    assert sentence[:20] in SEEDS[2].read_text("utf-8")
    told = [*shared(_of("今年工作平稳。" + sentence), seeds())]
    assert [(each.line, each.text) for each in told] == [(1, sentence)]
    assert "词库的种子文档" in told[0].why


def test_a_sketch_with_a_key_cannot_be_compared_without_it() -> None:
    text = CLEAN[0]
    assert not sketch_of(text, b"one") & sketch_of(text, b"two")


def test_the_sketch_of_the_seeds_is_what_the_seeds_give() -> None:
    texts = ["\n".join(read_lines(path)) for path in SEEDS]
    assert seeds()[0].sketch == frozenset().union(*map(sketch_of, texts))


@given(st.lists(st.text(max_size=60), max_size=6), st.one_of(st.none(), st.integers(2000, 2099)))
def test_any_text_is_checked_and_every_finding_stands_where_it_says(
    texts: list[str], year: int | None
) -> None:
    lines = tuple(Line(place, text.replace("\n", " ")) for place, text in enumerate(texts, 1))
    for finding in check(Manuscript(lines=lines, year=year)):
        assert _stands(finding, lines)


def _stands(finding: Finding, lines: tuple[Line, ...]) -> bool:
    return lines[finding.line - 1].text[finding.start :].startswith(finding.text)


def test_the_command_tells_findings_as_json_and_fails_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "稿子.txt"
    file.write_text("2025年述职报告\n一、主要工作\n截止目前，既使困难也完成了任务。\n", encoding="utf-8")
    assert main(["check", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"rule", "grade", "line", "start", "text", "suggest", "why", "source"} <= set(told[0])
    assert [(each["text"], each["suggest"]) for each in told] == [("截止", "截至"), ("既使", "即使")]
    assert main(["check", str(file), "--fail-on", "error"]) == 1
    assert "必错 2" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "没有.txt")]) == 2
    assert "找不到文件" in capsys.readouterr().err
    assert main(["check", str(file), "--genre", "没有"]) == 2
    assert main(["check", str(file), "--against", str(file)]) == 0
    assert "稿子.txt" in capsys.readouterr().out
