"""Structure is found in the seeds, in damaged copies of them, and in reports of other kinds."""

import random
from collections import Counter
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from phrasebank.document import Cue, Document
from phrasebank.parsing import parse
from tests.damage import (
    BREAKS_LOST,
    INSERTED,
    LINE_PRESERVING,
    MIXED,
    censor,
    in_turn,
    with_some_breaks_lost,
)
from tests.truth import REPORT_TRUTHS, TRUTHS, Truth, bare, heading_f1

DAMAGES = {**LINE_PRESERVING, **MIXED, **BREAKS_LOST}
KNOWN_REPORTS = tuple(truth for truth in REPORT_TRUTHS if not truth.held_out)
HELD_OUT = tuple(truth for truth in REPORT_TRUTHS if truth.held_out)
COMBINED = (
    "numbering dotted",
    "numbering round",
    "numbering ordinal",
    "half width",
    "repeated commas",
    "fresh stamps",
    "other stamps",
    "unseen advertisements",
    "fresh advertisements",
    "junk",
    "blank lines",
    "html",
    "carriage returns",
)
"""Kinds of damage in the order in which they are done: first to the text of a line, last to its margins."""
LEAST_COMBINED = 0.9
HELD_OUT_BOUND = {True: 0.85, False: 0.95}

INTEGRITY = """王某某同志2024年度述责述廉报告
各位领导、同志们：
2024年，在县委的坚强领导下，我认真履行管党治党政治责任，带头廉洁自律，较好地完成了任务。现将情况报告如下：
一、履行全面从严治党责任情况
（一）带头学习，把牢政治方向。坚持第一议题制度，组织学习28次。
（二）带头履责，层层传导压力。召开专题会议4次，签订责任书16份。
二、个人廉洁自律情况
严格执行廉洁纪律，按规定报告个人有关事项，没有违规吃喝、收受礼品等问题。
三、存在的不足
1.理论学习系统性不强，学用结合不够紧密。
2.监督执纪不够有力，对苗头性问题提醒不及时。
四、今后努力方向
一是抓学习，二是抓监督，三是抓落实。
以上报告，请予评议。
王某某
2024年12月30日"""

UNNUMBERED = """某社区党支部书记工作总结
一年来，在街道党工委的领导下，社区党支部团结带领全体党员，服务居民、建设家园，做了一些工作，总结如下。
主要工作
加强组织建设，召开支委会12次、党员大会4次，发展党员2名。
开展志愿服务，组织义诊、清洁家园等活动31场，服务居民1200人次。
存在问题
对流动党员的管理还不够经常，联系方式有待完善。
下一步打算
建立流动党员联系台账，每季度联系一次。"""

CHARACTERS = '一二（）()1、.。，是要\n 　问题*Xx某《》“”"加强学习公众号：www.a.cn#<>pbr/&;年月日'


def seed(truth: Truth) -> Document:
    return parse(truth.lines, truth.file)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Truth, Document]]:
    return [(truth, seed(truth)) for truth in TRUTHS]


def test_headings_of_the_seeds_are_found_with_their_levels(pairs: list[tuple[Truth, Document]]) -> None:
    assert heading_f1(pairs) >= 0.98


def test_titles_of_the_seeds_are_found(pairs: list[tuple[Truth, Document]]) -> None:
    assert [document.title and document.title.text for _, document in pairs] == [
        truth.title for truth, _ in pairs
    ]


def test_headings_stay_in_the_clean_text_and_noise_does_not(pairs: list[tuple[Truth, Document]]) -> None:
    for truth, document in pairs:
        clean = bare(document.clean)
        assert all(bare(heading.text) in clean for heading in truth.headings)
        assert not [noise.text for noise in truth.noise if bare(noise.text) and bare(noise.text) in clean]


def test_lines_and_sections_of_headings_are_those_that_readers_gave(
    pairs: list[tuple[Truth, Document]],
) -> None:
    for truth, document in pairs:
        found = {(each.line, bare(each.text)): each.section for each in document.headings}
        wanted = {(each.line, bare(each.text)): each.section for each in truth.headings}
        assert {key: found[key] for key in wanted} == wanted


def test_masks_of_the_seeds_are_found_with_their_kinds(pairs: list[tuple[Truth, Document]]) -> None:
    for truth, document in pairs:
        wanted = Counter((mask.line, mask.kind) for mask in truth.masks)
        assert not wanted - Counter((mask.line, mask.kind) for mask in document.slots)


def test_year_and_genre_of_the_seeds_are_told(pairs: list[tuple[Truth, Document]]) -> None:
    assert [(document.year, document.genre) for _, document in pairs] == [
        (2022, "main_responsibility"),
        (2023, "party_building"),
        (2022, "strict_governance"),
        (2022, "secretary_party_building"),
        (None, "leading_group_party_building"),
    ]


def test_openings_and_closings_of_the_seeds_are_found(pairs: list[tuple[Truth, Document]]) -> None:
    openings = [document.opening and document.opening.line for _, document in pairs]
    closings = [document.closing and document.closing.line for _, document in pairs]
    assert openings == [3, 3, 3, 3, 7]
    assert closings == [None, 22, 11, 28, 27]


def test_words_cut_out_of_the_seeds_become_questions(pairs: list[tuple[Truth, Document]]) -> None:
    asked = {question.text: question.why for _, document in pairs for question in document.questions}
    assert asked["核增单位编制"] == "疑似缺少数字"
    assert any("学A" in text for text in asked)
    assert any(text.startswith("《区进一步") for text in asked)


def damaged(truths: tuple[Truth, ...], name: str) -> list[tuple[Truth, Document]]:
    """Damage each report by chance, and check its title and what should be gone from it on the way."""
    pairs = []
    for truth, number in product(truths, range(2)):
        chance = random.Random(number)  # noqa: S311 - damage must be the same in every run
        lines = DAMAGES[name](truth.lines, chance)
        wanted = censored_truth(truth) if "censored" in name else truth
        document = parse(lines)
        assert document.title is not None
        if name not in BREAKS_LOST:
            assert bare(document.title.text) == bare(wanted.title)
        clean, whole = bare(document.clean), bare("".join(lines))
        strange = [bare(text) for text in (*INSERTED, *(noise.text for noise in truth.noise))]
        assert not [text for text in strange if len(text) > 3 and text in whole and text in clean]
        pairs.append((wanted, document))
    return pairs


def censored_truth(truth: Truth) -> Truth:
    headings = tuple(replace(each, text=censor(each.text)) for each in truth.headings)
    return replace(truth, title=censor(truth.title), headings=headings)


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_hardly_hides_the_structure_of_the_seeds(name: str) -> None:
    bound = 0.95 if name in BREAKS_LOST else 0.98 if "wrapped" in name else 0.995
    assert heading_f1(damaged(TRUTHS, name)) >= bound


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_hardly_hides_the_structure_of_other_reports(name: str) -> None:
    bound = 0.9 if name in BREAKS_LOST else 0.97 if "wrapped" in name else 0.99
    assert heading_f1(damaged(KNOWN_REPORTS, name)) >= bound


@pytest.mark.parametrize("name", DAMAGES)
def test_held_out_reports_are_read_nearly_as_well(name: str) -> None:
    chance = random.Random(1)  # noqa: S311 - likewise
    truths = [censored_truth(truth) if "censored" in name else truth for truth in HELD_OUT]
    pairs = [
        (wanted, parse(DAMAGES[name](truth.lines, chance)))
        for wanted, truth in zip(truths, HELD_OUT, strict=True)
    ]
    assert heading_f1(pairs) >= HELD_OUT_BOUND[name in BREAKS_LOST]


@pytest.mark.parametrize(("truths", "bound"), [(TRUTHS, 0.93), (KNOWN_REPORTS, 0.88), (HELD_OUT, 0.85)])
def test_lines_run_together_here_and_there_hardly_hide_the_structure(
    truths: tuple[Truth, ...], bound: float
) -> None:
    pairs = [
        (truth, parse(with_some_breaks_lost(truth.lines, random.Random(number))))  # noqa: S311 - likewise
        for truth, number in product(truths, range(3))
    ]
    assert heading_f1(pairs) >= bound


def headings_run_on(truth: Truth) -> list[str]:
    """Put each heading into one line with the text below it."""
    out = [""]
    headings = {each.line for each in truth.headings}
    for number, line in enumerate(truth.lines, start=1):
        out[-1] += line.strip()
        out += [] if number in headings else [""]
    return out


@pytest.mark.parametrize(("truths", "bound"), [(TRUTHS, 0.98), (KNOWN_REPORTS, 0.98), (HELD_OUT, 0.85)])
def test_headings_that_run_on_into_their_text_are_found(truths: tuple[Truth, ...], bound: float) -> None:
    assert heading_f1([(truth, parse(headings_run_on(truth))) for truth in truths]) >= bound


@pytest.mark.parametrize("truth", KNOWN_REPORTS, ids=lambda truth: truth.file)
def test_other_reports_are_read_as_readers_read_them(truth: Truth) -> None:
    document = parse(truth.lines, truth.file)
    assert [(each.line, each.level, each.text, each.section) for each in document.headings] == [
        (each.line, each.level, each.text, each.section) for each in truth.headings
    ]
    assert {each.line: each.section for each in document.paragraphs if each.line in truth.paragraphs} == (
        truth.paragraphs
    )
    assert [(mask.line, mask.kind) for mask in document.slots] == [
        (mask.line, mask.kind) for mask in truth.masks
    ]
    assert (document.year, document.genre) == (truth.year, truth.genre)


def test_sections_of_held_out_paragraphs_are_told() -> None:
    right = total = 0
    for truth in HELD_OUT:
        found = {each.line: each.section for each in parse(truth.lines).paragraphs}
        right += sum(found.get(line) == section for line, section in truth.paragraphs.items())
        total += len(truth.paragraphs)
    assert right / total >= 0.9


def test_what_sentences_of_other_reports_do_is_told() -> None:
    right = total = 0
    for truth in REPORT_TRUTHS:
        sentences = parse(truth.lines).sentences
        for begin, move in truth.moves.items():
            right += [each.move for each in sentences if each.text.startswith(begin)] == [move]
            total += 1
    assert right / total >= 0.9


@pytest.mark.parametrize(
    ("above", "below", "title"),
    [
        ("某县局党组书记", "2023年度落实责任述职报告", "某县局党组书记2023年度落实责任述职报告"),
        ("某局第三党支部书记", "抓基层党建工作述职报告", "某局第三党支部书记抓基层党建工作述职报告"),
        ("中共某公司委员会", "2023年度党委书记述职报告", "2023年度党委书记述职报告"),
        ("牢记职责 不负重托", "——2024年度履职情况报告", "牢记职责不负重托——2024年度履职情况报告"),
    ],
)
def test_a_title_goes_on_from_the_post_above_it(above: str, below: str, title: str) -> None:
    document = parse([above, below, "一、主要工作", "加强学习。"])
    assert document.title is not None
    assert document.title.text == title


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["述职报告", "我于2020年3月起任职。2023年，我认真履职，完成了任务。"], 2023),
        (["述职报告", "一年来，我认真履职，完成了各项任务。", "某某", "2023年11月28日"], 2023),
        (["述职报告", "一年来，我认真履职，完成了各项任务。", "某某", "2024年1月5日"], 2023),
        (["述职报告", "我2018年当选村委会委员，今天把2022年干了哪些事向大家说一说。"], 2022),
        (["述职报告", "我自2015年参加公安工作，2019年调入城南派出所，现将2023年的工作报告如下："], 2023),
        (["述职报告", "一年来，我认真履职。"], None),
        (["我的2023——教师述职报告", "我从2015年起任教。"], 2023),
        (["岗位述职", "我2019年起任财务科科长，把一年的工作汇报如下。"], None),
    ],
)
def test_the_year_is_that_reported_on(lines: list[str], year: int | None) -> None:
    assert parse(lines).year == year


def test_rows_within_a_paragraph_are_points_in_every_style() -> None:
    rows = (
        ("一是", "二是"),
        ("第一，", "第二，"),
        ("首先，", "其次，"),
        ("其一，", "其二，"),
        ("（一）", "（二）"),
    )
    for first, second in rows:
        document = parse(
            ["二、存在的问题", f"还有差距。{first}学习不够，方法不多。{second}监督不严，提醒不够。"]
        )
        assert [point.text for point in document.points] == ["学习不够，方法不多", "监督不严，提醒不够"]


def test_a_title_on_two_lines_is_one() -> None:
    document = parse(["某县教育局党组书记2024年度", "述职报告", "一、主要工作", "加强学习。"])
    assert document.title is not None
    assert (document.title.line, document.title.text) == (1, "某县教育局党组书记2024年度述职报告")


def test_a_report_on_integrity_is_read_from_salutation_to_signature() -> None:
    document = parse(INTEGRITY.splitlines())
    assert [(each.level, each.text, each.section) for each in document.headings] == [
        (1, "履行全面从严治党责任情况", "achievements"),
        (2, "带头学习，把牢政治方向", "achievements"),
        (2, "带头履责，层层传导压力", "achievements"),
        (1, "个人廉洁自律情况", "integrity"),
        (1, "存在的不足", "problems"),
        (1, "今后努力方向", "plans"),
    ]
    assert (document.year, document.genre) == (2024, "strict_governance")
    assert document.opening is not None
    assert document.opening.line == 3
    assert [(point.marker, point.section) for point in document.points] == [
        ("1.", "problems"),
        ("2.", "problems"),
        ("一是", "plans"),
        ("二是", "plans"),
        ("三是", "plans"),
    ]
    assert [paragraph.section for paragraph in document.paragraphs[-3:]] == [
        "closing",
        "signature",
        "signature",
    ]


def test_headings_without_numbers_are_known_by_their_words() -> None:
    document = parse(UNNUMBERED.splitlines())
    assert [(each.level, each.text, each.section) for each in document.headings] == [
        (1, "主要工作", "achievements"),
        (1, "存在问题", "problems"),
        (1, "下一步打算", "plans"),
    ]


def test_a_passage_turns_to_causes_and_plans_without_a_heading() -> None:
    document = parse(
        [
            "二、存在的问题",
            "学习不够系统。究其原因，主要是自我要求不严。下一步，将制定学习计划。",
        ]
    )
    assert [(each.section, each.move) for each in document.sentences] == [
        ("problems", "admit"),
        ("causes", "cause"),
        ("plans", "commit"),
    ]


def test_what_a_sentence_does_is_told() -> None:
    document = parse(
        [
            "一、主要工作",
            "高度重视理论学习。制定学习计划。全年学习24次。政治素养得到进一步提高。",
        ]
    )
    assert [(each.move, each.cues.move.by, each.cues.move.text) for each in document.sentences] == [
        ("claim", "word", "高度重视"),
        ("action", "rest", ""),
        ("evidence", "figure", "24次"),
        ("result", "word", "得到进一步"),
    ]


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("将26名退休党员骨干选为楼栋长。", "action"),
        ("组建40人的突击队，完成动员任务。", "action"),
        ("共建立网格党支部9个、党小组31个。", "evidence"),
        ("组织党员到红色教育基地参观3次。", "evidence"),
        ("全年没有发生行政诉讼败诉案件。", "result"),
        ("支部被镇党委评为先进。", "result"),
        ("我始终牢记宗旨，把廉洁摆在心上。", "claim"),
        ("制定学习计划，建立台账。", "action"),
    ],
)
def test_a_figure_is_evidence_where_it_counts_what_was_done(text: str, move: str) -> None:
    document = parse(["一、主要工作", text])
    assert [each.move for each in document.sentences] == [move]


@pytest.mark.parametrize(
    "text",
    [
        "出现上述问题，根子在于我对法治工作抓得不紧。",
        "这些不足，主要是因为自己管理经验欠缺。",
        "剖析以上问题，主要是主动意识不强。",
        "根源在于宗旨意识不牢。",
    ],
)
def test_blame_leads_from_problems_to_causes(text: str) -> None:
    document = parse(["二、存在的问题", "学习不够系统。", text])
    last = document.sentences[-1]
    assert (last.section, last.move, last.cues.section.by) == ("causes", "cause", "sentence")
    assert text.startswith(last.cues.section.text)


def test_every_section_has_its_cue() -> None:
    document = parse(INTEGRITY.splitlines())
    assert [(each.cue.by, each.cue.text, each.cue.line) for each in document.headings] == [
        ("heading", "情况", 4),
        ("heading", "情况", 4),
        ("heading", "情况", 4),
        ("heading", "廉洁自律情况", 7),
        ("heading", "存在的不足", 9),
        ("heading", "今后", 12),
    ]
    assert [(each.cues.section.by, each.cues.section.text) for each in document.paragraphs[-3:]] == [
        ("place", "请予评议"),
        ("place", "王某某"),
        ("place", "2024年12月30日"),
    ]


def test_a_heading_that_says_nothing_is_judged_by_the_text_below_it() -> None:
    document = parse(
        [
            "一、主要工作",
            "组织学习24次。",
            "二、找准坐标，清醒看自己",
            "学习还不够系统，监督不严。方法有待改进。",
            "三、整装再出发",
            "明年，要建好阵地。我将带头学习。",
        ]
    )
    assert [(each.section, each.cue.by) for each in document.headings] == [
        ("achievements", "heading"),
        ("problems", "body"),
        ("plans", "body"),
    ]


def test_a_paragraph_does_what_most_of_it_does() -> None:
    document = parse(
        [
            "一、主要工作",
            "高度重视学习。全年组织集中学习24次，撰写心得体会36篇，开展交流12场。",
            "二、存在的问题",
            "学习不够系统。",
        ]
    )
    assert [(each.line, each.section, each.move) for each in document.paragraphs] == [
        (1, "achievements", None),
        (2, "achievements", "evidence"),
        (3, "problems", None),
        (4, "problems", "admit"),
    ]
    assert document.paragraphs[1].cues.move == Cue("figure", "24次", 2)
    assert document.paragraphs[3].cues.move == Cue("heading", "存在的问题", 3)


@given(
    st.sampled_from(REPORT_TRUTHS),
    st.sampled_from(sorted(LINE_PRESERVING)),
    st.randoms(use_true_random=False),
)
@settings(max_examples=25, deadline=None)
def test_every_cue_stands_where_it_is_said_to_stand(truth: Truth, name: str, chance: random.Random) -> None:
    lines = LINE_PRESERVING[name](truth.lines, chance)
    document = parse(lines)
    texts = {each.line: "" for each in document.paragraphs}
    for paragraph in document.paragraphs:
        texts[paragraph.line] += paragraph.text.replace(" ", "")
    cues = [each.cue for each in document.headings]
    given_by = [each.cues for each in document.sentences] + [each.cues for each in document.paragraphs]
    cues += [cue for each in given_by for cue in (each.section, each.move)]
    for cue in cues:
        assert not cue.line or cue.text.replace(" ", "") in texts[cue.line]


@given(
    st.sampled_from(KNOWN_REPORTS),
    st.lists(st.sampled_from(COMBINED), min_size=2, max_size=4, unique=True),
    st.randoms(use_true_random=False),
)
@settings(max_examples=25, deadline=None)
def test_damages_together_hardly_hide_the_structure(
    truth: Truth, names: list[str], chance: random.Random
) -> None:
    document = parse(in_turn(*sorted(names, key=COMBINED.index))(truth.lines, chance))
    assert document.title is not None
    assert bare(document.title.text) == bare(truth.title)
    assert heading_f1([(truth, document)]) >= LEAST_COMBINED


@given(
    st.text(
        st.sampled_from('一二（）()1、.。，是要\n 　问题*Xx某《》“”"加强学习公众号：www.a.cn#<>pbr/&;年月日')
    )
)
@example("一、\n（一）\n1、\n一是")
@example("###\n<p><br>\n&#0;&#xD800;")
@example("\u2028一、甲\u2028二、乙")
def test_any_text_is_parsed_to_a_document_that_holds_together(text: str) -> None:
    lines = text.split("\n")
    document = parse(lines)
    clean = document.clean
    numbers = range(1, len(lines) + 1)
    for heading in document.headings:
        assert heading.text
        assert heading.text in clean
        assert heading.line in numbers
    found = [point.line for point in document.points] + [mask.line for mask in document.slots]
    found += [noise.line for noise in document.noise] + [each.line for each in document.sentences]
    assert all(line in numbers for line in found)
    clean.encode("utf-8")


@given(st.lists(st.text()))
def test_any_unicode_is_parsed(lines: list[str]) -> None:
    parse([line.replace("\n", " ").replace("\r", " ") for line in lines]).clean.encode("utf-8")
